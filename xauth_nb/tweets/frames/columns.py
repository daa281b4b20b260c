"""The columns of a data frame of tweets: names, kinds and values, once for pandas, polars and Arrow. No frame in here.

Each column is one list, made in one pass over the tweets; there is no dictionary per row. The columns are the same for
no tweets as for many, and a tweet's row is the same whether or not the tweets that it refers to came along, as far as
X tells of it without them: of a retweet it then cuts the text.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from xauth_nb.tweets.data import in_address
from xauth_nb.tweets.frames.extras import extra_columns
from xauth_nb.tweets.frames.kinds import Column, Kind, column_of, medium_url, picture_url
from xauth_nb.tweets.joined import entities_of, is_cut, named_in_each, text_of

if TYPE_CHECKING:
    from xauth_nb.tweets.data import UserData
    from xauth_nb.tweets.joined import JoinedTweet, Link
    from xauth_nb.tweets.page import Page, Provenance
    from xauth_nb.tweets.records import Entities, Place, PublicMetrics

__all__ = ["COLUMNS", "OF_ORIGINAL", "OF_REFERENCED", "SCHEMA", "tweet_columns"]

SCHEMA = 3
"""Which version of :data:`COLUMNS` this is; every file of them says it. Earlier ones had fewer columns."""

_GREATEST = 2**63 - 1
_RETWEET = re.compile(r"RT @(\w{1,15}):")
_STATUS = re.compile(
    r"https?://(?:www\.|mobile\.)?(?:x|twitter)\.com/(?P<name>\w{1,15})/status(?:es)?/(?P<id>\d+)(?P<medium>/\w+/\d)?"
)

COLUMNS: dict[str, Kind] = {
    **column_of("text", "id"),
    **column_of("time", "created_at"),
    **column_of("text", "text", "full_text", "lang", "url"),
    **column_of("text", "author_id", "author_username", "author_name"),
    **column_of("flag", "author_verified"),
    **column_of("count", "author_followers_count", "author_tweet_count"),
    **column_of("count", "retweet_count", "reply_count", "like_count", "quote_count"),
    **column_of("count", "bookmark_count", "impression_count"),
    **column_of("text", "conversation_id", "in_reply_to_user_id", "in_reply_to_id"),
    **column_of("text", "quoted_id", "quoted_username", "retweeted_id", "retweeted_username"),
    **column_of("flag", "is_reply", "is_quote", "is_retweet", "is_cut"),
    **column_of("texts", "hashtags", "cashtags", "mentions", "urls"),
    **column_of("texts", "media_types", "media_urls", "media_preview_urls", "media_alt_texts"),
    **column_of("texts", "poll_options"),
    **column_of("count", "poll_votes"),
    **column_of("text", "place", "place_id", "place_full_name", "country"),
    **column_of("number", "place_west", "place_south", "place_east", "place_north", "lat", "lon"),
    **column_of("flag", "possibly_sensitive"),
    **column_of("text", "reply_settings"),
    **column_of("texts", "edit_history_tweet_ids", "withheld_in"),
    **column_of("text", "source", "query"),
    **column_of("time", "collected_at"),
}

OF_ORIGINAL = (
    *("full_text", "is_cut"),
    *("hashtags", "cashtags", "mentions", "urls", "poll_options", "poll_votes"),
    *("media_types", "media_urls", "media_preview_urls", "media_alt_texts"),
)
"""What a retweet's row has from its original, where that came along."""
OF_REFERENCED = ("quoted_username", "retweeted_username")
"""What a row may know only by a tweet that came along."""


def tweet_columns(tweets: Page[JoinedTweet]) -> list[Column]:
    """Lay tweets out in columns.

    Parameters
    ----------
    tweets : Tweets

    Returns
    -------
    list of Column
        In the order of :data:`COLUMNS`; then those of what was asked for with ``fields=``.
    """
    rows = list(tweets)
    originals = [tweet.retweeted if tweet.referenced_tweets else None for tweet in rows]
    authors = [tweet._joined.users.get(tweet.author_id or "") for tweet in rows]
    shown = [original or tweet for tweet, original in zip(rows, originals, strict=True)]
    with _collector_paused():
        references = _references(rows)
        values = {
            **_plain(rows, originals),
            **_metrics([tweet.public_metrics for tweet in rows]),
            **_authors(rows, authors),
            **references,
            **_usernames(rows, originals, references),
            **_found_in_texts(rows, shown),
            **_attached(rows, shown),
            **_places(rows),
            **_origins(rows, tweets.provenance),
        }
        plain = [Column(name, kind, values[name]) for name, kind in COLUMNS.items()]
        more = extra_columns(rows, tweets.provenance.fields if tweets.provenance else ())
        return plain + [column for column in more if column.name not in COLUMNS]


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


