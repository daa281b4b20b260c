"""What the world is made of: frozen records, times in Unix milliseconds, ids as integers. Nothing here changes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

__all__ = [
    "EPOCH",
    "MENTION",
    "Link",
    "Media",
    "Metrics",
    "Outline",
    "Person",
    "Poll",
    "Standing",
    "Tweet",
    "snowflake",
]

EPOCH = 1288834974657
"""Where X's ids begin, in Unix milliseconds: an id is (time - EPOCH) shifted by 22 bits, and 22 bits of its own."""

MENTION = re.compile(r"(?<![\w@])[@@](\w{1,15})(?!\w)", re.ASCII)
"""A name that a text mentions."""


def snowflake(ms: int, low: int) -> int:
    """Make the id of something that was made at a moment.

    Parameters
    ----------
    ms : int
        Unix milliseconds.
    low : int
        Tells apart what was made in the same millisecond; 22 bits of it count.
    """
    return ((ms - EPOCH) << 22) | (low & 0x3FFFFF)


class Metrics(NamedTuple):
    """Public metrics of a tweet."""

    retweets: int = 0
    replies: int = 0
    likes: int = 0
    quotes: int = 0
    bookmarks: int = 0
    impressions: int = 0


NOTHING_YET = Metrics()


class Outline(NamedTuple):
    """What is known of a seeded tweet before it is written: its kind, the id of what it refers to, and its metrics."""

    kind: str
    other: int
    metrics: Metrics


@dataclass(frozen=True)
class Person:
    """An account. ``share`` is its part of the seeded tweets, ``zone`` its hours from UTC."""

    id: int
    username: str
    name: str
    bio: str
    location: str
    url: str
    created: int
    followers: int
    following: int
    listed: int
    liked: int
    earlier_tweets: int
    share: int
    zone: int
    verified: bool = False
    protected: bool = False
    suspended: bool = False
    premium: bool = False
    can_sign_in: bool = True


class Standing(NamedTuple):
    """Public metrics of an account, but for its tweets."""

    followers: int
    following: int
    listed: int
    liked: int


class Link(NamedTuple):
    """A URL in a text: as it stands there, and what it is short for."""

    short: str
    expanded: str
    display: str
    title: str = ""
    description: str = ""
    media_key: str = ""


class Media(NamedTuple):
    """A picture, video or GIF."""

    key: str
    kind: str
    width: int
    height: int
    alt_text: str = ""
    duration_ms: int = 0
    views: int = 0


class Poll(NamedTuple):
    """A poll, with the votes for each option."""

    id: str
    options: tuple[tuple[str, int], ...]
    minutes: int
    ends: int


@dataclass(frozen=True)
class Tweet:
    """A tweet. ``text`` is not HTML-escaped and has its links shortened; ``note`` is the whole of a long post."""

    id: int
    author: int
    ms: int
    text: str
    lang: str
    conversation: int
    links: tuple[Link, ...] = ()
    note: str = ""
    replied_to: int = 0
    replied_to_user: int = 0
    quoted: int = 0
    retweeted: int = 0
    media: tuple[Media, ...] = ()
    poll: Poll | None = None
    metrics: Metrics = NOTHING_YET
    reply_settings: str = "everyone"
    source: str = "X Web App"
    history: tuple[int, ...] = ()
    """The ids of its older versions, the oldest first."""

    @property
    def mentioned(self) -> list[str]:
        """The names that it mentions, in order, lower case."""
        return [found[1].lower() for found in MENTION.finditer(self.text)]

    @property
    def is_reply(self) -> bool:
        """Whether it answers another tweet."""
        return bool(self.replied_to)

    @property
    def is_retweet(self) -> bool:
        """Whether it only repeats another tweet."""
        return bool(self.retweeted)
