"""Studies by name: their conventions, and data files with labels and missing values."""

import csv
from pathlib import Path
from random import Random

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
    assert row["note"] == "4 pupils of 2 schools, the study reports from 30 pupils and 5 schools on"
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
    with pytest.raises(eg.ColumnNotFoundError, match="VEMETHODN"):
        eg.survey({"SPFWT0": [1.0]}, study="PIAAC", cycle=2012)
    with pytest.raises(eg.InvalidArgumentError, match="grade: not given"):
        eg.survey({"a": [1]}, study="TIMSS", cycle=2019)


def test_countries_of_piaac_with_several_methods_are_described_apart():
    columns = {
        "country": ["AUT"] * 4 + ["DEU"] * 4,
        "SPFWT0": [1.0, 2.0, 1.0, 1.0, 3.0, 1.0, 2.0, 2.0],
        "SPFWT1": [0.0, 2.7, 1.3, 1.3, 6.0, 0.0, 2.0, 2.0],
        "SPFWT2": [1.3, 0.0, 1.3, 1.3, 3.0, 1.0, 4.0, 0.0],
        "SPFWT3": [1.3, 2.7, 0.0, 1.3, None, None, None, None],
        **{f"PVLIT{m}": [250.0, 300.0, 280.0 + m, 260.0, 240.0, 310.0, 290.0, 255.0] for m in range(1, 11)},
        "VEMETHODN": [1] * 4 + [2] * 4,
        "VENREPS": [3] * 4 + [2] * 4,
        "VEFAYFAC": [None] * 8,
    }
    described = {"study": "PIAAC", "cycle": 2012, "subjects": "literacy"}
    with pytest.raises(eg.InvalidArgumentError) as refused:
        eg.survey(columns, **described)
    said = str(refused.value)
    assert "VEMETHODN 1, VENREPS 3, VEMETHODN 2, VENREPS 2" in said
    assert "put the figures together with survey_average_of" in said
    means = {}
    for country in ("AUT", "DEU"):
        own = {
            name: [cell for cell, of in zip(cells, columns["country"], strict=True) if of == country]
            for name, cells in columns.items()
        }
        means[country] = eg.survey(own, **described).mean()
    methods = [one(means[country])["method"].partition(",")[0] for country in means]
    assert methods == ["jk1: 3 replicates", "jk2: 2 replicates"]
    values = [one(each)["value"] for each in means.values()]
    row = one(eg.survey_average_of(means))
    assert row["value"] == pytest.approx(sum(values) / 2, rel=1e-15)
    errors = [one(each)["se"] for each in means.values()]
    assert row["se"] == pytest.approx(sum(error**2 for error in errors) ** 0.5 / 2, rel=1e-12)


def test_a_sample_in_place_of_its_figures_is_named():
    sample = eg.survey({"school": [1, 2], "math": [60, 80]}, scores="math", cluster="school")
    with pytest.raises(eg.InvalidArgumentError, match=r"to Figures$"):
        eg.survey_trend_of({2018: sample, 2022: sample})


def test_a_linking_error_is_of_levels_alone():
    def of(move):
        data = {
            "school": [1, 1, 2, 2, 3, 3, 4, 4],
            "ses": [0.5, -1.5, 1.0, 0.0, -0.5, 0.25, 1.5, -1.0],
            "sex": ["f", "m", "f", "m", "f", "m", "f", "m"],
            "math": [520.0 + move, 450.0, 580.0, 500.0 - move, 470.0, 505.0, 540.0, 430.0],
        }
        return eg.survey(data, scores="math", cluster="school")

    cycles = {2018: of(0), 2022: of(20)}

    def errors(ask):
        asked = {year: ask(sample) for year, sample in cycles.items()}
        rows = (eg.survey_trend_of(asked, linking_error=error).rows() for error in (0, 30))
        return list(zip(*rows, strict=True))

    for without, linked in errors(lambda sample: sample.mean()):
        assert linked["se"] == pytest.approx((without["se"] ** 2 + 900) ** 0.5, rel=1e-12)
    pairs = errors(lambda sample: sample.regression("ses"))
    assert [(row["term"], row["statistic"]) for row, _ in pairs] == [
        ("intercept", "coefficient"),
        ("ses", "coefficient"),
        (None, "r_squared"),
    ]
    for without, linked in pairs:
        added = 900 if without["term"] == "intercept" else 0
        assert linked["se"] == pytest.approx((without["se"] ** 2 + added) ** 0.5, rel=1e-12)
    for ask in (
        lambda sample: sample.standard_deviation(),
        lambda sample: sample.gap("sex", first="f", second="m"),
        lambda sample: sample.correlation("ses"),
    ):
        for without, linked in errors(ask):
            assert linked["se"] == without["se"]
            assert linked["note"] is None
            assert "a shift of the scale does not change the figure" in linked["method"]


