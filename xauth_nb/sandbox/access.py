"""Who is calling? Every signed call passes here before anything else looks at it. Nothing here knows tweets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xauth_nb.sandbox import problems
from xauth_nb.sandbox.tokens import CLOCK_WINDOW, AccessToken
from xauth_nb.sandbox.verify import MalformedError, SignedRequest, read_signed

if TYPE_CHECKING:
    from flask import Request

    from xauth_nb.sandbox.state import State

__all__ = ["caller", "check", "signed"]


def signed(state: State, request: Request) -> SignedRequest:
    """Read a request's OAuth parameters and check all of them but the signature.

    Parameters
    ----------
    state : State
    request : flask.Request

    Raises
    ------
    Refused
        E1, E2, E5, E6.
    """
    environ = request.environ
    try:
        read = read_signed(
            request.method,
            request.scheme,
            environ.get("HTTP_HOST") or "",
            environ.get("REQUEST_URI") or "",
            environ.get("HTTP_AUTHORIZATION") or "",
            environ.get("CONTENT_TYPE") or "",
            request.get_data(cache=True, parse_form_data=False),
        )
    except MalformedError:
        raise problems.no_authorization() from None
    stamp = read.get("oauth_timestamp")
    usual = (
        read.get("oauth_version") in ("", "1.0"),
        read.get("oauth_signature_method") == "HMAC-SHA1",
        stamp.isascii() and stamp.isdigit() and len(stamp) < 20,
        read.get("oauth_nonce").isascii(),
        not read.has_duplicates,
        read.get("oauth_consumer_key") == state.tokens.consumer_key,
    )
    if not all(usual):
        raise problems.wrong_signature(state.realm)
    if state.settings.suspended_app:
        raise problems.suspended_app()
    clock = state.clock  # it may have been advanced, and those who sign look at it, or at their own
    if min(abs(now - int(stamp)) for now in (clock.now(), clock.of_signatures())) > CLOCK_WINDOW:
        raise problems.wrong_clock()
    return read


def check(state: State, read: SignedRequest, token_secret: str = "") -> None:
    """Check the signature, then the nonce: a forged call must not use up a nonce.

    Raises
    ------
    Refused
        E1.
    """
    right = read.is_signed_with(state.tokens.consumer_secret, token_secret)
    nonce = (int(read.get("oauth_timestamp")), read.get("oauth_nonce"), read.get("oauth_token"))
    if not right or not state.tokens.is_fresh(*nonce, state.clock.of_signatures()):
        raise problems.wrong_signature(state.realm)


def caller(state: State, request: Request) -> AccessToken:
    """Find out whose access token signed a call.

    Parameters
    ----------
    state : State
    request : flask.Request

    Raises
    ------
    Refused
        E1, E2, E5, E6, E9; on API v2 all of them look like E11.
    """
    try:
        read = signed(state, request)
        token = state.tokens.access(read.get("oauth_token"))
        if token is None:
            # an unknown token is told only to those who know the app's secret; here its own secret cannot be checked
            raise problems.dead_token() if read.get("oauth_token") else problems.wrong_signature(state.realm)
        check(state, read, token.secret)
    except problems.Refused:
        if request.path.startswith("/2/"):
            raise problems.unauthorized() from None
        raise
    return token