# A tweet's own properties would ask for its page, its author and its original once for each column.


def _plain(rows: list[JoinedTweet], originals: list[JoinedTweet | None]) -> dict[str, list[Any]]:
    pairs = [*zip(rows, originals, strict=True)]
    return {
        "id": [t.id for t in rows],
        "created_at": [t.created_at for t in rows],
        "text": [t.text for t in rows],
        "full_text": [text_of(t, o) if o or t.note_tweet or "&" in t.text else t.text for t, o in pairs],
        "lang": [t.lang for t in rows],
        "is_cut": [is_cut(t, o) if t.referenced_tweets else False for t, o in pairs],
        "author_id": [t.author_id for t in rows],
        "conversation_id": [t.conversation_id for t in rows],
        "in_reply_to_user_id": [t.in_reply_to_user_id for t in rows],
        "possibly_sensitive": [t.possibly_sensitive for t in rows],
        "reply_settings": [t.reply_settings for t in rows],
        "edit_history_tweet_ids": [t.edit_history_tweet_ids or () for t in rows],
        "withheld_in": [(t.withheld.country_codes or ()) if t.withheld else () for t in rows],
        "source": [t.source for t in rows],
    }


def _addresses(rows: list[JoinedTweet], names: list[str | None]) -> list[str]:
    """Give the url of each tweet: the part before its id is the same for all of an author's on one page."""
    page, last, before = None, None, ""
    found = []
    for tweet, name in zip(rows, names, strict=True):
        if tweet._joined is not page or name != last:
            page, last = tweet._joined, name
            before = f"{page.site}/{in_address(name or 'i')}/status/"
        found.append(before + tweet.id)
    return found


def _metrics(counts: list[PublicMetrics | None]) -> dict[str, list[Any]]:
    return {
        "retweet_count": [c and c.retweet_count for c in counts],
        "reply_count": [c and c.reply_count for c in counts],
        "like_count": [c and c.like_count for c in counts],
        "quote_count": [c and c.quote_count for c in counts],
        "bookmark_count": [c and c.bookmark_count for c in counts],
        "impression_count": [c and c.impression_count for c in counts],
    }


def _authors(rows: list[JoinedTweet], authors: list[UserData | None]) -> dict[str, list[Any]]:
    counts = [a and a.public_metrics for a in authors]
    names = [a.username if a else t.username for t, a in zip(rows, authors, strict=True)]
    return {
        "url": _addresses(rows, names),
        "author_username": names,
        "author_name": [a and a.name for a in authors],
        "author_verified": [a and a.verified for a in authors],
        "author_followers_count": [c and c.followers_count for c in counts],
        "author_tweet_count": [c and c.tweet_count for c in counts],
    }


_REFERENCES = {
    "replied_to": ("in_reply_to_id", "is_reply"),
    "quoted": ("quoted_id", "is_quote"),
    "retweeted": ("retweeted_id", "is_retweet"),
}


