"""What is typed into the card stays in the page: with a kernel that answers, one that is busy, and one that is gone."""

from __future__ import annotations

import os
import re
import signal
from typing import TYPE_CHECKING

import pytest
from jupyter_browser import PATIENCE, NotebookPage, until
from playwright.sync_api import expect
from test_saved_notebook import saved

if TYPE_CHECKING:
    from conftest import OpenNotebook
    from playwright.sync_api import Locator

pytestmark = pytest.mark.browser
deep = pytest.mark.deep

PRACTICE = "from xauth_nb import LoginWidget, login, sandbox\npractice = sandbox.use()"
KEYS = "import os\nkeys = {name: os.environ.pop(name) for name in ('X_API_KEY', 'X_API_SECRET')}"
CANARIES = ("canary-api-key-0123456789", "canary-api-secret-0123456789")
CANARY_PIN = "8264915"


def card_in(page: NotebookPage, cell: int) -> Locator:
    card = page.output(cell).locator(".xauth-nb-card")
    expect(card.get_by_role("textbox").first).to_be_visible(timeout=PATIENCE * 1000)
    return card


def type_and_send(asking: Locator, card: Locator) -> None:
    for label, text in zip(("API Key", "API Key Secret"), CANARIES, strict=True):
        asking.get_by_label(label, exact=True).fill(text)
        asking.get_by_label(label, exact=True).press("Enter")
    card.get_by_label("PIN").fill(CANARY_PIN)
    card.get_by_label("PIN").press("Enter")


@pytest.mark.parametrize(
    "kernel", ["restarted", *(pytest.param(one, marks=deep) for one in ("shut down", "culled", "busy"))]
)
@pytest.mark.deep
def test_without_an_answer_nothing_typed_is_saved_and_the_card_says_so(
    open_notebook: OpenNotebook, kernel: str
) -> None:
    show = "from IPython.display import display\nimport time\ncard = LoginWidget(save=False)\ndisplay(card)"
    cells = [PRACTICE, show, f"{KEYS}\nasking = LoginWidget(save=False)\nasking", "time.sleep(3600)"]
    page: NotebookPage = open_notebook(cells)
    page.save_state_of_widgets(True)
    for number in range(3):
        page.run_cell(number)
    card, asking = card_in(page, 1), card_in(page, 2)
    end(page, kernel)
    type_and_send(asking, card)
    for each in (card, asking):
        expect(each).to_have_class(re.compile("xauth-nb-unanswered"), timeout=PATIENCE * 1000)
        assert "No answer from the kernel" in each.evaluate("it => getComputedStyle(it, '::after').content")
    text = saved(page)
    assert "LoginWidget" in text
    assert '"PIN"' in text, "the state of widgets was not saved, so nothing was tested"
    page.screenshot(f"card-without-kernel-{kernel.replace(' ', '-')}")
    assert not [each for each in (*CANARIES, CANARY_PIN) if each in text]
    expect(card).to_have_class(re.compile("xauth-nb-unanswered"))  # still: nobody has answered since


def end(page: NotebookPage, how: str) -> None:
    """Leave the card without a kernel that answers; a page is not told of a restart by another program."""
    kernel = page.kernel().get("id")
    if how == "busy":
        page.run_cell(3)
        page.wait_running(3)
    elif how == "shut down":
        page.choose("Kernel", "Shut Down Kernel")
        until(lambda: page.kernel()["execution_state"] == "none", "no kernel")
    elif how == "culled":
        page.server.api(f"kernels/{kernel}", "DELETE")
        until(lambda: page.kernel()["execution_state"] == "none", "no kernel")
    else:
        page.server.api(f"kernels/{kernel}/restart", "POST")
        until(lambda: page.kernel()["execution_state"] in ("idle", "starting"), "a new kernel")


def test_control_a_plain_box_is_saved_with_what_was_typed(open_notebook: OpenNotebook) -> None:
    page = open_notebook(["import ipywidgets\nipywidgets.Text(description='PIN')"])
    page.save_state_of_widgets(True)
    page.run_cell(0)
    box = page.output(0).get_by_label("PIN")
    expect(box).to_be_visible(timeout=PATIENCE * 1000)
    end_by = page.kernel()["id"]
    page.server.api(f"kernels/{end_by}", "DELETE")
    box.fill(CANARY_PIN)
    box.press("Enter")
    assert CANARY_PIN in saved(page)


