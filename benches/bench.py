"""The benchmark: one yearly workload, from file to result, in every engine, with the answers compared.

    make bench CANDIDATES="4717 500000 5000000 20000000"

Each run is a process of its own; its wall time, processor time and peak memory are the operating system's.
Memory is given twice: all of it, and without the pages of mapped files, which the system may take back.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import answers
from workloads.yearly import LINES, SUBJECTS

ROOT = Path(__file__).resolve().parent.parent
LARGE = 10_000_000
"""From this many candidates on, everything is run once and the answers are not compared again."""


TABLES = "<!-- the last run, written by make bench -->"
"""In the page of results, what stands above it is a person's, what stands below it the last run's."""


@dataclass
class Measured:
    """What one process took."""

    wall: float
    cpu: float
    peak: float
    """MB, all of it."""
    anonymous: float
    """MB, without the pages of mapped files."""


@dataclass
class Engine:
    name: str
    command: Callable[[Path, Path | None], list[str]]
    """From the export and, where the answers are asked for, the folder they go to."""
    environment: dict[str, str]


def measure(command: list[str], environment: dict[str, str]) -> Measured:
    started = time.perf_counter()
    process = subprocess.Popen(
        command,
        env={**os.environ, "PYTHONPATH": str(ROOT / "benches"), **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    most = dict.fromkeys(WATCHED, 0)
    watcher = threading.Thread(target=watch, args=(process.pid, most))
    watcher.start()
    fault = process.stderr.read() if process.stderr else b""
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    watcher.join()
    if process.returncode != 0:
        raise SystemExit(f"{' '.join(command)}\n{fault.decode(errors='replace')[-3000:]}")
    # The peak that `wait4` tells begins with that of the parent: it is read while the process runs.
    peak, anonymous = (most[name] / 1000 for name in WATCHED)
    return Measured(wall, usage.ru_utime + usage.ru_stime, peak, anonymous)


WATCHED = ("VmHWM", "RssAnon")
"""The highest memory so far, and what of it is of no file, in kB."""


def watch(pid: int, most: dict[str, int]) -> None:
    """Keep the highest memory of a process until it ends."""
    status = Path(f"/proc/{pid}/status")
    while True:
        try:
            lines = status.read_text().splitlines()
        except OSError:
            return
        now = {name: int(line.split()[1]) for line in lines for name in WATCHED if line.startswith(name)}
        if not now:
            return
        most.update({name: max(most[name], now[name]) for name in now})
        time.sleep(0.002)


def built() -> dict[str, Path]:
    """Build the command line and the helpers in the release profile; where each executable stands."""
    command = [
        "cargo",
        "build",
        "--release",
        "--bin",
        "edugauge",
        "--bench",
        "generate",
        "--bench",
        "floor",
        "--bench",
        "unguarded",
    ]
    done = subprocess.run([*command, "--message-format=json"], cwd=ROOT, check=True, stdout=subprocess.PIPE)
    messages = [json.loads(line) for line in done.stdout.splitlines()]
    return {m["target"]["name"]: Path(m["executable"]) for m in messages if m.get("executable")}


def configuration(export: Path, folder: Path) -> Path:
    """The yearly workload as a user of `edugauge run` writes it."""
    marks = "\n".join(f'"{subject}" = {mark}' for subject, mark in SUBJECTS.items())
    steps = "\n".join(f'"{subject}" = 1' for subject in SUBJECTS)
    cuts = "\n".join(
        f'[[cut_score]]\nsource = "exam"\nline = "{name}"\nscore = {score}' for name, score in LINES.items()
    )
    indicators = [
        "subject_mean",
        "subject_quantiles",
        "excellent_rate",
        "pass_rate",
        "low_rate",
        "admission_rate",
    ]
    groupings = [["school_code"], ["residence"], ["residence", "sex"], []]
    wanted = [(indicator, by) for by in groupings for indicator in indicators]
    wanted += [("score_table", []), ("subject_gap", [])]
    tables = "\n".join(
        f'[[table]]\nid = "{at}"\ntitle = "{at}"\nsource = "exam"\n'
        f'indicator = "{indicator}"\nby = {json.dumps(by)}'
        for at, (indicator, by) in enumerate(wanted, 1)
    )
    path = folder / "edugauge.toml"
    path.write_text(
        f"""[project]
