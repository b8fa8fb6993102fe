"""What counting takes by itself: an export as CSV, as Parquet, and as frames that are in memory already.

    target/release/generate 5000000 export.csv --shuffled
    python benches/frames.py export.csv

Each way is a process of its own; time, processor time and memory are those of ``read_scores`` alone: what it
costs to make a frame is left out, and the memory is what counting adds to it.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path

SCORES = ["语文", "数学", "英语", "物理", "化学", "生物", "总分"]
WAYS = {
    "csv": "CSV",
    "parquet": "Parquet",
    "polars": "frame of polars (scores as texts, for their marks)",
    "polars numbers": "frame of polars (scores as whole numbers)",
    "polars doubles": "frame of polars (scores as doubles)",
    "pandas": "frame of pandas (scores as texts)",
    "engine": "frame of polars, counted by polars (`Tally.from_frame`)",
}


def source(way: str, export: Path) -> object:
    if way == "csv":
        return str(export)
    parquet = export.with_suffix(".parquet")
    if way == "parquet":
        return str(parquet)
    import polars

    frame = polars.read_parquet(parquet)
    kinds = {"polars numbers": polars.Int16, "polars doubles": polars.Float64}
    if way in kinds:
        frame = frame.with_columns(polars.col(SCORES).cast(kinds[way], strict=False))
    return frame.to_pandas() if way == "pandas" else frame


def memory(name: str) -> float:
    """MB of this process, now (``VmRSS``) or at most (``VmHWM``)."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1000 for line in lines if line.startswith(name))


def measured(way: str, export: Path, runs: int) -> dict[str, float]:
    import warnings

    import edugauge as eg

    warnings.simplefilter("ignore")
    given = source(way, export)
    # From here on the most is counted anew.
    Path("/proc/self/clear_refs").write_text("5")
    before = memory("VmRSS")
    best = {"wall": float("inf"), "cpu": float("inf")}
    for _ in range(runs):
        wall, cpu = time.perf_counter(), time.process_time()
        if way == "engine":
            exam = eg.Tally.from_frame(given, keys="城乡类别", subjects=SCORES, candidate_id="考号")
        else:
            exam = eg.read_scores(given)
        best["wall"] = min(best["wall"], time.perf_counter() - wall)
        best["cpu"] = min(best["cpu"], time.process_time() - cpu)
    return {**best, "memory": memory("VmHWM") - before, "candidates": len(exam)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("export", type=Path)
    parser.add_argument("--ways", nargs="+", default=list(WAYS), choices=list(WAYS))
    parser.add_argument("--runs", type=int, default=3, help="how often each is run; the fastest counts")
    parser.add_argument("--one", choices=list(WAYS), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        print(json.dumps(measured(asked.one, asked.export, asked.runs)))
        return
    if not asked.export.with_suffix(".parquet").exists():
        import polars

        frame = polars.read_csv(asked.export, infer_schema_length=None)
        frame.write_parquet(asked.export.with_suffix(".parquet"))
    print("| read from | wall s | CPU s | CPU ÷ CSV | MB added |\n| --- | ---: | ---: | ---: | ---: |")
    of_csv = 0.0
    for way in asked.ways:
        command = [sys.executable, __file__, str(asked.export), "--runs", str(asked.runs), "--one", way]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
        m = json.loads(done.stdout)
        of_csv = m["cpu"] if way == "csv" else of_csv
        ratio = f"{m['cpu'] / of_csv:.2f}" if of_csv else ""
        print(f"| {WAYS[way]} | {m['wall']:.2f} | {m['cpu']:.2f} | {ratio} | {m['memory']:.0f} |", flush=True)


if __name__ == "__main__":
    main()