def test_a_model_of_schools_takes_the_weight_of_the_sample():
    random = Random(6)
    pupils = {
        "school": [school for school in range(12) for _ in range(8)],
        "ses": [random.gauss(0, 1) for _ in range(96)],
        "w": [random.uniform(1, 9) for _ in range(96)],
        "v": [1.5 + school for school in range(12) for _ in range(8)],
    }
    pupils["math"] = [
        20 * ses + 10 * (school % 3) + random.gauss(500, 30)
        for ses, school in zip(pupils["ses"], pupils["school"], strict=True)
    ]
    sample = eg.survey(pupils, scores="math", weight="w", cluster="school")
    found = sample.multilevel("ses", school="school", school_weight="v", scaling="effective").rows()
    expected = eg.multilevel_model(
        pupils,
        scores="math",
        school="school",
        covariates="ses",
        weight="w",
        school_weight="v",
        scaling="effective",
    ).rows()
    assert found == expected
    assert "schools count by their weight" in found[0]["method"]
    plain = eg.survey(pupils, scores="math").multilevel("ses", school="school").rows()
    assert plain[0]["method"].startswith("REML, random intercepts")
    with pytest.raises(eg.InvalidArgumentError, match="school"):
        sample.multilevel("ses")


def test_samples_of_one_name_are_refused():
    east = eg.survey({"math": [90, 80, 70]}, scores="math").mean()
    for average in (eg.survey_average_of, eg.survey_trend_of):
        with pytest.raises(eg.InvalidArgumentError, match="each name once"):
            average({"1": east, 1: east})


def test_an_average_of_nothing_says_so():
    nobody = eg.survey({"school": [1, 2], "math": [None, None]}, scores="math", cluster="school")
    row = eg.survey_average_of({"east": nobody.mean(), "west": nobody.mean()}).rows()[0]
    assert (row["value"], row["status"]) == (None, "no_denominator")
    assert row["method"].startswith("no sample has a value to average")
    assert "east, west" in row["note"]


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


def test_a_damaged_file_is_a_fault_of_the_data(tmp_path):
    pytest.importorskip("pyreadstat")
    for kind in ("sav", "zsav", "dta", "sas7bdat"):
        path = tmp_path / f"torn.{kind}"
        path.write_bytes(b"$FL2@(#) torn" * 20)
        with pytest.raises(eg.DataError, match=f"torn.{kind}: not a whole") as fault:
            eg.survey(path, scores="MATH")
        assert fault.value.code == "EG-118"
    with pytest.raises(eg.InvalidArgumentError, match="expected a file of kind"):
        eg.read_survey(__file__)


@pytest.mark.parametrize("run", ["PV{1..x}MATH", "PV{1..", "PV{3..1}", "PV{..}", "PV{1}"])
def test_a_run_of_columns_that_is_none_says_so(run, tmp_path):
    pytest.importorskip("pyreadstat")
    (tmp_path / "a.sav").write_bytes(b"")
    with pytest.raises(eg.InvalidArgumentError, match="a run of columns such as"):
        eg.survey(tmp_path / "a.sav", scores=run)
    with pytest.raises(eg.InvalidArgumentError, match="a run of columns such as"):
        eg.survey({"a": [1]}, scores=run).mean()


