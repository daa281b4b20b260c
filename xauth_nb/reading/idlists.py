"""Ids and names as people have them: in a list, a column of a frame, or a file that is read line by line."""

from __future__ import annotations

import csv
import gzip
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

from xauth_nb.errors import UsageError
from xauth_nb.paths import path_of

if TYPE_CHECKING:
    import os

__all__ = ["listed"]

_SUFFIXES = (".txt", ".csv", ".tsv", ".gz")
_FLOAT = re.compile(r"[0-9]+\.[0-9]*|[0-9.]+[eE]\+?[0-9]+")


def listed(given: Any, name: str, one: str, column: str | None, columns: Sequence[str]) -> list[Any]:
    """Give what was passed, one by one.

    Parameters
    ----------
    given : iterable, str or os.PathLike
        A path, or a string that ends as one, is a file.
    name, one : str
        How the argument, and one of its values, are called.
    column : str or None
        Which column of a CSV.
    columns : sequence of str
        Which to look for where nobody said.

    Raises
    ------
    UsageError
        If it is nothing of that, cannot be read, is empty, or has texts of numbers that have lost their last digits.
    """
    is_file = hasattr(given, "__fspath__") or (isinstance(given, str) and given.lower().endswith(_SUFFIXES))
    if not is_file and (isinstance(given, (str, bytes)) or not isinstance(given, Iterable)):
        raise UsageError(
            f"{name} has to be a list or a file, and {given!r} is {one}.",
            remedy=f"Put it in brackets: [{given!r}]. A file ends with {', '.join(_SUFFIXES)}.",
        )
    numbered = _in_file(given, column, columns) if is_file else enumerate(cast("Iterable[Any]", given), 1)
    values = []
    for row, value in numbered:
        if isinstance(value, str) and _FLOAT.fullmatch(value.strip()):
            raise UsageError(
                f"Row {row:,} of {given if is_file else name} is {value!r}: an id that was read as a decimal number, "
                "which has lost its last digits.",
                remedy="Read the column as text where it comes from, such as pandas.read_csv(…, dtype=str).",
            )
        values.append(value)
    if not values:
        what = f"{given} has no ids" if is_file else f"{name} is empty"
        raise UsageError(f"{what}, so there is nothing to look up.", remedy=f"Pass at least {one}.")
    return values


def _in_file(given: str | os.PathLike[str], column: str | None, columns: Sequence[str]) -> Iterator[tuple[int, str]]:
    path = path_of(given)
    try:
        with _opened(path) as file:
            suffixes = [suffix.lower() for suffix in path.suffixes]
            if ".csv" in suffixes or ".tsv" in suffixes or column is not None:
                yield from _in_table(path, file, "\t" if ".tsv" in suffixes else ",", column, columns)
            else:
                for row, line in enumerate(file, 1):
                    if text := line.strip().lstrip("\ufeff").strip("\"'"):
                        yield row, text
    except (OSError, EOFError, UnicodeDecodeError, csv.Error) as error:
        why = getattr(error, "strerror", None) or "it is not text, or not whole"
        raise UsageError(
            f"The file {path} cannot be read: {why}.", remedy="Pass a text file with one id a line, or a CSV."
        ) from error


def _opened(path: Path) -> IO[str]:
    if path.suffix.lower() == ".gz":
        return gzip.open(path, "rt", encoding="utf-8-sig", newline="")
    return path.open(encoding="utf-8-sig", newline="")


def _in_table(
    path: Path, file: IO[str], mark: str, column: str | None, columns: Sequence[str]
) -> Iterator[tuple[int, str]]:
    rows = csv.reader(file, delimiter=mark)
    first = next(rows, None)
    if first is None:
        return
    names = [name.strip() for name in first]
    name = column if column is not None else next((one for one in columns if one in names), None)
    if name is not None and name in names:
        place = names.index(name)
    elif column is None and len(names) == 1 and re.fullmatch(r"@?\w+", names[0]):
        place = 0  # a column without a heading
        yield 1, names[0]
    else:
        raise UsageError(
            f"The file {path} has no column {column or ' or '.join(columns)}; its first line is {', '.join(names)}.",
            remedy=f'Name the column: column="{names[0]}".',
        )
    for row, values in enumerate(rows, 2):
        if len(values) > place and values[place].strip():
            yield row, values[place].strip()
