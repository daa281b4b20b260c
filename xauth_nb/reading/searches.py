"""Searches: recent tweets by X's search language, and those that quote a tweet."""

from __future__ import annotations

import warnings
from datetime import timedelta
from typing import TYPE_CHECKING

from xauth_nb.errors import UsageError
from xauth_nb.face import Face
from xauth_nb.reading.listing import tweet_listing
from xauth_nb.reading.span import checked_limit, make_span
from xauth_nb.tweets.ids import tweet_id

if TYPE_CHECKING:
    import os

    from xauth_nb.reading.fields import Fields
    from xauth_nb.reading.reader import Reader
    from xauth_nb.reading.span import Moment
    from xauth_nb.tweets import Tweet, Tweets

__all__ = ["Searches"]

SEARCH_DAYS = 7
"""How far recent search goes back (X's docs, "Search")."""
LONGEST_QUERY = 4096


class Searches(Face):
    """Lists of tweets from anybody."""

    _reader: Reader

    def search(
        self,
        query: str,
        limit: int = 100,
        *,
        since: Moment | None = None,
        until: Moment | None = None,
        referenced: bool = False,
        fields: Fields = (),
        archive: str | os.PathLike[str] | None = None,
        new_only: bool = False,
    ) -> Tweets:
        """Search the tweets of the last seven days, newest first.

        Parameters
        ----------
        query : str
            In X's search language, such as ``"#pandas lang:en -is:retweet"``; self-serve packages take 512 characters.
            Since May 2026 a search for words finds no retweets.
        limit : int, optional
            How many tweets at the most; X asks for 10 at the least.
        since, until, referenced, fields, archive, new_only
            As in :meth:`timeline`. Older tweets than seven days can only be had from an account's :meth:`timeline`.

        Returns
        -------
        Tweets

        Raises
        ------
        UsageError
            As in :meth:`timeline`, and if the query is empty.
        ApiError, TransportError
            An :class:`ApiError` with X's own words where it cannot read the query.

        Examples
        --------
        >>> tweets = x.search("from:grace", limit=10, since="2026-09-14")
        """
        limit, span = checked_limit(limit), make_span(since, until)
        if not isinstance(query, str) or not query.strip() or len(query) > LONGEST_QUERY:
            raise UsageError(
                f"The query has to be words, from 1 to {LONGEST_QUERY:,} characters.",
                remedy='Pass what you would type into X\'s search box, such as "#pandas lang:en".',
            )
        oldest = self._reader.id_before(timedelta(days=SEARCH_DAYS, minutes=-1))
        if 0 < span.since_id < oldest:
            warnings.warn(
                f"X searches the last {SEARCH_DAYS} days only, and since={since!r} is earlier: "
                "what lies before is not found. x.timeline(user, since=…) reaches further back, account by account.",
                stacklevel=2,
            )
        listing = tweet_listing(
            "/2/tweets/search/recent",
            f"search for {query}",
            (10, 100),
            referenced=referenced,
            fields=fields,
            span=span,
            oldest=oldest,
            words=query,
        )
        return self._reader.tweets(listing, limit, archive, new_only=new_only)

    def quotes_of(
        self,
        tweet: Tweet | str | int,
        limit: int = 100,
        *,
        referenced: bool = False,
        fields: Fields = (),
        archive: str | os.PathLike[str] | None = None,
        new_only: bool = False,
    ) -> Tweets:
        """Read the tweets that quote a tweet, newest first.

        Parameters
        ----------
        tweet : Tweet, str or int
            The tweet, its id or its address.
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
        >>> [quote.author.username for quote in x.quotes_of(tweet)]
        [...]
        """
        limit, id = checked_limit(limit), tweet_id(tweet)
        listing = tweet_listing(
            f"/2/tweets/{id}/quote_tweets", f"quotes of {id}", (10, 100), referenced=referenced, fields=fields
        )
        return self._reader.tweets(listing, limit, archive, new_only=new_only)
