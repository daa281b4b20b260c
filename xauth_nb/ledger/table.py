"""The ledger as a table, for people: plain text and static HTML. It holds no secret, because the ledger holds none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xauth_nb.tweets.render import parts
from xauth_nb.tweets.render.plain import one_line
from xauth_nb.tweets.render.safe import escape, link
from xauth_nb.tweets.render.words import moment

if TYPE_CHECKING:
    from xauth_nb.ledger.entries import Entry

__all__ = ["SHOWN", "html_table", "text_table"]

SHOWN = 50
_STATES = {"sending": "in doubt", "doubtful": "in doubt", "posted": "posted", "deleted": "deleted"}
_CELL = "padding:5px 8px;vertical-align:top;border:0;background:none;text-align:left"
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
        return f'<div style="{parts.MUTED}">{_EMPTY}</div>'
    head = "".join(
        f'<th scope="col" style="{_CELL};font-weight:600">{name}</th>'
        for name in ("Date", "State", "Text", "Key", "From")
    )
    rows = "".join(_row(entry) for entry in reversed(entries))
    rest = "".join(f'<div style="{parts.MUTED}">{line}</div>' for line in _left_out(total))
    return (
        '<div style="overflow-x:auto"><table style="border-collapse:collapse;border:0;font-size:13px">'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{rest}</div>"
    )


def _row(entry: Entry) -> str:
    line = f"{_CELL};border-top:1px solid {parts.HAIRLINE}"
    date = link(entry.url, escape(moment(entry.tried)))
    return (
        f'<tr style="background:none"><td style="{line};white-space:nowrap">{date}</td>'
        f'<td style="{line}">{_STATES[entry.state]}</td>'
        f'<td dir="auto" style="{line};overflow-wrap:break-word">{escape(one_line(entry.text, 120))}</td>'
        f'<td style="{line}">{escape(entry.key or "")}</td><td style="{line}">{escape(entry.where)}</td></tr>'
    )


def _left_out(total: int) -> list[str]:
    more = total - SHOWN
    return [f"… and {more:,} earlier"] if more > 0 else []
