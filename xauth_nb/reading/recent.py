"""What X's two searches take: the last seven days for everybody, all of it for an app's own token."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from xauth_nb.errors import UsageError
from xauth_nb.errors.warned import warn_user
from xauth_nb.reading.listing import tweet_listing
from xauth_nb.reading.span import Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from requests import Response

    from xauth_nb.reading.fields import Fields
    from xauth_nb.reading.listing import Listing
    from xauth_nb.reading.reader import Reader
    from xauth_nb.tweets import Tweets

__all__ = [
    "SEARCH_DAYS",
    "archive_listing",
    "checked_query",
    "oldest_found",
    "recent_listing",
    "search_listing",
    "warn_of_reach",
]

SEARCH_DAYS = 7
"""How far recent search goes back (X's docs, "Search")."""
LONGEST_QUERY = 4096
_BEFORE_ALL = 19
"""Below the oldest tweet, whose id is 20: without a bound full-archive search goes back 30 days only (X's docs)."""


def checked_query(query: str) -> str:
    """Check what is searched for.

    Raises
    ------
    UsageError
        If it is empty, or longer than X takes.
    """
    if not isinstance(query, str) or not query.strip() or len(query) > LONGEST_QUERY:
        raise UsageError(
            f"The query has to be words, from 1 to {LONGEST_QUERY:,} characters.",
            remedy='Pass what you would type into X\'s search box, such as "#pandas lang:en".',
        )
    return query


def oldest_found(reader: Reader) -> int:
    """Give the id below which recent search finds nothing; a minute above, because X counts to its own now."""
    return reader.id_before(timedelta(days=SEARCH_DAYS, minutes=-1))


def warn_of_reach(span: Span, since: object, oldest: int) -> None:
    """Warn of what lies before the seven days."""
    if 0 < span.since_id < oldest < span.until_id:
        warn_user(
            f"X searches the last {SEARCH_DAYS} days only, and since={since!r} is earlier: what lies before is not "
            "found. x.timeline(user, since=…) reaches further back, account by account; everything=True all the way, "
            "where X lets the app."
        )


def search_listing(
    words: str,
    *,
    everything: bool,
    referenced: bool,
    fields: Fields,
    span: Span,
    oldest: int,
    call: Callable[[str, dict[str, str]], Response],
) -> Listing[Tweets]:
    """Describe a search of the last seven days, or of all tweets.

    Parameters
    ----------
    words : str
        What X is asked for.
    everything : bool
    referenced, fields, span, oldest, call
        As in :func:`recent_listing` and :func:`archive_listing`.
    """
    said = f"search for {words}"
    if everything:
        said = f"{said} in all tweets"
        return archive_listing(words, said, referenced=referenced, fields=fields, span=span, call=call)
    return recent_listing(words, said, referenced=referenced, fields=fields, span=span, oldest=oldest)


def recent_listing(
    words: str, query: str, *, referenced: bool, fields: Fields = (), span: Span, oldest: int
) -> Listing[Tweets]:
    """Describe a search of the last seven days.

    Parameters
    ----------
    words : str
        What X is asked for.
    query : str
        What it is in words.
    referenced, fields, span
        As in :func:`tweet_listing`.
    oldest : int
        Of :func:`oldest_found`.
    """
    return tweet_listing(
        "/2/tweets/search/recent",
        query,
        (10, 100),
        referenced=referenced,
        fields=fields,
        span=span,
        oldest=oldest,
        words=words,
    )


def archive_listing(
    words: str,
    query: str,
    *,
    referenced: bool,
    fields: Fields = (),
    span: Span,
    call: Callable[[str, dict[str, str]], Response],
) -> Listing[Tweets]:
    """Describe a search of all tweets.

    Parameters
    ----------
    words, query, referenced, fields, span
        As in :func:`recent_listing`.
    call : Callable
        Asks in the name of the app.
    """
    return tweet_listing(
        "/2/tweets/search/all",
        query,
        (10, 100),  # X takes 500, but not with context annotations
        referenced=referenced,
        fields=fields,
        floor=_BEFORE_ALL,
        span=Span(max(span.since_id, _BEFORE_ALL), span.until_id),
        words=words,
        call=call,
    )
