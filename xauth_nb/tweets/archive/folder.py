"""The folder of an archive, open for adding: who may write to it, how far it has come, and what is put where."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from datetime import date, datetime, timezone
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec.structs import replace

from xauth_nb.errors import StoreError, UsageError
from xauth_nb.paths import path_of
from xauth_nb.tweets.archive import raw
from xauth_nb.tweets.archive.holding import in_words
from xauth_nb.tweets.archive.mending import last_notes, mend
from xauth_nb.tweets.archive.notes import Gap, Notes
from xauth_nb.tweets.archive.parts import RAW, parts_in, read_column, require_parquet
from xauth_nb.tweets.archive.tail import Tail
from xauth_nb.tweets.page import Page

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import TracebackType

    from xauth_nb.tweets.archive.kinds import Kind

__all__ = ["Folder", "State"]

F = TypeVar("F", bound="Folder")
P = TypeVar("P", bound=Page[Any])

_LAST = (1 << 63) - 1
_SYNC = 0.25
"""Seconds between two waits for the disk. A killed process loses nothing in between, a power cut the last pages."""
_SHARE = 10
"""Writing the columns anew takes no more than one part in so many of the time."""

_LONGEST = 1.0
"""Seconds that count as its own: the first time, other programs' libraries are loaded besides."""


@dataclass(frozen=True, kw_only=True)
class State:
    """How far an archive has come. What is missing is older than ``until_id`` and newer than ``since_id``.

    Parameters
    ----------
    count : int
        How many tweets are kept.
    newest_id, oldest_id : str or None
        The highest and the lowest id of all.
    since_id, until_id : str or None
        Between which ids to go on reading; ``None`` where there is no such bound. When all was read, what is missing
        is what is new.
    next_token : str or None
        With which the page after the last one was to be asked for.
    is_complete : bool
        Whether nothing is missing between the newest and the oldest.
    """

    count: int = 0
    newest_id: str | None = None
    oldest_id: str | None = None
    since_id: str | None = None
    until_id: str | None = None
    next_token: str | None = None
    is_complete: bool = False


