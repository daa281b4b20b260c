"""Searches: tweets by X's search language, recent ones or all, and those that quote a tweet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xauth_nb.errors.warned import warn_user
from xauth_nb.face import Face
from xauth_nb.reading.listing import tweet_listing
from xauth_nb.reading.recent import (
    SEARCH_DAYS,
    checked_query,
    oldest_found,
    search_listing,
    warn_of_reach,
)
from xauth_nb.reading.span import checked_limit, make_span
from xauth_nb.tweets import Provenance, Tweets
from xauth_nb.tweets.ids import time_of, tweet_id
from xauth_nb.tweets.render.words import moment

if TYPE_CHECKING:
    import os
    from datetime import datetime

    from xauth_nb.reading.fields import Fields
    from xauth_nb.reading.reader import Reader
    from xauth_nb.reading.span import Moment, Span
    from xauth_nb.tweets import Tweet
    from xauth_nb.wire import AppOnly

__all__ = ["Searches"]


class Searches(Face):
    """Lists of tweets from anybody."""

    _reader: Reader
    _app: AppOnly

    def search(
        self,
        query: str,
        limit: int | None = 100,
        *,
        since: Moment | None = None,
        until: Moment | None = None,
        everything: bool = False,
        referenced: bool = False,
        fields: Fields = (),
        archive: str | os.PathLike[str] | None = None,
        new_only: bool = False,
    ) -> Tweets:
        """Search the tweets of the last seven days, newest first; or all tweets there are.

        :meth:`counts` says before how many tweets a query finds, and what they would cost.

        Parameters
        ----------
        query : str
            In X's search language, such as ``"#pandas lang:en -is:retweet"``; self-serve packages take 512 characters.
            Since May 2026 a search for words finds no retweets.
        limit : int, optional
            How many tweets at the most; X asks for 10 at the least.
        since, until, referenced, fields, archive, new_only
            As in :meth:`timeline`.
        everything : bool, optional
            Search back to the first tweet, by the app's own token, which X gives for the API key; it is kept in memory
            only. X lets not every app do so, and says why. Without it older tweets than seven days can only be had from
            an account's :meth:`timeline`.

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
        limit, span, words = checked_limit(limit), make_span(since, until), checked_query(query)
        oldest = oldest_found(self._reader)
        listing = search_listing(
            words,
            everything=everything,
            referenced=referenced,
            fields=fields,
            span=span,
            oldest=oldest,
            call=self._app.call,
        )
        if everything:
            return self._reader.tweets(listing, limit, archive, new_only=new_only)
        if span.until_id <= oldest and archive is None:
            warn_user(
                f"until={until!r} lies before the last {SEARCH_DAYS} days, and X searches no others: nothing was "
                "asked for. everything=True searches further back, where X lets the app."
            )
            return Tweets(
                provenance=Provenance(path="/2/tweets/search/recent", query=f"search for {query}", pages=0, cost=0.0)
            )
        warn_of_reach(span, since, oldest)
        found = self._reader.tweets(listing, limit, archive, new_only=new_only)
        if not found and found.is_complete and archive is None:
            _tell_reach(span, oldest_found(self._reader), self._reader.now())  # by the clock of X's answer
        return found

    def quotes_of(
        self,
        tweet: Tweet | str | int,
        limit: int | None = 100,
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


def _tell_reach(span: Span, oldest: int, upper: datetime) -> None:
    """Say how far a search reached that found nothing, by the server's clock."""
    lower = moment(time_of(str(max(span.since_id, oldest))))
    if span.until_id >> 62 == 0:
        upper = min(upper, time_of(str(span.until_id)))
    warn_user(
        f"X found nothing from {lower} to {moment(upper)}, which is as far as this search reached. Words find no "
        "retweets; x.counts(query) counts day by day."
    )
