"""An archive opened for analysis: its rows for each tool in one line, without the raw record. It adds nothing."""

from __future__ import annotations

import gzip
import importlib
import re
import warnings
from glob import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xauth_nb.errors import MissingDependencyError, StoreError, UsageError
from xauth_nb.guesses import leading
from xauth_nb.paths import path_of
from xauth_nb.tweets.archive import pandas
from xauth_nb.tweets.archive.holding import folder_lock
from xauth_nb.tweets.archive.mending import mend
from xauth_nb.tweets.archive.parts import (
    parts_in,
    read_built,
    read_column,
    read_table,
    rows_in,
    schema_of,
    unified,
    version_of,
)
from xauth_nb.tweets.archive.reading import absent_in, notes_of
from xauth_nb.tweets.frames.arrow import METADATA_KEY, SCHEMA_KEY

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

    import dask.dataframe as dd
    import duckdb
    import pandas as pd
    import polars as pl

    from xauth_nb.tweets.archive.kinds import Kind
    from xauth_nb.tweets.archive.notes import Notes
    from xauth_nb.tweets.archive.parts import Part

__all__ = ["Opened"]

_HIDDEN = "json"  # where parts of version 1 have the raw record
# Most tools take a path for a pattern: the folder "[ab]" would be another one, or none.
_SPARKS_OWN = re.compile(r"([\\\[\]{}*?^,])")


