"""Tell what a file is by what is in it, and read the tweets out of it. Its name counts for little."""

from __future__ import annotations

import contextlib
import json
import re
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from xauth_nb.errors import StoreError, UsageError
from xauth_nb.paths import path_of
from xauth_nb.tweets.careful import read_leniently
from xauth_nb.tweets.files import rows
from xauth_nb.tweets.files.account import ACCOUNT, ASSIGNMENT, owner_in, tweet_files
from xauth_nb.tweets.files.answers import Gathered
from xauth_nb.tweets.files.asked import fields_of
from xauth_nb.tweets.files.tables import csv_rows, excel_rows, parquet_rows
from xauth_nb.tweets.files.unpacking import member, opened_zip, read_bytes
from xauth_nb.tweets.joined import JoinedTweet
from xauth_nb.tweets.page import Page, Provenance

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator

    from msgspec.json import Decoder

    from xauth_nb.tweets.parse import Answer

__all__ = ["read_file"]

T = TypeVar("T", bound=JoinedTweet)
Raw = dict[str, Any]

_IDS = re.compile(rb"(?:tweet_)?(?:id)?\s*(?:\"?\d{1,19}\"?[\s,]*)+")
_SHOWN = 3


def read_file(path: str | os.PathLike[str], decoder: Decoder[Answer[tuple[T, ...], T, Any]]) -> Page[T]:
    """Read the tweets of a file; see :meth:`xauth_nb.tweets.Tweets.from_file`."""
    place = path_of(path)
    found: Gathered[T] = Gathered(decoder)
    with _in_words(place):
        source = _read(place, found)
    page = found.page(source)
    if not found.count and not found.is_whole:
        raise UsageError(
            f"There is no tweet in {place}. {_first(page)}",
            remedy="Tweets.from_file reads JSON of X's API, of twarc and of X's account archive, and its own tables.",
        )
    if not found.is_whole:
        warnings.warn(f"{place} was not read whole. {_first(page)} What was whole is kept.", stacklevel=4)
    return page


def _first(page: Page[T]) -> str:
    left_out = [error.detail for error in page.errors if error.title == "Left out" and error.detail]
    more = f" {len(left_out) - _SHOWN:,} more are in errors." if len(left_out) > _SHOWN else ""
    return " ".join(f"{one[:1].upper()}{one[1:]}" for one in left_out[:_SHOWN]) + more


def _read(path: Path, found: Gathered[T]) -> Provenance | None:
    if path.is_dir():
        _read_folder(path, found)
        return None
    with path.open("rb") as file:
        start = file.read(4)
    if start == b"PAR1":
        return _read_parquet(path, found)
    if start[:2] == b"PK":
        _read_zip(path, found)
        return None
    content = read_bytes(path)
    if ASSIGNMENT.match(content):
        _read_account(content, path.name, found, _owner_beside(path))
    elif content.lstrip()[:1] in (b"{", b"["):
        _read_json(content, found)
    elif not content.strip():
        if path.suffix.lower() in (".parquet", ".xlsx", ".zip"):
            raise StoreError(f"{path} is empty, which no such file is; it is damaged.", remedy="Copy it again.")
        # an empty pull in JSONL
    elif _IDS.fullmatch(content):
        raise UsageError(
            f"{path} holds ids and no tweets.",
            remedy=f'Look them up: x.get_tweets("{path}") (X bills $0.005 a tweet).',
        )
    elif b"," in content[:4096] or b";" in content[:4096] or b"\t" in content[:4096]:
        _add_rows(csv_rows(content.decode("utf-8", "replace"), path, found.left_out), found)
    else:
        found.left_out("the file", "it is neither JSON nor a table")
    return None


def _read_json(content: bytes, found: Gathered[T]) -> None:
    lines = content.split(b"\n")
    first = next(line for line in lines if line.strip())
    if content.lstrip()[:1] == b"[" and not _is_json(first):
        _add_array(content, "", found, None)
        return
    if not _is_json(first) and _is_json(content):  # one answer, over many lines
        found.add(_value(content), "the file")
        return
    last = max(at for at, line in enumerate(lines) if line.strip())
    for at, line in enumerate(lines):
        if not line.strip():
            continue
        try:
            value = _value(line)
        except (ValueError, RecursionError):
            found.left_out(f"line {at + 1:,}", "it is cut off" if at == last else "it is no whole JSON")
            continue
        for one in value if isinstance(value, list) else [value]:
            found.add(one, f"line {at + 1:,}")


