"""Check OAuth 1.0a signatures with oauthlib's code, never with the code that signs on the client's side.

What is verified is what was sent: the raw request target, the raw body, the ``Host`` header. RFC 5849 section 3 gives
the rules; X adds that no parameter may come twice ("Creating a signature", footnote 2).
"""

from __future__ import annotations

import hmac
from collections import Counter
from dataclasses import dataclass
from urllib.request import parse_http_list

from oauthlib.common import urldecode
from oauthlib.oauth1 import Client
from oauthlib.oauth1.rfc5849 import signature
from oauthlib.oauth1.rfc5849.utils import unescape

__all__ = ["MalformedError", "SignedRequest", "read_signed"]

REQUIRED = ("oauth_consumer_key", "oauth_nonce", "oauth_signature", "oauth_signature_method", "oauth_timestamp")
FORM = "application/x-www-form-urlencoded"


class MalformedError(Exception):
    """The request carries no OAuth parameters that can be read."""


@dataclass(frozen=True)
class SignedRequest:
    """A request as its signature sees it.

    Parameters
    ----------
    method : str
        The HTTP method.
    uri : str
        Scheme, host and raw path, without the query.
    params : tuple of (str, str)
        Every parameter of header, query and form, decoded once.
    in_header : frozenset of str
        The names that came in the ``Authorization`` header.
    """

    method: str
    uri: str
    params: tuple[tuple[str, str], ...]
    in_header: frozenset[str]

    def __repr__(self) -> str:
        return f"SignedRequest({self.method} {self.uri})"

    def get(self, name: str) -> str:
        """Give one parameter, or the empty string."""
        return next((value for key, value in self.params if key == name), "")

    @property
    def has_duplicates(self) -> bool:
        """Whether any parameter comes twice, which X refuses."""
        return any(count > 1 for count in Counter(name for name, _ in self.params).values())

    def is_signed_with(self, client_secret: str, token_secret: str = "") -> bool:
        """Say whether the signature is the right HMAC-SHA1, compared in constant time.

        Parameters
        ----------
        client_secret, token_secret : str
        """
        try:
            signed = [(name, value) for name, value in self.params if name != "oauth_signature"]
            base = signature.signature_base_string(
                self.method, signature.base_string_uri(self.uri), signature.normalize_parameters(signed)
            )
        except ValueError:
            return False
        expected: str = signature.sign_hmac_sha1_with_client(base, Client("", client_secret, "", token_secret))
        return hmac.compare_digest(expected.encode(), self.get("oauth_signature").encode())


def read_signed(
    method: str, scheme: str, host: str, target: str, authorization: str, content_type: str, body: bytes
) -> SignedRequest:
    """Collect the parameters of a request as RFC 5849 section 3.4.1.3 says.

    Parameters
    ----------
    method, scheme, host : str
        As they arrived; the host with its port.
    target : str
        The raw request target, with its query.
    authorization, content_type : str
        The two headers, empty where absent.
    body : bytes
        The raw body; signed only if it is a form.

    Raises
    ------
    MalformedError
        If something cannot be decoded, or one of the required parameters is missing.
    """
    path, _, query = target.partition("?")
    try:
        in_header = _header_params(authorization)
        others = list(urldecode(query))
        if content_type.partition(";")[0].strip().lower() == FORM:
            others += urldecode(body.decode("utf-8"))
        # X's own client repeats the token of the header in the query, and signs it once
        params = in_header + [pair for pair in others if not (pair[0].startswith("oauth_") and pair in in_header)]
    except (ValueError, IndexError):
        raise MalformedError from None
    request = SignedRequest(
        method.upper(), f"{scheme}://{host}{path}", tuple(params), frozenset(name for name, _ in in_header)
    )
    if not all(request.get(name) for name in REQUIRED):
        raise MalformedError
    return request


def _header_params(authorization: str) -> list[tuple[str, str]]:
    scheme, _, rest = authorization.strip().partition(" ")
    if not authorization or scheme.lower() != "oauth":
        return []
    params = []
    for item in parse_http_list(rest):
        name, equals, value = item.partition("=")
        if not equals:
            raise MalformedError
        if len(value) > 1 and value[0] == value[-1] == '"':
            value = value[1:-1]
        if name.strip() != "realm":
            params.append((unescape(name.strip()), unescape(value)))
    return params
