"""The choices of ``login()`` that need no front end: what it refuses, and what it takes first."""

from __future__ import annotations

import subprocess
import sys

import pytest

from xauth_nb import login
from xauth_nb.credentials import ClientCredentials, TokenCredentials
from xauth_nb.errors import LoginRequired, UnauthorizedError, UsageError, WrongAccountError
from xauth_nb.oauth.store import TokenStore


@pytest.fixture
def sandbox(x_sandbox, monkeypatch):
    monkeypatch.setenv("XAUTH_NB_ENDPOINT", x_sandbox.base_url)
    return x_sandbox


def give_keys(sandbox, monkeypatch):
    monkeypatch.setenv("X_API_KEY", sandbox.client.key)
    monkeypatch.setenv("X_API_SECRET", sandbox.client.secret)


def give_token(token, monkeypatch):
    monkeypatch.setenv("X_ACCESS_TOKEN", token.token)
    monkeypatch.setenv("X_ACCESS_TOKEN_SECRET", token.secret)


# --- what cannot be right --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "options", [{"ui": "window"}, {"access": "everything"}, {"token": TokenCredentials("6-token", "token-secret")}]
)
def test_a_call_that_cannot_be_right_is_refused_before_anything_is_sent(sandbox, options):
    with pytest.raises(UsageError) as caught:
        login(**options)
    assert caught.value.remedy
    assert sandbox.requests == []


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ("X_API_KEY", "X_API_SECRET"),
        ("X_API_SECRET", "X_API_KEY"),
        ("CONSUMER_KEY", "CONSUMER_SECRET"),
        ("X_ACCESS_TOKEN", "X_ACCESS_TOKEN_SECRET"),
    ],
)
def test_half_of_a_pair_in_the_environment_is_an_error_that_names_the_other_half(sandbox, monkeypatch, given, missing):
    monkeypatch.setenv(given, "canary-of-half-a-pair")
    with pytest.raises(UsageError, match=missing) as caught:
        login()
    assert "canary" not in str(caught.value)
    assert sandbox.requests == []


# --- what is taken first ---------------------------------------------------------------------------------------------


def test_an_argument_goes_before_the_environment_and_that_before_the_store(sandbox, monkeypatch):
    TokenStore().save(sandbox.client, sandbox.sign_in("ada"), endpoints=sandbox.endpoints)
    assert login().screen_name == "ada"
    give_keys(sandbox, monkeypatch)
    give_token(sandbox.sign_in("grace"), monkeypatch)
    assert login().screen_name == "grace"
    assert login(token=sandbox.sign_in("ada")).screen_name == "ada"


def test_a_profile_that_is_named_goes_before_the_environment(sandbox, monkeypatch):
    TokenStore().save(sandbox.client, sandbox.sign_in("ada"), endpoints=sandbox.endpoints)
    give_keys(sandbox, monkeypatch)
    give_token(sandbox.sign_in("grace"), monkeypatch)
    assert login("@Ada").screen_name == "ada"


def test_the_last_used_account_is_the_one_without_a_name(sandbox):
    for name in ("ada", "grace"):
        TokenStore().save(sandbox.client, sandbox.sign_in(name), endpoints=sandbox.endpoints)
    assert login().screen_name == "grace"
    login("ada")
    assert login().screen_name == "ada"


def test_another_account_than_expected_is_refused_before_a_single_call(sandbox):
    TokenStore().save(sandbox.client, sandbox.sign_in("ada"), endpoints=sandbox.endpoints)
    before = len(sandbox.requests)
    with pytest.raises(WrongAccountError, match="expects @grace"):
        login(expect="@grace")
    assert len(sandbox.requests) == before
    assert login(expect="ADA").screen_name == "ada"


def test_a_given_token_of_nobody_in_particular_is_compared_by_what_the_server_says(sandbox, monkeypatch):
    give_keys(sandbox, monkeypatch)
    give_token(sandbox.sign_in("ada"), monkeypatch)
    with pytest.raises(WrongAccountError, match="@ada signed in"):
        login(expect="grace")


def test_a_given_token_that_is_revoked_is_an_error_and_a_kept_one_asks_for_a_new_sign_in(sandbox, monkeypatch):
    token = sandbox.sign_in("ada")
    TokenStore().save(sandbox.client, token, endpoints=sandbox.endpoints)
    login().post(sandbox.endpoints.invalidate_token_url)
    with pytest.raises(LoginRequired):
        login()
    give_keys(sandbox, monkeypatch)
    give_token(token, monkeypatch)
    with pytest.raises(UnauthorizedError):
        login()


def test_importing_the_module_does_not_hide_the_function():
    code = (
        "import xauth_nb.login, xauth_nb.profiles; from xauth_nb import login; assert callable(login); "
        "from xauth_nb.login import login as again; assert again is login is xauth_nb.login"
    )
    subprocess.run([sys.executable, "-c", code], timeout=60, check=True)


def test_a_script_has_no_cell_and_is_not_warned(sandbox, recwarn):
    with pytest.raises(LoginRequired):
        login(client=ClientCredentials("canary-0123456789", "canary-0123456789-secret"))
    assert [each for each in recwarn if each.category is UserWarning] == []
