"""The demo as a process: nobody else on the machine can read its token, and it takes JupyterLab with it."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from importlib.util import find_spec
from pathlib import Path
from urllib.request import url2pathname

import nbformat
import pytest
import requests

from xauth_nb.cli import demo as demo_of_cli

pytestmark = [
    pytest.mark.skipif(not find_spec("jupyterlab"), reason="JupyterLab is not installed: pip install 'xauth-nb[demo]'"),
    pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="only Linux lists processes in files"),
]
PATIENCE = 90


def until(is_so, what):
    end = time.monotonic() + PATIENCE
    while not (found := is_so()):
        assert time.monotonic() < end, what
        time.sleep(0.1)
    return found


def children_of(pid):
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid and fields[0] != "Z":
            found.append(int(status.parent.name))
    return found


@pytest.fixture
def demo(tmp_path, monkeypatch):
    """A demo that runs, with a browser that writes down its command line and stays a while."""
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/opened\n')
    browser.chmod(0o755)
    env = {**os.environ, "BROWSER": f"{browser} %s", "JUPYTER_RUNTIME_DIR": str(tmp_path / "runtime")}
    env |= {"HOME": str(tmp_path), "JUPYTER_CONFIG_DIR": str(tmp_path / "config")}
    argv = [sys.executable, "-m", "xauth_nb", "demo", "--to", str(tmp_path / "tutorials")]
    process = subprocess.Popen(argv, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        yield process, tmp_path
    finally:
        for pid in children_of(process.pid):
            os.kill(pid, signal.SIGKILL)
        process.kill()
        process.wait(20)


@pytest.mark.deep
def test_the_token_is_on_no_command_line_and_sigterm_ends_jupyterlab(demo):
    process, folder = demo
    opened = until(lambda: (folder / "opened").exists() and (folder / "opened").read_text().strip(), "a browser")
    told = []
    bound = threading.Timer(PATIENCE, process.kill)
    bound.start()
    while not told or "token=" not in told[-1]:
        told.append(process.stdout.readline())
        assert told[-1], "the demo ended"
    bound.cancel()
    address = told[-1].strip()
    assert [line.split(" ")[0] for line in told[:3]] == [
        "Copying",
        "Starting",
        "Starting",
    ]  # it is not silent meanwhile
    setting = f"{address.partition('lab/')[0]}lab/api/settings/@jupyterlab/apputils-extension:notification"
    schema = requests.get(setting, params={"token": address.partition("token=")[2]}, timeout=30).json()["schema"]
    assert schema["properties"]["fetchNews"]["default"] == "false"  # nobody is asked about Jupyter's news
    token = re.search(r"token=([\w-]+)", address)[1]
    everybody = [path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if path.exists()]
    assert token not in opened
    assert not [line for line in everybody if token.encode() in line]
    assert opened.startswith("file://")
    page = Path(url2pathname(opened.removeprefix("file://")))
    assert token in page.read_text()
    assert "lab/tree/01_" in page.read_text()
    assert page.parent.stat().st_mode & 0o077 == 0
    (lab,) = children_of(process.pid)
    process.send_signal(signal.SIGTERM)
    assert process.wait(PATIENCE) == 0
    assert not Path(f"/proc/{lab}").exists()


def test_what_a_killed_server_of_the_same_number_left_is_not_taken(tmp_path, monkeypatch):
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path))
    lab = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    announced = tmp_path / f"jpserver-{lab.pid}.json"
    before, ours = (json.dumps({"url": f"http://127.0.0.1:{n}/", "token": f"token {n}"}) for n in (1, 2))
    announced.write_text(before)
    later = threading.Timer(0.2, announced.write_text, (ours,))
    later.start()
    try:
        assert demo_of_cli._address_of(lab, "token 2", tmp_path) == "http://127.0.0.1:2/"
    finally:
        later.join(20)
        lab.communicate(b"\n", timeout=20)


def test_whoever_opens_a_tutorial_finds_nobody_signed_in(tmp_path):
    for path in demo_of_cli._copy_tutorials(tmp_path, outputs=False):
        cells = nbformat.read(path, as_version=4).cells
        assert not [cell for cell in cells if cell.get("outputs")], path.name
    mine = tmp_path / "01_sign_in_and_post.ipynb"
    mine.write_text("mine")
    demo_of_cli._copy_tutorials(tmp_path, outputs=False)
    assert mine.read_text() == "mine"


def test_what_kernels_warn_of_is_in_a_log_and_not_on_the_terminal(tmp_path, capfd):
    notebook = tmp_path / "one.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("6 * 7")]), notebook)
    results = tmp_path / "executed"
    results.mkdir()
    with (results / "kernels.log").open("ab") as diary:
        assert demo_of_cli._run(notebook, results, diary) == ""
    assert capfd.readouterr() == ("", "")
    assert "42" in (results / "one.ipynb").read_text()
