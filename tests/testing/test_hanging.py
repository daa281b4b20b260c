"""What this suite does with a test that waits for ever: it fails, is named, and the others go on beside it."""

from __future__ import annotations

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


def test_tests_that_hang_fail_by_name_once_each_and_nothing_waits_for_them(tmp_path):
    pytest.importorskip("xdist")
    (tmp_path / "conftest.py").write_text((Path(__file__).parents[1] / "conftest.py").read_text(encoding="utf-8"))
    (tmp_path / "test_some.py").write_text(TESTS)
    settings = ("-o", "faulthandler_timeout=1", "-o", "faulthandler_exit_on_timeout=true")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "xdist", "-n2", "-rf", *settings],
        cwd=tmp_path,
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
    assert done.stdout.count("in test_hangs") >= 2  # where each hung


def test_this_suite_gives_up_a_test_that_hangs(pytestconfig):
    assert 0 < float(pytestconfig.getini("faulthandler_timeout")) <= 300
    assert pytestconfig.getini("faulthandler_exit_on_timeout") is True
