"""Where the server is: one frozen value, so that a sandbox is only another value. Nothing here opens a connection."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urljoin, urlsplit

from xauth_nb.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["ENDPOINT_VARIABLE", "Endpoints", "X", "is_loopback"]

ENDPOINT_VARIABLE = "XAUTH_NB_ENDPOINT"
_DEFAULT_PORTS = {"http": 80, "https": 443}
# What every parser reads alike: RFC 3986 section 3.2, without the backslashes, blanks and escapes on which they differ,
# and without port 0, which some leave out.
_ADDRESS = re.compile(
    r"(?P<scheme>https?)://(?P<user>[^\\/?#@\[\]\s\x00-\x20\x7f]*@)?"
    r"(?P<host>[^\\/?#@\[\]:%\s\x00-\x20\x7f]+|\[[0-9A-Fa-f:.]+\])(?::(?P<port>(?!0+(?:[/?#]|\Z))[0-9]{0,5}))?(?=[/?#]|\Z)",
    re.IGNORECASE,
)


def is_loopback(host: str | None) -> bool:
    """Say whether a host name is this machine itself: ``localhost``, ``::1``, or any address from 127.0.0.0/8."""
    try:
        return host is not None and (host.lower() == "localhost" or ipaddress.ip_address(host).is_loopback)
    except ValueError:
        return False


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

    def url(self, path: str | bytes) -> str:
        """Join a path to this server; a whole URL stays as it is, as with :func:`urllib.parse.urljoin`.

        An address of this server that is written in another way, with ``:443`` or in capitals, comes back in the usual
        one, so that what is signed and what is sent is the same.

        Parameters
        ----------
        path : str or bytes
            ``/2/users/me``, ``2/users/me`` or ``https://…``.

        Raises
        ------
        UsageError
            If two programs could read the address as two different servers, or it names a user of this one.

        Examples
        --------
        >>> X.url("HTTPS://api.x.com:443/2/users/me")
        'https://api.x.com/2/users/me'
        """
        text = path.decode("utf-8", "replace") if isinstance(path, bytes) else str(path)
        try:
            joined = urljoin(self.base_url + "/", text.lstrip())
        except ValueError:
            joined = "http://"
        if joined.startswith(f"{self.base_url}/"):
            return joined
        found = _ADDRESS.match(joined)
        is_ours = found is not None and self._is_ours(found)
        if (found is None and joined.lower().startswith(("http:", "https:"))) or (is_ours and found and found["user"]):
            raise UsageError(
                "Which server this address means can be read in two ways, so nothing was sent.",
                remedy="Write scheme, host and port plainly, such as https://api.x.com/2/users/me: no backslash, "
                "blank, bracket or percent sign before the path, and no user name.",
            )
        return self.base_url + joined[found.end() :] if is_ours and found else joined

    def as_usual(self, url: str) -> str:
        """Write a whole URL as :meth:`url` does; at once where it is so written already.

        Parameters
        ----------
        url : str
        """
        return url if url.startswith(f"{self.base_url}/") else self.url(url)

    def owns(self, url: str) -> bool:
        """Say whether a URL has this scheme, host and port, so that it may be signed.

        Parameters
        ----------
        url : str
            One that can be read in two ways, or has a user name, is nobody's.
        """
        if url.startswith(f"{self.base_url}/"):  # almost every time, and asked several times a request
            return True
        found = _ADDRESS.match(url)
        return found is not None and not found["user"] and self._is_ours(found)

    def _is_ours(self, found: re.Match[str]) -> bool:
        scheme, ours = found["scheme"].lower(), urlsplit(self.base_url)
        port = int(found["port"]) if found["port"] else _DEFAULT_PORTS[scheme]
        theirs = (scheme, found["host"].strip("[]").lower(), port)
        return theirs == (ours.scheme, ours.hostname, ours.port or _DEFAULT_PORTS[ours.scheme])


X = Endpoints("https://api.x.com")
