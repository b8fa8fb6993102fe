"""Studies by name, held to what other packages make of the same data: tests/golden/studies."""

import csv
import os
from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest
from truth import Truth

import edugauge as eg

GOLDEN = Path(__file__).parents[1] / "golden" / "studies"
COUNTRIES = ["A", "B", "C"]
WIDE = {"TIMSS 2011 8", "TIMSS 2019 4", "PIRLS 2011", "PIRLS 2021", "ICILS 2018"}


def expected(cases):
    with (GOLDEN / "expected.csv").open(newline="") as file:
        return [row for row in csv.DictReader(file) if row["case"] in cases]


def pupils():
    return pl.read_csv(GOLDEN / "pupils.csv")


def iea(weight, zone, half, math, read):
    """The pupils under the names of a study of the IEA."""
    names = {f"m{m}": math.format(m) for m in range(1, 6)} | {f"r{m}": read.format(m) for m in range(1, 6)}
    return pupils().rename({"w": weight, "zone": zone, "half": half, **names})


def fay(frame, rho):
    """Weights of 80 replicates by the signs of Sylvester's Hadamard matrix, as make.R has them."""
    schools = list(dict.fromkeys(frame["school"]))
    serial = [5 * (schools.index(school) + 1) % 128 for school in frame["school"]]
    signs = [[(number & r).bit_count() % 2 for number in serial] for r in range(1, 81)]
    return [[w * (rho if odd else 2 - rho) for w, odd in zip(frame["w"], own, strict=True)] for own in signs]


def pisa(count, replicates, school):
    frame = pupils()
    weights = {f"{replicates}{r}": own for r, own in enumerate(fay(frame, 0.5), 1)}
    names = {f"m{m}": f"PV{m}MATH" for m in range(1, count + 1)}
    names |= {f"r{m}": f"PV{m}READ" for m in range(1, count + 1)}
    return frame.rename({"w": "W_FSTUWT", "school": school, **names}).with_columns(
        pl.Series(name, own) for name, own in weights.items()
    )


TIMSS = {8: ("BSMMAT0{}", "BSSSCI0{}"), 4: ("ASMMAT0{}", "ASSSCI0{}")}


def samples():
    """Each case with its rows, how they are described, and the run of a second variable."""
    zones = ("TOTWGT", "JKZONE", "JKREP")

    def of(study, **more):
        return lambda frame: eg.survey(frame, study=study, **more)

    for cycle, grade in ((2011, 8), (2019, 4)):
        letter = "B" if grade == 8 else "A"
        asked = of("TIMSS", cycle=cycle, grade=grade, subjects="mathematics")
        yield f"TIMSS {cycle} {grade}", iea(*zones, *TIMSS[grade]), asked, f"{letter}SSSCI{{01..05}}"
    for cycle in (2011, 2021):
        frame = iea(*zones, "ASRREA0{}", "OTHER{}")
        yield f"PIRLS {cycle}", frame, of("PIRLS", cycle=cycle), "OTHER{1..5}"
    frame = iea("TOTWGTS", "JKZONES", "JKREPS", "PV{}CIL", "PV{}CT")
    yield "ICILS 2018", frame, of("ICILS", cycle=2018, subjects="computer_literacy"), "PV{1..5}CT"
    for cycle, count, weights, school in (
        (2012, 5, "W_FSTR", "SCHOOLID"),
        (2022, 10, "W_FSTURWT", "CNTSCHID"),
    ):
        asked = of("PISA", cycle=cycle, subjects="mathematics")
        yield f"PISA {cycle}", pisa(count, weights, school), asked, f"PV{{1..{count}}}READ"


def found(case, sample, other):
    """The figures of a case by what and country."""
    of = {}
    for row in sample.mean(by="country").rows():
        of["mean", row["country"]] = row
    of["mean", "Composite"] = sample.average("country").rows()[0]
    for row in sample.standard_deviation(by="country").rows():
        of["standard_deviation", row["country"]] = row
    for row in sample.regression(["ses", "female"], by="country").rows():
        what = "r_squared" if row["measure"] == "r_squared" else f"regression {row['term']}"
        of[what, row["country"]] = row
    for row in sample.correlation(other, by="country").rows():
        of["correlation", row["country"]] = row
    cuts = [407, 492, 576, 661] if case.startswith("ICILS") else [400, 475, 550, 625]
    bands = [f"<{cuts[0]}", *(f"{a}-{b}" for a, b in pairwise(cuts)), f">={cuts[-1]}"]
    for row in sample.levels(cuts, by="country").rows():
        of[f"level {bands.index(row['level']) + 1}", row["country"]] = row
    for row in sample.average("country", of="levels", cuts=cuts).rows():
        of[f"level {bands.index(row['level']) + 1}", "Composite"] = row
    return of


def held(truth, of, rows):
    for row in rows:
        figure = of[row["what"], row["country"]]
        truth.near(figure["value"], float(row["value"]), 1e-9)
        truth.near(figure["se"], float(row["se"]), 1e-9)


