"""One class that is both a :class:`requests.Session` and Authlib's ``OAuth1Client``; signs for its own server only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

import requests
from authlib.oauth1.client import OAuth1Client
from requests.adapters import HTTPAdapter

from xauth_nb.wire.faults import check
from xauth_nb.wire.signing import RequestSigner
from xauth_nb.wire.transport import transport_errors

if TYPE_CHECKING:
    from xauth_nb.credentials import ClientCredentials, TemporaryCredentials, TokenCredentials
    from xauth_nb.endpoints import Endpoints

__all__ = ["SignedSession"]

CONNECT_TIMEOUT = 5.0
READ_TIMEOUT = 30.0


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

    Attributes
    ----------
    access : str or None
        What X last said that this token may do: ``read``, ``read-write``, ``read-write-directmessages``, from the
        header ``x-access-level``. X documents it only in passing, so ``None`` is normal.
    timeout : tuple of float
        Seconds to connect and to wait for data, for requests that give no ``timeout`` of their own.

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
    ) -> None:
        requests.Session.__init__(self)
        # Authlib's __init__ would only build its own signer from plain strings.
        self.session = self
        self.auth = RequestSigner(client, token, endpoints=endpoints)
        self.endpoints = endpoints
        self.access: str | None = None
        self.timeout: tuple[float, float] = (CONNECT_TIMEOUT, READ_TIMEOUT)
        self.adapter = adapter or HTTPAdapter()
        self.mount(endpoints.base_url, self.adapter)
        self.headers["User-Agent"] = f"xauth_nb {requests.utils.default_user_agent()}"

    @property
    def token(self) -> TokenCredentials | TemporaryCredentials | None:
        """The credentials in use; Authlib's would be a dict that prints the secrets."""
        return self.auth.credentials[1] if self.auth.credentials else None

    def request(  # type: ignore[override]  # requests names all its arguments; we pass them on
        self, method: str, url: str, *args: Any, timeout: Any = None, **kwargs: Any
    ) -> requests.Response:
        """Send a request, as :meth:`requests.Session.request` does.

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
        url = self.endpoints.url(url)
        if self.endpoints.owns(url):
            kwargs["allow_redirects"] = False
        kwargs["timeout"] = self.timeout if timeout is None else timeout
        response: requests.Response = super().request(method, url, *args, **kwargs)
        return response

    def call(self, method: str, url: str, **kwargs: Any) -> requests.Response:
        """Send a request for one of the named methods, which raise what X refuses.

        Parameters
        ----------
        method, url, **kwargs
            As in :meth:`request`.

        Returns
        -------
        requests.Response
            With a status below 300.

        Raises
        ------
        ApiError, TransportError
        """
        return check(self.request(method, url, **kwargs))

    def prepare_request(self, request: requests.Request) -> requests.PreparedRequest:
        """Prepare a request; one for another host gets nothing of this session: no signature, header or cookie."""
        if self.endpoints.owns(request.url or ""):
            prepared: requests.PreparedRequest = super().prepare_request(request)
            return prepared
        with requests.Session() as stranger:
            return stranger.prepare_request(request)

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        """Send a prepared request and translate what the transport raises."""
        if not self.endpoints.owns(request.url or ""):
            response: requests.Response = super().send(request, **kwargs)
            return response
        with transport_errors(self.endpoints):
            response = super().send(request, **{**kwargs, "allow_redirects": False})
        self.access = response.headers.get("x-access-level", self.access)
        return response

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
