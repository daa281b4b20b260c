"""Why a secure connection was not made: the certificate that was shown, or the handshake before it."""

from __future__ import annotations

import ssl
from datetime import datetime, timezone
from typing import TYPE_CHECKING

from xauth_nb.wire.causes.cause import AGAIN, Cause, Kind

if TYPE_CHECKING:
    from xauth_nb.wire.way import Way

__all__ = ["broken_handshake", "not_trusted"]

_NOT_YET, _EXPIRED, _OTHER_NAME, _OTHER_ADDRESS = 9, 10, 62, 64  # OpenSSL's X509_V_ERR_…
_UNKNOWN_SIGNERS = {2, 18, 19, 20, 21}
_ITSELF = 18
_SOMEBODY = (
    "A proxy, a firewall or the sign-in page of the network may stand in between: open x.com in a browser on the same "
    "network, or ask whoever runs it."
)
# Parts of OpenSSL's names for what went wrong, what each of them says, and what to do.
_HANDSHAKES = (
    (
        ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "UNKNOWN_PROTOCOL", "PACKET_LENGTH", "RECORD_LAYER", "BAD_RECORD"),
        "what answers there does not speak TLS",
        _SOMEBODY,
    ),
    (
        ("PROTOCOL_VERSION", "UNSUPPORTED_PROTOCOL", "NO_PROTOCOLS"),
        "the two sides know no common version of TLS",
        f"This Python has {ssl.OPENSSL_VERSION}. If that is old, update Python; otherwise an old proxy probably stands "
        "in between: ask whoever runs the network.",
    ),
    (("UNRECOGNIZED_NAME",), "who answers there does not go by this name", _SOMEBODY),
    (
        ("HANDSHAKE_FAILURE", "NO_SHARED_CIPHER", "NO_CIPHERS", "DH_KEY_TOO_SMALL", "INSUFFICIENT_SECURITY"),
        "the two sides could not agree on how to encrypt",
        f"This Python has {ssl.OPENSSL_VERSION}. {_SOMEBODY}",
    ),
    (
        ("CERTIFICATE_REQUIRED", "ALERT_BAD_CERTIFICATE", "ALERT_UNKNOWN_CA", "ALERT_CERTIFICATE"),
        "who answers there wants a certificate of this machine, which X does not",
        "Probably a proxy of your organisation stands in between: ask for its certificate, and set session.cert to it.",
    ),
    (("UNEXPECTED_EOF", "EOF_OCCURRED"), "the other side hung up in the middle of the handshake", _SOMEBODY),
)


def broken_handshake(behind: list[BaseException], *, only_told: bool = False) -> tuple[str, str] | None:
    """Say why TLS itself failed, other than by a certificate that was looked at.

    Parameters
    ----------
    behind : list of BaseException
    only_told : bool, optional
        Count only what the other side has told, as after a request was sent, when the handshake is over for this one.

    Returns
    -------
    tuple of str or None
        The end of a sentence, with OpenSSL's own name for it, and what to do; ``None`` where TLS is not the reason.
    """
    error = next((one for one in behind if isinstance(one, ssl.SSLError)), None)
    name = (error and error.reason) or ""
    if error is None or (only_told and "ALERT" not in name):
        return None
    for parts, why, remedy in _HANDSHAKES:
        if any(part in name for part in parts):
            return f"{why} ({name})", remedy
    return f"the handshake failed ({name or 'it broke off'})", f"{AGAIN} {_SOMEBODY}"


def not_trusted(error: ssl.SSLCertVerificationError, way: Way) -> Cause:
    """Say what is wrong with the certificate that was shown.

    Parameters
    ----------
    error : ssl.SSLCertVerificationError
    way : Way
    """
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
            f"{_SOMEBODY} A filter of names (in the resolver or the file hosts) may lead to somebody else too.",
        )
    if error.verify_code not in _UNKNOWN_SIGNERS:
        return Cause(
            Kind.BARRED,
            f"{said}OpenSSL says “{error.verify_message}” of the certificate that was shown.",
            f"If a proxy of your organisation stands in between, tell its administrator. Otherwise {AGAIN.lower()}",
        )
    signed = "signed by itself, and" if error.verify_code == _ITSELF else "signed by an authority that"
    remedy = (
        "Probably a proxy of your organisation stands in between: set REQUESTS_CA_BUNDLE to your organisation's "
        "certificate file, or add the authority to the file."
    )
    if way.uses_folder:
        remedy += " In a folder only files with the names that c_rehash gives them count."
    elif way.is_usual:
        remedy += " Otherwise update the package certifi."
    return Cause(Kind.BARRED, f"{said}its certificate is {signed} {way.authorities} does not name.", remedy)
