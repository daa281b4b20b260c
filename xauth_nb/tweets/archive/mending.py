"""An archive is opened: what it remembered, and each part brought up to its raw record, whatever befell it since."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xauth_nb.errors import StoreError
from xauth_nb.tweets.archive import raw
from xauth_nb.tweets.archive.building import built_of, pages_of, renew, rows_of, source_of
from xauth_nb.tweets.archive.notes import Gap, Notes
from xauth_nb.tweets.archive.parts import (
    RAW,
    Built,
    numbered,
    read_built,
    read_old,
    read_table,
    rows_in,
    together,
    write_table,
)
from xauth_nb.tweets.archive.tail import Tail

if TYPE_CHECKING:
    from pathlib import Path

    from xauth_nb.tweets.archive.kinds import Kind
    from xauth_nb.tweets.archive.parts import OldNotes, Part

__all__ = ["last_notes", "mend"]


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


def _extend(part: Part, kind: Kind[Any], built: Built, notes: Notes) -> None:
    pages = [
        (page, record.head.when)
        for record in raw.records(part.raw, start=built.upto)
        if not record.head.is_refresh
        for page in pages_of(record, kind)
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
    write_table(part, table, Built(upto=end, refreshes=refreshes, notes=notes), source_of(notes))


def _from_old(old: OldNotes, parts: list[Part]) -> Notes:
    """Understand what version 1 remembered: between which two ids to go on."""
    ids = [int(id) for part in parts if part.is_old for id in part.path.stem.split("-")[2:] if id != "0"]
    newest, oldest = max(ids, default=None), min(ids, default=None)
    gaps: tuple[Gap, ...] = ()
    if not old.is_complete and newest is not None:
        gaps = (Gap(since_id=old.since_id or "0", until_id=old.until_id or str(oldest), token=old.next_token),)
    return Notes(query=old.query, count=old.count, newest=newest, oldest=oldest, top=newest, bottom=oldest, gaps=gaps)
