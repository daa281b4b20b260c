"""What tweets contain as columns of its own: one row for each hashtag, link, mention, medium or answer of a poll."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from xauth_nb.errors import UsageError
from xauth_nb.tweets.frames.kinds import Column, Kind, column_of, medium_url, picture_url

if TYPE_CHECKING:
    from xauth_nb.tweets.joined import JoinedTweet

__all__ = ["ENTITIES", "entity_columns"]

_Found = Callable[["JoinedTweet"], Iterable[tuple[Any, ...]]]
ENTITIES: dict[str, tuple[dict[str, Kind], _Found]] = {
    "hashtags": (column_of("text", "hashtag"), lambda t: ((tag,) for tag in t.hashtags)),
    "cashtags": (column_of("text", "cashtag"), lambda t: ((tag,) for tag in t.cashtags)),
    "mentions": (column_of("text", "username", "user_id"), lambda t: ((m.username, m.id) for m in t.mentions)),
    "urls": (
        column_of("text", "url", "expanded_url", "display_url", "title"),
        lambda t: ((u.url, u.target, u.display_url, u.title) for u in t.urls),
    ),
    "media": (
        {
            **column_of("text", "media_key", "type", "media_url", "preview_url", "alt_text"),
            **column_of("count", "width", "height"),
        },
        lambda t: (
            (m.media_key, m.type, medium_url(m), picture_url(m), m.alt_text, m.width, m.height) for m in t.media
        ),
    ),
    "poll_options": (
        {**column_of("text", "poll_id", "label"), **column_of("count", "position", "votes")},
        lambda t: ((t.poll.id, o.label, o.position, o.votes) for o in t.poll.options or ()) if t.poll else (),
    ),
}


def entity_columns(tweets: Iterable[JoinedTweet], kind: str) -> list[Column]:
    """Lay out what the tweets contain.

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
