"""What several readings brought, each under the query that found it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from xauth_nb.tweets.frames.columns import tweet_columns
from xauth_nb.tweets.frames.kinds import Column
from xauth_nb.tweets.frames.pandas import columns_to_pandas
from xauth_nb.tweets.frames.polars import columns_to_polars
from xauth_nb.tweets.objects.collection import Tweets

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

    from xauth_nb.tweets.records import Problem

__all__ = ["Gathered"]


class Gathered(Mapping[str, Tweets]):
    """The tweets of several timelines or searches, by account or query, in the order in which they were asked for.

    Parameters
    ----------
    found : Mapping of str to Tweets
    errors : iterable of Problem
        What X could not give, such as accounts that are gone.
    is_complete : bool, optional
        Whether all were read.

    Attributes
    ----------
    errors : tuple of Problem
    is_complete : bool
    """

    def __init__(self, found: Mapping[str, Tweets], *, errors: Any = (), is_complete: bool = True) -> None:
        self._found = dict(found)
        self.errors: tuple[Problem, ...] = tuple(errors)
        self.is_complete = is_complete and all(tweets.is_complete for tweets in self._found.values())

    def __getitem__(self, query: str) -> Tweets:
        return self._found[query]

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    @property
    def tweets(self) -> Tweets:
        """All together, newest first, each once, however many queries found it."""
        every = Tweets.concatenate(self._found.values()).unique().sorted(reverse=True)
        return Tweets(every, errors=self.errors, provenance=every.provenance)

    def to_pandas(self) -> pd.DataFrame:
        """Return one row for each query and tweet: :meth:`Tweets.to_pandas` with ``query`` as the first column.

        Raises
        ------
        MissingDependencyError
            If pandas or pyarrow is missing.
        """
        return columns_to_pandas(self._columns(), self.tweets.provenance)

    def to_polars(self) -> pl.DataFrame:
        """Return the same rows as :meth:`to_pandas` as a polars data frame.

        Raises
        ------
        MissingDependencyError
            If polars is missing.
        """
        return columns_to_polars(self._columns())

    def _columns(self) -> list[Column]:
        queries = [query for query, tweets in self._found.items() for _ in tweets]
        columns = tweet_columns(Tweets.concatenate(self._found.values()))
        return [Column("query", "text", queries), *(column for column in columns if column.name != "query")]

    def __repr__(self) -> str:
        said = [f"{len(tweets):,} of {query}" for query, tweets in list(self._found.items())[:5]]
        said += [f"… {len(self) - 5:,} more"] if len(self) > 5 else []
        said += [f"{len(self.errors):,} not given"] if self.errors else []
        return f"<Gathered: {', '.join(said) or 'nothing'}>"

    def _repr_html_(self) -> str:
        return self.tweets._repr_html_()
