"""Ask the person who is there, in the way that the front end allows, or show who is signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xauth_nb.errors import LoginRequired, LoginTimeoutError
from xauth_nb.notebook.host import CannotWaitError, can_ask, wait
from xauth_nb.notebook.prompt import ask_in_terminal, ask_under_card

if TYPE_CHECKING:
    from xauth_nb.notebook.card import Card
    from xauth_nb.notebook.host import Host
    from xauth_nb.session import XSession
    from xauth_nb.signin.sign_in import SignIn

__all__ = ["ask", "show_who"]

_open_cards: dict[tuple[object, ...], Card] = {}
"""Cards whose sign-in is not finished, so that running the cell again shows the same card and not a new link."""


def show_who(sign_in: SignIn, host: Host, ui: str) -> None:
    """Show who is signed in, where somebody sees it: the card, or its picture. ``ui`` is as in ``login()``."""
    if host.can_draw and ui != "prompt":
        from IPython.display import display

        from xauth_nb.notebook.card import Card

        display(Card(sign_in))
    elif host.kind == "unattended notebook":
        from xauth_nb.notebook.card import show_still

        show_still(sign_in)  # nobody can press anything, but somebody will read it


def ask(sign_in: SignIn, host: Host, ui: str, timeout: float | None) -> XSession:
    """Ask, wait, and give the session; ``ui``, ``timeout`` and the errors are as in :func:`xauth_nb.login`."""
    if ui == "prompt" or (ui == "auto" and not host.can_draw):
        return ask_in_terminal(sign_in, timeout=timeout)
    card = _draw(sign_in)
    if host.kind == "voila":
        raise LoginRequired(
            "Nobody has signed in yet, and Voilà shows its page only after the last cell.",
            remedy="Finish the sign-in in the card above, then reload this page. A page that should go on by itself "
            "uses LoginWidget and its on_login.",
        )
    try:
        is_done = wait(lambda: card.is_over, timeout=timeout)
    except CannotWaitError:
        if not can_ask():
            raise LoginRequired(
                "Nobody has signed in yet, and a cell cannot wait for it in this front end.",
                remedy="Finish the sign-in in the card above, then run this cell again.",
            ) from None
        return ask_under_card(card)
    if not is_done:
        raise LoginTimeoutError(
            f"Nobody finished the sign-in within {timeout:.0f} seconds.",
            remedy="The card above still works: finish it, then run this cell again. timeout=None waits for ever.",
        )
    return card.session


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
