"""The two vocabularies of API v2: "tweet" (2.159) and "post" (2.167). The sandbox thinks in the first.

Source: the differences between X's OpenAPI files 2.159 and 2.167.
"""

from __future__ import annotations

from typing import Any

__all__ = ["to_post_words", "to_tweet_words"]

_WORDS = {
    "edit_history_tweet_ids": "edit_history_post_ids",
    "referenced_tweets": "referenced_posts",
    "note_tweet": "note_post",
    "retweet_count": "repost_count",
    "pinned_tweet_id": "pinned_post_id",
    "most_recent_tweet_id": "most_recent_post_id",
    "tweets": "posts",
    "tweet_count": "post_count",
}
_BACK = {new: old for old, new in _WORDS.items()}


def to_tweet_words(names: list[str]) -> list[str]:
    """Read field and expansion names of either vocabulary, with their dots."""
    return [".".join(_BACK.get(part, part) for part in name.split(".")) for name in names]


def to_post_words(value: Any) -> Any:
    """Rename the members of an answer."""
    if isinstance(value, dict):
        return {_WORDS.get(name, name): to_post_words(part) for name, part in value.items()}
    if isinstance(value, list):
        return [to_post_words(part) for part in value]
    return value
