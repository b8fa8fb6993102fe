"""What the guard costs: the reader of edugauge with each of its checks taken out, and with all of them.

    make guard-cost

The sources are copied, and each check in the copy is made to depend on a bit of the environment; one
program is built of it, so that two runs differ in the checks and in nothing else. Splitting, quotes, ragged
rows, marks, the groups and the counts stay: they are what reading is. Only the processor's time is compared:
the wall time of two threads says more of the other programs of a machine than of this one.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COPY = ROOT / "target" / "guard_cost"
SWITCH = """
/// Whether a check is taken out.
pub(crate) fn skipped(check: u32) -> bool {
    static SKIPPED: std::sync::LazyLock<u32> = std::sync::LazyLock::new(|| {
        std::env::var("EDUGAUGE_SKIPPED").ok().and_then(|bits| bits.parse().ok()).unwrap_or(0)
    });
    *SKIPPED >> check & 1 == 1
}
"""

CHECKS: dict[str, list[tuple[str, str, str]]] = {
    # A release hashes what it reads; `compute`, which is timed here, does so for this comparison alone.
    "the hash of every byte": [
        (
            "worker.rs",
            "let hash = self.pass.hashed.then(|| BlockHashes",
            "let hash = (!SKIPPED).then(|| BlockHashes",
        ),
    ],
    "encoding: strict over every byte, mixed encodings": [
        ("worker.rs", "opened.check.map(|guess|", "opened.check.filter(|_| !SKIPPED).map(|guess|"),
    ],
    "physical rows counted a second time": [
        (
            "worker.rs",
            "let lines = self.chunk.count_lines();",
            "let lines = if SKIPPED { 0 } else { self.chunk.count_lines() };",
        ),
        (
            "worker.rs",
            "turn.physical_rows += read.lines;",
            "turn.physical_rows += if SKIPPED { walked.lines } else { read.lines };",
        ),
        (
            "pass.rs",
            "physical_rows: 0,",
            "physical_rows: if SKIPPED { self.opened.layout.data_row - 1 } else { 0 },",
        ),
    ],
    "NUL bytes, foreign quotes, pieces of torn rows": [
        ("guard.rs", "holds(foreign(dialect.quote)),", "!SKIPPED && holds(foreign(dialect.quote)),"),
        ("guard.rs", "holds_nul: holds(0),", "holds_nul: !SKIPPED && holds(0),"),
        ("guard.rs", "if self.notes.is_none() {", "if self.notes.is_none() || SKIPPED {"),
    ],
    "rows that are no candidates": [
        (
            "walk.rs",
            "Ok(()) if !above.other_header",
            "Ok(()) if !SKIPPED && !above.other_header",
        ),
        (
            "walk.rs",
            "match self.non_data.recognise(&fields) {",
            "match if SKIPPED { None } else { self.non_data.recognise(&fields) } {",
        ),
        ("walk.rs", "None if self.non_data.names_nobody(", "None if !SKIPPED && self.non_data.names_nobody("),
    ],
    "ids: destroyed by Excel, candidates there twice": [
        (
            "rows.rs",
            "if let Some(identity) = &self.plan.identity {",
            "if let Some(identity) = self.plan.identity.as_ref().filter(|_| !SKIPPED) {",
        ),
        ("ledger.rs", "if self.plan.identity.is_none() {", "if self.plan.identity.is_none() || SKIPPED {"),
    ],
    "the account of marks and zeros": [
        ("rows.rs", "        rows.count_marks();", "        if !SKIPPED { rows.count_marks() }"),
    ],
}
"""Each check with the places where it stands: file, text, and the text with a switch."""


def switched() -> None:
    """Copy the sources, with a switch at every check."""
    COPY.mkdir(parents=True, exist_ok=True)
    for name in ("src", "benches"):
        # What was moved or deleted since the last time must not be built.
        shutil.rmtree(COPY / name, ignore_errors=True)
        shutil.copytree(ROOT / name, COPY / name)
    for name in ("Cargo.toml", "Cargo.lock", "README.md"):
        shutil.copy(ROOT / name, COPY / name)
    (COPY / "tests" / "suite").mkdir(parents=True, exist_ok=True)
    (COPY / "tests" / "suite" / "main.rs").touch()
    with (COPY / "src" / "threads" / "mod.rs").open("a", encoding="utf-8") as threads:
        threads.write(SWITCH)
    for bit, places in enumerate(CHECKS.values()):
        for name, text, replacement in places:
            path = COPY / "src" / "intake" / name
            source = path.read_text(encoding="utf-8")
            if source.count(text) != 1:
                raise SystemExit(f"{name} no longer holds once: {text}")
            switch = replacement.replace("SKIPPED", f"crate::threads::skipped({bit})")
            path.write_text(source.replace(text, switch), encoding="utf-8")


def built(folder: Path, *targets: str) -> dict[str, Path]:
    command = ["cargo", "build", "--release", "--target-dir", str(ROOT / "target"), *targets]
    command += ["--message-format=json"]
    printed = subprocess.run(command, cwd=folder, check=True, stdout=subprocess.PIPE).stdout
    messages = [json.loads(line) for line in printed.splitlines()]
    return {m["target"]["name"]: Path(m["executable"]) for m in messages if m.get("executable")}


def processor_time(program: Path, export: Path, skipped: int) -> float:
    command = [str(program), "compute", "participation_rate", str(export), "--by", "residence"]
    environment = {**os.environ, "EDUGAUGE_SKIPPED": str(skipped)}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"EDUGAUGE_SKIPPED={skipped} {' '.join(command)}")
    return usage.ru_utime + usage.ru_stime


def compared(program: Path, export: Path, runs: int) -> dict[int, float]:
    """The least processor time without nothing, without each check, without all; in turn, against drift."""
    everything = (1 << len(CHECKS)) - 1
    variants = [0, everything, *(1 << bit for bit in range(len(CHECKS)))]
    times: dict[int, list[float]] = {skipped: [] for skipped in variants}
    for _ in range(runs):
        for skipped in variants:
            times[skipped].append(processor_time(program, export, skipped))
    return {skipped: min(taken) for skipped, taken in times.items()}


def table(best: dict[int, float]) -> list[str]:
    whole, bare = best[0], best[(1 << len(CHECKS)) - 1]
    lines = ["| reading | CPU s | of the reading without checks |", "| --- | ---: | ---: |"]
    lines.append(f"| as it is | {whole:.3f} | {whole / bare - 1:+.1%} |")
    for bit, check in enumerate(CHECKS):
        saved = best[0] - best[1 << bit]
        lines.append(f"| of which {check} | {saved:.3f} | {saved / bare:.1%} |")
    return [*lines, f"| with none of these checks | {bare:.3f} | |"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--candidates", default="5000000")
    parser.add_argument("--runs", type=int, default=7)
    asked = parser.parse_args()
    switched()
    generate = built(ROOT, "--bench", "generate")["generate"]
    program = built(COPY, "--bin", "edugauge")["edugauge"]
    kept = COPY / "edugauge"
    shutil.copy(program, kept)
    with tempfile.TemporaryDirectory() as folder:
        for order, options in {"shuffled": ["--shuffled"], "grouped": []}.items():
            export = Path(folder) / f"{order}.csv"
            subprocess.run([generate, asked.candidates, export, *options], check=True)
            lines = table(compared(kept, export, asked.runs))
            sys.stdout.write("\n".join([f"\n{asked.candidates} candidates, {order}\n", *lines, ""]))
            sys.stdout.flush()


if __name__ == "__main__":
    main()
