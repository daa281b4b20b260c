"""Read one's own tables back: the rows of a CSV, a workbook or a Parquet file, each value as its column holds it."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xauth_nb.errors import MissingDependencyError, StoreError, UsageError
from xauth_nb.tweets.files.asked import KNOWN
from xauth_nb.tweets.files.cells import read_list, read_time, unharmed, xml_unescaped
from xauth_nb.tweets.frames.arrow import METADATA_KEY

if TYPE_CHECKING:
    from xauth_nb.tweets.frames.kinds import Kind

__all__ = ["csv_rows", "excel_rows", "parquet_rows"]

Row = dict[str, Any]
Told = Callable[[str, str], None]
_FLOAT = re.compile(r"[+-]?\d+(?:\.\d*)?(?:[eE]\+?\d+)?|nan|inf")
_FLAGS = {"true": True, "false": False, "1": True, "0": False}
_EXACT = 10**15


def csv_rows(text: str, path: Path, told: Told) -> Iterator[tuple[str, Row]]:
    """Read the rows of a CSV.

    Parameters
    ----------
    text : str
    path : pathlib.Path
        For the messages.
    told : callable
        Is given where a value is left out, and why.

    Raises
    ------
    UsageError
        If it has no column ``id``, ids alone, or ids that are numbers.
    """
    csv.field_size_limit(2**31 - 1)
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)  # what was opened and saved in another country's Excel
    table = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    header = next(table, [])
    _check_header(header, path)
    for values in table:
        where = f"line {table.line_num:,}"
        if not any(values):
            continue
        if len(values) != len(header):
            told(where, f"it has {len(values)} cells, and the heading has {len(header)}")
            continue
        yield where, _row(header, values, where, path, told, _from_text)


def excel_rows(path: Path, told: Told) -> Iterator[tuple[str, Row]]:
    """Read the rows of a workbook's first sheet; otherwise as :func:`csv_rows`."""
    try:
        import openpyxl
    except ImportError as error:
        raise MissingDependencyError(
            "Excel workbooks need openpyxl, which is not installed here.", remedy="Run: pip install 'xauth-nb[excel]'"
        ) from error
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        rows = book.worksheets[0].iter_rows(values_only=True)
        header = [str(name or "") for name in next(rows, ())]
        _check_header(header, path)
        for number, values in enumerate(rows, 2):
            if any(value is not None for value in values):
                where = f"row {number:,}"
                yield where, _row(header, [*values], where, path, told, _from_cell)
        book.close()
    except (OSError, KeyError, IndexError, SyntaxError) as error:
        raise StoreError(
            f"{path} cannot be read as an Excel workbook ({type(error).__name__}).", remedy="Save it again as .xlsx."
        ) from None


def parquet_rows(path: Path) -> tuple[list[str] | None, Iterator[tuple[str, Row]], dict[str, Any]]:
    """Read a Parquet file: the raw tweets if it has them, its rows, and what its metadata say of their origin."""
    try:
        import pyarrow.parquet as pq
    except ImportError as error:
        raise MissingDependencyError(
            "Parquet files need pyarrow, which is not installed here.", remedy="Run: pip install 'xauth-nb[data]'"
        ) from error
    try:
        file = pq.ParquetFile(path)
        names = file.schema_arrow.names
        _check_header(names, path)
        table = file.read(columns=["json"] if "json" in names else [name for name in names if name in KNOWN])
        source = json.loads((table.schema.metadata or {}).get(METADATA_KEY.encode(), b"{}"))
    except (OSError, ValueError, TypeError) as error:  # Arrow's errors are among them
        if isinstance(error, UsageError):
            raise
        raise StoreError(
            f"{path} cannot be read as Parquet; it is damaged ({type(error).__name__}).", remedy="Copy it again."
        ) from None
    if "json" in names:
        return table["json"].to_pylist(), iter(()), source
    for name in table.column_names:
        kind = str(table.schema.field(name).type)
        if not _is_id(name) or kind.endswith("string") or kind == "null":
            continue
        if kind.removeprefix("u").startswith("int"):  # no digit is lost with them
            table = table.set_column(table.column_names.index(name), name, table[name].cast("string"))
        elif table.num_rows:
            raise _numbers(path, name, "the first row", kind)
    return None, _arrow_rows(table), source


def _arrow_rows(table: Any) -> Iterator[tuple[str, Row]]:
    number = 0
    for batch in table.to_batches():
        for row in batch.to_pylist():
            number += 1
            yield f"row {number:,}", row


def _check_header(header: list[str], path: Path) -> None:
    names = [name.strip().lower() for name in header]
    if "id" not in names and "tweet_id" not in names:
        raise UsageError(
            f"{path} has no column id, so its rows are no tweets.",
            remedy="Tables that Tweets.to_csv, to_excel and to_parquet write can be read.",
        )
    if not {"text", "full_text", "created_at", "json"} & set(names):
        raise UsageError(
            f"{path} holds ids and no tweets.",
            remedy="Look them up: x.get_tweets(ids), with the ids of that column as text (X bills $0.005 a tweet).",
        )


def _row(
    header: list[str], values: list[Any], where: str, path: Path, told: Told, read: Callable[[Kind, Any], Any]
) -> Row:
    row: Row = dict.fromkeys(name for name in header if name in KNOWN)
    for name, value in zip(header, values, strict=False):
        if name not in KNOWN or value in (None, ""):
            continue
        if _is_id(name) and _is_number(value):
            raise _numbers(path, name, where, value)
        try:
            row[name] = read(KNOWN[name], value)
        except (ValueError, OverflowError):
            told(f"{name} in {where}", f"it is no {_WORDS[KNOWN[name]]}")
    return row


_WORDS = {
    "text": "text",
    "texts": "list",
    "count": "number",
    "number": "number",
    "flag": "true or false",
    "time": "time",
}


def _from_text(kind: Kind, value: str) -> Any:
    if kind == "text":
        return unharmed(value)
    if kind == "texts":
        return read_list(value)
    if kind == "time":
        return read_time(value)
    if kind == "number":
        return float(value)
    if kind == "count":
        return _whole(value)
    return _flag(value)


def _from_cell(kind: Kind, value: Any) -> Any:
    if kind in ("text", "texts"):
        text = xml_unescaped(str(value))
        return text if kind == "text" else read_list(text)
    if kind == "time":
        return read_time(value) if isinstance(value, (datetime, str)) else read_time(None)
    if kind == "number":
        return float(value)
    return _whole(value) if kind == "count" else _flag(value)


def _whole(value: Any) -> int:
    if isinstance(value, str) and re.fullmatch(r"[+-]?\d+", value):
        return int(value)
    if float(value) != int(float(value)):
        raise ValueError("no whole number")
    return int(float(value))


def _flag(value: Any) -> bool:
    if (found := _FLAGS.get(str(value).lower())) is None:
        raise ValueError("no flag")
    return found


def _is_id(name: str) -> bool:
    return name == "id" or (name.endswith("_id") and name != "place_id")


def _is_number(value: Any) -> bool:
    """Say whether an id has been a number with which digits are lost."""
    if isinstance(value, str):
        return not value.isdigit() and _FLOAT.fullmatch(value) is not None
    return isinstance(value, (int, float)) and abs(value) >= _EXACT


def _numbers(path: Path, name: str, where: str, value: Any) -> UsageError:
    return UsageError(
        f"The ids of {path} were made numbers by another program: {name} in {where} is {value}, and the last digits "
        "of such an id are lost.",
        remedy="Take the file as it was before. pandas keeps ids with dtype=str, Excel in a workbook of "
        "tweets.to_excel(path).",
    )
