"""Columns as pandas frames, by way of Arrow, typed alike in pandas 2.1 and 3. Lists have a file of their own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Literal

from xauth_nb.errors import MissingDependencyError, UsageError
from xauth_nb.tweets.frames.arrow import METADATA_KEY, SCHEMA_KEY, arrow_table
from xauth_nb.tweets.frames.columns import SCHEMA
from xauth_nb.tweets.frames.entities import entity_columns
from xauth_nb.tweets.frames.kinds import Column

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    import pandas as pd
    import pyarrow as pa

    from xauth_nb.tweets.joined import JoinedTweet
    from xauth_nb.tweets.page import Page, Provenance

__all__ = [
    "Lists",
    "columns_to_pandas",
    "entities_to_pandas",
    "plain_frame",
    "with_lists",
    "written_list",
]

Lists = Literal["tuple", "json"]


def entities_to_pandas(tweets: Page[JoinedTweet], kind: str) -> pd.DataFrame:
    """Return one row an entity; see :meth:`xauth_nb.tweets.Tweets.entities`."""
    return columns_to_pandas(entity_columns(tweets, kind), tweets.provenance)


def plain_frame(table: pa.Table) -> pd.DataFrame:
    """Make a frame of an Arrow table that has no lists. Each type is said: pandas 3 chooses otherwise than pandas 2.

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
            return pd.StringDtype()  # as it comes back from a file: pandas 2 keeps texts otherwise than pandas 3
        if name == "int64":
            return pd.Int64Dtype()
        if name == "double":
            return pd.Float64Dtype()
        return pd.BooleanDtype() if name == "bool" else pd.DatetimeTZDtype("us", "UTC")

    frame: pd.DataFrame = table.replace_schema_metadata(None).to_pandas(types_mapper=dtype, split_blocks=True)
    return frame


def with_lists(
    frame: pd.DataFrame, lists: dict[str, list[Any]], order: Sequence[str], has_none: Collection[str] = ()
) -> pd.DataFrame:
    """Put columns of lists between those of a frame; inserted one by one, they would take as long as all the rest.

    Parameters
    ----------
    frame : pandas.DataFrame
    lists : dict
        By the name of the column, its tuples.
    order : sequence of str
        The names of all columns.
    has_none : collection of str, optional
        Columns of lists in which some are missing.
    """
    import pandas as pd

    from xauth_nb.tweets.frames.texts import Texts

    arrays: dict[Any, Any] = {name: column.array for name, column in frame.items()}
    arrays |= {name: (Texts.of if name in has_none else Texts.of_tuples)(rows) for name, rows in lists.items()}
    made: pd.DataFrame = pd.DataFrame({name: arrays[name] for name in order}, copy=False)
    return made


def written_list(values: tuple[str | None, ...]) -> str:
    """Write a list where a cell holds text only: as JSON."""
    return json.dumps(values, ensure_ascii=False)


def columns_to_pandas(columns: list[Column], provenance: Provenance | None, lists: Lists = "tuple") -> pd.DataFrame:
    """Make a frame of any columns.

    Raises
    ------
    UsageError
        If ``lists`` is no form of a list.
    MissingDependencyError
        If pandas or pyarrow is missing.
    """
    if lists not in ("tuple", "json"):
        raise UsageError(f"lists={lists!r} is no form of a list.", remedy='Choose "tuple" or "json".')
    if lists == "json":
        columns = [
            Column(name, "text", [written_list(value) for value in values])
            if kind == "texts"
            else Column(name, kind, values)
            for name, kind, values in columns
        ]

    frame = plain_frame(arrow_table([column for column in columns if column.kind != "texts"], None))
    lists_of_texts = {column.name: column.values for column in columns if column.kind == "texts"}
    if lists_of_texts:
        frame = with_lists(frame, lists_of_texts, [column.name for column in columns])
    if provenance is not None:
        frame.attrs[METADATA_KEY] = provenance.as_dict()
    frame.attrs[SCHEMA_KEY] = SCHEMA
    return frame
