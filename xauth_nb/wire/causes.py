"""Why no answer came, in sentences that are true: from what ``requests`` and urllib3 raise to cause and remedy."""

from __future__ import annotations

import re
import ssl
from datetime import datetime, timezone
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

import requests
from urllib3.exceptions import (
    ConnectTimeoutError,
    DecodeError,
    IncompleteRead,
    NameResolutionError,
    NewConnectionError,
    ReadTimeoutError,
)

from xauth_nb.wire.tls import NoAuthorities

if TYPE_CHECKING:
    from xauth_nb.wire.way import Way

__all__ = ["Cause", "Kind", "cause_of", "chain", "proves_unsent"]

_NOT_YET, _EXPIRED, _OTHER_NAME, _OTHER_ADDRESS = 9, 10, 62, 64  # OpenSSL's X509_V_ERR_…
_UNKNOWN_SIGNERS = {2, 18, 19, 20, 21}
_TUNNEL = re.compile(r"Tunnel connection failed: (\d{3})")
_AGAIN = "Try again in a moment."


class Kind(Enum):
    """What sort of failure it is."""

    BARRED = "barred"
    LOST = "lost"
    LATE = "late"
    BROKEN = "broken"


class Cause(NamedTuple):
    """A failure in words; ``is_private`` where the exception behind it may show a password."""

    kind: Kind
    message: str
    remedy: str
    is_private: bool = False


def chain(error: BaseException, outside: BaseException | None = None) -> list[BaseException]:
    """List an exception and all that stand behind it, as causes, reasons, arguments and PySocks' own ``socket_err``.

    Parameters
    ----------
    error : BaseException
    outside : BaseException, optional
        What was being handled when the request began: it may be another request's failure, and is none of this one's.
    """
    found: list[BaseException] = []
    waiting: list[object] = [error]
    while waiting:
        one = waiting.pop(0)
        if isinstance(one, BaseException) and not any(one is other for other in [*found, outside]):
            found.append(one)
            told = (getattr(one, name, None) for name in ("reason", "socket_err"))
            waiting += [*one.args, *told, one.__cause__, one.__context__]
    return found


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
            return _not_trusted(one, way)
        if found := _TUNNEL.search(str(one)):
            return _refused_by_proxy(int(found[1]), way)
        if type(one).__name__ == "SOCKS5AuthError":
            return _refused_by_proxy(407, way)
    if way.proxy and isinstance(error, ValueError | UnicodeError | LookupError | AssertionError):
        remedy = (
            "Write socks5h://host:port (or socks5://, socks4://), which says the version."
            if way.scheme == "socks"
            else "Write it as http://host:port; in a user name or password each of @ : / ? # % and every letter "
            "outside ASCII is written as %XX, the percent sign itself as %25."
        )
        return Cause(
            Kind.BARRED, f"The address of the proxy {way.proxy} cannot be used, so nothing was sent.", remedy, True
        )
    return None


def _not_trusted(error: ssl.SSLCertVerificationError, way: Way) -> Cause:
    place = f"{way.host} (or to its proxy {way.proxy})" if way.proxy and way.scheme == "https" else way.host
    said = f"The secure connection to {place} could not be trusted: "
    if error.verify_code in (_NOT_YET, _EXPIRED):
        state = "is not valid yet" if error.verify_code == _NOT_YET else "has expired"
        clock = f"{datetime.now(timezone.utc):%d %B %Y, %H:%M} UTC"
        return Cause(
            Kind.BARRED,
            f"{said}by this machine's clock, which says {clock}, the certificate that was shown {state}.",
            "Compare this machine's clock first, and let it set itself (NTP). If it is right, the certificate is at "
            "fault: that of a proxy in between, an old one in the file of authorities, or the server's own.",
        )
    if error.verify_code in (_OTHER_NAME, _OTHER_ADDRESS):
        return Cause(
            Kind.BARRED,
            f"{said}the certificate that was shown is for another name, so somebody else answers there.",
            "A proxy, a firewall or the sign-in page of the network stands in between: open x.com in a browser on the "
            "same network.",
        )
    if error.verify_code not in _UNKNOWN_SIGNERS:
        return Cause(
            Kind.BARRED,
            f"{said}OpenSSL says “{error.verify_message}” of the certificate that was shown.",
            f"If a proxy of your organisation stands in between, tell its administrator. Otherwise {_AGAIN.lower()}",
        )
    return Cause(
        Kind.BARRED,
        f"{said}its certificate is signed by an authority that {way.authorities} does not name.",
        "Probably a proxy of your organisation stands in between: set REQUESTS_CA_BUNDLE to your organisation's "
        "certificate file, or add the authority to the file. Otherwise update the package certifi.",
    )


