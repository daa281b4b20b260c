"""Ask the person who is there, in the way that the front end allows, or show who is signed in."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING

from xauth_nb.errors import LoginRequired
from xauth_nb.notebook.host import CannotWaitError, can_ask, wait
from xauth_nb.notebook.nobody import nobody_to_ask, not_a_notebook
from xauth_nb.notebook.prompt import ask_in_terminal, ask_under_card, timed_out

if TYPE_CHECKING:
    from collections.abc import Callable

    from xauth_nb.notebook.card import Card
    from xauth_nb.notebook.host import Host
    from xauth_nb.session import XSession
    from xauth_nb.signin.sign_in import SignIn

__all__ = ["ask", "show_who"]

_APPEARS_WITHIN = 5.0  # seconds; a view was made within 0.5 s of the display in every front end that was tried
_open_cards: dict[tuple[object, ...], Card] = {}
"""Cards whose sign-in is not finished, so that running the cell again shows the same card and not a new link."""

_NOT_DRAWN = "This page has not drawn the sign-in card, so here is the same without it.\n"
_NOT_BY_PAGE = (
    "The cell was run by the server (as jupyter-server-nbmodel does) or by a console: then a page draws no widget.\n"
)
_NO_IPYWIDGETS = (
    "Most often the Jupyter server's environment lacks ipywidgets: pip install ipywidgets there, and reload the page.\n"
)
_CANNOT_WAIT = "A cell cannot wait for a card here, so it asks by its input line."


def show_who(sign_in: SignIn, host: Host, ui: str) -> None:
    """Show who is signed in, where somebody sees it: the card, or its picture. ``ui`` is as in ``login()``."""
    if host.can_draw and ui != "prompt":
        from IPython.display import display

        from xauth_nb.notebook.card import Card

        display(Card(sign_in))
    elif host.kind in ("unattended notebook", "marimo"):
        from xauth_nb.notebook.still import show_still

        show_still(sign_in)  # there is nothing to press, but somebody will read it


def ask(sign_in: SignIn, host: Host, ui: str, timeout: float | None) -> XSession:
    """Ask, wait, and give the session; ``ui``, ``timeout`` and the errors are as in :func:`xauth_nb.login`."""
    if host.kind in ("app server", "marimo") or (ui == "auto" and not host.has_person):
        raise nobody_to_ask(host, sign_in.reason)
    if ui == "prompt" or (ui == "auto" and not host.can_draw):
        return ask_in_terminal(sign_in, timeout=timeout)
    if not host.has_kernel:
        raise not_a_notebook(host)
    deadline = math.inf if timeout is None else time.monotonic() + timeout
    card = _draw(sign_in)
    if host.kind == "voila":
        then = "then reload this page." if sign_in.store else "but a reload forgets it again, with save=False."
        raise LoginRequired(
            "Nobody has signed in yet, and Voilà shows its page only after the last cell.",
            remedy=f"Finish the sign-in in the card, {then} A page that should go on by itself "
            "uses LoginWidget and its on_login.",
        )
    try:
        _wait(lambda: card.is_over or card.is_seen, min(deadline, time.monotonic() + _APPEARS_WITHIN))
        if not (card.is_over or card.is_seen) and time.monotonic() < deadline:
            if not can_ask():
                raise LoginRequired(
                    "Nobody has signed in yet: this page has not drawn the sign-in card, and lets no cell ask.",
                    remedy="Sign in with xauth-nb login in a terminal of this machine: it is found here. "
                    "Or open the notebook where Jupyter widgets are shown, and run this cell again.",
                )
            why = _NOT_DRAWN + (_NO_IPYWIDGETS if host.is_by_page else _NOT_BY_PAGE)
            return ask_under_card(card, deadline=deadline, timeout=timeout, why=why)
        is_done = _wait(lambda: card.is_over, deadline)
    except CannotWaitError:
        if not can_ask():
            raise LoginRequired(
                "Nobody has signed in yet, and a cell cannot wait for it here.",
                remedy="Finish the sign-in in the card, if this page shows it, then run this cell again. "
                "Or call login(ui='prompt') in a cell of its own.",
            ) from None
        return ask_under_card(card, deadline=deadline, timeout=timeout, why=_CANNOT_WAIT)
    if not is_done:
        raise timed_out(timeout)
    return card.session


def _wait(is_done: Callable[[], bool], deadline: float) -> bool:
    left = deadline - time.monotonic()
    return wait(is_done, timeout=None if math.isinf(left) else max(0.0, left))


def _draw(sign_in: SignIn) -> Card:
    """Show the card for this sign-in; the one that is open already, if there is one."""
    key = (sign_in.endpoints, sign_in.client, sign_in.callback, sign_in.access, sign_in.expect)
    for over in [known for known, card in _open_cards.items() if card.is_over]:
        del _open_cards[over]
    if key not in _open_cards:
        sign_in.warm()  # while the widgets load
    from IPython.display import display

    from xauth_nb.notebook.card import Card

    card = _open_cards.get(key) or Card(sign_in)
    _open_cards[key] = card
    display(card)
    return card
