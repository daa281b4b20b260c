"""What tweets become for computing: frames and tables. Each takes no more than a line; the work is in the views."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xauth_nb.tweets.frames import arrow, pandas, polars
from xauth_nb.tweets.objects.models import Tweet
from xauth_nb.tweets.page import Page

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

__all__ = ["Exports"]


class Exports(Page[Tweet]):
    """The exports that :class:`Tweets` lends to its users."""

    __slots__ = ()

    def to_pandas(self) -> pd.DataFrame:
        """Return one row a tweet as a pandas data frame, with the same columns and types however many there are.

        Ids are strings, times UTC, counts nullable integers, lists plain lists. The author's columns are joined.
        ``frame.attrs["xauth_nb"]`` says where the tweets came from.

        Returns
        -------
        pandas.DataFrame

        Raises
        ------
        MissingDependencyError
            If pandas or pyarrow is missing.
        """
        return pandas.to_pandas(self)

    def entities(self, kind: str) -> pd.DataFrame:
        """Return one row for each hashtag, link, mention, medium or poll answer, with the tweet it is in.

        Parameters
        ----------
        kind : {"hashtags", "cashtags", "mentions", "urls", "media", "poll_options"}

        Returns
        -------
        pandas.DataFrame
            ``id``, ``created_at`` and ``author_id`` of the tweet, then what the entity has.

        Raises
        ------
        UsageError
            If there is no such kind.
        MissingDependencyError
            If pandas or pyarrow is missing.
        """
        return pandas.entities_to_pandas(self, kind)

    def to_polars(self) -> pl.DataFrame:
        """Return the same rows as :meth:`to_pandas` as a polars data frame, which cannot carry the provenance.

        Returns
        -------
        polars.DataFrame

        Raises
        ------
        MissingDependencyError
            If polars is missing.
        """
        return polars.to_polars(self)

    def to_arrow(self) -> pa.Table:
        """Return the same rows as :meth:`to_pandas` as an Arrow table, the provenance in the schema's metadata.

        Returns
        -------
        pyarrow.Table

        Raises
        ------
        MissingDependencyError
            If pyarrow is missing.
        """
        return arrow.to_arrow(self)
