"""Write tweets and take them back; sends only what its caller wrote, once per call, and repeats nothing by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from xauth_nb.errors import ServerError, UsageError
from xauth_nb.media import Uploading
from xauth_nb.tweets import parse_tweet
from xauth_nb.tweets.ids import time_of, tweet_id
from xauth_nb.tweets.text import LONG_TWEET_LIMIT

if TYPE_CHECKING:
    from xauth_nb.tweets import Tweet, User

__all__ = ["Posting"]


class Posting(Uploading):
    """The writing half of the session."""

    user: User | None = None

    def post_tweet(self, text: str, *, reply_to: Tweet | str | int | None = None) -> Tweet:
        """Post a tweet (X's word today: a post).

        Parameters
        ----------
        text : str
            280 weighted characters without Premium, 25,000 at the most; a URL counts 23 (X's docs, "Counting
            characters").
        reply_to : Tweet, str or int, optional
            The tweet to answer, or its id or address.

        Returns
        -------
        Tweet
            As X made it: links are shortened to t.co.

        Raises
        ------
        UsageError
            If the text is empty or longer than any account may post; nothing is sent.
        DuplicateTweetError
            If this account posted the same text a short while ago.
        ForbiddenError
            If the token may only read, or X refuses the reply.
        ApiError, TransportError
            After a :class:`TransportError` it is not known whether the tweet was made: look at ``timeline(limit=5)``.

        Examples
        --------
        >>> x.post_tweet("Hello from a notebook").text
        'Hello from a notebook'
        """
        if not text.strip():
            raise UsageError("The text is empty, and X posts no empty tweet.", remedy="Write something.")
        if len(text) > LONG_TWEET_LIMIT:
            raise UsageError(
                f"The text has {len(text):,} characters, and no account may post more than {LONG_TWEET_LIMIT:,}.",
                remedy="Shorten it, or split it into several tweets.",
            )
        body: dict[str, Any] = {"text": text}
        if reply_to is not None:
            body["reply"] = {"in_reply_to_tweet_id": tweet_id(reply_to)}
        response = self.call("POST", "/2/tweets", json=body)
        # X answers with id and text alone; the author is known, and the id tells the time.
        tweet = parse_tweet(response.content, status=response.status_code)
        tweet = replace(tweet, created_at=time_of(tweet_id(tweet)))
        return tweet.with_author(self.user) if self.user else tweet

    def delete_tweet(self, id: Tweet | str | int) -> bool:
        """Delete a tweet of one's own.

        Parameters
        ----------
        id : Tweet, str or int
            The tweet, its id or its address.

        Returns
        -------
        bool
            Whether X says that it is deleted.

        Raises
        ------
        UsageError
            If ``id`` is not a tweet's id or address.
        ApiError, TransportError
        """
        response = self.call("DELETE", f"/2/tweets/{tweet_id(id)}")
        try:
            return bool(response.json()["data"]["deleted"])
        except (ValueError, KeyError, TypeError):
            raise ServerError(
                "X answered, but not in the form that its API promises, so it is not known whether the tweet is gone.",
                remedy="Look with x.get_tweet(id) before you try again.",
                status=response.status_code,
                response=response,
            ) from None
