"""The columns of a data frame of tweets: names, kinds and values, once for pandas, polars and Arrow. No frame in here.

Each column is one list, made in one pass over the tweets; there is no dictionary per row. The columns are the same for
no tweets as for many.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from xauth_nb.errors import UsageError
from xauth_nb.tweets.joined import entities_of, text_of

if TYPE_CHECKING:
    from xauth_nb.tweets.data import UserData
    from xauth_nb.tweets.joined import JoinedTweet
    from xauth_nb.tweets.records import Entities, PublicMetrics

__all__ = ["COLUMNS", "ENTITIES", "Column", "Kind", "entity_columns", "tweet_columns"]

_GREATEST = 2**63 - 1
_NONE: dict[str | None, str | None] = {}
Kind = Literal["text", "texts", "count", "flag", "time"]


class Column(NamedTuple):
    """A column's name, what kind of values it has, and the values (``None`` where X sent none)."""

    name: str
    kind: Kind
    values: list[Any]


def _column_of(kind: Kind, *names: str) -> dict[str, Kind]:
    return dict.fromkeys(names, kind)


COLUMNS: dict[str, Kind] = {
    **_column_of("text", "id"),
    **_column_of("time", "created_at"),
    **_column_of("text", "text", "full_text", "lang", "url"),
    **_column_of("text", "author_id", "author_username", "author_name"),
    **_column_of("flag", "author_verified"),
    **_column_of("count", "author_followers_count", "author_tweet_count"),
    **_column_of("count", "retweet_count", "reply_count", "like_count", "quote_count"),
    **_column_of("count", "bookmark_count", "impression_count"),
    **_column_of("text", "conversation_id", "in_reply_to_user_id", "in_reply_to_id", "quoted_id", "retweeted_id"),
    **_column_of("flag", "is_reply", "is_quote", "is_retweet"),
    **_column_of("texts", "hashtags", "cashtags", "mentions", "urls"),
    **_column_of("texts", "media_types", "media_urls", "media_alt_texts"),
    **_column_of("texts", "poll_options"),
    **_column_of("count", "poll_votes"),
    **_column_of("text", "place"),
    **_column_of("flag", "possibly_sensitive"),
    **_column_of("text", "reply_settings"),
    **_column_of("texts", "edit_history_tweet_ids", "withheld_in"),
}


def tweet_columns(tweets: Iterable[JoinedTweet]) -> list[Column]:
    """Lay tweets out in columns.

    Parameters
    ----------
    tweets : iterable of Tweet

    Returns
    -------
    list of Column
        In the order of :data:`COLUMNS`.
    """
    rows = list(tweets)
    originals = [tweet.retweeted for tweet in rows]
    shown = [original or tweet for tweet, original in zip(rows, originals, strict=True)]
    with _collector_paused():
        values = {
            **_plain(rows, originals),
            **_metrics([tweet.public_metrics for tweet in rows]),
            **_authors([tweet.author for tweet in rows]),
            **_references(rows),
            **_found_in_texts([entities_of(tweet) for tweet in shown]),
            **_attached(rows),
        }
    return [Column(name, kind, values[name]) for name, kind in COLUMNS.items()]


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Spare the collector ten new lists a tweet, none of which is garbage: its walks cost eight times their making."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _plain(rows: list[JoinedTweet], originals: list[JoinedTweet | None]) -> dict[str, list[Any]]:
    return {
        "id": [t.id for t in rows],
        "created_at": [t.created_at for t in rows],
        "text": [t.text for t in rows],
        "full_text": [text_of(t, original) for t, original in zip(rows, originals, strict=True)],
        "lang": [t.lang for t in rows],
        "url": [t.url for t in rows],
        "author_id": [t.author_id for t in rows],
        "conversation_id": [t.conversation_id for t in rows],
        "in_reply_to_user_id": [t.in_reply_to_user_id for t in rows],
        "possibly_sensitive": [t.possibly_sensitive for t in rows],
        "reply_settings": [t.reply_settings for t in rows],
        "edit_history_tweet_ids": [[*(t.edit_history_tweet_ids or ())] for t in rows],
        "withheld_in": [[*(t.withheld.country_codes or ())] if t.withheld else [] for t in rows],
        "place": [place.full_name if t.geo and (place := t.place) else None for t in rows],
    }


def _metrics(counts: list[PublicMetrics | None]) -> dict[str, list[Any]]:
    return {
        "retweet_count": [c and c.retweet_count for c in counts],
        "reply_count": [c and c.reply_count for c in counts],
        "like_count": [c and c.like_count for c in counts],
        "quote_count": [c and c.quote_count for c in counts],
        "bookmark_count": [c and c.bookmark_count for c in counts],
        "impression_count": [c and c.impression_count for c in counts],
    }


