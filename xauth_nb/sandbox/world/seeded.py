"""The seeded tweets: who wrote when is laid out at the start, what they wrote is made when it is first looked at.

So a world of a million tweets starts in seconds and takes some 13 bytes for each (an id, an author, a place in the
author's list); the texts of those that were looked at last are kept, also for the next world that is made alike. Tweet
0 is the newest. Up to the usual size a bigger world is the same one, reaching further back; beyond it there is more to
read each day. As its days pass, newer tweets come before it. Every draw comes from seeded ``random()`` calls, whose
numbers Python keeps.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from functools import lru_cache
from itertools import islice
from random import Random
from typing import TYPE_CHECKING, TypeVar

from xauth_nb.sandbox.world.growing import HOUR, WEEK, later
from xauth_nb.sandbox.world.records import EPOCH

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xauth_nb.sandbox.world.records import Outline, Person, Tweet

__all__ = ["PER_WEEK", "USUAL", "Seeded", "looked_at"]

T = TypeVar("T")

ANCHOR_WEEKDAY, ANCHOR_HOUR = 2, 15  # every world is anchored on a Wednesday afternoon of its rhythm
PER_WEEK = 280
USUAL = 6000  # tweets, some 21 weeks; more than these do not reach further back, but stand closer
DENSEST = 45  # times as many a week at most: a search looks at each; beyond it, too, they reach further back
KEPT = 20_000
LATER = 1 << 40  # the numbers of what is newer than the anchor begin here
_DAILY = (3, 2, 1, 1, 1, 2, 4, 8, 12, 14, 13, 12, 14, 13, 12, 13, 14, 15, 16, 17, 18, 16, 11, 6)
_WEEKLY = (10, 11, 11, 10, 9, 6, 7)  # Monday first


class Seeded:
    """The seeded tweets of one world, by index, id and author.

    Parameters
    ----------
    anchor : int
        The moment that the world stands at, in Unix milliseconds.
    count : int
        How many tweets.
    people : sequence of Person
    write, outline : callable
        Get these tweets and an index, and give the tweet that stands there, and its outline.
    salt : int, optional
        Makes it another draw than that of other people of the same world.
    usual, per_week : int, optional
        Up to how many tweets a bigger world reaches further back, and how many a week has then.
    """

    def __init__(
        self,
        anchor: int,
        count: int,
        people: Sequence[Person],
        write: Callable[[Seeded, int], Tweet],
        outline: Callable[[Seeded, int], Outline],
        *,
        salt: int = 0,
        usual: int = USUAL,
        per_week: int = PER_WEEK,
    ) -> None:
        self.people = people
        self._newest = anchor - 60_000 - EPOCH << 22
        self._salt = salt
        self.usual = usual
        self._per_week = min(DENSEST * per_week, max(per_week, -(-count * per_week // usual))) if count else 0
        # shared: never changed in place
        self._below, self._authors, self.by_author = _lay_out(count, self._per_week, tuple(people), salt)
        self._write, self._outline = write, outline
        self._made, self._outlined = looked_at(anchor, count, self._per_week, usual, salt)  # shared until it grows
        self.anchor = anchor
        self.grown = 0
        """How many tweets are newer than the anchor."""

    def __len__(self) -> int:
        return len(self._below)

    def grow(self, until: int) -> None:
        """Let people write up to a moment after the anchor. What is there stays, with other indexes.

        Parameters
        ----------
        until : int
            Unix milliseconds.
        """
        weeks = range(max(0, -(-(until - self.anchor) // WEEK)) if self._per_week else 0)
        if not weeks:
            return
        weights, tables = _week_back(), [_authors_at(hour, tuple(self.people)) for hour in range(24)]
        laid_out = (
            one
            for week in weeks
            for one in later(self.anchor, week, self._per_week, weights, tables, ANCHOR_HOUR, self._salt)
            if one[0] <= until
        )
        newer = list(islice(laid_out, self.grown, None))
        if not newer:
            return
        count = len(newer)
        self._made = {index + count: tweet for index, tweet in self._made.copy().items()}  # others may add to it
        self._outlined = {}
        by_author = [array("I", (index + count for index in places)) for places in self.by_author]
        for index, (_, _, author) in enumerate(newer):  # the newest is put in front last
            by_author[author].insert(0, count - 1 - index)
        self.by_author = tuple(by_author)
        self._below = array("q", (self._newest - one[1] for one in reversed(newer))) + self._below
        self._authors = array("B", (one[2] for one in reversed(newer))) + self._authors
        self.grown += count

    def number(self, index: int) -> int:
        """Give the number that a tweet is drawn by; it stays the same as the world grows."""
        return index - self.grown if index >= self.grown else LATER + self.grown - index

    def id_at(self, index: int) -> int:
        """Give the id of a tweet by its index."""
        return self._newest - self._below[index]

    def ids(self, author: int | None, most: int | None) -> Sequence[int]:
        """List ids of one author, by place, or of all; newest first."""
        chosen = range(len(self))[:most] if author is None else self.by_author[author][:most]
        return [self._newest - self._below[index] for index in chosen]

    def author_at(self, index: int) -> Person:
        """Give the author of a tweet by its index."""
        return self.people[self._authors[index]]

    def index_of(self, tweet_id: int) -> int | None:
        """Find a tweet by its id."""
        index = self.first_below(tweet_id + 1)
        return index if index < len(self) and self.id_at(index) == tweet_id else None

    def first_below(self, bound: int) -> int:
        """Give the index of the newest tweet whose id is below a bound."""
        return bisect_left(self._below, self._newest - bound + 1)

    def at(self, index: int) -> Tweet:
        """Give a tweet by its index, writing it if need be."""
        return self._once(self._made, index, self._write)

    def outline(self, index: int) -> Outline:
        """Give the outline of a tweet by its index."""
        return self._once(self._outlined, index, self._outline)

    def _once(self, known: dict[int, T], index: int, make: Callable[[Seeded, int], T]) -> T:
        """Give what is known at an index, or make it; only so many are kept."""
        found = known.get(index)
        if found is None:
            if len(known) >= KEPT:
                known.clear()
            found = known[index] = make(self, index)
        return found

    def ms_at(self, index: int) -> int:
        """Give the moment of a tweet by its index."""
        return (self.id_at(index) >> 22) + EPOCH


@lru_cache(maxsize=8)
def looked_at(
    anchor: int, count: int, per_week: int, usual: int, salt: int
) -> tuple[dict[int, Tweet], dict[int, Outline]]:
    """Give the tweets and outlines that were made before in worlds like this one, by index, for more to be put into."""
    return {}, {}


@lru_cache(maxsize=4)
def _lay_out(
    count: int, per_week: int, people: tuple[Person, ...], salt: int
) -> tuple[array[int], array[int], tuple[array[int], ...]]:
    """Lay out who wrote when; worlds of one size share this, wherever they are anchored.

    Returns
    -------
    tuple
        By index: how far the id lies below the greatest that could be, and the author's place among the people. By
        author: the indices.
    """
    below, authors, by_author = array("q"), array("B"), tuple(array("I") for _ in people)
    draw = Random(1815 + salt).random
    weights = _week_back()
    total = sum(weights)
    sums = [0]
    for weight in weights:
        sums.append(sums[-1] + weight)
    day = [_authors_at(hour, people) for hour in range(24)]
    tables = [day[(ANCHOR_HOUR - hour - 1) % 24] for hour in range(168)]
    last = 0
    for index in range(count):
        weeks, place = divmod((index + draw()) * total, per_week * total)
        bound = place / per_week
        hour = bisect_left(sums, bound, 1) - 1
        part = (bound - sums[hour]) / weights[hour]
        before = int(weeks) * WEEK + int((hour + part) * HOUR)
        last = before if before > last else last + 1
        below.append((last << 22) - int(draw() * 4194304))
        author = tables[hour][int(draw() * 512)]
        authors.append(author)
        by_author[author].append(index)
    return below, authors, by_author


def _authors_at(hour: int, people: tuple[Person, ...]) -> bytes:
    """Make a table of 512 authors for an hour of the day, in UTC: who is awake fills more of it."""
    shares = [person.share * (5 * _DAILY[(hour + person.zone) % 24] + 10) for person in people]
    shares = [share * (20 if person.can_sign_in else 1) for share, person in zip(shares, people, strict=True)]
    total, table, sofar = sum(shares), bytearray(), 0
    for author, share in enumerate(shares):
        sofar += share
        table += bytes([author]) * (sofar * 512 // total - len(table))
    return bytes(table)


def _week_back() -> list[int]:
    """Weigh the hours of a week, going back from the anchor."""
    start = ANCHOR_WEEKDAY * 24 + ANCHOR_HOUR - 1
    hours = ((start - back) % 168 for back in range(168))
    return [_DAILY[hour % 24] * _WEEKLY[hour // 24] for hour in hours]
