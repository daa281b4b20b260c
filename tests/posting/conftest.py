"""A sandbox whose world lives now, and sessions of the same account in it, as several notebooks have them."""

from __future__ import annotations

import os
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
from shortcuts import token_of

from xauth_nb.credentials import ClientCredentials, TokenCredentials
from xauth_nb.endpoints import Endpoints
from xauth_nb.sandbox import Sandbox
from xauth_nb.session import XSession
from xauth_nb.twitter_text import load

load()  # twitter_text, which some tests import, cannot be imported by itself everywhere
RULER = Path(__file__).resolve().parents[3] / "shared" / "ruler"
HANGS_AFTER = 3600 if os.environ.get("XAUTH_NB_LINES") == "all" else 250


@pytest.fixture
def sandbox():
    """Start sandboxes with any switches; each is stopped, and none may have crashed inside."""
    started = []

    def start(at=None, tweets=60, **switches):
        started.append(Sandbox(at, tweets=tweets, **switches).start())
        return started[-1]

    try:
        yield start
        for one in started:
            assert one.crashes == []
    finally:
        for one in started:
            one.stop()


@pytest.fixture
def alone():
    """Run a function on a thread of its own, which is not waited for when it hangs."""

    def run(function, *given):
        ended = []

        def work():
            try:
                ended.append((function(*given), None))
            except BaseException as error:
                ended.append((None, error))

        thread = threading.Thread(target=work, daemon=True)
        thread.start()
        thread.join(HANGS_AFTER)
        assert ended, f"{function.__name__} hangs"
        if ended[0][1]:
            raise ended[0][1]

    return run


@pytest.fixture
def sb(sandbox):
    return sandbox()


@pytest.fixture
def signed_in():
    """Open sessions; they are closed."""
    opened = []

    def sign_in(sb, user="ada", access="write"):
        session = XSession(sb.client, token_of(sb, user, access), endpoints=sb.endpoints)
        opened.append(session)
        session.sleep = lambda _: None
        session.budget = None  # some post for more than a session begins with
        session.me()
        return session

    try:
        yield sign_in
    finally:
        for one in opened:
            one.close()


@pytest.fixture
def x(sb, signed_in):
    return signed_in(sb)


@pytest.fixture
def posts(sb):
    """Count what was made at the sandbox, by its text, whoever asked for it."""
    ada = next(person for person in sb.world.cast if person.username == "ada")

    def texts():
        return [tweet.text for tweet in sb.world.posted(ada.id)]

    return texts


@pytest.fixture
def ruler(monkeypatch):
    """Start the provider that is not ours."""
    if not (RULER / "provider.py").exists():
        pytest.skip("the ruler is not beside this checkout (../shared/ruler/provider.py)")
    monkeypatch.syspath_prepend(str(RULER))
    from provider import Provider

    with Provider() as provider:
        yield provider
        provider.assert_clean()


@pytest.fixture
def at_ruler(ruler):
    """Open sessions of one account at the ruler, as several kernels have them; they are closed."""
    token = TokenCredentials(*ruler.issue_access_token("oracle_alice"))
    opened = []

    def sign_in():
        client = ClientCredentials(ruler.consumer_key, ruler.consumer_secret)
        x = XSession(client, token, endpoints=Endpoints.at(ruler.base_url))
        opened.append(x)
        x.sleep = lambda _: None
        x.me()
        return x

    try:
        yield sign_in
    finally:
        for one in opened:
            one.close()


@pytest.fixture
def passes(monkeypatch):
    """Let time pass for everybody, without waiting; also in a world that otherwise stands still."""
    real, passed = time.time, [0.0]
    monkeypatch.setattr(time, "time", lambda: real() + passed[0])

    def passes(seconds, sb=None):
        passed[0] += seconds
        if sb and sb.clock.stands:
            sb.clock.anchor += timedelta(seconds=seconds)

    return passes
