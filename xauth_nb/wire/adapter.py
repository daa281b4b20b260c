"""How requests travel to X: one pool of connections, one TLS context for the process, no cookies.

The environment's proxy and certificate settings are read once, when a session is made: reading them for each request
costs more than signing it. Nothing is sent twice from here.
"""

from __future__ import annotations

import functools
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import requests
from requests.adapters import HTTPAdapter
from requests.cookies import RequestsCookieJar
from requests.models import CONTENT_CHUNK_SIZE
from requests.structures import CaseInsensitiveDict
from requests.utils import DEFAULT_CA_BUNDLE_PATH, get_encoding_from_headers, get_environ_proxies
from urllib3.util.ssl_ import create_urllib3_context

from xauth_nb.wire.warming import Keeper, TlsPool

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterator, Mapping

    from xauth_nb.endpoints import Endpoints

__all__ = ["Adapter", "Environment", "NoCookies"]

CONNECTIONS = 16
"""Enough to keep one core busy with answers; more threads only wait for each other."""
CONNECT_TIMEOUT = 5.0


@functools.lru_cache(maxsize=8)
def _tls_context(authorities: str) -> ssl.SSLContext:
    """Load certificate authorities, once a process: it takes longer than all three legs of a sign-in (25 ms)."""
    context = create_urllib3_context()
    folder = os.path.isdir(authorities)  # noqa: PTH112 - the string goes to OpenSSL as it is
    context.load_verify_locations(capath=authorities if folder else None, cafile=None if folder else authorities)
    return context


_PIECE = 1 << 20


class Adapter(HTTPAdapter):
    """The way to our own server.

    The ``cookies`` of its responses are empty: the API needs none, and parsing them twice costs more than signing.
    """

    def __init__(self) -> None:
        self._keeper: Keeper | None = None
        super().__init__(pool_connections=1, pool_maxsize=CONNECTIONS)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Make the pools, of connections that may be opened early."""
        super().init_poolmanager(*args, **kwargs)
        classes = self.poolmanager.pool_classes_by_scheme
        self.poolmanager.pool_classes_by_scheme = {**classes, "https": TlsPool}

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
        """Close every connection."""
        self.rest()
        super().close()

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        """Send it, on the connection that is just being opened if there is one."""
        if self._keeper:
            self._keeper.settle(CONNECT_TIMEOUT)
        return super().send(request, *args, **kwargs)

    def _open(self) -> bool:
        request, around = self._way
        pool: Any = self.get_connection_with_tls_context(request, around.verify, around.proxies)
        if pool.proxy:  # the authorities are loaded; a proxy is asked for a connection by the request itself
            return True
        self.cert_verify(pool, request.url or "", around.verify, None)
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
            settings["ssl_context"] = _tls_context(verify if isinstance(verify, str) else DEFAULT_CA_BUNDLE_PATH)
        return host, settings

    def cert_verify(self, conn: Any, url: str, verify: bool | str, cert: Any) -> None:
        """Leave the authorities to the context; urllib3 would load them anew for each connection."""
        if url.startswith("https") and verify and cert is None:
            conn.cert_reqs = "CERT_REQUIRED"
        else:
            super().cert_verify(conn, url, verify, cert)  # type: ignore[no-untyped-call]  # as requests has it

    def build_response(self, req: requests.PreparedRequest, resp: Any) -> requests.Response:
        """Do what requests does, without the cookies."""
        response = _Answer()
        response.status_code = resp.status
        response.headers = CaseInsensitiveDict(resp.headers)
        response.encoding = get_encoding_from_headers(response.headers)
        response.raw = resp
        response.reason = resp.reason
        response.url = req.url or ""
        response.request = req
        response.connection = self
        return response


class _Answer(requests.Response):
    """An answer whose whole body is read at once: in the small pieces of requests each page costs a tenth more."""

    def iter_content(self, chunk_size: int | None = 1, decode_unicode: bool = False) -> Iterator[Any]:
        return super().iter_content(_PIECE if chunk_size == CONTENT_CHUNK_SIZE else chunk_size, decode_unicode)


class NoCookies(RequestsCookieJar):
    """A jar that takes no cookie from an answer. What is put in by hand is sent."""

    def extract_cookies(self, response: Any, request: Any) -> None:
        """Take none."""


@dataclass(frozen=True)
class Environment:
    """What the environment says about the way to one server.

    Attributes
    ----------
    proxies : Mapping of str to str
        By scheme, from ``HTTPS_PROXY`` and the like; empty where ``NO_PROXY`` names the server.
    verify : bool or str
        The file or folder of ``REQUESTS_CA_BUNDLE`` or ``CURL_CA_BUNDLE``; ``True`` for the usual authorities.
    """

    proxies: Mapping[str, str]
    verify: bool | str

    @classmethod
    def read(cls, endpoints: Endpoints) -> Environment:
        """Read it as requests would, for a server.

        Parameters
        ----------
        endpoints : Endpoints
        """
        bundle = os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE")
        return cls(get_environ_proxies(endpoints.base_url), bundle or True)
