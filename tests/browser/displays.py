"""One of each thing that we show as HTML, with everything that can stand in it, made at a sandbox."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import ipywidgets

from xauth_nb import LoginWidget, accounts
from xauth_nb.costs.prices import Charge
from xauth_nb.doctor.report import Check, Report
from xauth_nb.errors import LoginRequired
from xauth_nb.oauth.store import TokenStore
from xauth_nb.session import XSession
from xauth_nb.tweets import Tweet, parse_tweets
from xauth_nb.tweets.records import PublicMetrics

if TYPE_CHECKING:
    from xauth_nb import Sandbox

__all__ = ["displays", "drawn"]

PAGE = Path(__file__).resolve().parents[1] / "tweets" / "pages" / "timeline.json"
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8cfc000000301010018dd8db0"
    "0000000049454e44ae426082"
)
CHECKS = Report(
    (
        Check("python", "ok", "Python 3.12.4, in /home/ada/notebooks/.venv"),
        Check("app keys", "warn", "The key in the environment and the one that is kept differ.", "Unset X_API_KEY."),
        Check("clock", "fail", "This machine's clock is 7 minutes behind X's.", "Set it; X refuses signatures then."),
        Check("posting", "skipped", "Nobody has signed in, so this could not be tried."),
    )
)


def displays(sandbox: Sandbox) -> dict[str, str]:
    """HTML by name. Nobody may be signed in yet."""
    card = _cards(sandbox)
    with XSession(sandbox.client, sandbox.sign_in("ada"), endpoints=sandbox.endpoints) as x:
        return {**_shown(x, sandbox), "card": card}


def _shown(x: XSession, sandbox: Sandbox) -> dict[str, str]:
    tweets = parse_tweets(PAGE.read_bytes())
    grace = x.timeline("@grace", limit=3)
    edited = Tweet(
        id="2",
        text="Cash: $1.40 to $1.95, and \\(x^2\\). See https://example.org, @ada, #data, $AAPL vs $TSLA.",
        created_at=tweets[0].created_at,
        edit_history_tweet_ids=("1", "2"),
        public_metrics=PublicMetrics(like_count=1200, reply_count=1),
    ).with_author(x.me())
    x.get_user("@grace")
    x.get_user("@grace")
    x.post_tweet("The third night of transits: a dip of 1.4 % at 02:17, as it was predicted.", key="night-3")
    x.costs.doubt("a key", Charge("post", 1))
    draft = x.compose("A plot: https://example.org $AAPL $TSLA", media=PIXEL)
    polled = x.compose("Which one?", poll=["This one", "That one"])
    wrong = x.compose("")
    TokenStore().save(sandbox.client, sandbox.sign_in("ada"), endpoints=sandbox.endpoints)
    error = LoginRequired("Nobody is here to sign in.", remedy="Sign in once where somebody is, or give a token.")
    return {
        "tweet": edited._repr_html_(),
        "tweets": tweets._repr_html_(),
        "table": tweets.show(table=True)._repr_html_(),
        "thread": grace.show(thread=True)._repr_html_(),
        "user": x.me()._repr_html_(),
        "users": tweets.users._repr_html_(),
        "draft": draft._repr_html_() + polled._repr_html_() + wrong._repr_html_(),
        "thread draft": x.compose_thread(["First", "Second"])._repr_html_(),
        "doctor": CHECKS._repr_html_(),
        "costs": x.costs._repr_html_(),
        "ledger": x.ledger._repr_html_(),
        "limits": x.limits._repr_html_(),
        "accounts": accounts()._repr_html_(),
        "error": error._repr_html_() + _traceback(error),
    }


def _traceback(error: LoginRequired) -> str:
    from nbconvert.filters import ansi2html  # half a second: here, and not in each worker that collects

    inner = ansi2html("\n".join(error._render_traceback_()))
    return f'<div class="traceback"><pre>{inner}</pre></div>'


def _cards(sandbox: Sandbox) -> str:
    """The card: asking for keys, with a link, after a wrong PIN, signed in; and what is seen without widgets."""
    keys = LoginWidget(endpoints=sandbox.endpoints, save=False)
    link, wrong, done = (LoginWidget(client=sandbox.client, endpoints=sandbox.endpoints, save=False) for _ in range(3))
    boxes = _inside(wrong, ipywidgets.Text)
    boxes[0].value = "0000000"
    done.submit(sandbox.approve(done.authorize_url))
    cards = "".join(map(drawn, (keys, link, wrong, done)))
    return cards + done._repr_mimebundle_()["text/html"]


def _inside(widget: ipywidgets.Widget, kind: type) -> list[ipywidgets.Widget]:
    found = [widget] if isinstance(widget, kind) else []
    return found + [each for child in getattr(widget, "children", ()) for each in _inside(child, kind)]


def drawn(card: ipywidgets.Widget) -> str:
    """A widget as a front end draws it: the elements and classes of ipywidgets' views. Scripts are left out."""
    return f'<div class="cell-output-ipywidget-background">{_drawn(card)}</div>'


def _drawn(widget: ipywidgets.Widget) -> str:
    classes = " ".join(widget._dom_classes)
    if isinstance(widget, ipywidgets.Box):
        kind = "widget-vbox" if isinstance(widget, ipywidgets.VBox) else "widget-hbox"
        return f'<div class="{kind} {classes}">{"".join(map(_drawn, widget.children))}</div>'
    if isinstance(widget, ipywidgets.HTML):
        inner = re.sub(r'<style onload="[^"]*">', "<style>", widget.value)
        return f'<div class="widget-html {classes}"><div class="widget-html-content">{inner}</div></div>'
    if isinstance(widget, ipywidgets.Button):
        style = f"mod-{widget.button_style}" if widget.button_style else ""
        return f'<button class="jupyter-button {style} {classes}">{escape(widget.description)}</button>'
    assert isinstance(widget, ipywidgets.Text), widget
    return (
        f'<div class="widget-text {classes}"><label class="widget-label">{escape(widget.description)}</label>'
        f'<input placeholder="{escape(widget.placeholder)}"></div>'
    )
