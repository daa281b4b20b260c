"""The ledger as a table, for people: plain text and static HTML. It holds no secret, because the ledger holds none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xauth_nb.style.dates import moment, moment_cell
from xauth_nb.style.frame import footer, frame
from xauth_nb.style.table import Column, table
from xauth_nb.tweets.render.plain import one_line
from xauth_nb.tweets.render.safe import escape, link

if TYPE_CHECKING:
    from xauth_nb.ledger.entries import Entry

__all__ = ["SHOWN", "html_table", "text_table"]

SHOWN = 50
_STATES = {"sending": "in doubt", "doubtful": "in doubt", "posted": "posted", "deleted": "deleted"}
_COLUMNS = (
    Column("Date (UTC)", "date"),
    Column("State"),
    Column("Text", "prose"),
    Column("Key", "prose"),
    Column("From", "prose"),
)
_EMPTY = "Nothing was posted with this account from here yet."


def text_table(entries: list[Entry], total: int) -> str:
    """Write the newest entries, oldest first, one a line.

    Parameters
    ----------
    entries : list of Entry
        The last :data:`SHOWN`.
    total : int
        How many there are.
    """
    lines = [
        "  ".join((moment(entry.tried), _STATES[entry.state], one_line(entry.text, 60), f"({entry.where})"))
        for entry in entries
    ]
    return "\n".join([*_left_out(total), *lines]) or _EMPTY


def html_table(entries: list[Entry], total: int) -> str:
    """Draw the newest entries, newest first.

    Parameters
    ----------
    entries, total
        As in :func:`text_table`.
    """
    if not entries:
        return frame(footer(_EMPTY, alone=True))
    return table(_COLUMNS, map(_cells, reversed(entries)), notes=_left_out(total))


def _cells(entry: Entry) -> list[str]:
    return [
        link(entry.url, moment_cell(entry.tried)),
        _STATES[entry.state],
        escape(one_line(entry.text, 120)),
        escape(entry.key or ""),
        escape(entry.where),
    ]


def _left_out(total: int) -> list[str]:
    more = total - SHOWN
    return [f"… and {more:,} earlier"] if more > 0 else []
