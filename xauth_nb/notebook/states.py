"""What the card shows and offers in each of its states: one table, and which state an error leads to. Draws nothing.

A button does what it says in every state that offers it, and what a state does not offer cannot be pressed. One button
is filled: the one that leads on. Where the keyboard was in the card before a change, it goes on at ``focus``.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from xauth_nb.errors import RequestTokenDeniedError, XAuthError

__all__ = ["OVER", "STATES", "TODO", "State", "after"]

Body = Literal["keys", "link", "words", "person"]


class State(NamedTuple):
    """One row.

    Attributes
    ----------
    status : str
        What the card's ``status`` says of it.
    body : str
        What stands between heading and words: the boxes for keys, link and box, nothing, or who is signed in.
    filled : str
        The filled button, as :class:`~xauth_nb.notebook.form.Form` names it; empty for none.
    others : tuple of str
        Those beside it, in order.
    focus : str
        The part that the keyboard goes on with; empty where it is left alone.
    """

    status: str
    body: Body
    filled: str
    others: tuple[str, ...]
    focus: str


STATES = {
    "needs keys": State("needs keys", "keys", "go_on", ("cancel",), "key"),
    "needs secret": State("needs keys", "keys", "go_on", ("cancel",), "secret"),
    "asking": State("busy", "words", "", (), ""),
    "checking": State("busy", "link", "sign_in", ("again", "cancel"), ""),
    "link ready": State("link ready", "link", "sign_in", ("again", "cancel"), "link"),
    "answer refused": State("link ready", "link", "sign_in", ("again", "cancel"), "pin"),
    "keys refused": State("failed", "words", "other_keys", ("again",), "other_keys"),
    "failed": State("failed", "words", "again", (), "again"),
    "cancelled": State("cancelled", "words", "again", ("other_keys",), "again"),
    "signed in": State("signed in", "person", "", ("other_account", "sign_out"), ""),
    "signed out": State("signed out", "words", "again", ("other_keys",), "again"),
    "closed": State("closed", "words", "", (), ""),
}

OVER = ("signed in", "signed out", "cancelled", "closed")
"""The statuses in which there is nothing to wait for."""

TODO = {
    "busy": "Wait until the card has its answer, and finish the sign-in in it",
    "link ready": "Finish the sign-in in the card: open the link, paste the PIN, press Sign in",
    "needs keys": "Type the app's API Key and Secret into the card",
    "failed": "Press the filled button of the card and finish the sign-in",
    "cancelled": "Press Start again in the card and finish the sign-in",
    "signed out": "Press Start again in the card and sign in",
    "closed": "Run the cell that makes the card again and finish the sign-in in it",
}
"""What a person has to do, by status, before there is a session."""


def after(error: XAuthError, *, has_link: bool) -> str:
    """Say which state an error leads to.

    Parameters
    ----------
    error : XAuthError
        Of making a link, or of an answer to it.
    has_link : bool
        Whether the link is still good.
    """
    if has_link:
        return "answer refused"
    return "keys refused" if isinstance(error, RequestTokenDeniedError) and error.is_of_keys else "failed"
