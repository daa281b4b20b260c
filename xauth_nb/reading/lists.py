"""Lists that people keep on X: which there are, what their members tweet, and keeping one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xauth_nb.face import Face
from xauth_nb.reading.listing import tweet_listing, user_listing
from xauth_nb.reading.span import checked_limit
from xauth_nb.tweets.lists import LIST_PARAMETERS, TweetList, TweetLists, list_id, parse_lists

if TYPE_CHECKING:
    import os

    from xauth_nb.reading.fields import Fields
    from xauth_nb.reading.reader import Reader
    from xauth_nb.tweets import Tweets, User, Users

__all__ = ["Lists"]

_PAGE = 100


class Lists(Face):
    """Lists of accounts."""

    _reader: Reader

    def lists(self, user: str | int | User | None = None, limit: int | None = 100) -> TweetLists:
        """Say which lists an account keeps.

        Parameters
        ----------
        user : str, int or User, optional
            As in :meth:`timeline`.
        limit : int, optional

        Returns
        -------
        tuple of TweetList
            It prints as a table. Private lists are one's own alone.

        Raises
        ------
        UsageError, NotFoundError, ApiError, TransportError
            As in :meth:`timeline`.

        Examples
        --------
        >>> mine = x.lists()
        """
        limit, owner = checked_limit(limit), self._reader.account_of(user)
        found: list[TweetList] = []
        seen: set[str | None] = {None}
        more: dict[str, str] = {}
        while len(found) < limit:
            size = str(min(_PAGE, limit - len(found)))
            parameters = {**LIST_PARAMETERS, **more, "max_results": size}
            answer = self.call("GET", f"/2/users/{owner.id}/owned_lists", params=parameters)
            page, token = parse_lists(answer.content, status=answer.status_code)
            found += page
            if token in seen:
                break
            seen.add(token)
            more = {"pagination_token": str(token)}
        return TweetLists(found[:limit])

    def list_tweets(
        self,
        of: TweetList | str | int,
        limit: int | None = 100,
        *,
        referenced: bool = False,
        fields: Fields = (),
        archive: str | os.PathLike[str] | None = None,
        new_only: bool = False,
    ) -> Tweets:
        """Read what the members of a list tweet, newest first. X keeps 800.

        Parameters
        ----------
        of : TweetList, str or int
            The list, its id or its address.
        limit, referenced, fields
            As in :meth:`timeline`.
        archive, new_only
            As in :meth:`likes`.

        Returns
        -------
        Tweets

        Raises
        ------
        UsageError, NotFoundError, ApiError, TransportError
            As in :meth:`timeline`.

        Examples
        --------
        >>> tweets = x.list_tweets(x.lists("@grace")[0], limit=20)
        """
        limit, id = checked_limit(limit), list_id(of)
        listing = tweet_listing(f"/2/lists/{id}/tweets", f"list {id}", (1, 100), referenced=referenced, fields=fields)
        return self._reader.tweets(listing, limit, archive, new_only=new_only)

    def list_members(
        self,
        of: TweetList | str | int,
        limit: int | None = 100,
        *,
        fields: Fields = (),
        archive: str | os.PathLike[str] | None = None,
        new_only: bool = False,
    ) -> Users:
        """List the members of a list. X bills each $0.010.

        Parameters
        ----------
        of : TweetList, str or int
            As in :meth:`list_tweets`.
        limit : int, optional
        fields : str or iterable of str, optional
            As in :meth:`get_user`.
        archive, new_only
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
        >>> members = x.list_members(x.lists("@grace")[0])
        """
        limit, id = checked_limit(limit), list_id(of)
        listing = user_listing(f"/2/lists/{id}/members", f"members of list {id}", 100, fields)
        return self._reader.users(listing, limit, archive, new_only=new_only)
