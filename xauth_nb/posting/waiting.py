"""What a post waits for: X's limit, and a server that may still do what it was asked. Whoever waits holds no turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from xauth_nb.errors import XAuthError
    from xauth_nb.ledger import Entry
    from xauth_nb.posting.clock import Clock
    from xauth_nb.wire import SignedSession

__all__ = ["SETTLED", "TooSoon", "Wait", "as_it_is"]

SETTLED = 60
"""Seconds after an attempt in which a server may still do what it was asked: gateways give it that long as a rule."""


class TooSoon(Exception):  # noqa: N818 - nobody but the sender sees it
    """An attempt is in doubt, and was so short a time ago that X may still make its tweet."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def as_it_is(error: XAuthError) -> XAuthError:
    """Tell an error as it is."""
    return error


class Wait:
    """What one post waits for X, what time it is then at X, and how it is told that it was not waited for.

    The server's clock was last read before the wait, so all times are told that it may be now, and the one with what
    was waited. They differ where a machine was asleep, or its clock was set.
    """

    def __init__(self, wire: SignedSession, clock: Clock) -> None:
        self._wire, self._clock = wire, clock
        self._until: float | None = None
        self._settled: tuple[datetime, ...] = ()
        self.told: Callable[[XAuthError], XAuthError] = as_it_is

    def sleep(self, seconds: float) -> None:
        """Wait."""
        self._until = (self._clock.now() if self._until is None else self._until) + seconds
        self._wire.sleep(seconds)

    def times(self) -> list[float]:
        """Give the Unix seconds that it may be now at X."""
        return [*self._clock.times(), *([] if self._until is None else [self._until])]

    def settle(self, entry: Entry) -> None:
        """See that a server has surely done what it was asked in the attempts of a post. They are waited for once.

        An attempt that lies in the future was noted by a wrong clock: it is waited for as if it was of this moment.

        Raises
        ------
        TooSoon
            If the last was a moment ago.
        """
        if not entry.attempts or self._settled == entry.attempts:
            return
        self._settled = entry.attempts
        left = max(moment.timestamp() for moment in entry.attempts) + SETTLED - min(self.times())
        if left > 0:
            raise TooSoon(min(left, SETTLED))
