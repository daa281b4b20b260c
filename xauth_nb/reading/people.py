"""Lists of people: who reposted a tweet, who follows whom. Each account is a read that X bills."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xauth_nb.face import Face
from xauth_nb.reading.listing import user_listing
from xauth_nb.reading.span import checked_limit
from xauth_nb.tweets.ids import tweet_id

if TYPE_CHECKING:
    import os

    from xauth_nb.reading.fields import Fields
    from xauth_nb.reading.reader import Keep, Reader
    from xauth_nb.tweets import Tweet, User, Users

__all__ = ["People"]


class People(Face):
    """Lists of users."""

    _reader: Reader

    def reposters_of(
        self,
        tweet: Tweet | str | int,
        limit: int | None = 100,
        *,
        fields: Fields = (),
        archive: str | os.PathLike[str] | None = None,
        new_only: bool = False,
    ) -> Users:
        """List who reposted a tweet. X bills each account $0.010.

        Parameters
        ----------
        tweet : Tweet, str or int
            The tweet, its id or its address.
        limit : int, optional
        fields : str or iterable of str, optional
            As in :meth:`get_user`.
        archive, new_only
            As in :meth:`likes`; :meth:`Users.from_archive` reads the accounts back.

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
        listing = user_listing(f"/2/tweets/{id}/retweeted_by", f"reposters of {id}", 100, fields)
        return self._reader.users(listing, limit, archive, new_only=new_only)

    def followers(
        self,
        user: str | int | User | None = None,
        limit: int | None = 100,
        *,
        fields: Fields = (),
        archive: str | os.PathLike[str] | None = None,
        new_only: bool = False,
    ) -> Users:
        """List who follows an account. X bills each $0.010.

        Parameters
        ----------
        user : str, int or User, optional
            As in :meth:`timeline`.
        limit : int, optional
        fields : str or iterable of str, optional
            As in :meth:`get_user`.
        archive, new_only
            As in :meth:`likes`; :meth:`Users.from_archive` reads the accounts back.

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
        limit, owner = checked_limit(limit), self._reader.account_of(user)
        listing = user_listing(f"/2/users/{owner.id}/followers", f"followers of @{owner.username}", 1000, fields)
        return self._reader.users(listing, limit, archive, new_only=new_only)

    def following(
        self,
        user: str | int | User | None = None,
        limit: int | None = 100,
        *,
        fields: Fields = (),
        archive: str | os.PathLike[str] | None = None,
        new_only: bool = False,
    ) -> Users:
        """List whom an account follows. X bills each $0.010.

        Parameters
        ----------
        user, limit, fields, archive, new_only
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
        limit, owner = checked_limit(limit), self._reader.account_of(user)
        listing = user_listing(f"/2/users/{owner.id}/following", f"followed by @{owner.username}", 1000, fields)
        return self._reader.users(listing, limit, archive, new_only=new_only)

    def muted(
        self,
        limit: int | None = 100,
        *,
        fields: Fields = (),
        archive: str | os.PathLike[str] | None = None,
        new_only: bool = False,
    ) -> Users:
        """List whom one's own account mutes. X bills each $0.010.

        Parameters
        ----------
        limit : int, optional
        fields : str or iterable of str, optional
            As in :meth:`get_user`.
        archive, new_only
            As in :meth:`likes`; :meth:`Users.from_archive` reads the accounts back.

        Returns
        -------
        Users

        Raises
        ------
        UsageError, ApiError, TransportError
            As in :meth:`timeline`.

        Examples
        --------
        >>> users = x.muted()
        """
        return _own(self, "muting", "muted", limit, fields, archive, new_only=new_only)

    def blocked(
        self,
        limit: int | None = 100,
        *,
        fields: Fields = (),
        archive: str | os.PathLike[str] | None = None,
        new_only: bool = False,
    ) -> Users:
        """List whom one's own account blocks. X bills each $0.010.

        Parameters
        ----------
        limit : int, optional
        fields : str or iterable of str, optional
            As in :meth:`get_user`.
        archive, new_only
            As in :meth:`likes`; :meth:`Users.from_archive` reads the accounts back.

        Returns
        -------
        Users

        Raises
        ------
        UsageError, ApiError, TransportError
            As in :meth:`timeline`.

        Examples
        --------
        >>> users = x.blocked()
        """
        return _own(self, "blocking", "blocked", limit, fields, archive, new_only=new_only)


def _own(
    face: People, what: str, word: str, limit: int | None, fields: Fields, archive: Keep, *, new_only: bool
) -> Users:
    limit, me = checked_limit(limit), face._account.known()
    listing = user_listing(f"/2/users/{me.id}/{what}", f"{word} by @{me.username}", 1000, fields)
    return face._reader.users(listing, limit, archive, new_only=new_only)
