"""What this suite does with a test that waits for ever: it fails, is named, and the others go on beside it."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = """
import threading
import pytest

@pytest.mark.parametrize("number", range(8))
def test_early(number):
    pass

@pytest.mark.parametrize("number", range(2))
def test_hangs(number):
    threading.Event().wait()

@pytest.mark.parametrize("number", range(8))
def test_late(number):
    pass
"""

DIE = """
    import os, pathlib, time
    pathlib.Path({folder!r}, str(number)).touch()
    until = time.monotonic() + 2
    while len(list(pathlib.Path({folder!r}).glob("[01]"))) < 2 and time.monotonic() < until:
        pass
    os._exit(1)
"""


def run(folder, tests):
    pytest.importorskip("xdist")
    (folder / "conftest.py").write_text((Path(__file__).parents[1] / "conftest.py").read_text(encoding="utf-8"))
    (folder / "test_some.py").write_text(tests)
    settings = ("-o", "faulthandler_timeout=3", "-o", "faulthandler_exit_on_timeout=true")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "xdist", "-n2", "-rf", *settings],
        cwd=folder,
        env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=120,
        check=False,
    )
    assert re.search(r"\b2 failed, 16 passed", done.stdout), done.stdout
    assert len(re.findall(r"^FAILED test_some\.py::test_hangs\[[01]\]", done.stdout, re.M)) == 2
    return done.stdout


def test_tests_that_hang_fail_by_name_once_each_and_nothing_waits_for_them(tmp_path):
    assert run(tmp_path, TESTS).count("in test_hangs") >= 2  # where each hung


@pytest.mark.deep
def test_workers_that_die_at_once_take_nothing_with_them(tmp_path):
    """Work must not be given to one whose end is not told yet."""
    for attempt in range(3):
        folder = tmp_path / str(attempt)
        folder.mkdir()
        run(folder, TESTS.replace("threading.Event().wait()", DIE.format(folder=str(folder))))


def test_this_suite_gives_up_a_test_that_hangs(pytestconfig):
    assert 0 < float(pytestconfig.getini("faulthandler_timeout")) <= 300
    assert pytestconfig.getini("faulthandler_exit_on_timeout") is True


# --- waits ----------------------------------------------------------------------------------------------------------

HERE = Path(__file__).parents[1]
WAITS = {"join", "wait", "communicate", "result", "acquire", "get"}
CALLS = {"run", "check_call", "check_output", "urlopen", "execute_interactive"}


def without_a_bound(source):
    """Find calls that may wait for ever: for a thread, an event, a queue, another process, a server."""
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        name, keywords = node.func.attr, {each.arg for each in node.keywords}
        is_ours = name == "run" and ast.unparse(node.func.value) != "subprocess"
        waits = (name in WAITS and not node.args) or (name in CALLS and not is_ours)
        if waits and not keywords & {"timeout", "blocking", None}:
            yield f"{node.lineno}: {ast.unparse(node)}"


def test_no_test_waits_without_a_bound():
    files = [path for path in sorted(HERE.rglob("*.py")) if not {"benchmarks", "matrix.py"} & set(path.parts)]
    found = [f"{path.relative_to(HERE)}, {each}" for path in files for each in without_a_bound(path.read_text("utf-8"))]
    assert len(files) > 100
    assert found == []


@pytest.mark.parametrize(
    ("source", "waits"),
    [
        ("thread.join()", True),
        ("thread.join(20)", False),
        ("', '.join(names)", False),
        ("answers.get()", True),
        ("answers.get(timeout=10)", False),
        ("lock.acquire(blocking=False)", False),
        ("subprocess.run(argv, check=True)", True),
        ("subprocess.run(argv, **how)", False),
        ("page.run(code)", False),
        ("urllib.request.urlopen(url)", True),
        ("client.execute_interactive(code, timeout=9)", False),
    ],
)
def test_control_a_wait_without_a_bound_is_seen(source, waits):
    assert bool(list(without_a_bound(source))) is waits
