"""Credentials handed to tweepy and to another process, against the sandbox: they work there, and are shown nowhere."""

from __future__ import annotations

import copy
import os
import pickle
import pprint
import subprocess
import sys
from collections.abc import Mapping

import pytest
from canaries import in_object

from xauth_nb.credentials import ClientCredentials, TokenCredentials
from xauth_nb.endpoints import X
from xauth_nb.errors import LoginRequired, MissingDependencyError
from xauth_nb.session import XSession

FOUR = ["X_API_KEY", "X_API_SECRET", "X_ACCESS_TOKEN", "X_ACCESS_TOKEN_SECRET"]


@pytest.fixture
def at_x():
    session = XSession(
        ClientCredentials("canary-key", "canary-secret"),
        TokenCredentials("12-canary-token", "canary-token-secret"),
        endpoints=X,
    )
    yield session
    session.close()


def test_tweepy_reads_and_posts_as_the_same_account_at_the_same_server(x_session, x_sandbox):
    tweepy_client = x_session.to_tweepy()
    assert tweepy_client.get_me().data.username == "ada"
    posted = tweepy_client.create_tweet(text="Handed over to tweepy").data
    assert x_session.get_tweet(posted["id"]).text == "Handed over to tweepy"
    assert {request.status for request in x_sandbox.requests if request.is_call} <= {200, 201}


def test_a_tweepy_client_of_the_real_x_is_left_as_tweepy_made_it(at_x):
    import tweepy

    client = at_x.to_tweepy()
    assert type(client) is tweepy.Client
    assert "request" not in vars(client.session)
    assert (client.consumer_key, client.access_token) == ("canary-key", "12-canary-token")
    assert client.bearer_token is None


def test_without_tweepy_the_command_that_installs_it_is_told(at_x, monkeypatch):
    monkeypatch.setitem(sys.modules, "tweepy", None)
    with pytest.raises(MissingDependencyError, match="Run: pip install tweepy"):
        at_x.to_tweepy()


def test_the_environment_has_the_four_variables_and_shows_only_their_names(at_x):
    environment = at_x.credentials_env()
    assert dict(environment) == dict(
        zip(FOUR, ["canary-key", "canary-secret", "12-canary-token", "canary-token-secret"], strict=True)
    )
    shown = " ".join(
        str(each) for each in (environment, environment.items(), environment.values(), [environment])
    ) + pprint.pformat(environment)
    assert all(name in shown for name in FOUR)
    assert "canary" not in shown
    assert not isinstance(environment, Mapping)  # a crash reporter would send what is in it
    assert in_object(environment, {"canary": "canary"}) == []


def test_the_environment_is_taken_where_a_mapping_is(at_x):
    environment = at_x.credentials_env()
    assert list(environment.keys()) == FOUR
    assert (environment.get("X_API_KEY"), environment.get("HOME", "none")) == ("canary-key", "none")
    with pytest.MonkeyPatch.context() as patched:
        for name in FOUR:
            patched.delenv(name, raising=False)
            patched.setenv(name, "")
        os.environ.update(environment)
        assert [os.environ[name] for name in FOUR] == list(environment.values())
    told = subprocess.check_output(
        [sys.executable, "-c", "import os; print(os.environ['X_API_SECRET'])"], env=environment, timeout=60
    )
    assert told.split() == [b"canary-secret"]


@pytest.mark.parametrize("duplicate", [pickle.dumps, copy.copy, copy.deepcopy])
def test_the_environment_is_neither_pickled_nor_copied(at_x, duplicate):
    with pytest.raises(TypeError, match="not pickled or copied"):
        duplicate(at_x.credentials_env())


def test_a_process_that_gets_it_is_signed_in_to_the_same_server_without_a_question(x_session):
    code = "from xauth_nb import login; x = login(save=False); print(x.screen_name, x.endpoints.base_url)"
    environment = {**os.environ, **x_session.credentials_env()}
    told = subprocess.check_output(
        [sys.executable, "-c", code], env=environment, stdin=subprocess.DEVNULL, text=True, timeout=60
    )
    assert told.split() == ["ada", x_session.endpoints.base_url]


def test_a_session_that_has_signed_out_hands_nothing_over(x_session):
    x_session.logout()
    for hand_over in (x_session.credentials_env, x_session.to_tweepy):
        with pytest.raises(LoginRequired, match="signed out"):
            hand_over()
