"""The world as its visitors see it: the seeded tweets, what was posted since, what was deleted, liked and followed.

Every method may be called from several threads. Lists of ids come newest first.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from heapq import merge
from itertools import islice
from random import Random
from typing import TYPE_CHECKING

from xauth_nb.sandbox.world.conversing import replies_to
from xauth_nb.sandbox.world.deeds import Deeds
from xauth_nb.sandbox.world.growing import WEEK
from xauth_nb.sandbox.world.lists import Lists
from xauth_nb.sandbox.world.many import MANY
from xauth_nb.sandbox.world.messages import Messages
from xauth_nb.sandbox.world.people import PEOPLE
from xauth_nb.sandbox.world.places import spot_of
from xauth_nb.sandbox.world.records import EPOCH, Metrics, snowflake
from xauth_nb.sandbox.world.streams import Streams

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from xauth_nb.sandbox.clock import Clock
    from xauth_nb.sandbox.world.places import Spot
    from xauth_nb.sandbox.world.records import Person, Tweet
    from xauth_nb.sandbox.world.seeded import Seeded

__all__ = ["World"]

NEAR = 400  # of the newest seeded tweets some are liked and kept from the start
LIKED, KEPT = (1, 0.3), (2, 0.05)  # each a draw of its own, and a share of those
SCANNED, MENTIONS = 50_000, 1000  # how far back, and how many mentions are looked for

_BEYOND = frozenset(person.id for person in MANY)


class World:
    """Everything that is said in one sandbox.

    Parameters
    ----------
    clock : Clock
        Dates new tweets.
    tweets : int
        How many seeded tweets the circle has; the many beyond it write a third as many.
    deeds : Deeds, optional
        What visitors did in it before.
    """

    def __init__(self, clock: Clock, tweets: int, deeds: Deeds | None = None) -> None:
        self.clock = clock
        self.people: tuple[Person, ...] = (*PEOPLE, *MANY)
        self._streams = Streams(round(clock.anchor.timestamp() * 1000), tweets)
        self._by_id = {person.id: person for person in self.people}
        self._by_name = {person.username.lower(): person for person in self.people}
        self._lock = threading.RLock()
        self.deeds = deeds or Deeds()
        self._mentioning: dict[str, list[int]] = {}
        self._drawn: dict[tuple[int, int], dict[int, None]] = {}
        self._newest = {old: tweet.id for tweet in self.deeds.posted.values() for old in tweet.history}
        self._passed = 0.0
        self._replies: dict[int, Tweet] = {}
        self._conversed: set[int] = set()
        self.lists = Lists(self.seeded.anchor, PEOPLE, self.deeds.lists)
        self.messages = Messages()

    @property
    def seeded(self) -> Seeded:
        """The seeded tweets of the circle."""
        return self._streams.circle

    # People

    def person(self, user_id: int) -> Person | None:
        """Find a person by id."""
        return self._by_id.get(user_id)

    def named(self, username: str) -> Person | None:
        """Find a person by name, in any case, with or without "@"."""
        return self._by_name.get(username.removeprefix("@").lower())

    @property
    def cast(self) -> list[Person]:
        """The people who may sign in."""
        return [person for person in self.people if person.can_sign_in]

    def following(self, user_id: int) -> dict[int, None]:
        """Whom a person follows, the latest last."""
        with self._lock:
            if user_id not in self.deeds.following:
                draw, is_many = Random(user_id), user_id in _BEYOND
                others = self.people if is_many else PEOPLE
                mine = (p.id for p in others if p.id != user_id and draw.random() < _pull(p, is_many))
                self.deeds.following[user_id] = dict.fromkeys(mine)
            return dict(self.deeds.following[user_id])

    def followers(self, user_id: int) -> list[int]:
        """Who follows a person."""
        return [person.id for person in self.people if user_id in self.following(person.id)]

    def follow(self, user_id: int, other: int, follows: bool) -> None:
        """Begin or stop to follow."""
        with self._lock:
            self.following(user_id)
            self._mark(self.deeds.following[user_id], other, follows)

    def pinned(self, user_id: int) -> list[int]:
        """List the lists that a person has pinned, the latest first."""
        with self._lock:
            return list(reversed(self.deeds.pinned.get(user_id, {})))

    def pin(self, user_id: int, list_id: int, pins: bool) -> None:
        """Pin a list, or take it down."""
        with self._lock:
            self._mark(self.deeds.pinned.setdefault(user_id, {}), list_id, pins)

    @contextmanager
    def at_rest(self) -> Iterator[Deeds]:
        """Hold all that visitors did still, to write it down."""
        with self._lock:
            yield self.deeds

    def muted(self, user_id: int) -> dict[int, None]:
        """Whom a person has muted, the latest last."""
        with self._lock:
            return dict(self.deeds.muted.get(user_id, {}))

    def mute(self, user_id: int, other: int, mutes: bool) -> None:
        """Mute somebody, or listen again."""
        with self._lock:
            self._mark(self.deeds.muted.setdefault(user_id, {}), other, mutes)

    # Tweets

    def _live(self) -> Streams:
        """Give the seeded tweets, with those of the days that have passed since."""
        with self._lock:
            if self.clock.passed != self._passed:
                self._passed = self.clock.passed
                self._streams.grow(self.clock.world_now())
                self._mentioning.clear()
            return self._streams

    def tweet(self, tweet_id: int) -> Tweet | None:
        """Find a tweet that has not been deleted."""
        with self._lock:
            if tweet_id in self.deeds.deleted:
                return None
            posted = self.deeds.posted.get(tweet_id) or self._replies.get(tweet_id)
        if posted:
            return posted
        return self._live().tweet(tweet_id)

    def spot(self, tweet: Tweet) -> Spot | None:
        """Say where a seeded tweet was written, if it tells."""
        author = self._by_id.get(tweet.author)
        return None if author is None or tweet.id in self.deeds.posted else spot_of(tweet, author)

    def conversation(self, tweet_id: int) -> list[Tweet]:
        """Give the replies that a seeded tweet counts, with what they are answered; made when they are asked for first.

        Those that stand among the seeded tweets, and what was posted, are not in it.
        """
        found = self._live().holding(tweet_id)
        with self._lock:
            if found is not None and tweet_id not in self._conversed:
                self._conversed.add(tweet_id)
                self._replies.update((one.id, one) for one in replies_to(*found))
            near = self._replies.get(tweet_id)
            root = near.conversation if near else tweet_id
            return [
                one
                for one in self._replies.values()
                if root in (one.conversation, one.replied_to) and one.id not in self.deeds.deleted
            ]

    def add(self, make: Callable[[int, int], Tweet]) -> Tweet:
        """Post a tweet.

        Parameters
        ----------
        make : callable
            Gets the new id and moment, and gives the tweet.
        """
        with self._lock:
            ms = self.clock.tick()
            tweet = make(snowflake(ms, 4096 + len(self.deeds.posted)), ms)
            self.deeds.posted[tweet.id] = tweet
            self._newest.update(dict.fromkeys(tweet.history, tweet.id))
            return tweet

    def newest(self, tweet: Tweet) -> Tweet:
        """Give the version of a tweet that stands; itself, where it was not edited."""
        with self._lock:
            return self.deeds.posted[self._newest[tweet.id]] if tweet.id in self._newest else tweet

    def delete(self, tweet_id: int) -> None:
        """Delete a tweet, and the retweets of it."""
        with self._lock:
            versions = {tweet_id, *self.deeds.posted[tweet_id].history} if tweet_id in self.deeds.posted else {tweet_id}
            self.deeds.deleted.update(versions)
            self.deeds.deleted.update(tweet.id for tweet in self.deeds.posted.values() if tweet.retweeted == tweet_id)

    def mentioning(self, person: Person) -> list[int]:
        """List the tweets that mention somebody, but for retweets. The seeded ones are looked for once."""
        name = person.username.lower()
        posted = [tweet.id for tweet in self.posted() if name in tweet.mentioned and not tweet.is_retweet]
        if name not in self._mentioning:
            found = (
                tweet.id for tweet in self._live().walk(SCANNED) if name in tweet.mentioned and not tweet.is_retweet
            )
            self._mentioning[name] = list(islice(found, MENTIONS))
        with self._lock:
            seen = (one for one in self._mentioning[name] if one not in self.deeds.deleted)
            return list(merge(posted, seen, reverse=True))

    def hide(self, tweet_id: int, hides: bool) -> None:
        """Hide a reply, or show it again."""
        with self._lock:
            (self.deeds.hidden.add if hides else self.deeds.hidden.discard)(tweet_id)

    def posted(self, user_id: int | None = None) -> list[Tweet]:
        """List what was posted in this sandbox and still stands, newest first."""
        with self._lock:
            return [
                tweet
                for tweet in reversed(self.deeds.posted.values())
                if tweet.id not in self.deeds.deleted
                and tweet.id not in self._newest
                and user_id in (None, tweet.author)
            ]

    def ids(self, user_id: int | None = None, limit: int | None = None) -> list[int]:
        """List tweets, of one person or of all."""
        posted = [tweet.id for tweet in self.posted(user_id)]
        with self._lock:
            gone = self.deeds.deleted | self._newest.keys()
        most = None if limit is None else max(0, limit - len(posted)) + len(gone)
        seeded = self._live().ids(user_id, most)
        return list(islice(merge(posted, (one for one in seeded if one not in gone), reverse=True), limit))

    def count(self, user_id: int) -> int:
        """Count the tweets of one person."""
        seeded = self._live().count(user_id)
        with self._lock:
            gone = sum(self._streams.author_of(one) == user_id for one in self.deeds.deleted | self._newest.keys())
        return len(self.posted(user_id)) + seeded - gone

    def recent(self, newest: int | None = None) -> Iterator[Tweet]:
        """Walk through the tweets of the last seven days, which is how far X looks back; from an id on, if need be."""
        oldest = snowflake(max(EPOCH, self.clock.world_now() - WEEK), 0)
        within = self._live().since(oldest)
        for tweet_id in self.ids(limit=len(self.posted()) + within):
            if oldest <= tweet_id and (newest is None or tweet_id <= newest) and (tweet := self.tweet(tweet_id)):
                yield tweet

    def metrics(self, tweet: Tweet) -> Metrics:
        """Count what happened to a tweet, here and before."""
        with self._lock:
            mine = [other for other in self.deeds.posted.values() if other.id not in self.deeds.deleted]
            likes, kept = (
                sum((tweet.id in own) - (tweet.id in self._before(who, kind)) for who, own in deeds.items())
                for deeds, kind in ((self.deeds.liked, LIKED), (self.deeds.kept, KEPT))
            )
        seeded, versions = tweet.metrics, {tweet.id, *tweet.history}
        return Metrics(
            seeded.retweets + sum(other.retweeted in versions for other in mine),
            seeded.replies + sum(other.replied_to in versions for other in mine),
            max(0, seeded.likes + likes),
            seeded.quotes + sum(other.quoted in versions for other in mine),
            max(0, seeded.bookmarks + kept),
            seeded.impressions,
        )

    # Likes and bookmarks

    def likes(self, user_id: int) -> list[int]:
        """List what a person likes, the latest first."""
        return self._standing(self.deeds.liked, user_id, LIKED)

    def like(self, user_id: int, tweet_id: int, likes: bool) -> None:
        """Like a tweet, or take it back."""
        with self._lock:
            self._mark(self._of(self.deeds.liked, user_id, LIKED), tweet_id, likes)

    def likers(self, tweet_id: int) -> list[int]:
        """Who likes a tweet."""
        return [person.id for person in self.people if tweet_id in self.likes(person.id)]

    def bookmarks(self, user_id: int) -> list[int]:
        """List what a person keeps, the latest first."""
        return self._standing(self.deeds.kept, user_id, KEPT)

    def bookmark(self, user_id: int, tweet_id: int, keeps: bool) -> None:
        """Keep a tweet, or let it go."""
        with self._lock:
            self._mark(self._of(self.deeds.kept, user_id, KEPT), tweet_id, keeps)

    def _standing(self, kept: dict[int, dict[int, None]], user_id: int, kind: tuple[int, float]) -> list[int]:
        with self._lock:
            return [one for one in reversed(self._of(kept, user_id, kind)) if one not in self.deeds.deleted]

    def _of(self, kept: dict[int, dict[int, None]], user_id: int, kind: tuple[int, float]) -> dict[int, None]:
        if user_id not in kept:
            kept[user_id] = dict(self._before(user_id, kind))
        return kept[user_id]

    def _before(self, user_id: int, kind: tuple[int, float]) -> dict[int, None]:
        """Draw what somebody liked or kept before the sandbox began: the seeded figures hold it already."""
        salt, share = kind
        if (user_id, salt) not in self._drawn:
            draw = Random(user_id + salt)
            grown = self.seeded.grown  # nobody has liked yet what is newer than the beginning
            near = range(grown, grown + min(NEAR, len(self.seeded) - grown))
            chosen = [index for index in near if draw.random() < share]
            self._drawn[user_id, salt] = dict.fromkeys(
                self.seeded.id_at(index) for index in reversed(chosen) if self.seeded.author_at(index).id != user_id
            )
        return self._drawn[user_id, salt]

    @staticmethod
    def _mark(kept: dict[int, None], key: int, present: bool) -> None:
        kept.pop(key, None)
        if present:
            kept[key] = None


def _pull(person: Person, is_many: bool) -> float:
    """Say how likely somebody is followed: among the many the more, the better known they are."""
    if is_many:
        return min(0.9, 0.06 + person.followers / 60_000)
    return 0.7 if person.can_sign_in else 0.2
