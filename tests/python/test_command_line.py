"""The console script and `python -m edugauge` are the command line of the core."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from importlib.metadata import entry_points, version
from pathlib import Path

import pytest

import edugauge as eg

ROOT = Path(__file__).parents[2]


def test_the_version_is_that_of_the_package():
    assert version("edugauge") == eg.__version__


def test_the_console_script_is_installed():
    [script] = entry_points(group="console_scripts", name="edugauge")
    assert script.value == "edugauge_cli:main"


def test_the_wheel_holds_the_module_of_the_console_script():
    tomllib = pytest.importorskip("tomllib")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    packed = project["tool"]["maturin"]["python-packages"]
    folder = ROOT / project["tool"]["maturin"]["python-source"]
    assert sorted(packed) == sorted(path.parent.name for path in folder.glob("*/__init__.py"))
    for script in project["project"]["scripts"].values():
        assert script.split(":")[0] in packed


def test_the_console_script_imports_hardly_anything():
    # Each of typing, enum, re and the library costs more than the command line itself.
    asked = "import sys; before = {*sys.modules}; import edugauge_cli; print(*{*sys.modules} - before)"
    ran = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    imported = set(ran.stdout.split())
    assert "edugauge_cli" in imported
    assert not imported & {"collections", "edugauge", "enum", "functools", "re", "signal", "typing"}


def test_python_m_passes_arguments_output_and_code():
    def run(*arguments):
        return subprocess.run([sys.executable, "-m", "edugauge", *arguments], capture_output=True, text=True)

    listed = run("list")
    assert listed.returncode == 0
    assert all(indicator["id"] in listed.stdout for indicator in eg.indicators())
    wrong = run("compuet")
    assert (wrong.returncode, wrong.stdout) == (2, "")


def test_explain():
    assert "平均分" in eg.explain("subject_mean", "zh")
    assert "mean" in eg.explain("平均分", "en")


# ---- Windows: code page 936, other separators, names that are no file names --------------------------------


def plainly(arguments, **variables):
    """The command line with these variables; its output as bytes."""
    environment = {**os.environ, "EDUGAUGE_LANG": "zh", **variables}
    return subprocess.run(
        [sys.executable, "-m", "edugauge", *arguments], capture_output=True, env=environment, check=False
    )


@pytest.fixture
def county(tmp_path):
    """A folder with Chinese, a blank and brackets in its name."""
    folder = tmp_path / "靖江市 (二〇一一) 数据"
    shutil.copytree(ROOT / "examples" / "jingjiang", folder, ignore=shutil.ignore_patterns("out"))
    return folder


@pytest.mark.parametrize(
    "variables",
    [
        {"PYTHONIOENCODING": "gbk"},
        {"PYTHONIOENCODING": "cp936:strict"},
        {"PYTHONIOENCODING": "ascii:strict", "LC_ALL": "C"},
        {"PYTHONUTF8": "0", "LC_ALL": "zh_CN.GBK", "LANG": "zh_CN.GBK"},
        {"PYTHONUTF8": "1"},
    ],
    ids=lambda variables: next(iter(variables.items()))[1],
)
def test_whatever_python_takes_the_console_for_the_output_is_utf_8(county, variables):
    made = plainly(["run", str(county / "edugauge.toml")], **variables)
    assert made.returncode == 0, made.stderr
    assert b"Traceback" not in made.stderr
    assert "上线率 41.7%" in made.stdout.decode("utf-8") and "采用" in made.stderr.decode("utf-8")
    refused = plainly(["run", str(county / "没有.toml")], **variables)
    assert refused.returncode == 3 and b"Traceback" not in refused.stderr
    assert "没有.toml" in refused.stderr.decode("utf-8")


@pytest.mark.skipif(os.name == "nt", reason="names of files are not bytes on Windows")
def test_a_folder_named_in_gbk_bytes_is_read(county, tmp_path):
    folder = os.fsencode(tmp_path) + b"/" + "靖江".encode("gbk")
    try:
        os.rename(os.fsencode(county), folder)
    except OSError:
        pytest.skip("the file system takes UTF-8 names only")
    made = subprocess.run(
        [sys.executable, "-m", "edugauge", "run", folder + b"/edugauge.toml"],
        capture_output=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    assert b"Traceback" not in made.stderr
    assert os.path.isfile(folder + b"/out/2011/manifest.json")


def test_backslashes_in_the_configuration(county):
    config = county / "edugauge.toml"
    text = config.read_text(encoding="utf-8")
    windows = re.sub(r'path = "data/([^"]+)"', lambda m: f"path = 'data\\{m[1]}'", text)
    assert windows.count("data\\") > 5
    # Notepad writes a byte order mark and ends lines with CR LF.
    config.write_bytes(b"\xef\xbb\xbf" + windows.replace("\n", "\r\n").encode())
    assert plainly(["run", str(config)]).returncode == 0
    # Within double quotes a backslash begins an escape: of a letter that there is none of, or of a line end.
    for written in (r'path = "data\{year}.csv"', r'path = "data\new_{year}.csv"'):
        config.write_text(text.replace('path = "data/高考_{year}.csv"', written), encoding="utf-8")
        refused = plainly(["run", str(config)])
        said = " ".join(refused.stderr.decode().split())
        assert refused.returncode == 2 and "单引号" in said, said


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_samples_of_the_documentation_are_what_their_systems_run(lang):
    text = (ROOT / "docs" / lang / "release.md").read_text(encoding="utf-8")
    [batch] = re.findall(r"```bat\n(.*?)```", text, re.DOTALL)
    lines = batch.splitlines()
    assert lines[0].lower() == "@echo off"
    # The console must be told before the first line that is not ASCII, which it would read as code page 936.
    switched = next(at for at, line in enumerate(lines) if line.startswith("chcp 65001"))
    assert all(line.isascii() for line in lines[: switched + 1])
    [shell] = re.findall(r"```sh\n(#!/bin/sh.*?)```", text, re.DOTALL)
    assert subprocess.run(["sh", "-n"], input=shell.encode(), check=False).returncode == 0


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_batch_file_is_saved_as_windows_wants_it(lang):
    raw = (ROOT / "examples" / "year.cmd").read_bytes()
    assert raw.isascii(), "cmd reads a byte order mark as a command, and other bytes by its code page"
    assert raw.count(b"\n") == raw.count(b"\r\n") > 3
    text = (ROOT / "docs" / lang / "release.md").read_text(encoding="utf-8")
    [sample] = re.findall(r"```bat\n(.*?)```", text, re.DOTALL)
    assert sample.encode().replace(b"\n", b"\r\n") == raw


def test_the_batch_file_makes_the_tables_of_the_counties_beside_it(tmp_path):
    """Its command, as a shell of this system writes it."""
    examples = shutil.copytree(
        ROOT / "examples", tmp_path / "示例 examples", ignore=shutil.ignore_patterns("out")
    )
    [command] = re.findall(
        r"^edugauge run .*$", (examples / "year.cmd").read_text(encoding="ascii"), re.MULTILINE
    )
    _, run, pattern, rest = shlex.split(command, posix=False)
    assert rest == "%*"
    done = subprocess.run(
        [sys.executable, "-m", "edugauge", run, pattern.strip('"').replace("\\", os.sep)],
        cwd=examples,
        capture_output=True,
    )
    assert done.returncode == 0, done.stderr
    assert (examples / "jingjiang" / "out" / "2011" / "report.html").is_file()
