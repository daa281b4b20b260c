"""From client credentials to token credentials: the three legs of OAuth 1.0a, without any screen, disk or widget.

RFC 5849 section 2 and X's docs, "Obtaining user access tokens". An exchange is used once: a refused PIN ends it, and a
new one makes a new link. One connection serves all of it, and the session that follows can go on using it.
"""

from __future__ import annotations

import hmac
import re
import threading
from enum import Enum
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from xauth_nb.credentials import TemporaryCredentials, TokenCredentials
from xauth_nb.credentials.secrecy import clean_errors
from xauth_nb.errors import (
    AuthorizationDeniedError,
    CallbackMismatchError,
    LoginError,
    LoginUnavailableError,
    UsageError,
    VerifierRejectedError,
)
from xauth_nb.oauth.answer import Answer, parse_answer
from xauth_nb.oauth.refusals import refused_link, refused_start
from xauth_nb.wire import RequestSigner, SignedSession, is_page

if TYPE_CHECKING:
    from requests import Response
    from requests.adapters import HTTPAdapter

    from xauth_nb.credentials import ClientCredentials
    from xauth_nb.endpoints import Endpoints

__all__ = ["OUT_OF_BAND", "Exchange", "State"]

OUT_OF_BAND = "oob"
"""The callback that makes X show a PIN (RFC 5849 section 2.1)."""


class State(Enum):
    """Where an exchange stands."""

    NEW = "new"
    LINK_READY = "link ready"
    SIGNED_IN = "signed in"
    DENIED = "denied"
    FAILED = "failed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


