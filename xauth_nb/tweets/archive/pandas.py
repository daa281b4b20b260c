"""The rows of an archive as a pandas frame, typed as a frame of tweets is. It reads nothing by itself."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from xauth_nb.tweets.frames.pandas import plain_frame, with_lists

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["frame_of"]


def frame_of(table: Any) -> pd.DataFrame:
    """Make a frame of an Arrow table: strings and counts stay Arrow's or nullable, lists are tuples.

    Parameters
    ----------
    table : pyarrow.Table

    Raises
    ------
    MissingDependencyError
        If pandas is missing.
    """
    lists = [field.name for field in table.schema if str(field.type).startswith("list")]
    frame = plain_frame(table.drop_columns(lists))
    if lists:
        missing = [name for name in lists if table[name].null_count]
        frame = with_lists(frame, {name: _tuples(table[name]) for name in lists}, table.column_names, missing)
    return frame


def _tuples(column: Any) -> list[Any]:
    """Make tuples of lists; most are empty, and cost nothing so."""
    rows: list[Any] = []
    for chunk in column.chunks:
        ends = chunk.offsets.to_pylist()
        values = chunk.values.to_pylist()
        rows += [tuple(values[a:b]) if b > a else () for a, b in pairwise(ends)]
        if chunk.null_count:
            missing = chunk.is_null().to_pylist()
            start = len(rows) - len(chunk)
            for place, is_missing in enumerate(missing, start):
                if is_missing:
                    rows[place] = None
    return rows
