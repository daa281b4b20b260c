"""The parts of an archive: Parquet files with the columns of a data frame, which every tool that knows Parquet reads.

A row never moves from one file to another, and a file is replaced only by one that holds all its rows and more: so
whoever reads the folder while it grows sees each row once, whichever files he opens first. The only file that knows
Parquet.
"""

from __future__ import annotations

import json
import os
import re
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from xauth_nb.errors import MissingDependencyError, StoreError, UsageError
from xauth_nb.locking import sync_directory
from xauth_nb.tweets.archive.notes import Notes
from xauth_nb.tweets.frames.arrow import METADATA_KEY, SCHEMA_KEY
from xauth_nb.tweets.frames.columns import SCHEMA
from xauth_nb.tweets.page import Provenance
from xauth_nb.tweets.records import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from pathlib import Path

__all__ = [
    "RAW",
    "Built",
    "OldNotes",
    "Part",
    "finished",
    "numbered",
    "parts_in",
    "read_built",
    "read_column",
    "read_old",
    "read_table",
    "require_parquet",
    "rows_in",
    "schema_of",
    "together",
    "unified",
    "version_of",
    "write_table",
]

RAW = "_raw"
"""The folder of the raw records: pandas, Dask, Spark and Arrow pass over names that begin so."""
_KEY = f"{METADATA_KEY}.archive"
_NAME = re.compile(r"part-(\d{8,})(-\d+-\d+)?\.parquet")


class Part(NamedTuple):
    """A part by its name."""

    number: int
    path: Path
    is_old: bool

    @property
    def raw(self) -> Path:
        """Where its raw record lies; of an old part it lies in a column."""
        return self.path.parent / RAW / f"part-{self.number:08d}.jsonl.zst"


class Built(msgspec.Struct, frozen=True, kw_only=True):
    """What a part says of itself.

    Attributes
    ----------
    upto : int
        Where in the raw record the last record ends that is in it.
    refreshes : int
        How many of the archive's refreshes are in it.
    notes : Notes or None
        What the archive remembered when it was written: its gaps travel with the rows.
    """

    upto: int = 0
    refreshes: int = 0
    notes: Notes | None = None
    version: int = 2


class OldNotes(msgspec.Struct, frozen=True, kw_only=True):
    """What a part of version 1 remembers: one page a file, with the raw record in a column."""

    query: str
    count: int = 0
    since_id: str | None = None
    until_id: str | None = None
    next_token: str | None = None
    is_complete: bool = False
    errors: tuple[Problem, ...] = ()
    version: int = 1


def numbered(folder: Path, number: int) -> Part:
    """Name a part by its number; the names sort as the parts were begun."""
    return Part(number, folder / f"part-{number:08d}.parquet", is_old=False)


def parts_in(folder: Path) -> list[Part]:
    """List the parts in a folder, in the order in which they were begun.

    A part of which only the raw record is there, because a run was killed before the part was written, is one too.
    """
    found = {}
    for path in folder.glob("part-*.parquet"):
        if match := _NAME.fullmatch(path.name):
            found[path.name] = Part(int(match[1]), path, is_old=match[2] is not None)
    for path in (folder / RAW).glob("part-*.jsonl.zst"):
        digits = path.name[5:-10]
        if digits.isdigit():
            part = numbered(folder, int(digits))
            found.setdefault(part.path.name, part)
    return sorted(found.values(), key=lambda part: (part.number, part.path.name))


def finished(table: Any, *, whens: Sequence[datetime | None]) -> Any:
    """Add the columns that only an archive has: when each row was collected, and why X does not give it any more.

    Parameters
    ----------
    table : pyarrow.Table
    whens : sequence of datetime
        One for each row.
    """
    import pyarrow as pa

    when = pa.array(whens, pa.timestamp("us", tz="UTC"))
    if "collected_at" in table.column_names:
        table = table.set_column(table.column_names.index("collected_at"), "collected_at", when)
    else:
        table = table.append_column("collected_at", when)
    return table.append_column("unavailable", pa.nulls(table.num_rows, pa.string()))


def together(tables: Sequence[Any]) -> Any:
    """Put tables one below the other; columns that an older schema did not have are null in its rows.

    The newest table says the order and the types.
    """
    import pyarrow as pa

    schema = unified([table.schema for table in tables])
    return pa.concat_tables([_conformed(table, schema) for table in tables])


def unified(schemas: Sequence[Any]) -> Any:
    """Give the schema that has the columns of all; the last one says the order and the types."""
    import pyarrow as pa

    newest = schemas[-1]
    fields = [*newest, *(field for schema in schemas for field in schema if field.name not in newest.names)]
    return pa.schema(list({field.name: field for field in fields}.values()))


