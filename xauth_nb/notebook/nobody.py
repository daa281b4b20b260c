"""Words for the places in which nobody can be asked to sign in: what is known of them, and what leads on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xauth_nb.errors import LoginRequired

if TYPE_CHECKING:
    from xauth_nb.notebook.host import Host

__all__ = ["nobody_to_ask", "not_a_notebook"]

_WITHOUT_ASKING = (
    "set X_API_KEY, X_API_SECRET, X_ACCESS_TOKEN and X_ACCESS_TOKEN_SECRET in the environment of this run, or sign in "
    "once where a person is (login() in JupyterLab, or the command xauth-nb login) as the same user: the sign-in that "
    "is kept there is found here."
)
_WHY = {
    "unattended notebook": "no cell here can ask: the run is unattended, or its front end takes no typed answers.",
    "unattended": "nobody is here who could type: this program has no terminal.",
    "child of a kernel": "nobody can type here: a notebook's cell started this program, and keeps its keyboard.",
    "marimo": "marimo shows no Jupyter widgets, so login() has no card to ask with.",
}
_THEN = {
    "unattended notebook": "If a person is here, LoginWidget() in a cell of its own draws the card, login(ui='widget') "
    "waits for it, and login(ui='prompt') asks where input() does. Otherwise ",
    "unattended": "If a person does answer here, login(ui='prompt') asks for the PIN; in a notebook, LoginWidget() "
    "draws a card. Otherwise ",
    "child of a kernel": "Call login() in the cell itself: what it keeps is found by this program too. Or ",
    "marimo": "Before it starts, ",
}


def nobody_to_ask(host: Host, note: str = "") -> LoginRequired:
    """Make the error of a place in which nobody can be asked.

    Parameters
    ----------
    host : Host
    note : str
        What is known of the sign-in already, such as that a kept one does not work any more.
    """
    why = _WHY.get(host.kind, f"nobody can be asked here: this code was called by {host.name}, not by a person.")
    remedy = f"{_THEN.get(host.kind, 'Before it starts, ')}{_WITHOUT_ASKING}"
    return LoginRequired(f"Nobody has signed in yet, and {why} {note}".strip(), remedy=remedy)


def not_a_notebook(host: Host) -> LoginRequired:
    """Make the error of a card that was asked for where no notebook could show it."""
    return LoginRequired(
        f"Nobody has signed in yet, and there is no notebook that could show the card: this is {host.name}.",
        remedy="login(ui='prompt') asks in a terminal. Or call login() in a notebook.",
    )
