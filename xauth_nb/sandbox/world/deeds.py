"""What visitors of a sandbox did, in one record that can be written down and read back. Nothing here acts."""

from __future__ import annotations

from dataclasses import dataclass, field

from xauth_nb.sandbox.world.lists import TweetList
from xauth_nb.sandbox.world.records import Tweet

__all__ = ["Deeds"]


@dataclass
class Deeds:
    """Everything that is not drawn from the seed. Of the dicts of dicts, the first key is who did it."""

    posted: dict[int, Tweet] = field(default_factory=dict)
    deleted: set[int] = field(default_factory=set)
    liked: dict[int, dict[int, None]] = field(default_factory=dict)
    kept: dict[int, dict[int, None]] = field(default_factory=dict)
    following: dict[int, dict[int, None]] = field(default_factory=dict)
    muted: dict[int, dict[int, None]] = field(default_factory=dict)
    pinned: dict[int, dict[int, None]] = field(default_factory=dict)
    """The lists that a person has pinned."""
    hidden: set[int] = field(default_factory=set)
    """The replies that the author of their conversation has hidden."""
    lists: dict[int, TweetList] = field(default_factory=dict)
