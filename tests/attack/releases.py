"""Random releases: their inputs, their configurations, and the runs that publish one after the other."""

import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from candidate_tables import chosen, table_of_candidates
from pupils import KEYS, YEARS, Candidates, random_candidates
from registry import Indicator
from survey_file import Survey, random_survey
from survey_tables import DESIGNS, MODELS, table_of_models, table_of_survey
from tables import Table, written

# Of each release as many of the indicators that are due. Some runs are refused: in a thousand releases each
# value of an argument is due some 26 times, so that it is published 20 times.
DUE = 9
# Plans that are made hard, beside those that are hard by chance.
HARD = 0.25
TELLING = (
    "subject_mean",
    "pass_rate",
    "admission_rate",
    "participation_rate",
    "pass_all_rate",
    "good_rate",
    "score_table",
    "mean_deviation",
)
# Which years are reported one after the other: a later one first, one again with other tables.
ORDERS = (
    (YEARS[1],),
    YEARS,
    (YEARS[1], YEARS[1]),
    (YEARS[1], YEARS[0]),
    (YEARS[0], YEARS[1], YEARS[1]),
    (YEARS[0], YEARS[1], YEARS[1]),
)
HARD_ORDERS = [order for order in ORDERS if len(order) > len(set(order)) > 1]
# A small release takes less than one, on a machine that has nothing else to do.
SECONDS = 300
OF_SMALL_TABLES = ("ratio", "count_by_year", "plan_attainment")


@dataclass
class Run:
    year: int
    tables: list[Table]
    code: int = -1
    said: str = ""
    # Whether the program says that it cannot reckon with what an earlier run showed.
    lost: bool = False


@dataclass
class Plan:
    seed: int
    folder: Path
    candidates: Candidates
    survey: Survey
    runs: list[Run]
    rule: dict[str, int]
    base: int | None
    scaled: str | None
    small: bool
    sources: list[str] = field(default_factory=list)
    # The text of each file beside the candidates, by its name.
    files: dict[str, str] = field(default_factory=dict)

    def write(self) -> None:
        self.folder.mkdir(parents=True)
        self.candidates.write(self.folder / "scores.csv")
        for name, text in self.files.items():
            (self.folder / name).write_text(text, encoding="utf-8")

    @property
    def is_hard(self) -> bool:
        """Groups of a few, three keys or more, an earlier release and a replaced one."""
        years = [run.year for run in self.runs]
        most = max((len(table.by) for run in self.runs for table in run.tables), default=0)
        return self.small and most >= 3 and len(set(years)) > 1 and len(set(years)) < len(years)


class Deck:
    """Which indicators are due in which release: each as often as any of its arguments has values."""

    def __init__(self, indicators: list[Indicator]) -> None:
        self.indicators = {indicator.id: indicator for indicator in indicators}
        cards = []
        for indicator in indicators:
            many = DESIGNS if indicator.id.startswith("survey_") else indicator.most_choices
            many = MODELS if indicator.id == "multilevel_model" else many
            cards += [(indicator.id, at, many) for at in range(many)]
        Random(20261130).shuffle(cards)
        self.cards = cards

    def due(self, seed: int) -> list[tuple[Indicator, int]]:
        """Each with the number of its occurrence."""
        due = []
        for at in range(seed * DUE, (seed + 1) * DUE):
            around, place = divmod(at, len(self.cards))
            id, card, many = self.cards[place]
            due.append((self.indicators[id], around * many + card))
        return due


def plan(seed: int, deck: Deck, folder: Path) -> Plan:
    """What is to be released, drawn alone: nothing is written yet."""
    random = Random(seed)
    hard = random.random() < HARD
    small = hard or random.random() < 0.8
    candidates = random_candidates(random, small)
    survey = random_survey(random)
    order = random.choice(HARD_ORDERS if hard else ORDERS)
    runs = [Run(year, []) for year in order]
    base = random.choice([3, 5]) if random.random() < 0.12 else None
    minimum = random.choice([10, 10, 10, 5, 3])
    made = Plan(seed, folder, candidates, survey, runs, {"minimum_cell": minimum}, base, None, small)
    made.files["survey.csv"] = survey.text
    if random.random() < 0.4:
        made.scaled = random.choice(candidates.subjects)
    _province(random, made)
    for indicator, nth in deck.due(seed):
        _deal(random, made, indicator, nth)
    for id in random.choices(TELLING, k=random.randint(2, 4)):
        indicator = deck.indicators[id]
        table = table_of_candidates(random, indicator, random.randrange(12), candidates, "exam")
        random.choice(runs).tables.append(table)
    keys = [key for key in candidates.keys if key != "residence"]
    keys = candidates.keys if hard and len(keys) < 3 else keys
    if (hard or random.random() < 0.5) and len(keys) >= 3:
        indicator = deck.indicators[random.choice(TELLING[:3])]
        table = table_of_candidates(random, indicator, random.randrange(12), candidates, "exam")
        table.by = random.sample(keys, 3)
        random.choice(runs).tables.append(table)
    for run in runs:
        if not run.tables:
            run.tables.append(
                Table("pass_rate", "exam", ["school"], {"bands": "cumulative", "interval": "wilson"})
            )
        run.tables = apart(run.tables)
    for number, run in enumerate(runs):
        made.files[f"run{number}.toml"] = config(made, run)
    return made


