"""Arrow tables as pandas frames, with the same types in pandas 2.1 and in pandas 3. The only file that knows pandas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xauth_nb.errors import MissingDependencyError
from xauth_nb.tweets.arrow_frame import METADATA_KEY, entities_to_arrow, to_arrow

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from xauth_nb.tweets.collection import Tweets

__all__ = ["entities_to_pandas", "to_pandas"]


def to_pandas(tweets: Tweets) -> pd.DataFrame:
    """Return one row a tweet; see :meth:`xauth_nb.tweets.Tweets.to_pandas`."""
    return _frame(to_arrow(tweets), tweets)


def entities_to_pandas(tweets: Tweets, kind: str) -> pd.DataFrame:
    """Return one row an entity; see :meth:`xauth_nb.tweets.Tweets.entities`."""
    return _frame(entities_to_arrow(tweets, kind), tweets)


def _frame(table: pa.Table, tweets: Tweets) -> pd.DataFrame:
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
        if name == "bool":
            return pd.BooleanDtype()
        return pd.DatetimeTZDtype("us", "UTC") if name.startswith("timestamp") else None

    frame: pd.DataFrame = table.replace_schema_metadata(None).to_pandas(types_mapper=dtype)
    # Arrow-backed lists would be more compact, but pandas cannot read back a Parquet file that it wrote of them.
    for field in table.schema:
        if str(field.type).startswith("list"):
            frame[field.name] = pd.Series(table[field.name].to_pylist(), dtype=object)
    if tweets.provenance is not None:
        frame.attrs[METADATA_KEY] = tweets.provenance.as_dict()
    return frame
