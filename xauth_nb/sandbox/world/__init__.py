"""An invented world: people, what they wrote, and what visitors of the sandbox add to it. No HTTP in here."""

from __future__ import annotations

from xauth_nb.sandbox.world.lists import TweetList
from xauth_nb.sandbox.world.records import Link, Media, Metrics, Person, Poll, Tweet
from xauth_nb.sandbox.world.world import World

__all__ = ["Link", "Media", "Metrics", "Person", "Poll", "Tweet", "TweetList", "World"]
