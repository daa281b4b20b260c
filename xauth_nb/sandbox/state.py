"""All that one sandbox knows, in one place: settings, clock, tokens, limits, world. Each part keeps its own lock."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from xauth_nb.sandbox.billing import Billing
from xauth_nb.sandbox.limits import Limits
from xauth_nb.sandbox.tokens import Tokens
from xauth_nb.sandbox.uploads import Uploads
from xauth_nb.sandbox.world import World

if TYPE_CHECKING:
    from xauth_nb.sandbox.clock import Clock
    from xauth_nb.sandbox.settings import Settings
    from xauth_nb.sandbox.world import Person

__all__ = ["State"]


@dataclass
class State:
    """One sandbox from the inside.

    Parameters
    ----------
    settings : Settings
    clock : Clock
    tweets : int
        How many seeded tweets the world has.
    """

    settings: Settings
    clock: Clock
    tweets: int
    crashes: list[Exception] = field(default_factory=list)
    """Errors of the sandbox itself: the visitor gets a 500 without a traceback, and the tests look here."""

    def __post_init__(self) -> None:
        self.tokens = Tokens(self.clock.now)
        self.callbacks: set[str] = set(self.settings.callbacks)
        self.limits = Limits(self.clock.now, self.settings.rate_limits)
        self.world = World(self.clock, self.tweets)
        self.billing = Billing(self.settings)
        self.uploads = Uploads(self.clock)
        self.posting = threading.Lock()

    @property
    def realm(self) -> str:
        """The realm of 401 answers."""
        return f"https://{self.settings.host}"

    def is_suspended(self, person: Person) -> bool:
        """Whether an account is suspended (E21)."""
        return person.suspended or person.username in self.settings.suspended

    def is_protected(self, person: Person) -> bool:
        """Whether an account shows its tweets to followers only."""
        return person.protected or person.username in self.settings.protected

    def is_premium(self, person: Person) -> bool:
        """Whether an account may write long posts."""
        return person.premium or person.username in self.settings.premium

    def shows(self, person: Person, viewer: Person) -> bool:
        """Whether one person's tweets are shown to another."""
        if self.is_suspended(person):
            return False
        return person is viewer or not self.is_protected(person) or person.id in self.world.following(viewer.id)
