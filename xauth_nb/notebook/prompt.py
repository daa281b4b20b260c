"""Ask without widgets: in a terminal, or under a card that cannot be waited for. Nothing typed here is echoed."""

from __future__ import annotations

import contextlib
import getpass
import sys
import webbrowser
from typing import TYPE_CHECKING

from xauth_nb.credentials import ClientCredentials
from xauth_nb.errors import LoginRequired, UsageError, XAuthError

if TYPE_CHECKING:
    from xauth_nb.notebook.card import Card
    from xauth_nb.notebook.signin import SignIn
    from xauth_nb.session import XSession

__all__ = ["ask_in_terminal", "ask_under_card"]


def ask_in_terminal(sign_in: SignIn) -> XSession:
    """Print the link, open it where a browser is, ask for the PIN, and for the app's keys if they are not known.

    Parameters
    ----------
    sign_in : SignIn

    Returns
    -------
    XSession

    Raises
    ------
    LoginRequired
        If the input ends (Ctrl-D).
    LoginError, TransportError
        If X refuses. An answer that cannot be one is asked for again.
    """
    if sign_in.note:
        _say(sign_in.note)
    if sign_in.client is None:
        _say("Paste your app's keys (X's console → your app → Keys and tokens → Consumer Keys). They are not shown.")
        sign_in.client = ClientCredentials(_ask("API Key: "), _ask("API Key Secret: "))
    url = sign_in.begin()
    practice = " (practice: a sandbox, not X)" if sign_in.endpoints.is_practice else ""
    _say(f"Open this address{practice}, press Authorize app, and bring back the PIN:\n\n  {url}\n")
    _open_browser(url)
    try:
        while True:
            try:
                session = sign_in.finish(_ask("PIN: "))
            except UsageError as error:
                _say(str(error))
            else:
                break
    finally:
        sign_in.stop()
    _say(f"Signed in as @{session.screen_name}." if session.screen_name else "Signed in.")
    if sign_in.note:
        _say(sign_in.note)
    return session


def ask_under_card(card: Card) -> XSession:
    """Ask for the PIN by the kernel's own input line: the way out where a cell cannot wait for its card.

    Parameters
    ----------
    card : Card
        Shows the link, and what went wrong.

    Returns
    -------
    XSession

    Raises
    ------
    LoginRequired
        If the input ends, or the card shows no link.
    """
    while card.authorize_url:
        try:
            return card.submit(_ask("PIN: "))
        except XAuthError as error:
            _say(str(error))
    return card.session


def _ask(label: str) -> str:
    try:
        return getpass.getpass(label)
    except EOFError:
        raise LoginRequired(
            "The input ended before the sign-in was finished.", remedy="Run login() again when you have the PIN."
        ) from None


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)  # noqa: T201 - a prompt talks to a person, and leaves stdout to programs


def _open_browser(url: str) -> None:
    with contextlib.suppress(webbrowser.Error):  # the address is printed as well
        webbrowser.open(url)
