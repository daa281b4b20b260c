"""What the sandbox has issued: request tokens, verifiers, access tokens, and the nonces it has seen.

Everything is random, lives in memory only, and is used up as on X: a request token serves one approval and one
exchange within fifteen minutes, a verifier one exchange (X's docs, "PIN-based OAuth").
"""

from __future__ import annotations

import secrets
import string
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["AccessToken", "RequestToken", "Tokens"]

REQUEST_TOKEN_LIFE = 15 * 60
CLOCK_WINDOW = 300
_ALNUM = string.ascii_letters + string.digits


def _random(length: int, alphabet: str = _ALNUM) -> str:
    return "".join(secrets.choice(alphabet) for _ in range(length))


@dataclass
class RequestToken:
    """One sign-in under way. Its parts are secret, so its repr is constant."""

    token: str
    secret: str
    callback: str
    access: str
    born: float
    form_token: str
    state: str = "new"  # new → approved | denied → used
    user_id: int = 0
    verifier: str = ""

    def __repr__(self) -> str:
        return "RequestToken(…)"


@dataclass(frozen=True)
class AccessToken:
    """A token that a user gave to the app. Its parts are secret, so its repr is constant."""

    token: str
    secret: str
    user_id: int
    access: str

    def __repr__(self) -> str:
        return "AccessToken(…)"


@dataclass
class Tokens:
    """The register of one sandbox.

    Parameters
    ----------
    now : callable
        The server clock.
    """

    now: Callable[[], float]
    consumer_key: str = field(default_factory=lambda: _random(25))
    consumer_secret: str = field(default_factory=lambda: _random(50))
    issued: Iterable[AccessToken] = ()
    """Access tokens that stand from before."""

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self._requests: dict[str, RequestToken] = {}
        self._access = {token.token: token for token in self.issued}
        self._nonces: dict[tuple[int, str, str], None] = {}
        self.browsers: dict[str, int] = {}
        """Who is signed in to the pages, by the secret in their browser's cookie."""

    def __repr__(self) -> str:
        return "Tokens(…)"

    def is_fresh(self, timestamp: int, nonce: str, token: str, now: float) -> bool:
        """Note a nonce, and say whether it is new (RFC 5849 section 3.3); old ones are forgotten with their time.

        Parameters
        ----------
        timestamp : int
        nonce, token : str
        now : float
            The time that signatures are made at.
        """
        with self._lock:
            if len(self._nonces) > 10_000:
                oldest = now - 2 * CLOCK_WINDOW
                self._nonces = {key: None for key in self._nonces if key[0] >= oldest}
            key = (timestamp, nonce, token)
            if key in self._nonces:
                return False
            self._nonces[key] = None
            return True

    def issue_request(self, callback: str, access: str) -> RequestToken:
        """Start a sign-in.

        Parameters
        ----------
        callback : str
            ``oob`` or a registered address.
        access : str
            ``read``, ``read-write`` or ``read-write-directmessages``.
        """
        request = RequestToken(
            _random(27, _ALNUM + "-_"), _random(32), callback, access, self.now(), form_token=_random(32)
        )
        with self._lock:
            self._requests = {
                key: kept for key, kept in self._requests.items() if self.now() - kept.born < 2 * REQUEST_TOKEN_LIFE
            }
            self._requests[request.token] = request
        return request

    def known(self, token: str) -> RequestToken | None:
        """Find a sign-in that is not too old, whatever became of it."""
        with self._lock:
            found = self._requests.get(token)
            return found if found and self.now() - found.born < REQUEST_TOKEN_LIFE else None

    def undecided(self, token: str) -> RequestToken | None:
        """Find a sign-in that still waits for its person."""
        found = self.known(token)
        return found if found and found.state == "new" else None

    def decide(self, request: RequestToken, user_id: int | None) -> bool:
        """Approve for a user, or deny with ``None``; only the first decision counts.

        Parameters
        ----------
        request : RequestToken
        user_id : int or None
        """
        with self._lock:
            if request.state != "new":
                return False
            if user_id is None:
                request.state = "denied"
            else:
                request.state, request.user_id = "approved", user_id
                request.verifier = _random(7, string.digits) if request.callback == "oob" else _random(32)
            return True

    def exchange(self, request: RequestToken, verifier: str) -> AccessToken | None:
        """Turn an approved sign-in into an access token; a wrong verifier ends the sign-in, as a used one has.

        Parameters
        ----------
        request : RequestToken
        verifier : str
        """
        with self._lock:
            right = request.state == "approved" and secrets.compare_digest(request.verifier.encode(), verifier.encode())
            request.state = "used"
            if not right:
                return None
            return self._keep(request.user_id, request.access)

    def _keep(self, user_id: int, access: str) -> AccessToken:
        token = f"{user_id}-"
        issued = AccessToken(token + _random(50 - len(token)), _random(45), user_id, access)
        self._access[issued.token] = issued
        return issued

    def browser_of(self, user_id: int) -> str:
        """Sign a browser in to the pages: give the secret that its cookie carries."""
        secret = _random(32)
        with self._lock:
            self.browsers[secret] = user_id
        return secret

    def access(self, token: str) -> AccessToken | None:
        """Find an access token that still stands."""
        with self._lock:
            return self._access.get(token)

    def standing(self) -> list[AccessToken]:
        """List the access tokens that stand."""
        with self._lock:
            return list(self._access.values())

    def revoke(self, token: str) -> None:
        """Forget an access token."""
        with self._lock:
            self._access.pop(token, None)

    def secrets(self) -> list[tuple[str, str]]:
        """List what was issued and must not get out, each with its name."""
        with self._lock:
            found = [(self.consumer_secret, "API key secret")]
            for request in self._requests.values():
                found += [(request.secret, "request token secret"), (request.verifier, "PIN or verifier")]
            for access in self._access.values():
                found += [(access.token, "access token"), (access.secret, "access token secret")]
        return [(secret, name) for secret, name in found if secret]
