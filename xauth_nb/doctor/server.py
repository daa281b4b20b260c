"""Ask the server: network, clock, app keys, callback, token. Sends nothing that costs, posts nothing, keeps nothing."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from xauth_nb.credentials import ClientCredentials, client_credentials_from, token_credentials_from
from xauth_nb.doctor.files import kept
from xauth_nb.doctor.report import Check
from xauth_nb.errors import (
    ApiError,
    CreditsError,
    LoginUnavailableError,
    RateLimitedError,
    ServerError,
    TransportError,
    UsageCapError,
    XAuthError,
)
from xauth_nb.oauth.exchange import OUT_OF_BAND, Exchange
from xauth_nb.oauth.store import TokenStore
from xauth_nb.oauth.store_records import DamagedError
from xauth_nb.signin.known import configured_callback, why_none
from xauth_nb.tweets import parse_user
from xauth_nb.wire import CLOCK_TOLERANCE, SignedSession, check, clock_offset, skewed_clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xauth_nb.credentials import TokenCredentials
    from xauth_nb.endpoints import Endpoints
    from xauth_nb.signin.reasons import Reason

__all__ = ["Visit"]

_PATIENCE = (3.0, 5.0)  # seconds to connect and to wait for an answer
_A_LITTLE = 60.0  # seconds by which a clock may be wrong without a word
_PASSING = (LoginUnavailableError, RateLimitedError, ServerError, TransportError)


class Visit:
    """One visit to a server, check by check.

    Parameters
    ----------
    endpoints : Endpoints
    profile : str, optional
        Whose kept token to try.
    callback : str, optional
        An address to try; where not given, the one that ``login()`` would use.
    """

    def __init__(self, endpoints: Endpoints, *, profile: str | None = None, callback: str | None = None) -> None:
        self._endpoints = endpoints
        self._profile = profile
        self._callback = callback
        self._is_reached = False
        self._client: ClientCredentials | None = None
        self._token: TokenCredentials | None = None
        self._why: Reason | None = None

    def network(self) -> Iterator[Check]:
        """See whether the server answers, through which proxy, and what its clock says."""
        endpoints = self._endpoints
        place = f"{endpoints.host}{' (practice, not X)' if endpoints.is_practice else ''}{_proxy(endpoints)}"
        with SignedSession(ClientCredentials("nobody", "nobody"), endpoints=endpoints) as session:
            try:
                answer = session.get("/", auth=lambda request: request, timeout=_PATIENCE)  # not signed
            except TransportError as error:
                yield Check("network", "fail", f"{error.message} Tried: {place}.", error.remedy)
                return
        self._is_reached = True
        yield Check("network", "ok", f"{place} answers.")
        offset = clock_offset(answer)
        if offset is None:
            yield Check("clock", "skipped", "The server did not say what time it is.")
        elif abs(offset) > _A_LITTLE:
            finding, remedy = skewed_clock(offset)
            yield Check("clock", "fail" if abs(offset) > CLOCK_TOLERANCE else "warn", finding, remedy)
        else:
            yield Check("clock", "ok", f"Within {max(1, round(abs(offset)))} s of the server's.")

    def app_keys(self) -> Iterator[Check]:
        """Find the app's keys, and try them by a request token, which is not billed; then the callback."""
        try:
            place = self._find()
        except XAuthError as error:
            yield Check("app keys", "fail", error.message, error.remedy)
            return
        if self._client is None:
            yield Check(
                "app keys",
                "warn",
                "None were found, so login() asks for them.",
                "Set X_API_KEY and X_API_SECRET (X's console → your app → Keys and tokens → Consumer Keys), or "
                "sandbox.use() to practise.",
            )
            return
        if not self._is_reached:
            yield Check("app keys", "skipped", f"There are keys {place}; they were not tried, as nothing answers.")
            return
        yield self._try("app keys", OUT_OF_BAND, f"Those {place} are accepted.")
        callback = self._callback or configured_callback(self._endpoints)
        if callback == OUT_OF_BAND:
            yield Check("callback", "skipped", "None is set up, so sign-in is by PIN.")
        else:
            yield self._try("callback", callback, f"{callback} is registered with the app.")

    def token(self) -> Iterator[Check]:
        """Ask who the token acts for and what it may do; ``users/me`` is not billed."""
        if self._token is None or self._client is None:
            message, remedy = (self._why.message, self._why.remedy) if self._why else ("There is none to try.", "")
            remedy = " ".join(filter(None, (remedy, "Sign in: login(), or xauth-nb login.")))
            yield Check("token", "skipped", message, remedy)
            return
        if not self._is_reached:
            yield Check("token", "skipped", "There is one; it was not tried, as nothing answers.")
            return
        with SignedSession(self._client, self._token, endpoints=self._endpoints) as session:
            try:
                answer = check(session.get("/2/users/me", timeout=_PATIENCE))
                name = parse_user(answer.content).username
            except XAuthError as error:
                yield _refused("token", error)
                if isinstance(error, (CreditsError, UsageCapError)):
                    yield Check("credits", "fail", error.message, error.remedy)
                return
            access = session.access
        if access == "read":
            yield Check(
                "token",
                "warn",
                f"It acts for @{name} and may only read.",
                "To post: X's console → your app → User authentication settings → Read and write; then logout() and "
                "sign in again, because a token keeps the permission that it was made with.",
            )
        else:
            may = f"may read and post ({access})" if access else "X did not tell what it may do"
            yield Check("token", "ok", f"It acts for @{name}; {may}.")

    def _find(self) -> str:
        """Find keys and token as ``login()`` does, and say where the keys were."""
        self._client, place = client_credentials_from(os.environ), "in the environment"
        if self._profile is None:
            self._token = token_credentials_from(os.environ)
        if (self._client is None or self._token is None) and _can_be_read():
            found = TokenStore().find(self._profile, endpoints=self._endpoints, client=self._client)
            if self._token is None and found:
                self._token = found.token
            if self._token is None:
                self._why = why_none(TokenStore(), self._profile, self._endpoints)
            if self._client is None:
                place = "in the store"
                self._client = found.client if found else TokenStore().find_client(endpoints=self._endpoints)
        return place

    def _try(self, name: str, callback: str, finding: str) -> Check:
        assert self._client is not None  # noqa: S101 - told to the type checker: app_keys has looked
        exchange = Exchange(self._client, endpoints=self._endpoints, callback=callback)
        exchange.session.timeout = _PATIENCE
        try:
            exchange.begin()
        except XAuthError as error:
            return _refused(name, error)
        finally:
            exchange.cancel()
            exchange.session.close()
        return Check(name, "ok", finding)


def _can_be_read() -> bool:
    """Whether the store can be asked. It would rename a damaged file, and the doctor changes nothing."""
    try:
        return kept() is not None
    except DamagedError:
        return False


def _refused(name: str, error: XAuthError) -> Check:
    said = error.detail if isinstance(error, ApiError) and error.detail and error.detail not in error.message else ""
    finding = f"{error.message} X's words: {said}" if said else error.message
    return Check(name, "warn" if isinstance(error, _PASSING) else "fail", finding, error.remedy)


def _proxy(endpoints: Endpoints) -> str:
    """Name the proxy on the way, without the password that its address may carry."""
    parts = urlsplit(endpoints.base_url)
    proxies = getproxies()
    address = proxies.get(parts.scheme) or proxies.get("all")
    if not address or proxy_bypass(str(parts.hostname)):
        return ""
    proxy = urlsplit(address if "://" in address else f"http://{address}")
    return f", by the proxy {proxy.hostname}"