def test_what_would_come_to_nothing_is_refused():
    data = {"y": [1, 2, 3, 4], "w1": [2, 0, 2, 0], "w2": [0, 2, 0, 2], "z": [1, 1, 2, 2], "h": [0, 1, 0, 1]}
    replicates = {"replicates": "w{1..2}", "replication": "brr"}
    zones = {"zone": "z", "half": "h"}
    for given in (
        {**replicates, "zone": "z"},
        {**replicates, "half": "h"},
        {**replicates, "halves": "both"},
        {**zones, "replication": "brr"},
        {"half": "h"},
        {"replication": "brr"},
        {"scale": 1},
        {"centre": "replicates"},
        {**replicates, "rho": 0.5},
    ):
        with pytest.raises(eg.InvalidArgumentError):
            eg.survey_mean(data, scores="y", **given)
    with pytest.raises(eg.InvalidArgumentError, match="rho"):
        eg.survey_mean(data, scores="y", replicates="w{1..2}", replication="fay")
    assert one(eg.survey_mean(data, scores="y", **zones))["se"] == pytest.approx(0.25 * 2**0.5, rel=1e-15)


def test_messages_name_what_was_found():
    with pytest.raises(eg.DataError, match='found "x", expected a column of numbers'):
        eg.survey_mean({"y": ["1", "x"]}, scores="y")
    with pytest.raises(eg.DataError, match='found "2", expected 0 or 1'):
        eg.survey_mean({"y": [1, 2], "z": [1, 1], "h": [1, 2]}, scores="y", zone="z", half="h")
    pupils = {"y": [1, 2, 3], "stratum": [1, 1, 3], "school": [1, 2, 3]}
    with pytest.raises(eg.InvalidArgumentError, match='found "stratum = 3"'):
        eg.survey_mean(pupils, scores="y", strata="stratum", cluster="school")
    # Polars reads a column without a value as text.
    assert one(eg.survey_mean(pl.DataFrame({"y": [None, ""]}), scores="y"))["status"] == "no_denominator"


def test_intervals_do_not_leave_what_a_quantity_can_be():
    pupils = {"school": [1, 1, 2, 2, 3, 3], "x": [1, 2, 2, 1, 3, 1], "math": [1, 0, 0, 0, 0, 1.5]}
    sample = eg.survey(pupils, scores="math", cluster="school")
    (fit,) = sample.regression("x").rows(measure="r_squared")
    assert 0 <= fit["lower"] < fit["value"] < fit["upper"] <= 1
    assert "Fisher's z of R" in fit["method"]
    spread = one(sample.standard_deviation())
    assert 0 < spread["lower"] < spread["value"] < spread["upper"]
    both = {name: [*values, *values] for name, values in pupils.items()}
    both["country"] = ["A"] * 6 + ["B"] * 6
    average = eg.survey_average(both, scores="math", over="country", of="rate", line=1, cluster="school")
    assert 0 < one(average)["lower"] < one(average)["value"] < one(average)["upper"] < 100


def test_cycles_and_countries_in_files_of_their_own_are_as_in_one():
    frame = pl.read_csv(SAMPLE).with_columns(cycle=pl.when(pl.col("zone") <= 4).then(2018).otherwise(2022))
    design = {"scores": "PV{1..5}MATH", "weight": "w", "strata": "stratum", "cluster": "school"}
    parts = {
        key[0]: eg.survey(part, **design) for key, part in frame.partition_by("cycle", as_dict=True).items()
    }
    whole = eg.survey(frame, **design)
    asked = [
        ("mean", {}, {}, "statistic"),
        ("rate", {"lines": 480}, {"of": "rate", "line": 480}, "line"),
        ("levels", {"cuts": [450, 500]}, {"of": "levels", "cuts": [450, 500]}, "level"),
        ("quantiles", {"probabilities": 0.5}, {"of": "quantile", "probability": 0.5}, "probability"),
    ]
    for name, own, of, _ in asked:
        each = {cycle: getattr(sample, name)(by="sex", **own) for cycle, sample in parts.items()}
        apart = eg.survey_trend_of(each, linking_error=2.5)
        together = whole.trend("cycle", linking_error=2.5, by="sex", **of)
        assert same(apart, together)
        assert same(eg.survey_average_of(each), whole.average("cycle", by="sex", **of))
    assert apart.rows()[0]["cycle"] == "2022"
    assert eg.survey_trend_of(each, reference=2022).rows()[0]["cycle"] == "2018"
    assert "no linking error given" in eg.survey_trend_of(each).rows()[0]["note"]


