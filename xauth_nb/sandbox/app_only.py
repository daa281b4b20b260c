"""The app's own token: how X gives it, and which calls it is good for.

Sources: X's docs, "OAuth 2.0 Bearer Token" and "POST oauth2/token"; which calls take it: X's OpenAPI file 2.167.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import TYPE_CHECKING
from urllib.parse import unquote

from flask import Response

from xauth_nb.sandbox import problems
from xauth_nb.sandbox.tokens import AccessToken
from xauth_nb.sandbox.world.records import Person

if TYPE_CHECKING:
    from flask import Request

    from xauth_nb.sandbox.api import Operation
    from xauth_nb.sandbox.state import State

__all__ = ["NOBODY", "bearer", "caller", "is_app_only"]

_USER_ALONE = frozenset(
    {
        "GET /2/users/me",
        "GET /2/users/:id/timelines/reverse_chronological",
        "GET /2/users/:id/bookmarks",
        "GET /2/users/:id/muting",
        "GET /2/users/:id/blocking",
        "GET /2/users/:id/followed_lists",
        "GET /2/users/reposts_of_me",
        "GET /2/media/upload",
        "GET /2/dm_events",
        "GET /2/dm_events/:event_id",
        "GET /2/dm_conversations/with/:participant_id/dm_events",
        "GET /2/dm_conversations/:id/dm_events",
    }
)
NOBODY = Person(0, "", "", "", "", "", 0, 0, 0, 0, 0, 0, 0, 0)
"""Who asks, where only the app does: somebody who follows nobody."""


def bearer(state: State, request: Request) -> Response:
    """Answer ``POST /oauth2/token``.

    Raises
    ------
    Refused
        Error 99 for wrong keys, 170 without a grant type.
    """
    key, _, secret = _basic(request).partition(":")
    right = (state.tokens.consumer_key, state.tokens.consumer_secret)
    if not hmac.compare_digest(f"{unquote(key)}:{unquote(secret)}".encode(), ":".join(right).encode()):
        error = {"code": 99, "message": "Unable to verify your credentials", "label": "authenticity_token_error"}
        raise problems.Refused(403, {"errors": [error]})
    if state.settings.suspended_app:
        raise problems.suspended_app()
    if request.form.get("grant_type") != "client_credentials":
        raise problems.v1_error(403, 170, "Missing required parameter: grant_type")
    body = f'{{"token_type":"bearer","access_token":"{_token(state)}"}}'
    return Response(body, 200, content_type=problems.JSON)


def is_app_only(request: Request) -> bool:
    """Whether a call comes with the app's own token, right or wrong."""
    return (request.environ.get("HTTP_AUTHORIZATION") or "").lower().startswith("bearer ")


def caller(state: State, request: Request, operation: Operation) -> AccessToken:
    """Let the app itself call.

    Raises
    ------
    Refused
        E11 for a token that is none, E16 for a call that is for users alone.
    """
    given = (request.environ.get("HTTP_AUTHORIZATION") or "")[len("bearer ") :].strip()
    if not hmac.compare_digest(given.encode("utf-8", "replace"), _token(state).encode()):
        raise problems.unauthorized()
    if operation.writes or operation.name in _USER_ALONE or not operation.path.startswith("/2/"):
        detail = (
            "Authenticating with OAuth 2.0 Application-Only is forbidden for this endpoint.  Supported authentication "
            "types are [OAuth 1.0a User Context, OAuth 2.0 User Context]."
        )
        host = state.settings.host
        raise problems.problem(403, "unsupported-authentication", "Unsupported Authentication", detail, host)
    return AccessToken("", "", NOBODY.id, "read")


def _basic(request: Request) -> str:
    kind, _, pair = (request.environ.get("HTTP_AUTHORIZATION") or "").partition(" ")
    try:
        return base64.b64decode(pair, validate=True).decode() if kind.lower() == "basic" else ""
    except ValueError:
        return ""


def _token(state: State) -> str:
    """Make the token of this app: the same one each time it is asked for, as X does."""
    tokens = state.tokens
    made = hmac.new(tokens.consumer_secret.encode(), tokens.consumer_key.encode(), hashlib.sha256).hexdigest()
    return f"{'A' * 22}{made}"