class Opened:
    """An archive that is read; see :meth:`xauth_nb.tweets.Tweets.open_archive`.

    Attributes
    ----------
    path : pathlib.Path
    query : str
        What is collected, such as ``timeline of @ada``.
    count : int
        How many records it holds.
    gaps : tuple of Gap
        What it does not hold of what was asked for, newest first.
    is_complete : bool
        Whether there is no such gap.
    """

    def __init__(self, path: str | os.PathLike[str], kind: Kind[Any]) -> None:
        self.path, self._kind = path_of(path).absolute(), kind
        if not parts_in(self.path):
            raise UsageError(
                f"There is no archive in {self.path}.",
                remedy="Name the folder that was named with archive=. If it was moved, name its new place.",
            )
        notes = self._notes()
        if notes.kind != kind.name:
            raise UsageError(
                f"The archive {self.path} holds {notes.kind}: {notes.query}.",
                remedy=f"Open it with {notes.kind.capitalize()}.open_archive(path).",
            )
        self.query, self.gaps, self.count = notes.query, notes.missing, notes.count
        self._finish()

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing of what was asked for."""
        return not self.gaps

    @property
    def ids(self) -> list[str]:
        """The ids of all that it holds, the newest first."""
        found = {id for part in self._parts() for id in read_column(part, "id")}
        return sorted(found, key=int, reverse=True)

    @property
    def unavailable(self) -> dict[str, str]:
        """What X does not give: of what was asked for by id, and of what a refresh found gone; in X's words, by id."""
        marked = {}
        for part in self._parts():
            if "unavailable" in schema_of(part).names:
                pairs = zip(read_column(part, "id"), read_column(part, "unavailable"), strict=True)
                marked.update({id: why for id, why in pairs if why is not None})
        return {**absent_in(self.path), **marked}

    def write_ids(self, path: str | os.PathLike[str]) -> Path:
        """Write the ids alone, one a line: what may be shared of tweets, and what ``x.get_tweets(path)`` reads again.

        Parameters
        ----------
        path : str or os.PathLike
            A text file; packed if its name ends with ``.gz``.

        Returns
        -------
        pathlib.Path

        Raises
        ------
        StoreError
            If it cannot be written.
        """
        target = path_of(path)
        text = "".join(f"{id}\n" for id in self.ids).encode()
        try:
            target.write_bytes(gzip.compress(text) if target.suffix == ".gz" else text)
        except OSError as error:
            raise StoreError(
                f"{target} could not be written: {error.strerror or type(error).__name__}.",
                remedy="Make room or give yourself access there, or name another place.",
            ) from error
        return target

    def scan(self) -> pl.LazyFrame:
        """Return a lazy frame of polars.

        Raises
        ------
        MissingDependencyError
            If polars is missing.
        """
        polars = _tool("polars", "polars")
        frames = [polars.scan_parquet(part.path, glob=False) for part in self._parts()]
        lazy: pl.LazyFrame = polars.concat(frames, how="diagonal_relaxed") if len(frames) > 1 else frames[0]
        return lazy.drop(_HIDDEN, strict=False)

    def to_arrow(self, columns: Sequence[str] | None = None) -> Any:
        """Return an Arrow table.

        Parameters
        ----------
        columns : sequence of str, optional
            Those to load; all.
        """
        ds = _tool("pyarrow.dataset", "data")
        self._check(columns)
        found = ds.dataset([str(part.path) for part in self._parts()], schema=self._schema())
        try:
            return found.to_table(columns=self.columns if columns is None else list(columns))
        except (OSError, ValueError):  # Arrow's errors
            for part in self._parts():
                read_table(part)  # names the one that is damaged
            raise

    def to_pandas(self, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """Return a data frame of pandas, typed as :meth:`Tweets.to_pandas` types it.

        Its ``attrs`` say the version of the columns: where parts differ, the oldest, whose rows lack what came later.

        Parameters
        ----------
        columns : sequence of str, optional
            Those to load, which saves time and memory; all.

        Raises
        ------
        UsageError
            If there is no such column.
        MissingDependencyError
            If pandas or pyarrow is missing.
        """
        frame = pandas.frame_of(self.to_arrow(columns))
        frame.attrs[METADATA_KEY] = {"query": self.query, "is_complete": self.is_complete}
        frame.attrs[SCHEMA_KEY] = min(version_of(part) for part in self._parts())
        return frame

    def duckdb(self) -> duckdb.DuckDBPyRelation:
        """Return a relation of DuckDB: ``archive.duckdb().aggregate("lang, count(*)")``.

        Raises
        ------
        MissingDependencyError
            If duckdb is missing.
        """
        tool = _tool("duckdb")
        relation = tool.read_parquet([escape(str(part.path)) for part in self._parts()], union_by_name=True)
        found: duckdb.DuckDBPyRelation = relation.project(", ".join(f'"{name}"' for name in self.columns))
        return found

    def dask(self, columns: Sequence[str] | None = None) -> dd.DataFrame:
        """Return a data frame of Dask, one partition a file.

        Parameters
        ----------
        columns : sequence of str, optional

        Raises
        ------
        MissingDependencyError
            If dask is missing.
        """
        tool = _tool("dask.dataframe", package="dask[dataframe]")
        self._check(columns)
        groups: dict[str, list[str]] = {}  # a folder may hold parts of an older schema
        for part in self._parts():
            groups.setdefault(str(schema_of(part)), []).append(escape(str(part.path)))
        frames = [tool.read_parquet(paths) for paths in groups.values()]
        frame: dd.DataFrame = tool.concat(frames) if len(frames) > 1 else frames[0]
        names = self.columns if columns is None else list(columns)
        found: dd.DataFrame = frame[names]
        return found

    def spark(self, session: Any) -> Any:
        """Return a data frame of Spark.

        Parameters
        ----------
        session : pyspark.sql.SparkSession
        """
        paths = [_SPARKS_OWN.sub(r"\\\1", part.path.resolve().as_posix()) for part in self._parts()]
        return session.read.option("mergeSchema", "true").parquet(*paths).drop(_HIDDEN)

    @property
    def columns(self) -> list[str]:
        """The names of the columns; the raw record is none of them."""
        return [name for name in self._schema().names if name != _HIDDEN]

    def __len__(self) -> int:
        return self.count

    if not TYPE_CHECKING:  # a type checker is to refuse what is not there
        __getattr__ = leading("Opened")

    def __repr__(self) -> str:
        state = "complete" if self.is_complete else f"{len(self.gaps)} gap{'s' * (len(self.gaps) > 1)}"
        return f"<Archive of {self.count:,} {self._kind.name}: {self.query} ({state})>"

    def _notes(self) -> Notes:
        try:
            return notes_of(self.path)
        except StoreError:  # without its raw record the rows are still there, and what was remembered with them
            for part in reversed(self._parts()):
                if not part.is_old and (noted := read_built(part).notes) is not None:
                    return noted
            raise

    def _parts(self) -> list[Part]:
        found = [part for part in parts_in(self.path) if part.path.exists()]
        if not found:
            raise UsageError(
                f"The archive {self.path} holds no {self._kind.name} yet.", remedy="Run the call that fills it."
            )
        return found

    def _schema(self) -> Any:
        return unified([schema_of(part) for part in self._parts()])

    def _check(self, columns: Sequence[str] | None) -> None:
        if isinstance(columns, str):
            raise UsageError(f"columns={columns!r} is one name.", remedy=f"Put it in brackets: [{columns!r}].")
        known = self.columns
        for name in columns or ():
            if name not in known:
                raise UsageError(f"The archive has no column {name!r}.", remedy=f"Choose among {', '.join(known)}.")

    def _finish(self) -> None:
        """Write into the Parquet files what a killed run left in the raw record alone, where that can be done."""
        parts = parts_in(self.path)
        held = sum(_whole_rows(part) for part in parts if part.path.exists())
        strange = [part.path.name for part in parts if not part.is_old and not part.raw.exists()]
        if held > self.count and 0 < len(strange) < len(parts):
            raise StoreError(
                f"The archive {self.path} holds {held:,} rows and noted {self.count:,}: {', '.join(strange)} has no "
                "raw record in _raw, so it was probably copied there.",
                remedy="Move it out of the folder if it is a copy.",
            )
        if held >= self.count:
            return
        try:
            with folder_lock(self.path):
                mend(self.path, parts_in(self.path), notes_of(self.path), self._kind)
        except (StoreError, OSError):
            warnings.warn(
                f"{self.count - held:,} {self._kind.name} of the archive {self.path} are in its raw record alone, and "
                "not in its Parquet files yet: it is being added to, or a killed run left it so and the folder cannot "
                "be written here. from_archive reads all of them.",
                stacklevel=4,
            )


def _whole_rows(part: Part) -> int:
    """Say how many rows a part has; none, if it is damaged and can be made anew."""
    try:
        return rows_in(part)
    except StoreError:
        if part.is_old or not part.raw.exists():
            raise
        return 0


def _tool(name: str, extra: str | None = None, *, package: str | None = None) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError as error:
        what = package or name.partition(".")[0]
        raise MissingDependencyError(
            f"This needs {what}, which is not installed here.",
            remedy=f"Run: pip install '{f'xauth-nb[{extra}]' if extra else what}'",
        ) from error
