"""The engines of the benchmark agree on a small export; timings are no test."""

import os
import random
import subprocess
import sys
from pathlib import Path

BENCHES = Path(__file__).parents[2] / "benches"
sys.path.insert(0, str(BENCHES))

import answers  # noqa: E402
from workloads.yearly import SUBJECTS  # noqa: E402

ENGINES = ["edugauge_api", "polars_lazy", "duckdb_sql", "pandas_pyarrow"]


def export(path):
    # With fewer than 40 schools in a group edugauge corrects the error, which the others do not.
    random.seed(1)
    lines = [",".join(["年份", "考号", "学校代码", "城乡类别", "性别", *SUBJECTS])]
    for candidate in range(1800):
        school = random.randrange(180)
        scores = [random.randrange(full // 4, full + 1) for full in list(SUBJECTS.values())[:-1]]
        cells = [*scores, sum(scores)] if candidate % 97 else ["缺考"] * len(SUBJECTS)
        place = ["城区", "镇区", "乡村"][school % 3]
        row = [2024, f"{candidate:06}", f"0{school:03}", place, random.choice("男女"), *cells]
        lines.append(",".join(map(str, row)))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_the_engines_agree(tmp_path):
    path = tmp_path / "export.csv"
    export(path)
    environment = {**os.environ, "PYTHONPATH": str(BENCHES)}
    told = {}
    for engine in ENGINES:
        command = [sys.executable, "-m", f"workloads.{engine}", str(path), str(tmp_path / engine)]
        subprocess.run(command, check=True, env=environment)
        told[engine] = answers.read(tmp_path / engine)
    ours = told.pop("edugauge_api")
    assert len(ours) > 3000
    for engine, theirs in told.items():
        assert answers.differences(ours, theirs) == [], engine
    wrong = {**ours, ("gap", "语文", "se"): (ours["gap", "语文", "se"] or 0) + 1e-6}
    assert len(answers.differences(ours, wrong)) == 1
