"""How the card looks: HTML fragments around one style sheet and one script. Escapes everything from outside.

The colours are those of :mod:`xauth_nb.style.palette`, by the same variables in the same order. All selectors start
with the card's class, because a style element in a widget applies to the whole page.
"""

from __future__ import annotations

import itertools
from html import escape
from importlib.resources import files
from typing import NamedTuple

from xauth_nb.style.frame import TEXT_ONLY, disc
from xauth_nb.style.palette import EDGE, FONT, HAIRLINE, SMALL, SURFACE

__all__ = [
    "CARD_CLASS",
    "DENIED",
    "MODULE",
    "MODULE_CSS",
    "STYLE",
    "Person",
    "heading",
    "keys",
    "message",
    "person",
    "steps",
    "still",
]

CARD_CLASS = "xauth-nb-card"


def _part(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


STYLE = f'<style onload="{escape(_part("card.js"))}">{_part("card.css")}</style>'
"""The colours; and the script, which browsers run when the style takes effect (a ``<script>`` in a widget never runs).

It keeps what is typed in the page until it is sent, and sends it without leaving it in the widget's saved state. Where
a page forbids it, the boxes are plain ones of ipywidgets, and the kernel empties them.
"""

MODULE = f"function wire() {{\n{_part('card.js')}}}\n{_part('module.js')}"
"""The card where no ipywidgets draw it: an ES module as anywidget takes it, around the same script."""

MODULE_CSS = _part("module.css") + _part("card.css")
"""Its style sheet."""

DENIED = '<span class="xauth-nb-quiet">Pressed Cancel there?</span>'
"""Said before the button that makes a new link: X tells nobody of Cancel where it shows a PIN."""

_CONSOLE = "https://console.x.com"
_numbers = itertools.count(1)


def keys(then: str, how_to_keep: str, *, practice: bool) -> str:
    """Draw where an app's keys are found and what becomes of them.

    Parameters
    ----------
    then : str
        What becomes of them, without a full stop.
    how_to_keep : str
        How a hosted notebook keeps them; empty where this is none.
    practice : bool

    Returns
    -------
    str
        HTML.
    """
    console = f'<a href="{_CONSOLE}" target="_blank" rel="noopener noreferrer">X\'s console ↗</a>'
    path = f"{console} → your app → Keys and tokens → Consumer Keys."
    where = (
        f"Practice: paste the keys of the sandbox, which its <code>client</code> has. Those of X are in {path}"
        if practice
        else f"Paste your app's keys: {path}"
    )
    # Said by the script alone: without it a kernel that has stopped could not empty the boxes.
    promise = '<span class="xauth-nb-promise"> They never enter the notebook file.</span>'
    kept = f'<div class="xauth-nb-step">{escape(how_to_keep)}</div>' if how_to_keep else ""
    return f'<div class="xauth-nb-step">{where} {escape(then)}.{promise}</div>{kept}'


class Person(NamedTuple):
    """Who is signed in, in X's words, short remarks such as the access level, counts, and other accounts."""

    screen_name: str
    name: str
    facts: tuple[str, ...]
    counts: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


def heading(text: str, *, practice: bool, way_out: str = "", can_cancel: bool = False, is_for_all: bool = False) -> str:
    """Draw the title, and where this is not X, the badge that says so and how to come to X; and who else will act so.

    Parameters
    ----------
    text : str
    practice : bool
    way_out : str, optional
        The call that ends practice.
    can_cancel : bool, optional
        Whether something is under way that *Cancel* ends first.
    is_for_all : bool, optional
        Whether the sign-in is kept for whoever opens this page.

    Returns
    -------
    str
        HTML.
    """
    badge = '<span class="xauth-nb-badge">practice – not X</span>' if practice else ""
    line = ""
    if way_out:
        first = "cancel, run" if can_cancel else "run"
        line = _quiet(f"For X itself: {first} <code>{escape(way_out)}</code>, then <code>login()</code>.")
    if is_for_all:
        line += _quiet(
            "For every visitor: this sign-in is kept, and whoever opens this page next acts as that account."
        )
    return f'<div class="xauth-nb-heading" role="heading" aria-level="3"><b>{escape(text)}</b>{badge}</div>{line}'


def _quiet(html: str) -> str:
    return f'<div class="xauth-nb-quiet" style="margin-top:4px">{html}</div>'


def steps(url: str, *, practice: bool, by_pin: bool) -> str:
    """Draw the two steps of a sign-in: the link to the authorize page, and what to bring back.

    Parameters
    ----------
    url : str
        Made by :class:`~xauth_nb.Endpoints`, so its scheme is known to be http(s).
    practice : bool
    by_pin : bool
        Whether X shows a PIN; otherwise it redirects to the callback.

    Returns
    -------
    str
        HTML.
    """
    name = "the practice page" if practice else "X"
    back = (
        "2. Paste the PIN that it shows, and press Enter."
        if by_pin
        else "2. This card then completes by itself. If it does not, paste the address of the page that you land on."
    )
    return (
        '<div class="xauth-nb-step">1. Open the page in a new tab and press <b>Authorize app</b>.</div>'
        f'<a class="xauth-nb-go" href="{escape(url)}" target="_blank" rel="noopener noreferrer">Open {name} ↗</a>'
        f'<div class="xauth-nb-step">{back}</div>'
    )


def message(text: str, next_step: str = "", *, is_error: bool = False) -> str:
    """Draw what happened and what to do next; a screen reader says it aloud when it changes.

    Each has a number of its own, so that a page sees that the kernel has answered, also with the same words.

    Returns
    -------
    str
        HTML, an empty live region where there is no text.
    """
    inner = ""
    if text:
        then = f'<div class="next">{_lines(next_step)}</div>' if next_step else ""
        inner = f'<div class="xauth-nb-message{" bad" if is_error else ""}">{_lines(text)}{then}</div>'
    return f'<div role="status" aria-live="polite" data-number="{next(_numbers)}">{inner}</div>'


def person(who: Person | None) -> str:
    """Draw who is signed in.

    Returns
    -------
    str
        HTML.
    """
    if who is None:
        return ""
    line, name = _signed_in_as(who), who.name
    full = f' <span class="xauth-nb-quiet">{escape(name)}</span>' if name else ""
    counts = _in_line(who.counts)
    return (
        f'<div class="xauth-nb-person">{disc(name or who.screen_name, who.screen_name, size=40)}'
        f"<span><b>{escape(line)}</b>{full}<br>"
        + (f"{counts}<br>" if counts else "")
        + f'<span class="xauth-nb-quiet">{_in_line(who.facts)}</span></span></div>'
        + _others(who.others)
    )


def _in_line(remarks: tuple[str, ...]) -> str:
    return " · ".join(f'<span class="xauth-nb-whole">{escape(each)}</span>' for each in remarks)


def _others(names: tuple[str, ...]) -> str:
    if not names:
        return ""
    kept = f'Also kept here: {", ".join(names)}. login("{names[0]}") takes that one.'
    return f'<div class="xauth-nb-step">{escape(kept)}</div>'


_STILL = {
    "signed out": "Signed out of X.",
    "cancelled": "This sign-in to X was cancelled.",
    "closed": "This sign-in to X was given up.",
}


def still(who: Person | None, status: str, expect: str) -> str:
    """Draw what is seen where the widget is not; inline styles only, because some places strip the others.

    Another person on the same notebook sees it, and whoever opens the file later. So it tells what has happened, and
    asks nobody to press anything.

    Parameters
    ----------
    who : Person or None
        Nobody, while the card is open.
    status : str
        As in :class:`~xauth_nb.notebook.card.Card`.
    expect : str
        The only account that may sign in, if one was named.

    Returns
    -------
    str
        HTML.
    """
    name = f" as @{expect}" if expect else ""
    begun = (
        f"A sign-in to X{name} was begun here. Whoever runs this cell sees its card where widgets run; "
        'login(ui="prompt") asks without it.'
    )
    text = f"{_signed_in_as(who)} · {' · '.join(who.facts)}" if who else _STILL.get(status, begun)
    return (
        f'<div {TEXT_ONLY} style="display:inline-block;padding:6px 16px;border:1px solid {HAIRLINE};{EDGE};'
        f'border-radius:12px;{SURFACE};{FONT};{SMALL}">{escape(text)}</div>'
    )


def _signed_in_as(who: Person) -> str:
    return f"Signed in as @{who.screen_name}" if who.screen_name else "Signed in"


def _lines(text: str) -> str:
    return "<br>".join(escape(line) for line in text.splitlines())