def _authors(authors: list[UserData | None]) -> dict[str, list[Any]]:
    counts = [a and a.public_metrics for a in authors]
    return {
        "author_username": [a and a.username for a in authors],
        "author_name": [a and a.name for a in authors],
        "author_verified": [a and a.verified for a in authors],
        "author_followers_count": [c and c.followers_count for c in counts],
        "author_tweet_count": [c and c.tweet_count for c in counts],
    }


def _references(rows: list[JoinedTweet]) -> dict[str, list[Any]]:
    by_kind: list[dict[str | None, str | None]]
    by_kind = [{r.type: r.id for r in t.referenced_tweets} if t.referenced_tweets else _NONE for t in rows]
    ids = {
        "in_reply_to_id": [found.get("replied_to") for found in by_kind],
        "quoted_id": [found.get("quoted") for found in by_kind],
        "retweeted_id": [found.get("retweeted") for found in by_kind],
    }
    return {
        **ids,
        "is_reply": ["replied_to" in found for found in by_kind],
        "is_quote": ["quoted" in found for found in by_kind],
        "is_retweet": ["retweeted" in found for found in by_kind],
    }


def _found_in_texts(found: list[Entities | None]) -> dict[str, list[Any]]:
    return {
        "hashtags": [[tag.tag for tag in e.hashtags if tag.tag] if e and e.hashtags else [] for e in found],
        "cashtags": [[tag.tag for tag in e.cashtags if tag.tag] if e and e.cashtags else [] for e in found],
        "mentions": [[user.username for user in e.mentions] if e and e.mentions else [] for e in found],
        "urls": [[url.target for url in e.urls] if e and e.urls else [] for e in found],
    }


def _attached(rows: list[JoinedTweet]) -> dict[str, list[Any]]:
    media = [t.media if t.attachments else () for t in rows]
    polls = [t.poll if t.attachments else None for t in rows]
    return {
        "media_types": [[m.type for m in items] if items else [] for items in media],
        "media_urls": [[m.url or m.preview_image_url for m in items] if items else [] for items in media],
        "media_alt_texts": [[m.alt_text for m in items] if items else [] for items in media],
        "poll_options": [[o.label for o in poll.options] if poll and poll.options else [] for poll in polls],
        "poll_votes": [poll and min(poll.total_votes, _GREATEST) for poll in polls],
    }


# --- one row for each entity ------------------------------------------------------------------------------------

_Found = Callable[["JoinedTweet"], Iterable[tuple[Any, ...]]]
ENTITIES: dict[str, tuple[dict[str, Kind], _Found]] = {
    "hashtags": (_column_of("text", "hashtag"), lambda t: ((tag,) for tag in t.hashtags)),
    "cashtags": (_column_of("text", "cashtag"), lambda t: ((tag,) for tag in t.cashtags)),
    "mentions": (_column_of("text", "username", "user_id"), lambda t: ((m.username, m.id) for m in t.mentions)),
    "urls": (
        _column_of("text", "url", "expanded_url", "display_url", "title"),
        lambda t: ((u.url, u.target, u.display_url, u.title) for u in t.urls),
    ),
    "media": (
        {**_column_of("text", "media_key", "type", "media_url", "alt_text"), **_column_of("count", "width", "height")},
        lambda t: ((m.media_key, m.type, m.url or m.preview_image_url, m.alt_text, m.width, m.height) for m in t.media),
    ),
    "poll_options": (
        {**_column_of("text", "poll_id", "label"), **_column_of("count", "position", "votes")},
        lambda t: ((t.poll.id, o.label, o.position, o.votes) for o in t.poll.options or ()) if t.poll else (),
    ),
}


def entity_columns(tweets: Iterable[JoinedTweet], kind: str) -> list[Column]:
    """Lay out what the tweets contain: one row for each hashtag, link, mention, medium or answer of a poll.

    Parameters
    ----------
    tweets : iterable of Tweet
    kind : str
        One of :data:`ENTITIES`.

    Returns
    -------
    list of Column
        ``id``, ``created_at`` and ``author_id`` of the tweet, then the columns of the entity.

    Raises
    ------
    UsageError
        If there is no such kind.
    """
    if kind not in ENTITIES:
        raise UsageError(f"Tweets have no entities called {kind!r}.", remedy=f"Choose one of {', '.join(ENTITIES)}.")
    own, find = ENTITIES[kind]
    names: dict[str, Kind] = {"id": "text", "created_at": "time", "author_id": "text", **own}
    rows = [(tweet.id, tweet.created_at, tweet.author_id, *found) for tweet in tweets for found in find(tweet)]
    values = list(zip(*rows, strict=True)) if rows else [()] * len(names)
    return [Column(name, kind, list(column)) for (name, kind), column in zip(names.items(), values, strict=True)]
