"""Columns as a polars data frame, without pyarrow. The only file that knows polars."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xauth_nb.errors import MissingDependencyError
from xauth_nb.tweets.frames.kinds import Column

if TYPE_CHECKING:
    import polars as pl

__all__ = ["columns_to_polars"]


def columns_to_polars(columns: list[Column]) -> pl.DataFrame:
    """Make a frame of any columns.

    Raises
    ------
    MissingDependencyError
        If polars is missing.
    """
    try:
        import polars as pl
    except ImportError as error:
        raise MissingDependencyError(
            "Polars frames need polars, which is not installed here.", remedy="Run: pip install 'xauth-nb[polars]'"
        ) from error
    types: dict[str, Any] = {
        "text": pl.String(),
        "count": pl.Int64(),
        "number": pl.Float64(),
        "flag": pl.Boolean(),
        "time": pl.Datetime("us", "UTC"),
    }

    def series(column: Column) -> pl.Series:
        if column.kind != "texts":
            return pl.Series(column.name, column.values, dtype=types[column.kind])
        # Told the type of a list, polars checks each row for itself, three times as slowly as it finds it out.
        lists = pl.Series(column.name, column.values)
        typed: pl.Series = lists.cast(pl.List(pl.String()))
        return typed

    return pl.DataFrame([series(column) for column in columns])
