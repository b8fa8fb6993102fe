"""Studies by name: their conventions, and data files with labels and missing values."""

import csv
from pathlib import Path

import polars as pl
import pytest

import edugauge as eg

GOLDEN = Path(__file__).parents[1] / "golden" / "survey"
SAMPLE = GOLDEN / "sample.csv"


def one(figures):
    (row,) = figures.rows()
    return row


def renamed(prefix, weights):
    """The golden sample under the names of a study."""
    frame = pl.read_csv(SAMPLE)
    names = {f"PV{m}MATH": f"{prefix}{m}" for m in range(1, 6)}
    return frame.rename({**names, **weights}).with_columns(IDSCHOOL=pl.col("stratum") * 10 + pl.col("school"))


def expected(case, what):
    with (GOLDEN / "models.csv").open() as file:
        return next(row for row in csv.DictReader(file) if (row["case"], row["what"]) == (case, what))


def test_timss_until_2011_takes_one_half_and_the_first_value():
    frame = renamed("BSMMAT0", {"w": "TOTWGT", "zone": "JKZONE", "half": "JKREP"})
    old = one(eg.survey(frame, study="TIMSS", cycle=2011, grade=8, subjects="mathematics").mean())
    # R survey: JK2 of one half; the sampling variance of PV1 alone.
    with (GOLDEN / "expected.csv").open() as file:
        jk2 = next(
            r for r in csv.DictReader(file) if (r["case"], r["what"]) == ("jk2", "mean") and not r["group"]
        )
    values = [frame[f"BSMMAT0{m}"].dot(frame["TOTWGT"]) / frame["TOTWGT"].sum() for m in range(1, 6)]
    mean = sum(values) / 5
    between = sum((value - mean) ** 2 for value in values) / 4
    assert old["value"] == pytest.approx(mean, rel=1e-12)
    assert old["se"] == pytest.approx((float(jk2["se"]) ** 2 + 1.2 * between) ** 0.5, rel=1e-9)
    assert "sampling variance of the first" in old["method"]


def test_timss_since_2015_takes_both_halves_and_all_values():
    frame = renamed("BSMMAT0", {"w": "TOTWGT", "zone": "JKZONE", "half": "JKREP"})
    sample = eg.survey(
        frame, study="TIMSS", cycle=2019, grade=8, subjects="mathematics", sampling_from="first"
    )
    found, golden = one(sample.mean()), expected("jk2_both", "first")
    assert found["se"] == pytest.approx(float(golden["se"]), rel=1e-9)
    assert found["df"] == pytest.approx(float(golden["df"]), rel=1e-9)
    assert found["method"].startswith("jk2: 16 replicates, centred on the estimate")


def test_pisa_has_its_names_by_cycle_and_its_least_numbers():
    columns = {f"W_FSTURWT{r}": [2.0, 0.5, 1.5, 1.0] for r in range(1, 81)}
    values = {f"PV{m}MATH": [400.0 + m, 500.0, 600.0, 450.0] for m in range(1, 11)}
    data = {**columns, **values, "W_FSTUWT": [1.0, 1.0, 1.0, 1.0], "CNTSCHID": [1, 1, 2, 2]}
    row = one(eg.survey(data, study="PISA", cycle=2022, subjects="mathematics").mean())
    assert row["subject"] == "mathematics"
    assert row["method"].startswith(
        "fay (rho 0.5): 80 replicates, centred on the estimate; 10 plausible values"
    )
    assert row["note"] == "4 pupils of 2 schools, fewer than the study reports: 30 of 5"
    with pytest.raises(eg.InvalidArgumentError, match="2021"):
        eg.survey(data, study="PISA", cycle=2021)
    with pytest.raises(eg.InvalidArgumentError, match="grade"):
        eg.survey(data, study="TIMSS", cycle=2019)
    with pytest.raises(eg.ColumnNotFoundError, match="PV1READ"):
        eg.survey(data, study="PISA", cycle=2022, subjects="reading").mean()


def test_piaac_says_itself_how_its_replicates_were_made():
    data = {
        "SPFWT0": [1.0, 1.0, 2.0],
        "SPFWT1": [2.0, 0.0, 2.0],
        "SPFWT2": [0.0, 2.0, 2.0],
        **{f"PVLIT{m}": [250.0, 300.0, 280.0 + m] for m in range(1, 11)},
        "VEMETHODN": [1, 1, 1],
        "VENREPS": [2, 2, 2],
        "VEFAYFAC": [None, None, None],
    }
    row = one(eg.survey(data, study="PIAAC", cycle=2012, subjects="literacy").mean())
    assert row["method"].startswith("jk1: 2 replicates")
    with pytest.raises(eg.InvalidArgumentError, match="one country"):
        eg.survey({**data, "VEMETHODN": [1, 2, 2]}, study="PIAAC", cycle=2012, subjects="literacy")


def test_a_data_file_keeps_its_labels_and_counts_what_it_declares_missing(tmp_path):
    pyreadstat = pytest.importorskip("pyreadstat")
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(
        {
            "W": [1.0, 1.0, 2.0, 1.0],
            "MATH": [400.0, 9998.0, 500.0, None],
            "SEX": [1.0, 2.0, 2.0, 9.0],
            "X": [1.0] * 4,
        }
    )
    path = tmp_path / "study.sav"
    pyreadstat.write_sav(
        frame,
        str(path),
        column_labels={"MATH": "Mathematics"},
        variable_value_labels={"SEX": {1.0: "女", 2.0: "男", 9.0: "Omitted"}},
        missing_ranges={"MATH": [{"lo": 9997, "hi": 9999}], "SEX": [9]},
    )
    file = eg.read_survey(path)
    assert file.columns["MATH"] == [400.0, None, 500.0, None]
    assert file.missing == {"MATH": {9998.0: 1}, "SEX": {9.0: 1}}
    assert file.labels["MATH"] == "Mathematics"
    sample = eg.survey(path, scores="MATH", weight="W", columns="SEX", labelled="SEX")
    assert [(row["SEX"], row["value"], row["n"]) for row in sample.mean(by="SEX")] == [
        ("", None, 0),
        ("女", 400.0, 1),
        ("男", 500.0, 1),
    ]
    assert "X" not in sample.file.columns
    with pytest.raises(eg.ColumnNotFoundError, match="did you mean 'MATH'"):
        eg.survey(path, scores="math")


@pytest.mark.parametrize("kind", ["dta", "sav"])
def test_every_kind_of_file_gives_the_same(tmp_path, kind):
    pyreadstat = pytest.importorskip("pyreadstat")
    frame = pl.read_csv(SAMPLE).to_pandas()
    path = tmp_path / f"sample.{kind}"
    getattr(pyreadstat, f"write_{kind}")(frame, str(path))
    design = {"scores": "PV{1..5}MATH", "weight": "w", "strata": "stratum", "cluster": "school"}
    from_file = eg.survey(path, columns="sex", **design).mean(by="sex").pl()
    assert from_file.equals(eg.survey(SAMPLE, **design).mean(by="sex").pl())


def test_unknown_arguments_of_the_design_are_refused():
    with pytest.raises(TypeError, match="wieght"):
        eg.survey_mean({"a": [1, 2]}, scores="a", wieght="w")
