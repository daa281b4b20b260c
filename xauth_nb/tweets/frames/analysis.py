"""What was counted in tweets as data frames, of pandas or of polars: edges, words, and trees of conversations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xauth_nb.errors import UsageError
from xauth_nb.tweets.frames.kinds import Column, Kind
from xauth_nb.tweets.frames.pandas import columns_to_pandas
from xauth_nb.tweets.frames.polars import columns_to_polars

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from xauth_nb.tweets.page import Provenance

__all__ = ["COUNTS", "EDGES", "THREADS", "WORDS", "frame_of"]

COUNTS: Mapping[str, Kind] = {"start": "time", "end": "time", "tweet_count": "count"}
EDGES: Mapping[str, Kind] = {
    **dict.fromkeys(("source", "target", "source_id", "target_id"), "text"),
    "count": "count",
    "first": "time",
    "last": "time",
}
WORDS: Mapping[str, Kind] = {"word": "text", "kind": "text", "count": "count"}
THREADS: Mapping[str, Kind] = {
    **dict.fromkeys(("id", "parent_id"), "text"),
    **dict.fromkeys(("depth", "replies"), "count"),
    "created_at": "time",
    **dict.fromkeys(("author_username", "full_text"), "text"),
}


def frame_of(
    names: Mapping[str, Kind], rows: Iterable[tuple[Any, ...]], library: str, provenance: Provenance | None
) -> Any:
    """Make a frame of rows, with the same columns and types however many there are.

    Parameters
    ----------
    names : Mapping of str to str
        The columns, and what kind of values each has.
    rows : iterable of tuple
    library : {"pandas", "polars"}
    provenance : Provenance or None
        pandas' frames carry it in their ``attrs``.

    Raises
    ------
    UsageError
        If there is no such library.
    MissingDependencyError
        If it is not installed.
    """
    if library not in ("pandas", "polars"):
        raise UsageError(f"There are no frames of {library!r}.", remedy='Pass library="pandas" or library="polars".')
    values = list(zip(*rows, strict=True)) or [()] * len(names)
    columns = [Column(name, kind, list(column)) for (name, kind), column in zip(names.items(), values, strict=True)]
    return columns_to_pandas(columns, provenance) if library == "pandas" else columns_to_polars(columns)
