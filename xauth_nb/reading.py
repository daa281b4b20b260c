"""Read tweets and users; every method raises what X refuses, and keeps what it has when it is interrupted."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

from xauth_nb.errors import ServerError, UsageError
from xauth_nb.tweets import (
    READ_PARAMETERS,
    USER_PARAMETERS,
    Provenance,
    Tweet,
    Tweets,
    User,
    parse_tweet,
    parse_tweets,
    parse_user,
)
from xauth_nb.tweets.ids import tweet_id
from xauth_nb.wire import SignedSession

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["Reading"]

TIMELINE_REACH = 3200
"""How many of an account's newest tweets X keeps in its timeline (X's docs, "Timelines")."""
_PAGE = range(5, 101)


class Reading(SignedSession):
    """The reading half of the session."""

    user: User | None = None

    def me(self) -> User:
        """Ask X who this session acts for.

        Returns
        -------
        User
            With name, description, counts. It is kept as ``session.user``.

        Raises
        ------
        ApiError, TransportError

        Examples
        --------
        >>> x.me().username
        'ada'
        """
        self.user = parse_user(self._read("/2/users/me", USER_PARAMETERS))
        return self.user

    def verify_credentials(self) -> dict[str, Any]:
        """Ask the v1.1 call ``account/verify_credentials``, which X's own guide names; it needs no API v2 package.

        Returns
        -------
        dict
            The account as v1.1 describes it: ``id_str``, ``screen_name``, ``name`` and more.

        Raises
        ------
        ApiError, TransportError

        Examples
        --------
        >>> x.verify_credentials()["screen_name"]
        'ada'
        """
        response = self.call("GET", "/1.1/account/verify_credentials.json")
        try:
            account: dict[str, Any] = response.json()
        except ValueError:
            raise ServerError(
                "X answered, but not with JSON: probably a proxy or a sign-in page of the network came in between.",
                remedy="Open x.com in a browser on the same network, then try again.",
                status=response.status_code,
                response=response,
            ) from None
        return account

    def get_user(self, name: str) -> User:
        """Look up an account by its name.

        Parameters
        ----------
        name : str
            With or without "@".

        Returns
        -------
        User

        Raises
        ------
        NotFoundError
            If there is no such account.
        UsageError
            If it cannot be a name: X allows 1 to 15 letters, digits and underscores.
        """
        plain = name.strip().removeprefix("@")
        if not (plain.isascii() and plain.replace("_", "a").isalnum() and len(plain) <= 15):
            raise UsageError(
                f"{name!r} cannot be an account's name.",
                remedy="A name has 1 to 15 letters, digits and underscores, such as '@ada'.",
            )
        return parse_user(self._read(f"/2/users/by/username/{plain}", USER_PARAMETERS))

    def get_tweet(self, id: Tweet | str | int) -> Tweet:
        """Look up one tweet.

        Parameters
        ----------
        id : Tweet, str or int
            The number at the end of a tweet's address, the whole address, or a tweet to look at afresh.

        Returns
        -------
        Tweet
            With its author, media, poll and quoted tweet joined.

        Raises
        ------
        NotFoundError
            If it does not exist any more, or this account may not see it.
        UsageError
            If ``id`` is not a tweet's id or address.
        """
        return parse_tweet(self._read(f"/2/tweets/{tweet_id(id)}", READ_PARAMETERS))

    def timeline(self, user: str | User | None = None, *, limit: int = 100) -> Tweets:
        """Read an account's tweets, newest first.

        Parameters
        ----------
        user : str or User, optional
            ``"@ada"`` or a :class:`User`; one's own account where it is not given.
        limit : int
            How many tweets at the most. X keeps an account's newest 3,200.

        Returns
        -------
        Tweets

        Raises
        ------
        UsageError
            If ``limit`` is below 1.
        NotFoundError, ApiError, TransportError

        Examples
        --------
        >>> len(x.timeline("@grace", limit=20))
        20
        """
        if limit < 1:
            raise UsageError(f"limit={limit} asks for no tweets.", remedy="Pass 1 or more; X keeps the newest 3,200.")
        owner = self._own_account() if user is None else user if isinstance(user, User) else self.get_user(user)
        pages = list(self._pages(f"/2/users/{owner.id}/tweets", min(limit, TIMELINE_REACH)))
        provenance = Provenance(
            path="/2/users/:id/tweets",
            query=f"timeline of @{owner.username}",
            account=f"@{self.user.username}" if self.user else None,
            when=datetime.now(timezone.utc),
            pages=len(pages),
        )
        return Tweets.concatenate(pages, provenance=provenance)[:limit]

    def _own_account(self) -> User:
        return self.user or self.me()

    def _pages(self, path: str, limit: int) -> Iterator[Tweets]:
        """Follow the pagination tokens until there are enough tweets, or no further page.

        A token that was seen before ends the loop: X has been seen to repeat one for ever.
        """
        seen: set[str] = set()
        token, left = None, limit
        while left > 0:
            size = min(max(left, _PAGE[0]), _PAGE[-1])
            parameters = {**READ_PARAMETERS, "max_results": str(size)}
            if token:
                parameters["pagination_token"] = token
            page = parse_tweets(self._read(path, parameters))
            yield page
            token, left = page.next_token, left - len(page)
            if not token or token in seen:
                return
            seen.add(token)

    def _read(self, path: str, parameters: Mapping[str, str]) -> bytes:
        return self.call("GET", path, params=parameters).content
