"""One class that is both a :class:`requests.Session` and Authlib's ``OAuth1Client``; signs for its own server only."""

from __future__ import annotations

import copy
import functools
import itertools
import time
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import requests
from authlib.oauth1.client import OAuth1Client

from xauth_nb.errors import RateLimitedError
from xauth_nb.errors.stopping import stop_told
from xauth_nb.wire.adapter import CONNECT_TIMEOUT, Adapter, NoCookies
from xauth_nb.wire.answers import PACKINGS, Answer, longest, read_whole
from xauth_nb.wire.faults import check
from xauth_nb.wire.hooks import held, hook_runs, last_alone
from xauth_nb.wire.limits import Limits, wait_for
from xauth_nb.wire.queries import Alike, Completed, plain_query
from xauth_nb.wire.retries import REPEATABLE, attempt
from xauth_nb.wire.signing import RequestSigner
from xauth_nb.wire.transport import transport_errors, usage_errors
from xauth_nb.wire.trip import Trip, travelling
from xauth_nb.wire.way import NOTHING, Environment, Way

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from requests.adapters import HTTPAdapter

    from xauth_nb.credentials import ClientCredentials, TemporaryCredentials, TokenCredentials
    from xauth_nb.endpoints import Endpoints
    from xauth_nb.wire.observer import Observer

__all__ = ["SignedSession"]

T = TypeVar("T")
READ_TIMEOUT = 30.0
_PLUMBING = {
    *(name for name in vars(OAuth1Client) if not name.startswith("_") and name != "token"),
    *("get_redirect_target", "rebuild_auth", "rebuild_method", "rebuild_proxies", "resolve_redirects"),
    *("should_strip_auth", "merge_environment_settings", "session", "hooks_held"),
}
"""What only Authlib's and requests' own code calls: it stays callable, and tab completion leaves it out."""
PATIENCE = 902.0
"""Seconds: a whole window of a quarter of an hour, and the two that its headers leave open, which count whole ones."""


