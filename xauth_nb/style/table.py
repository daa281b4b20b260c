"""The one table that costs, limits, ledger, accounts and lists of tweets are shown in: words left, numbers right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from xauth_nb.style import palette
from xauth_nb.style.frame import footer, frame
from xauth_nb.style.safe import escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Column", "table"]

_CELL = f"padding:6px 8px;border:0;vertical-align:top;{palette.PLAIN}"
_KINDS = {
    "words": "text-align:left;white-space:nowrap",
    "date": "text-align:left",
    "number": "text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums",
    "prose": "text-align:left;white-space:normal;overflow-wrap:break-word;min-width:140px",
}

_DIRECTION = ' dir="auto"'


class Column(NamedTuple):
    """A column of a table.

    Parameters
    ----------
    title : str
    kind : {"words", "date", "number", "prose"}
        Words and numbers stay on one line, a date breaks before the time only, and prose where it has to. A page that
        is still too narrow scrolls.
    """

    title: str
    kind: Literal["words", "date", "number", "prose"] = "words"


def table(
    columns: Sequence[Column],
    rows: Iterable[Sequence[str]],
    *,
    total: Sequence[str] = (),
    notes: Sequence[str] = (),
    width: int = 960,
) -> str:
    """Draw a table in a frame.

    Parameters
    ----------
    columns : sequence of Column
    rows : iterable of sequences of str
        HTML, a cell for each column. The first cell names the row.
    total : sequence of str, optional
        The last row, set off from the others.
    notes : sequence of str, optional
        Plain sentences below.
    width : int, optional
        The most that it takes, in pixels.

    Returns
    -------
    str
        HTML.
    """
    titles = [f'<span style="{palette.MUTED}">{escape(column.title)}</span>' for column in columns]
    head = _row(columns, titles, "font-weight:600", scope="col")
    line = f"border-top:1px solid {palette.HAIRLINE}"
    body = "".join(_row(columns, row, f"{line};font-weight:400") for row in rows)
    last = _row(columns, total, f"{line};font-weight:600") if total else ""
    # JupyterLab gives tables a fixed layout, in which narrow columns would cover each other.
    inner = (
        f'<div style="overflow-x:auto"><table style="border-collapse:collapse;border:0;width:100%;margin:0;'
        f'table-layout:auto;{palette.SMALL};line-height:1.45;{palette.PLAIN}">'
        f"<thead>{head}</thead><tbody>{body}{last}</tbody></table></div>"
    )
    return frame(inner + (footer(" ".join(notes)) if notes else ""), width=width)


def _row(columns: Sequence[Column], cells: Sequence[str], look: str, *, scope: str = "row") -> str:
    parts: list[str] = []
    for column, cell in zip(columns, cells, strict=True):
        at, style = len(parts), f"{_CELL};{_KINDS[column.kind]};{look}"
        # The outer cells stand in line with what else a frame holds.
        style += ";padding-left:16px" if at == 0 else ";padding-right:16px" if at == len(columns) - 1 else ""
        if scope == "col" or at == 0:
            parts.append(f'<th scope="{scope}" style="{style}">{cell}</th>')
        else:
            parts.append(f'<td{_DIRECTION if column.kind == "prose" else ""} style="{style}">{cell}</td>')
    return f'<tr style="{palette.PLAIN}">{"".join(parts)}</tr>'
