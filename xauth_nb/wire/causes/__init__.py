"""Why no answer came, in sentences that are true: from what ``requests`` and urllib3 raise to cause and remedy."""

from __future__ import annotations

import errno
import http.client
import re
import ssl
from typing import TYPE_CHECKING

import requests
from urllib3.exceptions import (
    ConnectTimeoutError,
    DecodeError,
    IncompleteRead,
    InvalidChunkLength,
    LocationParseError,
    NameResolutionError,
    NewConnectionError,
    ProxyError,
    ReadTimeoutError,
)

from xauth_nb.wire.causes.cause import AGAIN, Cause, Kind, chain
from xauth_nb.wire.causes.proxies import bad_address, refused
from xauth_nb.wire.causes.secure import broken_handshake, not_trusted
from xauth_nb.wire.tls import NoAuthorities

if TYPE_CHECKING:
    from xauth_nb.wire.way import Way

__all__ = ["Cause", "Kind", "cause_of", "chain", "proves_unsent"]

_TUNNEL = re.compile(r"Tunnel connection failed: (\d{3})")
_TRY_AGAIN = {-3, 2, 11002}  # EAI_AGAIN of Linux, of macOS and of Windows
_CLOSED = (ConnectionResetError, ConnectionAbortedError, BrokenPipeError, EOFError)
_OF_THIS_MACHINE = {
    **dict.fromkeys(
        (errno.EMFILE, errno.ENFILE),
        "This program has too many files and connections open: close sessions that are not used, restart the kernel, "
        "or raise the limit (ulimit -n).",
    ),
    **dict.fromkeys(
        (errno.ENOMEM, errno.ENOBUFS), "This machine has no memory left for it: end what is not needed, and try again."
    ),
    **dict.fromkeys(
        (errno.EACCES, errno.EPERM),
        "This machine itself forbids it: a firewall, or the walls around this program. Ask whoever runs the machine.",
    ),
}


def proves_unsent(behind: list[BaseException]) -> bool:
    """Say whether urllib3 itself says that no connection came about; for an adapter that tells nothing else.

    Parameters
    ----------
    behind : list of BaseException
        As :func:`chain` gives it.
    """
    return any(isinstance(one, NewConnectionError | ConnectTimeoutError) for one in behind) or bool(
        _TUNNEL.search(str(behind[0]))
    )


def cause_of(behind: list[BaseException], way: Way, *, has_left: bool | None) -> Cause:
    """Say why a request failed.

    Parameters
    ----------
    behind : list of BaseException
        What the adapter raised and what stands behind it, as :func:`chain` gives it.
    way : Way
    has_left : bool or None
        Whether sending it had begun; ``None`` where that is not known.
    """
    if has_left is False:
        return _before_sending(behind, way) or _not_connected(behind, way)
    if has_left is None and (found := _before_sending(behind, way)):
        return found
    return _after_sending(behind, way, is_certain=bool(has_left))


def _before_sending(behind: list[BaseException], way: Way) -> Cause | None:
    """Find what bars the way: settings, certificates, and the proxy's refusal."""
    error, host = behind[0], way.host
    if isinstance(error, NoAuthorities):
        return Cause(
            Kind.BARRED,
            f"{way.authorities} {error}, so no secure connection to {host} can be made.",
            "Correct this setting, or take it away to use the usual certificate authorities.",
        )
    if isinstance(error, requests.exceptions.InvalidSchema) and "SOCKS" in str(error):
        return Cause(
            Kind.BARRED,
            f"The way to {host} leads through the SOCKS proxy {way.proxy}, and for that the package PySocks is "
            "missing.",
            "Run pip install 'requests[socks]', then restart the kernel.",
        )
    for one in behind:
        if isinstance(one, ssl.SSLCertVerificationError):
            return not_trusted(one, way)
        if found := _TUNNEL.search(str(one)):
            return refused(int(found[1]), way)
        if type(one).__name__ == "SOCKS5AuthError":
            return refused(407, way)
    if way.proxy and isinstance(error, ValueError | UnicodeError | LookupError | AssertionError):
        return bad_address(way)
    return None


