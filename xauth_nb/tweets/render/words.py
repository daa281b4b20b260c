"""Counts and prices as people read them, the same in every locale. Nothing here knows HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xauth_nb.style.dates import moment

if TYPE_CHECKING:
    from xauth_nb.tweets.joined import JoinedTweet
    from xauth_nb.tweets.records import Media, Poll

__all__ = ["compact", "dollars", "edited", "media_label", "metrics", "moment", "poll_summary", "shares"]

_KINDS = {"photo": "Photo", "video": "Video", "animated_gif": "GIF"}
_METRICS = (
    ("reply_count", "reply", "replies"),
    ("retweet_count", "repost", "reposts"),
    ("quote_count", "quote", "quotes"),
    ("like_count", "like", "likes"),
    ("bookmark_count", "bookmark", "bookmarks"),
    ("impression_count", "view", "views"),
)


def dollars(amount: float) -> str:
    """Write a price as people do: cents, and tenths of a cent only below ten."""
    return f"${amount:,.2f}" if amount >= 0.1 or amount == 0 else f"${amount:.3f}"


def compact(number: int) -> str:
    """Write a count in at most four characters where that is possible.

    >>> [compact(n) for n in (7, 999, 1000, 1250, 99_950, 3_400_000)]
    ['7', '999', '1K', '1.2K', '99.9K', '3.4M']
    """
    for unit, letter in ((10**9, "B"), (10**6, "M"), (10**3, "K")):
        if abs(number) >= unit:
            tenths = abs(number) * 10 // unit  # cut, not rounded: 999,999 is not yet a million
            sign = "-" if number < 0 else ""
            whole, tenth = divmod(tenths, 10)
            return f"{sign}{whole:,}{letter}" if not tenth else f"{sign}{whole:,}.{tenth}{letter}"
    return str(number)


def metrics(tweet: JoinedTweet) -> list[tuple[int, str]]:
    """List a tweet's public counts above zero with their nouns, in the order of X's own page."""
    counts = tweet.public_metrics
    found = ((getattr(counts, name, None), one, many) for name, one, many in _METRICS)
    return [(count, one if count == 1 else many) for count, one, many in found if count]


def edited(tweet: JoinedTweet) -> str:
    """Say whether this is one of several versions: ``edited``, or ``edited since`` where a later one stands on X.

    X lists the versions from the first to the last (``edit_history_tweet_ids``, data dictionary of API v2).
    """
    versions = tweet.edit_history_tweet_ids or ()
    if len(versions) < 2:
        return ""
    return "edited" if tweet.id == versions[-1] else "edited since"


def media_label(media: Media) -> str:
    """Say what a medium is: ``Photo 1200 × 800`` or ``Video 0:34``."""
    kind = _KINDS.get(media.type or "", "Media")
    if media.duration_ms is not None and media.duration_ms >= 0:
        minutes, seconds = divmod(media.duration_ms // 1000, 60)
        return f"{kind} {minutes}:{seconds:02}"
    return f"{kind} {media.width} × {media.height}" if media.width and media.height else kind


def shares(poll: Poll) -> list[tuple[str, float]]:
    """List a poll's answers with their shares of the votes, from 0 to 1."""
    total = poll.total_votes
    options = poll.options or ()
    return [(o.label, min(1.0, max(0.0, (o.votes or 0) / total)) if total > 0 else 0.0) for o in options]


def poll_summary(poll: Poll) -> str:
    """Say how many voted and until when."""
    total = poll.total_votes
    words = [f"{total:,} vote" + ("" if total == 1 else "s")]
    if poll.voting_status == "closed":
        words.append("final results")
    elif poll.end_datetime is not None:
        words.append(f"open until {moment(poll.end_datetime)}")
    return " · ".join(words)
