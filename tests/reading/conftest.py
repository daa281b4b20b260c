"""A sandbox of a known world, and a session in it that reads."""

from __future__ import annotations

from contextlib import ExitStack

import pytest
from shortcuts import token_of

from xauth_nb.sandbox import Sandbox
from xauth_nb.session import XSession

NOON = "2026-09-16T15:00:00Z"


@pytest.fixture
def reader():
    """Make sessions, each in a sandbox of its own; everything is closed, and no sandbox may have crashed inside."""
    with ExitStack() as stack:

        def make(at=NOON, *, user="ada", **switches):
            sandbox = stack.enter_context(Sandbox(at, **switches))
            session = XSession(sandbox.client, token_of(sandbox, user), endpoints=sandbox.endpoints)
            stack.callback(session.close)
            session.budget = None  # some read thousands of tweets, at half a cent each
            session.patience = 0  # no test waits for a window to open
            session.sleep = lambda _: None
            session.me()
            return sandbox, session

        yield make


@pytest.fixture
def world(reader):
    return reader()


@pytest.fixture
def asked():
    """What reached a sandbox on a path, beginning with the call after this one."""

    def start(sandbox, path="/2/"):
        before = len(sandbox.requests)
        return lambda: [one for one in sandbox.requests[before:] if one.path.startswith(path)]

    return start


@pytest.fixture
def folder(tmp_path):
    """An empty folder, for an archive."""
    made = tmp_path / "archive"
    made.mkdir()
    return made
