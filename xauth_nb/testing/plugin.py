"""The pytest plugin: ``--xauth-sandbox`` for notebooks under nbval, and fixtures for tests in Python."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path

    from xauth_nb.sandbox import Sandbox
    from xauth_nb.session import XSession

__all__ = ["pytest_addoption", "pytest_configure", "x_sandbox", "x_session"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the command-line option."""
    parser.getgroup("xauth_nb").addoption(
        "--xauth-sandbox",
        action="store_true",
        help="run each notebook (nbval) against a sandbox X of its own, with the user ada signed in",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Watch the notebooks only where that was asked for."""
    if config.getoption("--xauth-sandbox"):
        config.pluginmanager.register(_Notebooks(), "xauth_nb notebooks")


class _Notebooks:
    """Gives every notebook a fresh sandbox, so that notebooks pass in any order. Kernels inherit the environment."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._notebook: Path | None = None

    @pytest.hookimpl(hookwrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item, nextitem: pytest.Item | None) -> Generator[None]:
        if item.path.suffix == ".ipynb" and item.path != self._notebook:
            from xauth_nb.testing.environment import SignedInSandbox

            self._stack.enter_context(SignedInSandbox())
            self._notebook = item.path
        try:
            yield
        finally:
            if nextitem is None or nextitem.path != self._notebook:
                self._stack.close()
                self._notebook = None


@pytest.fixture
def x_sandbox() -> Iterator[Sandbox]:
    """Start a sandbox X for this test alone, with nobody signed in; its world always stands at the same moment."""
    from xauth_nb.sandbox import PRACTICE_DAY, Sandbox

    with Sandbox(at=PRACTICE_DAY) as sandbox:
        yield sandbox


@pytest.fixture
def x_session(x_sandbox: Sandbox) -> Iterator[XSession]:
    """Sign the user ada in at :func:`x_sandbox`, and give the session."""
    from xauth_nb.session import XSession

    session = XSession(x_sandbox.client, x_sandbox.sign_in("ada"), endpoints=x_sandbox.endpoints)
    try:
        session.me()
        yield session
    finally:
        session.close()
