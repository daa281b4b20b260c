"""What an archive remembers of how far it was read: up to where, down to where, and what lies unread in between."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from xauth_nb.tweets.ids import time_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["BY_LIMIT", "STOPPED", "Gap", "Notes", "without"]

STOPPED = "the run that read it was stopped"
BY_LIMIT = "the limit was reached"


class Gap(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A stretch of a list that an archive does not hold, though it lies within what was asked for.

    Attributes
    ----------
    since_id, until_id : str or None
        What is missing is newer than the one and older than the other; ``None`` where there is no such bound, and in
        lists that are not in the order of time (likes, followers).
    why : str
    is_lost : bool
        Whether X does not give it any more. Otherwise a further run reads it.
    """

    since_id: str | None = None
    until_id: str | None = None
    why: str = STOPPED
    is_lost: bool = False
    # For lists that X gives by token alone: with which to go on, and below which stretch of the list.
    token: str | None = None
    segment: int = 0
    is_wanted: bool = True

    @property
    def since(self) -> datetime | None:
        """When it begins, in UTC; ``None`` where that is not known."""
        return time_of(self.since_id) if self.since_id and self.since_id != "0" else None

    @property
    def until(self) -> datetime | None:
        """When it ends, in UTC; ``None`` where that is not known."""
        return time_of(self.until_id) if self.until_id else None

    def __str__(self) -> str:
        since, until = self.since, self.until
        if since and until:
            when = f"from {since:%Y-%m-%d %H:%M} to {until:%Y-%m-%d %H:%M} UTC"
        elif until:
            when = f"before {until:%Y-%m-%d %H:%M} UTC"
        elif since:
            when = f"after {since:%Y-%m-%d %H:%M} UTC"
        else:
            when = "a part of the list"
        return f"{when}: {self.why}" + ("; X does not give it any more" if self.is_lost else "")

    def __repr__(self) -> str:
        return f"<Gap {self}>"


class Notes(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What an archive has to remember, as it was when a record was written.

    Attributes
    ----------
    query, kind : str
        What is collected: in words, and whether tweets or users.
    count : int
        How many are kept.
    top, bottom : int or None
        Between which ids, both included, everything that X has was read, but for the gaps.
    is_end : bool
        Whether X has nothing older.
    total : int or None
        How many tweets an account had, by X's own count, when it was last read.
    segments : tuple of (int, int)
        Of a list without bounds: its stretches, the newest first, and how many records each holds.
    gaps : tuple of Gap
        Newest first.
    newest, oldest : int or None
        The highest and the lowest id that is kept.
    refreshes : int
        How many records counted anew what was kept already.
    """

    query: str
    kind: str = "tweets"
    count: int = 0
    newest: int | None = None
    oldest: int | None = None
    top: int | None = None
    bottom: int | None = None
    is_end: bool = False
    total: int | None = None
    segments: tuple[tuple[int, int], ...] = ()
    gaps: tuple[Gap, ...] = ()
    refreshes: int = 0
    version: int = 2

    @property
    def missing(self) -> tuple[Gap, ...]:
        """The gaps in what was asked for."""
        return tuple(gap for gap in self.gaps if gap.is_wanted)

    def read(
        self, since: int, until: int, *, lowest: int | None, top: int, is_last: bool, token: str | None = None
    ) -> Notes:
        """Note that a page was read of the ids between two others.

        Parameters
        ----------
        since, until : int
            What was asked for; neither belongs to it.
        lowest : int or None
            The lowest id so far; ``None`` where no tweet has come.
        top : int
            The highest id that had been given out for certain, where ``until`` lies above it.
        is_last : bool
            Whether nothing is left above ``since``.
        token : str, optional
            With which X continues.
        """
        upper = min(until - 1, top)
        # What is read is all from here up to `upper`; a page without tweets has read nothing, unless it is the last.
        lower = since + 1 if is_last else until if lowest is None else lowest
        gaps = list(without(self.gaps, since, until))
        if not is_last:
            gaps.append(Gap(since_id=str(since), until_id=str(min(lower, upper + 1)), token=token))
        if lower > upper and self.top is None:
            return replace(self, gaps=_in_order(gaps))
        old_top, old_bottom = (upper, lower) if self.top is None or self.bottom is None else (self.top, self.bottom)
        if since > old_top:
            gaps.append(Gap(since_id=str(old_top), until_id=str(since + 1), why="nobody has asked for it"))
        if until < old_bottom:
            gaps.append(Gap(since_id=str(until - 1), until_id=str(old_bottom), why="nobody has asked for it"))
        return replace(
            self, top=max(old_top, upper), bottom=min(old_bottom, lower) if lower <= upper else old_bottom,
            gaps=_in_order(gaps),
        )  # fmt: skip

    def lost(self, since: int, until: int, why: str) -> Notes:
        """Note that X does not give any more what lies between two ids."""
        gap = Gap(since_id=str(since), until_id=str(until), why=why, is_lost=True)
        return replace(self, gaps=_in_order([*without(self.gaps, since, until), gap]))


def without(gaps: Iterable[Gap], since: int, until: int) -> Iterable[Gap]:
    """Take a stretch out of gaps: what of them lies outside remains."""
    for gap in gaps:
        low, high = int(gap.since_id or 0), int(gap.until_id or 0)
        if high - 1 <= since or low >= until - 1:
            yield gap
            continue
        if high > until:
            yield replace(gap, since_id=str(until - 1))
        if low < since:
            yield replace(gap, until_id=str(since + 1))


def _in_order(gaps: Sequence[Gap]) -> tuple[Gap, ...]:
    whole = (gap for gap in gaps if int(gap.until_id or 0) - int(gap.since_id or 0) > 1)
    return tuple(sorted(whole, key=lambda gap: -int(gap.until_id or 0)))
