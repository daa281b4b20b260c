"""Sign one request with HMAC-SHA1 (RFC 5849 section 3.4), through Authlib; refuses any host but its own.

``authlib.oauth1`` is imported rather than Authlib's ``requests`` integration, which would load JOSE and cryptography
(twice the import time) for nothing that OAuth 1.0a uses.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote, urlsplit

from authlib.oauth1 import SIGNATURE_HMAC_SHA1, SIGNATURE_TYPE_HEADER, ClientAuth
from authlib.oauth1.rfc5849.signature import hmac_sha1_signature, normalize_base_string_uri, normalize_parameters
from authlib.oauth1.rfc5849.util import escape
from requests.auth import AuthBase

from xauth_nb.credentials.secrecy import Discreet, Secret
from xauth_nb.errors import LoginRequired, UsageError
from xauth_nb.wire.quick import QuickSigner

if TYPE_CHECKING:
    from collections.abc import Mapping

    from requests import PreparedRequest

    from xauth_nb.credentials import ClientCredentials, TemporaryCredentials, TokenCredentials
    from xauth_nb.endpoints import Endpoints

__all__ = ["RequestSigner"]

_FORM = "application/x-www-form-urlencoded"
_PROTOCOL = re.compile(r'(oauth_\w+)="([^"]*)"')


class RequestSigner(Discreet, AuthBase, ClientAuth):  # type: ignore[misc]  # Authlib ships no types
    """What ``requests`` calls ``auth``: adds the ``Authorization: OAuth …`` header to requests for its own server.

    Parameters
    ----------
    client : ClientCredentials
    token : TemporaryCredentials or TokenCredentials, optional
        Whose secret joins the signing key. Without it the request is signed for the app alone, as step 1 needs.
    endpoints : Endpoints
        The only server that this object signs for; a request for another passes through unsigned.
    callback : str, optional
        ``oauth_callback`` of step 1. It belongs to that one request, so it is given here and never kept on a session.
    verifier : str, optional
        ``oauth_verifier`` of step 3. The same.
    """

    signature_method = SIGNATURE_HMAC_SHA1
    signature_type = SIGNATURE_TYPE_HEADER
    rsa_key = None
    realm = None
    force_include_body = False
    # Authlib asks for them by name.
    _unlisted = frozenset({"client_id", "client_secret", "token", "token_secret", "verifier"})

    def __init__(
        self,
        client: ClientCredentials,
        token: TemporaryCredentials | TokenCredentials | None = None,
        *,
        endpoints: Endpoints,
        callback: str | None = None,
        verifier: str | None = None,
    ) -> None:
        # Authlib's own __init__ would keep the secrets as plain attributes, where vars() shows them.
        self.endpoints = endpoints
        self.credentials: tuple[ClientCredentials, TemporaryCredentials | TokenCredentials | None] | None
        self.credentials = (client, token)
        self._leg = _Leg(callback, verifier)
        is_leg = token is None or callback is not None or verifier is not None
        self._quick = None if is_leg else QuickSigner(client, token)  # type: ignore[arg-type]  # not None: it is no leg

    def __repr__(self) -> str:
        return "RequestSigner(…)"

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        """Sign a prepared request in place, if it is for our server.

        Raises
        ------
        LoginRequired
            If the session was signed out.
        UsageError
            If the body is a form that is read as it is sent, so that it cannot be signed before.
        """
        url = request.url or ""
        if not self.endpoints.owns(url):
            return request
        url = self.endpoints.as_usual(url)
        is_form, host = _is_form(request), request.headers.get("Host")
        quick = self._quick
        if quick and not is_form and host is None and (header := quick.header(request.method or "GET", url)):
            request.headers["Authorization"] = header
            return request
        headers = {name: value for name, value in (("Content-Type", is_form and _FORM), ("Host", host)) if value}
        _, headers, _ = self.sign(request.method, url, headers, _text_of(request.body) if is_form else "")
        request.headers["Authorization"] = headers["Authorization"]
        return request

    def forget(self) -> None:
        """Drop the credentials: from now on every signature is refused."""
        self.credentials = self._quick = None
        self._leg = _Leg(None, None)

    def get_oauth_signature(self, method: str, uri: str, headers: Mapping[str, str], body: Any) -> str:
        """Compute the signature from Authlib's own parts, of all that requests sends.

        Authlib's ready-made function refuses queries that browsers and requests send, such as ``?query=$TSLA``, and
        unquotes ``oauth_*`` values twice, so that a callback with a literal ``%XX`` in it would be signed wrongly (seen
        in 1.9.9; RFC 5849 section 3.4.1.3.1 decodes once).
        """
        parameters = parse_qsl(urlsplit(uri).query, keep_blank_values=True)
        if headers.get("Content-Type") == _FORM:
            parameters += parse_qsl(body, keep_blank_values=True)
        parameters += [(name, unquote(value)) for name, value in _PROTOCOL.findall(headers.get("Authorization", ""))]
        parameters = [(name, value) for name, value in parameters if name != "oauth_signature"]
        base_string = "&".join(
            escape(part)
            for part in (
                method.upper(),
                normalize_base_string_uri(uri, headers.get("Host")),
                normalize_parameters(parameters),
            )
        )
        return str(hmac_sha1_signature(base_string, self.client_secret, self.token_secret))

    # The names under which Authlib's ClientAuth reads its credentials.

    @property
    def client_id(self) -> str:
        """``oauth_consumer_key``."""
        return self._client.key

    @property
    def client_secret(self) -> str:
        """The first half of the signing key."""
        return self._client.secret

    @property
    def token(self) -> str | None:
        """``oauth_token``."""
        token = self._token
        return token.token if token else None

    @property
    def token_secret(self) -> str | None:
        """The second half of the signing key."""
        token = self._token
        return token.secret if token else None

    @property
    def redirect_uri(self) -> str | None:
        """``oauth_callback``."""
        return self._leg.callback

    @property
    def verifier(self) -> str | None:
        """``oauth_verifier``."""
        return self._leg.verifier.plain() if self._leg.verifier else None

    @property
    def _client(self) -> ClientCredentials:
        return self._credentials()[0]

    @property
    def _token(self) -> TemporaryCredentials | TokenCredentials | None:
        return self._credentials()[1]

    def _credentials(self) -> tuple[ClientCredentials, TemporaryCredentials | TokenCredentials | None]:
        if self.credentials is None:
            raise LoginRequired(
                "This session was signed out, so it signs nothing any more.",
                remedy="Run login() again for a new session.",
            )
        return self.credentials


def _is_form(request: PreparedRequest) -> bool:
    """Whether the body is signed too (RFC 5849 section 3.4.1.3.1). Media types know no capitals (RFC 9110)."""
    given: Any = request.headers.get("Content-Type", "")
    text = given.decode("latin-1") if isinstance(given, bytes) else str(given)
    return text.partition(";")[0].strip().lower() == _FORM


def _text_of(body: Any) -> str:
    if isinstance(body, bytes):
        return body.decode("utf-8", "replace")
    if body is None or isinstance(body, str):
        return body or ""
    raise UsageError(
        "A form is signed before it is sent, and this one is read only as it is sent.",
        remedy="Give the form as a mapping, a string or bytes; send files with files=.",
    )


class _Leg:
    """What belongs to one leg of the exchange; slots and a constant repr keep the PIN out of vars() and tracebacks."""

    __slots__ = ("callback", "verifier")

    def __init__(self, callback: str | None, verifier: str | None) -> None:
        self.callback = callback
        self.verifier = Secret(verifier) if verifier else None
