"""Samples from frames: what goes in without a copy counts as what goes in as text."""

from pathlib import Path

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import edugauge as eg

SAMPLE = Path(__file__).parents[1] / "golden" / "survey" / "sample.csv"
FAY = {"weight": "w", "replicates": "F{1..12}", "replication": "fay", "rho": 0.3}
SCORES = {"mathematics": "PV{1..5}MATH", "reading": "reading"}


def figures(data, by="residence"):
    return eg.survey(data, scores=SCORES, **FAY).mean(by=by).pl()


@pytest.fixture(scope="module")
def from_file():
    return figures(SAMPLE)


@pytest.mark.parametrize(
    "frame",
    [
        pl.read_csv,
        pd.read_csv,
        lambda path: pl.read_csv(path).to_arrow(),
        lambda path: pl.concat([pl.read_csv(path)[:50], pl.read_csv(path)[50:]], rechunk=False),
        lambda path: pl.read_csv(path).with_columns(pl.col("residence").cast(pl.Categorical)),
        lambda path: pl.read_csv(path).to_dict(as_series=False),
        eg.read_table,
    ],
    ids=["polars", "pandas", "pyarrow", "chunks", "categories", "dict", "table"],
)
def test_every_frame_gives_the_same(frame, from_file):
    assert figures(frame(SAMPLE)).equals(from_file)


def test_numbers_group_in_their_order():
    rows = figures(pl.read_csv(SAMPLE).with_columns(pl.col("stratum").cast(pl.Float64) + 4), by="stratum")
    assert rows["stratum"].unique(maintain_order=True).to_list() == [str(n) for n in range(5, 13)]


def test_a_column_of_texts_holds_no_numbers():
    frame = pa.table({"a": ["x", "y"], "w": [1.0, 2.0]})
    with pytest.raises(eg.DataError, match='column A "a"'):
        eg.survey_mean(frame, scores="a", weight="w")


def test_a_score_that_is_infinite_is_refused_and_not_shown():
    with pytest.raises(eg.DataError, match="row 2"):
        eg.survey_mean(pa.table({"a": [1.0, float("inf")]}), scores="a")


def test_columns_of_unequal_length_are_refused():
    with pytest.raises(eg.DataError, match='column B "w"'):
        eg.survey_mean({"a": [1, 2], "w": [1]}, scores="a", weight="w")


def test_a_missing_replicate_is_named_with_its_neighbour():
    frame = pl.read_csv(SAMPLE).drop("F12")
    with pytest.raises(eg.ColumnNotFoundError, match="F12"):
        figures(frame)


def test_what_is_no_frame_is_refused():
    with pytest.raises(TypeError):
        eg.survey_mean(3, scores="a")
    exam = eg.read_scores({"数学": [90]})
    with pytest.raises((TypeError, eg.EdugaugeError)):
        eg.survey_mean(exam, scores="数学")
