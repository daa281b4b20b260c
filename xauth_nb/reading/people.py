"""Lists of people: who reposted a tweet, who follows whom. Each account is a read that X bills."""

from __future__ import annotations

from xauth_nb.reading.listing import Listing, shape_of
from xauth_nb.reading.lookups import Lookups
from xauth_nb.reading.pull import Pull, in_a_row
from xauth_nb.reading.span import checked_limit
from xauth_nb.tweets import USER_PARAMETERS, Tweet, User, Users, parse_users
from xauth_nb.tweets.ids import tweet_id

__all__ = ["People"]


class People(Lookups):
    """Lists of users."""

    def reposters_of(self, tweet: Tweet | str | int, limit: int = 100) -> Users:
        """List who reposted a tweet. X bills each account $0.010.

        Parameters
        ----------
        tweet : Tweet, str or int
            The tweet, its id or its address.
        limit : int, optional

        Returns
        -------
        Users

        Raises
        ------
        UsageError, NotFoundError, ApiError, TransportError
            As in :meth:`timeline`.

        Examples
        --------
        >>> [user.username for user in x.reposters_of(tweet)]
        [...]
        """
        limit, id = checked_limit(limit), tweet_id(tweet)
        return self._people(f"/2/tweets/{id}/retweeted_by", f"reposters of {id}", 100, limit)

    def followers(self, user: str | int | User | None = None, limit: int = 100) -> Users:
        """List who follows an account. X bills each $0.010.

        Parameters
        ----------
        user : str, int or User, optional
            As in :meth:`timeline`.
        limit : int, optional

        Returns
        -------
        Users

        Raises
        ------
        UsageError, NotFoundError, ApiError, TransportError
            As in :meth:`timeline`.

        Examples
        --------
        >>> len(x.followers("@grace", limit=5))
        5
        """
        limit, owner = checked_limit(limit), self._account_of(user)
        return self._people(f"/2/users/{owner.id}/followers", f"followers of @{owner.username}", 1000, limit)

    def following(self, user: str | int | User | None = None, limit: int = 100) -> Users:
        """List whom an account follows. X bills each $0.010.

        Parameters
        ----------
        user, limit
            As in :meth:`followers`.

        Returns
        -------
        Users

        Raises
        ------
        UsageError, NotFoundError, ApiError, TransportError
            As in :meth:`timeline`.

        Examples
        --------
        >>> len(x.following(limit=3))
        3
        """
        limit, owner = checked_limit(limit), self._account_of(user)
        return self._people(f"/2/users/{owner.id}/following", f"followed by @{owner.username}", 1000, limit)

    def _account_of(self, user: str | int | User | None) -> User:
        if user is None:
            return self._own_account()
        return user if isinstance(user, User) else self.get_user(user)

    def _people(self, path: str, query: str, most: int, limit: int) -> Users:
        listing = Listing(
            session=self,
            path=path,
            shape=shape_of(path),
            query=query,
            sizes=(1, most),
            parse=parse_users,
            parameters=USER_PARAMETERS,
            unit="users",
        )
        return Pull(listing, limit, account=self._account, arrange=Users.concatenate).run(in_a_row)
