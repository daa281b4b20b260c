"""What people had done before the sandbox began: whom they followed, what they liked and what they kept.

Drawn when somebody asks first, for all at once, and never more than the figures say: a tweet with two likes has two
likers at most, and who is followed by 41 has no 42nd follower.
"""

from __future__ import annotations

from functools import cached_property
from random import Random
from typing import TYPE_CHECKING

from xauth_nb.sandbox.world.many import MANY
from xauth_nb.sandbox.world.people import PEOPLE

if TYPE_CHECKING:
    from xauth_nb.sandbox.world.records import Person
    from xauth_nb.sandbox.world.seeded import Seeded

__all__ = ["Before"]

_NEAR = 400  # of the newest tweets some are liked and kept from the start
_BEYOND = frozenset(person.id for person in MANY)


class Before:
    """The beginning of one world.

    Parameters
    ----------
    circle : Seeded
        Whose tweets are liked and kept.
    """

    def __init__(self, circle: Seeded) -> None:
        self._circle = circle
        self._people = (*PEOPLE, *MANY)

    @cached_property
    def following(self) -> dict[int, dict[int, None]]:
        """Whom each person followed, the latest last."""
        left = {person.id: person.followers for person in self._people}
        drawn: dict[int, dict[int, None]] = {}
        for person in self._people:
            draw, is_many = Random(person.id), person.id in _BEYOND
            others = [one for one in (self._people if is_many else PEOPLE) if one.id != person.id]
            chosen = [one.id for one in others if draw.random() < _pull(one, is_many) and left[one.id]]
            drawn[person.id] = dict.fromkeys(chosen[: person.following])
            for one in drawn[person.id]:
                left[one] -= 1
        return drawn

    @cached_property
    def liked(self) -> dict[int, dict[int, None]]:
        """What each person liked, the latest last."""
        return self._chosen(1, 0.3, "likes")

    @cached_property
    def kept(self) -> dict[int, dict[int, None]]:
        """What each person kept, the latest last."""
        return self._chosen(2, 0.05, "bookmarks")

    def _chosen(self, salt: int, share: float, counted: str) -> dict[int, dict[int, None]]:
        circle = self._circle
        first = circle.grown  # nobody has liked yet what is newer than the beginning
        near = range(first, first + min(_NEAR, len(circle) - first))
        outlines = {index: circle.outline(index) for index in near}
        left = {at: 0 if one.kind == "retweet" else getattr(one.metrics, counted) for at, one in outlines.items()}
        drawn: dict[int, dict[int, None]] = {}
        for person in self._people:
            draw = Random(person.id + salt)
            chosen = [index for index in near if draw.random() < share]
            mine = [index for index in chosen if left[index] and circle.author_at(index).id != person.id]
            mine = mine[: person.liked]
            for index in mine:
                left[index] -= 1
            drawn[person.id] = dict.fromkeys(circle.id_at(index) for index in reversed(mine))
        return drawn


def _pull(person: Person, is_many: bool) -> float:
    """Say how likely somebody is followed: among the many the more, the better known they are."""
    if is_many:
        return min(0.9, 0.06 + person.followers / 60_000)
    return 0.7 if person.can_sign_in else 0.2
