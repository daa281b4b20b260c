"""The web application of a sandbox: each call passes the same gates in the same order, then finds its handler.

All sandboxes of a process share one Flask application, whose rules and pages take a while to compile; each call brings
the state of its own sandbox along.
"""

from __future__ import annotations

import json
import secrets
import time
from functools import cache
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException, NotFound

from xauth_nb.sandbox import app_only, oauth, pages, problems
from xauth_nb.sandbox.access import caller
from xauth_nb.sandbox.api import OPERATIONS, Call, Operation, old_operation
from xauth_nb.sandbox.api.dialect import to_post_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    from xauth_nb.sandbox.state import State
    from xauth_nb.sandbox.tokens import AccessToken

__all__ = ["make_app"]


_FURNITURE = {
    "cache-control": "no-cache, no-store, max-age=0",
    "content-disposition": "attachment; filename=json.json",
    "strict-transport-security": "max-age=631138519",
    "x-content-type-options": "nosniff",
}
"""What X sends along with every answer (seen in captures of 2020 to 2026)."""
_STATE = "xauth_nb.sandbox.state"  # its place among the variables of a call
_ISSUES = "/oauth/access_token"
_VERSIONS = {"tweet": "2.159", "post": "2.167"}


def make_app(state: State) -> WSGIApplication:
    """Build the application of one sandbox.

    Parameters
    ----------
    state : State
    """

    def serve(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        environ[_STATE] = state
        return _application()(environ, start_response)

    return serve


@cache
def _application() -> Flask:
    app = Flask(__name__, static_folder=None, template_folder="pages")
    app.url_map.merge_slashes = False
    app.logger.disabled = True  # a request line may hold a PIN
    for path, act in (("/oauth/request_token", oauth.request_token), (_ISSUES, oauth.access_token)):
        # X documents POST; clients that are older than its documents send GET
        app.add_url_rule(path, path, _with_state(act, request), methods=["GET", "POST"])
    for operation in OPERATIONS:
        rule = "/".join(f"<{part[1:]}>" if part.startswith(":") else part for part in operation.path.split("/"))
        view = _with_state(_serve, operation)
        app.add_url_rule(rule, operation.name, view, methods=[operation.method], provide_automatic_options=False)
    app.add_url_rule("/1.1/<path:rest>", "old", _with_state(_old), methods=["GET", "POST"])
    app.add_url_rule("/oauth2/token", "/oauth2/token", _with_state(app_only.bearer, request), methods=["POST"])
    for rule, name, page, method in pages.PAGES:
        app.add_url_rule(rule, name, _with_state(page), methods=[method])
    app.register_error_handler(problems.Refused, _refused)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _crashed)
    app.after_request(_changed)
    return app


def _state() -> State:
    """Give the state of the sandbox that was asked."""
    state: State = request.environ[_STATE]
    return state


def _with_state(act: Callable[..., Response], *more: object) -> Callable[..., Response]:
    return lambda **path: act(_state(), *more, **path)


def _crashed(error: Exception) -> Response:
    _state().crashes.append(error)
    return _refused(problems.v1_error(500, 131, "Internal error"))


def _changed(response: Response) -> Response:
    if (request.method not in ("GET", "HEAD") or request.path == _ISSUES) and response.status_code < 400:
        _state().save()
    return response


def _old(state: State, *, rest: str) -> Response:
    """Answer for a call of v1.1 that is closed by now."""
    del rest  # the path is looked up whole
    operation = old_operation(request.method, request.path)
    if operation is None:
        raise NotFound
    return _serve(state, operation)


def _serve(state: State, operation: Operation, **path: str) -> Response:
    app_alone = app_only.is_app_only(request)
    token = app_only.caller(state, request, operation) if app_alone else caller(state, request)
    headers = {**_FURNITURE, "x-access-level": _level(state, token), "x-transaction-id": secrets.token_hex(8)}
    began = time.monotonic()
    try:
        _admit(state, operation, token, headers)
        viewer = app_only.NOBODY if app_alone else state.world.person(token.user_id)
        assert viewer is not None, "tokens are issued to people of the world only"  # noqa: S101 - for the type checker
        call = Call(state, operation, token, viewer, path, request)
        status, body = operation.handle(call)
        is_own = call.path.get("id") == str(viewer.id)
        state.billing.bill(operation.name, body, int(state.clock.now() // 86_400), is_own=is_own)
        if operation.path.startswith("/2/"):
            headers["api-version"] = _VERSIONS["post" if call.speaks_post else "tweet"]
            body = to_post_words(body) if call.speaks_post else body
    except problems.Refused as refusal:
        refusal.headers = {**headers, **refusal.headers}
        raise
    headers["x-response-time"] = str(round((time.monotonic() - began) * 1000))
    return Response(_dumped(body), status, headers, content_type=problems.JSON)


def _admit(state: State, operation: Operation, token: AccessToken, headers: dict[str, str]) -> None:
    """Let a call through, or refuse it for what its caller may not do or has used up.

    Raises
    ------
    Refused
        E12, E14, E15, E17–E21.
    """
    settings, host = state.settings, state.settings.host
    window = state.limits.take(operation.name, token.user_id)
    headers |= window.headers()
    if not window.is_open and not operation.path.startswith("/2/"):
        raise problems.v1_error(429, 88, "Rate limit exceeded")
    if not window.is_open:
        raise problems.problem(429, "", "Too Many Requests", "Too Many Requests", host)
    if not operation.path.startswith("/2/"):
        return
    person = state.world.person(token.user_id)
    if person and state.is_suspended(person):
        raise problems.problem(
            403, "user-suspended", "Forbidden", "The user used for authentication is suspended", host
        )
    if not settings.enrolled:
        raise problems.client_not_enrolled(host)
    if operation.writes and "write" not in _level(state, token):
        raise problems.read_only(host)
    if not operation.free:
        _check_account(state, operation, token)
    if settings.daily_limits and operation.name == "POST /2/tweets":
        daily = state.limits.take_daily(operation.name, token.user_id)
        headers |= daily.headers("x-user-limit-24hour") | daily.headers("x-app-limit-24hour")
        if not daily.is_open:
            raise problems.problem(429, "", "Too Many Requests", "Too Many Requests", host)


def _check_account(state: State, operation: Operation, token: AccessToken) -> None:
    settings, host, billing = state.settings, state.settings.host, state.billing
    if not settings.user_enrolled:
        raise problems.user_not_enrolled(host)
    if billing.lacks_credit:
        raise problems.no_credits(host, token.user_id)
    if billing.reached_cap:
        raise problems.spend_cap(host, state.clock.now())
    if billing.reached_usage_cap and operation.method == "GET":
        raise problems.usage_cap(host, token.user_id)


def _level(state: State, token: AccessToken) -> str:
    return "read" if state.settings.permissions == "read" else token.access


def _dumped(body: dict[str, Any]) -> str:
    return json.dumps(body, separators=(",", ":"), ensure_ascii=False)


def _refused(refusal: problems.Refused) -> Response:
    return Response(refusal.body, refusal.status, refusal.headers, content_type=refusal.content_type)


def _http(error: HTTPException) -> Response:
    """Answer for a path or method that does not exist, and for requests that Werkzeug itself refuses."""
    if isinstance(error.response, Response):
        return error.response
    status = error.code or 400
    if request.path.startswith("/2/"):
        name = error.name
        return _refused(
            problems.Refused(status, {"title": name, "detail": name, "type": "about:blank", "status": status})
        )
    if status == 404:
        return _refused(problems.v1_error(404, 34, "Sorry, that page does not exist."))
    return _refused(problems.v1_error(status, 131, error.name))
