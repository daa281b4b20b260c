"""The same signature, sooner: one pass for the requests that X's API is made of, and ``None`` for every other.

Whatever is unusual (a form, an odd escape in the query, a leg of the sign-in) is left to Authlib, which signs anything.
The tests hold this against Authlib and against oauthlib. RFC 5849 sections 3.4.1 and 3.5.1.
"""

from __future__ import annotations

import hmac
import re
import secrets
import time
from base64 import b64encode
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote_to_bytes

if TYPE_CHECKING:
    from xauth_nb.credentials import ClientCredentials, TemporaryCredentials, TokenCredentials

__all__ = ["QuickSigner", "is_plain_query"]

# Escaped as section 3.6 wants it: capitals, and nothing that need not be. A space may be "+", as forms write it.
_PLAIN = r"(?:[A-Za-z0-9\-._~+]|%(?!2[DE]|3[0-9]|4[1-9A-F]|5[0-9AF]|6[1-9A-F]|7[0-9AE])[0-9A-F]{2})"
_QUERY = re.compile(rf"{_PLAIN}+={_PLAIN}*(?:&{_PLAIN}+={_PLAIN}*)*")
_BEYOND_ASCII = re.compile(r"%[89A-F]")
_ADDRESS = re.compile(r"https?://[a-z0-9.\-]+(?::[0-9]+)?/[A-Za-z0-9\-._~/]*")


class QuickSigner:
    """Sign for one account. The key is kept inside an HMAC object, which shows it to nobody.

    Parameters
    ----------
    client : ClientCredentials
    token : TemporaryCredentials or TokenCredentials
    """

    __slots__ = ("_after", "_before", "_keyed", "_parameters")

    def __init__(self, client: ClientCredentials, token: TemporaryCredentials | TokenCredentials) -> None:
        key = f"{_escape(client.secret)}&{_escape(token.secret)}"
        self._keyed = hmac.new(key.encode(), digestmod="sha1")
        consumer, holder = _escape(client.key), _escape(token.token)
        self._parameters = (
            ("oauth_consumer_key", consumer),
            ("oauth_signature_method", "HMAC-SHA1"),
            ("oauth_token", holder),
            ("oauth_version", "1.0"),
        )
        self._before = f'OAuth oauth_consumer_key="{consumer}", oauth_token="{holder}", '
        self._after = 'oauth_signature_method="HMAC-SHA1", oauth_version="1.0", '

    def __repr__(self) -> str:
        return "QuickSigner(…)"

    def header(self, method: str, url: str) -> str | None:
        """Make the ``Authorization`` header for a request whose body is not signed (it is no form).

        Parameters
        ----------
        method : str
        url : str
            Of this session's own server, as it will be sent.

        Returns
        -------
        str or None
            ``None`` where the address is unusual.
        """
        address, _, query = url.partition("?")
        if not _ADDRESS.fullmatch(address) or (query and not (is_plain_query(query) and _is_text(query))):
            return None
        nonce, timestamp = secrets.token_hex(16), str(int(time.time()))
        pairs = [*self._parameters, ("oauth_nonce", nonce), ("oauth_timestamp", timestamp)]
        if query:
            # Sorted as pairs: "a=" and "a1=" would change places as strings.
            pairs += [tuple(pair.split("=")) for pair in query.replace("+", "%20").split("&")]  # type: ignore[misc]  # two parts: the pattern saw to it
        pairs.sort()
        normal = "&".join([f"{name}={value}" for name, value in pairs])
        # What is escaped already needs only three more characters escaped.
        normal = normal.replace("%", "%25").replace("=", "%3D").replace("&", "%26")
        keyed = self._keyed.copy()
        keyed.update(f"{method.upper()}&{quote(address, safe='-._~')}&{normal}".encode())
        signature = _escape(b64encode(keyed.digest()).decode())
        return (
            f'{self._before}oauth_nonce="{nonce}", oauth_timestamp="{timestamp}", '
            f'{self._after}oauth_signature="{signature}"'
        )


def is_plain_query(query: str) -> bool:
    """Whether a query is written as section 3.6 wants it, so that there is nothing to escape in it."""
    return _QUERY.fullmatch(query) is not None


def _is_text(query: str) -> bool:
    """Whether the escapes of a query are UTF-8: what is not is signed as every server reads it, with replacements."""
    try:
        return not _BEYOND_ASCII.search(query) or bool(unquote_to_bytes(query).decode())
    except UnicodeDecodeError:
        return False


def _escape(text: str) -> str:
    return quote(text, safe="-._~")
