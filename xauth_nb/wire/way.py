"""The way to one server, as the environment describes it: proxy and certificate authorities, and who names them.

It is read once, when a session is made: reading it for each request costs more than signing one.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from requests.utils import DEFAULT_CA_BUNDLE_PATH, get_environ_proxies, select_proxy
from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xauth_nb.endpoints import Endpoints

__all__ = ["NOTHING", "Environment", "Way"]

_BUNDLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
_QUOTES = tuple("\"'`“”„‘’")
_SHOWABLE = re.compile(
    r"(?:[a-z][a-z0-9+.-]*://)?(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?/?", re.IGNORECASE
)


@dataclass(frozen=True)
class Environment:
    """What the environment says about the way to one server.

    Attributes
    ----------
    proxies : Mapping of str to str
        By scheme, from ``HTTPS_PROXY`` and the like; empty where ``NO_PROXY`` names the server, and for a server on
        this machine, whatever the environment says: a proxy elsewhere would see what never leaves it.
    verify : bool or str
        The file or folder of ``REQUESTS_CA_BUNDLE`` or ``CURL_CA_BUNDLE``; ``True`` for the usual authorities.
    bundle : str
        The variable that names it; empty without one.
    exceptions : str
        ``NO_PROXY``, as it stands.
    names : Mapping of str to str
        For the schemes of ``proxies`` the variable that names the proxy, where there is one.
    """

    proxies: Mapping[str, str]
    verify: bool | str
    bundle: str = ""
    exceptions: str = ""
    names: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, endpoints: Endpoints) -> Environment:
        """Read it as requests would, for a server.

        Parameters
        ----------
        endpoints : Endpoints
        """
        bundle = next((name for name in _BUNDLES if os.environ.get(name)), "")
        proxies = {} if endpoints.is_practice else get_environ_proxies(endpoints.base_url)
        names = {}
        for name, value in sorted(os.environ.items()):  # capitals come first, and small letters count more
            scheme = name.lower().removesuffix("_proxy")
            if name.lower().endswith("_proxy") and proxies.get(scheme) == value:
                names[scheme] = name
        exceptions = os.environ.get("no_proxy") or os.environ.get("NO_PROXY") or ""
        quiet = {scheme: _Address(address) for scheme, address in proxies.items()}
        return cls(quiet, os.environ[bundle] if bundle else True, bundle, exceptions, names)


class _Address(str):
    """A proxy's address, which may hold a password: a verbose traceback shows the settings of each request."""

    __slots__ = ()

    def __repr__(self) -> str:
        return repr(_shown(self, "the environment"))


NOTHING = Environment({}, True)
"""An environment that says nothing."""


@dataclass(frozen=True)
class Way:
    """How one request is sent, for telling what stood in its way. Nothing in it is a secret.

    Attributes
    ----------
    host : str
    is_practice : bool
    proxy : str
        The proxy with the name of the setting, without user name and password; empty where none is used.
    scheme : str
        Of the proxy.
    oddity : str
        Why the proxy's address cannot be meant as it stands, as a clause; empty where nothing is odd.
    without_proxy : str
        How to do without the proxy, as the end of a sentence.
    authorities : str
        Who names the certificate authorities, with the path.
    is_usual : bool
        Whether these are the usual ones, of the package certifi.
    uses_folder : bool
        Whether they stand in a folder.
    longest : float or None
        Seconds that the whole answer may take.
    """

    host: str
    is_practice: bool
    proxy: str = ""
    scheme: str = ""
    oddity: str = ""
    without_proxy: str = ""
    authorities: str = "the package certifi"
    is_usual: bool = True
    uses_folder: bool = False
    longest: float | None = None

    @classmethod
    def of(
        cls,
        endpoints: Endpoints,
        settings: Mapping[str, Any],
        environment: Environment,
        longest: float | None,
    ) -> Way:
        """Describe the way that these settings of a request choose.

        Parameters
        ----------
        endpoints : Endpoints
        settings : Mapping
            ``proxies`` and ``verify``, as requests has them.
        environment : Environment
        longest : float or None
        """
        proxy = select_proxy(endpoints.base_url, settings["proxies"]) or ""
        scheme = next((scheme for scheme, address in environment.proxies.items() if address == proxy), None)
        who = "the setting proxies" if scheme is None else environment.names.get(scheme, "the system's settings")
        verify = settings["verify"]
        is_usual = isinstance(verify, bool) or verify is None
        if is_usual:
            authorities = f"the package certifi ({DEFAULT_CA_BUNDLE_PATH})"
        elif environment.bundle and verify == environment.verify:
            authorities = f"{environment.bundle}={verify}"
        else:
            authorities = f"verify={verify}"
        return cls(
            endpoints.host,
            endpoints.is_practice,
            _shown(proxy, who) if proxy else "",
            proxy.partition("://")[0].lower() if "://" in proxy else "http",
            _oddity(proxy),
            _without(endpoints.host, environment.exceptions, by_hand=scheme is None),
            authorities,
            is_usual,
            not is_usual and os.path.isdir(verify),  # noqa: PTH112 - the string goes to OpenSSL as it is
            longest,
        )


def _shown(proxy: str, who: str) -> str:
    """Write a proxy's address without the user name and password, and not at all where these cannot be told apart."""
    scheme, found, rest = proxy.rpartition("://")
    plain = scheme + found + rest.rpartition("@")[2]
    if _SHOWABLE.fullmatch(plain):
        return f"{plain} (of {who})"
    return f"of {who} (its address is not shown, as it may hold a password)"


def _oddity(proxy: str) -> str:
    """Find what makes an address another one than it looks; urllib3 reads some in a way that nobody means."""
    if proxy != proxy.strip():
        return "there are blanks around it"
    if proxy.startswith(_QUOTES) or proxy.endswith(_QUOTES):
        return "it stands in quotes"
    rest = proxy.rpartition("://")[2]
    if rest.lower().endswith(".pac"):
        return "it names a script that chooses proxies, which only browsers and the like can run"
    try:
        read = parse_url(f"http://{rest}").host or ""
    except LocationParseError:
        return ""
    meant = re.sub(r"(?::[^:\]]*)?(?:/.*)?$", "", rest.rpartition("@")[2])
    return "" if read.lower() == meant.lower() or not meant else "it can be read in two ways"


def _without(host: str, exceptions: str, *, by_hand: bool) -> str:
    if by_hand:
        return f"if {host} can be reached without it, take it out of proxies."
    name = host.partition(":")[0].lower()
    named = [part.rpartition("://")[2].lstrip("*.").lower() for part in re.split(r"[\s,;]+", exceptions)]
    if any(part and name.endswith(part) for part in named):
        return (
            f"NO_PROXY names {name} in a form that does not count: write it there as {name}, with commas between the "
            "names, and without * or a scheme."
        )
    return f"if {host} can be reached without it, name it in NO_PROXY."
