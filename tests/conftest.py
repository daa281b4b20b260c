"""What every test stands on: no network but this machine, no environment or home of the person who runs the tests.

It also says how deep a run goes. What is marked ``deep`` is left out unless ``--deep``, ``-m deep`` or the name of a
single test asks for it; Hypothesis then tries a tenth of the examples, and new ones each time. Of a matrix,
``deep(but_one_in=3)`` leaves every third cell in. Where ``CI=true``, an eighth of what is deep runs, after each commit
another one, and Hypothesis tries a quarter of the examples.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import itertools
import json
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

sys.path.insert(0, str(Path(__file__).parent))  # tests are no package, and some share a module

IS_CI = os.environ.get("CI") == "true"
PARTS = 8
# Machines are slow at times, and CI should say the same of the same code twice. Elsewhere new examples are tried.
settings.register_profile("deep", deadline=None, derandomize=IS_CI, max_examples=100)
settings.register_profile("quick", deadline=None, derandomize=IS_CI, max_examples=25 if IS_CI else 10)

# The tests start a hundred Pythons: each is to find what those before it compiled.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# Thousands of tests are collected, and stay: to search them for garbage again and again takes a tenth of the time.
gc.disable()

# Each test has a home with databases, which are written through to where they lie: into memory, where there is room and
# programs may start. A disk takes longer, and some of that from the processor.
_MEMORY = Path("/dev/shm")
if (
    "TMPDIR" not in os.environ
    and os.access(_MEMORY, os.W_OK)
    and not os.statvfs(_MEMORY).f_flag & os.ST_NOEXEC
    and shutil.disk_usage(_MEMORY).free > 2**31
):
    tempfile.tempdir = os.environ["TMPDIR"] = str(_MEMORY)

REFERENCE = Path(__file__).resolve().parents[2] / "shared" / "reference"
_CARD = ("_card.py", "_secrets.py", "_waiting.py", "_marimo.py")
_SHARED = '\n@pytest.fixture(scope="module"'
_OURS = ("X_API_", "X_ACCESS_", "CONSUMER_", "XAUTH_NB_")


def pytest_addoption(parser):
    parser.addoption("--deep", action="store_true", help="run the tests that are marked deep as well")


def is_deep(config):
    return config.getoption("--deep") or "deep" in config.option.markexpr


def pytest_configure(config):
    settings.load_profile("deep" if is_deep(config) else "quick")


def pytest_report_header(config):
    if is_deep(config):
        return None
    but = f", but for part {_turn() + 1} of {PARTS}" if IS_CI else ""
    return f"what is marked deep is left out{but}: --deep runs it"


def pytest_collection_modifyitems(config, items):
    if not REFERENCE.is_dir():  # a mark, and no skip inside the fixture, is told once for each file
        absent = "X's API descriptions and conformance cases are not beside this checkout (../shared/reference)"
        for item in items:
            if "reference" in getattr(item, "fixturenames", ()):
                item.add_marker(pytest.mark.skip(reason=absent))
    if not is_deep(config) and not any("::" in named for named in config.args):
        deep = set(_deep(items))
        config.hook.pytest_deselected(items=[item for item in items if item in deep])
        items[:] = [item for item in items if item not in deep]
    if hasattr(config, "workerinput"):
        _mix(items)


def pytest_collection_finish():
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)  # a twentieth of the time goes into searching as often as Python does by itself
    gc.enable()


def _deep(items):
    """Find what is left out: by name and not by order, so that CI says the same of the same commit twice."""
    marked = sorted((item for item in items if item.get_closest_marker("deep")), key=lambda item: item.nodeid)
    deep = []
    for _, cells in itertools.groupby(marked, key=lambda item: item.nodeid.partition("[")[0]):
        for at, item in enumerate(cells):
            share = item.get_closest_marker("deep").kwargs.get("but_one_in")
            deep += [item] if not share or at % share else []
    return [item for at, item in enumerate(deep) if not IS_CI or at % PARTS != _turn()]


def _mix(items):
    """Shuffle what may run anywhere, for all workers alike: tests that wait stand in a row, and the processor idles."""
    places = [at for at, item in enumerate(items) if _scope(item.nodeid) == item.nodeid]
    mixed = random.Random(len(places)).sample([items[at] for at in places], len(places))
    for at, item in zip(places, mixed, strict=True):
        items[at] = item


@functools.cache
def _turn():
    """Which part of what is deep it is CI's turn to run: the next commit has another, so that none is left for long."""
    count = ["git", "rev-list", "--count", "HEAD"]
    try:
        counted = subprocess.run(count, capture_output=True, text=True, check=False, timeout=60).stdout
    except FileNotFoundError:
        counted = ""  # neither git nor a history is needed to test
    return int(counted or 0) % PARTS


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config):
    """Start one worker more than there are cores: tests of kernels and browsers wait for half of their time.

    None for a single file: it is done before they are there.
    """
    if "PYTEST_XDIST_AUTO_NUM_WORKERS" in os.environ:
        return None
    return 0 if len(config.args) == 1 and ".py" in config.args[0] else (os.cpu_count() or 1) + 1


