"""A tweet that X gave anew, with what it was not asked for anew: the original of a retweet, and private counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from msgspec.structs import replace

from xauth_nb.tweets.joined import Joined, JoinedTweet
from xauth_nb.tweets.lines import own_page

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["PRIVATE", "renewed"]

T = TypeVar("T", bound=JoinedTweet)

PRIVATE = ("non_public_metrics", "organic_metrics", "promoted_metrics")
"""Counts that X tells the author alone, of thirty days."""


def renewed(new: T, old: T) -> T:
    """Take over from a tweet as it was kept what its newer form does not tell.

    Parameters
    ----------
    new, old : Tweet
        Of one id.
    """
    before, after = old._joined, new._joined
    attached = [key for key in (new.attachments and new.attachments.media_keys) or () if key in before.media]
    media = {key: _with_private(after.media.get(key) or before.media[key], before.media[key]) for key in attached}
    referenced = [one.id for one in new.referenced_tweets or () if one.id in before.tweets]
    if not set(referenced) <= after.tweets.keys() or any(media[key] != after.media.get(key) for key in attached):
        both = Joined(
            users=_both(before.users, after.users),
            tweets=_both(before.tweets, after.tweets),
            media=_both(before.media, {**after.media, **media}),
            polls=_both(before.polls, after.polls),
            places=_both(before.places, after.places),
            origin=after.origin,
        )
        new = replace(new, _joined=both)
        new = replace(new, _joined=own_page(new))
    return _with_private(new, old)


def _with_private(new: Any, old: Any) -> Any:
    kept = {name: getattr(old, name) for name in PRIVATE if getattr(new, name) is None and getattr(old, name)}
    return replace(new, **kept) if kept else new


def _both(before: Any, after: Any) -> Iterable[Any]:
    return {**before, **after}.values()
