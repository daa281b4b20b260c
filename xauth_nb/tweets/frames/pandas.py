"""Columns as pandas frames, by way of Arrow, typed alike in pandas 2.1 and 3. The only file that knows pandas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xauth_nb.errors import MissingDependencyError
from xauth_nb.tweets.frames.arrow import METADATA_KEY, arrow_table
from xauth_nb.tweets.frames.columns import Column, entity_columns, tweet_columns

if TYPE_CHECKING:
    import pandas as pd

    from xauth_nb.tweets.joined import JoinedTweet
    from xauth_nb.tweets.page import Page, Provenance

__all__ = ["columns_to_pandas", "entities_to_pandas", "to_pandas"]


def to_pandas(tweets: Page[JoinedTweet]) -> pd.DataFrame:
    """Return one row a tweet; see :meth:`xauth_nb.tweets.Tweets.to_pandas`."""
    return columns_to_pandas(tweet_columns(tweets), tweets.provenance)


def entities_to_pandas(tweets: Page[JoinedTweet], kind: str) -> pd.DataFrame:
    """Return one row an entity; see :meth:`xauth_nb.tweets.Tweets.entities`."""
    return columns_to_pandas(entity_columns(tweets, kind), tweets.provenance)


def columns_to_pandas(columns: list[Column], provenance: Provenance | None) -> pd.DataFrame:
    """Make a frame of any columns.

    Raises
    ------
    MissingDependencyError
        If pandas or pyarrow is missing.
    """
    try:
        import pandas as pd
    except ImportError as error:
        raise MissingDependencyError(
            "Data frames need pandas, which is not installed here.", remedy="Run: pip install 'xauth-nb[data]'"
        ) from error

    # Said for every type, because pandas 3 chooses otherwise than pandas 2: nothing is left to the default.
    def dtype(arrow: Any) -> Any:
        name = str(arrow)
        if name == "string":
            return pd.StringDtype("pyarrow")
        if name == "int64":
            return pd.Int64Dtype()
        return pd.BooleanDtype() if name == "bool" else pd.DatetimeTZDtype("us", "UTC")

    table = arrow_table([column for column in columns if column.kind != "texts"], None)
    frame: pd.DataFrame = table.replace_schema_metadata(None).to_pandas(types_mapper=dtype)
    # Arrow-backed lists would be more compact, but pandas cannot read back a Parquet file that it wrote of them.
    for at, column in enumerate(columns):
        if column.kind == "texts":
            frame.insert(at, column.name, pd.Series(column.values, dtype=object))
    if provenance is not None:
        frame.attrs[METADATA_KEY] = provenance.as_dict()
    return frame
