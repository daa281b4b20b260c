"""What people write while a sandbox's days pass: week by week after the anchor, in the rhythm of those before it."""

from __future__ import annotations

from bisect import bisect_left
from random import Random
from typing import TYPE_CHECKING

from xauth_nb.sandbox.world.records import snowflake

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["HOUR", "WEEK", "later"]

HOUR = 3_600_000
WEEK = 168 * HOUR


def later(
    anchor: int, week: int, count: int, weights: Sequence[int], tables: Sequence[bytes], last_hour: int, salt: int
) -> Iterator[tuple[int, int, int]]:
    """Lay out one week after the anchor, oldest first: the same on every start, however the clock gets there.

    Parameters
    ----------
    anchor : int
        Where the seeded world ends, in Unix milliseconds.
    week : int
        Which week, from 0.
    count : int
        How many tweets it has.
    weights : sequence of int
        How much is written in each hour, going back from the week's end.
    tables : sequence of bytes
        For each hour of the day in UTC, the places of those who may write then.
    last_hour : int
        The hour of the day in which the week ends.
    salt : int
        Makes it another draw than that of other people.

    Yields
    ------
    tuple of int
        Moment in Unix milliseconds, id, and the place of the author.
    """
    draw = Random(1852 + week + salt).random
    sums = [0]
    for weight in weights:
        sums.append(sums[-1] + weight)
    last = anchor + week * WEEK - 60_000
    for number in range(count):
        bound = (1 - (number + draw()) / count) * sums[-1]  # from the beginning of the week, which is its far end
        hour = bisect_left(sums, bound, 1) - 1
        part = (bound - sums[hour]) / weights[hour]
        moment = anchor + (week + 1) * WEEK - 60_000 - int((hour + part) * HOUR)
        last = max(last + 1, moment)
        low, chosen = int(draw() * 4194304), int(draw() * 512)
        yield last, snowflake(last, low), tables[(last_hour - hour - 1) % 24][chosen]
