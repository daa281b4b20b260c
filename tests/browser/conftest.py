"""Fixtures for tests in a real browser. ``jupyter_browser.py`` tells how to use them."""

from __future__ import annotations

import itertools
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))  # tests are no package, and share the search for secrets
sys.path.insert(0, str(Path(__file__).parent))  # and all here share one module

from jupyter_browser import VIEWPORT, JupyterServer, NotebookPage, chromium, chromium_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from playwright.sync_api import Browser, BrowserContext, Page


class OpenNotebook(Protocol):
    def __call__(
        self, cells: Sequence[str], *, front: str = "lab", server: JupyterServer | None = None, **context: Any
    ) -> NotebookPage: ...


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if chromium_path() is None:
        message = "No Chromium or Chrome is installed here, so nothing can be tried in a browser."
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def jupyter(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[JupyterServer]:
    """One server for all tests that ask for nothing special of it; it logs all that it does."""
    with JupyterServer(tmp_path_factory.mktemp("jupyter") / "server", debug=True) as server:
        yield server


@pytest.fixture(scope="session")
def tabs(browser: Browser) -> Iterator[BrowserContext]:
    """One window for all notebooks that ask for nothing special: it loads the files of JupyterLab once."""
    with browser.new_context(viewport=VIEWPORT) as context:
        yield context


_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def labs() -> dict[JupyterServer, Page]:
    """For each server a tab of JupyterLab in which no notebook is open."""
    return {}


@pytest.fixture
def open_notebook(
    browser: Browser,
    tabs: BrowserContext,
    jupyter: JupyterServer,
    labs: dict[JupyterServer, Page],
    request: pytest.FixtureRequest,
) -> Iterator[OpenNotebook]:
    """Open new notebooks; all are closed at the end, and of a test that failed a picture is kept, and no tab."""
    pages: list[NotebookPage] = []

    def open_one(
        cells: Sequence[str], *, front: str = "lab", server: JupyterServer | None = None, **context: Any
    ) -> NotebookPage:
        name = f"story-{next(_numbers)}.ipynb"
        server = server or jupyter
        if context:
            pages.append(NotebookPage(browser, server, cells, front=front, name=name, **context))
        else:
            tab = labs.pop(server, None) if front == "lab" else None
            pages.append(NotebookPage(tabs, server, cells, front=front, name=name, tab=tab))
        return pages[-1]

    try:
        yield open_one
    finally:
        for page in pages:
            if request.node.stash.get(_FAILED, False):
                page.screenshot("failed-" + request.node.name.replace("/", "-"))
                page.close()
            elif tab := page.leave():
                labs[page.server] = tab


_FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    report = yield
    if report.when == "call":
        item.stash[_FAILED] = report.failed
    return report
