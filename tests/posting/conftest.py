"""A sandbox whose world lives now, and sessions of the same account in it, as several notebooks have them."""

from __future__ import annotations

import pytest

from xauth_nb.sandbox import Sandbox
from xauth_nb.session import XSession


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
def sb(sandbox):
    return sandbox()


@pytest.fixture
def signed_in():
    """Open sessions; they are closed."""
    opened = []

    def sign_in(sb, user="ada", access="write"):
        session = XSession(sb.client, sb.sign_in(user, access=access), endpoints=sb.endpoints)
        opened.append(session)
        session.sleep = lambda _: None
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
