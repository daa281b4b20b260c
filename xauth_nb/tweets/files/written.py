"""Write tweets and users into files: JSONL, Parquet, CSV and Excel. A file is there whole, or as it was before."""

from __future__ import annotations

import contextlib
import csv
import gzip
import io
import os
import secrets
from datetime import datetime, timezone
from typing import IO, TYPE_CHECKING, Any

import msgspec

from xauth_nb.errors import MissingDependencyError, StoreError, UsageError
from xauth_nb.paths import path_of
from xauth_nb.tweets.files.cells import harmless, list_text, time_text, xml_text
from xauth_nb.tweets.lines import to_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xauth_nb.tweets.data import UserData
    from xauth_nb.tweets.frames.kinds import Column, Kind
    from xauth_nb.tweets.joined import JoinedTweet

__all__ = ["write_csv", "write_excel", "write_lines", "write_parquet", "write_records"]

_ROWS, _CHARACTERS = 1_048_576, 32_767
"""What a sheet and a cell of Excel hold (Microsoft, "Excel specifications and limits")."""
_EXACT = 10**15
"""From here on a number of Excel loses digits."""
_FIRST_TIME = datetime(1900, 3, 1, tzinfo=timezone.utc)  # before, Excel counts a 29 February that never was
_TIME_FORMAT = "yyyy-mm-dd hh:mm:ss.000"


def write_lines(tweets: Iterable[JoinedTweet], path: str | os.PathLike[str]) -> None:
    """Write tweets as JSONL; see :meth:`xauth_nb.tweets.Tweets.to_jsonl`."""
    with _new_file(path) as file:
        for line in to_lines(tweets):
            file.write(line.encode() + b"\n")


def write_records(records: Iterable[UserData], path: str | os.PathLike[str]) -> None:
    """Write users as JSONL; see :meth:`xauth_nb.tweets.Users.to_jsonl`."""
    with _new_file(path) as file:
        for record in records:
            file.write(msgspec.json.encode(record) + b"\n")


def write_parquet(table: Any, path: str | os.PathLike[str], tweets: Iterable[JoinedTweet] | None) -> None:
    """Write an Arrow table as Parquet, with the whole tweets beside it where they are given."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    if tweets is not None:
        table = table.append_column(pa.field("json", pa.string()), pa.array(to_lines(tweets), pa.string()))
    with _new_file(path, packs=False) as file:
        pq.write_table(table, file, compression="zstd")


def write_csv(columns: list[Column], path: str | os.PathLike[str]) -> None:
    """Write columns as CSV; see :meth:`xauth_nb.tweets.Tweets.to_csv`."""
    with _new_file(path) as file:
        # Excel takes a file for UTF-8 only with this mark in front; whoever else reads CSV knows it, too.
        text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="replace", newline="")
        writer = csv.writer(text, lineterminator="\r\n", quoting=csv.QUOTE_MINIMAL)
        writer.writerow([column.name for column in columns])
        writer.writerows(zip(*(_in_csv(column) for column in columns), strict=True))
        text.flush()
        text.detach()


def write_excel(columns: list[Column], path: str | os.PathLike[str], *, title: str) -> None:
    """Write columns as a workbook; see :meth:`xauth_nb.tweets.Tweets.to_excel`."""
    count = len(columns[0].values)
    if count >= _ROWS:
        raise UsageError(
            f"A sheet of Excel holds {_ROWS - 1:,} rows, and these are {count:,}.",
            remedy="Write them as Parquet or CSV, or in several files: tweets[:1_000_000].to_excel(…).",
        )
    cells = [_in_excel(column) for column in columns]
    try:
        import openpyxl
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import NamedStyle
    except ImportError as error:
        raise MissingDependencyError(
            "Excel workbooks need openpyxl, which is not installed here.", remedy="Run: pip install 'xauth-nb[excel]'"
        ) from error
    book = openpyxl.Workbook(write_only=True)
    book.add_named_style(NamedStyle("time", number_format=_TIME_FORMAT))
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "B2"
    sheet.append([column.name for column in columns])

    def cell(value: Any) -> Any:
        if isinstance(value, datetime):
            made = WriteOnlyCell(sheet, value)
            made.style = "time"
        elif isinstance(value, str):
            made = WriteOnlyCell(sheet, value)
            made.data_type = "s"  # and not "f", which openpyxl makes of what begins like a formula
        else:
            made = value
        return made

    for row in zip(*cells, strict=True):
        sheet.append([cell(value) for value in row])
    sheet.close()  # also where no file can be opened, or openpyxl would complain of it later
    with _new_file(path, packs=False) as file:
        book.save(file)


def _in_csv(column: Column) -> list[Any]:
    values = column.values
    if column.kind == "texts":
        return [list_text(value) for value in values]
    if column.kind == "time":
        return [None if value is None else time_text(value) for value in values]
    if column.kind == "flag":
        return [None if value is None else str(value).lower() for value in values]
    if column.kind == "text":
        return [None if value is None else harmless(value.replace("\x00", "\ufffd")) for value in values]
    return values


def _in_excel(column: Column) -> list[Any]:
    rows = enumerate(column.values, 2)  # the heading is the first
    return [None if value is None else _excel_value(column.name, column.kind, value, row) for row, value in rows]


def _excel_value(name: str, kind: Kind, value: Any, row: int) -> Any:
    if kind == "time":
        moment = value.astimezone(timezone.utc)
        return moment.replace(tzinfo=None) if moment >= _FIRST_TIME else time_text(value)
    if kind == "count":
        return value if abs(value) < _EXACT else str(value)
    if kind not in ("text", "texts"):
        return value
    text = xml_text(list_text(value) if kind == "texts" else value)
    if len(text.encode("utf-16-le", "surrogatepass")) // 2 > _CHARACTERS:
        raise UsageError(
            f"A cell of Excel holds {_CHARACTERS:,} characters, and {name} in row {row:,} is longer.",
            remedy="Write them as Parquet, CSV or JSONL.",
        )
    return text or None


@contextlib.contextmanager
def _new_file(path: str | os.PathLike[str], *, packs: bool = True) -> Iterator[IO[bytes]]:
    """Open a file to be written; it takes its place when it is whole."""
    place = path_of(path)
    new = place.with_name(f".{place.name}.{secrets.token_hex(4)}")
    try:
        try:
            with new.open("xb") as file:
                if packs and place.suffix == ".gz":
                    with gzip.GzipFile("", "wb", fileobj=file, mtime=0) as packed:
                        yield packed  # type: ignore[misc]  # a file of bytes as well
                else:
                    yield file
            new.replace(place)
        except BaseException:
            new.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise StoreError(
            f"{place} could not be written: {error.strerror or type(error).__name__}.",
            remedy="Make room or give yourself access there, or name another place.",
        ) from error
