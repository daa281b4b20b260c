"""Columns as a polars data frame, without pyarrow. The only file that knows polars."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xauth_nb.errors import MissingDependencyError
from xauth_nb.tweets.columns import tweet_columns

if TYPE_CHECKING:
    import polars as pl

    from xauth_nb.tweets.collection import Tweets

__all__ = ["to_polars"]


def to_polars(tweets: Tweets) -> pl.DataFrame:
    """Return one row a tweet; see :meth:`xauth_nb.tweets.Tweets.to_polars`."""
    try:
        import polars as pl
    except ImportError as error:
        raise MissingDependencyError(
            "Polars frames need polars, which is not installed here.", remedy="Run: pip install 'xauth-nb[polars]'"
        ) from error
    types: dict[str, Any] = {
        "text": pl.String(),
        "texts": pl.List(pl.String()),
        "count": pl.Int64(),
        "flag": pl.Boolean(),
        "time": pl.Datetime("us", "UTC"),
    }
    columns = tweet_columns(tweets)
    return pl.DataFrame([pl.Series(c.name, _lists(c.values), dtype=types[c.kind]) for c in columns])


def _lists(values: list[Any]) -> list[Any]:
    # polars takes a tuple for a row of a struct
    return [list(value) if type(value) is tuple else value for value in values]
