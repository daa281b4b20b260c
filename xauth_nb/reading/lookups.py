"""Look up tweets and users, one or thousands; what X does not give of many is told in ``errors``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from xauth_nb.account import user_key
from xauth_nb.errors import ServerError, UsageError
from xauth_nb.face import Face
from xauth_nb.reading.listing import tweet_listing, user_listing
from xauth_nb.tweets import READ_PARAMETERS, Tweet, Tweets, User, Users, parse_tweet
from xauth_nb.tweets.ids import tweet_id

if TYPE_CHECKING:
    from xauth_nb.reading.reader import Reader

__all__ = ["Lookups"]

T = TypeVar("T")

AT_ONCE = 100
"""How many ids or names one call takes (X's docs, "Posts lookup" and "Users lookup")."""


class Lookups(Face):
    """Tweets and users by id or name."""

    _reader: Reader

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
        return self._account.ask()

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

    def get_user(self, user: str | int | User) -> User:
        """Look up an account.

        Parameters
        ----------
        user : str, int or User
            A name, with or without "@"; or an id: a number, or a string of digits without "@".

        Returns
        -------
        User

        Raises
        ------
        NotFoundError
            If there is no such account.
        UsageError
            If it cannot be a name: X allows 1 to 15 letters, digits and underscores.

        Examples
        --------
        >>> x.get_user("@grace").public_metrics.followers_count
        28410
        """
        return self._reader.user(user)

    def get_users(self, users: Iterable[str | int | User]) -> Users:
        """Look up many accounts, a hundred with each call and several calls at a time.

        Parameters
        ----------
        users : iterable of str, int or User
            Names and ids, each as :meth:`get_user` takes them. X bills each account that it gives as a read ($0.010).

        Returns
        -------
        Users
            In the order asked for, each once. What X does not give is in ``errors``.

        Raises
        ------
        UsageError
            If one of them cannot be a name or an id, or there are none; nothing is sent.
        ApiError, TransportError
            With what had come in ``partial``.

        Examples
        --------
        >>> [user.username for user in x.get_users(["@grace", "ada"])]
        ['grace', 'ada']
        """
        keys = list(dict.fromkeys(user_key(user) for user in _many(users, "users", "a name")))
        places = {key: place for place, key in enumerate(keys)}

        def place(user: User) -> int:
            by_name = places.get(("usernames", user.username.lower()), len(keys))
            return min(places.get(("ids", user.id), len(keys)), by_name)

        calls = [
            {"path": path, kind: ",".join(part)}
            for kind, path in (("ids", "/2/users"), ("usernames", "/2/users/by"))
            for part in _parts([value for its_kind, value in keys if its_kind == kind])
        ]
        listing = user_listing("/2/users", f"{len(keys):,} accounts by id or name", AT_ONCE)
        return self._reader.many(
            listing, calls, len(keys), lambda pages: Users.concatenate(pages).unique().sorted(place)
        )

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

        Examples
        --------
        >>> x.get_tweet(tweet.id).author.username
        'grace'
        """
        return parse_tweet(self._reader.one(f"/2/tweets/{tweet_id(id)}", READ_PARAMETERS))

    def get_tweets(self, ids: Iterable[Tweet | str | int], *, referenced: bool = False) -> Tweets:
        """Look up many tweets, a hundred with each call and several calls at a time.

        Parameters
        ----------
        ids : iterable of Tweet, str or int
            Each as :meth:`get_tweet` takes it. X bills each tweet that it gives as a read ($0.005).
        referenced : bool, optional
            As in :meth:`timeline`.

        Returns
        -------
        Tweets
            In the order asked for, each once. What X does not give (deleted, protected, never there) is in ``errors``.

        Raises
        ------
        UsageError
            If one of them is no id, or there are none; nothing is sent.
        ApiError, TransportError
            With what had come in ``partial``.

        Examples
        --------
        >>> newest = x.timeline("@grace", limit=5)[0]
        >>> tweets = x.get_tweets([newest.id, "20"])
        >>> [error.resource_id for error in tweets.errors]
        ['20']
        """
        keys = list(dict.fromkeys(_id_of_row(at, one) for at, one in enumerate(_many(ids, "ids", "an id"))))
        places = {key: place for place, key in enumerate(keys)}
        listing = tweet_listing("/2/tweets", f"{len(keys):,} tweets by id", (1, AT_ONCE), referenced=referenced)
        return self._reader.many(
            listing,
            [{"ids": ",".join(part)} for part in _parts(keys)],
            len(keys),
            lambda pages: Tweets.concatenate(pages).unique().sorted(lambda tweet: places.get(tweet.id, len(keys))),
        )


def _many(given: Iterable[T], name: str, one: str) -> list[T]:
    if isinstance(given, (str, bytes)) or not isinstance(given, Iterable):
        raise UsageError(
            f"{name} has to be a list, and {given!r} is {one}.", remedy=f"Put it in brackets: [{given!r}]."
        )
    values = list(given)
    if not values:
        raise UsageError(f"{name} is empty, so there is nothing to look up.", remedy=f"Pass at least {one}.")
    return values


def _id_of_row(row: int, given: Tweet | str | int) -> str:
    try:
        return tweet_id(given)
    except UsageError as error:
        error.message = f"Row {row} of ids (the first is 0): {error.message}"
        raise


def _parts(values: Sequence[str]) -> list[Sequence[str]]:
    return [values[start : start + AT_ONCE] for start in range(0, len(values), AT_ONCE)]
