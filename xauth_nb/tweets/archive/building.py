"""From records to rows: how they are laid out, how far a part has come, and what X has said anew of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from xauth_nb.errors import StoreError
from xauth_nb.tweets.archive import raw
from xauth_nb.tweets.archive.parts import Built, finished, parts_in, read_built, read_table, together, write_table
from xauth_nb.tweets.page import Page, Provenance

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from xauth_nb.tweets.archive.kinds import Kind
    from xauth_nb.tweets.archive.notes import Notes
    from xauth_nb.tweets.archive.parts import Part
    from xauth_nb.tweets.archive.raw import Head

__all__ = ["built_of", "pages_of", "renew", "rows_of", "source_of"]


def rows_of(pages: list[tuple[Page[Any], datetime | None]], kind: Kind[Any]) -> Any:
    """Lay pages out as one table."""
    source = Provenance.combine(page.provenance for page, _ in pages)
    whole: Page[Any] = Page((record for page, _ in pages for record in page), provenance=source)
    whens = [when for page, when in pages for _ in range(len(page))]
    return finished(kind.rows(whole), whens=whens)


def pages_of(record: raw.Record, kind: Kind[Any]) -> list[Page[Any]]:
    """Read the lines of a record; each page knows where they came from."""
    source = msgspec.convert(record.head.provenance, Provenance) if record.head.provenance else None
    return [kind.parse(line, source) for line in record.lines.splitlines() if line]


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
            for page in pages_of(record, kind) or [Page()]
        ]  # fmt: skip
    latest: dict[str, tuple[Page[Any], datetime | None]] = {}
    gone: dict[str, str] = {}
    for page, head in told:
        latest.update({record.id: (Page([record], provenance=page.provenance), head.when) for record in page})
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
            is_mine = pc.is_in(table["id"], pa.array([id for id in ids if id in latest]))
            old, new = table.filter(is_mine), rows_of(mine, kind)
            new = kind.renewed_rows(new, old, [record for page, _ in mine for record in page])
            for name in old.column_names:
                if name not in new.column_names:  # what was not asked for anew is as it was
                    new = new.append_column(old.field(name), old[name])
            table = together([table.filter(pc.invert(is_mine)), new])
            ids = table["id"].to_pylist()
        before = table["unavailable"].to_pylist()
        marks = [
            None if id in latest and id not in gone else gone.get(id, was) for id, was in zip(ids, before, strict=True)
        ]
        at = table.column_names.index("unavailable")
        table = table.set_column(at, "unavailable", pa.array(marks, pa.string()))
        built = read_built(part)
        write_table(part, table, Built(upto=built.upto, refreshes=notes.refreshes, notes=notes), source_of(notes))


def source_of(notes: Notes) -> Provenance:
    """Say in a part's metadata where its rows come from, as tables of tweets do."""
    return Provenance(query=notes.query, is_complete=not notes.missing)


def _refreshes(part: Part) -> Iterator[raw.Record]:
    """Read the records that tell anew of what is kept, and no others."""
    start = 0
    for record in raw.records(part.raw, with_lines=False):
        if record.head.is_refresh:
            yield next(raw.records(part.raw, start=start))
        start = record.end
