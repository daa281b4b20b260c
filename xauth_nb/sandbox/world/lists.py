"""Lists of accounts: some that the people of the world keep, and those that visitors make. No HTTP in here."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from xauth_nb.sandbox.world.records import snowflake

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xauth_nb.sandbox.world.records import Person

__all__ = ["Lists", "TweetList"]

_SEEDED = (
    ("ada", "Sky and sea", "Telescopes, clouds, buoys", False, ("mae", "katherine", "yuki", "rosa", "stationbot")),
    ("ada", "To read on Sundays", "", True, ("emmy", "omar", "luc")),
    ("grace", "Careful people", "They measure before they speak", False, ("ada", "alan", "katherine", "omar")),
    ("katherine", "Orbits", "Numbers that have to be right", False, ("mae", "grace", "hedy")),
    ("luc", "Cartes", "Des cartes et des trains", False, ("ada", "rosa")),
)
_DAY = 86_400_000


@dataclass(frozen=True)
class TweetList:
    """A list of accounts; members and followers by id, the latest last."""

    id: int
    owner: int
    name: str
    description: str
    private: bool
    created: int
    members: tuple[int, ...] = ()
    followers: tuple[int, ...] = ()


@dataclass
class Lists:
    """The lists of one world.

    Parameters
    ----------
    anchor : int
        The moment that the world stands at, in Unix milliseconds.
    people : sequence of Person
    _all : dict of int to TweetList
        Those that there are already, by id; if none, the people's own come in.
    """

    anchor: int
    people: Sequence[Person]
    _all: dict[int, TweetList]

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        if not self._all:
            self._seed()

    def _seed(self) -> None:
        ids = {person.username: person.id for person in self.people}
        for number, (owner, name, description, private, members) in enumerate(_SEEDED, 1):
            created = self.anchor - number * 97 * _DAY
            followers = () if private else tuple(ids[one] for one in members[:2])
            self.put(
                TweetList(
                    snowflake(created, number), ids[owner], name, description, private, created,
                    tuple(ids[one] for one in members), followers,
                )
            )  # fmt: skip

    def put(self, made: TweetList) -> None:
        """Keep a list, in the place of the one with its id."""
        with self._lock:
            self._all[made.id] = made

    def remove(self, list_id: int) -> None:
        """Forget a list."""
        with self._lock:
            self._all.pop(list_id, None)

    def enrol(self, list_id: int, user_id: int, present: bool) -> None:
        """Make somebody a member of a list, or take them out."""
        with self._lock:
            found = self._all[list_id]
            self._all[list_id] = replace(found, members=_with(found.members, user_id, present))

    def follow(self, list_id: int, user_id: int, present: bool) -> None:
        """Begin or stop to follow a list."""
        with self._lock:
            found = self._all[list_id]
            self._all[list_id] = replace(found, followers=_with(found.followers, user_id, present))

    def listed_since(self, user_id: int) -> int:
        """Count in how many more public lists somebody is than the people's own had at first."""
        with self._lock:
            now = sum(user_id in one.members for one in self._all.values() if not one.private)
        name = next((person.username for person in self.people if person.id == user_id), "")
        return now - sum(name in members for _, _, _, private, members in _SEEDED if not private)

    def seen_by(self, viewer: int, which: Callable[[TweetList], bool]) -> list[TweetList]:
        """List those that a person may see and that are meant, newest first."""
        with self._lock:
            found = [one for one in self._all.values() if which(one) and (not one.private or one.owner == viewer)]
        return sorted(found, key=lambda one: one.id, reverse=True)


def _with(ids: tuple[int, ...], user_id: int, present: bool) -> tuple[int, ...]:
    others = tuple(one for one in ids if one != user_id)
    return (*others, user_id) if present else others
