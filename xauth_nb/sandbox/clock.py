"""The sandbox's two times: one judges requests, the other dates tweets. Nothing here sleeps.

The *server clock* is real time plus what :meth:`Clock.advance` added; rate-limit windows, the life of a request token
and the ``Date`` header follow it. OAuth timestamps are judged by real time too: whoever signs does not travel along.
The *world time* dates tweets: it is the server clock by default, or a moment that stands still and moves one second
with every new tweet, so that ids and dates repeat exactly.
"""

from __future__ import annotations

import math
import threading
import time
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

from xauth_nb.errors import UsageError
from xauth_nb.guesses import leading

__all__ = ["Clock", "iso", "moment"]


def moment(value: str | datetime) -> datetime:
    """Read a point in time; a bare one is taken as UTC.

    Parameters
    ----------
    value : str or datetime.datetime
        ISO 8601, such as ``2026-09-01T12:00:00Z``.

    Raises
    ------
    UsageError
        If it is no point in time, or lies before X's ids begin.
    """
    try:
        read = value if isinstance(value, datetime) else datetime.fromisoformat(value.strip().replace("Z", "+00:00"))
    except (ValueError, AttributeError):
        raise UsageError(
            f"{value!r} is not a point in time.", remedy="Write it as in Sandbox(at='2026-09-01T12:00:00Z')."
        ) from None
    read = read.replace(tzinfo=timezone.utc) if read.tzinfo is None else read.astimezone(timezone.utc)
    if not 2012 <= read.year <= 2070:
        raise UsageError("The sandbox's world can stand anywhere from 2012 to 2070.", remedy="Choose another moment.")
    return read


def iso(ms: int) -> str:
    """Write a moment as X does, to the second: ``2021-01-06T18:40:40.000Z``. The id alone tells the milliseconds."""
    return f"{datetime.fromtimestamp(ms // 1000, tz=timezone.utc):%Y-%m-%dT%H:%M:%S}.000Z"


class Clock:
    """Server clock and world time of one sandbox.

    Parameters
    ----------
    at : datetime.datetime, optional
        Where the world stands still. Without it the world lives now.
    stands : bool, optional
        Whether it stands still there; if not, that is where the seeded tweets end and life begins.
    latest : int, optional
        The moment of the last deed, before which nothing new can be.
    """

    def __init__(self, at: datetime | None = None, *, stands: bool | None = None, latest: int = 0) -> None:
        self._lock = threading.Lock()
        self._offset = self._skew = 0.0
        self.stands = at is not None if stands is None else stands
        self._last = latest
        now = datetime.now(timezone.utc)
        self.anchor = at or now.replace(microsecond=now.microsecond // 1000 * 1000)
        self._ticks = max(0, math.ceil(latest / 1000 - self.anchor.timestamp())) if self.stands else 0

    if not TYPE_CHECKING:  # a type checker is to refuse what is not there
        __getattr__ = leading("Clock")

    def now(self) -> float:
        """Give the server clock, in Unix seconds."""
        return self.of_signatures() + self._offset

    def of_signatures(self) -> float:
        """Give the time that signatures are made at, in Unix seconds: real time, unless it was skewed."""
        return time.time() + self._skew

    @property
    def passed(self) -> float:
        """How many seconds :meth:`advance` has added."""
        return self._offset

    def skew(self, *, hours: float = 0, minutes: float = 0, seconds: float = 0) -> None:
        """Let this server and the machine that signs disagree about the time, as where a clock is wrong (E6).

        Parameters
        ----------
        hours, minutes, seconds : float
            How far the server is ahead of the machine.
        """
        with self._lock:
            self._skew += timedelta(hours=hours, minutes=minutes, seconds=seconds).total_seconds()

    def advance(self, *, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0) -> None:
        """Move both times on (or back), without waiting. Sign-ins go on: days of collecting can be practised.

        Parameters
        ----------
        days, hours, minutes, seconds : float
            How far.
        """
        with self._lock:
            self._offset += timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds).total_seconds()

    def world_now(self) -> int:
        """Give the world time, in Unix milliseconds."""
        if self.stands:
            return round((self.anchor.timestamp() + self._offset + self._ticks) * 1000)
        return round(self.now() * 1000)

    @property
    def latest(self) -> int:
        """The moment of the last deed, in Unix milliseconds."""
        with self._lock:
            return self._last

    def tick(self) -> int:
        """Give the moment of a new tweet, in Unix milliseconds: later than every one before."""
        with self._lock:
            if self.stands:
                self._ticks += 1
            self._last = max(self._last + 1, self.world_now())
            return self._last
