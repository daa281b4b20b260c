"""What a command says is of commands, and where X did not say who it is, it does not say that either."""

from __future__ import annotations

import re

import pytest
from surfaces import TOKEN, TOKEN_SECRET, TellingX
from test_messages import sentences

from xauth_nb.cli import main
from xauth_nb.cli.words import in_commands

CALLS = re.compile(
    r"(?<![\w.])(?:login|logout|accounts|doctor|LoginWidget)\(|sandbox\.(?:use|stop)\(|\bx\.\w+\("
    r"|(?<!-)\b(?:port|file|profile|expect|callback|timeout)="
)
AT_A_SHELL = (
    *("signin/", "oauth/", "credentials/", "doctor/", "profiles.py", "login.py", "wire/causes/", "session.py"),
    *("sandbox/server.py", "sandbox/keeping.py"),
)


@pytest.fixture(scope="module")
def telling():
    x = TellingX()
    yield x
    x.close()


@pytest.fixture
def x(telling, monkeypatch):
    telling.forget()
    values = ("k" * 25, "s" * 50, TOKEN, TOKEN_SECRET)
    for name, value in zip(
        ("X_API_KEY", "X_API_SECRET", "X_ACCESS_TOKEN", "X_ACCESS_TOKEN_SECRET"), values, strict=True
    ):
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("XAUTH_NB_ENDPOINT", telling.base_url)
    return telling


@pytest.mark.parametrize("message", sentences(AT_A_SHELL), ids=lambda one: one.where)
def test_no_message_that_a_command_can_show_speaks_of_calls(message):
    assert not CALLS.search(in_commands(message.text))


@pytest.mark.parametrize("command", ["login", "whoami"])
@pytest.mark.parametrize("more", [[], ["--json"]])
@pytest.mark.parametrize(
    ("status", "says"), [(402, "no credits left"), (403, "X refuses GET /2/users/me"), (404, "does not find")]
)
def test_whoever_x_does_not_name_is_no_success(x, capsys, command, more, status, says):
    x.says["/2/users/me"] = (status, '{"title": "No", "detail": "No."}')
    assert main([command, *more]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("xauth-nb: A sign-in is there, but X did not say now whose it is.")
    assert says in err


@pytest.mark.parametrize("command", ["login", "whoami"])
def test_an_x_that_is_not_there_is_no_success(x, capsys, command, monkeypatch):
    monkeypatch.setenv("XAUTH_NB_ENDPOINT", "http://127.0.0.1:9")
    assert main([command]) == 1
    assert "nobody listens there" in capsys.readouterr().err