title = "benchmark"
region = "benchmark"
year = 2024
[disclosure]
profile = "internal"
[[source]]
id = "exam"
path = "{export}"
[source.full_marks]
{marks}
[source.steps]
{steps}
{cuts}
{tables}
""",
        encoding="utf-8",
    )
    return path


def engines(programs: dict[str, Path], folder: Path) -> list[Engine]:
    def module(name: str) -> Callable[[Path, Path | None], list[str]]:
        return lambda export, to: [
            sys.executable,
            "-m",
            f"workloads.{name}",
            str(export),
            *([str(to)] if to else []),
        ]

    def command_line(export: Path, to: Path | None) -> list[str]:
        out = to or Path(tempfile.mkdtemp(dir=folder))
        return [str(programs["edugauge"]), "run", str(configuration(export, folder)), "--out", str(out)]

    floor, unguarded = str(programs["floor"]), str(programs["unguarded"])
    return [
        Engine("edugauge, Python", module("edugauge_api"), {}),
        Engine(
            "edugauge, Python, one thread",
            module("edugauge_api"),
            {"EDUGAUGE_THREADS": "1", "RAYON_NUM_THREADS": "1"},
        ),
        Engine("edugauge, `edugauge run` with workbook and page", command_line, {}),
        Engine(READ, lambda export, _: counted(programs["edugauge"], export), {}),
        Engine(f"{READ}, Parquet", lambda export, _: counted(programs["edugauge"], parquet_of(export)), {}),
        *[
            Engine(f"{READ}, {name} (with what it costs to make)", of_frame(way), {})
            for way, name in FRAMES.items()
        ],
        *[
            Engine(f"{READ}: {FRAMES[way]} made and not counted", of_frame(way, "made"), {})
            for way in ("polars", "pandas")
        ],
        Engine(UNGUARDED, lambda export, _: [unguarded, str(export)], {}),
        Engine("DuckDB", module("duckdb_sql"), {}),
        Engine("polars, streaming", module("polars_lazy"), {"POLARS_ENGINE": "streaming"}),
        Engine("polars, in memory", module("polars_lazy"), {"POLARS_ENGINE": "in-memory"}),
        Engine("pandas with pyarrow", module("pandas_pyarrow"), {}),
        Engine("floor: fields split, nothing counted", lambda export, _: [floor, str(export)], {}),
    ]


def of_frame(*way: str) -> Callable[[Path, Path | None], list[str]]:
    module = [sys.executable, "-m", "workloads.edugauge_frame"]
    return lambda export, _: [*module, str(parquet_of(export)), *way]


def parquet_of(export: Path) -> Path:
    """The export as polars writes it as Parquet: numbers where a column holds nothing else."""
    path = export.with_suffix(".parquet")
    if not path.exists():
        code = "import polars, sys; polars.read_csv(sys.argv[1], infer_schema_length=None)"
        code += ".write_parquet(sys.argv[2])"
        subprocess.run([sys.executable, "-c", code, str(export), str(path)], check=True)
    return path


FRAMES = {
    "polars": "a frame of polars",
    "pandas": "a frame of pandas",
    "engine": "counted by polars itself",
}

READ = "edugauge, reading and counting alone"
UNGUARDED = "the same counts with nothing checked"
"""The two differ by what the guard costs."""


def counted(program: Path, export: Path) -> list[str]:
    return [str(program), "compute", "participation_rate", str(export), "--by", "residence"]


def answers_of(engine: Engine, export: Path, folder: Path) -> answers.Answers | None:
    if engine.name.startswith("floor") or engine.name.startswith((READ, UNGUARDED)):
        return None
    to = Path(tempfile.mkdtemp(dir=folder))
    measure(engine.command(export, to), engine.environment)
    year = to / "2024"
    return answers.read(year if year.exists() else to)


def compared(asked: list[Engine], export: Path, folder: Path) -> int:
    """How many answers all engines agree on; ends the benchmark where they do not."""
    ours = None
    for engine in asked:
        theirs = answers_of(engine, export, folder)
        if theirs is None:
            continue
        ours = ours or theirs
        if found := answers.differences(ours, theirs):
            raise SystemExit(f"{engine.name} differs in {len(found)} answers:\n" + "\n".join(found[:20]))
    return len(ours or {})


def best(engine: Engine, export: Path, runs: int) -> Measured:
    """The run of least wall time: everything else is the noise of other programs."""
    return min(
        (measure(engine.command(export, None), engine.environment) for _ in range(runs)), key=lambda m: m.wall
    )


def generated(programs: dict[str, Path], candidates: int, options: list[str], folder: Path) -> Path:
    path = folder / f"export_{candidates}{''.join(options)}.csv"
    subprocess.run([programs["generate"], str(candidates), path, *options], check=True)
    return path


def table(rows: list[tuple[Engine, Measured]]) -> list[str]:
    ours = ("edugauge", "floor", UNGUARDED)
    others = [m.wall for e, m in rows if not e.name.startswith(ours)]
    floor = next((m.wall for e, m in rows if e.name.startswith("floor")), None)
    lines = [
        "| engine | wall s | CPU s | peak MB | unmapped MB | fastest other ÷ this | this ÷ floor |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for engine, m in rows:
        faster = f"{min(others) / m.wall:.1f}" if others else ""
        above = f"{m.wall / floor:.1f}" if floor else ""
        lines.append(
            f"| {engine.name} | {m.wall:.2f} | {m.cpu:.2f} | {m.peak:.0f} | {m.anonymous:.0f} "
            f"| {faster} | {above} |"
        )
    return lines


def machine() -> str:
    model = next(
        (
            line.split(":")[1].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if "model name" in line
        ),
        platform.processor(),
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores ({model}), {memory:.0f} GB memory, {platform.system()}"


def versions() -> str:
    from importlib.metadata import version

    return ", ".join(
        f"{name} {version(name)}" for name in ("edugauge", "duckdb", "polars", "pandas", "pyarrow")
    )


def section(programs: dict[str, Path], candidates: int, order: str, asked: argparse.Namespace) -> list[str]:
    with tempfile.TemporaryDirectory(dir=asked.folder) as name:
        folder = Path(name)
        export = generated(programs, candidates, ["--shuffled"] if order == "shuffled" else [], folder)
        size = export.stat().st_size / 1e6
        chosen = engines(programs, folder)
        if asked.engines:
            chosen = [e for e in chosen if any(word in e.name for word in asked.engines)]
        lines = [f"## {candidates:,} candidates, {order} ({size:.0f} MB)", ""]
        if candidates < LARGE and not asked.unchecked:
            agreed = compared(chosen, export, folder)
            lines += [f"All engines agree to 1e-9 in all {agreed:,} answers.", ""]
        runs = 1 if candidates >= LARGE else asked.runs
        rows = []
        for engine in chosen:
            rows.append((engine, best(engine, export, runs)))
            print(f"{candidates:,} {order}: {engine.name}: {rows[-1][1]}", file=sys.stderr)
        return [*lines, *table(rows), ""]


def starting(programs: dict[str, Path], runs: int) -> list[str]:
    """What every call costs before anything is computed, and the example county."""
    native, python = str(programs["edugauge"]), sys.executable
    example = str(ROOT / "examples/jingjiang/edugauge.toml")
    with tempfile.TemporaryDirectory() as folder:
        commands = {
            "`edugauge --version`, the native program": [native, "--version"],
            "`edugauge --version`, the wheel's script": [
                str(Path(python).with_name("edugauge")),
                "--version",
            ],
            "Python alone": [python, "-c", "pass"],
            "`import edugauge`": [python, "-c", "import edugauge"],
            "`edugauge run` on the example county": [native, "run", example, "--out", folder],
        }
        lines = ["## Starting", "", "| command | wall ms | peak MB |", "| --- | ---: | ---: |"]
        for name, command in commands.items():
            m = min((measure(command, {}) for _ in range(runs)), key=lambda m: m.wall)
            lines.append(f"| {name} | {m.wall * 1000:.0f} | {m.peak:.0f} |")
    return [*lines, ""]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--candidates", type=int, nargs="+", default=[4_717, 500_000, 5_000_000, 20_000_000])
    parser.add_argument(
        "--orders", nargs="+", default=["shuffled", "grouped"], choices=["shuffled", "grouped"]
    )
    parser.add_argument("--engines", nargs="+", help="only engines with one of these words in their name")
    parser.add_argument("--runs", type=int, default=3, help="how often each is run; the fastest counts")
    parser.add_argument("--unchecked", action="store_true", help="do not compare the answers")
    parser.add_argument("--folder", type=Path, help="where exports are written for the time being")
    parser.add_argument("--out", type=Path, help="the page of which the tables are replaced")
    asked = parser.parse_args()
    programs = built()
    lines = [f"{machine()}. {versions()}. Fastest of {asked.runs} runs.", ""]
    for candidates in asked.candidates:
        for order in asked.orders:
            lines += section(programs, candidates, order, asked)
    lines += starting(programs, 10)
    text = "\n".join(lines)
    print(text)
    if asked.out:
        prose, marker, _ = asked.out.read_text(encoding="utf-8").partition(TABLES)
        asked.out.write_text(f"{prose}{marker}\n\n{text}", encoding="utf-8")


if __name__ == "__main__":
    main()
