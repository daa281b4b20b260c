"""The command writes anywhere: into files of old code pages, into a closed pipe, and no name makes a terminal act."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from surfaces import ME, TellingX

NAME = "A\x1b[2J\x1b]0;owned\x07\u202eda 😀 Ünïcode 世界"


@pytest.fixture(scope="module")
def telling():
    x = TellingX()
    x.says["/2/users/me"] = (200, json.dumps({"data": {**ME["data"], "name": NAME}}))
    yield x
    x.close()


def run(telling, *arguments, encoding="utf-8", stdout=subprocess.PIPE, code=0):
    names = ("X_API_KEY", "X_API_SECRET", "X_ACCESS_TOKEN", "X_ACCESS_TOKEN_SECRET")
    environment = {
        **os.environ,
        **dict(zip(names, ("k" * 25, "s" * 50, "42-" + "t" * 36, "u" * 45), strict=True)),
        "XAUTH_NB_ENDPOINT": telling.base_url,
        "PYTHONIOENCODING": encoding,
    }
    done = subprocess.run(
        [sys.executable, "-m", "xauth_nb", *arguments],
        stdout=stdout,
        stderr=subprocess.PIPE,
        env=environment,
        timeout=60,
        check=False,
    )
    assert b"Traceback" not in done.stderr, done.stderr.decode(errors="replace")
    assert done.returncode == code, done.stderr
    return (done.stdout or b"").decode(encoding.partition(":")[0]), done.stderr.decode(errors="replace")


DEEP = [pytest.param(name, marks=pytest.mark.deep) for name in ("cp1252", "gbk", "utf-8")]


@pytest.mark.parametrize("encoding", ["ascii", *DEEP, "ascii:strict"])
def test_who_it_is_in_every_encoding(telling, encoding):
    out, err = run(telling, "whoami", encoding=encoding)
    assert err == ""
    assert out.startswith("@ada (A")
    assert out.endswith("may read and post\n")
    assert not {"\x1b", "\x07", "\u202e"} & set(out)
    assert ("😀" in out) == (encoding == "utf-8")
    out, _ = run(telling, "whoami", "--json", encoding=encoding)
    assert json.loads(out)["name"] == NAME


@pytest.mark.parametrize("encoding", ["ascii", *DEEP])
@pytest.mark.parametrize("arguments", [["doctor"], ["doctor", "--json"], ["--help"], ["login", "--help"], []])
def test_every_table_and_help_is_written_whole(telling, encoding, arguments):
    out, err = run(telling, *arguments, encoding=encoding)
    assert err == ""
    if "--json" in arguments:
        assert json.loads(out)["is_fine"]
    elif "doctor" in arguments:
        assert out.endswith("it can be pasted into an issue.\n")
    else:
        assert out.startswith("usage: xauth-nb")


def test_errors_too(telling, monkeypatch):
    monkeypatch.setenv("XAUTH_NB_STORE", "Tresor für Schlüssel 😀")
    _, err = run(telling, "whoami", encoding="ascii", code=1)
    assert err.startswith("xauth-nb: The variable XAUTH_NB_STORE is")
    assert "\n-> Set XAUTH_NB_STORE" in err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
def test_a_full_disk_and_a_closed_pipe_are_told_or_left_without_frames(telling):
    with Path("/dev/full").open("wb") as full:
        _, err = run(telling, "whoami", stdout=full, code=1)
    assert err.startswith("xauth-nb: The output could not be written: No space left on device")
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as closed:
        _, err = run(telling, "doctor", stdout=closed, code=1)
    assert err == ""