def _deal(random: Random, made: Plan, indicator: Indicator, nth: int) -> None:
    run = random.choice(made.runs)
    if indicator.id.startswith("survey_"):
        run.tables.append(table_of_survey(random, indicator, nth))
    elif indicator.id == "multilevel_model":
        run.tables.append(table_of_models(random, indicator, nth))
    elif is_of_a_small_table(indicator):
        run.tables.append(_small_table(random, made, indicator, nth))
    else:
        source = "again" if random.random() < 0.3 else "exam"
        run.tables.append(table_of_candidates(random, indicator, nth, made.candidates, source))


def is_of_a_small_table(indicator: Indicator) -> bool:
    head = indicator.example.splitlines()[0].split(",")
    return "考号" not in head


def _small_table(random: Random, made: Plan, indicator: Indicator, nth: int) -> Table:
    """The worked example, for what is not of pupils; for what may be, random numbers of them."""
    id = f"small_{indicator.id}"
    options = chosen(indicator, nth)
    options |= {name: _plain(values) for name, values in indicator.example_arguments.items()}
    by, text, more = list(indicator.example_by), indicator.example, ""
    if indicator.id in OF_SMALL_TABLES:
        head, *rows = text.splitlines()
        names = [name for name in head.split(",") if name in options.values()]
        rows = [",".join([f"组{at}", *(str(random.randint(0, 60)) for _ in names)]) for at in range(4)]
        text, by = "\n".join([",".join(["组别", *names]), *rows]) + "\n", ["组别"]
        more = f'counts = "{random.choice(["pupils", "things"])}"\n'
    if indicator.id == "level_gap":
        head, *rows = text.splitlines()
        cut = [row.rsplit(",", 1)[0] for row in rows]
        text = "\n".join([head, *(f"{row},{random.choice([3, 8, 15, 40])}" for row in cut)]) + "\n"
    if not any(f'"{id}"' in source for source in made.sources):
        made.files[f"{id}.csv"] = text
        made.sources.append(f'[[source]]\nid = "{id}"\nkind = "table"\npath = "{id}.csv"\n{more}')
    return Table(indicator.id, id, by, options)


def _plain(values: list[str]) -> object:
    return values[0] if len(values) == 1 else values


def _province(random: Random, made: Plan) -> None:
    """The score table of a province of which the candidates are a part."""
    totals = [pupil.score("total") for pupil in made.candidates.pupils]
    scores = [score for score in totals if score is not None]
    counts = {score: scores.count(score) + random.randint(0, 3) for score in range(max(scores) + 3)}
    rows, reached = ["分数,人数,累计人数"], 0
    for score in sorted(counts, reverse=True):
        reached += counts[score]
        rows.append(f"{score},{counts[score]},{reached}")
    made.files["province.csv"] = "\n".join(rows) + "\n"


def apart(tables: list[Table]) -> list[Table]:
    """In an order in which no two beside each other are of one indicator; what does not fit is left out."""
    left = list(tables)
    ordered: list[Table] = []
    while left:
        counts = {
            table.indicator: sum(other.indicator == table.indicator for other in left) for table in left
        }
        before = ordered[-1].indicator if ordered else None
        fitting = [table for table in left if table.indicator != before]
        if not fitting:
            break
        chosen = max(fitting, key=lambda table: counts[table.indicator])
        left.remove(chosen)
        ordered.append(chosen)
    return ordered


def config(made: Plan, run: Run) -> str:
    subjects = made.candidates.with_total
    marks = "".join(f"{subject} = {made.candidates.full_mark(subject)}\n" for subject in subjects)
    policy = '[source.policy]\ntotal = "given"\n' if made.candidates.total_as_given else ""
    candidates = f'kind = "candidates"\npath = "scores.csv"\n[source.columns]\n"权" = "key:权"\n{policy}'
    candidates += f"[source.full_marks]\n{marks}"
    rounding = f'method = "rounding"\nbase = {made.base}\n' if made.base else ""
    text = f'[project]\ntitle = "随机"\nregion = "某县"\nyear = {run.year}\nlanguage = "zh"\n'
    text += "[checks]\nrejected_rows_percent = 100\ninvalid_cells_percent = 100\n"
    text += f"[disclosure]\nminimum_cell = {made.rule['minimum_cell']}\nrank_schools = true\n{rounding}"
    text += f'[[source]]\nid = "exam"\n{candidates}'
    # All sources every time, so that what an earlier run showed of them can be reckoned with.
    scaling = f'[source.scaling]\nsubjects = ["{made.scaled}"]\n' if made.scaled else ""
    text += f'[[source]]\nid = "again"\n{candidates}{scaling}'
    text += '[[source]]\nid = "survey"\nkind = "table"\npath = "survey.csv"\n'
    text += '[[source]]\nid = "province"\nkind = "score_table"\npath = "province.csv"\n'
    text += "".join(made.sources)
    return text + "".join(table.toml(f"t{number}") for number, table in enumerate(run.tables))


def publish(made: Plan, program: Path) -> None:
    """Runs one configuration after the other into one folder, and keeps what each has published."""
    made.write()
    for number, run in enumerate(made.runs):
        called = [
            str(program),
            "--lang",
            "en",
            "--threads",
            "1",
            "run",
            str(made.folder / f"run{number}.toml"),
        ]
        try:
            done = subprocess.run(called, capture_output=True, text=True, encoding="utf-8", timeout=SECONDS)
        except subprocess.TimeoutExpired:
            run.said = f"does not end within {SECONDS} s"
            continue
        run.code, run.said = done.returncode, done.stderr
        if run.code in (0, 1):
            run.lost = "not reckoned with" in run.said
            shutil.copytree(made.folder / "out" / str(run.year), made.folder / "seen" / str(number))


__all__ = ["KEYS", "Deck", "Plan", "plan", "publish", "written"]
