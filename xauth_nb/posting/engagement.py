"""Likes and reposts, and taking them back, for the account that signed in alone.

Asking twice is asking once, so where an answer is lost the same is asked again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xauth_nb.errors import ApiError
from xauth_nb.face import Face
from xauth_nb.posting.permission import require_write
from xauth_nb.tweets.ids import tweet_id
from xauth_nb.wire.faults import fault
from xauth_nb.wire.problems import read_problem

if TYPE_CHECKING:
    from xauth_nb.tweets import Tweet

__all__ = ["Engagement"]

ALREADY = (139, 327)
"""X's v1.1 numbers for a tweet that is liked, or reposted, already."""


class Engagement(Face):
    """Likes and reposts."""

    def like(self, id: Tweet | str | int) -> bool:
        """Like a tweet. Liking it again changes nothing.

        Parameters
        ----------
        id : Tweet, str or int
            The tweet, its id or its address.

        Returns
        -------
        bool
            Whether X says that it is liked.

        Raises
        ------
        NotFoundError
            If there is no such tweet.
        ForbiddenError
            If the token may only read, or the package has no likes: self-serve ones lost them in April 2026.
        UsageError, ApiError, TransportError

        Examples
        --------
        >>> x.like(tweet)
        True
        """
        return _engage(self, "POST", "likes", id, "liked")

    def unlike(self, id: Tweet | str | int) -> bool:
        """Take a like back.

        Parameters
        ----------
        id : Tweet, str or int

        Returns
        -------
        bool
            Whether X says that it is not liked any more.

        Raises
        ------
        UsageError, ApiError, TransportError
            As in :meth:`like`.

        Examples
        --------
        >>> x.unlike(tweet)
        True
        """
        return not _engage(self, "DELETE", "likes", id, "liked")

    def repost(self, id: Tweet | str | int) -> bool:
        """Repost a tweet (retweet it). Doing it again changes nothing.

        Parameters
        ----------
        id : Tweet, str or int

        Returns
        -------
        bool
            Whether X says that it is reposted.

        Raises
        ------
        NotFoundError
            If there is no such tweet.
        ForbiddenError
            If the token may only read.
        UsageError, ApiError, TransportError

        Examples
        --------
        >>> x.repost(tweet)
        True
        """
        return _engage(self, "POST", "retweets", id, "retweeted")

    def unrepost(self, id: Tweet | str | int) -> bool:
        """Take a repost back.

        Parameters
        ----------
        id : Tweet, str or int
            The tweet that was reposted.

        Returns
        -------
        bool
            Whether X says that it is not reposted any more.

        Raises
        ------
        UsageError, ApiError, TransportError
            As in :meth:`repost`.

        Examples
        --------
        >>> x.unrepost(tweet)
        True
        """
        return not _engage(self, "DELETE", "retweets", id, "retweeted")


def _engage(face: Engagement, method: str, what: str, given: Tweet | str | int, answer: str) -> bool:
    """Do it as the account that signed in: X takes no other in the path.

    A second attempt may be told that it is done already (v1.1 codes 139 and 327).
    """
    require_write(face.access)
    id = tweet_id(given)
    path = f"/2/users/{face._account.id}/{what}"
    try:
        if method == "POST":
            response = face.call(method, path, is_repeatable=True, json={"tweet_id": id})
        else:
            response = face.call(method, f"{path}/{id}")
    except ApiError as error:
        if method == "POST" and error.code in ALREADY:
            return True
        raise
    try:
        return bool(response.json()["data"][answer])
    except (ValueError, KeyError, TypeError):
        raise fault(response, read_problem(response)) from None
