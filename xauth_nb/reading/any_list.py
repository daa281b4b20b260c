"""Any list of X's that has no verb of its own: by its path, as tweets or as users."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from xauth_nb.costs.operations import OPERATIONS, find
from xauth_nb.errors import UsageError
from xauth_nb.face import Face
from xauth_nb.reading.listing import tweet_listing, user_listing
from xauth_nb.reading.span import checked_limit

if TYPE_CHECKING:
    import os

    from xauth_nb.reading.fields import Fields
    from xauth_nb.reading.listing import Listing
    from xauth_nb.reading.reader import Reader
    from xauth_nb.tweets import Tweets, Users

__all__ = ["AnyList"]

_OF_TWEETS, _OF_USERS = {"tweet read"}, {"user read", "follower read"}
_PAGES = (10, 100)
"""A size of page that every list takes."""
_LOOK_UPS = {
    "GET /2/tweets": "x.get_tweets(ids)",
    "GET /2/users": "x.get_users(names)",
    "GET /2/users/by": "x.get_users(names)",
}


class AnyList(Face):
    """Lists of tweets and of accounts by the path that X's API reference gives."""

    _reader: Reader

    def tweets(
        self,
        path: str,
        limit: int | None = 100,
        *,
        referenced: bool = False,
        fields: Fields = (),
        archive: str | os.PathLike[str] | None = None,
        new_only: bool = False,
        **params: object,
    ) -> Tweets:
        """Read a list of tweets that has no verb of its own: its pages, with what came along joined.

        Parameters
        ----------
        path : str
            As in X's API reference, such as ``/2/lists/84839422/tweets`` or ``/2/tweets/20/retweets``.
        limit, referenced, fields
            As in :meth:`timeline`.
        archive, new_only
            As in :meth:`likes`.
        **params
            What else the call takes, such as ``exclude="replies"``.

        Returns
        -------
        Tweets

        Raises
        ------
        UsageError
            If it is no path of the API, or that of a list of something else; nothing is sent.
        ApiError, TransportError
            In X's own words, where it does not take a parameter.

        Examples
        --------
        >>> reposts = x.tweets(f"/2/tweets/{tweet.id}/retweets", limit=10)
        >>> own = x.lists()
        >>> newest = x.tweets(f"/2/lists/{own[0].id}/tweets", limit=20) if own else None
        """
        limit, path = checked_limit(limit), _checked(path, _OF_TWEETS, "tweets", "x.users")
        listing = tweet_listing(path, _said(path, params), _PAGES, referenced=referenced, fields=fields)
        return self._reader.tweets(_with(listing, params), limit, archive, new_only=new_only)

    def users(
        self,
        path: str,
        limit: int | None = 100,
        *,
        fields: Fields = (),
        archive: str | os.PathLike[str] | None = None,
        new_only: bool = False,
        **params: object,
    ) -> Users:
        """Read a list of accounts that has no verb of its own. X bills each account $0.010.

        Parameters
        ----------
        path : str
            As in X's API reference, such as ``/2/tweets/20/liking_users`` or ``/2/users/search``.
        limit : int, optional
            How many accounts at the most; ``None`` for all.
        fields, archive, new_only
            As in :meth:`followers`.
        **params
            What else the call takes, such as ``query="astronomy"``.

        Returns
        -------
        Users

        Raises
        ------
        UsageError, ApiError, TransportError
            As in :meth:`tweets`.

        Examples
        --------
        >>> who = x.users(f"/2/tweets/{tweet.id}/liking_users", limit=20)
        >>> found = x.users("/2/users/search", limit=10, query="grace")
        """
        limit, path = checked_limit(limit), _checked(path, _OF_USERS, "accounts", "x.tweets")
        listing = replace(
            user_listing(path, _said(path, params), _PAGES[1], fields),
            sizes=_PAGES,
            page_by="next_token" if path == "/2/users/search" else "pagination_token",
        )
        return self._reader.users(_with(listing, params), limit, archive, new_only=new_only)


def _checked(path: str, kinds: set[str], what: str, other: str) -> str:
    given = str(path).strip()
    path = given if given.startswith("/") else f"/{given}"
    if not path.startswith("/2/") or "?" in path or len(path) < len("/2/a"):
        raise UsageError(
            f"{given!r} is no path of X's API.",
            remedy='Pass one such as "/2/lists/84839422/tweets", and what follows "?" by name: query="words".',
        )
    found = find("GET", path)
    kind = OPERATIONS.get(found[0]) if found else None
    if found and found[0] in _LOOK_UPS:
        raise UsageError(f"{path} is a look-up, and no list.", remedy=f"Use {_LOOK_UPS[found[0]]}.")
    if kind and kind not in kinds:
        is_other = kind in (_OF_TWEETS | _OF_USERS)
        raise UsageError(
            f"{path} does not answer with {what}.",
            remedy=f"Use {other}({path!r})." if is_other else f"Read it raw: x.get({path!r}).json().",
        )
    return path


def _said(path: str, params: dict[str, object]) -> str:
    return " ".join([path, *(f"{name}={value}" for name, value in sorted(params.items()))])


def _with(listing: Listing[Any], params: dict[str, object]) -> Listing[Any]:
    said = {name: _as_sent(value) for name, value in params.items() if value is not None}
    return replace(listing, parameters={**listing.parameters, **said})


def _as_sent(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return ",".join(map(str, value)) if isinstance(value, (list, tuple, set)) else str(value)
