"""Counts as people hold them: a sequence of periods, with its sum, its frames and its picture."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, overload

from xauth_nb.style.frame import footer, frame
from xauth_nb.tweets.counts import Period
from xauth_nb.tweets.frames import analysis
from xauth_nb.tweets.render.words import dollars, moment

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    from matplotlib.axes import Axes

    from xauth_nb.tweets.page import Provenance

__all__ = ["Counts"]


class Counts(Sequence[Period]):
    """How many tweets a query finds, oldest period first. Each item has ``start``, ``end`` and ``tweets``.

    Parameters
    ----------
    periods : iterable of Period
    by : str
        How long each is: ``minute``, ``hour`` or ``day``.
    price : float
        US dollars for reading one tweet, estimated.
    provenance : Provenance, optional

    Attributes
    ----------
    total : int
        All together.
    price : float
        What reading all of them might cost, in US dollars.
    """

    def __init__(
        self, periods: Iterable[Period], *, by: str, price: float, provenance: Provenance | None = None
    ) -> None:
        self._periods = tuple(sorted(periods))
        self.by, self.provenance = by, provenance
        self.total = sum(period.tweets for period in self._periods)
        self.price = round(self.total * price, 3)

    def __len__(self) -> int:
        return len(self._periods)

    @overload
    def __getitem__(self, index: int) -> Period: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Period]: ...
    def __getitem__(self, index: int | slice) -> Period | Sequence[Period]:
        return self._periods[index]

    def to_pandas(self) -> pd.DataFrame:
        """Return one row a period: ``start``, ``end`` (UTC), ``tweet_count``.

        Raises
        ------
        MissingDependencyError
            If pandas or pyarrow is missing.
        """
        frame: pd.DataFrame = analysis.frame_of(analysis.COUNTS, self._periods, "pandas", self.provenance)
        return frame

    def to_polars(self) -> pl.DataFrame:
        """Return the same rows as :meth:`to_pandas` as a polars data frame.

        Raises
        ------
        MissingDependencyError
            If polars is missing.
        """
        frame: pl.DataFrame = analysis.frame_of(analysis.COUNTS, self._periods, "polars", self.provenance)
        return frame

    def plot_counts(self, *, ax: Axes | None = None) -> Axes:
        """Draw them as bars over time.

        Parameters
        ----------
        ax : matplotlib.axes.Axes, optional
            Where to draw; otherwise a new figure, which pyplot does not know.

        Returns
        -------
        matplotlib.axes.Axes
            They show themselves in a notebook; ``alt_text`` says what they show.

        Raises
        ------
        MissingDependencyError
            If matplotlib is missing.
        """
        from xauth_nb.tweets import plots

        query = self.provenance.query if self.provenance else None
        return plots.plot_counts(self._periods, by=self.by, query=query, ax=ax)

    def __repr__(self) -> str:
        return f"<Counts: {self}>"

    def __str__(self) -> str:
        count = f"about {self.total:,} tweet" + ("" if self.total == 1 else "s")
        said = [f"{count}, {dollars(self.price)} to read"]
        if self._periods:
            said.append(f"{moment(self._periods[0].start)} to {moment(self._periods[-1].end)}, by {self.by}")
        if self.provenance and self.provenance.query:
            said.append(self.provenance.query)
        return " · ".join(said)

    def _repr_html_(self) -> str:
        return frame(footer(str(self), alone=True))
