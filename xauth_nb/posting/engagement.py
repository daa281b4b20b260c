"""Likes, reposts, hidden replies, and taking them back; asking twice is asking once, and only as oneself.

So where an answer is lost the same is asked again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xauth_nb.errors import ApiError
from xauth_nb.face import Face
from xauth_nb.posting.switching import switched
from xauth_nb.tweets.ids import tweet_id

if TYPE_CHECKING:
    from xauth_nb.tweets import Tweet

__all__ = ["Engagement"]

ALREADY = (139, 327)
"""X's v1.1 numbers for a tweet that is liked, or reposted, already."""


class Engagement(Face):
    """Likes, reposts, and the replies to one's own tweets."""

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

    def hide_reply(self, id: Tweet | str | int) -> bool:
        """Hide a reply in a conversation that this account began. Hiding it again changes nothing.

        Parameters
        ----------
        id : Tweet, str or int
            The reply, its id or its address.

        Returns
        -------
        bool
            Whether X says that it is hidden.

        Raises
        ------
        ForbiddenError
            If the conversation is somebody else's, or the token may only read.
        UsageError, NotFoundError, ApiError, TransportError

        Examples
        --------
        >>> answer = x.post_tweet("Hardly", reply_to=x.post_tweet("Does it help?"))
        >>> x.hide_reply(answer)
        True
        """
        return switched(self, "PUT", f"/2/tweets/{tweet_id(id)}/hidden", "hidden", {"hidden": True})

    def unhide_reply(self, id: Tweet | str | int) -> bool:
        """Show a reply again that was hidden.

        Parameters
        ----------
        id : Tweet, str or int

        Returns
        -------
        bool
            Whether X says that it is not hidden any more.

        Raises
        ------
        ForbiddenError, UsageError, NotFoundError, ApiError, TransportError
            As in :meth:`hide_reply`.

        Examples
        --------
        >>> answer = x.post_tweet("Hardly", reply_to=x.post_tweet("Does it help?"))
        >>> x.unhide_reply(answer)
        True
        """
        return not switched(self, "PUT", f"/2/tweets/{tweet_id(id)}/hidden", "hidden", {"hidden": False})


def _engage(face: Engagement, method: str, what: str, given: Tweet | str | int, answer: str) -> bool:
    """Do it as the account that signed in: X takes no other in the path.

    A second attempt may be told that it is done already (v1.1 codes 139 and 327).
    """
    id = tweet_id(given)
    path = f"/2/users/{face._account.id}/{what}"
    if method == "DELETE":
        return switched(face, method, f"{path}/{id}", answer)
    try:
        return switched(face, method, path, answer, {"tweet_id": id})
    except ApiError as error:
        if error.code in ALREADY:
            return True
        raise
