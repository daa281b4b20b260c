"""From the raw record to the Parquet parts: the last part as it grows, and parts that are behind, damaged or gone."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

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
    from pathlib import Path

    from xauth_nb.tweets.archive.kinds import Kind
    from xauth_nb.tweets.archive.parts import Part
    from xauth_nb.tweets.archive.raw import Head

__all__ = ["Tail", "built_of", "last_notes", "mend", "pages_of"]

ROWS = 100_000
"""Rows in a part, before the next one is begun."""


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
    """

    def __init__(self, part: Part, kind: Kind[Any], built: Built, end: int, rows: int) -> None:
        self.part, self._kind, self._built, self._end = part, kind, built, end
        self._rows = rows
        self._table: Any = None  # what the file holds, once it has to be written anew
        self._pending: list[tuple[Page[Any], datetime | None]] = []
        self._renewed: list[tuple[Page[Any], Head]] = []

    @property
    def is_full(self) -> bool:
        """Whether the next record has to go into another part."""
        return self._rows + sum(len(page) for page, _ in self._pending) >= ROWS

    def append(self, head: Head, page: Page[Any], lines: bytes, *, is_synced: bool) -> None:
        """Put a record behind the others.

        Raises
        ------
        OSError
            Nothing was written.
        """
        self._end = raw.append(self.part.raw, head, lines, at=self._end, is_synced=is_synced)
        if head.is_refresh:
            self._renewed.append((page, head))
        elif page:
            self._pending.append((page, head.when))

    def write(self, notes: Notes) -> None:
        """Bring the Parquet files up to the raw record.

        Raises
        ------
        OSError, StoreError
            The files are as they were.
        """
        if self._pending:
            before = self._table
            if before is None and self._rows:
                before = read_table(self.part)
            new = rows_of(self._pending, self._kind)
            table = together([before, new]) if before is not None else new
            built = Built(upto=self._end, refreshes=self._built.refreshes, notes=notes)
            write_table(self.part, table, built, _source(notes))
            self._table, self._built, self._rows, self._pending = table, built, table.num_rows, []
        if self._renewed:
            renew(self.part.path.parent, self._kind, notes, self._renewed)
            self._renewed, self._table = [], None
            if self.part.path.exists():
                self._built = read_built(self.part)
        if self._rows >= ROWS:
            self.part = numbered(self.part.path.parent, self.part.number + 1)
            self._table, self._rows, self._end = None, 0, 0
            self._built = Built(refreshes=notes.refreshes)


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
        return Tail(numbered(folder, number), kind, Built(refreshes=notes.refreshes), 0, 0)
    part, end = tail
    if not part.path.exists():
        return Tail(part, kind, Built(refreshes=notes.refreshes), end, 0)
    found = Tail(part, kind, built_of(part), end, rows_in(part))
    found.write(notes)  # begins the next one where this is full
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
            for record in raw.records(part.raw) if record.head.is_refresh
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
