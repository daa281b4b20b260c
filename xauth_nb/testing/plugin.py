"""The pytest plugin: ``--xauth-sandbox`` for notebooks under nbval, and fixtures for tests in Python."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest

from xauth_nb.testing.worlds import MARKER, explained, world_of

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator
    from pathlib import Path

    from xauth_nb.credentials import TokenCredentials
    from xauth_nb.sandbox import Sandbox
    from xauth_nb.session import XSession

__all__ = ["pytest_addoption", "pytest_configure", "signed_in_as", "x_sandbox", "x_session"]

_VARYING = {
    r"http://127\.0\.0\.1:\d+": "http://127.0.0.1:PORT",
    r"data:image/png;base64,[A-Za-z0-9+/=]+": "data:image/png;base64,PICTURE",
}
"""What differs from run to run in our outputs: a sandbox's port, and the bytes of a plot, as nbval has it."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the command-line option."""
    parser.getgroup("xauth_nb").addoption(
        "--xauth-sandbox",
        action="store_true",
        help="run each notebook (nbval) against a sandbox X of its own, with the user ada signed in",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Register the mark, and watch the notebooks only where that was asked for."""
    config.addinivalue_line("markers", MARKER)
    if config.getoption("--xauth-sandbox"):
        config.pluginmanager.register(_Notebooks(), "xauth_nb notebooks")


class _Notebooks:
    """Gives every notebook a fresh sandbox, so that notebooks pass in any order. Kernels inherit the environment."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._notebook: Path | None = None

    @pytest.hookimpl(tryfirst=True)  # nbval starts the kernel in the next one
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        if item.path.suffix != ".ipynb" or item.path == self._notebook:
            return
        from xauth_nb.testing.environment import SignedInSandbox

        with explained():
            # A bar appears only where a machine is slow, and its text never comes twice: tqdm reads this as it starts.
            self._stack.enter_context(pytest.MonkeyPatch.context()).setenv("TQDM_DISABLE", "1")
            self._stack.enter_context(SignedInSandbox(**world_of(item)))
        self._notebook = item.path
        for pattern, instead in _VARYING.items():
            getattr(item.parent, "sanitize_patterns", {}).setdefault(pattern, instead)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item, nextitem: pytest.Item | None) -> Generator[None, Any, Any]:
        try:
            return (yield)
        finally:
            if nextitem is None or nextitem.path != self._notebook:
                self._stack.close()
                self._notebook = None

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Put the cells of a notebook together again, in their order, where a plugin has shuffled the tests."""
        cells = [item for item in items if item.path.suffix == ".ipynb"]
        cells.sort(key=lambda cell: getattr(cell, "cell_num", 0))
        notebooks = {item.path: [cell for cell in cells if cell.path == item.path] for item in cells}
        tests = items.copy()
        items.clear()
        for test in tests:  # a notebook comes where the first of its cells was
            items += notebooks.pop(test.path, ()) if test.path.suffix == ".ipynb" else [test]

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_make_scheduler(self, config: pytest.Config, log: Any) -> Any:
        """Keep the cells of a notebook on one worker, in their order, where xdist would deal out single tests."""
        if config.getoption("dist") not in ("load", "worksteal", "loadgroup"):
            return None
        from xdist.scheduler import LoadGroupScheduling

        class WholeNotebooks(LoadGroupScheduling):  # type: ignore[misc]  # xdist ships no types
            def _split_scope(self, nodeid: str) -> str:
                file = nodeid.partition("::")[0]
                return file if file.endswith(".ipynb") else super()._split_scope(nodeid)

        return WholeNotebooks(config, log)


@pytest.fixture
def x_sandbox(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    """Start a sandbox X for this test alone, with nobody signed in; its world always stands at the same moment.

    The mark ``xauth_world`` chooses another world.
    """
    from xauth_nb.testing.environment import started

    world = world_of(request.node)
    if "signed_in_as" in world:
        pytest.fail(
            "The mark xauth_world takes signed_in_as= for notebooks only. In a Python test use the fixture: "
            'def test_it(signed_in_as): x = signed_in_as("grace")',
            pytrace=False,
        )
    with ExitStack() as stack:
        with explained():
            sandbox = stack.enter_context(started(**world))
        yield sandbox


@pytest.fixture
def x_session(x_sandbox: Sandbox) -> Iterator[XSession]:
    """Sign the user ada in at :func:`x_sandbox`, and give the session.

    What is kept and posted goes to a folder of the test; ``login()`` gives that user too, as with :func:`signed_in_as`.
    """
    from xauth_nb.testing.environment import announced

    token = x_sandbox.sign_in("ada")
    with announced(x_sandbox, token), _session_of(x_sandbox, token) as session:
        yield session


@pytest.fixture
def signed_in_as(x_sandbox: Sandbox) -> Iterator[Callable[[str], XSession]]:
    """Sign anybody in at :func:`x_sandbox`: ``grace = signed_in_as("grace")`` gives her session.

    From then until the end of the test, ``login()`` gives that user too, here and in every kernel that the test starts.
    """
    from xauth_nb.testing.environment import announced

    with ExitStack() as stack:

        def sign_in(name: str) -> XSession:
            token = x_sandbox.sign_in(name.removeprefix("@"))
            session = stack.enter_context(_session_of(x_sandbox, token))
            stack.enter_context(announced(x_sandbox, token))
            return session

        yield sign_in


def _session_of(sandbox: Sandbox, token: TokenCredentials) -> XSession:
    from xauth_nb.session import XSession

    session = XSession(sandbox.client, token, endpoints=sandbox.endpoints)
    try:
        session.me()
    except BaseException:
        session.close()
        raise
    return session
