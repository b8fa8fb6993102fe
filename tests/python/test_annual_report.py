"""The annual report of the example, statement by statement: from its registers to cells and sentences."""

import csv
import json
import shutil
from pathlib import Path

import pytest

import edugauge as eg

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "jingjiang"
LISTED = (ROOT / "tests" / "data" / "annual_report" / "statements.csv").read_text(encoding="utf-8")
STATEMENTS = list(csv.DictReader(LISTED.splitlines()))


class Report:
    """A release, as its readers have it."""

    def __init__(self, configuration: Path, out: Path) -> None:
        eg.run(configuration, out=out)
        folder = out / "2011"
        self.text = (folder / "paragraph.txt").read_text(encoding="utf-8-sig")
        self.manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        with (folder / "figures.csv").open(encoding="utf-8-sig", newline="") as file:
            self.figures = list(csv.DictReader(file))

    def cell(self, statement: dict[str, str]) -> float:
        """The one figure that a statement names."""
        labels = set(filter(None, statement["labels"].split("|")))
        found = []
        for row in self.figures:
            groups = {key: cell for key, cell in row.items() if key not in NO_KEYS and cell}
            if (
                row["table"] == statement["table"]
                and row["measure"] == statement["measure"]
                and row["year"] in ("", "2011")
                and labels <= {*groups.values(), row["subject"]}
                and (labels or not groups or row.get("line"))
            ):
                found.append(row)
        # Of a kind of which no row is left, a register knows nothing.
        if not found and statement["printed_after"] == "0":
            return 0.0
        assert len(found) == 1, (statement, found)
        return float(found[0][statement["part"]])


NO_KEYS = {
    *("indicator", "measure", "year", "subject", "value", "unit", "numerator", "denominator", "n", "se"),
    *("lower", "upper", "confidence", "df", "p_value", "method", "convention", "parameters", "status"),
    *("note", "table", "source", "of"),
}


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    return Report(EXAMPLE / "annual_report.toml", tmp_path_factory.mktemp("report"))


@pytest.fixture(scope="module")
def poorer(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """The report where a row of each register and kind is taken away."""
    folder = tmp_path_factory.mktemp("poorer") / "jingjiang"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("out"))
    for statement in STATEMENTS:
        if statement["register"]:
            take_one(folder / "annual" / statement["register"], statement["row"])
    return Report(folder / "annual_report.toml", folder / "out")


def take_one(register: Path, holding: str) -> None:
    lines = register.read_text(encoding="utf-8-sig").splitlines()
    at = next(at for at, line in enumerate(lines) if at > 0 and holding in line)
    register.write_text("\n".join(lines[:at] + lines[at + 1 :]) + "\n", encoding="utf-8-sig")


def decimals(printed: str) -> int:
    return len(printed.partition(".")[2])


@pytest.mark.parametrize("statement", STATEMENTS, ids=lambda s: f"{s['number']} {s['table']} {s['labels']}")
def test_statements(report: Report, poorer: Report, statement: dict[str, str]) -> None:
    printed = statement["printed"]
    assert f"{report.cell(statement):.{decimals(printed)}f}" == printed
    assert statement["sentence"] in report.text
    if after := statement["printed_after"]:
        assert f"{poorer.cell(statement):.{decimals(after)}f}" == after
    assert statement["sentence_after"] in poorer.text


def test_claims(report: Report) -> None:
    """What the report asserts, and what it does not."""
    said = {
        each["claim"]: (each["verdict"], each["written"])
        for each in report.manifest["sentences"]
        if "claim" in each
    }
    assert said["reached(begun, 90)"] == ("true", "sentence")
    assert said["all(gap_changes < 0)"] == ("true", "sentence")
    # No subject alone is beyond its error: 「明显」 is not written.
    assert said["sure(gap_changes < 0)"] == ("false", "else")
    assert "明显" not in report.text and "其中 0 个学科的缩小超出抽样误差" in report.text
    assert said["highest(line_place)"] == ("true", "sentence")
    assert said["reached(assessed, 50) and rising(assessed, 2)"] == ("true", "sentence")
    assert said["reached(network, 100)"] == ("false", "else")
    # Two years are at hand, a record wants three.
    assert said["record(admitted)"] == ("undecided", "else") and "历史新高" not in report.text
    assert said["within(accidents, 0)"] == ("true", "sentence")
    assert said["reached(funds_growth, 15)"] == ("true", "sentence")


def test_the_registers_are_those_of_the_script(tmp_path: Path) -> None:
    """The script writes them again."""
    import importlib.util

    spec = importlib.util.spec_from_file_location("make_annual", EXAMPLE / "make_annual.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.FOLDER = tmp_path
    module.main()
    for register in (EXAMPLE / "annual").glob("*.csv"):
        assert (tmp_path / register.name).read_bytes() == register.read_bytes(), register.name
