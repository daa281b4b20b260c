"""Times as people read them: one form everywhere, the same in every locale."""

from __future__ import annotations

from datetime import datetime, timezone

__all__ = ["moment", "moment_cell"]

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def moment(when: datetime | None, *, seconds: bool = False) -> str:
    """Write a time as ``6 Jan 2021, 18:40 UTC``.

    Parameters
    ----------
    when : datetime.datetime or None
        Aware; nothing is written for ``None``.
    seconds : bool, optional
        Write these too, where somebody waits for that very moment.
    """
    if when is None:
        return ""
    try:
        when = when.astimezone(timezone.utc)
    except OverflowError:  # the first and the last day of the calendar, in another zone
        return when.isoformat()
    clock = f"{when:%H:%M:%S}" if seconds else f"{when:%H:%M}"
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}, {clock} UTC"


def moment_cell(when: datetime | None, *, seconds: bool = False) -> str:
    """Write a time for a column of dates: as HTML that breaks before the clock, and without the zone.

    Parameters
    ----------
    when, seconds
        As in :func:`moment`.
    """
    day, _, clock = moment(when, seconds=seconds).removesuffix(" UTC").partition(", ")
    parts = (f"{day},", clock) if clock else (day,)
    return " ".join(f'<span style="white-space:nowrap">{part}</span>' for part in parts)