class SignedSession(OAuth1Client, requests.Session):  # type: ignore[misc]  # Authlib ships no types
    """An HTTP session that signs every request for one server with OAuth 1.0a.

    It works as ``requests`` does: ``get``, ``post``, ``hooks``, ``proxies``, ``mount``. What differs: a path is joined
    to the server, every request has a time-out, no redirect of a signed request is followed (a signature covers one
    address), and requests for any other host go out unsigned and without this session's headers and cookies.

    Parameters
    ----------
    client : ClientCredentials
    token : TokenCredentials, optional
        Without it requests are signed for the app alone, as the first leg of a sign-in needs.
    endpoints : Endpoints
        The server.
    adapter : requests.adapters.HTTPAdapter, optional
        A connection pool to share, so that a sign-in and the session it gives use one TCP connection.
    observers : sequence of Observer, optional
        Those who see every request to the server and its answer, the outermost first.

    Attributes
    ----------
    access : str or None
        What X last said that this token may do: ``read``, ``read-write``, ``read-write-directmessages``, from the
        header ``x-access-level``. X documents it only in passing, so ``None`` is normal.
    timeout : tuple of float
        Seconds to connect and to wait for data, for requests that give no ``timeout`` of their own. A whole answer may
        take four times both, unless it streams.
    limits : Limits
        What X last said of its rate limits.
    patience : float
        The longest that a named method waits for a rate limit by itself, in seconds; ``0`` never waits.
    sleep : Callable
        How it waits, second by second; :func:`time.sleep`.

    Raises
    ------
    TransportError
        If no whole answer comes. It is also the exception that ``requests`` would have raised.
    LoginRequired
        If the session was signed out.
    """

    auth: RequestSigner

    def __init__(
        self,
        client: ClientCredentials,
        token: TokenCredentials | None = None,
        *,
        endpoints: Endpoints,
        adapter: HTTPAdapter | None = None,
        observers: Sequence[Observer] = (),
    ) -> None:
        self.endpoints = endpoints  # mount() asks for it
        requests.Session.__init__(self)
        # Authlib's __init__ would only build its own signer from plain strings.
        self.session = self
        self.auth = RequestSigner(client, token, endpoints=endpoints)
        self.access: str | None = None
        self._has_answered = False
        self.timeout: tuple[float, float] = (CONNECT_TIMEOUT, READ_TIMEOUT)
        self.limits = Limits()
        self.patience: float = PATIENCE
        self.sleep: Callable[[float], None] = time.sleep
        self.cookies = NoCookies()
        self._observers = tuple(observers)
        self._alike = Alike()
        self._environment = Environment.read(endpoints)
        self.adapter = adapter or Adapter()
        super().mount(endpoints.base_url, self.adapter)
        self.headers["User-Agent"] = f"xauth_nb {requests.utils.default_user_agent()}"
        if PACKINGS:
            self.headers["Accept-Encoding"] = PACKINGS

    @property
    def token(self) -> TokenCredentials | TemporaryCredentials | None:
        """The credentials in use; Authlib's would be a dict that prints the secrets."""
        return self.auth.credentials[1] if self.auth.credentials else None

    def request(  # type: ignore[override]  # requests names all its arguments; we pass them on
        self, method: str, url: str, *args: Any, timeout: Any = None, **kwargs: Any
    ) -> requests.Response:
        """Send a request, as :meth:`requests.Session.request` does.

        To our own server a GET, HEAD or DELETE is sent up to four times, where the connection is lost or the answer is
        502, 503 or 504; anything else is sent once.

        Parameters
        ----------
        method : str
        url : str
            A path such as ``/2/users/me``, or a whole URL.
        timeout : float or tuple of float, optional
            Seconds; the session's own ``timeout`` where none is given.
        *args, **kwargs
            As in ``requests``.

        Returns
        -------
        requests.Response
            Whatever its status: nothing is raised for an error answer.
        """
        return self._ask(method, url, *args, timeout=timeout, **kwargs)

    def _ask(
        self,
        method: str,
        url: str,
        *args: Any,
        timeout: Any = None,
        is_repeatable: bool | None = None,
        patience: float = 0.0,
        **kwargs: Any,
    ) -> requests.Response:
        url = self.endpoints.url(url)
        kwargs["timeout"] = self.timeout if timeout is None else timeout
        send = functools.partial(super().request, method, url, *args, **kwargs)
        if not self.endpoints.owns(url):
            return send()
        if is_repeatable is None:
            is_repeatable = str(method).upper() in REPEATABLE
        return last_alone(lambda: attempt(send, is_repeatable=bool(is_repeatable), patience=patience, sleep=self.sleep))

    def call(self, method: str, url: str, *, is_repeatable: bool | None = None, **kwargs: Any) -> requests.Response:
        """Send a request for one of the named methods, which wait for rate limits and raise what X refuses.

        A 429 means that X did nothing, so a POST may be repeated after it too. A usage cap, credit and the spend cap
        are raised at once: waiting does not help there.

        Parameters
        ----------
        method, url, **kwargs
            As in :meth:`request`.
        is_repeatable : bool, optional
            Whether asking twice is asking once, so that a lost answer or a passing fault is asked for again; by the
            method where it is not given: GET, HEAD and DELETE are.

        Returns
        -------
        requests.Response
            With a status below 300.

        Raises
        ------
        RateLimitedError
            If the window opens later than ``patience`` allows to wait.
        ApiError, TransportError
        """
        kwargs.setdefault("stream", False)

        def ask() -> requests.Response:
            for waited in itertools.count():
                try:
                    return check(self._ask(method, url, is_repeatable=is_repeatable, patience=self.patience, **kwargs))
                except RateLimitedError as error:
                    wait_for(error, waited, patience=self.patience, sleep=self.sleep)
            raise AssertionError  # the count has no end, and wait_for has one

        doubt = "" if str(method).upper() in ("GET", "HEAD") else " Whether X acted on it is not known."
        with stop_told(f"Stopped while waiting for X's answer.{doubt}"):
            return last_alone(ask)

    def hooks_held(self, act: Callable[[], T]) -> T:
        """Act, and let the user's hooks wait until it is over: what X answered must be noted before one may raise.

        Parameters
        ----------
        act : Callable
        """
        return held(act)

    def mount(self, prefix: str | bytes, adapter: Any) -> None:
        """Let an adapter send what begins with a prefix, as in requests: the longest prefix wins.

        One that is mounted for more than our own server, such as ``https://``, takes the place of ours there. It sees
        what is sent, and what it prints at ``http.client.debuglevel = 1`` is its own: counts send the app's keys.
        """
        server = f"{self.endpoints.base_url}/".lower()
        given = str(prefix).lower()
        if server.startswith(given) and given != self.endpoints.base_url.lower():
            self.adapters.pop(self.endpoints.base_url, None)
        super().mount(prefix, adapter)

    def close(self) -> None:
        """Close every connection, those of our own adapter too where another one was mounted."""
        super().close()
        self.adapter.close()

    def get_adapter(self, url: str) -> Any:
        """Find the adapter of an address, however our own server is written in it."""
        return super().get_adapter(self.endpoints.as_usual(url) if self.endpoints.owns(url) else url)

    def prepare_request(self, request: requests.Request) -> requests.PreparedRequest:
        """Prepare a request; one for another host gets nothing of this session: no signature, header or cookie.

        Raises
        ------
        UsageError
            If the address can be read in two ways.
        """
        if self.endpoints.owns(request.url or ""):
            query = "" if self.params or request.auth else plain_query(request)
            with usage_errors():
                if query and isinstance(self.auth, RequestSigner):
                    if prepared := self._alike.prepared(request, query, self, super().prepare_request):
                        return prepared
                    request = copy.copy(request)
                    request.params, request.auth = {}, Completed(query, self.auth)
                made: requests.PreparedRequest = super().prepare_request(request)
            return made
        self.endpoints.url(request.url or "")  # refuses what could be ours to another reader
        with requests.Session() as stranger:
            return stranger.prepare_request(request)

    def merge_environment_settings(  # type: ignore[override]  # its stub has a private type
        self, url: str, proxies: Any, stream: Any, verify: Any, cert: Any
    ) -> dict[str, Any]:
        """Join the settings of a request, the session and the environment, in this order.

        For our own server the environment is as it was when the session was made, and, unlike in requests, what was set
        on the session comes before it. ``trust_env = False`` leaves it out, as in requests.
        """
        if not self.endpoints.owns(url):
            return dict(super().merge_environment_settings(url, proxies, stream, verify, cert))
        around = self._environment if self.trust_env else NOTHING
        if verify is None:
            verify = around.verify if self.verify is True else self.verify
        return {
            "proxies": {**around.proxies, **self.proxies, **(proxies or {})},
            "stream": self.stream if stream is None else stream,
            "verify": verify,
            "cert": self.cert if cert is None else cert,
        }

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        """Send a prepared request under the eyes of the observers, and translate what the transport raises."""
        if not self.endpoints.owns(request.url or ""):
            self.endpoints.url(request.url or "")  # refuses what could be ours to another reader
            response: requests.Response = super().send(request, **kwargs)
            return response
        given = [kwargs.pop(name, None) for name in ("proxies", "stream", "verify", "cert")]
        kwargs |= self.merge_environment_settings(request.url or "", *given)
        kwargs |= {"allow_redirects": False, "timeout": kwargs.get("timeout") or self.timeout}
        send = functools.partial(self._send_own, request, kwargs)
        for observer in reversed(self._observers):
            send = functools.partial(observer.watch, request, send, is_whole=not kwargs["stream"])
        return hook_runs(request.hooks, send(), kwargs)

    def _send_own(self, request: requests.PreparedRequest, kwargs: dict[str, Any]) -> requests.Response:
        seconds = longest(kwargs["timeout"])
        trip, adapter = Trip(seconds), self.get_adapter(request.url or "")
        translated = functools.partial(
            transport_errors,
            functools.partial(Way.of, self.endpoints, kwargs, self._environment, seconds),
            trip if isinstance(adapter, Adapter) else None,
            is_repeated=bool(getattr(getattr(adapter, "max_retries", None), "total", True)),
        )
        bare = requests.PreparedRequest()
        vars(bare).update(vars(request), hooks=requests.hooks.default_hooks())  # the user's run when all is noted
        with translated(), travelling(trip):
            response: requests.Response = super().send(bare, **{**kwargs, "stream": True})
            if kwargs["stream"]:
                trip.unhurried()
                if isinstance(response, Answer):
                    response.guard = translated
            else:
                read_whole(response, trip)
        response.request = request
        if "Bearer" not in str(request.headers.get("Authorization")):  # of the app's own token it says nothing of ours
            self.access = response.headers.get("x-access-level", self.access)
        self.limits.note(response)
        response._others_answer = self._has_answered  # type: ignore[attr-defined]  # ours: see read_problem
        self._has_answered |= response.ok and "/2/" in (request.url or "")
        return response

    def get_redirect_target(self, response: requests.Response) -> str | None:
        """Where an answer leads; nowhere for one of our own server, as a signature covers one address."""
        if self.endpoints.owns(response.url or ""):
            return None
        target: str | None = super().get_redirect_target(response)
        return target

    def __dir__(self) -> list[str]:
        return sorted(set(super().__dir__()) - _PLUMBING)

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError(
            "A session holds secrets and an open connection, so it is not pickled or copied. "
            "In another process call login() again: it finds the saved profile."
        )

    def __copy__(self) -> NoReturn:
        self.__reduce_ex__(None)

    def __deepcopy__(self, memo: object) -> NoReturn:
        self.__reduce_ex__(None)
