"""Where the server is: one frozen value, so that a sandbox is only another value. Nothing here opens a connection."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urljoin, urlsplit

from xauth_nb.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["ENDPOINT_VARIABLE", "Endpoints", "X", "is_loopback"]

ENDPOINT_VARIABLE = "XAUTH_NB_ENDPOINT"
_LOOPBACK_HOSTS = frozenset({"127.0.0.1", "::1", "localhost"})
_DEFAULT_PORTS = {"http": 80, "https": 443}


def is_loopback(host: str | None) -> bool:
    """Say whether a host name is this machine itself."""
    return (host or "").lower() in _LOOPBACK_HOSTS


@dataclass(frozen=True)
class Endpoints:
    """The addresses of one server. All steps of a sign-in use one host, because the signature covers the host.

    Parameters
    ----------
    base_url : str
        Scheme and host, such as ``https://api.x.com``. ``http`` is accepted only for this machine itself.

    Raises
    ------
    UsageError
        If the address is not ``https`` (or ``http`` on loopback), or carries a path, a query or a user name.

    Examples
    --------
    >>> X.url("/2/users/me")
    'https://api.x.com/2/users/me'
    >>> X.authorize_url("CE545gAAAAAAABtaAAABcbPlJBQ")
    'https://api.x.com/oauth/authorize?oauth_token=CE545gAAAAAAABtaAAABcbPlJBQ'
    >>> Endpoints.at("http://127.0.0.1:5000").is_practice
    True
    """

    base_url: str

    def __post_init__(self) -> None:
        try:
            parts = urlsplit(self.base_url)
            port = parts.port
        except ValueError:
            parts, port = urlsplit(""), None
        secure = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname))
        bare = parts.path in ("", "/") and not (parts.query or parts.fragment or parts.username or parts.password)
        if not (secure and bare and parts.hostname):
            raise UsageError(
                "The endpoint must be an https address with a host and nothing after it "
                "(plain http only on this machine itself), such as https://api.x.com.",
                remedy=f"Pass endpoints=Endpoints.at('https://…'), or correct the variable {ENDPOINT_VARIABLE}.",
            )
        host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
        default = port in (None, _DEFAULT_PORTS[parts.scheme])
        object.__setattr__(self, "base_url", f"{parts.scheme}://{host}" + ("" if default else f":{port}"))

    @classmethod
    def at(cls, base_url: str) -> Endpoints:
        """Make the endpoints of another server, such as a sandbox.

        Parameters
        ----------
        base_url : str
            As in :class:`Endpoints`.
        """
        return cls(base_url)

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Endpoints:
        """Read ``XAUTH_NB_ENDPOINT``; X itself where it is not set. This is how practice mode works, and the only way.

        Parameters
        ----------
        environ : Mapping of str to str
            Usually ``os.environ``.
        """
        address = environ.get(ENDPOINT_VARIABLE, "").strip()
        return cls(address) if address else X

    @property
    def request_token_url(self) -> str:
        """Step 1, ``POST /oauth/request_token`` (X's docs, "API reference" of authentication)."""
        return self.url("/oauth/request_token")

    @property
    def access_token_url(self) -> str:
        """Step 3, ``POST /oauth/access_token``."""
        return self.url("/oauth/access_token")

    @property
    def invalidate_token_url(self) -> str:
        """Sign-out at X, ``POST /1.1/oauth/invalidate_token.json``: the path without ``/1.1`` answers 404."""
        return self.url("/1.1/oauth/invalidate_token.json")

    @property
    def is_practice(self) -> bool:
        """Whether this is a server on this machine, that is a sandbox and not X."""
        return is_loopback(urlsplit(self.base_url).hostname)

    @property
    def host(self) -> str:
        """Host, with the port where it is not the scheme's own, as people read it."""
        return urlsplit(self.base_url).netloc

    def authorize_url(self, request_token: str) -> str:
        """Step 2, the page that a person opens. ``oauth_callback`` is never sent here.

        Parameters
        ----------
        request_token : str
        """
        return self.url("/oauth/authorize") + "?" + urlencode({"oauth_token": request_token})

    def url(self, path: str) -> str:
        """Join a path to this server; a whole URL stays as it is, as with :func:`urllib.parse.urljoin`.

        Parameters
        ----------
        path : str
            ``/2/users/me``, ``2/users/me`` or ``https://…``.
        """
        return urljoin(self.base_url + "/", path)

    def owns(self, url: str) -> bool:
        """Say whether a URL has this scheme, host and port, so that it may be signed.

        Parameters
        ----------
        url : str
        """
        if url.startswith(f"{self.base_url}/"):  # almost every time, and asked several times a request
            return True
        try:
            ours, theirs = urlsplit(self.base_url), urlsplit(url)
            return (ours.scheme, ours.hostname, ours.port or _DEFAULT_PORTS[ours.scheme]) == (
                theirs.scheme,
                theirs.hostname,
                theirs.port or _DEFAULT_PORTS.get(theirs.scheme),
            )
        except ValueError:
            return False


X = Endpoints("https://api.x.com")
