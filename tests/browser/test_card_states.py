"""The table of states, walked by hand: what a person sees of each state, what is filled, and where the keyboard is.

Each state leaves its pictures in ``tests/artefacts``: light, dark, and in a narrow window.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from card_walks import KEYS, ROWS, WALKS
from jupyter_browser import ARTEFACTS, LAB_FIRST, VIEWPORT, until

if TYPE_CHECKING:
    from conftest import OpenNotebook
    from jupyter_browser import NotebookPage

    from xauth_nb import Sandbox

pytestmark = [pytest.mark.browser, pytest.mark.deep]

SETUP = """
import os, tempfile
os.environ |= {{"XAUTH_NB_HOME": tempfile.mkdtemp(), "XAUTH_NB_ENDPOINT": "{url}"}}
from xauth_nb import ClientCredentials, LoginWidget
card = LoginWidget({options})
card
"""
SEEN = """card => {
    const seen = (part) => part.offsetParent !== null;
    const said = (part) => part.innerText.trim();
    const name = (input) => said(input.closest('.widget-text, .widget-password').querySelector('.widget-label'));
    const buttons = [...card.querySelectorAll('button')].filter(seen);
    const accent = (part) => getComputedStyle(part).backgroundColor === 'rgb(27, 106, 194)';
    const at = document.activeElement;
    const focus = !card.contains(at) ? '' : at.matches('input') ? name(at) : at.matches('a') ? 'link' : said(at);
    return {
        words: said(card).replace(/\\s+/g, ' '),
        boxes: [...card.querySelectorAll('input')].filter(seen).map(name),
        typed: [...card.querySelectorAll('input')].map((input) => input.value).join(''),
        filled: buttons.filter((each) => each.classList.contains('mod-primary')).map(said),
        others: buttons.filter((each) => !each.classList.contains('mod-primary')).map(said),
        accents: [...buttons, ...card.querySelectorAll('a.xauth-nb-go')].filter(accent).map(said),
        wide: card.scrollWidth > card.clientWidth + 1,
        focus, ring: focus && getComputedStyle(at).outlineStyle,
    };
}"""
STILL = """() => new Promise((resolve) => {
    let quiet;
    const over = () => { observer.disconnect(); resolve(); };
    const again = () => { clearTimeout(quiet); quiet = setTimeout(over, 300); };
    const observer = new MutationObserver(again);
    observer.observe(document.body, {subtree: true, childList: true});
    again();
    setTimeout(over, 10000);
})"""  # a hand is slower than a page that is drawn anew, as JupyterLab's is for another theme or width
LOOKS = {"light": ("light", 1200), "narrow": ("light", 480), "dark": ("dark", 1200)}


class Hand:
    """Does in a page what ``Reader`` of the other test does in Python."""

    def __init__(self, page: NotebookPage, sandbox: Sandbox, keyboard: bool) -> None:
        self.page, self.sandbox, self.keyboard, self.pins = page, sandbox, keyboard, {}
        self.card = page.output(0).locator(".xauth-nb-card").last

    def look(self) -> dict[str, Any]:
        return self.card.evaluate(SEEN)

    def pin(self, name: str) -> str:
        link = self.card.get_by_role("link", name="Open the practice page").get_attribute("href")
        if link not in self.pins:
            self.pins[link] = self.sandbox.approve(link, as_user=name)
        return self.pins[link]

    def do(self, event: str) -> None:
        name, _, text = event.partition(": ")
        self.page.page.evaluate(STILL)
        if name == "press":
            button = self.card.get_by_role("button", name=text, exact=True)
            button.press("Enter") if self.keyboard else button.click()
        elif name in ("PIN", *KEYS):
            box = self.card.get_by_label(name, exact=True)
            box.fill(self._typed(name, text))
            box.press("Enter")
        elif name == "X fails":
            self.sandbox.fail(next=int(text), status=503)
        else:
            self.page.run_cell({"sign out elsewhere": 1, "close": 2}[name])

    def _typed(self, box: str, what: str) -> str:
        if box != "PIN":
            right = dict(zip(KEYS, (self.sandbox.client.key, self.sandbox.client.secret), strict=True))[box]
            return {"right": right, "wrong": "wrong", "unusable": "two words"}[what]
        link = self.card.get_by_role("link", name="Open the practice page").get_attribute("href")
        return {
            "right": lambda: self.pin("ada"),
            "of grace": lambda: self.pin("grace"),
            "wrong": lambda: self.pin("ada") and "0000000",
            "none": lambda: "hello",
            "denied": lambda: "?denied=" + link.partition("oauth_token=")[2],
            "of another link": lambda: "?oauth_token=another&oauth_verifier=1234567",
        }[what]()


def faults_of(seen: dict[str, Any], event: str, state: str, there: str, gone: str, *, keyboard: bool) -> list[str]:
    """Say what is not as the table has it; where the keyboard is after a click is the page's affair."""
    boxes, filled, others, focus = ROWS[state]
    wrong = [name for name, want in (("boxes", [*boxes]), ("others", others)) if seen[name] != want]
    wrong += ["filled"] if seen["filled"] != ([filled] if filled else []) else []
    wrong += ["one accent"] if len(seen["accents"]) != bool(filled) else []
    wrong += ["words"] if there not in seen["words"] or (gone and gone in seen["words"]) else []
    wrong += ["typed text stays"] if seen["typed"] else []
    wrong += ["wider than itself"] if seen["wide"] else []
    if focus and (keyboard or not event.startswith("press")) and event.startswith(("press", "PIN", "API")):
        stays = event.removeprefix("press: ")  # a button that is still there
        wrong += ["focus"] if seen["focus"] not in (focus, stays) else []
        wrong += ["ring"] if seen["ring"] != "solid" else []
    return wrong


