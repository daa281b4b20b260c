"""How a value is written in a cell of a CSV or a workbook, and read back. What is written here comes back equal.

A spreadsheet runs a text that begins like a formula, whoever wrote it. Such a text gets an apostrophe in a CSV.
"""

from __future__ import annotations

import json
import re
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    pass

__all__ = ["harmless", "list_text", "read_list", "read_time", "time_text", "unharmed", "xml_text", "xml_unescaped"]

# Excel, LibreOffice and Google Sheets begin a formula with these, also in full width and behind blanks (OWASP).
_FORMULA = re.compile(r"'*(?:\s*[=+\-@＝＋－＠]|[\t\r\n])")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]|_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_MICROSECONDS = "%Y-%m-%d %H:%M:%S.%f"


def harmless(text: str) -> str:
    """Put an apostrophe before what a spreadsheet would run."""
    return f"'{text}" if _FORMULA.match(text) else text


def unharmed(text: str) -> str:
    """Take it away again."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text, 1) else text


def list_text(values: tuple[str | None, ...]) -> str:
    """Write a list: as JSON."""
    return json.dumps(values, ensure_ascii=False)


def read_list(text: str) -> tuple[str | None, ...]:
    """Read a list.

    Raises
    ------
    ValueError
        If it is none.
    """
    found = json.loads(text)
    if not isinstance(found, list) or any(not isinstance(value, (str, type(None))) for value in found):
        raise ValueError("no list of texts")
    return tuple(found)


def time_text(moment: datetime) -> str:
    """Write a time in UTC as spreadsheets take it: ``2026-03-04 18:40:40``, with a fraction where there is one."""
    moment = moment.astimezone(timezone.utc).replace(tzinfo=None)
    return moment.isoformat(" ", "seconds" if not moment.microsecond else "microseconds")


def read_time(value: Any) -> datetime:
    """Read a time; without a zone it is UTC.

    Raises
    ------
    ValueError
        If it is none.
    """
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value).replace("Z", "+00:00"))
    return moment.replace(tzinfo=timezone.utc) if moment.tzinfo is None else moment.astimezone(timezone.utc)


def xml_text(text: str) -> str:
    """Write what XML cannot carry as Office does: ``_x0007_`` (ECMA-376, ST_Xstring)."""
    return _UNPRINTABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def xml_unescaped(text: str) -> str:
    """Read it back."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