def _not_connected(behind: list[BaseException], way: Way) -> Cause:
    """Say why no connection came about."""
    if way.oddity:
        return bad_address(way)
    if way.is_practice and not way.proxy and any(isinstance(one, ConnectionRefusedError) for one in behind):
        return Cause(
            Kind.LOST,
            f"No connection to {way.host}: nobody listens there.",
            "The practice server has stopped, by sandbox.stop() or with the kernel that started it. To practise on, "
            "run sandbox.use() again, then login(); for X itself sandbox.stop(), then login().",
        )
    names = {type(one).__name__ for one in behind if type(one).__module__ == "socks"}
    if way.proxy and names & {"SOCKS5Error", "SOCKS4Error"}:
        said = next(str(one) for one in behind if type(one).__name__ in ("SOCKS5Error", "SOCKS4Error"))
        return Cause(
            Kind.LOST,
            f"The proxy {way.proxy} made no connection to {way.host}: {said}.",
            "Ask whoever runs the proxy, or try again in a moment.",
        )
    is_late = any(
        isinstance(one, TimeoutError | ConnectTimeoutError | ReadTimeoutError)
        and not isinstance(one, NewConnectionError)
        for one in behind  # to urllib3 a refused connection is a time-out too
    )
    reason, remedy = _reason(behind, is_late)
    if way.proxy:
        has_reached = not any(isinstance(one, NewConnectionError | ConnectTimeoutError) for one in behind)
        what = "opened no way to" if has_reached else "cannot be reached, so there is no way to"
        if way.scheme == "https" and any(isinstance(one, ProxyError) and "only use HTTP" in str(one) for one in behind):
            reason, remedy = "it does not speak TLS itself", "Write its address with http:// and not with https://."
        return Cause(
            Kind.LATE if is_late else Kind.LOST,
            f"The proxy {way.proxy} {what} {way.host}: {reason}.",
            remedy or f"Check the proxy's address and the network; {way.without_proxy}",
        )
    if is_late:
        return Cause(
            Kind.LATE,
            f"{way.host} did not accept the connection in time.",
            f"{AGAIN} session.timeout = (20, 60) waits longer. A firewall that lets nothing through looks the same.",
        )
    return Cause(
        Kind.LOST,
        f"No connection to {way.host}: {reason}.",
        remedy
        or "Check the network, then try again. Where only a proxy leads out, set HTTPS_PROXY; a filter of names (in "
        "the resolver or the file hosts) may lead to nowhere too.",
    )


def _reason(behind: list[BaseException], is_late: bool) -> tuple[str, str]:
    """Say in half a sentence what the system says, and what to do about it where that is not the usual."""
    if is_late:
        return "no answer came in time", ""
    if any(type(one).__name__ == "gaierror" and getattr(one, "errno", 0) in _TRY_AGAIN for one in behind):
        return "this machine's resolver of names gives no answer", ""
    if any(isinstance(one, NameResolutionError) for one in behind):
        return "the name is not known to this machine's resolver", ""
    if any(isinstance(one, LocationParseError | UnicodeError) for one in behind):
        return "this is no name that a machine can have", "Correct the address that was given for X."
    if found := broken_handshake(behind):
        return found
    for one in behind:
        if isinstance(one, ConnectionRefusedError):
            return "nobody listens there", ""
        if isinstance(one, _CLOSED):
            return "it was closed at once", ""
        if isinstance(one, http.client.HTTPException):
            return "what it answers is no HTTP", ""
        if isinstance(one, OSError) and type(one).__module__ == "builtins" and one.strerror:
            return one.strerror.lower(), _OF_THIS_MACHINE.get(one.errno or 0, "")
    return "it did not come about", ""


def _after_sending(behind: list[BaseException], way: Way, *, is_certain: bool) -> Cause:
    """Say how the answer got lost."""
    host = way.host
    late = isinstance(behind[0], requests.Timeout) or any(
        isinstance(one, TimeoutError | ReadTimeoutError) for one in behind
    )
    if late:
        is_connecting = not is_certain and isinstance(behind[0], requests.ConnectTimeout)
        return Cause(
            Kind.LATE,
            f"{host} did not {'accept the connection' if is_connecting else 'answer'} in time.",
            f"{AGAIN} session.timeout = (5, 60) waits longer.",
        )
    if any(_is_damage(one) for one in behind):
        return Cause(
            Kind.BROKEN,
            f"The answer of {host} is damaged: it cannot be unpacked, so it cannot be used.",
            f"{AGAIN} If it comes again, a proxy on the way probably changes answers.",
        )
    broken = (requests.exceptions.ChunkedEncodingError, requests.exceptions.ContentDecodingError)
    if isinstance(behind[0], broken) or any(isinstance(one, IncompleteRead) for one in behind):
        return Cause(Kind.BROKEN, f"The answer of {host} broke off in the middle, so it cannot be used.", AGAIN)
    if any(isinstance(one, http.client.HTTPException) and not isinstance(one, _CLOSED) for one in behind):
        return Cause(
            Kind.BROKEN,
            f"What came from {host} is no answer in HTTP, so somebody else probably answers there.",
            "A proxy, a firewall or the sign-in page of the network may stand in between: open x.com in a browser on "
            "the same network, then try again.",
        )
    if found := broken_handshake(behind, only_told=True):
        return Cause(Kind.LOST, f"The secure connection to {host} ended before an answer came: {found[0]}.", found[1])
    if is_certain:
        return Cause(
            Kind.LOST, f"The connection to {host} was lost before an answer came.", f"Check the network. {AGAIN}"
        )
    if isinstance(behind[0], requests.exceptions.SSLError):
        return Cause(Kind.LOST, f"The secure connection to {host} failed.", f"Check the network. {AGAIN}")
    return Cause(
        Kind.LOST, f"No connection to {host}, or it was lost before an answer came.", f"Check the network. {AGAIN}"
    )


def _is_damage(error: BaseException) -> bool:
    """Say whether something came that cannot be unpacked; a piece without any length is an answer that broke off."""
    return isinstance(error, DecodeError) or (
        isinstance(error, InvalidChunkLength) and bool(getattr(error, "length", b"").strip())
    )