pictured: set[tuple[str, str, str]] = set()


def take_pictures(page: NotebookPage, card, name: str) -> None:
    ARTEFACTS.mkdir(exist_ok=True)
    for look, (theme, width) in LOOKS.items():
        page.page.set_viewport_size({**VIEWPORT, "width": width})
        page.page.emulate_media(color_scheme=theme)
        is_light = str(theme == "light").lower()
        page.page.locator(f"body[data-jp-theme-light={is_light}]").wait_for(state="attached")
        page.page.locator("#jupyterlab-splash").wait_for(state="detached")
        card.screenshot(path=ARTEFACTS / f"state-{name}-{look}.png")
    page.page.set_viewport_size(VIEWPORT)
    page.page.emulate_media(color_scheme="light")


@pytest.mark.parametrize("front", LAB_FIRST)
@pytest.mark.parametrize(("name", "options", "steps"), WALKS, ids=[walk[0] for walk in WALKS])
def test_the_table_is_walked_by_hand(open_notebook: OpenNotebook, x_sandbox, front, name, options, steps) -> None:
    own = {each: value for each, value in options.items() if each != "client"}
    if "client" in options:
        given = f"client=ClientCredentials({x_sandbox.client.key!r}, {x_sandbox.client.secret!r}), "
    else:
        given = ""
    setup = SETUP.format(url=x_sandbox.base_url, options=given + ", ".join(f"{k}={v!r}" for k, v in own.items()))
    page = open_notebook([setup, "card.session.logout()", "card.close()", "None"], front=front)
    for each in (0, 3):  # when the second is done, all that the first one sent has come
        page.run_cell(each)
        page.wait_finished(each)
    if page.page.locator("#jp-left-stack").is_visible():
        page.page.keyboard.press("Control+b")  # the side bar of JupyterLab would take most of a narrow window
    hand = Hand(page, x_sandbox, keyboard=front == "lab")
    for number, (event, state, there, gone) in enumerate(steps):
        if event:
            hand.do(event)
        if state == "closed":
            until(lambda: hand.card.count() == 0, "the card to go")
            return
        seen: dict[str, Any] = {}

        def is_so(event=event, state=state, there=there, gone=gone, seen=seen) -> bool:
            seen.update(hand.look())
            return not faults_of(seen, event, state, there, gone, keyboard=hand.keyboard)

        try:
            until(is_so, f"{state!r} after {event!r}", patience=10)
        except AssertionError as error:
            faults = faults_of(seen, event, state, there, gone, keyboard=hand.keyboard)
            raise AssertionError(f"{error}: {faults} in {seen}") from None
        if (front, state, there) not in pictured:
            pictured.add((front, state, there))
            take_pictures(page, hand.card, f"{front}-{state} {name} {number}".replace(" ", "_").replace(",", ""))
