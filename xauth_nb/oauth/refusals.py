"""Why X refused a leg of the sign-in, in words. What has no row here is explained by the table of all refusals.

Of these bodies no more than X's own sentence is quoted, and of that nothing that could be a key, a token or a PIN.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from xauth_nb.credentials.shapes import hint_for_keys
from xauth_nb.errors import (
    LoginError,
    LoginUnavailableError,
    RequestTokenDeniedError,
    ServerError,
    VerifierRejectedError,
)
from xauth_nb.wire import CLOCK_TOLERANCE, clock_offset, fault, quoted, read_problem, skewed_clock
from xauth_nb.wire.remedies import again

if TYPE_CHECKING:
    from requests import Response

    from xauth_nb.credentials import ClientCredentials
    from xauth_nb.endpoints import Endpoints
    from xauth_nb.wire import Problem

__all__ = ["refused_link", "refused_start"]

_CONFIDENTIAL = re.compile(r"oauth_\w+=\S*|\b(?=[\w-]*\d)[\w-]{6,}|\b[A-Za-z0-9_-]{21,}")
_OWN_REASONS = {64, 99, 135, 215, 326, 416}  # X's numbers that say more than their 401
_KEYS = "X's console (console.x.com) → your app → Keys and tokens → Consumer Keys"
_SETTINGS = "X's console (console.x.com) → your app → User authentication settings"
_CALLBACKS = f"{_SETTINGS} → Callback URI / Redirect URL"


def refused_start(response: Response, *, callback: str, endpoints: Endpoints, client: ClientCredentials) -> LoginError:
    """Explain why step 1 was refused.

    Parameters
    ----------
    response : requests.Response
        With a status other than 2xx, or a web page.
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
    problem = _discreet(read_problem(response))
    said, is_of_keys = problem.detail.lower(), False
    if callback == "oob" and (problem.code == 415 or "callback url not approved" in said):
        message = (
            "The app does not take a sign-in by PIN yet. The likely cause: user authentication was never set up in "
            "it, or no callback address is saved there, which X wants even for a PIN."
        )
        remedy = (
            f"In {_SETTINGS} press Set up (or Edit): choose Read and write, enter a Callback URI, such as "
            "http://127.0.0.1:8976/callback, and a website, and save. Then start again."
        )
    elif problem.code == 415 or "callback url not approved" in said:
        message = f"The app does not allow the callback {callback}: X wants it registered to the letter."
        remedy = (
            f"Add exactly this address in {_CALLBACKS} (scheme, port and slash count; 127.0.0.1 is not localhost), or "
            "leave callback= out (and XAUTH_NB_CALLBACK unset) and use a PIN. "
            "X also says this where user authentication was never set up."
        )
    elif problem.code == 417 or "desktop applications" in said:
        message = (
            "X accepts only a PIN sign-in from this app: its Type of App is Native App, or it has no callback "
            "registered."
        )
        remedy = (
            f"In {_SETTINGS} choose Type of App: Web App, Automated App or Bot, and register an address as "
            "Callback URI / Redirect URL. Or leave callback= out (and XAUTH_NB_CALLBACK unset) and use a PIN."
        )
    elif _is_of_signature(problem) and problem.code not in _OWN_REASONS:
        skewed = _skewed(response)
        is_of_keys = skewed is None and _is_about_keys(problem)
        message, remedy = skewed or (
            f"X does not accept the API key and secret. {hint_for_keys(client.key, client.secret)}".strip()
            if is_of_keys
            else "X does not accept this request for a link, which the API key and secret alone have signed.",
            "The sandbox knows only the keys that it made itself: run sandbox.use() again and give no keys."
            if endpoints.is_practice
            else f"Copy API Key and API Key Secret again from {_KEYS}: whole, without spaces, and not the OAuth 2.0 "
            "Client ID and Secret. If in doubt, regenerate them there.",
        )
    else:
        return _refused(response, problem)
    return RequestTokenDeniedError(
        message + quoted(problem),
        remedy=remedy,
        status=problem.status,
        code=problem.code,
        is_of_keys=is_of_keys,
    )