@pytest.mark.parametrize("button", ["Cancel", pytest.param("Start again", marks=deep)])
def test_another_button_wins_over_a_box_that_loses_its_focus(open_notebook: OpenNotebook, button: str) -> None:
    start = "from xauth_nb import LoginWidget, Sandbox\nsb = Sandbox().start()"
    show = "card = LoginWidget(client=sb.client, endpoints=sb.endpoints, save=False)\nlink = card.authorize_url\ncard"
    look = "print(card.status, [each.path for each in sb.requests].count('/oauth/access_token'))\nsb.stop()"
    page = open_notebook([start, show, "print('pin', sb.approve(link))", look])
    for number in range(3):
        page.run_cell(number)
    page.wait_output(2, "pin")
    pin = re.search(r"\d{7}", page.output(2).inner_text())[0]
    card = card_in(page, 1)
    card.get_by_label("PIN").fill(pin)
    card.get_by_role("button", name=button).click()
    page.run_cell(3)
    page.wait_output(3, {"Cancel": "cancelled 0", "Start again": "link ready 0"}[button])


def test_the_filled_button_sends_both_keys(open_notebook: OpenNotebook) -> None:
    page = open_notebook([PRACTICE, f"{KEYS}\nasking = LoginWidget(save=False)\nasking", "print(*keys.values())"])
    for number in range(3):
        page.run_cell(number)
    page.wait_finished(2)
    key, secret = page.output(2).inner_text().split()
    asking = card_in(page, 1)
    asking.get_by_label("API Key", exact=True).fill(key)
    asking.get_by_label("API Key Secret").fill(secret)
    asking.get_by_role("button", name="Continue").click()
    expect(asking.get_by_label("PIN")).to_be_visible()


@pytest.mark.deep
def test_what_is_being_typed_stays_when_the_kernel_answers(open_notebook: OpenNotebook) -> None:
    later = "import threading\nfrom pathlib import Path\n\ndef answer():\n    while not Path('typed').exists():\n"
    later += f"        threading.Event().wait(0.05)\n    asking._form._key.value = {CANARIES[0]!r}\n\n"
    show = f"{KEYS}\nasking = LoginWidget(save=False)\nthreading.Thread(target=answer).start()\nasking"
    page = open_notebook([PRACTICE, later + show])
    for number in range(2):
        page.run_cell(number)
    asking = card_in(page, 1)
    key, secret = (asking.get_by_label(label, exact=True) for label in ("API Key", "API Key Secret"))
    secret.fill(CANARIES[1])
    (page.path.parent / "typed").touch()
    expect(key).to_have_attribute("placeholder", "received")
    expect(asking.locator(".xauth-nb-focus").get_by_label("API Key Secret")).to_be_visible()  # it has changed as well
    assert secret.input_value() == CANARIES[1]
    secret.press("Enter")
    expect(asking).to_contain_text("does not accept the API key")


@pytest.mark.deep
def test_a_second_pin_stays_in_its_box_until_the_first_is_answered(open_notebook: OpenNotebook) -> None:
    show = "card = LoginWidget(save=False)\nlink = card.authorize_url\ncard"
    pins = "print(os.getpid(), 'pin', practice.approve(link))"
    page = open_notebook([f"{PRACTICE}\nimport os", show, pins])
    for number in range(3):
        page.run_cell(number)
    page.wait_output(2, "pin")
    process, _, pin = page.output(2).inner_text().split()
    card = card_in(page, 1)
    box = card.get_by_label("PIN")
    os.kill(int(process), signal.SIGSTOP)  # a kernel that is busy and, unlike one with a cell, surely does not answer
    try:
        for text in ("no PIN", pin):
            box.fill(text)
            box.press("Enter")
        assert box.input_value() == pin
    finally:
        os.kill(int(process), signal.SIGCONT)
    expect(card).to_contain_text("not a PIN")
    expect(box).to_be_enabled()
    assert box.input_value() == pin
    box.press("Enter")
    expect(card).to_contain_text("Signed in as @ada")