def _refused_by_proxy(status: int, way: Way) -> Cause:
    proxy = f"The proxy {way.proxy}" if way.proxy else "The proxy"
    if status == 407:
        return Cause(
            Kind.BARRED,
            f"{proxy} asks for a user name and a password, or does not accept those that it got.",
            "Write them into the proxy's address, http://name:password@host:port, with @ : / and % in them as %XX.",
        )
    why = {403: "it is not allowed", 502: "it cannot reach it", 503: "it cannot reach it", 504: "it cannot reach it"}
    return Cause(
        Kind.BARRED,
        f"{proxy} did not open the way to {way.host} (status {status}: {why.get(status, 'it gives no other reason')}).",
        f"Ask whoever runs the proxy to allow {way.host}, or name {way.host} in NO_PROXY if it can be reached without.",
    )


def _not_connected(behind: list[BaseException], way: Way) -> Cause:
    """Say why no connection came about."""
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
    if way.proxy:
        has_reached = not any(isinstance(one, NewConnectionError | ConnectTimeoutError) for one in behind)
        what = "opened no way to" if has_reached else "cannot be reached, so there is no way to"
        return Cause(
            Kind.LATE if is_late else Kind.LOST,
            f"The proxy {way.proxy} {what} {way.host}: {_reason(behind, is_late)}.",
            f"Check the proxy's address and the network; if {way.host} can be reached without it, name it in NO_PROXY.",
        )
    if is_late:
        return Cause(
            Kind.LATE,
            f"{way.host} did not accept the connection in time.",
            f"{_AGAIN} session.timeout = (20, 60) waits longer. A firewall that lets nothing through looks the same.",
        )
    return Cause(
        Kind.LOST,
        f"No connection to {way.host}: {_reason(behind, is_late)}.",
        "Check the network, then try again. Where only a proxy leads out, set HTTPS_PROXY.",
    )


def _reason(behind: list[BaseException], is_late: bool) -> str:
    """Say in half a sentence what the system says."""
    if is_late:
        return "no answer came in time"
    if any(isinstance(one, NameResolutionError) for one in behind):
        return "the name is not known to this machine's resolver"
    for one in behind:
        if isinstance(one, ssl.SSLError):
            return f"the handshake failed ({one.reason or 'it broke off'})"
        if isinstance(one, ConnectionRefusedError):
            return "nobody listens there"
        if isinstance(one, ConnectionResetError | ConnectionAbortedError | BrokenPipeError | EOFError):
            return "it was closed at once"
        if type(one) is OSError and one.strerror:
            return one.strerror.lower()
    return "it did not come about"


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
            f"{_AGAIN} session.timeout = (5, 60) waits longer.",
        )
    broken = (requests.exceptions.ChunkedEncodingError, requests.exceptions.ContentDecodingError)
    if isinstance(behind[0], broken) or any(isinstance(one, IncompleteRead | DecodeError) for one in behind):
        return Cause(Kind.BROKEN, f"The answer of {host} broke off in the middle, so it cannot be used.", _AGAIN)
    if is_certain:
        return Cause(
            Kind.LOST, f"The connection to {host} was lost before an answer came.", f"Check the network. {_AGAIN}"
        )
    if isinstance(behind[0], requests.exceptions.SSLError):
        return Cause(Kind.LOST, f"The secure connection to {host} failed.", f"Check the network. {_AGAIN}")
    return Cause(
        Kind.LOST, f"No connection to {host}, or it was lost before an answer came.", f"Check the network. {_AGAIN}"
    )
