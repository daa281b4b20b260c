"""The world as its visitors see it: the seeded tweets, what was posted since, what was deleted, liked and followed.

Every method may be called from several threads. Lists of ids come newest first.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from heapq import merge
from itertools import islice
from typing import TYPE_CHECKING

from xauth_nb.sandbox.world.before import Before
from xauth_nb.sandbox.world.conversing import replies_to
from xauth_nb.sandbox.world.deeds import Deeds
from xauth_nb.sandbox.world.growing import WEEK
from xauth_nb.sandbox.world.lists import Lists
from xauth_nb.sandbox.world.many import MANY
from xauth_nb.sandbox.world.messages import Messages
from xauth_nb.sandbox.world.people import PEOPLE
from xauth_nb.sandbox.world.places import spot_of
from xauth_nb.sandbox.world.records import EPOCH, Metrics, Standing, snowflake
from xauth_nb.sandbox.world.streams import Streams

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from xauth_nb.sandbox.clock import Clock
    from xauth_nb.sandbox.world.places import Spot
    from xauth_nb.sandbox.world.records import Person, Tweet
    from xauth_nb.sandbox.world.seeded import Seeded

__all__ = ["World"]

SCANNED, MENTIONS = 50_000, 1000  # how far back, and how many mentions are looked for


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
        self._before = Before(self.seeded)
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
            return dict(_of(self.deeds.following, user_id, self._before.following))

    def followers(self, user_id: int) -> list[int]:
        """Who follows a person."""
        return [person.id for person in self.people if user_id in self.following(person.id)]

    def follow(self, user_id: int, other: int, follows: bool) -> None:
        """Begin or stop to follow."""
        with self._lock:
            _mark(_of(self.deeds.following, user_id, self._before.following), other, follows)

    def standing(self, person: Person) -> Standing:
        """Count followers and the like of a person: those before the world begins, and what visitors did since."""
        me, deeds, before = person.id, self.deeds, self._before
        with self._lock:
            followed = sum((me in own) - (me in before.following[who]) for who, own in deeds.following.items())
            follows = len(deeds.following[me]) - len(before.following[me]) if me in deeds.following else 0
            likes = len(deeds.liked[me]) - len(before.liked[me]) if me in deeds.liked else 0
        listed = self.lists.listed_since(me)
        return Standing(
            person.followers + followed, person.following + follows, person.listed + listed, person.liked + likes
        )

    def pinned(self, user_id: int) -> list[int]:
        """List the lists that a person has pinned, the latest first."""
        with self._lock:
            return list(reversed(self.deeds.pinned.get(user_id, {})))

    def pin(self, user_id: int, list_id: int, pins: bool) -> None:
        """Pin a list, or take it down."""
        with self._lock:
            _mark(self.deeds.pinned.setdefault(user_id, {}), list_id, pins)

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
            _mark(self.deeds.muted.setdefault(user_id, {}), other, mutes)

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
                there = self._streams.answered(found[0].at(found[1]))
                self._replies.update((one.id, one) for one in replies_to(*found, there))
            near = self._replies.get(tweet_id)
            root = near.conversation if near else tweet_id
            gone, now = self.deeds.deleted, self.clock.world_now()
            return [
                one
                for one in self._replies.values()
                if root in (one.conversation, one.replied_to) and one.id not in gone and one.ms <= now
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
            self.deeds.deleted.update(self._live().retweets(tweet_id))

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
        """Count what happened to a tweet, here and before. A retweet shows the retweets of its original, as on X."""
        if tweet.retweeted:
            original = self.tweet(tweet.retweeted)
            return Metrics(retweets=self.metrics(original).retweets if original else 0)
        deeds, before, versions = self.deeds, self._before, {tweet.id, *tweet.history}
        with self._lock:
            mine = [other for other in deeds.posted.values() if other.id not in deeds.deleted]
            likes = sum((tweet.id in own) - (tweet.id in before.liked[who]) for who, own in deeds.liked.items())
            kept = sum((tweet.id in own) - (tweet.id in before.kept[who]) for who, own in deeds.kept.items())
            gone = [one for one in deeds.deleted if one in self._replies and self._replies[one].replied_to == tweet.id]
            seeded = self._live().metrics(tweet, deeds.deleted)
        return Metrics(
            seeded.retweets + sum(other.retweeted in versions for other in mine),
            seeded.replies + sum(other.replied_to in versions for other in mine) - len(gone),
            max(0, seeded.likes + likes),
            seeded.quotes + sum(other.quoted in versions for other in mine),
            max(0, seeded.bookmarks + kept),
            seeded.impressions,
        )

    # Likes and bookmarks

    def likes(self, user_id: int) -> list[int]:
        """List what a person likes, the latest first."""
        with self._lock:
            return self._standing(_of(self.deeds.liked, user_id, self._before.liked))

    def like(self, user_id: int, tweet_id: int, likes: bool) -> None:
        """Like a tweet, or take it back."""
        with self._lock:
            _mark(_of(self.deeds.liked, user_id, self._before.liked), tweet_id, likes)

    def likers(self, tweet_id: int) -> list[int]:
        """Who likes a tweet."""
        return [person.id for person in self.people if tweet_id in self.likes(person.id)]

    def bookmarks(self, user_id: int) -> list[int]:
        """List what a person keeps, the latest first."""
        with self._lock:
            return self._standing(_of(self.deeds.kept, user_id, self._before.kept))

    def bookmark(self, user_id: int, tweet_id: int, keeps: bool) -> None:
        """Keep a tweet, or let it go."""
        with self._lock:
            _mark(_of(self.deeds.kept, user_id, self._before.kept), tweet_id, keeps)

    def _standing(self, own: dict[int, None]) -> list[int]:
        return [one for one in reversed(own) if one not in self.deeds.deleted]


def _of(deeds: dict[int, dict[int, None]], user_id: int, before: dict[int, dict[int, None]]) -> dict[int, None]:
    """Give what somebody has done by now, which begins with what they had done before."""
    if user_id not in deeds:
        deeds[user_id] = dict(before[user_id])
    return deeds[user_id]


def _mark(kept: dict[int, None], key: int, present: bool) -> None:
    kept.pop(key, None)
    if present:
        kept[key] = None
