"""The whole story as a person lives it: the first tutorial from top to bottom, with a sign-in by hand in between."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat
import pytest
from jupyter_browser import LAB_FIRST
from playwright.sync_api import expect

if TYPE_CHECKING:
    from conftest import OpenNotebook

pytestmark = pytest.mark.browser

TUTORIAL = Path(__file__).resolve().parents[2] / "notebooks" / "01_sign_in_and_post.ipynb"


def code_of(notebook: Path) -> list[str]:
    return [cell.source for cell in nbformat.read(notebook, as_version=4).cells if cell.cell_type == "code"]


def cell_with(cells: list[str], text: str) -> int:
    return next(number for number, source in enumerate(cells) if text in source)


def approve_by_hand(page, card, *, as_user="ada", press="Authorize app"):
    """Open the card's link in a new tab, press a button there, and bring back the PIN, if there is one."""
    with page.context.expect_page() as opened:
        card.get_by_role("link").click()
    tab = opened.value
    tab.get_by_role("radio", name=re.compile(f"@{as_user}")).check()
    tab.get_by_role("button", name=press).click()
    tab.wait_for_load_state()
    found = re.search(r"\b\d{7}\b", tab.locator("main").inner_text())
    tab.close()
    return found[0] if found else None


@pytest.mark.parametrize("front", LAB_FIRST)
def test_the_first_tutorial_is_run_by_hand_from_sign_in_to_sign_out(open_notebook: OpenNotebook, front: str) -> None:
    cells = code_of(TUTORIAL)
    page = open_notebook(cells, front=front)
    login, post, frame = (cell_with(cells, text) for text in ("login()", "post_tweet", "to_pandas"))
    page.run_all()
    card = page.output(login)
    expect(card.get_by_role("heading", name="Sign in to X")).to_be_visible()
    expect(card).to_contain_text("practice")
    page.screenshot(f"story-{front}-card")
    pin = approve_by_hand(page, card)
    assert page.prompt(post) == "[*]:"  # queued: it runs after the sign-in and not before
    card.get_by_label("PIN").fill(pin)
    card.get_by_role("button", name="Sign in").click()
    page.wait_finished(len(cells) - 1)
    page.wait_output(post, "Hello from a notebook")
    page.wait_output(frame, "like_count")
    page.wait_output(len(cells) - 1, "True")
    expect(card).to_contain_text("Signed out")
    page.output(post).scroll_into_view_if_needed()
    page.screenshot(f"story-{front}-tweet")
    saved = page.save()
    assert pin not in nbformat.writes(saved)
    assert not [output for cell in saved.cells for output in cell.get("outputs", ()) if output.output_type == "error"]
