"""Look up tweets and users, one or thousands; what X does not give of many is told in ``errors``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from xauth_nb.account import user_key
from xauth_nb.errors import ServerError, UsageError
from xauth_nb.face import Face
from xauth_nb.reading.asking import AT_ONCE
from xauth_nb.reading.fields import tweet_parameters
from xauth_nb.reading.idlists import listed
from xauth_nb.reading.listing import tweet_listing, user_listing
from xauth_nb.tweets import Tweet, Tweets, User, Users, parse_tweet
from xauth_nb.tweets.ids import tweet_id

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable

    from xauth_nb.reading.fields import Fields
    from xauth_nb.reading.reader import Reader
    from xauth_nb.reading.refreshing import Refreshed

__all__ = ["Lookups"]

K = TypeVar("K")


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

    def get_user(self, user: str | int | User, *, fields: Fields = ()) -> User:
        """Look up an account.

        Parameters
        ----------
        user : str, int or User
            A name, with or without "@"; or an id: a number, or a string of digits without "@".
        fields : str or iterable of str, optional
            What else X is asked for, by its own names, such as ``"affiliation"`` and ``"profile_banner_url"``.

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
        return self._reader.user(user, fields)

    def get_users(
        self,
        users: Iterable[str | int | User] | str | os.PathLike[str],
        *,
        column: str | None = None,
        fields: Fields = (),
        archive: str | os.PathLike[str] | None = None,
        new_only: bool = False,
    ) -> Users:
        """Look up many accounts, a hundred with each call and several calls at a time.

        Parameters
        ----------
        users : iterable of str, int or User; or a file
            Names and ids, each as :meth:`get_user` takes them; or the path of a text file with one a line, or of a CSV,
            either packed with gzip or not. X bills each account that it gives as a read ($0.010), once a day.
        column : str, optional
            Which column of a CSV; the first of ``id``, ``user_id``, ``author_id``, ``username`` that it has.
        fields : str or iterable of str, optional
            As in :meth:`get_user`.
        archive : str or os.PathLike, optional
            A folder that keeps the accounts. What it holds is not asked for again, and neither is what X once did not
            give; the same call again goes on where it was stopped. :meth:`Users.from_archive` reads them back.
        new_only : bool, optional
            Give back what this run has brought, instead of all that was asked for.

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
        names = ("id", "user_id", "author_id", "username")
        given = listed(users, "users", "a name", column, names)
        keys = list(dict.fromkeys(_of_row(user_key, "users", at, one) for at, one in enumerate(given)))
        query = "accounts by id or name" if archive is not None else f"{len(keys):,} accounts by id or name"
        listing = user_listing("/2/users", query, AT_ONCE, fields)
        paths = {"ids": "/2/users", "usernames": "/2/users/by"}
        return self._reader.many(listing, keys, paths, archive, new_only=new_only)

    def get_tweet(self, id: Tweet | str | int, *, fields: Fields = ()) -> Tweet:
        """Look up one tweet.

        Parameters
        ----------
        id : Tweet, str or int
            The number at the end of a tweet's address, the whole address, or a tweet to look at afresh.
        fields : str or iterable of str, optional
            As in :meth:`timeline`.

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
        parameters = tweet_parameters(referenced=True, fields=fields)
        return parse_tweet(self._reader.one(f"/2/tweets/{tweet_id(id)}", parameters))

    def get_tweets(
        self,
        ids: Iterable[Tweet | str | int] | str | os.PathLike[str],
        *,
        column: str | None = None,
        referenced: bool = False,
        fields: Fields = (),
        archive: str | os.PathLike[str] | None = None,
        new_only: bool = False,
    ) -> Tweets:
        """Look up many tweets, a hundred with each call and several calls at a time.

        Parameters
        ----------
        ids : iterable of Tweet, str or int; or a file
            Each as :meth:`get_tweet` takes it; or the path of a file as in :meth:`get_users`. X bills each tweet that
            it gives as a read ($0.005), once a day.
        column : str, optional
            Which column of a CSV; the first of ``id``, ``tweet_id``, ``id_str``, ``status_id`` that it has.
        referenced, fields
            As in :meth:`timeline`.
        archive, new_only
            As in :meth:`get_users`; :meth:`Tweets.from_archive` reads the tweets back.

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
        names = ("id", "tweet_id", "id_str", "status_id")
        given = listed(ids, "ids", "an id", column, names)
        keys = list(dict.fromkeys(("ids", _of_row(tweet_id, "ids", at, one)) for at, one in enumerate(given)))
        query = "tweets by id" if archive is not None else f"{len(keys):,} tweets by id"
        listing = tweet_listing("/2/tweets", query, (1, AT_ONCE), referenced=referenced, fields=fields)
        return self._reader.many(listing, keys, {"ids": "/2/tweets"}, archive, new_only=new_only)

    def refresh(self, archive: str | os.PathLike[str]) -> Refreshed:
        """Ask anew for all that an archive holds: counts as they are now, and what X does not give any more is marked.

        X bills each tweet ($0.005) or account ($0.010) that it gives, once a day. The rows keep their place:
        ``collected_at`` says when they were counted, ``unavailable`` why X does not give one any more (deleted,
        protected, suspended: in X's words), and ``withheld_in`` where X withholds it. The originals of retweets and
        private metrics are not asked for anew: what is kept of them stays as it was. What is gone stays in the
        archive; whoever has to honour deletions removes the ids in ``Tweets.open_archive(path).unavailable``.

        Parameters
        ----------
        archive : str or os.PathLike
            Its folder.

        Returns
        -------
        Refreshed
            ``updated``, ``unavailable``, ``withheld``, ``cost``.

        Raises
        ------
        UsageError
            If there is no archive.
        ApiError, TransportError, StoreError
            What came until then is in the archive.

        Examples
        --------
        >>> grace = x.timeline("@grace", limit=20, archive="grace")           # doctest: +SKIP
        >>> x.refresh("grace").updated                                        # doctest: +SKIP
        20
        """
        return self._reader.refresh(archive)


def _of_row(read: Callable[[Any], K], name: str, row: int, given: Any) -> K:
    try:
        return read(given)
    except UsageError as error:
        error.message = f"Row {row} of {name} (the first is 0): {error.message}"
        raise
