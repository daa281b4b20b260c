"""From the raw record to the Parquet parts: the last part as it grows, and parts that are behind, damaged or gone."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from xauth_nb.errors import StoreError
from xauth_nb.tweets.archive import raw
from xauth_nb.tweets.archive.notes import Gap, Notes
from xauth_nb.tweets.archive.parts import (
    RAW,
    Built,
    OldNotes,
    finished,
    numbered,
    parts_in,
    read_built,
    read_old,
    read_table,
    rows_in,
    together,
    write_table,
)
from xauth_nb.tweets.page import Page, Provenance

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from xauth_nb.tweets.archive.kinds import Kind
    from xauth_nb.tweets.archive.parts import Part
    from xauth_nb.tweets.archive.raw import Head

__all__ = ["Tail", "built_of", "last_notes", "mend", "pages_of"]

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
        waiting = [sum(len(one.page) for one in self._now.waiting if one.head.is_refresh is kind) for kind in (0, 1)]
        return self._now.rows + waiting[0] >= ROWS or waiting[1] >= ROWS

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
        if pages or (end > 0 and not now.part.path.exists()):  # without a row it has at least its columns
            # An interruption may have come between the writing and what is known of it: the old rows stand first.
            before = read_table(now.part).slice(0, rows) if table is None and rows else table
            new = rows_of(pages, self._kind)
            table = together([before, new]) if before is not None else new
            built = Built(upto=end, refreshes=built.refreshes, notes=notes)
            write_table(now.part, table, built, _source(notes))
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


def rows_of(pages: list[tuple[Page[Any], datetime | None]], kind: Kind[Any]) -> Any:
    """Lay pages out as one table."""
    whole: Page[Any] = Page((record for page, _ in pages for record in page))
    whens = [when for page, when in pages for _ in range(len(page))]
    return finished(kind.rows(whole), whens=whens)


def last_notes(parts: list[Part]) -> Notes | None:
    """Read what the archive remembered last; ``None`` for a new one.

    Raises
    ------
    UsageError
        If a part was written by another program.
    StoreError
        If it cannot be told, because the raw record is gone.
    """
    for part in reversed(parts):
        if part.is_old:
            read_built(part)
            return _from_old(read_old(part)[1], parts)
        if not part.raw.exists():
            read_built(part)
            raise StoreError(
                f"The archive {part.path.parent} has lost its raw record {RAW}/{part.raw.name}.",
                remedy="Put it back from a copy. The Parquet files can still be read: "
                "Tweets.open_archive(path).to_pandas().",
            )
        if (last := raw.last_record(part.raw, at_least=built_of(part).upto)) is not None:
            return last.head.notes
    return None


def mend(folder: Path, parts: list[Part], notes: Notes, kind: Kind[Any]) -> Tail:
    """Bring each part up to its raw record: whatever killed the last run, or befell a file since.

    Returns
    -------
    Tail
        The part to add to.

    Raises
    ------
    OSError, StoreError
    """
    for left in [*(folder / RAW).glob("*.new"), *folder.glob(".part-*")]:  # of a process that was killed while it wrote
        left.unlink()
    new = [part for part in parts if not part.is_old]
    behind = False
    tail = None
    for part in new:
        built = built_of(part)
        end = built.upto
        if part.raw.exists():
            whole = raw.last_record(part.raw) if part is new[-1] or built.upto == 0 else None
            end = max(whole.end if whole else 0, built.upto)
            if part is new[-1]:
                raw.truncate(part.raw, end)
            if end > built.upto:
                _extend(part, kind, built, notes)
        behind = behind or (part.path.exists() and built_of(part).refreshes < notes.refreshes)
        tail = (part, end)
    if behind:
        renew(folder, kind, notes)
    if tail is None:
        number = max((part.number for part in parts), default=0) + 1
        return Tail(numbered(folder, number), kind, Built(refreshes=notes.refreshes), 0, 0, notes)
    part, end = tail
    if not part.path.exists():
        return Tail(part, kind, Built(refreshes=notes.refreshes), end, 0, notes)
    found = Tail(part, kind, built_of(part), end, rows_in(part), notes)
    found.write()  # begins the next one where this is full
    return found


def built_of(part: Part) -> Built:
    """Say how far a part has come; nothing of one that is gone or damaged and can be made anew."""
    if not part.path.exists():
        return Built()
    try:
        return read_built(part)
    except StoreError:
        if not part.raw.exists():
            raise
        return Built()


def _extend(part: Part, kind: Kind[Any], built: Built, notes: Notes) -> None:
    pages = [
        (page, record.head.when)
        for record in raw.records(part.raw, start=built.upto)
        if not record.head.is_refresh
        for page in pages_of(record.lines, kind)
    ]
    end = built.upto
    for record in raw.records(part.raw, start=built.upto, with_lines=False):
        end = record.end
    pages = [(page, when) for page, when in pages if page]
    if not pages:
        return
    new = rows_of(pages, kind)
    table = together([read_table(part), new]) if built.upto else new
    refreshes = built.refreshes if built.upto else 0
    write_table(part, table, Built(upto=end, refreshes=refreshes, notes=notes), _source(notes))


def pages_of(lines: bytes, kind: Kind[Any]) -> list[Page[Any]]:
    """Read the lines of a record."""
    return [kind.parse(line) for line in lines.splitlines() if line]


def renew(folder: Path, kind: Kind[Any], notes: Notes, told: list[tuple[Page[Any], Head]] | None = None) -> None:
    """Put what X said anew into the rows that are there, part by part.

    Parameters
    ----------
    folder, kind, notes
    told : list of (page, Head), optional
        What is new; otherwise all that the raw record tells anew.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    parts = parts_in(folder)
    if told is None:
        told = [
            (page, record.head)
            for part in parts if not part.is_old and part.raw.exists()
            for record in _refreshes(part)
            for page in pages_of(record.lines, kind) or [Page()]
        ]  # fmt: skip
    latest: dict[str, tuple[Any, datetime | None]] = {}
    gone: dict[str, str] = {}
    for page, head in told:
        latest.update({record.id: (record, head.when) for record in page})
        for record in page:
            gone.pop(record.id, None)
        gone.update(head.absent)
    for part in parts:
        if part.is_old or not part.path.exists():
            continue
        table = together([read_table(part), rows_of([], kind)])
        ids = table["id"].to_pylist()
        mine = [latest[id] for id in ids if id in latest]
        if mine:
            kept = table.filter(pc.invert(pc.is_in(table["id"], pa.array([record.id for record, _ in mine]))))
            table = together([kept, rows_of([(Page([record]), when) for record, when in mine], kind)])
            ids = table["id"].to_pylist()
        before = table["unavailable"].to_pylist()
        marks = [
            None if id in latest and id not in gone else gone.get(id, was) for id, was in zip(ids, before, strict=True)
        ]
        at = table.column_names.index("unavailable")
        table = table.set_column(at, "unavailable", pa.array(marks, pa.string()))
        built = read_built(part)
        write_table(part, table, Built(upto=built.upto, refreshes=notes.refreshes, notes=notes), _source(notes))


def _refreshes(part: Part) -> Iterator[raw.Record]:
    """Read the records that tell anew of what is kept, and no others."""
    start = 0
    for record in raw.records(part.raw, with_lines=False):
        if record.head.is_refresh:
            yield next(raw.records(part.raw, start=start))
        start = record.end


def _source(notes: Notes) -> Provenance:
    return Provenance(query=notes.query, is_complete=not notes.missing)


def _from_old(old: OldNotes, parts: list[Part]) -> Notes:
    """Understand what version 1 remembered: between which two ids to go on."""
    ids = [int(id) for part in parts if part.is_old for id in part.path.stem.split("-")[2:] if id != "0"]
    newest, oldest = max(ids, default=None), min(ids, default=None)
    gaps: tuple[Gap, ...] = ()
    if not old.is_complete and newest is not None:
        gaps = (Gap(since_id=old.since_id or "0", until_id=old.until_id or str(oldest), token=old.next_token),)
    return Notes(query=old.query, count=old.count, newest=newest, oldest=oldest, top=newest, bottom=oldest, gaps=gaps)
