"""Read archives back, one or all below a folder, from the raw record; also while they are being added to."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from xauth_nb.errors import UsageError
from xauth_nb.paths import path_of
from xauth_nb.tweets.archive import raw
from xauth_nb.tweets.archive.building import built_of, pages_of
from xauth_nb.tweets.archive.mending import last_notes
from xauth_nb.tweets.archive.parts import RAW, parts_in, read_column, read_old
from xauth_nb.tweets.page import Page, Provenance
from xauth_nb.tweets.records import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xauth_nb.tweets.archive.folder import Folder
    from xauth_nb.tweets.archive.kinds import Kind
    from xauth_nb.tweets.archive.notes import Notes
    from xauth_nb.tweets.archive.parts import Part

__all__ = ["absent_in", "archives_in", "fields_in", "names_in", "notes_of", "read_archive"]


class _Told(NamedTuple):
    """A page as it was written, and where in its list it belongs."""

    page: Page[Any]
    segment: int
    is_refresh: bool
    absent: dict[str, str]


def archives_in(path: str | os.PathLike[str]) -> list[Path]:
    """Find the archives: the folder itself, or those below it.

    Raises
    ------
    UsageError
        If there is none.
    """
    folder = path_of(path)
    if parts_in(folder):
        return [folder]
    below = {found.parent for found in folder.rglob("part-*.parquet")}
    below |= {found.parent.parent for found in folder.rglob(f"{RAW}/part-*.jsonl.zst")}
    found = [one for one in sorted(below) if parts_in(one)]
    if not found:
        raise UsageError(
            f"There is no archive in {folder}.",
            remedy="An archive is the folder that was named with archive=, and holds files such as "
            "part-00000001.parquet. If it was moved, name its new place.",
        )
    return found


def notes_of(folder: Path) -> Notes:
    """Say how far an archive has come.

    Raises
    ------
    UsageError, StoreError
    """
    notes = last_notes(parts_in(folder))
    if notes is None:
        raise UsageError(f"The archive {folder} is empty.", remedy="Run the call that fills it again.")
    return notes


def read_archive(path: str | os.PathLike[str], kind: Kind[Any]) -> Page[Any]:
    """Read an archive, or all archives in a folder; see :meth:`xauth_nb.tweets.Tweets.from_archive`."""
    folders = archives_in(path)
    noted = [(folder, notes_of(folder)) for folder in folders]
    for folder, notes in noted:
        if notes.kind != kind.name:
            raise UsageError(
                f"The archive {folder} holds {notes.kind}: {notes.query}.",
                remedy=f"Open it with {notes.kind.capitalize()}.from_archive(path).",
            )
    told = [one for folder in folders for part in parts_in(folder) for one in _told(part, kind)]
    records = {record.id: record for one in told if not one.is_refresh for record in one.page}
    gone: dict[str, str] = {}
    for one in told:
        if one.is_refresh:
            known = (record for record in one.page if record.id in records)
            records.update({record.id: kind.renewed(record, records[record.id]) for record in known})
            for record in one.page:
                gone.pop(record.id, None)
            gone.update(one.absent)
    source = replace(
        Provenance.combine(one.page.provenance for one in told) or Provenance(pages=len(told)),
        query=" + ".join(dict.fromkeys(notes.query for _, notes in noted)) or None,
        is_complete=not any(notes.missing for _, notes in noted),
    )
    errors = (
        *dict.fromkeys(error for one in told if not one.is_refresh for error in one.page.errors),
        *(
            Problem(title=why, resource_type=kind.name[:-1], resource_id=id)
            for id, why in gone.items()
            if id in records
        ),
    )
    found: Page[Any] = Page(records.values(), errors=errors, provenance=source)
    if any(one.segment for one in told) and len(noted) == 1:
        places = _places(told)
        return found.sorted(lambda record: places[record.id])
    return found.sorted(reverse=True) if kind.name == "tweets" else found


def absent_in(folder: Path) -> dict[str, str]:
    """Say what X did not give when it was asked for, by id or name."""
    found: dict[str, str] = {}
    for part in parts_in(folder):
        if not part.is_old and part.raw.exists():
            for record in raw.records(part.raw, with_lines=False):
                if not record.head.is_refresh:
                    found.update(record.head.absent)
    return found


def fields_in(folder: Path) -> tuple[str, ...]:
    """Say what was asked for with ``fields=``."""
    found: dict[str, None] = {}
    for part in parts_in(folder):
        if not part.is_old and part.raw.exists():
            for record in raw.records(part.raw, with_lines=False):
                found.update(dict.fromkeys((record.head.provenance or {}).get("fields", ())))
    return tuple(found)


def names_in(folder: Folder) -> set[str]:
    """Say which accounts an archive of users holds, by their names in lower case."""
    folder.publish()
    return {
        str(name).lower()
        for part in parts_in(folder.path)
        if part.path.exists()
        for name in read_column(part, "username")
    }


def _places(told: list[_Told]) -> dict[str, tuple[int, int]]:
    """Say where each record stands in a list that is in no order of ids: new stretches stand on top of old ones."""
    places: dict[str, tuple[int, int]] = {}
    for one in told:
        if not one.is_refresh:
            for record in one.page:
                places.setdefault(record.id, (-one.segment, len(places)))
    return places


def _told(part: Part, kind: Kind[Any]) -> Iterator[_Told]:
    if part.is_old:
        lines, notes, source = read_old(part)
        page: Page[Any] = Page(kind.old_parse(lines), errors=notes.errors, provenance=source)
        yield _Told(page, 0, is_refresh=False, absent={})
        return
    if not part.raw.exists():
        last_notes([part])  # says that it is gone
    for record in raw.records(part.raw, at_least=built_of(part).upto):
        head = record.head
        pages = pages_of(record, kind) or [Page()]
        for page in pages:
            whole: Page[Any] = Page(page, errors=page.errors, provenance=page.provenance if page is pages[0] else None)
            yield _Told(whole, head.segment, head.is_refresh, head.absent)