def _is_json(content: bytes) -> bool:
    try:
        _value(content)
    except (ValueError, RecursionError):
        return False
    return True


def _value(content: bytes) -> Any:
    try:
        return msgspec.json.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return read_leniently(content)


def _add_array(content: bytes, name: str, found: Gathered[T], owner: Raw | None) -> None:
    """Read an array element by element, so that of one that is cut off the whole elements are kept."""
    text, decoder = content.decode("utf-8", "replace"), json.JSONDecoder()
    at, number, blanks = text.index("[") + 1, 0, re.compile(r"[\s,]*")
    of_file = f" of {name}" if name else ""
    while True:
        at = blanks.match(text, at).end()  # type: ignore[union-attr]  # it matches nothing, too
        if text[at : at + 1] == "]":
            return
        number += 1
        try:
            value, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            line = text.count("\n", 0, at) + 1
            found.left_out(f"what follows element {number - 1:,}{of_file} (line {line:,})", "it is cut off or no JSON")
            return
        found.add(value, f"element {number:,}{of_file}", owner=owner)


def _read_account(content: bytes, name: str, found: Gathered[T], owner: Raw | None) -> None:
    content = ASSIGNMENT.sub(b"", content, count=1)
    if not content.startswith(b"["):
        found.left_out(name, "it is no list")
        return
    _add_array(content, name, found, owner)


def _owner_beside(path: Path) -> Raw | None:
    account = path.with_name(ACCOUNT)
    return owner_in(read_bytes(account)) if account.is_file() else None


def _read_folder(path: Path, found: Gathered[T]) -> None:
    data = path / "data" if (path / "data").is_dir() else path
    names = tweet_files(one.name for one in data.iterdir())
    if not names:
        if any(path.glob("part-*.parquet")):
            raise UsageError(
                f"{path} is an archive of archive=.", remedy=f'Open it with Tweets.from_archive("{path}").'
            )
        raise UsageError(
            f"The folder {path} holds no data/tweets.js, so it is no account archive of X's.",
            remedy="Name the zip that X gave you, its folder, or a single file.",
        )
    for name in names:
        _read_account(read_bytes(data / name), name, found, _owner_beside(data / name))


def _read_zip(path: Path, found: Gathered[T]) -> None:
    with opened_zip(path) as archive:
        names = archive.namelist()
        if "[Content_Types].xml" in names:
            for name in names:  # what is refused here must not be unpacked there
                member(archive, name)
            _add_rows(excel_rows(path, found.left_out), found)
            return
        tweets = tweet_files(names)
        if not tweets:
            raise UsageError(
                f"{path} is a zip without data/tweets.js, so it is no account archive of X's.",
                remedy="Name the zip that X gave you under Settings, Your account, Download an archive of your data. "
                "What lies in another zip can be read when it is unpacked.",
            )
        beside = f"{tweets[0].rpartition('/')[0]}/{ACCOUNT}".lstrip("/")
        owner = owner_in(member(archive, beside)) if beside in names else None
        for name in tweets:
            _read_account(member(archive, name), name, found, owner)


def _read_parquet(path: Path, found: Gathered[T]) -> Provenance | None:
    lines, of_rows, source = parquet_rows(path)
    for at, line in enumerate(lines or (), 1):
        found.add(json.loads(line), f"row {at:,}")
    _add_rows(of_rows, found)
    return msgspec.convert(source, Provenance, strict=False) if source else None


def _add_rows(of_table: Iterator[tuple[str, Raw]], found: Gathered[T]) -> None:
    for where, row in of_table:
        found.add(rows.answer_of(row, fields_of((*row,))), where)


@contextlib.contextmanager
def _in_words(path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise StoreError(f"There is no file {path}.", remedy="Check its name and the folder you are in.") from error
    except OSError as error:
        if isinstance(error, StoreError):
            raise
        raise StoreError(
            f"{path} could not be opened: {error.strerror or type(error).__name__}.",
            remedy="Give yourself access, or name another file.",
        ) from error
