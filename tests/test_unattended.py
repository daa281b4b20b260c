"""One cell that signs in, under everything that runs notebooks and scripts without a person.

``pytest tests/test_unattended.py -s`` prints the table: runner, error, seconds in ``login()``.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import nbformat
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE = 120.0  # seconds for a whole run; a run that hangs fails
AT_ONCE = 10.0  # seconds in login(): a busy machine may be slow to import, but nobody is waited for, who gets minutes

CELL = """
import json, os, pathlib, time
from xauth_nb import login
began, told = time.monotonic(), {}
try:
    x = login()
    told["signed in as"] = x.screen_name
except BaseException as error:
    told.update(error=type(error).__name__, message=str(error))
    raise
finally:
    told["seconds"] = time.monotonic() - began
    pathlib.Path(os.environ["TOLD_TO"]).write_text(json.dumps(told))
"""

PYTHON, JUPYTER = sys.executable, str(Path(sys.executable).with_name("jupyter"))
BY_NBCLIENT = "import sys, nbformat; from nbclient import execute; execute(nbformat.read(sys.argv[1], 4))"
RUNNERS = {
    "nbval": [PYTHON, "-m", "pytest", "-c", os.devnull, "-p", "no:cacheprovider", "--nbval-lax", "cell.ipynb"],
    "nbclient": [PYTHON, "-c", BY_NBCLIENT, "cell.ipynb"],
    "papermill": [PYTHON, "-m", "papermill", "cell.ipynb", "out.ipynb"],
    "jupyter execute": [JUPYTER, "execute", "cell.ipynb", "--output=out"],
    "jupyter nbconvert": [JUPYTER, "nbconvert", "cell.ipynb", "--execute", "--to=notebook", "--output=out"],
    "script, no stdin": [PYTHON, "cell.py"],
    "IPython, no stdin": [PYTHON, "-m", "IPython", "--no-banner", "--colors=NoColor", "cell.py"],
    "cron": ["/bin/sh", "-c", f'"{PYTHON}" cell.py'],
}
# The first four start their kernel as nbclient does, and cron starts a script.
COUSINS = ("nbval", "papermill", "jupyter execute", "jupyter nbconvert", "script, no stdin")
COUSINS_DEEP = [pytest.param(name, marks=pytest.mark.deep) if name in COUSINS else name for name in RUNNERS]
# What cron gives to a job, and a path to this checkout where the tests run beside it.
CRON = ("HOME", "LOGNAME", "SHELL", "PYTHONPATH")


class Ended(NamedTuple):
    code: int
    output: str
    told: dict


@pytest.fixture(scope="module")
def table() -> Iterator[list[str]]:
    rows = [f"{'runner':<20} {'error':<16} {'seconds':>7}"]
    yield rows
    print("", *rows, sep="\n")


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(CELL)])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, tmp_path / "cell.ipynb")
    (tmp_path / "cell.py").write_text(CELL)
    monkeypatch.setenv("TOLD_TO", str(tmp_path / "told.json"))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    return tmp_path


def run(runner: str, folder: Path) -> Ended:
    if runner == "papermill":
        pytest.importorskip("papermill")
    environment = dict(os.environ)
    if runner == "cron":
        ours = [name for name in environment if name.startswith(("X_", "XAUTH_", "TOLD_"))]
        environment = {name: environment[name] for name in (*CRON, *ours) if name in environment}
        environment["PATH"] = "/usr/bin:/bin"
    done = subprocess.run(
        RUNNERS[runner],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert (folder / "told.json").exists(), f"the cell did not come to its end:\n{done.stdout}"
    return Ended(done.returncode, done.stdout, json.loads((folder / "told.json").read_text()))


@pytest.mark.parametrize("runner", COUSINS_DEEP)
def test_nobody_there_ends_at_once_with_the_two_ways_out(runner, folder, x_sandbox, monkeypatch, table):
    monkeypatch.setenv("XAUTH_NB_ENDPOINT", x_sandbox.base_url)
    monkeypatch.setenv("X_API_KEY", x_sandbox.client.key)  # a link could be made, and nobody would open it
    monkeypatch.setenv("X_API_SECRET", x_sandbox.client.secret)
    ended = run(runner, folder)
    table.append(f"{runner:<20} {ended.told.get('error', '-'):<16} {ended.told['seconds']:7.2f}")
    assert ended.told["error"] == "LoginRequired"
    assert ended.code != 0
    assert ended.told["seconds"] < AT_ONCE
    for words in (ended.told["message"], unwrapped(ended.output)):
        assert "X_API_KEY, X_API_SECRET, X_ACCESS_TOKEN and X_ACCESS_TOKEN_SECRET in the environment" in words
        assert "the command xauth-nb login" in words
    assert x_sandbox.requests == []


def test_cron_with_nothing_at_all_in_its_environment(folder, monkeypatch):
    monkeypatch.delenv("XAUTH_NB_HOME")
    monkeypatch.setenv("HOME", str(folder))
    ended = run("cron", folder)
    assert ended.told["error"] == "LoginRequired"
    assert ended.told["seconds"] < AT_ONCE


@pytest.mark.parametrize("runner", COUSINS_DEEP)
def test_with_a_token_in_the_environment_the_same_run_succeeds(runner, folder, x_sandbox, monkeypatch):
    token = x_sandbox.sign_in("ada")
    for name, value in {
        "XAUTH_NB_ENDPOINT": x_sandbox.base_url,
        "X_API_KEY": x_sandbox.client.key,
        "X_API_SECRET": x_sandbox.client.secret,
        "X_ACCESS_TOKEN": token.token,
        "X_ACCESS_TOKEN_SECRET": token.secret,
    }.items():
        monkeypatch.setenv(name, value)
    ended = run(runner, folder)
    assert ended.code == 0, ended.output
    assert ended.told["signed in as"] == "ada"
    written = ended.output + "".join(file.read_text() for file in folder.glob("out.*"))
    assert token.secret not in written
    assert x_sandbox.client.secret not in written


@pytest.mark.parametrize("runner", ["cron", pytest.param("nbclient", marks=pytest.mark.deep)])
def test_a_kept_sign_in_is_found_as_well(runner, folder, x_sandbox, monkeypatch):
    from xauth_nb.oauth.store import TokenStore

    monkeypatch.setenv("XAUTH_NB_ENDPOINT", x_sandbox.base_url)
    TokenStore().save(x_sandbox.client, x_sandbox.sign_in("grace"), endpoints=x_sandbox.endpoints)
    assert run(runner, folder).told["signed in as"] == "grace"


def test_voila_gets_the_card_without_waiting(folder, x_sandbox, monkeypatch, table):
    pytest.importorskip("voila")
    monkeypatch.setenv("XAUTH_NB_ENDPOINT", x_sandbox.base_url)
    monkeypatch.setenv("X_API_KEY", x_sandbox.client.key)
    monkeypatch.setenv("X_API_SECRET", x_sandbox.client.secret)
    port = free_port()  # Voilà does not tell which one it took, if it is left the choice
    with (folder / "voila.log").open("w") as log:
        server = subprocess.Popen(
            [PYTHON, "-m", "voila", "cell.ipynb", "--no-browser", f"--port={port}", "--show_tracebacks=True"],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
    try:
        page = fetched(f"http://127.0.0.1:{port}/", server)
    finally:
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait(20)
    told = json.loads((folder / "told.json").read_text())
    table.append(f"{'Voilà':<20} {told['error']:<16} {told['seconds']:7.2f}")
    assert told["error"] == "LoginRequired"
    assert "then reload this page" in told["message"]
    assert told["seconds"] < AT_ONCE
    outputs = page[page.index("vnd.jupyter.widget-view+json") :]
    assert "the sign-in card" in outputs
    assert "LoginRequired" in outputs
    assert any(request.path == "/oauth/request_token" for request in x_sandbox.requests)  # the card has its link


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def fetched(address: str, server: subprocess.Popen) -> str:
    """Ask until the server has started, and wait for the page, which comes when its cells have ended."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        with contextlib.suppress(urllib.error.URLError), urllib.request.urlopen(address, timeout=PATIENCE) as answer:
            return answer.read().decode()
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(0.1)
    raise AssertionError("Voilà does not show its page")


def unwrapped(output: str) -> str:
    return " ".join(re.sub(r"\x1b\[[0-9;]*m|^E ", "", output, flags=re.MULTILINE).split())
