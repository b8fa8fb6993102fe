"""The verdict on one plan of releases: what the files give away, held against the data behind them."""

from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction

from attack import Attack, Outcome, Rule
from means import fraction
from published import Release, Row, read_release
from pupils import YEARS, weight_of
from reading import meaning
from releases import Plan
from said import Context
from shown import faults
from tables import Table
from world import Member, World


@dataclass
class Verdict:
    refused: int = 0
    lost: bool = False
    failed: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    breaches: list[str] = field(default_factory=list)
    attacked: int = 0
    solved: int = 0
    undecided: int = 0
    figures: int = 0
    hidden: int = 0
    misread: Counter[str] = field(default_factory=Counter)
    occurred: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    @property
    def is_breached(self) -> bool:
        return bool(self.faults or self.breaches)


def judge(plan: Plan) -> Verdict:
    verdict = Verdict()
    shown: list[tuple[Row, Table]] = []
    disclosure = {"minimum": plan.rule["minimum_cell"], "base": plan.base}
    widened = False
    for number, run in enumerate(plan.runs):
        if run.code == 5 or (run.code == 2 and "lonely = certainty" in run.said):
            # It would give too much away, or a drawn stratum has one cluster.
            verdict.refused += 1
        elif run.code not in (0, 1):
            verdict.failed.append(f"run {number} ends with {run.code}: {run.said}")
        if run.code not in (0, 1):
            continue
        release = read_release(plan.folder / "seen" / str(number), number)
        widened |= release.widened > 0
        _count(verdict, release, run.tables)
        verdict.faults += release.faults
        shown += [(row, run.tables[row.table]) for row in release.rows]
    minimum = int(str(disclosure["minimum"]))
    rule = Rule(minimum, max(1, minimum // 2), plan.base)
    verdict.lost = any(run.lost for run in plan.runs)
    if widened or verdict.lost:
        # Some counts are farther off than a multiple, and nobody can tell which; or the run said what it does
        # not protect.
        return verdict
    verdict.faults += faults(plan, shown, rule)
    for outcome in [*_exams(plan, shown, rule), _survey(plan, shown, rule)]:
        verdict.attacked += outcome.attacked
        verdict.solved += outcome.solved
        verdict.undecided += outcome.undecided
        verdict.misread.update(outcome.misread)
        verdict.breaches += [str(breach) for breach in outcome.breaches]
    return verdict


def _count(verdict: Verdict, release: Release, tables: list[Table]) -> None:
    pupils = [row for row in release.rows if row.number("value") is not None or row.is_hidden]
    verdict.figures += len(pupils)
    verdict.hidden += sum(row.is_hidden for row in pupils)
    for number in {row.table for row in release.rows}:
        verdict.occurred.update(tables[number].arguments())


def members_of(plan: Plan, year: int) -> list[Member]:
    pupils = (pupil for pupil in plan.candidates.pupils if pupil.year == year)
    return [Member(pupil.labels, pupil.scores, weight_of(pupil.labels)) for pupil in pupils]


def _exams(plan: Plan, shown: list[tuple[Row, Table]], rule: Rule) -> list[Outcome]:
    candidates = plan.candidates
    attacks: dict[int, Attack] = {}
    of_exam = [(row, table) for row, table in shown if table.source in ("exam", "again")]
    of_exam = [(row, table) for row, table in of_exam if not _is_scaled(plan, row, table)]
    for year in YEARS:
        full = {subject: candidates.full_mark(subject) for subject in candidates.with_total}
        members = members_of(plan, year)
        world = World(members, candidates.keys, full, candidates.everybody_sits, candidates.subjects)
        world.total_of_all = candidates.everybody_sits or candidates.total_as_given
        rows = [(row, table) for row, table in of_exam if row["year"] == str(year)]
        attacks[year] = Attack(Context(world, candidates.subjects), rows, rule)
    if rule.base is None:
        _changes(attacks)
    return [attacks[year].run() for year in YEARS]


def _is_scaled(plan: Plan, row: Row, table: Table) -> bool:
    """Whether it is of scaled scores, which the attacker does not work out again."""
    if table.source != "again" or plan.scaled is None:
        return False
    asked = table.option("subjects", [])
    assert isinstance(asked, list)
    of_all = table.indicator == "pass_all_rate" and (not asked or plan.scaled in asked)
    return of_all or row["subject"] in (plan.scaled, "total")


def _changes(attacks: dict[int, Attack]) -> None:
    """A change and the figure that it leads to tell that of the year before."""
    before, after = (attacks[year] for year in YEARS)

    def key(row: Row, measure: str) -> tuple[object, ...]:
        labels = ("school", "sex", "track", "residence", "district", "line", "subject")
        return (row.run, row.table, measure, *(row[label] for label in labels))

    levels = {key(row, row["measure"]): (row, table) for row, table in after.rows}
    for change, _ in after.rows:
        measure = change["measure"].removesuffix("_change")
        by = change.number("value")
        if measure == change["measure"] or by is None or key(change, measure) not in levels:
            continue
        level, table = levels[key(change, measure)]
        now = level.number("value")
        told = meaning(level, table, before.context)
        if now is None or told is None:
            continue
        if told.quotient is not None:
            first, second, scale = told.quotient
            ratio = fraction(float(Fraction(now - by) / scale))
            if ratio is not None:
                terms = [(factor * ratio.denominator, quantity) for factor, quantity in first]
                terms += [(-factor * ratio.numerator, quantity) for factor, quantity in second]
                before.imply(terms, 0, f"change: {change}")
        elif "value" in told.columns:
            before.imply(told.columns["value"], now - by, f"change: {change}")


def _survey(plan: Plan, shown: list[tuple[Row, Table]], rule: Rule) -> Outcome:
    rows = plan.survey.rows
    # Weights that differ are known to nobody; equal ones are counts.
    known = len({row.weight for row in rows}) == 1
    members = [Member(row.labels, {"数学": row.score}, row.weight if known else 0) for row in rows]
    world = World(members, ["学校", "性别", "地区"], {"数学": 100}, True, [])
    of_survey = [(row, table) for row, table in shown if table.source == "survey"]
    of_survey = [(_in_chinese(row), table) for row, table in of_survey]
    return Attack(Context(world, ["数学"]), of_survey, rule).run()


def _in_chinese(row: Row) -> Row:
    return Row({**row.cells, "subject": "数学"}, row.run, row.table)
