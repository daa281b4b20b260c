"""Why X refused a leg of the sign-in, in words. Of such an answer X's own short reason is quoted, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xauth_nb.credentials.shapes import hint_for_keys
from xauth_nb.errors import LoginError, LoginUnavailableError, RequestTokenDeniedError, VerifierRejectedError
from xauth_nb.wire import CLOCK_TOLERANCE, clock_offset, fault, read_problem, skewed_clock

if TYPE_CHECKING:
    from requests import Response

    from xauth_nb.credentials import ClientCredentials
    from xauth_nb.endpoints import Endpoints
    from xauth_nb.wire import Problem

__all__ = ["refused_link", "refused_start"]

_LATER = "Nothing was lost. Try again in a moment."
_KEYS = "X's console (console.x.com) → your app → Keys and tokens → Consumer Keys"
_CALLBACKS = "X's console (console.x.com) → your app → User authentication settings → Callback URI / Redirect URL"


def refused_start(response: Response, *, callback: str, endpoints: Endpoints, client: ClientCredentials) -> LoginError:
    """Explain why step 1 was refused.

    Parameters
    ----------
    response : requests.Response
        With a status other than 200.
    callback : str
        What was sent as ``oauth_callback``.
    endpoints : Endpoints
    client : ClientCredentials
        What was signed with.

    Returns
    -------
    LoginError
        To be raised by the caller.
    """
    problem = read_problem(response)
    if problem.code == 415 and callback == "oob":
        message = (
            "The app does not take a sign-in by PIN yet. The likely cause: user authentication was never set up in "
            "it, or no callback address is saved there, which X wants even for a PIN."
        )
        remedy = (
            "In X's console (console.x.com) → your app → User authentication settings press Set up (or Edit): choose "
            "Read and write, enter a Callback URI, such as http://127.0.0.1:8976/callback, and a website, and save. "
            "Then start again."
        )
    elif problem.code == 415:
        message = f"The app does not allow the callback {callback}: X wants it registered to the letter."
        remedy = (
            f"Add exactly this address in {_CALLBACKS} (scheme, port and slash count; 127.0.0.1 is not localhost), or "
            "leave callback= out (and XAUTH_NB_CALLBACK unset) and use a PIN. "
            "X also says this where user authentication was never set up."
        )
    elif problem.code == 417:
        message = "The app has no callback registered, so X accepts only a PIN sign-in."
        remedy = (
            f"Register an address in {_CALLBACKS}, or leave callback= out (and XAUTH_NB_CALLBACK unset) and use a PIN."
        )
    else:
        return _refused(response, problem, endpoints, client)
    return RequestTokenDeniedError(message, remedy=remedy, status=problem.status, code=problem.code)


def refused_link(response: Response, *, endpoints: Endpoints, client: ClientCredentials) -> LoginError:
    """Explain why step 3 was refused.

    Parameters
    ----------
    response : requests.Response
        With a status other than 200.
    endpoints : Endpoints
    client : ClientCredentials
        What was signed with.

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
    return _refused(response, problem, endpoints, client)


def _refused(response: Response, problem: Problem, endpoints: Endpoints, client: ClientCredentials) -> LoginError:
    """Explain the reasons that both steps share: first what only a sign-in knows, then what the table of remedies says.

    A 5xx is X's own, and its remedy in the table is for those who post.
    """
    status, code = problem.status, problem.code
    if problem.is_page or status == 407:
        return _by_the_table(response, problem)
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
        hint = hint_for_keys(client.key, client.secret)
        message = " ".join(filter(None, ("X does not accept the API key and secret.", hint)))
        remedy = (
            "The sandbox knows only the keys that it made itself: run sandbox.use() again and give no keys."
            if endpoints.is_practice
            else f"Copy API Key and API Key Secret again from {_KEYS}: whole, without spaces, and not the OAuth 2.0 "
            "Client ID and Secret. If in doubt, regenerate them there."
        )
    elif status == 429:
        return LoginUnavailableError(
            "X goes on with no sign-in of this app for now: it was asked too often in a short time.",
            remedy="Wait a quarter of an hour, then try again.",
            status=status,
            code=code,
        )
    elif 300 <= status < 500:
        return _by_the_table(response, problem)
    else:
        return LoginUnavailableError(
            f"Sign-in is not possible at the moment: the server answered with status {status}.{_words_of(problem)}",
            remedy=_LATER,
            status=status,
            code=code,
        )
    return RequestTokenDeniedError(message, remedy=remedy, status=status, code=code, is_of_keys=is_of_keys)


def _by_the_table(response: Response, problem: Problem) -> LoginError:
    """Explain it as every other call would be explained, with X's own words."""
    error = fault(response, problem)
    is_refusal = problem.status in (400, 403) and not problem.is_page
    return (RequestTokenDeniedError if is_refusal else LoginUnavailableError)(
        f"{error.message}{'' if problem.is_page else _words_of(problem, error.message)}",
        remedy=_LATER if problem.status >= 500 else error.remedy,
        status=problem.status,
        code=problem.code,
    )


def _words_of(problem: Problem, said: str = "") -> str:
    words = "".join(one for one in " ".join(problem.detail.split()) if one.isprintable())
    return f" X's words: {words}" if words and words not in said else ""
