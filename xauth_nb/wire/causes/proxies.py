"""What a proxy has against a request: its refusals, and addresses of it that cannot be meant so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xauth_nb.wire.causes.cause import Cause, Kind

if TYPE_CHECKING:
    from xauth_nb.wire.way import Way

__all__ = ["WITH_NAME", "bad_address", "refused"]

WITH_NAME = (
    "Write them into the proxy's address, http://name:password@host:port, with @ : / and % in them as %XX. A proxy "
    "that takes only a Windows sign-in (NTLM, Kerberos) needs a program of this machine that does it, such as px or "
    "cntlm: set HTTPS_PROXY to that."
)
_WHY = {
    403: "it is not allowed",
    429: "it was asked too often",
    511: "it wants a sign-in to the network first",
    **dict.fromkeys((502, 503, 504), "it cannot reach it"),
    **dict.fromkeys((301, 302, 303, 307, 308), "it leads elsewhere, perhaps to a page for signing in"),
}


def refused(status: int, way: Way) -> Cause:
    """Say with which status a proxy has refused to open the way.

    Parameters
    ----------
    status : int
    way : Way
    """
    proxy = f"The proxy {way.proxy}" if way.proxy else "The proxy"
    if status == 407:
        return Cause(
            Kind.BARRED,
            f"{proxy} asks for a user name and a password, or does not accept those that it got.",
            WITH_NAME,
        )
    why = f": {_WHY[status]}" if status in _WHY else ""
    return Cause(
        Kind.BARRED,
        f"{proxy} did not open the way to {way.host} (status {status}{why}).",
        f"Ask whoever runs the proxy to allow {way.host}; {way.without_proxy}",
    )


def bad_address(way: Way) -> Cause:
    """Say that the address of a proxy cannot be used, and how one is written.

    Parameters
    ----------
    way : Way
    """
    remedy = (
        "Write socks5h://host:port (or socks5://, socks4://), which says the version."
        if way.scheme == "socks"
        else "Write it as http://host:port; in a user name or password each of @ : / \\ ? # % and every letter outside "
        "ASCII is written as %XX, the percent sign itself as %25."
    )
    odd = f" ({way.oddity})" if way.oddity else ""
    return Cause(
        Kind.BARRED, f"The address of the proxy {way.proxy} cannot be used{odd}, so nothing was sent.", remedy, True
    )
