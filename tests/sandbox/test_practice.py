"""Practice mode, the command, and the house rules: what is set, what is put back, what is never shown."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys

import pytest
import requests

from xauth_nb.credentials import client_credentials_from, token_credentials_from
from xauth_nb.endpoints import Endpoints
from xauth_nb.errors import MissingDependencyError, UsageError
from xauth_nb.sandbox import PRACTICE_DAY, use

NAMES = ("XAUTH_NB_ENDPOINT", "X_API_KEY", "X_API_SECRET", "X_ACCESS_TOKEN", "X_ACCESS_TOKEN_SECRET")


@pytest.fixture
def practising():
    made = []

    def start(*args, **kwargs):
        made.append(use(*args, **kwargs))
        return made[-1]

    try:
        yield start
    finally:
        for one in reversed(made):
            one.stop()


def environment():
    return {name: os.environ.get(name) for name in NAMES}


def test_practice_announces_itself_in_the_environment_and_takes_it_back(practising, monkeypatch):
    monkeypatch.setenv("X_API_KEY", "mine")
    monkeypatch.setenv("X_ACCESS_TOKEN", "1-mine")
    before = environment()
    practice = practising()
    assert Endpoints.from_environment(os.environ).is_practice
    assert client_credentials_from(os.environ) is not None
    assert token_credentials_from(os.environ) is None
    assert practice.users[0] == "ada"
    practice.stop()
    assert environment() == before
    practice.stop()


def test_practice_shows_one_constant_line(practising):
    practice = practising()
    assert repr(practice) == str(practice) == "practice mode: a sandbox X on this machine; nothing leaves it"


def test_practice_signs_somebody_in_through_the_real_legs(practising):
    practising("@grace")
    token = token_credentials_from(os.environ)
    assert token.user_id == "61290417"


def test_practice_twice_is_one_sandbox(practising):
    first = practising()
    there = environment()
    second = practising()
    assert environment() == there
    assert second.users == first.users
    second.stop()
    assert requests.get(there["XAUTH_NB_ENDPOINT"], timeout=10).status_code == 200


def test_practice_reuses_a_sandbox_that_runs_already(practising, sb, monkeypatch):
    monkeypatch.setenv("XAUTH_NB_ENDPOINT", sb.base_url)
    monkeypatch.setenv("X_API_KEY", sb.client.key)
    monkeypatch.setenv("X_API_SECRET", sb.client.secret)
    practice = practising("ada")
    token = environment()["X_ACCESS_TOKEN"]
    assert token.startswith("48812573-")
    again = practising("ada")
    assert environment()["X_ACCESS_TOKEN"] == token
    practising("luc")
    assert environment()["X_ACCESS_TOKEN"] != token
    assert practice.users == again.users == sb.users


def test_practice_says_when_the_sandbox_that_was_announced_is_gone(practising, sandbox, monkeypatch):
    gone = sandbox()
    monkeypatch.setenv("XAUTH_NB_ENDPOINT", gone.base_url)
    gone.stop()
    with pytest.raises(UsageError, match="Remove the variable XAUTH_NB_ENDPOINT"):
        practising()


def test_practice_refuses_an_unknown_person_and_leaves_nothing_behind(practising):
    before = environment()
    with pytest.raises(UsageError, match="Nobody called nobody"):
        practising("nobody")
    assert environment() == before


def test_practice_stands_on_a_weekday():
    assert PRACTICE_DAY.weekday() < 5


def test_practice_approves_as_a_person_would(practising, hand, sb, monkeypatch):
    from urllib.parse import parse_qsl

    monkeypatch.setenv("XAUTH_NB_ENDPOINT", sb.base_url)
    practice = practising()
    answer = hand(sb, callback_uri="oob")("POST", "/oauth/request_token")
    pin = practice.approve(sb.endpoints.authorize_url(dict(parse_qsl(answer.text))["oauth_token"]), "mae")
    assert len(pin) == 7


@pytest.mark.parametrize("missing", ["flask", "oauthlib"])
def test_a_missing_package_is_named_with_its_command(missing, monkeypatch):
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(MissingDependencyError, match=r"pip install 'xauth-nb\[sandbox\]'"):
        use()


SERVE = (
    "import faulthandler, sys; faulthandler.dump_traceback_later(60, exit=True); "
    "from xauth_nb.sandbox.command import serve; sys.exit(serve(json={json}))"
)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM to send")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_command_prints_one_line_and_serves_until_it_is_stopped(number):
    process = subprocess.Popen([sys.executable, "-c", SERVE.format(json=True)], stdout=subprocess.PIPE, text=True)
    try:
        about = json.loads(process.stdout.readline())
        assert list(about) == ["base_url", "consumer_key", "consumer_secret", "users"]
        assert requests.get(about["base_url"] + "/sandbox.json", timeout=10).json()["users"] == about["users"]
        process.send_signal(number)
        rest, _ = process.communicate(timeout=15)
        assert (process.returncode, rest) == (0, "")
    finally:
        process.kill()
        process.wait(20)
        process.stdout.close()


STOPPED_WHILE_IT_WAITS = """
import faulthandler, os, signal, sys
from xauth_nb.sandbox import command
faulthandler.dump_traceback_later(60, exit=True)

class Told:
    lines = 0

    def write(self, text):
        pass

    def flush(self):  # from here on the command waits
        sys.stdout = sys.__stdout__
        sys._getframe(1).f_trace = self.look
        sys.settrace(self.look)

    def look(self, frame, event, _):
        self.lines += event == "line" and frame.f_code.co_name in ("serve", "wait")
        if self.lines == 3:  # in the middle of a wait that is written in Python
            sys.settrace(None)
            os.kill(os.getpid(), signal.SIGINT)
        return self.look

sys.stdout = Told()
sys.exit(command.serve(json=True))
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signals to send to oneself")
def test_a_signal_that_strikes_in_the_middle_of_the_wait_stops_the_command():
    done = subprocess.run(
        [sys.executable, "-c", STOPPED_WHILE_IT_WAITS], capture_output=True, text=True, timeout=90, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_sandbox_shares_only_the_lowest_storeys():
    code = (
        "import sys, xauth_nb.sandbox as s\n"
        "with s.Sandbox() as sb: sb.sign_in('ada')\n"
        "print([n for n in sys.modules if n.startswith('xauth_nb.') and not n.startswith('xauth_nb.sandbox')])\n"
        "print([n for n in ('requests', 'authlib', 'ipywidgets', 'pandas', 'twitter_text') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    ours, heavy = done.stdout.splitlines()
    rooms = {".".join(name.split(".")[:2]) for name in eval(ours)}
    lowest = ("style", "errors", "paths", "guesses", "credentials", "endpoints")
    assert rooms <= {f"xauth_nb.{room}" for room in lowest}
    assert heavy == "[]"


def test_a_person_is_told_what_to_export():
    process = subprocess.Popen([sys.executable, "-c", SERVE.format(json=False)], stdout=subprocess.PIPE, text=True)
    try:
        told = [process.stdout.readline() for _ in range(5)]
    finally:
        process.kill()
        process.wait(20)
        process.stdout.close()
    assert "A sandbox X is running at http://127.0.0.1:" in told[0]
    assert [line.split("=")[0].strip() for line in told[2:]] == [f"export {name}" for name in NAMES[:3]]
