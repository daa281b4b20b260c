"""The rows of an archive as a pandas frame, typed as a frame of tweets is. It reads nothing by itself."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from xauth_nb.errors import MissingDependencyError

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["frame_of"]


def frame_of(table: Any) -> pd.DataFrame:
    """Make a frame of an Arrow table: strings and counts stay Arrow's or nullable, lists become tuples.

    Parameters
    ----------
    table : pyarrow.Table

    Raises
    ------
    MissingDependencyError
        If pandas is missing.
    """
    try:
        import pandas as pd
    except ImportError as error:
        raise MissingDependencyError(
            "Data frames need pandas, which is not installed here.", remedy="Run: pip install 'xauth-nb[data]'"
        ) from error

    def dtype(arrow: Any) -> Any:
        name = str(arrow)
        if name == "string":
            return pd.StringDtype("pyarrow")
        if name == "int64":
            return pd.Int64Dtype()
        return pd.BooleanDtype() if name == "bool" else None

    lists = [field.name for field in table.schema if str(field.type).startswith("list")]
    plain = table.drop_columns(lists).replace_schema_metadata(None)
    frame: pd.DataFrame = plain.to_pandas(types_mapper=dtype, split_blocks=True)
    for at, name in enumerate(table.column_names):
        if name in lists:
            frame.insert(at, name, pd.Series(_tuples(table[name]), dtype=object, index=frame.index))
    return frame


def _tuples(column: Any) -> list[tuple[Any, ...] | None]:
    """Make tuples of lists; most are empty, and cost nothing so."""
    rows: list[tuple[Any, ...] | None] = []
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
