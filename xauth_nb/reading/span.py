"""Since when and until when: days, times and tweets become ids, which X's timelines take. Nothing is asked here.

A snowflake id carries its time to the millisecond, so one pair of ids says what four parameters of the API say.
"""

from __future__ import annotations

import operator
from dataclasses import dataclass
from datetime import date, datetime, time, timezone
from typing import TYPE_CHECKING, Any, SupportsIndex

from xauth_nb.errors import UsageError
from xauth_nb.tweets import Tweet
from xauth_nb.tweets.ids import first_id_at, tweet_id

if TYPE_CHECKING:
    from typing import TypeAlias

__all__ = ["EVERYTHING", "LAST_ID", "Moment", "Span", "checked_limit", "make_span"]

Moment: TypeAlias = "date | str | int | Tweet"
"""A day, a time (``datetime`` is a ``date``), either as an ISO string, or a tweet, its id or its address."""

LAST_ID = (1 << 63) - 1
_SHORTEST_ID = 9  # digits: a shorter number in quotes is rather a day without its dashes


@dataclass(frozen=True)
class Span:
    """The ids between two others, neither included.

    Parameters
    ----------
    since_id, until_id : int
        0 and :data:`LAST_ID` where nothing was said.
    """

    since_id: int = 0
    until_id: int = LAST_ID

    def holds(self, id: str) -> bool:
        """Whether an id lies in between; a tweet whose id could not be read was paid for, and stays."""
        return not id.isdecimal() or self.since_id < int(id) < self.until_id


EVERYTHING = Span()


def make_span(since: Moment | None, until: Moment | None) -> Span:
    """Read the two bounds as people give them.

    Parameters
    ----------
    since, until : date, datetime, str, int, Tweet or None
        A day begins at 00:00 UTC, because X counts days so; a time without a zone is this machine's local time.
        ``since`` includes its moment and ``until`` does not. A tweet (or its id) is itself on neither side.

    Returns
    -------
    Span

    Raises
    ------
    UsageError
        If a bound cannot be read, or nothing lies between them.
    """
    lower = 0 if since is None else _bound(since, "since", lower=True)
    upper = LAST_ID if until is None else _bound(until, "until", lower=False)
    if upper - lower < 2:
        raise UsageError(
            f"since={since!r} is not before until={until!r}, so nothing lies between them.",
            remedy="Swap them, or leave one out. The moment of until itself is not included.",
        )
    return Span(lower, upper)


def _bound(given: Any, name: str, *, lower: bool) -> int:
    moment = _moment(given, name)
    if moment is None:
        if isinstance(given, bool):
            raise _unreadable(given, name)
        try:
            return int(tweet_id(given))
        except UsageError:
            raise _unreadable(given, name) from None
    first = first_id_at(moment)
    if first == 0 and not lower:
        raise UsageError(
            f"{name}={given!r} lies before 4 November 2010, and ids of that time do not tell when a tweet was written.",
            remedy="Pass the id of a tweet of that time instead.",
        )
    return max(first - 1, 0) if lower else first


def _moment(given: Any, name: str) -> datetime | None:
    """Read a day or a time; nothing for what is rather a tweet."""
    if isinstance(given, str):
        text = given.strip()
        if text.isdigit():
            if len(text) < _SHORTEST_ID:
                raise _unreadable(given, name)
            return None
        try:
            if len(text) <= len("2026-09-01"):
                given = date.fromisoformat(text)
            else:
                given = datetime.fromisoformat(text.removesuffix("Z") + ("+00:00" if text.endswith("Z") else ""))
        except ValueError:
            return None
    try:
        if isinstance(given, datetime):
            return given.astimezone(timezone.utc)  # without a zone it is taken for local time
        if isinstance(given, date):
            return datetime.combine(given, time(), timezone.utc)
    except (ValueError, OverflowError, OSError, TypeError):
        raise _unreadable(given, name) from None
    return None


def _unreadable(given: object, name: str) -> UsageError:
    return UsageError(
        f"{name}={given!r} is neither a day, nor a time, nor a tweet.",
        remedy="Pass a date or a datetime, a string such as '2026-09-01' (that day in UTC) or "
        "'2026-09-01T12:00:00+02:00', or a tweet, its id or its address.",
    )


def checked_limit(limit: SupportsIndex | None) -> int:
    """Check how many records somebody asks for.

    Parameters
    ----------
    limit : int or None
        ``None`` for all there are.

    Returns
    -------
    int
        :data:`LAST_ID` for all of them: no list is as long.

    Raises
    ------
    UsageError
        If it is no whole number, or below 1.
    """
    if limit is None:
        return LAST_ID
    try:
        if isinstance(limit, bool):
            raise TypeError
        number = operator.index(limit)
    except TypeError:
        raise UsageError(
            f"limit={limit!r} is not a whole number.",
            remedy="Pass how many you want at the most, such as limit=100, or None for all.",
        ) from None
    if number < 1:
        raise UsageError(f"limit={number} asks for nothing.", remedy="Pass 1 or more.")
    return number
