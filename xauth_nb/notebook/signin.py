"""What every way of asking has in common: from what is known to a session, one answer at a time. Draws nothing."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING

from xauth_nb.credentials import TOKEN_VARIABLES, TokenCredentials
from xauth_nb.errors import (
    ApiError,
    LoginRequired,
    StoreError,
    TransportError,
    UnauthorizedError,
    UsageError,
    WrongAccountError,
)
from xauth_nb.oauth.callback import CallbackListener
from xauth_nb.oauth.exchange import OUT_OF_BAND, Exchange, State
from xauth_nb.oauth.mailbox import CallbackMailbox, is_for_server
from xauth_nb.oauth.store import TokenStore
from xauth_nb.oauth.store_file import without_home
from xauth_nb.session import NOT_REVOKED, XSession
from xauth_nb.wire import Adapter

if TYPE_CHECKING:
    from collections.abc import Callable

    from xauth_nb.credentials import ClientCredentials
    from xauth_nb.endpoints import Endpoints

__all__ = ["SignIn", "plain_name"]


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
    note : str
        What the person should know although the sign-in worked; empty where there is nothing.
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
        self.expect = plain_name(expect or "")
        self.store = store
        self.session: XSession | None = None
        self.note = ""
        self.kept = "not kept"
        self._exchange: Exchange | None = None
        self._listener: CallbackListener | CallbackMailbox | None = None
        self._connections = Adapter()
        self._lock = threading.RLock()

    @property
    def authorize_url(self) -> str | None:
        """The link for the person, while it is good."""
        return self._exchange.authorize_url if self._exchange else None

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
            callback = self.callback if on_answer else OUT_OF_BAND
            exchange = Exchange(
                self.client,
                endpoints=self.endpoints,
                callback=callback,
                access=self.access,
                adapter=self._connections,
            )
            by_server = is_for_server(callback)
            if on_answer and callback != OUT_OF_BAND and not by_server:
                # Listen before the link exists: whoever is quick must not meet a closed door.
                self._listener = CallbackListener(callback, on_answer, is_ours=exchange.owns).start()
            self._exchange = exchange
            try:
                url = exchange.begin()
                if on_answer and by_server:  # announced before anybody sees the link
                    self._listener = CallbackMailbox(url, on_answer).start()
            except BaseException:
                self.stop()
                raise
            self.warm()
            return url

    def finish(self, answer: str) -> XSession:
        """Turn the person's answer into a session; the same session again, if called again.

        Parameters
        ----------
        answer : str
            A PIN, the whole redirected address, or its query.

        Returns
        -------
        XSession

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
            exchange = self._exchange
            if exchange is None or self.client is None:
                raise LoginRequired(
                    "There is no open link that this could answer.", remedy="Start again for a new link."
                )
            try:
                token = exchange.finish(answer)
            finally:
                del answer
                if exchange.state is not State.LINK_READY:
                    self.stop()
            self._connections.rest()
            return self._accept(token, self.client)

    def adopt(self, token: TokenCredentials, client: ClientCredentials) -> XSession:
        """Make a session of a token that is known already, and ask X whose it is.

        Parameters
        ----------
        token : TokenCredentials
        client : ClientCredentials

        Returns
        -------
        XSession

        Raises
        ------
        WrongAccountError
            If it is not the account that ``expect`` names.
        UnauthorizedError
            If X does not accept the token.
        """
        with self._lock:
            if token.screen_name:
                self._refuse_stranger(token.screen_name)
            session = XSession(client, token, endpoints=self.endpoints, adapter=self._connections)
            self._introduce(session)
            self.session = session
            return session

    def stop(self) -> None:
        """Give up the link, if one is open, and close what listens for it."""
        with self._lock:
            if self._listener:
                self._listener.close()
                self._listener = None
            if self._exchange:
                self._exchange.cancel()
                self._exchange = None

    def close(self) -> None:
        """Give up, and close the connection too, unless a session goes on using it."""
        with self._lock:
            self.stop()
            if self.session is None:
                self._connections.close()

    def _accept(self, token: TokenCredentials, client: ClientCredentials) -> XSession:
        session = XSession(client, token, endpoints=self.endpoints, adapter=self._connections)
        try:
            if token.screen_name:
                self._refuse_stranger(token.screen_name)
            self._introduce(session)
        except WrongAccountError as error:
            if _is_in_use(token):
                raise
            # Nobody is to use this token, so it must not stay good at X either.
            if _give_back(session):
                raise WrongAccountError(f"{error.message} It was revoked at X.", remedy=error.remedy) from None
            raise WrongAccountError(error.message, remedy=f"{error.remedy} {NOT_REVOKED}") from None
        self.session = session
        self._save(client, token, session.screen_name)
        return session

    def _introduce(self, session: XSession) -> None:
        """Ask X who this is. A token can be good although this question is refused: then the person is told."""
        try:
            session.me()
        except UnauthorizedError:
            raise
        except (ApiError, TransportError) as error:
            self.note = str(error)
        self._refuse_stranger(session.screen_name)

    def keep_in(self, store: TokenStore, name: str, client: ClientCredentials) -> None:
        """Remember that the session's token is kept in a store, and that signing out takes it from there.

        Parameters
        ----------
        store : TokenStore
        name : str
            The profile.
        client : ClientCredentials
        """
        self.kept = f"kept in {without_home(str(store.path.parent))}"
        if self.session:
            self.session.on_logout(lambda _: _forget(store, name, self.endpoints, client))

    def _save(self, client: ClientCredentials, token: TokenCredentials, name: str | None) -> None:
        if self.store is None or name is None:
            return
        named = TokenCredentials(token.token, token.secret, token.user_id, name)
        try:
            self.store.save(client, named, endpoints=self.endpoints)
        except StoreError as error:
            self.note = f"You are signed in, but the token could not be kept for next time. {error}"
        else:
            self.keep_in(self.store, name, client)

    def _refuse_stranger(self, screen_name: str | None) -> None:
        if self.expect and (screen_name or "").lower() != self.expect:
            who = f"@{screen_name}" if screen_name else "An account whose name X did not tell"
            raise WrongAccountError(
                f"{who} signed in, but this notebook expects @{self.expect}, so the token was not used.",
                remedy=f"In the browser switch to @{self.expect} on x.com, then start again.",
            )


def plain_name(name: str) -> str:
    """Bring an account's name into the form in which names are compared: no "@", small letters.

    Parameters
    ----------
    name : str

    Returns
    -------
    str
    """
    return name.strip().removeprefix("@").lower()


def _forget(store: TokenStore, screen_name: str, endpoints: Endpoints, client: ClientCredentials) -> None:
    store.forget(screen_name, endpoints=endpoints, client=client)


def _is_in_use(token: TokenCredentials) -> bool:
    """Say whether a token is one that is kept or given here: X gives an app the same one for an account each time."""
    given = (os.environ.get(secret) for _, secret in TOKEN_VARIABLES)
    try:
        return token.secret in (*given, *(secret for secret, _ in TokenStore().secrets()))
    except StoreError:
        return True  # it cannot be known


def _give_back(session: XSession) -> bool:
    """Revoke a token that nobody is to use, and say whether X confirmed it."""
    try:
        session.call("POST", session.endpoints.invalidate_token_url)
    except (ApiError, TransportError):
        return False
    finally:
        session.auth.forget()
        session.close()
    return True
