"""What tweets and users become for computing and keeping. Each takes no more than a line; the work is in the views."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from xauth_nb.tweets.data import Identified
from xauth_nb.tweets.files import written
from xauth_nb.tweets.frames import arrow, pandas, polars
from xauth_nb.tweets.frames.columns import tweet_columns
from xauth_nb.tweets.frames.people import user_columns
from xauth_nb.tweets.objects.models import Tweet, User
from xauth_nb.tweets.page import Page

if TYPE_CHECKING:
    import os

    import pandas as pd
    import polars as pl
    import pyarrow as pa

    from xauth_nb.tweets.frames.kinds import Column
    from xauth_nb.tweets.frames.pandas import Lists

__all__ = ["TweetExports", "UserExports"]

R = TypeVar("R", bound=Identified)


class Exports(Page[R], Generic[R]):
    """The exports of both, made of their columns."""

    __slots__ = ()

    def _columns(self) -> list[Column]:
        raise NotImplementedError

    def to_pandas(self, *, lists: Lists = "tuple") -> pd.DataFrame:
        """Return one row a tweet, or a user, as a pandas data frame, with the same columns and types for few and many.

        Ids are strings, times UTC, counts nullable integers, lists tuples of one type, which Parquet keeps as
        ``list<string>``. With a tweet are its author's columns. A retweet's text, media, poll and tags are the
        original's, its counts are its own. Of a user there is all that X tells of it. What was asked for with
        ``fields=`` has columns too. ``frame.attrs["xauth_nb"]`` says where all came from.

        Parameters
        ----------
        lists : {"tuple", "json"}, optional
            ``"json"`` writes lists as text, for what takes none: ``to_sql``, CSV.

        Returns
        -------
        pandas.DataFrame

        Raises
        ------
        MissingDependencyError
            If pandas or pyarrow is missing.
        """
        return pandas.columns_to_pandas(self._columns(), self.provenance, lists)

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
        return polars.columns_to_polars(self._columns())

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
        return arrow.arrow_table(self._columns(), self.provenance)

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        """Hand the rows to whatever takes Arrow: ``pa.table(tweets)``, ``pl.DataFrame(tweets)``, DuckDB."""
        return self.to_arrow().__arrow_c_stream__(requested_schema)

    def to_csv(self, path: str | os.PathLike[str]) -> None:
        """Write the columns as CSV: UTF-8 that Excel knows, times in UTC as ``2026-03-04 18:40:40``, lists as JSON.

        A CSV has no types. Read it with :meth:`Tweets.from_file`, or with ``pandas.read_csv(path, dtype=str)``: what
        guesses, like Excel when it opens the file, makes numbers of ids and loses their last digits; for Excel there
        is :meth:`to_excel`. An empty text and a missing one are the same in it, the character U+0000 becomes U+FFFD,
        and a text that a spreadsheet would run as a formula has an apostrophe before it, which
        :meth:`Tweets.from_file` takes away.

        Parameters
        ----------
        path : str or os.PathLike
            A name that ends in ``.gz`` is packed.

        Raises
        ------
        StoreError
            As in :meth:`to_jsonl`.
        """
        written.write_csv(self._columns(), path)

    def to_excel(self, path: str | os.PathLike[str]) -> None:
        """Write the columns as an Excel workbook: ids and formulas stay text, times are Excel's own, in UTC.

        Excel holds 1,048,575 rows below the heading and 32,767 characters in a cell, and times to the millisecond from
        1900 on (earlier ones are text). An empty text and a missing one are the same in it. Lists are JSON.

        Parameters
        ----------
        path : str or os.PathLike

        Raises
        ------
        UsageError
            If there are more rows, or a longer text, than Excel holds; nothing is written.
        StoreError
            As in :meth:`to_jsonl`.
        MissingDependencyError
            If openpyxl is missing.
        """
        written.write_excel(self._columns(), path, title=type(self).__name__.lower())


class TweetExports(Exports[Tweet]):
    """The exports that :class:`Tweets` lends to its users."""

    __slots__ = ()

    def _columns(self) -> list[Column]:
        return tweet_columns(self)

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

    def to_jsonl(self, path: str | os.PathLike[str]) -> None:
        """Write a line a tweet: X's answer to its look-up, with what came along. It keeps everything.

        Parameters
        ----------
        path : str or os.PathLike
            A name that ends in ``.gz`` is packed.

        Raises
        ------
        StoreError
            If it cannot be written; a file that was there stays as it was.
        """
        written.write_lines(self, path)

    def to_parquet(self, path: str | os.PathLike[str], *, raw: bool = False) -> None:
        """Write the columns of :meth:`to_arrow` as Parquet, with their types, provenance and version.

        Parameters
        ----------
        path : str or os.PathLike
        raw : bool, optional
            Add a column ``json`` with the whole tweet and what came along. Without it the columns are kept, and
            of what has no column (positions in the text, the quoted tweet itself) nothing.

        Raises
        ------
        StoreError
            As in :meth:`to_jsonl`.
        MissingDependencyError
            If pyarrow is missing.
        """
        written.write_parquet(self.to_arrow(), path, self if raw else None)


class UserExports(Exports[User]):
    """The exports that :class:`Users` lends to its users."""

    __slots__ = ()

    def _columns(self) -> list[Column]:
        return user_columns(self)

    def to_jsonl(self, path: str | os.PathLike[str]) -> None:
        """Write a line a user, in X's own shape.

        Parameters
        ----------
        path : str or os.PathLike
            A name that ends in ``.gz`` is packed.

        Raises
        ------
        StoreError
            If it cannot be written; a file that was there stays as it was.
        """
        written.write_records(self, path)

    def to_parquet(self, path: str | os.PathLike[str]) -> None:
        """Write the columns of :meth:`to_arrow` as Parquet, with their types, provenance and version.

        Parameters
        ----------
        path : str or os.PathLike

        Raises
        ------
        StoreError
            As in :meth:`to_jsonl`.
        MissingDependencyError
            If pyarrow is missing.
        """
        written.write_parquet(self.to_arrow(), path, None)
