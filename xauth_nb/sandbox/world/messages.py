"""Direct messages between the people of a world, as visitors send them. No HTTP in here, and none is kept on disk."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xauth_nb.sandbox.world.records import snowflake

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Message", "Messages"]

_OF_TWO = re.compile(r"[1-9][0-9]{0,18}-[1-9][0-9]{0,18}")


@dataclass(frozen=True)
class Message:
    """One message; the conversation is named as X names it, and ``readers`` are all who take part in it."""

    id: int
    conversation: str
    sender: int
    readers: tuple[int, ...]
    text: str
    media: tuple[str, ...]
    ms: int


class Messages:
    """The messages of one world."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._all: dict[int, Message] = {}
        self._groups: dict[str, tuple[int, ...]] = {}

    @staticmethod
    def between(one: int, other: int) -> str:
        """Name the conversation of two."""
        return "-".join(str(part) for part in sorted((one, other)))

    def open(self, people: Sequence[int], ms: int) -> str:
        """Open a conversation of several, and name it."""
        with self._lock:
            name = str(snowflake(ms, len(self._groups) % 1024))
            self._groups[name] = tuple(dict.fromkeys(people))
            return name

    def people_of(self, conversation: str) -> tuple[int, ...]:
        """Say who takes part in a conversation; nobody where there is none of the name."""
        if _OF_TWO.fullmatch(conversation):
            one, other = map(int, conversation.split("-"))
            return (one, other) if one < other else ()
        return self._groups.get(conversation, ())

    def send(self, sender: int, conversation: str, text: str, media: tuple[str, ...], ms: int) -> Message:
        """Send one."""
        with self._lock:
            made = Message(
                snowflake(ms, len(self._all) % 1024),
                *(conversation, sender, self.people_of(conversation), text, media, ms),
            )
            self._all[made.id] = made
            return made

    def seen_by(self, person: int, conversation: str | None = None) -> list[Message]:
        """List what somebody may read, the latest first."""
        with self._lock:
            found = [one for one in self._all.values() if person in one.readers]
        return [one for one in reversed(found) if conversation in (None, one.conversation)]

    def find(self, id: int, person: int) -> Message | None:
        """Find one that somebody may read."""
        found = self._all.get(id)
        return found if found and person in found.readers else None

    def remove(self, id: int) -> None:
        """Take one away."""
        with self._lock:
            self._all.pop(id, None)