def _references(rows: list[JoinedTweet]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for id_of, whether in _REFERENCES.values():
        found |= {id_of: [None] * len(rows), whether: [False] * len(rows)}
    for at, tweet in enumerate(rows):
        for reference in tweet.referenced_tweets or ():
            if reference.type in _REFERENCES:
                id_of, whether = _REFERENCES[reference.type]
                found[id_of][at], found[whether][at] = reference.id, True
    return found


def _usernames(
    rows: list[JoinedTweet], originals: list[JoinedTweet | None], references: dict[str, list[Any]]
) -> dict[str, list[Any]]:
    retweets = zip(rows, originals, references["is_retweet"], strict=True)
    quotes = zip(rows, references["quoted_id"], strict=True)
    return {
        "retweeted_username": [_retweeted(t, original) if is_one else None for t, original, is_one in retweets],
        "quoted_username": [_quoted(t, id) if id else None for t, id in quotes],
    }


def _retweeted(tweet: JoinedTweet, original: JoinedTweet | None) -> str | None:
    # The text tells it also where the original did not come along.
    if found := _RETWEET.match(tweet.text):
        return found[1]
    return original.username if original else None


def _quoted(tweet: JoinedTweet, id: str) -> str | None:
    entities = entities_of(tweet)
    for link in (entities and entities.urls) or ():
        found = _STATUS.match(link.expanded_url or "")
        if found and found["id"] == id and found["name"] != "i":
            return found["name"]
    quoted = tweet.quoted
    return quoted.username if quoted else None


def _found_in_texts(rows: list[JoinedTweet], shown: list[JoinedTweet]) -> dict[str, list[Any]]:
    found = named_in_each(shown)
    mentions = [tuple([user.username for user in e.mentions]) if e and e.mentions else () for e in found]
    links = [e.urls or () if e else () for e in found]
    for at, (t, s) in enumerate(zip(rows, shown, strict=True)):
        if t is not s:  # a retweet names the author of the original first, whether or not the original came along
            mentions[at] = tuple(dict.fromkeys(_names(entities_of(t)) + mentions[at]))
    return {
        "hashtags": [tuple([tag.tag for tag in e.hashtags if tag.tag]) if e and e.hashtags else () for e in found],
        "cashtags": [tuple([tag.tag for tag in e.cashtags if tag.tag]) if e and e.cashtags else () for e in found],
        "mentions": mentions,
        "urls": [_targets(t, s, urls) if urls else () for t, s, urls in zip(rows, shown, links, strict=True)],
    }


def _names(entities: Entities | None) -> tuple[str, ...]:
    return tuple([user.username for user in entities.mentions]) if entities and entities.mentions else ()


def _targets(tweet: JoinedTweet, shown: JoinedTweet, links: Sequence[Link]) -> tuple[str | None, ...]:
    """List where links lead, each once, without the pages of one's own media and without the quoted tweet."""
    targets = [
        link.unwound_url or link.expanded_url or link.url
        for link in links
        if not (link.media_key or ("/status" in (link.expanded_url or "") and _is_told_elsewhere(link, tweet, shown)))
    ]
    return tuple(targets) if len(targets) < 2 else tuple(dict.fromkeys(targets))


def _is_told_elsewhere(link: Link, tweet: JoinedTweet, shown: JoinedTweet) -> bool:
    page = _STATUS.match(link.expanded_url or "")
    if page is None:
        return False
    if page["medium"]:
        return page["id"] in (tweet.id, shown.id, tweet.reference("retweeted"))
    return page["id"] == shown.reference("quoted")


def _attached(rows: list[JoinedTweet], shown: list[JoinedTweet]) -> dict[str, list[Any]]:
    # A retweet's media and poll are the original's, as its text is.
    holders = [s if s.attachments else t for t, s in zip(rows, shown, strict=True)]
    media = [t.media if t.attachments else () for t in holders]
    polls = [t.poll if t.attachments else None for t in holders]
    return {
        "media_types": [tuple([m.type for m in items]) if items else () for items in media],
        "media_urls": [tuple([medium_url(m) for m in items]) if items else () for items in media],
        "media_preview_urls": [tuple([picture_url(m) for m in items]) if items else () for items in media],
        "media_alt_texts": [tuple([m.alt_text for m in items]) if items else () for items in media],
        "poll_options": [tuple([o.label for o in p.options]) if p and p.options else () for p in polls],
        "poll_votes": [poll and min(poll.total_votes, _GREATEST) for poll in polls],
    }


def _places(rows: list[JoinedTweet]) -> dict[str, list[Any]]:
    places = [t.place if t.geo else None for t in rows]
    boxes = [_box(place) if place else (None,) * 4 for place in places]
    points = [t.geo.coordinates.coordinates if t.geo and t.geo.coordinates else None for t in rows]
    points = [point if point and len(point) >= 2 else None for point in points]
    return {
        "place": [place and place.full_name for place in places],
        "place_id": [t.geo and t.geo.place_id for t in rows],
        "place_full_name": [place and place.full_name for place in places],
        "country": [place and place.country for place in places],
        "place_west": [box[0] for box in boxes],
        "place_south": [box[1] for box in boxes],
        "place_east": [box[2] for box in boxes],
        "place_north": [box[3] for box in boxes],
        "lat": [point and point[1] for point in points],
        "lon": [point and point[0] for point in points],
    }


def _box(place: Place) -> tuple[float | None, ...]:
    box = (place.geo or {}).get("bbox")
    is_box = isinstance(box, list) and len(box) == 4 and all(type(edge) in (int, float) for edge in box)
    return tuple(map(float, box)) if is_box and box else (None,) * 4


def _origins(rows: list[JoinedTweet], provenance: Provenance | None) -> dict[str, list[Any]]:
    all_of_them = provenance.origin if provenance else None
    origins = [t._joined.origin or all_of_them for t in rows]
    return {"query": [o and o.query for o in origins], "collected_at": [o and o.when for o in origins]}
