"""The object that users hold: the signed session with all that it can do, bound to one account."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

from xauth_nb.account import Account
from xauth_nb.costs import Costs, Meter
from xauth_nb.errors import ApiError, TransportError, UsageError
from xauth_nb.guesses import guided, leading, switch
from xauth_nb.handoff import HandOff
from xauth_nb.media import Uploader
from xauth_nb.posting.clock import Clock
from xauth_nb.posting.engagement import Engagement
from xauth_nb.posting.list_keeping import ListKeeping
from xauth_nb.posting.posts import Posts
from xauth_nb.posting.relations import Relations
from xauth_nb.posting.sending import Sender
from xauth_nb.posting.threads import Threads
from xauth_nb.posting.uploads import Uploads
from xauth_nb.reading.any_list import AnyList
from xauth_nb.reading.conversations import Conversations
from xauth_nb.reading.counting import Counting
from xauth_nb.reading.lists import Lists
from xauth_nb.reading.lookups import Lookups
from xauth_nb.reading.many import Many
from xauth_nb.reading.people import People
from xauth_nb.reading.reader import Reader
from xauth_nb.reading.searches import Searches
from xauth_nb.reading.timelines import Timelines
from xauth_nb.wire import AppOnly, SignedSession

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal
    from numbers import Real

    import requests
    from requests.adapters import HTTPAdapter

    from xauth_nb.credentials import ClientCredentials, TokenCredentials
    from xauth_nb.endpoints import Endpoints
    from xauth_nb.tweets import User
    from xauth_nb.wire import RequestSigner

__all__ = ["NOT_REVOKED", "XSession"]

_MEANT = {
    "POST": 'To post a tweet: x.post_tweet(text). A raw call has a path: x.post("/2/tweets", json={"text": text}).',
    "DELETE": 'To delete a tweet: x.delete_tweet(id). A raw call has a path: x.delete("/2/tweets/ID").',
}

_NO_STREAM = (
    "X streams to an app's own token alone. x.search(query, archive=folder), run again and again, brings what is new."
)
NOT_REVOKED = (
    "The token was forgotten here, but X did not confirm that it is revoked. "
    "Revoke it at x.com → Settings → Security and account access → Connected apps."
)


@guided
class XSession(
    Lookups,
    Timelines,
    Searches,
    Conversations,
    Counting,
    Many,
    People,
    Lists,
    AnyList,
    Posts,
    Threads,
    Engagement,
    Relations,
    ListKeeping,
    Uploads,
    HandOff,
    SignedSession,
):
    """An authenticated session: a :class:`requests.Session` that signs, with verbs for tweets.

    :func:`xauth_nb.login` makes it. ``get``, ``post`` and the rest work as in ``requests`` and return the ``Response``
    whatever its status; the named methods return tweets and users, and raise.

    Parameters
    ----------
    client : ClientCredentials
    token : TokenCredentials
    endpoints : Endpoints
    adapter : requests.adapters.HTTPAdapter, optional
        A connection pool to share.

    Attributes
    ----------
    user : User or None
        The account, once :meth:`me` has asked for it; :func:`~xauth_nb.login` does.
    access : str or None
        ``read``, ``read-write`` …, as X last said; ``None`` where it did not.

    costs : Costs
        What was spent, by X's price list; :attr:`budget` limits it.
    limits : Limits
        What X last said of its rate limits; :attr:`patience` is how long a call may wait for one.

    Examples
    --------
    >>> x.get("/2/users/me").json()["data"]["username"]
    'ada'
    """

    auth: RequestSigner

    def __init__(
        self,
        client: ClientCredentials,
        token: TokenCredentials,
        *,
        endpoints: Endpoints,
        adapter: HTTPAdapter | None = None,
    ) -> None:
        self.costs = Costs()
        self._meter = Meter(self.costs, owner=token.user_id)
        clock = Clock()
        super().__init__(client, token, endpoints=endpoints, adapter=adapter, observers=[self._meter, clock])
        self._account = Account(self, id=token.user_id, name=token.screen_name)
        self._app = AppOnly(self)
        self._reader = Reader(self, self._account, self.costs, clock.now)
        self._uploader = Uploader(self, self._account)
        self._sender = Sender(self, self._account, self._uploader, costs=self.costs, clock=clock)
        self._farewells: list[Callable[[bool], None]] = []

    @property
    def user(self) -> User | None:
        """The account, once X has described it."""
        return self._account.user

    @user.setter
    def user(self, user: User | None) -> None:
        self._account.user = user

    @property
    def screen_name(self) -> str | None:
        """The account's name without "@", as far as X has told it."""
        return self._account.name

    @property
    def budget(self) -> float | None:
        """What the session may spend in all, in US dollars: 5.00 at first; ``None`` for as much as it likes.

        A call that might go beyond is not sent: it raises :class:`~xauth_nb.errors.BudgetExceededError`. What was spent
        before the budget was set counts too, and so does what is in doubt because an answer was lost.

        Any real number can be given, a ``Decimal`` or one of numpy's too.

        Raises
        ------
        UsageError
            If it is set to anything but a number from 0 on, or ``None``.

        Examples
        --------
        >>> x.budget = 0.10
        >>> x.post_tweet("A link: https://example.org")
        Traceback (most recent call last):
        xauth_nb.errors.root.BudgetExceededError: This call might cost $0.200, and $0.100 of the budget ...
        """
        return self._meter.budget

    @budget.setter
    def budget(self, dollars: float | Decimal | Real | None) -> None:
        self._meter.budget = dollars

    @property
    def is_signed_in(self) -> bool:
        """Whether the session can still sign; ``False`` after :meth:`logout`."""
        return self.auth.credentials is not None

    def request(  # type: ignore[override]  # as in SignedSession
        self, method: str, url: str, *args: Any, **kwargs: Any
    ) -> requests.Response:
        """Send a raw request, as in ``requests``; see :class:`~xauth_nb.wire.SignedSession`.

        Raises
        ------
        UsageError
            If ``url`` is neither a path nor an address; nothing is sent.
        """
        if isinstance(url, str) and not {"/", "."} & set(url):
            raise UsageError(
                f"{url!r} is neither a path nor an address, and x.{str(method).lower()} sends a raw request.",
                remedy=_MEANT.get(str(method).upper(), 'Give a path, such as x.get("/2/users/me").'),
            )
        return super().request(method, url, *args, **kwargs)

    def logout(self) -> bool:
        """Sign out: revoke the token at X, forget it here, and refuse to sign from then on.

        Where X does not answer, the token is forgotten here all the same, and a warning says where to revoke it.
        Calling it again does nothing.

        Returns
        -------
        bool
            Whether X confirmed that the token is revoked.

        Examples
        --------
        >>> x.logout(), x.is_signed_in
        (True, False)
        """
        return self._sign_out(stacklevel=3)

    def _sign_out(self, stacklevel: int) -> bool:
        """Do it; a warning points at the line of the user that many frames up, where a notebook shows it each time."""
        if not self.is_signed_in:
            return True
        is_revoked = False
        try:
            self.call("POST", self.endpoints.invalidate_token_url)
            is_revoked = True
        except (ApiError, TransportError) as error:
            warnings.warn(f"{NOT_REVOKED} ({error.message})", stacklevel=stacklevel)
        finally:
            self.auth.forget()
            self.close()
            for farewell in self._farewells:
                farewell(is_revoked)
        return is_revoked

    def on_logout(self, callback: Callable[[bool], None]) -> None:
        """Call a function when the session signs out.

        Parameters
        ----------
        callback : Callable
            Takes whether X confirmed that the token is revoked.

        Examples
        --------
        >>> x.on_logout(lambda is_revoked: print("revoked:", is_revoked))
        >>> x.logout()
        revoked: True
        True
        """
        self._farewells.append(callback)

    if not TYPE_CHECKING:  # a type checker is to refuse what is not there
        __getattr__ = leading("XSession")
        stream = switch("stream", _NO_STREAM)

    def __repr__(self) -> str:
        who = f"@{self.screen_name}" if self.screen_name else "an account"
        state = (self.access or "access not told") if self.is_signed_in else "signed out"
        where = "practice, " if self.endpoints.is_practice else ""  # also when its sandbox has stopped
        return f"<XSession {who} ({where}{state})>"
