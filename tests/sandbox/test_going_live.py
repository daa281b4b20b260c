"""From practice to live by one call, whatever began the practice, and what is then found again."""

from __future__ import annotations

import os

import pytest
import requests

from xauth_nb import sandbox
from xauth_nb.credentials import HOME_VARIABLE, client_credentials_from, token_credentials_from
from xauth_nb.endpoints import Endpoints, X
from xauth_nb.testing.environment import SignedInSandbox

MINE = {"X_API_KEY": "mine", "X_API_SECRET": "my-secret", "X_ACCESS_TOKEN": "1-mine", "X_ACCESS_TOKEN_SECRET": "too"}


@pytest.fixture(autouse=True)
def afterwards():
    before = dict(os.environ)
    yield
    os.environ.clear()
    os.environ.update(before)


def is_live():
    return Endpoints.from_environment(os.environ) == X


def test_stop_ends_what_use_began_and_puts_back_what_was_set(monkeypatch):
    for name, value in MINE.items():
        monkeypatch.setenv(name, value)
    before = dict(os.environ)
    sandbox.use("ada")
    sandbox.use("grace")
    address = os.environ["XAUTH_NB_ENDPOINT"]
    assert not is_live()
    told = repr(sandbox.stop())
    assert "live" in told
    assert "X itself" in told
    assert dict(os.environ) == before
    with pytest.raises(requests.ConnectionError):
        requests.get(address, timeout=5)


@pytest.mark.parametrize("home", [None, "/home/ada/x"])
def test_stop_leaves_the_practice_of_a_demo_too(monkeypatch, home):
    monkeypatch.delenv(HOME_VARIABLE, raising=False)
    if home:
        monkeypatch.setenv(HOME_VARIABLE, home)
    with SignedInSandbox() as sb:
        sandbox.use()  # as the tutorials do: it takes the sandbox that is there
        sandbox.stop()
        assert is_live()
        assert client_credentials_from(os.environ) is None
        assert token_credentials_from(os.environ) is None
        assert os.environ.get(HOME_VARIABLE) == home
        assert requests.get(sb.base_url, timeout=5).ok  # it is the demo's, and other notebooks practise on


def test_a_home_of_ones_own_stays_where_a_sandbox_was_announced_by_hand(monkeypatch):
    with sandbox.Sandbox() as sb:
        monkeypatch.setenv("XAUTH_NB_ENDPOINT", sb.base_url)
        monkeypatch.setenv("X_API_KEY", sb.client.key)
        monkeypatch.setenv("X_API_SECRET", sb.client.secret)
        monkeypatch.setenv(HOME_VARIABLE, "/home/ada/x")
        sandbox.stop()
        assert is_live()
        assert client_credentials_from(os.environ) is None
        assert os.environ[HOME_VARIABLE] == "/home/ada/x"


def test_stop_without_practice_changes_nothing(monkeypatch):
    monkeypatch.delenv("XAUTH_NB_ENDPOINT", raising=False)
    for name, value in MINE.items():
        monkeypatch.setenv(name, value)
    before = dict(os.environ)
    sandbox.stop()
    sandbox.stop()
    assert dict(os.environ) == before


def test_practice_can_begin_again_after_it_was_stopped():
    sandbox.use()
    sandbox.stop()
    assert sandbox.use().users[0] == "ada"
    assert not is_live()
    sandbox.stop()
