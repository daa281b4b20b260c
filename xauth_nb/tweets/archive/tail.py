"""The last part of an archive as it grows: its raw record at once, its Parquet file whenever that is worth it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from xauth_nb.tweets.archive import raw
from xauth_nb.tweets.archive.building import renew, rows_of, source_of
from xauth_nb.tweets.archive.parts import Built, numbered, read_built, read_table, together, write_table

if TYPE_CHECKING:
    from xauth_nb.tweets.archive.kinds import Kind
    from xauth_nb.tweets.archive.notes import Notes
    from xauth_nb.tweets.archive.parts import Part
    from xauth_nb.tweets.archive.raw import Head
    from xauth_nb.tweets.page import Page

__all__ = ["ROWS", "Tail"]

ROWS = 100_000
"""Rows in a part, before the next one is begun."""


class _Waiting(NamedTuple):
    """A record that is in the raw record, and not in the Parquet files yet."""

    page: Page[Any]
    head: Head
    end: int


class _Now(NamedTuple):
    """What a tail knows. It is exchanged as one, so that an interruption finds all of it, or none."""

    part: Part
    table: Any  # what the file holds, once it has to be written anew
    rows: int
    built: Built
    end: int
    notes: Notes
    waiting: list[_Waiting]


class Tail:
    """The last part: the raw record that grows, and the Parquet file that follows it.

    Parameters
    ----------
    part : Part
    kind : Kind
    built : Built
        How far the Parquet file has come.
    end : int
        Where the raw record ends.
    rows : int
        How many the Parquet file has.
    notes : Notes
        What the archive remembers.
    """

    def __init__(self, part: Part, kind: Kind[Any], built: Built, end: int, rows: int, notes: Notes) -> None:
        self._kind = kind
        self._now = _Now(part, None, rows, built, end, notes, [])

    @property
    def notes(self) -> Notes:
        """What the archive remembers."""
        last = self._last
        return last.head.notes if last else self._now.notes

    @property
    def _last(self) -> _Waiting | None:
        waiting = self._now.waiting
        return waiting[-1] if waiting and waiting[-1].end > self._now.end else None

    @property
    def is_full(self) -> bool:
        """Whether as much waits as a part holds."""
        told = sum(len(one.page) for one in self._now.waiting if one.head.is_refresh)
        new = sum(len(one.page) for one in self._now.waiting) - told
        return self._now.rows + new >= ROWS or told >= ROWS

    def append(self, head: Head, page: Page[Any], lines: bytes, *, is_synced: bool) -> None:
        """Put a record behind the others.

        Raises
        ------
        OSError
            Nothing was written.
        """
        now, last = self._now, self._last
        at = last.end if last else now.end
        now.waiting.append(_Waiting(page, head, raw.append(now.part.raw, head, lines, at=at, is_synced=is_synced)))

    def write(self) -> None:
        """Bring the Parquet files up to the raw record.

        Raises
        ------
        OSError, StoreError
            The files are as they were.
        """
        now, notes, last = self._now, self.notes, self._last
        waiting, end = [*now.waiting], last.end if last else now.end
        pages = [(one.page, one.head.when) for one in waiting if one.page and not one.head.is_refresh]
        renewed = [(one.page, one.head) for one in waiting if one.head.is_refresh]
        table, built, rows = now.table, now.built, now.rows
        if pages or (end > 0 and built.upto == 0):  # without a row it has at least its columns
            # An interruption may have come between the writing and what is known of it: the old rows stand first.
            before = read_table(now.part).slice(0, rows) if table is None and rows else table
            new = rows_of(pages, self._kind)
            table = together([before, new]) if before is not None else new
            built = Built(upto=end, refreshes=built.refreshes, notes=notes)
            write_table(now.part, table, built, source_of(notes))
            rows = table.num_rows
            told = [one for one in waiting if one.head.is_refresh]
            self._now = now = _Now(now.part, table, rows, built, end, notes, told)
        if renewed:
            renew(now.part.path.parent, self._kind, notes, renewed)
            table, built = None, read_built(now.part)
        part = now.part
        if rows >= ROWS:
            part = numbered(part.path.parent, part.number + 1)
            table, rows, end, built = None, 0, 0, Built(refreshes=notes.refreshes)
        self._now = _Now(part, table, rows, built, end, notes, [])