class Folder:
    """An open archive, whoever holds its lock; see :class:`xauth_nb.tweets.objects.archive.Archive`.

    Parameters
    ----------
    path : str or os.PathLike
        A folder whose lock is held: see :func:`folder_lock`.
    query : str
    kind : Kind
    now : callable, optional
        Gives the time, in Unix seconds, at which something was collected.
    """

    def __init__(
        self, path: str | os.PathLike[str], *, query: str, kind: Kind[Any], now: Callable[[], float] = time.time
    ) -> None:
        self.path = path_of(path).absolute()  # a program may go to another folder meanwhile
        self.query, self.kind, self._now = query, kind, now
        with in_words(self.path, "opened"):
            parts = parts_in(self.path)
            notes = self._checked(last_notes(parts))
            (self.path / RAW).mkdir(exist_ok=True)
            self._tail: Tail = mend(self.path, parts, notes, kind)
        self._known: set[int] | None = None
        self._synced = self._published = 0.0
        self._took = 0.0

    def __enter__(self: F) -> F:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.publish()
        except StoreError:
            if error is None:
                raise

    @property
    def notes(self) -> Notes:
        """What it remembers."""
        return self._tail.notes

    @property
    def state(self) -> State:
        """How far it has come."""
        notes = self.notes
        unread = next((gap for gap in notes.missing if not gap.is_lost), None)
        since = unread.since_id if unread else str(notes.top) if notes.top is not None else None
        return State(
            count=notes.count,
            newest_id=str(notes.newest) if notes.newest is not None else None,
            oldest_id=str(notes.oldest) if notes.oldest is not None else None,
            since_id=None if since == "0" else since,
            until_id=unread.until_id if unread else None,
            next_token=unread.token if unread else None,
            is_complete=notes.top is not None and not notes.missing,
        )

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What it does not hold of what was asked for, newest first."""
        return self.notes.missing

    def add(
        self,
        page: P,
        *,
        notes: Notes | None = None,
        segment: int = 0,
        absent: Mapping[str, str] | None = None,
    ) -> P:
        """Keep a page, and with it how far the archive has come: both when this returns, or neither.

        Parameters
        ----------
        page : Tweets or Users
        notes : Notes, optional
            What holds afterwards; the number of records is counted here. Without it the page is taken for the next one
            of the stretch that is being read, older than the one before it; its ``next_token`` says whether more
            follows. After a last page the next one is the newest of another run.
        segment : int, optional
            Of a list without bounds: to which stretch it belongs.
        absent : Mapping, optional
            What X did not give, by id or name.

        Returns
        -------
        Tweets or Users
            Those of them that were not kept before.

        Raises
        ------
        UsageError
            If a record has no id of X's.
        StoreError
            If it cannot be written; the archive is then as it was.
        """
        require_parquet()
        strange = next((record for record in page if not (record.id.isascii() and record.id.isdigit())), None)
        if strange is not None:
            raise UsageError(
                f"The id of {'a tweet' if self.kind.name == 'tweets' else 'an account'} is {strange.id!r}, and X's ids "
                "are digits.",
                remedy="Archive what came from X.",
            )
        kept = self._kept_among(page)
        new = page.unique().filter(lambda record: int(record.id) not in kept)
        now = self._counted(notes or self._next(page), new, segment)
        if new or absent or now != self.notes:
            self._keep(new, now, segment=segment, absent=absent or {})
        return new

    def renew(self, page: Page[Any], absent: Mapping[str, str]) -> None:
        """Keep what X says anew of records that are kept already.

        Parameters
        ----------
        page : Tweets or Users
        absent : Mapping
            What X does not give any more, by id.

        Raises
        ------
        StoreError
        """
        now = replace(self.notes, refreshes=self.notes.refreshes + 1)
        self._keep(page, now, absent=absent, is_refresh=True)

    def publish(self) -> None:
        """Write into the Parquet files what has been added since they were written.

        Raises
        ------
        StoreError
            Nothing is lost: the next one that opens the archive for adding writes them.
        """
        began = time.monotonic()
        with in_words(self.path, "written"):
            self._tail.write()
        self._published = time.monotonic()
        self._took = min(self._published - began, _LONGEST)

    def holds(self, id: str) -> bool:
        """Whether a record is kept."""
        return int(id) in self._ids()

    def ids(self) -> set[int]:
        """Give the ids of all that is kept."""
        return set(self._ids())

    def collected_on(self, day: date) -> list[str]:
        """Give the ids of what was collected, or counted anew, on a day in UTC."""
        self.publish()
        return [
            id
            for part in parts_in(self.path)
            if part.path.exists() and not part.is_old
            for id, when in zip(read_column(part, "id"), read_column(part, "collected_at"), strict=True)
            if when is not None and when.date() == day
        ]

    def count_within(self, since: int, until: int) -> int:
        """Count what is kept between two ids."""
        newest, oldest = self.notes.newest, self.notes.oldest
        if newest is None or oldest is None or since >= newest or until <= oldest:
            return 0
        if since < oldest and until > newest:
            return self.notes.count
        return sum(since < id < until for id in self._ids())

    def _keep(self, new: Page[Any], now: Notes, *, segment: int = 0, **more: Any) -> None:
        source = new.provenance.as_dict() if new.provenance else None
        when = datetime.fromtimestamp(self._now(), timezone.utc)
        head = raw.Head(notes=now, when=when, provenance=source, segment=segment, **more)
        is_synced = time.monotonic() - self._synced > _SYNC
        with in_words(self.path, "written"):
            self._tail.append(head, new, self.kind.lines(new), is_synced=is_synced)
        if is_synced:
            self._synced = time.monotonic()
        if not head.is_refresh and self._known is not None:
            self._known.update(int(record.id) for record in new)
        if head.is_refresh and not self._tail.is_full:
            return  # every part would be written anew
        if self._tail.is_full or time.monotonic() - self._published > _SHARE * self._took:
            self.publish()

    def _counted(self, now: Notes, new: Page[Any], segment: int) -> Notes:
        ids = [int(record.id) for record in new]
        ends = [end for end in (now.newest, now.oldest) if end is not None] + ids
        counts = dict(now.segments)
        if segment:
            counts[segment] = counts.get(segment, 0) + len(new)
        return replace(
            now,
            count=self.notes.count + len(new),
            newest=max(ends, default=None),
            oldest=min(ends, default=None),
            segments=tuple(sorted(counts.items(), reverse=True)),
        )

    def _next(self, page: Page[Any]) -> Notes:
        notes = self.notes
        unread = next((gap for gap in notes.missing if not gap.is_lost), None)
        since = int(unread.since_id or 0) if unread else notes.top or 0
        until = int(unread.until_id or _LAST) if unread else _LAST
        ids = [int(record.id) for record in page]
        top = max(ids, default=since)
        return notes.read(
            since, until, lowest=min(ids, default=None), top=top, is_last=page.next_token is None, token=page.next_token
        )

    def _kept_among(self, page: Page[Any]) -> set[int]:
        """Say which of a page are kept already. Most pages lie beyond all that is kept, and no id has to be read."""
        ids = {int(record.id) for record in page}
        newest, oldest = self.notes.newest, self.notes.oldest
        if not ids or newest is None or oldest is None or min(ids) > newest or max(ids) < oldest:
            return set()
        return ids & self._ids()

    def _ids(self) -> set[int]:
        if self._known is None:
            self.publish()
            self._known = {
                int(id) for part in parts_in(self.path) if part.path.exists() for id in read_column(part, "id")
            }
        return self._known

    def _checked(self, notes: Notes | None) -> Notes:
        if notes is None:
            return Notes(query=self.query, kind=self.kind.name)
        if (notes.query, notes.kind) != (self.query, self.kind.name):
            kind = "" if notes.kind == self.kind.name else f" ({notes.kind})"
            raise UsageError(
                f"The archive {self.path} keeps another collection: {notes.query}{kind}, and not {self.query}.",
                remedy="Name another folder. Several archives in one folder above them can be read together.",
            )
        return notes
