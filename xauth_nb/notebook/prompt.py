"""Ask without widgets: in a terminal, or under a card that cannot be waited for. Nothing typed here is echoed."""

from __future__ import annotations

import contextlib
import math
import queue
import sys
import time
import webbrowser
from typing import TYPE_CHECKING, TextIO, TypeVar

from xauth_nb.credentials import ClientCredentials
from xauth_nb.credentials.secrecy import Secret, clean_errors
from xauth_nb.errors import (
    CallbackMismatchError,
    LoginRequired,
    LoginTimeoutError,
    LoginUnavailableError,
    TransportError,
    UsageError,
    VerifierRejectedError,
)
from xauth_nb.notebook.input_line import CannotAskError, ask_kernel
from xauth_nb.notebook.terminal import can_hide, has_browser, read_hidden, unechoed
from xauth_nb.oauth.answer import is_cut

if TYPE_CHECKING:
    from collections.abc import Callable

    from xauth_nb.notebook.card import Card
    from xauth_nb.session import XSession
    from xauth_nb.signin.sign_in import SignIn

__all__ = ["ask_in_terminal", "ask_under_card", "timed_out"]

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
_FOR_REST = "That address seems to go on. The rest of it (just Enter if that was all): "
_INPUT_ENDED = "The input ended before the sign-in was finished."
_RUN_AGAIN = "Run login() again when you have the PIN."
_ABOUT_KEYS = "Paste your app's keys: X's console → your app → Keys and tokens → Consumer Keys."
_NOT_SHOWN = " They are not shown."


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

    def ask(label: str) -> Secret:
        try:
            with clean_errors():
                return Secret(read_hidden(label, deadline=deadline, elsewhere=redirects))
        except EOFError:
            raise LoginRequired(_INPUT_ENDED, remedy="Sign in again when you have the PIN.") from None
        except TimeoutError:
            raise timed_out(timeout, remedy="Sign in again; login(timeout=None) waits for ever.") from None

    def renew_link() -> None:
        if not sign_in.authorize_url:
            _offer_link(sign_in, redirects)

    if sign_in.note:
        _say(sign_in.note)
    with contextlib.closing(sign_in), unechoed():
        sign_in.warm()
        if sign_in.client is None:
            _say(_ABOUT_KEYS + _NOT_SHOWN * can_hide())
            sign_in.client = _patiently(
                lambda: ClientCredentials(ask("API Key: ").plain(), ask("API Key Secret: ").plain())
            )
        renew_link()

        def finish() -> XSession:
            return sign_in.finish(_answer(ask, sign_in).plain())

        session = _patiently(finish, and_then=renew_link)
    _say(f"Signed in as @{session.screen_name}; {sign_in.kept}." if session.screen_name else "Signed in.")
    if sign_in.note:
        _say(sign_in.note)
    return session


def ask_under_card(card: Card, *, deadline: float, timeout: float | None, why: str) -> XSession:
    """Ask by the kernel's own input line for what the card asks for; whatever is answered first counts.

    Parameters
    ----------
    card : Card
        It goes on working, if it is seen after all.
    deadline : float
        As :func:`time.monotonic` counts.
    timeout : float or None
        Seconds that were allowed in all, to be told.
    why : str
        Said once, before the first question.

    Raises
    ------
    LoginRequired
        If the input ends, or the card is over or the cell ended, without a session.
    LoginTimeoutError
        If the time is over.
    LoginError, TransportError, UsageError
        What was wrong with the last answer, after five.
    """

    def ask(label: str) -> Secret:
        try:
            answer = ask_kernel(label, deadline=deadline, is_over=lambda: card.is_over)
        except CannotAskError:
            raise LoginRequired(
                "Nobody can be asked any more: the cell that asked has ended.", remedy=_RUN_AGAIN
            ) from None
        except EOFError:
            raise LoginRequired(_INPUT_ENDED, remedy=_RUN_AGAIN) from None
        except TimeoutError:
            raise timed_out(timeout) from None
        if answer is None:
            raise _IsOver
        return answer

    def attempt() -> XSession:
        if card.status == "needs keys":
            card.use_keys(ClientCredentials(ask("API Key: ").plain(), ask("API Key Secret: ").plain()))
        if not card.authorize_url:
            card.begin()
        if card.authorize_url not in shown:
            shown.append(card.authorize_url)
            _say(_invitation(card.sign_in), sys.stdout)
        return card.submit(_answer(ask, card.sign_in).plain())

    shown: list[str | None] = []
    _say(why, sys.stdout)  # not where notebooks show what went wrong
    if card.status == "needs keys":
        _say(_ABOUT_KEYS + _NOT_SHOWN, sys.stdout)
    with contextlib.suppress(_IsOver):
        return _patiently(attempt)
    return card.session


def _answer(ask: Callable[[str], Secret], sign_in: SignIn) -> Secret:
    """Ask for what X gave, to its end: an address that is pasted in several lines comes one line at a time."""
    answer = ask(_FOR_PIN if sign_in.is_by_pin else _FOR_REDIRECT)
    while is_cut(answer.plain()):
        rest = ask(_FOR_REST)
        if not rest.plain().strip():
            break
        answer = Secret(f"{answer.plain()}\n{rest.plain()}")
    return answer


class _IsOver(Exception):  # noqa: N818 - a signal
    """The card was finished, or given up, while the input line waited."""


def timed_out(timeout: float | None, *, remedy: str = "") -> LoginTimeoutError:
    """Make the error of a wait that was in vain."""
    again = "The card, where it is seen, still works: finish it, then run this cell again. timeout=None waits for ever."
    return LoginTimeoutError(f"Nobody finished the sign-in within {timeout:g} seconds.", remedy=remedy or again)


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
    _say(_invitation(sign_in))
    if has_browser():
        with contextlib.suppress(webbrowser.Error):  # the address is printed as well
            webbrowser.open(url)


def _invitation(sign_in: SignIn) -> str:
    practice = " (practice: a sandbox, not X)" if sign_in.endpoints.is_practice else ""
    person = f" as @{sign_in.expect}" if sign_in.expect else ""
    then = ", and bring back the PIN" if sign_in.is_by_pin else ""
    why = f"{sign_in.why_by_pin}\n" if sign_in.why_by_pin else ""
    return f"{why}Open this address{practice}, press Authorize app{person}{then}:\n\n  {sign_in.authorize_url}\n"


def _say(text: str, stream: TextIO | None = None) -> None:
    """Tell a person; on stderr where not said otherwise, because a prompt leaves stdout to programs."""
    print(text, file=stream or sys.stderr, flush=True)