class Exchange:
    """One sign-in.

    Parameters
    ----------
    client : ClientCredentials
    endpoints : Endpoints
    callback : str
        ``"oob"`` for a PIN, or a URL that is registered with the app to the letter.
    access : {"write", "read"}
        ``"read"`` asks for a token that may only read, whatever the app may do.
    adapter : requests.adapters.HTTPAdapter, optional
        A connection pool to share.

    Attributes
    ----------
    state : State
    authorize_url : str or None
        The link for the person, while it is good.
    session : SignedSession
        The connection of the exchange; signs for the app alone.

    Raises
    ------
    UsageError
        If ``access`` is neither word.

    Examples
    --------
    The two calls of a sign-in, with a person in between:

    >>> exchange = Exchange(client, endpoints=endpoints)  # doctest: +SKIP
    >>> print(exchange.begin())  # doctest: +SKIP
    >>> token = exchange.finish(input("PIN: "))  # doctest: +SKIP
    """

    def __init__(
        self,
        client: ClientCredentials,
        *,
        endpoints: Endpoints,
        callback: str = OUT_OF_BAND,
        access: str = "write",
        adapter: HTTPAdapter | None = None,
    ) -> None:
        if access not in ("write", "read"):
            raise UsageError("access is 'write' or 'read'.", remedy="Leave it out to be able to post.")
        self.client = client
        self.endpoints = endpoints
        self.callback = callback
        self.access = access
        self.session = SignedSession(client, endpoints=endpoints, adapter=adapter)
        self.state = State.NEW
        self.authorize_url: str | None = None
        self._temporary: TemporaryCredentials | None = None
        self._token: TokenCredentials | None = None
        # The answer can come from the box, the button and the callback at once, on different threads.
        self._lock = threading.RLock()

    def __repr__(self) -> str:
        return f"<Exchange: {self.state.value}>"

    def begin(self) -> str:
        """Leg 1: get temporary credentials, and the link to authorize them (RFC 5849 sections 2.1 and 2.2).

        Returns
        -------
        str
            The address for the person to open. The same again, if called again.

        Raises
        ------
        RequestTokenDeniedError
            If X refuses the keys, the callback, the clock or the app.
        LoginUnavailableError
            If X answers, but with nothing that can be used now.
        TransportError
            If no whole answer comes. The exchange is as it was: call ``begin`` again.
        """
        with self._lock, clean_errors():
            if self.authorize_url:
                return self.authorize_url
            self._expect(State.NEW)
            self._temporary = self._ask()
            self.authorize_url = self.endpoints.authorize_url(self._temporary.token)
            self.state = State.LINK_READY
            return self.authorize_url

    def owns(self, request_token: str) -> bool:
        """Say whether a request token is the one of this exchange, in constant time.

        Parameters
        ----------
        request_token : str
        """
        ours = self._temporary
        return ours is not None and hmac.compare_digest(ours.token.encode(), request_token.encode())

    def finish(self, answer: str) -> TokenCredentials:
        """Leg 3: exchange the person's answer for token credentials (RFC 5849 section 2.3).

        Parameters
        ----------
        answer : str
            A PIN, the whole redirected address, or its query.

        Returns
        -------
        TokenCredentials
            The same again, if called again.

        Raises
        ------
        UsageError
            If the answer cannot be one. The link still works.
        CallbackMismatchError
            If it belongs to another sign-in. The link still works.
        AuthorizationDeniedError
            If the person pressed Cancel.
        VerifierRejectedError
            If X refuses the PIN or the link; a new exchange is needed.
        LoginUnavailableError, TransportError
            If X gives no answer that can be used. The same answer can be tried again.
        """
        __tracebackhide__ = True
        try:
            read = parse_answer(answer)
        finally:
            del answer
        with self._lock, clean_errors():
            if self._token:
                return self._token
            self._expect(State.LINK_READY)
            self._compare(read)
            token = self._exchange(read)
            self._end(State.SIGNED_IN)
            self._token = token
            return token

    def cancel(self) -> None:
        """Give up: the link is forgotten. Nothing happens if the exchange has ended already."""
        with self._lock:
            if self.state in (State.NEW, State.LINK_READY):
                self._end(State.CANCELLED)

    def _compare(self, answer: Answer) -> None:
        __tracebackhide__ = True
        if answer.request_token is not None and not self.owns(answer.request_token):
            raise CallbackMismatchError(
                "This answer belongs to another sign-in, so it was not used.",
                remedy="Open the link shown here, press Authorize app, and bring back what that page gives.",
            )
        if answer.is_denied:
            self._end(State.DENIED)
            raise AuthorizationDeniedError(
                "Cancel was pressed on X's page, so this app may not act for the account.",
                remedy="To sign in after all, start again: a new link is needed.",
            )

    def _ask(self) -> TemporaryCredentials:
        __tracebackhide__ = True
        form = {"x_auth_access_type": "read"} if self.access == "read" else None
        signer = RequestSigner(self.client, endpoints=self.endpoints, callback=self.callback)
        response = self.session.post(self.endpoints.request_token_url, data=form, auth=signer)
        if not _is_good(response):
            raise refused_start(response, callback=self.callback, endpoints=self.endpoints, client=self.client)
        fields = _fields(response)
        if fields.get("oauth_callback_confirmed") != "true":
            raise LoginUnavailableError(
                "The server did not confirm the callback, so the sign-in would not be safe (RFC 5849 section 2.1).",
                remedy="Check the endpoint, if it was set by hand: it does not speak OAuth 1.0a as X does. Otherwise "
                "something on the way changes answers: try another network.",
                status=response.status_code,
            )
        return TemporaryCredentials(fields["oauth_token"], fields["oauth_token_secret"])

    def _exchange(self, answer: Answer) -> TokenCredentials:
        __tracebackhide__ = True
        signer = RequestSigner(self.client, self._temporary, endpoints=self.endpoints, verifier=answer.verifier)
        response = self.session.post(self.endpoints.access_token_url, auth=signer)
        if not _is_good(response):
            error = refused_link(response)
            if isinstance(error, VerifierRejectedError):
                self._end(State.EXPIRED if error.is_link_gone else State.FAILED)
            raise error
        fields = _fields(response)
        return TokenCredentials(
            fields["oauth_token"], fields["oauth_token_secret"], fields.get("user_id"), _name_in(fields)
        )

    def _expect(self, state: State) -> None:
        if self.state is not state:
            raise LoginError(
                f"This sign-in is over ({self.state.value}), and its link with it.",
                remedy="Start again for a new link.",
            )

    def _end(self, state: State) -> None:
        """Close this exchange: the temporary credentials die with it."""
        self.state = state
        self.authorize_url = None
        self._temporary = None


def _is_good(response: Response) -> bool:
    return 200 <= response.status_code < 300 and not is_page(response)


def _name_in(fields: dict[str, str]) -> str | None:
    """Read the account's name; one that is none is left out, because names are shown and compared."""
    name = fields.get("screen_name", "")
    return name if re.fullmatch(r"[A-Za-z0-9_]{1,50}", name) else None


def _fields(response: Response) -> dict[str, str]:
    """Read the answer of a token leg: a query string, whatever its content type says (X sends ``text/html``)."""
    __tracebackhide__ = True
    fields = dict(parse_qsl(response.content.decode("utf-8", "replace").strip(), keep_blank_values=True))
    if not (fields.get("oauth_token") and fields.get("oauth_token_secret")):
        raise LoginUnavailableError(
            "The server answered, but not with a token: probably a proxy, a sign-in page of the network, or half an "
            "answer came through.",
            remedy="Open x.com in a browser on the same network, then try again.",
            status=response.status_code,
        )
    return fields
