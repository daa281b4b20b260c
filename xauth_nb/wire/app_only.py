"""The app's own token, for the few calls that X gives to no user's: OAuth 2.0 "app-only", from the API key alone.

It is asked for when it is first needed, kept in memory and nowhere else, and forgotten with the session's own token.
Source: X's docs, "OAuth 2.0 Bearer Token" (``POST /oauth2/token`` with the API key as Basic credentials; RFC 6749
section 4.4).
"""

from __future__ import annotations

import base64
import threading
from typing import TYPE_CHECKING
from urllib.parse import quote

import msgspec
from requests.auth import AuthBase

from xauth_nb.credentials.secrecy import Discreet, Secret, clean_errors
from xauth_nb.errors import ApiError, LoginRequired, ServerError, UnauthorizedError

if TYPE_CHECKING:
    from typing import Any

    from requests import PreparedRequest, Response

    from xauth_nb.credentials import ClientCredentials
    from xauth_nb.wire.session import SignedSession

__all__ = ["AppOnly"]


class _Granted(msgspec.Struct):
    access_token: str


class _Header(Discreet, AuthBase):
    """Puts a header on a request of our own server, and takes it off again when the answer is there."""

    def __init__(self, wire: SignedSession, kind: str, secret: Secret) -> None:
        self._wire, self._kind, self._secret = wire, kind, secret

    def __repr__(self) -> str:
        return "AppOnly(…)"

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        if self._wire.endpoints.owns(request.url or ""):
            request.headers["Authorization"] = f"{self._kind} {self._secret.plain()}"
            request.register_hook("response", _take_off)  # type: ignore[no-untyped-call]  # its stub has no types
        return request


def _take_off(response: Response, **_: Any) -> Response:
    response.request.headers.pop("Authorization", None)  # unlike a signature it is the secret itself
    return response


class AppOnly:
    """Sends calls in the name of the app.

    Parameters
    ----------
    wire : SignedSession
        Whose API key it is, and by which they go.
    """

    def __init__(self, wire: SignedSession) -> None:
        self._wire = wire
        self._token: Secret | None = None
        self._lock = threading.Lock()

    def __repr__(self) -> str:
        return "AppOnly(…)"

    def call(self, path: str, params: dict[str, str]) -> Response:
        """Ask for something.

        Parameters
        ----------
        path : str
        params : dict of str to str

        Raises
        ------
        LoginRequired
            If the session was signed out.
        ApiError, TransportError
        """
        with clean_errors():
            token = self._given()
            try:
                return self._wire.call("GET", path, params=params, auth=_Header(self._wire, "Bearer", token))
            except UnauthorizedError as error:
                self._token = None  # the next call asks for another one
                error.message = (
                    f"X does not accept the app's own token: {error.detail or error.title or 'no reason given'}"
                )
                error.remedy = "Run the cell again, which asks for a new token. x.me() tells whether the keys hold."
                raise

    def _given(self) -> Secret:
        credentials = self._wire.auth.credentials
        if credentials is None:
            self._token = None
            raise LoginRequired(
                "This session was signed out, so it asks for nothing any more.",
                remedy="Run login() again for a new session.",
            )
        with self._lock:
            if self._token is None:
                self._token = self._ask(credentials[0])
            return self._token

    def _ask(self, client: ClientCredentials) -> Secret:
        try:
            response = self._wire.call(
                "POST",
                "/oauth2/token",
                data={"grant_type": "client_credentials"},
                auth=_Header(self._wire, "Basic", _basic(client)),
                is_repeatable=True,  # X gives the same token until it is invalidated
            )
        except ApiError as error:
            if error.status in (401, 403) and not isinstance(error, ServerError):  # no page of somebody on the way
                said = (error.detail or error.title or "no reason given").rstrip(".")
                error.message = (
                    f"X gives this app no token of its own, which counts and full-archive search need: {said}."
                )
                error.remedy = (
                    "Look at the app in X's console (console.x.com): its API key and secret, and that it is in a "
                    "package and not suspended. x.search(query) without everything=True needs no such token."
                )
            raise
        try:
            return Secret(msgspec.json.decode(response.content, type=_Granted).access_token)
        except msgspec.MsgspecError:
            raise ServerError(
                "X answered, but not with a token for the app.",
                remedy="Try again in a moment.",
                status=response.status_code,
            ) from None


def _basic(client: ClientCredentials) -> Secret:
    pair = f"{quote(client.key, safe='')}:{quote(client.secret, safe='')}"
    try:
        return Secret(base64.b64encode(pair.encode()).decode())
    finally:
        del pair  # a traceback may print the local variables of this frame
