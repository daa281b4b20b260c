"""The sign-in that every way of asking holds: from client credentials to a session, one answer at a time."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from xauth_nb.credentials.shapes import hint_for_keys, hint_for_token
from xauth_nb.errors import LoginRequired, StoreError, UnauthorizedError, UsageError, WrongAccountError
from xauth_nb.oauth.exchange import OUT_OF_BAND
from xauth_nb.session import XSession
from xauth_nb.signin.account import expected_name, give_back, introduce
from xauth_nb.signin.keeping import NOT_KEPT, keep
from xauth_nb.signin.link import Link
from xauth_nb.wire import Adapter

if TYPE_CHECKING:
    from collections.abc import Callable

    from xauth_nb.credentials import ClientCredentials, TokenCredentials
    from xauth_nb.endpoints import Endpoints
    from xauth_nb.oauth.store import TokenStore
    from xauth_nb.signin.reasons import Reason

__all__ = ["SignIn"]


class SignIn:
    """One sign-in, from client credentials to an :class:`~xauth_nb.XSession`.

    Parameters
    ----------
    client : ClientCredentials, optional
        May be given later, by :meth:`use_keys`.
    endpoints : Endpoints
    callback : str
        ``"oob"``, or a URL that is registered: of a port on this machine, or of the user's own Jupyter server.
    access : {"write", "read"}
    expect : str, optional
        The only account that may sign in, with or without "@".
    store : TokenStore, optional
        Where the token is kept; nowhere if not given.

    Attributes
    ----------
    session : XSession or None
    reason : Reason or None
        Why no sign-in that is kept could be used, where that is more than that there is none.
    note : str
        What the person should know: that reason, or what is to be said although the sign-in worked; empty where there
        is nothing.
    kept : str
        Where the token is kept, in words.
    """

    def __init__(
        self,
        client: ClientCredentials | None,
        *,
        endpoints: Endpoints,
        callback: str = OUT_OF_BAND,
        access: str = "write",
        expect: str | None = None,
        store: TokenStore | None = None,
    ) -> None:
        if access not in ("write", "read"):
            raise UsageError("access is 'write' or 'read'.", remedy="Leave it out to be able to post.")
        self.client = client
        self.endpoints = endpoints
        self.callback = callback
        self.access = access
        self.expect = expected_name(expect)
        self.store = store
        self.session: XSession | None = None
        self.reason: Reason | None = None
        self.note = ""
        self.kept = NOT_KEPT
        self._link: Link | None = None
        self._connections = Adapter()
        self._lock = threading.RLock()

    @property
    def authorize_url(self) -> str | None:
        """The link for the person, while it is good."""
        return self._link.url if self._link and self._link.is_open else None

    @property
    def is_by_pin(self) -> bool:
        """Whether X shows a PIN, rather than send the browser back."""
        return self._link.is_by_pin if self._link else self.callback == OUT_OF_BAND

    @property
    def why_by_pin(self) -> str:
        """Why X shows a PIN although a callback was asked for; empty where nothing is in the way."""
        return self._link.why_by_pin if self._link else ""

    def warm(self) -> None:
        """Open the connection while the person reads or types, and keep it open while they are in the browser."""
        if self.session is None:
            self._connections.warm(self.endpoints)

    def begin(self, on_answer: Callable[[str], None] | None = None) -> str:
        """Make a new link; an older one is given up.

        Parameters
        ----------
        on_answer : Callable, optional
            Called on another thread with the query of the redirect, in callback mode. Without it X shows a PIN, because
            nobody would catch the redirect.

        Returns
        -------
        str
            The address for the person to open.

        Raises
        ------
        LoginRequired
            If there are no client credentials yet.
        LoginError, TransportError
            As :meth:`~xauth_nb.oauth.exchange.Exchange.begin` does.
        """
        with self._lock:
            self.stop()
            if self.client is None:
                raise LoginRequired(
                    "There is no API key and secret to start a sign-in with.",
                    remedy="Set X_API_KEY and X_API_SECRET, or pass client=ClientCredentials(…).",
                )
            self._link = Link(
                self.client,
                endpoints=self.endpoints,
                callback=self.callback,
                access=self.access,
                adapter=self._connections,
                on_answer=on_answer,
            )
            self.warm()
            return self._link.url

    def finish(self, answer: str) -> XSession:
        """Turn the person's answer into a session; the same session again, if called again.

        Parameters
        ----------
        answer : str
            A PIN, the whole redirected address, or its query.

        Raises
        ------
        WrongAccountError
            If another account signed in than ``expect`` names. The token is not kept, and it is revoked at
            X, as far as X answers and unless an earlier sign-in that is kept here uses it.
        UsageError, LoginError, TransportError
            As :meth:`~xauth_nb.oauth.exchange.Exchange.finish` does.
        """
        __tracebackhide__ = True
        with self._lock:
            if self.session:
                return self.session
            try:
                link = self._link
                if link is None or not link.is_open:
                    raise LoginRequired(
                        "There is no open link that this could answer.", remedy="Start again for a new link."
                    )
                token = link.finish(answer)
            finally:
                del answer
            self._connections.rest()
            return self._accept(token, link.client)

    def adopt(self, token: TokenCredentials, client: ClientCredentials) -> XSession:
        """Make a session of a token that is known already, and ask X whose it is.

        Raises
        ------
        WrongAccountError
            If it is not the account that ``expect`` names.
        UnauthorizedError
            If X does not accept the token.
        """
        with self._lock:
            session = XSession(client, token, endpoints=self.endpoints, adapter=self._connections)
            try:
                self.note = introduce(session, self.expect) or self.note
            except UnauthorizedError as error:
                hints = hint_for_token(token.token, token.secret), hint_for_keys(client.key, client.secret)
                error.message = " ".join(filter(None, (error.message, *hints)))
                raise
            except WrongAccountError as error:  # nobody has just signed in, so no browser is to be blamed
                error.remedy = (
                    f"The token that is given or kept here is another's. If a sign-in of @{self.expect} is kept, "
                    f"login('@{self.expect}') takes it; otherwise give the token of @{self.expect}, or none."
                )
                raise
            self.session = session
            return session

    def stop(self) -> None:
        """Give up the link, if one is open, and close what listens for it."""
        with self._lock:
            if self._link:
                self._link.close()
                self._link = None

    def close(self) -> None:
        """Give up, and close the connection too, unless a session goes on using it."""
        with self._lock:
            self.stop()
            if self.session is None:
                self._connections.close()

    def _accept(self, token: TokenCredentials, client: ClientCredentials) -> XSession:
        session = XSession(client, token, endpoints=self.endpoints, adapter=self._connections)
        try:
            self.note = introduce(session, self.expect)  # why it was needed is over
        except WrongAccountError as error:
            raise give_back(session, token, error) from None
        self.session, self.reason = session, None
        try:
            self.kept, note = keep(session, client, token, self.store)
            self.note = " ".join(filter(None, (self.note, note)))
        except StoreError as error:
            self.note = f"You are signed in, but the token could not be kept for next time. {error}"
        return session