def refused_link(response: Response) -> LoginError:
    """Explain why step 3 was refused.

    Parameters
    ----------
    response : requests.Response
        With a status other than 2xx, or a web page.

    Returns
    -------
    LoginError
        To be raised by the caller: :class:`VerifierRejectedError` where the PIN or the link is the reason.
    """
    problem = _discreet(read_problem(response))
    said = "" if problem.is_page else problem.detail.lower()
    if "oauth_verifier" in said:
        return VerifierRejectedError(
            f"X does not accept this PIN: it was mistyped, used before, or belongs to another link.{quoted(problem)}",
            remedy="Start again: open the new link and bring back its PIN. Each PIN works once.",
            status=problem.status,
            code=problem.code,
        )
    if problem.code == 89 or any(words in said for words in ("request token", "reverse auth", "expired token")):
        return VerifierRejectedError(
            "X does not know this link any more: it was used already, or is older than about fifteen minutes."
            f"{quoted(problem)}",
            remedy="Start again: open the new link and bring back its PIN.",
            status=problem.status,
            code=problem.code,
            is_link_gone=True,
        )
    if _is_of_signature(problem) and _is_about_keys(problem):
        message, remedy = _skewed(response) or (
            "X does not accept the signature of the sign-in's last step, although it made the link with the same keys.",
            f"Start again with a new link. If that ends here too, copy the API Key and Secret again from {_KEYS}: they "
            "may have been regenerated in between.",
        )
        return RequestTokenDeniedError(
            message + quoted(problem), remedy=remedy, status=problem.status, code=problem.code
        )
    return _refused(response, problem)


def _refused(response: Response, problem: Problem) -> LoginError:
    """Explain the reasons that both steps share: by X's sentence, as those of all other calls are."""
    status, code = problem.status, problem.code
    if status == 429:
        return LoginUnavailableError(
            f"X goes on with no sign-in of this app for now: it was asked too often in a short time.{quoted(problem)}",
            remedy="Wait a quarter of an hour, then try again.",
            status=status,
            code=code,
        )
    error = fault(response, problem)
    is_fault = status >= 500 and status != 511 and not problem.is_page
    if is_fault or "temporarily unavailable" in problem.detail.lower():
        return LoginUnavailableError(
            f"Sign-in is not possible at the moment: the server answered with status {status}.{quoted(problem)}",
            remedy=again(problem),
            status=status,
            code=code,
        )
    who = "X" if problem.is_of_x else "X, or something on the way to it,"
    if status == 403 and not problem.is_page and not problem.has_reason and code is None:
        return RequestTokenDeniedError(
            f"{who} refuses the sign-in (status 403) and gives no reason.{quoted(problem)}",
            remedy="Look whether x.com opens in a browser on the same network, and whether the app's User "
            "authentication settings are filled in. If both are so, ask X, with the time: devcommunity.x.com.",
            status=status,
        )
    if code == 135 and (skewed := _skewed(response)):
        return RequestTokenDeniedError(skewed[0] + quoted(problem), remedy=skewed[1], status=status, code=code)
    is_on_the_way = problem.is_page or status in (402, 404, 407, 413, 431) or status < 400
    kind = LoginUnavailableError if is_on_the_way or isinstance(error, ServerError) else RequestTokenDeniedError
    return kind(error.message, remedy=error.remedy, status=status, code=code)


def _is_of_signature(problem: Problem) -> bool:
    """Say whether it is a 401 of X's: its only scheme is OAuth."""
    return problem.status == 401 and not problem.is_page and problem.challenge in ("", "oauth")


def _is_about_keys(problem: Problem) -> bool:
    """Say whether a 401 has the words that X uses for wrong keys, or none at all."""
    return problem.code == 32 or not problem.has_reason or "oauth signature" in problem.detail.lower()


def _skewed(response: Response) -> tuple[str, str] | None:
    """Explain a 401 by this machine's clock, where that is wrong."""
    offset = clock_offset(response)
    return skewed_clock(offset) if offset is not None and abs(offset) > CLOCK_TOLERANCE else None


def _discreet(problem: Problem) -> Problem:
    """Take out of X's sentence what could be a key, a token or a PIN that somebody on the way has put into it."""
    return replace(problem, detail=_CONFIDENTIAL.sub("…", problem.detail), title=_CONFIDENTIAL.sub("…", problem.title))
