"""The parts of an archive: Parquet files with the columns of a data frame, and the tweets themselves beside them.

Any tool that reads Parquet reads them. The column ``json`` holds each tweet in the API's own form with what came along
with it; the schema's metadata hold what an archive has to remember, so that a page and its state are one file. The only
file that knows Parquet.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import msgspec

from xauth_nb.errors import MissingDependencyError, StoreError
from xauth_nb.tweets.frames.arrow import METADATA_KEY, to_arrow
from xauth_nb.tweets.joined import JoinedTweet
from xauth_nb.tweets.lines import from_lines, to_lines
from xauth_nb.tweets.page import Page, Provenance
from xauth_nb.tweets.records import Problem

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from xauth_nb.tweets.parse import TweetDecoder

__all__ = ["Part", "Remembered", "encode", "next_part", "parts_in", "read_ids", "read_notes", "read_tweets"]

T = TypeVar("T", bound=JoinedTweet)

NOTES = f"{METADATA_KEY}.archive"
_NAME = re.compile(r"part-(\d{8,})-(\d+)-(\d+)\.parquet")


class Part(NamedTuple):
    """A part by its name, which says what is in it: its number, and its lowest and highest id (0 where it is empty)."""

    number: int
    oldest: int
    newest: int
    path: Path


class Remembered(msgspec.Struct, frozen=True, kw_only=True):
    """What an archive has to remember, as it was when the part was written."""

    query: str
    count: int = 0
    since_id: str | None = None
    until_id: str | None = None
    next_token: str | None = None
    is_complete: bool = False
    errors: tuple[Problem, ...] = ()
    version: int = 1


def next_part(folder: Path, parts: list[Part], tweets: Page[JoinedTweet]) -> Part:
    """Name the part that comes after others; the names sort as the parts were written.

    Parameters
    ----------
    folder : pathlib.Path
    parts : list of Part
    tweets : page of tweets
        What will be in it.
    """
    number = parts[-1].number + 1 if parts else 1
    ids = [int(tweet.id) for tweet in tweets] or [0]
    return Part(number, min(ids), max(ids), folder / f"part-{number:08d}-{min(ids)}-{max(ids)}.parquet")


def parts_in(folder: Path, *, deep: bool = False) -> list[Part]:
    """List the parts in a folder, in the order in which they were written.

    Parameters
    ----------
    folder : pathlib.Path
    deep : bool, optional
        Those in its subfolders, too.
    """
    found = []
    for path in sorted(folder.rglob("part-*.parquet") if deep else folder.glob("part-*.parquet")):
        if match := _NAME.fullmatch(path.name):
            number, oldest, newest = map(int, match.groups())
            found.append(Part(number, oldest, newest, path))
    return found


def encode(tweets: Page[JoinedTweet], remembered: Remembered) -> bytes:
    """Make the bytes of a part.

    Raises
    ------
    MissingDependencyError
        If pyarrow is missing.
    """
    pq = _parquet()
    import pyarrow as pa

    table = to_arrow(tweets)
    metadata = {**table.schema.metadata, NOTES: msgspec.json.encode(remembered)}
    table = table.append_column(pa.field("json", pa.string()), pa.array(to_lines(tweets), pa.string()))
    sink = pa.BufferOutputStream()
    pq.write_table(table.replace_schema_metadata(metadata), sink, compression="zstd")
    whole: bytes = sink.getvalue().to_pybytes()
    return whole


def read_notes(path: Path) -> Remembered | None:
    """Read what a part remembers; ``None`` where the file is Parquet and no part of an archive.

    Raises
    ------
    StoreError
        If the file is damaged.
    """

    def notes(pq: Any) -> Remembered | None:
        metadata = pq.read_schema(path).metadata or {}
        found = metadata.get(NOTES.encode())
        return None if found is None else msgspec.json.decode(found, type=Remembered)

    found: Remembered | None = _reading(path, notes)
    return found


def read_ids(path: Path) -> frozenset[str]:
    """Read which tweets are in a part.

    Raises
    ------
    StoreError
        If the file is damaged.
    """
    found: frozenset[str] = _reading(path, lambda pq: frozenset(pq.read_table(path, columns=["id"])["id"].to_pylist()))
    return found


def read_tweets(path: Path, decoder: TweetDecoder[T]) -> Page[T]:
    """Read a part back as what was added to the archive.

    Raises
    ------
    StoreError
        If the file is damaged.
    """

    def tweets(pq: Any) -> Page[T]:
        table = pq.ParquetFile(path).read(columns=["json"])
        remembered = msgspec.json.decode(table.schema.metadata[NOTES.encode()], type=Remembered)
        source = json.loads(table.schema.metadata[METADATA_KEY.encode()])
        return Page(
            from_lines(table["json"].to_pylist(), decoder),
            next_token=remembered.next_token,
            errors=remembered.errors,
            provenance=msgspec.convert(source, Provenance) if source else None,
        )

    found: Page[T] = _reading(path, tweets)
    return found


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
            f"The part {path} of an archive cannot be read; it is damaged, or was changed by another program "
            f"({type(error).__name__}).",
            remedy="Put it back from a copy. Without one, move it and all parts with a higher number out of the "
            "folder and run the call again: it goes on from the last part that is left.",
        ) from error
