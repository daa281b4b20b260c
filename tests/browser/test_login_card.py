"""``login()`` and its card in real front ends: every way in which a waiting cell can end has one defined outcome."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from jupyter_browser import LAB_FIRST, until
from playwright.sync_api import expect

if TYPE_CHECKING:
    from conftest import OpenNotebook
    from jupyter_browser import NotebookPage
    from playwright.sync_api import Locator

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("front", LAB_FIRST)]

PRACTICE = "from xauth_nb import login, sandbox\npractice = sandbox.use()"
AFTER = "print('ran after', x.screen_name)"


def card_of(page: NotebookPage, cell: int, box: str = "PIN") -> Locator:
    card = page.output(cell).locator(".xauth-nb-card").last
    expect(card.get_by_label(box)).to_be_visible()
    return card


@pytest.mark.deep  # the story in test_story.py begins so
def test_a_click_signs_in_and_the_queued_cells_run_afterwards(open_notebook: OpenNotebook, front: str) -> None:
    page = open_notebook([PRACTICE, "x = login()", AFTER], front=front)
    page.run_all()
    card = card_of(page, 1)
    card.get_by_label("PIN").fill(page.authorize(card.get_by_role("link")))
    card.get_by_role("button", name="Sign in").click()
    page.wait_output(2, "ran after ada")
    expect(card).to_contain_text("Signed in as @ada")
    page.screenshot(f"card-signed-in-{front}")


@pytest.mark.deep
def test_enter_signs_in(open_notebook: OpenNotebook, front: str) -> None:
    page = open_notebook([PRACTICE, "x = login()", AFTER], front=front)
    page.run_all()
    card = card_of(page, 1)
    card.get_by_label("PIN").fill(page.authorize(card.get_by_role("link")))
    card.get_by_label("PIN").press("Enter")
    page.wait_output(2, "ran after ada")


def test_the_callback_completes_the_card_without_typing(open_notebook: OpenNotebook, front: str) -> None:
    free_port = (
        "import socket\nwith socket.socket() as s:\n    s.bind(('127.0.0.1', 0))\n    port = s.getsockname()[1]\n"
    )
    register = free_port + (
        "url = f'http://127.0.0.1:{port}/callback'\n"
        "from xauth_nb import Sandbox\nsb = Sandbox().start()\nsb.callbacks.add(url)\n"
        "from xauth_nb import login"
    )
    signing_in = "x = login(client=sb.client, endpoints=sb.endpoints, callback=url)"
    page = open_notebook([register, signing_in, AFTER, "sb.stop()"], front=front)
    page.run_all()
    card = card_of(page, 1, box="Address")
    expect(card).to_contain_text("completes by itself")
    assert page.authorize(card.get_by_role("link")) == ""
    page.wait_output(2, "ran after ada")
    expect(card).to_contain_text("Signed in as @ada")


@pytest.mark.deep
def test_the_stop_button_stops_and_the_same_card_is_shown_when_the_cell_runs_again(
    open_notebook: OpenNotebook, front: str
) -> None:
    page = open_notebook([PRACTICE, "x = login()", AFTER], front=front)
    page.run_all()
    link = card_of(page, 1).get_by_role("link").get_attribute("href")
    page.interrupt()
    page.wait_output(1, "KeyboardInterrupt")
    until(lambda: page.prompt(2) == "[ ]:", "the queued cell to be given up")
    page.run_cell(1)
    page.wait_running(1)
    expect(page.output(1)).not_to_contain_text("KeyboardInterrupt")
    card = card_of(page, 1)
    assert card.get_by_role("link").get_attribute("href") == link
    card.get_by_label("PIN").fill(page.authorize(card.get_by_role("link")))
    card.get_by_label("PIN").press("Enter")
    page.wait_finished(1)
    page.run_cell(2)
    page.wait_output(2, "ran after ada")


@pytest.mark.deep
def test_a_time_out_says_so_and_the_card_still_works(open_notebook: OpenNotebook, front: str) -> None:
    page = open_notebook([PRACTICE, "x = login(timeout=1)", AFTER], front=front)
    page.run_all()
    page.wait_output(1, "LoginTimeoutError")
    card = card_of(page, 1)
    card.get_by_label("PIN").fill(page.authorize(card.get_by_role("link")))
    card.get_by_label("PIN").press("Enter")
    expect(card).to_contain_text("Signed in as @ada")
    page.run_cell(1)
    page.wait_finished(1)
    page.run_cell(2)
    page.wait_output(2, "ran after ada")


@pytest.mark.deep
def test_a_wrong_pin_is_told_and_start_again_leads_on(open_notebook: OpenNotebook, front: str) -> None:
    page = open_notebook([PRACTICE, "x = login()", AFTER], front=front)
    page.run_all()
    card = card_of(page, 1)
    card.get_by_label("PIN").fill("hello")
    expect(card.get_by_label("PIN")).to_have_attribute("autocomplete", "off")
    card.get_by_role("button", name="Sign in").click()
    expect(card.get_by_role("status")).to_contain_text("not a PIN")
    pin = page.authorize(card.get_by_role("link"))
    card.get_by_label("PIN").fill(f"{(int(pin) + 1) % 10**7:07d}")
    card.get_by_role("button", name="Sign in").click()
    expect(card.get_by_role("status")).to_contain_text("does not accept this PIN")
    card.get_by_role("button", name="Start again").click()
    expect(card.get_by_label("PIN")).to_be_visible()
    card.get_by_label("PIN").fill(page.authorize(card.get_by_role("link")))
    card.get_by_label("PIN").press("Enter")
    page.wait_output(2, "ran after ada")


@pytest.mark.deep
def test_cancel_in_the_card_ends_the_wait_with_its_own_error(open_notebook: OpenNotebook, front: str) -> None:
    page = open_notebook([PRACTICE, "x = login()", AFTER], front=front)
    page.run_all()
    card_of(page, 1).get_by_role("button", name="Cancel").click()
    page.wait_output(1, "LoginRequired")
    expect(page.output(2)).not_to_contain_text("ran after")


@pytest.mark.deep
def test_a_page_that_is_reloaded_while_the_cell_waits_finds_its_card(open_notebook: OpenNotebook, front: str) -> None:
    page = open_notebook([PRACTICE, "x = login()", AFTER], front=front)
    page.run_all()
    card_of(page, 1)
    page.save()
    page.reload()
    card = card_of(page, 1)
    card.get_by_label("PIN").fill(page.authorize(card.get_by_role("link")))
    card.get_by_label("PIN").press("Enter")
    expect(card).to_contain_text("Signed in as @ada")


def test_keyboard_and_screen_reader_find_everything(open_notebook: OpenNotebook, front: str) -> None:
    page = open_notebook([PRACTICE, "x = login()"], front=front)
    page.run_all()
    card = card_of(page, 1)
    expect(card.get_by_role("heading", name="Sign in to X")).to_be_visible()
    expect(card.get_by_role("textbox", name="PIN")).to_be_visible()
    card.get_by_role("link", name="Open the practice page").focus()
    reached = []
    for _ in range(4):
        page.page.keyboard.press("Tab")
        reached.append(page.page.evaluate("document.activeElement.innerText || document.activeElement.placeholder"))
    assert reached == ["7 digits", "Sign in", "Start again", "Cancel"]
    page.interrupt()


@pytest.mark.deep
def test_a_card_whose_kernel_was_restarted_says_so(open_notebook: OpenNotebook, front: str) -> None:
    page = open_notebook([PRACTICE, "x = login()", "print('a new kernel')"], front=front)
    page.run_cell(0)
    page.run_cell(1)
    card = card_of(page, 1)
    page.choose("Kernel", "Restart Kernel…")
    page.page.locator(".jp-Dialog button.jp-mod-accept").click()
    expect(card).to_have_class(re.compile("jupyter-widgets-disconnected"))
    told = card.evaluate("each => getComputedStyle(each, '::after').content")
    assert "was restarted or stopped. Run the cell again" in told
    page.run_cell(2)
    page.wait_output(2, "a new kernel")
    page.screenshot(f"card-dead-{front}")


@pytest.mark.deep
def test_the_focus_is_seen_goes_on_and_one_button_is_filled(open_notebook: OpenNotebook, front: str) -> None:
    page = open_notebook([PRACTICE, "x = login()"], front=front)
    page.run_all()
    card = card_of(page, 1)
    look = "each => [getComputedStyle(each).backgroundColor, getComputedStyle(each).outlineStyle]"
    link, sign_in, box = card.get_by_role("link"), card.get_by_role("button", name="Sign in"), card.get_by_label("PIN")
    accent = link.evaluate(look)[0]
    assert sign_in.evaluate(look)[0] != accent
    box.focus()
    assert box.evaluate(look)[1] == "solid"
    card.get_by_role("button", name="Start again").press("Enter")
    expect(link).to_be_focused()  # the new one: the keyboard goes on there
    pin = page.authorize(card.get_by_role("link"))
    assert (link.evaluate(look)[0] == accent, sign_in.evaluate(look)[0]) == (False, accent)
    box.fill("hello")
    box.press("Enter")
    expect(card.get_by_role("status")).to_contain_text("not a PIN")
    expect(box).to_be_focused()
    box.fill(pin)
    box.press("Enter")
    expect(card).to_contain_text("Signed in as @ada")
    assert page.output(1).locator(".xauth-nb-card").count() == 1
