"""The two token endpoints of sign-in: ``request_token`` and ``access_token``. The pages between them are in ``pages``.

Sources: X's docs, "API reference" of authentication, "Obtaining user access tokens", "PIN-based OAuth".
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from flask import Response

from xauth_nb.sandbox import problems
from xauth_nb.sandbox.access import check, signed

if TYPE_CHECKING:
    from flask import Request

    from xauth_nb.sandbox.state import State

__all__ = ["access_token", "request_token"]

_FRESH = {"cache-control": "no-cache, no-store, must-revalidate, pre-check=0, post-check=0", "pragma": "no-cache"}


def request_token(state: State, request: Request) -> Response:
    """Step 1: start a sign-in (RFC 5849 section 2.1).

    Raises
    ------
    Refused
        E1–E6.
    """
    read = signed(state, request)
    check(state, read)
    callback = read.get("oauth_callback")
    if not callback:
        callback = min(state.callbacks, default="oob")  # X falls back to the app's registered one
    elif callback != "oob" and callback not in state.callbacks:
        raise problems.callback_refused(request.headers.get("Accept", ""), registered=bool(state.callbacks))
    narrowed = read.get("x_auth_access_type") == "read" or state.settings.permissions == "read"
    issued = state.tokens.issue_request(callback, "read" if narrowed else state.settings.permissions)
    body = {"oauth_token": issued.token, "oauth_token_secret": issued.secret, "oauth_callback_confirmed": "true"}
    return _form(body)


def access_token(state: State, request: Request) -> Response:
    """Step 3: exchange the approved request token (RFC 5849 section 2.3).

    Raises
    ------
    Refused
        E1, E2, E5–E8.
    """
    read = signed(state, request)
    token, verifier = read.get("oauth_token"), read.get("oauth_verifier")
    found = state.tokens.known(token)
    if found is None:
        raise problems.bad_request_token(state.realm, absent=not token)
    check(state, read, found.secret)
    issued = state.tokens.exchange(found, verifier)
    if issued is None:
        raise problems.bad_verifier(state.realm, absent=not verifier)
    person = state.world.person(issued.user_id)
    name = person.username if person else ""
    return _form(
        {
            "oauth_token": issued.token,
            "oauth_token_secret": issued.secret,
            "user_id": str(issued.user_id),
            "screen_name": name,
        }
    )


def _form(body: dict[str, str]) -> Response:
    """Answer as X does: a query string that calls itself HTML."""
    return Response(urlencode(body), status=200, content_type=problems.TEXT, headers=_FRESH)
