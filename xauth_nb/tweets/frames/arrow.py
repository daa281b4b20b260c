"""Columns as an Arrow table. The only file that knows pyarrow."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from xauth_nb.errors import MissingDependencyError
from xauth_nb.tweets.frames.columns import SCHEMA
from xauth_nb.tweets.frames.kinds import Column

if TYPE_CHECKING:
    import pyarrow as pa

    from xauth_nb.tweets.page import Provenance

__all__ = ["METADATA_KEY", "SCHEMA_KEY", "arrow_table"]

METADATA_KEY = "xauth_nb"
SCHEMA_KEY = "xauth_nb.schema"
"""Where the version of the columns stands in a schema's metadata and in a frame's ``attrs``."""


def arrow_table(columns: Sequence[Column], provenance: Provenance | None) -> pa.Table:
    """Make a table of columns, with the provenance and the version of the columns in the schema's metadata.

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
        "number": pa.float64(),
        "flag": pa.bool_(),
        "time": pa.timestamp("us", tz="UTC"),
    }
    schema = pa.schema([pa.field(column.name, types[column.kind]) for column in columns])
    source = json.dumps(provenance.as_dict() if provenance else {})
    arrays = [pa.array(column.values, type=types[column.kind]) for column in columns]
    return pa.Table.from_arrays(arrays, schema=schema.with_metadata({METADATA_KEY: source, SCHEMA_KEY: str(SCHEMA)}))
