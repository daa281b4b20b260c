"""A sandbox on a fixed day, and a session in it."""

from __future__ import annotations

import pytest
from shortcuts import token_of

from xauth_nb.sandbox import PRACTICE_DAY, Sandbox
from xauth_nb.session import XSession


@pytest.fixture
def sb():
    with Sandbox(at=PRACTICE_DAY, tweets=600) as sandbox:
        yield sandbox
        assert sandbox.crashes == []


@pytest.fixture
def x(sb):
    session = XSession(sb.client, token_of(sb), endpoints=sb.endpoints)
    session.sleep = lambda _: None
    try:
        session.me()
        yield session
    finally:
        session.close()


@pytest.fixture
def png():
    return bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc000000301010018dd"
        "8db00000000049454e44ae426082"
    )
