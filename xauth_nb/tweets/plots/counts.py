"""A picture of how many tweets a query finds over time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.ticker import FuncFormatter, MaxNLocator

from xauth_nb.tweets.plots.canvas import (
    BLUE,
    INK,
    date_axis,
    finish,
    new_axes,
    nothing,
    on_axis,
    title,
    tweets_in_words,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from xauth_nb.tweets.counts import Period

__all__ = ["plot_counts"]

_LONGEST, _WHEN = 48, "%Y-%m-%d %H:%M"


def plot_counts(periods: Sequence[Period], *, by: str, query: str | None, ax: Axes | None) -> Axes:
    """Draw counts; see :meth:`xauth_nb.tweets.Counts.plot_counts`."""
    axes = ax if ax is not None else new_axes((7.6, 2.6))
    total = sum(period.tweets for period in periods)
    said = " ".join((query or "").split()).replace("$", r"\$")
    said = said if len(said) <= _LONGEST else said[: _LONGEST - 1] + "…"
    title(axes, f"{tweets_in_words(total)} by {by}" + (f": {said}" if said else ""))
    if not periods:
        return nothing(axes, "Nothing was counted.")
    starts = [on_axis(period.start) for period in periods]
    widths = [0.9 * (on_axis(period.end) - start) for period, start in zip(periods, starts, strict=True)]
    axes.bar(starts, [period.tweets for period in periods], width=widths, align="edge", color=BLUE)
    date_axis(axes)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=4, integer=True))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.grid(axis="y", color=INK, alpha=0.2)
    axes.set_axisbelow(True)
    best = max(periods, key=lambda period: (period.tweets, -on_axis(period.start)))
    return finish(
        axes,
        f"Bars of {tweets_in_words(total)} by {by}, {periods[0].start:{_WHEN}} to {periods[-1].end:{_WHEN}} UTC. "
        f"Most, {best.tweets:,}, from {best.start:{_WHEN}}.",
    )
