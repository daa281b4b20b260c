"""Ask without widgets: in a terminal, or under a card that cannot be waited for. Nothing typed here is echoed."""

from __future__ import annotations

import contextlib
import getpass
import math
import queue
import sys
import time
import webbrowser
from typing import TYPE_CHECKING, TypeVar

from xauth_nb.credentials import ClientCredentials
from xauth_nb.errors import (
    CallbackMismatchError,
    LoginRequired,
    LoginTimeoutError,
    LoginUnavailableError,
    TransportError,
    UsageError,
    VerifierRejectedError,
    XAuthError,
)
from xauth_nb.notebook.terminal import has_browser, read_hidden

if TYPE_CHECKING:
    from collections.abc import Callable

    from xauth_nb.notebook.card import Card
    from xauth_nb.session import XSession
    from xauth_nb.signin.sign_in import SignIn

__all__ = ["ask_in_terminal", "ask_under_card"]

T = TypeVar("T")

_TRIES = 5
_WORTH_ANOTHER_TRY = (
    UsageError,
    CallbackMismatchError,
    VerifierRejectedError,
    LoginUnavailableError,
    TransportError,
)
_FOR_PIN = "PIN (not shown): "
_FOR_REDIRECT = "Waiting for the browser (press Enter if nothing moves). Or paste the address where it ended: "
_INPUT_ENDED = "The input ended before the sign-in was finished."


def ask_in_terminal(sign_in: SignIn, *, timeout: float | None = None) -> XSession:
    """Print the link, open it where a browser is, ask for the PIN, and for the app's keys if they are not known.

    An answer that does not do is asked for again, a few times; a link that is used up is replaced at once. In callback
    mode the browser's redirect is the answer, and whoever is on another machine pastes the address.

    Parameters
    ----------
    sign_in : SignIn
    timeout : float, optional
        Seconds for all of it; for ever where not given.

    Raises
    ------
    LoginRequired
        If the input ends (Ctrl-D).
    LoginTimeoutError
        If the time is over.
    LoginError, TransportError
        If X makes no link, if the person refused, or if no answer did.
    """
    deadline = math.inf if timeout is None else time.monotonic() + timeout
    redirects: queue.SimpleQueue[str] = queue.SimpleQueue()

    def ask(label: str) -> str:
        try:
            return read_hidden(label, deadline=deadline, elsewhere=redirects)
        except EOFError:
            raise LoginRequired(_INPUT_ENDED, remedy="Sign in again when you have the PIN.") from None
        except TimeoutError:
            raise LoginTimeoutError(
                f"Nobody finished the sign-in within {timeout:.0f} seconds.",
                remedy="Sign in again; login(timeout=None) waits for ever.",
            ) from None

    def renew_link() -> None:
        if not sign_in.authorize_url:
            _offer_link(sign_in, redirects)

    if sign_in.note:
        _say(sign_in.note)
    with contextlib.closing(sign_in):
        sign_in.warm()
        if sign_in.client is None:
            _say("Paste your app's keys: X's console → your app → Keys and tokens → Consumer Keys. They are not shown.")
            sign_in.client = _patiently(lambda: ClientCredentials(ask("API Key: "), ask("API Key Secret: ")))
        renew_link()
        label = _FOR_PIN if sign_in.is_by_pin else _FOR_REDIRECT
        session = _patiently(lambda: sign_in.finish(ask(label)), and_then=renew_link)
    _say(f"Signed in as @{session.screen_name}; {sign_in.kept}." if session.screen_name else "Signed in.")
    if sign_in.note:
        _say(sign_in.note)
    return session


def ask_under_card(card: Card) -> XSession:
    """Ask for the PIN by the kernel's own input line: the way out where a cell cannot wait for its card.

    Parameters
    ----------
    card : Card
        Shows the link, and what went wrong.

    Raises
    ------
    LoginRequired
        If the input ends, or the card shows no link.
    """
    while card.authorize_url:
        try:
            return card.submit(getpass.getpass("PIN: "))
        except EOFError:
            raise LoginRequired(_INPUT_ENDED, remedy="Run login() again when you have the PIN.") from None
        except XAuthError as error:
            _say(str(error))
    return card.session


def _patiently(attempt: Callable[[], T], *, and_then: Callable[[], object] = lambda: None) -> T:
    """Let the person try again after an answer that did not do, but not for ever."""
    tries = 1
    while True:
        try:
            return attempt()
        except _WORTH_ANOTHER_TRY as error:
            if tries == _TRIES:
                raise
            _say(f"{error}\n")
        tries += 1
        and_then()


def _offer_link(sign_in: SignIn, redirects: queue.SimpleQueue[str]) -> None:
    url = sign_in.begin(redirects.put)
    practice = " (practice: a sandbox, not X)" if sign_in.endpoints.is_practice else ""
    person = f" as @{sign_in.expect}" if sign_in.expect else ""
    then = ", and bring back the PIN" if sign_in.is_by_pin else ""
    _say(f"Open this address{practice}, press Authorize app{person}{then}:\n\n  {url}\n")
    if has_browser():
        with contextlib.suppress(webbrowser.Error):  # the address is printed as well
            webbrowser.open(url)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)  # noqa: T201 - a prompt talks to a person, and leaves stdout to programs
