"""The texts of many tweets: each once, and cleaned of what is no language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xauth_nb.tweets.data import unescaped
from xauth_nb.tweets.marks import marked_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xauth_nb.tweets.joined import JoinedTweet

__all__ = ["clean_text", "texts_once"]


def clean_text(tweet: JoinedTweet, *, hashtags: bool) -> str:
    """Give a text without links, mentions, hashtags and cashtags; see :meth:`xauth_nb.tweets.Tweets.clean_text`.

    Parameters
    ----------
    tweet : Tweet
    hashtags : bool
        Whether the words of hashtags and cashtags stay, without their signs.
    """
    text, marks = marked_text(tweet)
    parts, at = [], 0
    for mark in marks:
        parts.append(text[at : mark.start])
        if hashtags and mark.kind in ("hashtags", "cashtags"):
            parts.append(mark.name)
        at = mark.end
    return " ".join(unescaped("".join([*parts, text[at:]])).split())


def texts_once(tweets: Iterable[JoinedTweet]) -> list[JoinedTweet]:
    """Leave out the retweets of a text that is there already: in the original, or in another retweet of it.

    Parameters
    ----------
    tweets : iterable of Tweet

    Returns
    -------
    list of Tweet
        In the order in which each text came first. Of several the one that has the text whole.
    """
    found: dict[str | int, JoinedTweet] = {}
    for tweet in tweets:
        key = tweet.reference("retweeted") or tweet.id or id(tweet)
        if key not in found or (_is_cut(found[key]) and not _is_cut(tweet)):
            found[key] = tweet
    return list(found.values())


def _is_cut(tweet: JoinedTweet) -> bool:
    return tweet.reference("retweeted") is not None and tweet.retweeted is None