def same(apart, together):
    numbers = ["value", "se", "lower", "upper", "df", "n"]
    a, b = (figures.pl().sort("sex", "value").select(numbers).rows() for figures in (apart, together))
    return len(a) > 1 and all(x == pytest.approx(y, rel=1e-12) for x, y in zip(a, b, strict=True))


def test_samples_of_their_own_say_what_is_missing():
    def of(values):
        return eg.survey(
            {"g": list("aabb"), "school": [1, 2, 3, 4], "y": values}, scores="y", cluster="school"
        )

    first, second = of([1, 2, 3, 4]).mean(by="g"), of([2, 2.5, None, None]).mean(by="g")
    rows = eg.survey_trend_of({2011: first, 2012: second}).rows()
    assert [(row["g"], row["status"]) for row in rows] == [("a", "ok"), ("b", "no_denominator")]
    average = eg.survey_average_of({2011: first, 2012: second}).rows(g="b")
    assert average[0]["value"] == 3.5
    assert average[0]["note"].startswith("without a value, left out: 2012")
    third = eg.survey({"g": ["a", "a"], "y": [1, 2]}, scores="y").mean(by="g")
    assert eg.survey_trend_of({1: first, 2: third}).rows(g="b")[0]["status"] == "not_comparable"
    with pytest.raises(eg.InvalidArgumentError, match="two samples"):
        eg.survey_average_of({1: first})
    with pytest.raises(eg.InvalidArgumentError, match="same keys"):
        eg.survey_average_of({1: first, 2: of([1, 2, 3, 4]).mean()})
    with pytest.raises(eg.ColumnNotFoundError, match="2013"):
        eg.survey_trend_of({1: first, 2: second}, reference=2013)


def test_zones_of_a_country_are_its_own_degrees_of_freedom():
    data = {
        "c": ["A"] * 4 + ["B"] * 6,
        "zone": [1, 1, 2, 2, 1, 1, 2, 2, 3, 3],
        "half": [0, 1] * 5,
        "y": [1, 3, 2, 5, 1, 2, 4, 3, 6, 2],
    }
    design = {"scores": "y", "zone": "zone", "half": "half"}
    assert [row["df"] for row in eg.survey_mean(data, by="c", **design)] == [2, 2]
    assert [row["df"] for row in eg.survey_mean(data, by="c", df_of="domain", **design)] == [1, 2]
    blank = data | {"c": ["A"] * 4 + [""] + ["B"] * 5}
    gap = eg.survey_gap(blank, by=[], group="c", first="A", second="B", df_of="domain", **design)
    assert [row["status"] for row in gap.rows(measure="difference")] == ["ok"]
    apart = {label: eg.survey(pl.DataFrame(data).filter(c=label), **design).mean() for label in "AB"}
    together = eg.survey_average(data, over="c", **design).rows()[0]
    alone = eg.survey_average_of(apart).rows()[0]
    for column in ("value", "se", "df"):
        assert alone[column] == pytest.approx(together[column], rel=1e-12)


def test_levels_and_probabilities_say_what_they_are_of():
    rows = eg.survey_levels({"level": ["A", "B", "", "A"]}, level="level").rows()
    assert {row["note"] for row in rows} == {"1 pupils of unknown level are left out"}
    found = eg.survey_quantiles({"y": [1, 2, 3]}, scores="y", probabilities=["1/3", 0.333333333])
    assert [row["probability"] for row in found] == ["1/3", "0.333333333"]


def test_an_odds_ratio_beyond_all_doubles_has_none():
    data = {"y": [0, 1, 0, 1, 0, 1], "x": [0, 1e-4, 2e-4, 3e-4, 4e-4, 5e-4]}
    rows = eg.survey_logistic(data, scores="y", covariates="x").rows(term="x")
    assert [(row["measure"], row["status"]) for row in rows] == [
        ("coefficient", "ok"),
        ("odds_ratio", "not_applicable"),
    ]
    assert rows[0]["value"] > 710


PUPILS = {"w": [1, 1, 2, 2], "math": [60, 80, 70, 90], "sex": ["f", "m", "f", "m"]}


