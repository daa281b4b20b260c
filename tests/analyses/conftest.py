"""One signed-in session in a sandbox for all analyses: they read, and change nothing."""

from __future__ import annotations

import pytest
from shortcuts import token_of

from xauth_nb.sandbox import Sandbox
from xauth_nb.session import XSession


@pytest.fixture(scope="module")
def sb():
    with Sandbox("2026-09-16T15:00:00Z") as sandbox:
        yield sandbox
        assert sandbox.crashes == []


@pytest.fixture(scope="module")
def x(sb):
    session = XSession(sb.client, token_of(sb), endpoints=sb.endpoints)
    session.budget = None
    yield session
    session.close()