def _conformed(table: Any, schema: Any) -> Any:
    import pyarrow as pa

    columns = [
        table[field.name].cast(field.type) if field.name in table.column_names
        else pa.nulls(table.num_rows, field.type)
        for field in schema
    ]  # fmt: skip
    return pa.Table.from_arrays(columns, schema=schema)


def write_table(part: Part, table: Any, built: Built, provenance: Provenance) -> None:
    """Put a part in the place of what was there, at once.

    Raises
    ------
    OSError
        What was there is still there.
    """
    pq = _parquet()
    source = json.dumps(provenance.as_dict())
    metadata = {METADATA_KEY: source, SCHEMA_KEY: str(SCHEMA), _KEY: msgspec.json.encode(built)}
    new = part.raw.with_name(f"{part.path.name}.new")  # where no pattern for Parquet files finds it
    try:
        with new.open("wb") as file:
            pq.write_table(table.replace_schema_metadata(metadata), file, compression="zstd")
            file.flush()
            os.fsync(file.fileno())
        new.replace(part.path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
    sync_directory(part.path.parent)


def read_built(part: Part) -> Built:
    """Read what a part says of itself.

    Raises
    ------
    UsageError
        If it was written by another program.
    StoreError
        If the file is damaged.
    """
    metadata = _reading(part.path, lambda pq: pq.read_schema(part.path).metadata or {})
    if _KEY.encode() not in metadata:
        raise UsageError(
            f"The folder {part.path.parent} is no archive: {part.path.name} was written by another program.",
            remedy="Name a new or an empty folder.",
        )
    if part.is_old:
        return Built(version=1)
    found: Built = _reading(part.path, lambda _: msgspec.json.decode(metadata[_KEY.encode()], type=Built))
    return found


def read_table(part: Part, columns: list[str] | None = None) -> Any:
    """Read rows of a part as an Arrow table.

    Raises
    ------
    StoreError
        If the file is damaged.
    """
    return _reading(part.path, lambda pq: pq.ParquetFile(part.path).read(columns=columns))


def schema_of(part: Part) -> Any:
    """Read the names and types of a part's columns; see :func:`read_table`."""
    return _reading(part.path, lambda pq: pq.read_schema(part.path).remove_metadata())


def version_of(part: Part) -> int:
    """Read which version of the columns a part has, the first where it does not say; see :func:`read_table`."""
    metadata = _reading(part.path, lambda pq: pq.read_schema(part.path).metadata or {})
    said = metadata.get(SCHEMA_KEY.encode(), b"")
    return int(said) if said.isdigit() else 1


def rows_in(part: Part) -> int:
    """Say how many rows a part has; see :func:`read_table`."""
    count: int = _reading(part.path, lambda pq: pq.read_metadata(part.path).num_rows)
    return count


def read_column(part: Part, name: str) -> list[Any]:
    """Read one column; see :func:`read_table`."""
    values: list[Any] = read_table(part, [name])[name].to_pylist()
    return values


def read_old(part: Part) -> tuple[list[str], OldNotes, Provenance | None]:
    """Read a part of version 1: the lines of its tweets, what it remembers, and where they came from.

    Raises
    ------
    StoreError
        If the file is damaged.
    """

    def read(pq: Any) -> Any:
        table = pq.ParquetFile(part.path).read(columns=["json"])
        notes = msgspec.json.decode(table.schema.metadata[_KEY.encode()], type=OldNotes)
        source = json.loads(table.schema.metadata[METADATA_KEY.encode()])
        return table["json"].to_pylist(), notes, msgspec.convert(source, Provenance) if source else None

    found: tuple[list[str], OldNotes, Provenance | None] = _reading(part.path, read)
    return found


def require_parquet() -> None:
    """Say that pyarrow is missing, before anything is asked for and paid.

    Raises
    ------
    MissingDependencyError
    """
    _parquet()


def _parquet() -> Any:
    try:
        import pyarrow.parquet as pq
    except ImportError as error:
        raise MissingDependencyError(
            "Archives are Parquet files and need pyarrow, which is not installed here.",
            remedy="Run: pip install 'xauth-nb[data]'",
        ) from error
    return pq


def _reading(path: Path, read: Callable[[Any], Any]) -> Any:
    pq = _parquet()
    try:
        return read(pq)
    except (OSError, ValueError, KeyError, TypeError) as error:  # Arrow's errors, msgspec's, and a column that is gone
        raise StoreError(
            f"The part {path} of an archive cannot be read; it is damaged or gone, or was changed by another program "
            f"({type(error).__name__}).",
            remedy="Remove it and open the archive for adding (run the call again): a part is made anew from its raw "
            "record in the folder _raw. Where there is none, put the part back from a copy.",
        ) from error
