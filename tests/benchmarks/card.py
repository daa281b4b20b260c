"""Time the card in Chromium: ``python tests/benchmarks/card.py [--rounds 7]``.

In JupyterLab and in Notebook 7, against the sandbox: from running the cell to a card whose link and box can be used,
and from pressing *Sign in* to the output of the cell below. The first card of a kernel, which imports everything, is
told apart from the next. An empty cell in the same page shows what the front end itself takes.
"""

from __future__ import annotations

import argparse
import re
import statistics
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "browser"))

from jupyter_browser import FRONTS, JupyterServer, NotebookPage, chromium
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator

CELLS = (
    "from xauth_nb import sandbox\npractice = sandbox.use()",
    "print('done')",
    "from xauth_nb import login\nx = login()",
    "print('ran after', x.screen_name)",
    "from xauth_nb import logout\nx.logout()\nx = login()",
    "print('ran again after', x.screen_name)",
)
BETWEEN = 3.0
"""Seconds that a person is in the browser."""


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    found: dict[tuple[str, str], list[float]] = {}
    with tempfile.TemporaryDirectory() as folder, chromium() as browser, JupyterServer(Path(folder) / "j") as server:
        for number in range(rounds):
            for front in FRONTS:
                page = NotebookPage(browser, server, CELLS, front=front, name=f"{front}-{number}.ipynb")
                try:
                    for name, took in story(page).items():
                        found.setdefault((front, name), []).append(took)
                finally:
                    page.close()
    print("| | | median ms | quartiles |\n|---|---|--:|--:|")
    for (front, name), times in sorted(found.items()):
        low, middle, high = (1000 * one for one in statistics.quantiles(times, n=4))
        print(f"| {front} | {name} | {middle:.0f} | {low:.0f}–{high:.0f} |")


def story(page: NotebookPage) -> dict[str, float]:
    """Sign in twice, and time what a person waits for."""
    page.run_cell(0)
    page.wait_finished(0)
    times = {"0 a cell that prints": timed(partial(run, page, 1, page.output(1).get_by_text("done")))}
    for name, cell in (("first", 2), ("next", 4)):
        card = page.output(cell).locator(".xauth-nb-card").last
        times[f"1 run to card, {name}"] = timed(partial(run, page, cell, card.get_by_label("PIN")))
        with page.context.expect_page() as opened:
            card.get_by_role("link").click()
        tab = opened.value
        tab.get_by_role("button", name="Authorize app").click()
        tab.wait_for_load_state()
        pin = re.search(r"\b\d{7}\b", tab.locator("body").inner_text())
        tab.close()
        page.run_cell(cell + 1)  # queued
        page.page.wait_for_timeout(BETWEEN * 1000)
        assert pin
        card.get_by_label("PIN").fill(pin[0])
        after = page.output(cell + 1).get_by_text("after ada")
        times[f"2 click to session, {name}"] = timed(partial(press, card, after))
        page.wait_finished(cell + 1)
    return times


def timed(task: Callable[[], None]) -> float:
    """Say how many seconds it takes."""
    started = time.perf_counter()
    task()
    return time.perf_counter() - started


def run(page: NotebookPage, cell: int, awaited: Locator) -> None:
    """Run a cell, and wait until something can be used."""
    page.run_cell(cell)
    expect(awaited).to_be_visible()
    expect(awaited).to_be_enabled()


def press(card: Locator, awaited: Locator) -> None:
    """Press the button, and wait for the cell below."""
    card.get_by_role("button", name="Sign in").click()
    expect(awaited).to_be_visible()


if __name__ == "__main__":
    main()
