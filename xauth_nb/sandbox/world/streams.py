"""The seeded tweets of everybody, as one: those of the circle that may sign in, and those of the many beyond it.

The many lie beside the circle, whose tweets are the same with and without them. They are laid out when somebody first
looks at more than the circle.
"""

from __future__ import annotations

from functools import cached_property, partial
from heapq import merge
from itertools import islice
from typing import TYPE_CHECKING

from xauth_nb.sandbox.world.echoes import Echoes
from xauth_nb.sandbox.world.many import MANY
from xauth_nb.sandbox.world.passing import outline_of, pass_on
from xauth_nb.sandbox.world.people import PEOPLE
from xauth_nb.sandbox.world.seeded import PER_WEEK, USUAL, Seeded
from xauth_nb.sandbox.world.writing import outline, write

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from xauth_nb.sandbox.world.records import Metrics, Tweet

__all__ = ["Streams"]

PART = 3  # to so many tweets of the circle comes one of the many
_SALT = 977


class Streams:
    """All seeded tweets of one world.

    Parameters
    ----------
    anchor : int
        The moment that the world stands at, in Unix milliseconds.
    count : int
        How many tweets the circle has.
    """

    def __init__(self, anchor: int, count: int) -> None:
        self.circle = Seeded(anchor, count, PEOPLE, write, outline)
        self._echoes = Echoes(self.circle)
        self._count = count
        self._until = 0
        self._places = {person.id: (False, place) for place, person in enumerate(PEOPLE)}
        self._places |= {person.id: (True, place) for place, person in enumerate(MANY)}

    @cached_property
    def many(self) -> Seeded:
        """The tweets of the many."""
        circle, usual, per_week = self.circle, USUAL // PART, PER_WEEK // PART
        made = Seeded(
            circle.anchor,
            self._count // PART,
            MANY,
            partial(pass_on, circle),
            partial(outline_of, circle),
            salt=_SALT,
            usual=usual,
            per_week=per_week,
        )
        made.grow(self._until)
        return made

    def grow(self, until: int) -> None:
        """Let people write up to a moment after the anchor, in Unix milliseconds."""
        self._until = until
        self.circle.grow(until)
        if "many" in vars(self):
            self.many.grow(until)
        self._echoes.forget()

    def metrics(self, tweet: Tweet, gone: Container[int]) -> Metrics:
        """Count what happened to a tweet among the seeded ones, but for those that are gone."""
        return self._echoes.metrics(tweet, self.many, gone)

    def answered(self, tweet: Tweet) -> int:
        """Count the replies to a tweet that stood among the seeded ones when the world began."""
        return self._echoes.answered(tweet, self.many)

    def retweets(self, tweet_id: int) -> list[int]:
        """List the retweets of a tweet that stand among the seeded ones."""
        tweet = self.circle.index_of(tweet_id)
        return [] if tweet is None else self._echoes.retweets(self.circle.at(tweet), self.many)

    def holding(self, tweet_id: int) -> tuple[Seeded, int] | None:
        """Find a tweet by its id: among which, and at which index."""
        for one in (self.circle, self.many):
            index = one.index_of(tweet_id)
            if index is not None:
                return one, index
        return None

    def tweet(self, tweet_id: int) -> Tweet | None:
        """Give a tweet by its id, if it is one of these."""
        found = self.holding(tweet_id)
        return found and found[0].at(found[1])

    def author_of(self, tweet_id: int) -> int | None:
        """Give the id of the person who wrote a tweet, if it is one of these."""
        found = self.holding(tweet_id)
        return found and found[0].author_at(found[1]).id

    def ids(self, user_id: int | None, most: int | None) -> Iterable[int]:
        """List ids of one person or of all, newest first."""
        if user_id is None:
            both = merge(self.circle.ids(None, most), self.many.ids(None, most), reverse=True)
            return islice(both, most)
        is_many, place = self._places[user_id]
        return (self.many if is_many else self.circle).ids(place, most)

    def count(self, user_id: int) -> int:
        """Count the tweets of one person."""
        is_many, place = self._places[user_id]
        return len((self.many if is_many else self.circle).by_author[place])

    def since(self, tweet_id: int) -> int:
        """Count the tweets from an id on."""
        return self.circle.first_below(tweet_id) + self.many.first_below(tweet_id)

    def walk(self, most: int) -> Iterator[Tweet]:
        """Walk through the newest tweets of each."""
        parts = (map(one.at, range(min(most, len(one)))) for one in (self.circle, self.many))
        return merge(*parts, key=lambda tweet: tweet.id, reverse=True)
