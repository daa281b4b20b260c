"""Whose account it may be: names are compared, a stranger is refused, and the stranger's token is given back to X."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from xauth_nb.credentials import TOKEN_VARIABLES
from xauth_nb.errors import ApiError, StoreError, TransportError, UnauthorizedError, UsageError, WrongAccountError
from xauth_nb.oauth.names import plain_name
from xauth_nb.oauth.store import TokenStore
from xauth_nb.session import NOT_REVOKED

if TYPE_CHECKING:
    from xauth_nb.credentials import TokenCredentials
    from xauth_nb.session import XSession

__all__ = ["expected_name", "give_back", "introduce"]

_NAME = re.compile(r"[a-z0-9_]{1,50}")


def expected_name(expect: str | None, argument: str = "expect") -> str:
    """Read which account is expected; empty where everybody is welcome.

    Parameters
    ----------
    expect : str or None
    argument : str, optional
        What the person calls it.

    Raises
    ------
    UsageError
        If it can be no account's name: an empty one would let everybody in.
    """
    if expect is None:
        return ""
    name = plain_name(expect) if isinstance(expect, str) else ""
    if not _NAME.fullmatch(name):
        raise UsageError(
            f"{argument}={expect!r} can be no account's name.",
            remedy=f"Pass one such as {argument}='@ada', or leave it out where any account will do.",
        )
    return name


def introduce(session: XSession, expect: str) -> str:
    """Ask X whose a session is, and refuse a stranger: before a single call where the token tells it already.

    Parameters
    ----------
    session : XSession
    expect : str
        As :func:`expected_name` gives it; empty where everybody is welcome.

    Returns
    -------
    str
        Why X refused the question, if it did: a token can be good all the same.

    Raises
    ------
    WrongAccountError
        If it is another account than expected.
    UnauthorizedError
        If X does not accept the token.
    """
    if session.screen_name:
        _refuse_stranger(session, expect)
    note = ""
    try:
        session.me()
    except UnauthorizedError:
        raise
    except (ApiError, TransportError) as error:
        note = str(error)
    _refuse_stranger(session, expect)
    return note


def give_back(session: XSession, token: TokenCredentials, refusal: WrongAccountError) -> WrongAccountError:
    """Revoke a token that nobody is to use, so that it does not stay good at X either. One that is in use here stays.

    Returns
    -------
    WrongAccountError
        The refusal, which now says what became of the token.
    """
    if _is_in_use(token):
        return refusal
    try:
        session.call("POST", session.endpoints.invalidate_token_url)
    except (ApiError, TransportError):
        return WrongAccountError(refusal.message, remedy=f"{refusal.remedy} {NOT_REVOKED}")
    finally:
        session.auth.forget()
        session.close()
    return WrongAccountError(f"{refusal.message} It was revoked at X.", remedy=refusal.remedy)


def _refuse_stranger(session: XSession, expect: str) -> None:
    if expect and plain_name(session.screen_name or "") != expect:
        who = f"@{session.screen_name}" if session.screen_name else "An account whose name X did not tell"
        there = "On the practice page choose" if session.endpoints.is_practice else "On x.com switch to"
        raise WrongAccountError(
            f"{who} signed in, but this notebook expects @{expect}, so the token was not used.",
            remedy=f"{there} @{expect}, then start again.",
        )


def _is_in_use(token: TokenCredentials) -> bool:
    """Say whether a token is one that is kept or given here: X gives an app the same one for an account each time."""
    given = (os.environ.get(secret) for _, secret in TOKEN_VARIABLES)
    try:
        return token.secret in (*given, *(secret for secret, _ in TokenStore().secrets()))
    except StoreError:
        return True  # it cannot be known