def test_the_iea_s_studies_agree_with_ilsastats_and_pisa_with_rrepest():
    truths = {"ILSAstats": Truth("studies_ilsastats"), "Rrepest": Truth("studies_rrepest")}
    for case, frame, described, other in samples():
        of = found(case, described(frame), other)
        of.update(averages([described(part) for part in frame.partition_by("country")], other))
        held(truths["ILSAstats" if case in WIDE else "Rrepest"], of, expected({case}))
    for truth in truths.values():
        truth.done()
    assert truths["ILSAstats"].compared == 2 * 5 * (4 + 9 + 3 + 20)
    assert truths["Rrepest"].compared == 2 * 2 * (4 + 4 + 4 + 16)


def averages(countries, other):
    """What Rrepest averages over countries, each here a sample of its own."""

    def of(ask):
        return eg.survey_average_of({str(at): ask(sample) for at, sample in enumerate(countries)}).rows()

    of_fit = {
        "r_squared" if row["statistic"] == "r_squared" else f"regression {row['term']}": row
        for row in of(lambda sample: sample.regression(["ses", "female"]))
    }
    return {
        ("standard_deviation", "Composite"): of(lambda sample: sample.standard_deviation())[0],
        ("correlation", "Composite"): of(lambda sample: sample.correlation(other))[0],
        **{(what, "Composite"): row for what, row in of_fit.items()},
    }


def test_piaac_agrees_with_rrepest_whatever_its_replicates_are():
    truth = Truth("studies_piaac")
    for method in (1, 2, 3, 4):
        sample = eg.survey(piaac(method), study="PIAAC", cycle=2012, subjects="literacy")
        of = {("mean", row["country"]): row for row in sample.mean(by="country").rows()}
        held(truth, of, expected({f"PIAAC 2012 {method}"}))
    truth.done()


def piaac(method):
    frame = pupils()
    if method == 1:
        rows = range(len(frame))
        weights = [
            [w * (0 if row % 80 == r else 80 / 79) for row, w in zip(rows, frame["w"], strict=True)]
            for r in range(80)
        ]
    elif method == 2:
        weights = [(frame["w"] * zone_factor(frame, r)).to_list() for r in range(1, 81)]
    else:
        weights = fay(frame, 0.0 if method == 3 else 0.3)
    names = {f"m{m}": f"PVLIT{m}" for m in range(1, 11)}
    frame = frame.rename({"w": "SPFWT0", **names}).with_columns(
        *(pl.Series(f"SPFWT{r}", own) for r, own in enumerate(weights, 1)),
        VEMETHODN=method,
        VENREPS=80,
        VEFAYFAC=pl.lit(0.3 if method == 4 else None, dtype=pl.Float64),
    )
    # Files of R users name columns in small letters.
    return frame.rename(str.lower) if method % 2 else frame


def zone_factor(frame, zone):
    return pl.select(pl.when(frame["zone"] == zone).then(2 * frame["half"]).otherwise(1)).to_series()


def test_naep_takes_the_sampling_variance_of_the_first_value():
    truth = Truth("studies_naep")
    for cycle, count in ((2011, 5), (2019, 20)):
        frame = naep(count)
        sample = eg.survey(frame, study="NAEP", cycle=cycle, subjects="mathematics")
        rows = sample.mean(by="country").rows()
        held(truth, {("mean", row["country"]): row for row in rows}, expected({f"NAEP {cycle}"}))
        assert rows[0]["note"] is None
        few = eg.survey(frame.head(61), study="NAEP", cycle=cycle, subjects="mathematics").mean().rows()[0]
        assert few["note"] == "61 pupils, the study reports from 62 on"
    truth.done()


def naep(count):
    frame = pupils()
    names = frame.select(key=pl.concat_str("country", pl.col("zone"), separator=" "))["key"]
    order = {key: at for at, key in enumerate(dict.fromkeys(names), 1)}
    frame = frame.with_columns(zone=pl.Series([order[key] for key in names]))
    replicates = {f"SRWT{r:02d}": frame["w"] * zone_factor(frame, r) for r in range(1, 63)}
    values = {f"MRPCM{m}": frame[f"{'r' if m > 10 else 'm'}{(m - 1) % 10 + 1}"] for m in range(1, count + 1)}
    return frame.rename({"w": "ORIGWT"}).with_columns(**replicates, **values)


@pytest.mark.skipif(
    "EDUGAUGE_STUDIES" not in os.environ, reason="tests/golden/studies/real.R writes the data"
)
def test_studies_agree_on_the_real_data_of_the_packages():
    folder = Path(os.environ["EDUGAUGE_STUDIES"])
    timss = eg.survey(folder / "timss99.csv", study="TIMSS", cycle=1999, grade=8)
    # These columns are in small letters, and without the school's and PISA's least number of schools.
    pisa = eg.survey(folder / "pisa18.csv", study="PISA", cycle=2018, minimum_schools=None)
    codes = {"Chile": "CHL", "Japan": "JPN", "Taiwan": "TWN"}
    by = {"TIMSS 1999 8": timss.mean(by="CNTRY"), "PISA 2018": pisa.mean(by="cnt")}
    with (GOLDEN / "real.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            country = codes.get(row["country"], row["country"])
            figures = by[row["case"]]
            (found,) = figures.rows(subject=row["subject"], **{figures.keys[0]: country})
            assert found["value"] == pytest.approx(float(row["value"]), rel=1e-9)
            assert found["se"] == pytest.approx(float(row["se"]), rel=1e-9)
