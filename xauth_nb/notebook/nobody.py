"""Words for the places in which nobody can be asked to sign in: what is known of them, and what leads on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xauth_nb.errors import LoginRequired
from xauth_nb.signin.reasons import NOBODY_YET

if TYPE_CHECKING:
    from xauth_nb.notebook.host import Host
    from xauth_nb.signin.reasons import Reason

__all__ = ["nobody_to_ask", "not_a_notebook"]

_WHY = {
    "unattended notebook": "no cell here can ask: the run is unattended, or its front end takes no typed answers.",
    "unattended": "this program has no terminal to ask at.",
    "child of a kernel": "nobody can type here: a notebook's cell started this program, and keeps its keyboard.",
    "marimo": "a cell of marimo cannot wait for its card, so login() asks nobody here.",
}
_THEN = {
    "unattended notebook": "If a person is here, LoginWidget() in a cell of its own draws the card, login(ui='widget') "
    "waits for it, and login(ui='prompt') asks where input() does.",
    "unattended": "If a person does answer here, login(ui='prompt') asks for the PIN; in a notebook, LoginWidget() "
    "draws a card.",
    "child of a kernel": "Call login() in the cell itself: what it keeps is found by this program too.",
    "app server": "The account that is given or kept acts for every visitor.",
    "marimo": "Two cells do it: the first is `card = LoginWidget(); card`, the second "
    "`mo.stop(not card.is_signed_in); x = card.session`, which runs by itself after the sign-in.",
}


def nobody_to_ask(host: Host, reason: Reason | None) -> LoginRequired:
    """Make the error of a place in which nobody can be asked.

    Parameters
    ----------
    host : Host
    reason : Reason or None
        Why a sign-in that is kept could not be used.
    """
    why = _WHY.get(host.kind, f"nobody can be asked here: this code was called by {host.name}, not by a person.")
    return (reason or NOBODY_YET).unattended(why, _THEN.get(host.kind, ""))


def not_a_notebook(host: Host) -> LoginRequired:
    """Make the error of a card that was asked for where no notebook could show it."""
    return LoginRequired(
        f"Nobody has signed in yet, and there is no notebook that could show the card: this is {host.name}.",
        remedy="login(ui='prompt') asks in a terminal. Or call login() in a notebook.",
    )
