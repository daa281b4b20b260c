"""Columns as an Arrow table. The only file that knows pyarrow."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from xauth_nb.errors import MissingDependencyError
from xauth_nb.tweets.frames.columns import Column, tweet_columns

if TYPE_CHECKING:
    import pyarrow as pa

    from xauth_nb.tweets.joined import JoinedTweet
    from xauth_nb.tweets.page import Page, Provenance

__all__ = ["METADATA_KEY", "arrow_table", "to_arrow"]

METADATA_KEY = "xauth_nb"


def to_arrow(tweets: Page[JoinedTweet]) -> pa.Table:
    """Return one row a tweet; see :meth:`xauth_nb.tweets.Tweets.to_arrow`."""
    return arrow_table(tweet_columns(tweets), tweets.provenance)


def arrow_table(columns: Sequence[Column], provenance: Provenance | None) -> pa.Table:
    """Make a table of columns, with the provenance in the schema's metadata.

    Raises
    ------
    MissingDependencyError
        If pyarrow is missing.
    """
    try:
        import pyarrow as pa
    except ImportError as error:
        raise MissingDependencyError(
            "Arrow tables and pandas frames need pyarrow, which is not installed here.",
            remedy="Run: pip install 'xauth-nb[data]'",
        ) from error
    types: dict[str, Any] = {
        "text": pa.string(),
        "texts": pa.list_(pa.string()),
        "count": pa.int64(),
        "flag": pa.bool_(),
        "time": pa.timestamp("us", tz="UTC"),
    }
    schema = pa.schema([pa.field(column.name, types[column.kind]) for column in columns])
    source = json.dumps(provenance.as_dict() if provenance else {})
    arrays = [pa.array(column.values, type=types[column.kind]) for column in columns]
    return pa.Table.from_arrays(arrays, schema=schema.with_metadata({METADATA_KEY: source}))
