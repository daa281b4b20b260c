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
    from pathlib import Path

    from xauth_nb.sandbox.clock import Clock
    from xauth_nb.sandbox.keeping import Kept
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
    file : pathlib.Path, optional
        Where all this is kept.
    kept : Kept, optional
        What the file held.
    """

    settings: Settings
    clock: Clock
    tweets: int
    file: Path | None = None
    kept: Kept | None = None
    crashes: list[Exception] = field(default_factory=list)
    """Errors of the sandbox itself: the visitor gets a 500 without a traceback, and the tests look here."""

    def __post_init__(self) -> None:
        kept, self.kept = self.kept, None
        keys = (kept.consumer_key, kept.consumer_secret, kept.tokens) if kept else ()
        self.tokens = Tokens(self.clock.now, *keys)
        self.callbacks: set[str] = set(self.settings.callbacks)
        self.limits = Limits(self.clock.now, self.settings.rate_limits)
        self.world = World(self.clock, self.tweets, kept.deeds if kept else None)
        self.billing = Billing(self.settings)
        if kept:
            self.billing.spent, self.billing.tweets_read = kept.spent, kept.tweets_read
        self.uploads = Uploads(self.clock, kept.pictures if kept else ())
        self.posting = threading.Lock()
        self._saving = threading.Lock()

    def save(self) -> None:
        """Write all that is worth keeping to the file, if there is one.

        Raises
        ------
        UsageError
            If nothing can be written there.
        """
        if self.file is None:
            return
        from xauth_nb.sandbox.keeping import Kept, write

        tokens, clock = self.tokens, self.clock
        with self._saving, self.world.at_rest() as deeds:
            kept = Kept(
                anchor=self.world.seeded.anchor,
                stands=clock.stands,
                latest=clock.latest,
                tweets=self.tweets,
                consumer_key=tokens.consumer_key,
                consumer_secret=tokens.consumer_secret,
                tokens=tokens.standing(),
                deeds=deeds,
                pictures=self.uploads.pictures(),
                spent=self.billing.spent,
                tweets_read=self.billing.tweets_read,
            )
            write(self.file, kept)

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
