"""What came of a seeded tweet: the retweets, replies and quotes of it that stand among the seeded tweets.

A tweet's figures are drawn before anybody repeats it, so they are held against what stands in the world: a tweet that
is quoted six times counts no less than six quotes. Blocks of tweets are looked through when they are needed first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from xauth_nb.sandbox.world.passing import SPAN
from xauth_nb.sandbox.world.records import EPOCH, snowflake
from xauth_nb.sandbox.world.writing import NEAREST

if TYPE_CHECKING:
    from collections.abc import Container

    from xauth_nb.sandbox.world.records import Metrics, Tweet
    from xauth_nb.sandbox.world.seeded import Seeded

__all__ = ["Echoes"]

_BLOCK = 256
_KEPT = 96  # blocks; more are forgotten together
_KINDS = {"retweet": "retweets", "reply": "replies", "thread": "replies", "quote": "quotes"}


class _Echo(NamedTuple):
    """A seeded tweet that refers to another; ``counted`` is the figure that it belongs to."""

    id: int
    counted: str


class Echoes:
    """The echoes of the seeded tweets of one world.

    Parameters
    ----------
    circle : Seeded
        The only tweets that anybody refers to.
    """

    def __init__(self, circle: Seeded) -> None:
        self._circle = circle
        self.forget()

    def forget(self) -> None:
        """Begin anew, as the indexes of all tweets have moved."""
        self._found: dict[int, list[_Echo]] = {}
        self._seen: set[tuple[bool, int]] = set()

    def metrics(self, tweet: Tweet, many: Seeded, gone: Container[int]) -> Metrics:
        """Count what happened to a seeded tweet; any other one's figures stay as they are.

        Parameters
        ----------
        tweet : Tweet
        many : Seeded
            Those beside the circle who refer to it.
        gone : container of int
            The ids of tweets that were deleted since.
        """
        echoes = self._of(tweet, many)
        if not echoes:
            return tweet.metrics
        before, since = ({"retweets": 0, "replies": 0, "quotes": 0} for _ in range(2))
        for echo in echoes:
            (since if self._is_new(echo) else before)[echo.counted] += 1
        drawn = tweet.metrics
        counted = {
            name: max(getattr(drawn, name), before[name])
            + since[name]
            - sum(echo.id in gone for echo in echoes if echo.counted == name)
            for name in before
        }
        return drawn._replace(**counted)

    def answered(self, tweet: Tweet, many: Seeded) -> int:
        """Count the seeded replies that stood when the world began: its figure says them already."""
        return sum(echo.counted == "replies" and not self._is_new(echo) for echo in self._of(tweet, many))

    def retweets(self, tweet: Tweet, many: Seeded) -> list[int]:
        """List the seeded retweets of a tweet."""
        return [echo.id for echo in self._of(tweet, many) if echo.counted == "retweets"]

    def _is_new(self, echo: _Echo) -> bool:
        return (echo.id >> 22) + EPOCH > self._circle.anchor

    def _of(self, tweet: Tweet, many: Seeded) -> list[_Echo]:
        index = self._circle.index_of(tweet.id)
        if index is None:
            return []
        first, last = many.first_below(snowflake(tweet.ms + SPAN + 1, 0)), many.first_below(tweet.id)
        needed = [(False, block) for block in _blocks(max(0, index - NEAREST), index)]
        needed += [(True, block) for block in _blocks(first, last)]
        if len(self._seen) > _KEPT:
            self.forget()
        for is_many, block in needed:
            if (is_many, block) not in self._seen:
                self._look_through(many if is_many else self._circle, block)
                self._seen.add((is_many, block))
        return self._found.get(tweet.id, [])

    def _look_through(self, seeded: Seeded, block: int) -> None:
        for index in range(block * _BLOCK, min(len(seeded), (block + 1) * _BLOCK)):
            kind, other, _ = seeded.outline(index)
            if other:
                self._found.setdefault(other, []).append(_Echo(seeded.id_at(index), _KINDS[kind]))


def _blocks(first: int, end: int) -> range:
    return range(first // _BLOCK, (end - 1) // _BLOCK + 1 if end > first else first // _BLOCK)