@pytest.mark.parametrize(
    ("given", "argument"),
    [
        ({"cycle": 2022}, "cycle"),
        ({"grade": 4}, "grade"),
        ({"subjects": "reading"}, "subjects"),
        ({"labelled": "sex"}, "labelled"),
        ({"study": "PISA", "cycle": 2022, "subjects": "reading"}, "subjects"),
        ({"study": "PISA", "cycle": 2022, "grade": 8}, "grade"),
    ],
)
def test_what_a_sample_would_not_heed_is_refused(given, argument):
    with pytest.raises(eg.InvalidArgumentError, match=f"^{argument}: found"):
        eg.survey(PUPILS, scores="math", **given)


@pytest.mark.parametrize(
    ("idle", "goes_with"),
    [({"line": 50}, "rate"), ({"probability": 0.3}, "quantile")],
)
@pytest.mark.parametrize("of", ["mean", "d"])
def test_an_argument_of_another_statistic_is_refused(idle, goes_with, of):
    sample = eg.survey(PUPILS, scores="math")
    with pytest.raises(eg.InvalidArgumentError, match=f"with of = {goes_with} alone"):
        sample.gap("sex", of=of, **idle)
    if of == "mean":
        for ask in (sample.average, sample.trend):
            with pytest.raises(eg.InvalidArgumentError, match=f"with of = {goes_with} alone"):
                ask("sex", **idle)
            with pytest.raises(eg.InvalidArgumentError, match="with of = levels alone"):
                ask("sex", cuts=[70])


def test_a_replication_that_is_given_goes_before_the_factor_of_the_study():
    frame = {"W_FSTUWT": [1, 2, 3], **{f"PV{k}READ": [500, 480, 530] for k in range(1, 11)}}
    frame |= {f"W_FSTURWT{k}": [2, 1, 3] for k in range(1, 81)} | {"CNTSCHID": [1, 2, 3]}
    named = {"study": "PISA", "cycle": 2022, "subjects": "reading"}
    assert one(eg.survey(frame, replication="brr", **named).mean())["method"].startswith("brr: 80 replicates")
    assert "rho 0.5" in one(eg.survey(frame, **named).mean())["method"]


def test_clusters_that_are_given_go_before_the_replicates_of_piaac():
    frame = {"SPFWT0": [1, 2, 3], "school": [1, 2, 3], **{f"PVLIT{k}": [250, 270, 260] for k in range(1, 11)}}
    sample = eg.survey(frame, study="PIAAC", cycle=2012, subjects="literacy", cluster="school")
    assert one(sample.mean())["method"].startswith("linearised: 3 clusters")


def test_a_column_of_the_file_that_was_not_read_is_named_with_the_way_to_read_it(tmp_path):
    pyreadstat = pytest.importorskip("pyreadstat")
    pd = pytest.importorskip("pandas")
    path = tmp_path / "pupils.sav"
    labels = {"sex": {1.0: "female", 2.0: "male"}}
    frame = pd.DataFrame({"math": [60.0, 80.0, 70.0, 90.0], "sex": [1.0, 2.0, 1.0, 2.0]})
    pyreadstat.write_sav(frame, path, variable_value_labels=labels)
    with pytest.raises(eg.ColumnNotFoundError, match=r"'sex' .* not read: .*columns='sex'"):
        eg.survey(path, scores="math").mean(by="sex")
    with pytest.raises(eg.ColumnNotFoundError, match='no column "age"'):
        eg.survey(path, scores="math").mean(by="age")
    # A column whose labels are asked for is read.
    rows = eg.survey(path, scores="math", labelled="sex").mean(by="sex").rows()
    assert [(row["sex"], row["value"]) for row in rows] == [("female", 65), ("male", 85)]


def test_data_with_some_subjects_of_a_study_say_which_to_ask_for():
    frame = {"W_FSTUWT": [1, 2, 3], **{f"PV{k}READ": [500, 480, 530] for k in range(1, 11)}}
    with pytest.raises(eg.ColumnNotFoundError, match=r"'PV1MATH' \(mathematics\).*subjects=\['reading'\]"):
        eg.survey(frame, study="PISA", cycle=2022)