@functools.cache
def _is_shared(file):
    """Whether each worker that gets a test of a file would set up again what the file sets up once."""
    path = Path(__file__).resolve().parents[1] / file
    if path.suffix == ".ipynb":
        return True
    return any(one.exists() and _SHARED in one.read_text("utf-8") for one in (path, path.with_name("conftest.py")))


def _scope(nodeid, *, is_long=False):
    """What stays together on one worker: a file, the browser's tests, or the test alone."""
    file = nodeid.partition("::")[0]
    if file.startswith("tests/browser/"):
        return "tests/browser, the card" if is_long and file.endswith(_CARD) else "tests/browser"
    return file if _is_shared(file) else nodeid


@pytest.hookimpl(optionalhook=True, tryfirst=True)
def pytest_xdist_make_scheduler(config, log):
    """Give the browser's tests to one worker, which shares a Chromium and a JupyterLab; to two where many of them run.

    A notebook stays whole, and so does a file whose tests share a kernel, a server or a world.

    The largest come first. It goes by the path: the groups of ``--dist=loadgroup`` do nothing under pytest 9.2.
    """
    if config.getoption("dist") != "load":
        return None
    from xdist.scheduler import LoadScopeScheduling

    class Grouped(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            return _scope(nodeid, is_long=IS_CI or is_deep(config))

        def remove_node(self, node):
            """Give others what a worker that died has left, and name the test that it died of.

            xdist 3.8 would run that one again, and wait for ever for those that were done (its issues 1378 and 1371).
            """
            left = [
                (scope, test)
                for scope, unit in self.assigned_work.pop(node).items()
                for test, is_done in unit.items()
                if not is_done
            ]
            for scope, test in left[1:]:
                self.workqueue.setdefault(scope, {})[test] = False
            for other in self.assigned_work:
                self._reschedule(other)
            return left[0][1] if left else None

        def _reschedule(self, node):
            """A worker begins a test when it knows the next one, or that none will come (its issue 1327)."""
            if node not in self.registered_collections:
                return  # it has just replaced another one, and collects
            work = self.assigned_work[node]  # what is done would be counted through again after each test
            for scope in [scope for scope, unit in work.items() if all(unit.values())]:
                del work[scope]
            with contextlib.suppress(OSError):  # it has died as well: that is told next, and frees what it was given
                super()._reschedule(node)
                while self.workqueue and not node.shutting_down and self._pending_of(self.assigned_work[node]) < 2:
                    self._assign_work_unit(node)
            if not self.workqueue:
                node.shutdown()

    return Grouped(config, log)


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch, tmp_path):
    """Take away every variable that the package reads, and give it a home of its own."""
    for name in list(os.environ):
        if name.startswith(_OURS):
            monkeypatch.delenv(name)
    monkeypatch.setenv("XAUTH_NB_HOME", str(tmp_path / "xauth_nb home"))
    monkeypatch.setenv("BROWSER", "true")  # the command of that name: no test opens a browser of this machine


@pytest.fixture(autouse=True)
def only_this_machine(monkeypatch):
    """Refuse every connection that would leave this machine."""
    connect = socket.socket.connect

    def guarded(self, address):
        is_here = address[0] in ("::1", "localhost") or str(address[0]).startswith("127.")
        if self.family in (socket.AF_INET, socket.AF_INET6) and not is_here:
            raise AssertionError(f"a test wanted to reach {address[0]}")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session")
def vectors():
    """Signing vectors: those that RFC 5849, OAuth Core 1.0a and X's docs print, and some that were computed."""
    return json.loads(Path(__file__).with_name("signing_vectors.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def reference():
    """Where X's own files lie, which are too large to be kept here."""
    return REFERENCE
