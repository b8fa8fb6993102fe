"""A process forked from one that has used edugauge can use it too; tests have limits, a hang has no end."""

import multiprocessing
import os
import subprocess
import sys
import textwrap

import pytest

import edugauge as eg

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")

LIMIT = 60


@pytest.fixture(scope="module")
def export(tmp_path_factory):
    """6,000 candidates of 30 schools: enough for several threads."""
    path = tmp_path_factory.mktemp("forks") / "scores.csv"
    rows = (f"{n:06},{n % 30:03},{n * 7 % 100},{n * 13 % 100}\n" for n in range(6_000))
    path.write_text("考号,学校代码,语文,数学\n" + "".join(rows))
    return path


def run(program, *arguments, threads=None):
    """A program in a process of its own, which must end by itself."""
    environment = {**os.environ, "EDUGAUGE_THREADS": str(threads)} if threads else None
    source = textwrap.dedent(program)
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", source, *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=LIMIT,
        env=environment,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


@pytest.mark.parametrize("threads", [1, 2, 4])
def test_a_child_does_what_its_parent_did(export, threads):
    program = """
    import os, sys
    import edugauge as eg
    def means():
        exam = eg.read_scores(sys.argv[1])
        return eg.subject_mean(exam, by="school_code").to_csv()
    before = means()
    for _ in range(8):
        child = os.fork()
        if child == 0:
            os._exit(0 if means() == before else 1)
        assert os.waitpid(child, 0)[1] == 0
    assert means() == before
    print("same")
    """
    assert run(program, export, threads=threads) == ["same"]


def test_a_child_of_a_child_and_a_bootstrap_and_the_command_line(export):
    program = """
    import os, sys
    import edugauge as eg
    exam = eg.read_scores(sys.argv[1], schools={
        "学校代码": [f"{n:03}" for n in range(30)], "城乡": ["城区", "乡村"] * 15})
    def work():
        eg.gap(exam, error="bootstrap", replicates=500)
        assert eg.cli_run(["list"]) == 0
    work()
    depth = 0
    while depth < 3:
        child = os.fork()
        if child:
            sys.exit(os.waitpid(child, 0)[1])
        depth += 1
        work()
    """
    assert run(program, export)


def test_a_release_is_made_in_a_child(tmp_path):
    program = """
    import os, sys
    import edugauge as eg
    config, out = sys.argv[1:]
    first = eg.run(config, out=out + "/parent")
    child = os.fork()
    if child == 0:
        eg.run(config, out=out + "/child")
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    print(len(eg.diff(first.folder, out + "/child/" + os.path.basename(first.folder))))
    """
    assert run(program, "examples/jingjiang/edugauge.toml", tmp_path) == ["0"]


def test_a_fork_while_other_threads_are_inside_of_calls(export):
    """Whatever the other threads have locked at that moment, the child has it for itself."""
    program = """
    import os, sys, threading, time
    import edugauge as eg
    shared = eg.read_scores(sys.argv[1])
    ended = threading.Event()
    def busy():
        while not ended.is_set():
            exam = eg.read_scores(sys.argv[1])
            for by in ((), "school_code", ("school_code", "year")[:1]):
                eg.subject_mean(exam, by=by)
                eg.subject_mean(shared, by=by)
            eg.pass_all_rate(shared)
    threads = [threading.Thread(target=busy) for _ in range(3)]
    for thread in threads:
        thread.start()
    until = time.monotonic() + 8
    forks = 0
    while time.monotonic() < until:
        child = os.fork()
        if child == 0:
            eg.subject_mean(shared, by="school_code")
            eg.pass_all_rate(eg.read_scores(sys.argv[1]))
            os._exit(0)
        assert os.waitpid(child, 0)[1] == 0
        forks += 1
    ended.set()
    for thread in threads:
        thread.join()
    assert forks >= 3, forks
    print("ended")
    """
    assert run(program, export) == ["ended"]


def means_of(path):
    return eg.subject_mean(eg.read_scores(path), by="school_code").to_csv()


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_pool_of_forked_processes(export):
    expected = means_of(export)
    with multiprocessing.get_context("fork").Pool(2) as pool:
        made = pool.map_async(means_of, [export] * 6).get(timeout=LIMIT)
    assert made == [expected] * 6


@pytest.mark.parametrize("method", ["spawn", "forkserver"])
def test_public_functions_travel_to_other_processes(export, method):
    context = multiprocessing.get_context(method)
    with context.Pool(1) as pool:
        assert "subject_mean" in pool.apply_async(eg.explain, ["subject_mean"]).get(timeout=LIMIT)
