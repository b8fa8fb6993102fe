"""The console script and `python -m edugauge` are the command line of the core."""

import subprocess
import sys
from importlib.metadata import entry_points, version

import edugauge as eg


def test_the_version_is_that_of_the_package():
    assert version("edugauge") == eg.__version__


def test_the_console_script_is_installed():
    [script] = entry_points(group="console_scripts", name="edugauge")
    assert script.value == "edugauge.__main__:main"


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
