"""How requests travel to X: one pool of connections, one TLS context for the process, no cookies.

Nothing is sent twice from here.
"""

from __future__ import annotations

import os
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

import requests
from requests.adapters import HTTPAdapter
from requests.cookies import RequestsCookieJar
from requests.structures import CaseInsensitiveDict
from requests.utils import DEFAULT_CA_BUNDLE_PATH, get_encoding_from_headers

from xauth_nb.wire.answers import Answer
from xauth_nb.wire.in_page import refuse_in_page
from xauth_nb.wire.quick import is_plain_query
from xauth_nb.wire.tls import context_for
from xauth_nb.wire.trip import under_way, watched
from xauth_nb.wire.warming import Keeper, TlsPool
from xauth_nb.wire.way import Environment

if TYPE_CHECKING:
    from collections.abc import Mapping
    from contextlib import AbstractContextManager

    from xauth_nb.endpoints import Endpoints

__all__ = ["Adapter", "NoCookies"]

CONNECTIONS = 16
"""Enough to keep one core busy with answers; more threads only wait for each other."""
CONNECT_TIMEOUT = 5.0
CLOSE_TIMEOUT = 0.5


class Adapter(HTTPAdapter):
    """The way to our own server.

    The ``cookies`` of its responses are empty: the API needs none, and parsing them twice costs more than signing.
    """

    def __init__(self) -> None:
        refuse_in_page()
        self._keeper: Keeper | None = None
        super().__init__(pool_connections=1, pool_maxsize=CONNECTIONS)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Make the pools, of connections that may be opened early."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = _watched(
            {**self.poolmanager.pool_classes_by_scheme, "https": TlsPool}
        )

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        """Make the pools that lead through a proxy, whose connections tell of their trips too."""
        is_known = proxy in self.proxy_manager
        manager = super().proxy_manager_for(proxy, **kwargs)
        if not is_known:
            manager.pool_classes_by_scheme = _watched(manager.pool_classes_by_scheme)
        return manager

    def warm(self, endpoints: Endpoints) -> None:
        """Open a connection, on another thread, and keep one open for a person who takes a while; sends nothing.

        A request that is sent meanwhile waits for it rather than opening a second one. Whatever goes wrong is left for
        that request to meet. Calling it again does nothing.

        Parameters
        ----------
        endpoints : Endpoints
        """
        if self._keeper is None or not self._keeper.is_at_work:
            self._way = requests.Request("GET", endpoints.base_url).prepare(), Environment.read(endpoints)
            self._keeper = Keeper(self._open)

    def rest(self) -> None:
        """Keep no connection open any longer that is not used. One that stands stays."""
        if self._keeper:
            self._keeper.rest()

    def close(self) -> None:
        """Close every connection, and wait a moment for one that is being opened."""
        self.rest()
        with self._alone(CLOSE_TIMEOUT):
            super().close()

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        """Send it, on the connection that is just being opened if there is one."""
        with self._alone(CONNECT_TIMEOUT):
            return super().send(request, *args, **kwargs)

    def request_url(self, request: requests.PreparedRequest, proxies: Any) -> Any:
        """Give urllib3 the path alone where nothing of the query is left to escape; see :attr:`Trip.query`."""
        target: Any = super().request_url(request, proxies)
        path, _, query = target.partition("?")
        trip = under_way()
        if trip is None or not query or not target.startswith("/") or not is_plain_query(query):
            return target
        trip.query = query
        return path

    def _alone(self, timeout: float) -> AbstractContextManager[None]:
        """Wait while a connection is being opened ahead, and let none be opened so."""
        return self._keeper.request(timeout) if self._keeper else nullcontext()

    def _open(self) -> bool:
        request, around = self._way
        pool: Any = self.get_connection_with_tls_context(request, around.verify, around.proxies)
        if pool.proxy:  # the authorities are loaded; a proxy is asked for a connection by the request itself
            return True
        self.cert_verify(pool, request.url or "", around.verify, None)
        if pool.pool.qsize() < pool.pool.maxsize:
            return False  # one is in use still, and comes back when its answer has been read
        connection = pool._get_conn()  # closed, if the server has hung up
        try:
            if connection.sock is not None:
                return False
            connection.timeout = CONNECT_TIMEOUT
            connection.connect()
        except BaseException:
            connection.close()
            raise
        finally:
            pool._put_conn(connection)
        return True

    def build_connection_pool_key_attributes(
        self, request: requests.PreparedRequest, verify: Any, cert: Any = None
    ) -> Any:
        """Give every connection the same TLS context, where the certificates are the usual ones."""
        host, settings = super().build_connection_pool_key_attributes(request, verify, cert)
        if host["scheme"] == "https" and verify and cert is None:
            settings.pop("ca_certs", None)
            settings.pop("ca_cert_dir", None)
            settings["ssl_context"] = context_for(DEFAULT_CA_BUNDLE_PATH if verify is True else os.fspath(verify))
        return host, settings

    def cert_verify(self, conn: Any, url: str, verify: bool | str, cert: Any) -> None:
        """Leave the authorities to the context; urllib3 would load them anew for each connection."""
        if url.startswith("https") and verify and cert is None:
            conn.cert_reqs = "CERT_REQUIRED"
        else:
            super().cert_verify(conn, url, verify, cert)  # type: ignore[no-untyped-call]  # as requests has it

    def build_response(self, req: requests.PreparedRequest, resp: Any) -> requests.Response:
        """Do what requests does, without the cookies."""
        response = Answer()
        response.status_code = resp.status
        response.headers = CaseInsensitiveDict(resp.headers)
        response.encoding = get_encoding_from_headers(response.headers)
        response.raw = resp
        response.reason = resp.reason
        response.url = req.url or ""
        response.request = req
        response.connection = self
        return response


class NoCookies(RequestsCookieJar):
    """A jar that takes no cookie from an answer. What is put in by hand is sent."""

    def extract_cookies(self, response: Any, request: Any) -> None:
        """Take none."""


def _watched(pools: Mapping[str, Any]) -> dict[str, Any]:
    return {scheme: watched(pool) for scheme, pool in pools.items()}
