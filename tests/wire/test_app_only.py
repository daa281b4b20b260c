"""The app's own token: asked for once, kept in memory, never for anything else, and in no error or request."""

from __future__ import annotations

import base64
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))  # tests are no package, and two of them share one module

from canaries import in_error

from xauth_nb.credentials import ClientCredentials
from xauth_nb.errors import ApiError, LoginRequired, UnauthorizedError, XAuthError
from xauth_nb.sandbox import Sandbox
from xauth_nb.session import XSession


@pytest.fixture
def world():
    with Sandbox("2026-09-16T15:00:00Z") as sandbox:
        session = XSession(sandbox.client, sandbox.sign_in("ada"), endpoints=sandbox.endpoints)
        session.patience = 0
        yield sandbox, session
        session.close()


def asked(sandbox, path):
    return [one for one in sandbox.requests if one.path == path]


def test_it_is_asked_for_once_and_only_when_it_is_needed(world):
    sandbox, x = world
    x.me()
    assert asked(sandbox, "/oauth2/token") == []
    x.counts("data")
    x.counts("data")
    assert len(asked(sandbox, "/oauth2/token")) == 1


def test_every_other_call_is_signed_by_the_users_token(world):
    _sandbox, x = world
    x.counts("data")
    response = x.get("/2/users/me")
    assert response.request.headers["Authorization"].startswith("OAuth ")
    assert response.json()["data"]["username"] == "ada"


def test_what_it_may_do_is_not_what_the_user_may(world):
    """X's answers to it say that it may only read."""
    _, x = world
    x.me()
    assert x._app.call("/2/tweets/counts/recent", {"query": "data"}).headers["x-access-level"] == "read"
    assert x.access == "read-write"


def test_no_answer_keeps_the_token_in_its_request(world):
    _, x = world
    response = x._app.call("/2/tweets/counts/recent", {"query": "data"})
    assert "Authorization" not in response.request.headers


def test_a_session_that_signed_out_has_none(world):
    _, x = world
    x.counts("data")
    x.logout()
    with pytest.raises(LoginRequired):
        x.counts("data")
    assert x._app._token is None


def test_wrong_keys_are_told_in_xs_words_and_shown_nowhere(world):
    sandbox, _ = world
    wrong = ClientCredentials(sandbox.client.key, "a-canary-of-a-secret-0123456789")
    x = XSession(wrong, sandbox.sign_in("ada"), endpoints=sandbox.endpoints)
    with pytest.raises(
        ApiError, match=r"gives this app no token of its own.*Unable to verify your credentials"
    ) as caught:
        x.counts("data")
    pair = base64.b64encode(f"{wrong.key}:{wrong.secret}".encode()).decode()
    assert in_error(caught.value, {"secret": wrong.secret, "pair": pair}) == []
    x.close()


def test_a_token_that_x_takes_no_more_is_dropped_and_asked_for_anew(world):
    sandbox, x = world
    x.counts("data")
    token = x._app._token.plain()
    sandbox.fail(next=1, path="/2/tweets/counts/recent", status=401)
    with pytest.raises(UnauthorizedError) as caught:
        x.counts("data")
    assert in_error(caught.value, {"token": token}) == []
    assert x.counts("data").total > 0
    assert len(asked(sandbox, "/oauth2/token")) == 2


@pytest.mark.parametrize("path", ["/oauth2/token", "/2/tweets/counts/recent"])
def test_a_lost_answer_shows_no_secret(world, path):
    sandbox, x = world
    x.sleep = lambda _: None
    sandbox.fail(next=10_000, path=path, reset="after")
    with pytest.raises(XAuthError) as caught:
        x.counts("data")
    pair = base64.b64encode(f"{sandbox.client.key}:{sandbox.client.secret}".encode()).decode()
    token = x._app._token.plain() if x._app._token else "none was given yet"
    assert in_error(caught.value, {"secret": sandbox.client.secret, "pair": pair, "token": token}) == []


def test_a_users_token_is_refused_there_and_the_apps_elsewhere(world):
    _sandbox, x = world
    refused = x.get("/2/tweets/counts/recent", params={"query": "data"})
    assert refused.status_code == 403
    assert refused.json()["title"] == "Unsupported Authentication"
    with pytest.raises(ApiError, match=r"OAuth 1\.0a|Application-Only"):
        x._app.call("/2/users/me", {})
