"""The raw record of an archive: what X sent, page after page, with what the archive remembered when each was written.

One file for each Parquet part, which only grows. A record is one frame of zstd with lines of JSON, as X's API answers;
before it stands a skippable frame, which every program that reads ``.jsonl.zst`` passes over: in it are the notes, and
the length and checksum of what follows. A record that was not written to its end is no record.
"""

from __future__ import annotations

import contextlib
import os
import struct
import zlib
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from xauth_nb.errors import MissingDependencyError, StoreError
from xauth_nb.locking import sync_directory
from xauth_nb.tweets.archive.notes import Notes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["Head", "Record", "append", "last_record", "records", "truncate"]

_FRAME = struct.Struct("<III")
"""The magic number of a skippable frame, its length, and the checksum of the head in it."""
_MAGIC = 0x184D2A5C
_LEVEL = 1


class Head(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What stands before the lines of a record.

    Attributes
    ----------
    notes : Notes
    when : datetime.datetime or None
        When it was collected, in UTC.
    provenance : dict or None
    segment : int
        To which stretch of a list without bounds it belongs.
    is_refresh : bool
        Whether it tells anew of what is kept already.
    absent : dict of str to str
        What X did not give, by id or name, and in which words.
    packed, whole, check : int
        The bytes of the lines, packed and unpacked, and the checksum of the packed ones.
    """

    notes: Notes
    when: datetime | None = None
    provenance: dict[str, Any] | None = None
    segment: int = 0
    is_refresh: bool = False
    absent: dict[str, str] = {}
    packed: int = 0
    whole: int = 0
    check: int = 0


class Record(NamedTuple):
    """A head, where its record ends in the file, and the lines if they were asked for."""

    head: Head
    end: int
    lines: bytes


_decode = msgspec.json.Decoder(Head).decode


def append(path: Path, head: Head, lines: bytes, *, at: int, is_synced: bool) -> int:
    """Write a record behind the others: the whole of it, or none.

    Parameters
    ----------
    path : pathlib.Path
        Its folder has to be there.
    head : Head
    lines : bytes
    at : int
        Where the last record ends.
    is_synced : bool
        Whether it has to survive a power cut from now on.

    Returns
    -------
    int
        Where this one ends.

    Raises
    ------
    OSError, MissingDependencyError
    """
    packed = _codec().compress(lines, asbytes=True) if lines else b""
    told = msgspec.json.encode(
        msgspec.structs.replace(head, packed=len(packed), whole=len(lines), check=zlib.crc32(packed))
    )
    record = _FRAME.pack(_MAGIC, 4 + len(told), zlib.crc32(told)) + told + packed
    is_new = at == 0 and not path.exists()
    with path.open("xb" if is_new else "r+b") as file:
        file.seek(at)
        try:
            file.write(record)
            file.truncate()
            file.flush()
            if is_synced:
                os.fsync(file.fileno())
        except BaseException:
            with contextlib.suppress(OSError):
                file.truncate(at)
            raise
    if is_new:
        sync_directory(path.parent)
    return at + len(record)


def truncate(path: Path, at: int) -> None:
    """Take away what a killed process left behind the last record."""
    if path.exists() and path.stat().st_size > at:
        with path.open("r+b") as file:
            file.truncate(at)


def records(path: Path, *, start: int = 0, at_least: int = 0, with_lines: bool = True) -> Iterator[Record]:
    """Read the records of a file, as far as they are whole; also while another process adds to it.

    Parameters
    ----------
    path : pathlib.Path
    start : int, optional
        Where a record begins.
    at_least : int, optional
        Up to where there have to be whole records.
    with_lines : bool, optional
        Whether the lines are read, too.

    Raises
    ------
    StoreError
        If the file is damaged before ``at_least``, or between two records.
    """
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        while start < size:
            try:
                found = _read(file, start, size, with_lines=with_lines)
            except ValueError as error:
                raise _damaged(path, str(error)) from None
            if found is None:
                break
            start = found.end
            yield found
    if start < at_least:
        raise _damaged(path, "it ends too soon, or was changed")


def last_record(path: Path, *, at_least: int = 0) -> Record | None:
    """Give the last record that is whole, without its lines; ``None`` where there is none. See :func:`records`."""
    last = None
    for record in records(path, at_least=at_least, with_lines=False):
        last = record
    return last


def _read(file: Any, start: int, size: int, *, with_lines: bool) -> Record | None:
    file.seek(start)
    frame = file.read(_FRAME.size)
    if len(frame) < _FRAME.size:
        return None
    magic, length, check = _FRAME.unpack(frame)
    if magic != _MAGIC or start + 8 + length > size:
        return None
    told = file.read(length - 4)
    if zlib.crc32(told) != check:
        _mind_torn(start, start + 8 + length, size)
        return None
    head = _decode(told)
    end = start + 8 + length + head.packed
    if end > size:
        return None
    # The last one may be torn although it has its length: a file can grow before its bytes are written.
    if not with_lines and end < size:
        return Record(head, end, b"")
    packed = file.read(head.packed)
    if zlib.crc32(packed) != head.check:
        _mind_torn(start, end, size)
        return None
    lines = _codec().decompress(packed, head.whole, asbytes=True) if with_lines and head.packed else b""
    return Record(head, end, lines)


def _mind_torn(start: int, end: int, size: int) -> None:
    """Pass over what a killed process left at the end; anything before that was whole once."""
    if end < size:
        raise ValueError(f"the record at byte {start:,} was changed")


def _codec() -> Any:
    try:
        import pyarrow as pa
    except ImportError as error:
        raise MissingDependencyError(
            "Archives are Parquet files and need pyarrow, which is not installed here.",
            remedy="Run: pip install 'xauth-nb[data]'",
        ) from error
    return pa.Codec("zstd", compression_level=_LEVEL)


def _damaged(path: Path, how: str) -> StoreError:
    return StoreError(
        f"The raw record {path} of an archive is damaged: {how}.",
        remedy="Put it back from a copy. The Parquet files beside its folder can still be read: "
        "Tweets.open_archive(path).to_pandas().",
    )
