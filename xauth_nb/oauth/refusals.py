"""Why X refused a leg of the sign-in, in words. Bodies of these answers are read for their code and never quoted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xauth_nb.errors import LoginError, LoginUnavailableError, RequestTokenDeniedError, VerifierRejectedError
from xauth_nb.wire import CLOCK_TOLERANCE, clock_offset, fault, read_problem, skewed_clock

if TYPE_CHECKING:
    from requests import Response

    from xauth_nb.endpoints import Endpoints
    from xauth_nb.wire import Problem

__all__ = ["refused_link", "refused_start"]

_KEYS = "X's console (console.x.com) → your app → Keys and tokens → Consumer Keys"
_CALLBACKS = "X's console (console.x.com) → your app → User authentication settings → Callback URI / Redirect URL"


def refused_start(response: Response, *, callback: str, endpoints: Endpoints) -> LoginError:
    """Explain why step 1 was refused.

    Parameters
    ----------
    response : requests.Response
        With a status other than 200.
    callback : str
        What was sent as ``oauth_callback``.
    endpoints : Endpoints

    Returns
    -------
    LoginError
        To be raised by the caller.
    """
    problem = read_problem(response)
    if problem.code == 415:
        message = f"The app does not allow the callback {callback}: X wants it registered to the letter."
        remedy = (
            f"Add exactly this address in {_CALLBACKS} (scheme, port and slash count; 127.0.0.1 is not localhost), or "
            "leave callback= out (and XAUTH_NB_CALLBACK unset) and use a PIN. "
            "X also says this where user authentication was never set up."
        )
    elif problem.code == 417:
        message = "The app has no callback registered, so X accepts only a PIN sign-in."
        remedy = f"Register an address in {_CALLBACKS}, or leave callback= out and use a PIN."
    else:
        return _refused(response, problem, endpoints)
    return RequestTokenDeniedError(message, remedy=remedy, status=problem.status, code=problem.code)


def refused_link(response: Response, *, endpoints: Endpoints) -> LoginError:
    """Explain why step 3 was refused.

    Parameters
    ----------
    response : requests.Response
        With a status other than 200.
    endpoints : Endpoints

    Returns
    -------
    LoginError
        To be raised by the caller: :class:`VerifierRejectedError` where the PIN or the link is the reason.
    """
    problem = read_problem(response)
    said = problem.detail.lower()
    if "oauth_verifier" in said:
        return VerifierRejectedError(
            "X does not accept this PIN: it was mistyped, used before, or belongs to another link.",
            remedy="Start again: open the new link and bring back its PIN. Each PIN works once.",
            status=problem.status,
        )
    if "request token" in said or "reverse auth" in said or "expired token" in said:
        return VerifierRejectedError(
            "X does not know this link any more: it was used already, or is older than about fifteen minutes.",
            remedy="Start again: open the new link and bring back its PIN.",
            status=problem.status,
            is_link_gone=True,
        )
    return _refused(response, problem, endpoints)


def _refused(response: Response, problem: Problem, endpoints: Endpoints) -> LoginError:
    """Explain the reasons that both steps share."""
    status, code = problem.status, problem.code
    if problem.is_page or status in (402, 404, 407):
        error = fault(response, problem)
        return LoginUnavailableError(error.message, remedy=error.remedy, status=status, code=code)
    offset = clock_offset(response)
    is_of_keys = False
    if status == 401 and (code == 135 or (offset is not None and abs(offset) > CLOCK_TOLERANCE)):
        if offset is None or abs(offset) <= CLOCK_TOLERANCE:
            message, remedy = (
                "X says that this machine's clock is wrong.",
                "Let the machine set its clock by itself (NTP).",
            )
        else:
            message, remedy = skewed_clock(offset)
    elif code == 416:
        message = "The app is suspended or invalid."
        remedy = "Look at the app in X's console and at the developer account's e-mail."
    elif code == 215:
        message = "X found no signature in the request: probably a proxy on the way removed the Authorization header."
        remedy = "Try another network, or ask who runs the proxy."
    elif status == 401:
        is_of_keys = True
        message = "X does not accept the API key and secret."
        remedy = (
            "The sandbox knows only the keys that it made itself: run sandbox.use() again and give no keys."
            if endpoints.is_practice
            else f"Copy API Key and API Key Secret again from {_KEYS}: whole, without spaces, and not the OAuth 2.0 "
            "Client ID and Secret. If in doubt, regenerate them there."
        )
    elif status == 429:
        return LoginUnavailableError(
            "Too many sign-ins were started in a short time, so X makes no new link now.",
            remedy="Wait a quarter of an hour, then try again.",
            status=status,
            code=code,
        )
    else:
        return LoginUnavailableError(
            f"Sign-in is not possible at the moment: the server answered with status {status}.",
            remedy="Nothing was lost. Try again in a moment.",
            status=status,
            code=code,
        )
    return RequestTokenDeniedError(message, remedy=remedy, status=status, code=code, is_of_keys=is_of_keys)
