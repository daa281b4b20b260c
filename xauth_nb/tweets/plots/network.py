"""A picture of who refers to whom: everybody a dot, the most connected with their names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.patheffects import withStroke
from matplotlib.transforms import Bbox

from xauth_nb.tweets.analysis.edges import find_edges
from xauth_nb.tweets.plots.canvas import BLUE, INK, finish, new_axes, nothing, of_query, title
from xauth_nb.tweets.plots.fonts import drawable
from xauth_nb.tweets.plots.layout import place

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    from xauth_nb.tweets.analysis.edges import Edge
    from xauth_nb.tweets.joined import JoinedTweet
    from xauth_nb.tweets.page import Page

__all__ = ["plot_network"]

_DONE = {
    "retweets": "retweeted",
    "quotes": "quoted",
    "replies": "answered",
    "mentions": "mentioned",
    "hashtags": "used with others",
}
_NAMED = 25
"""Dots that may bear their name; a small network names all."""


def plot_network(tweets: Page[JoinedTweet], *, kind: str, ax: Axes | None) -> Axes:
    """Draw a network; see :meth:`xauth_nb.tweets.Tweets.plot_network`."""
    edges = [edge for edge in find_edges(tweets, kind) if edge.source != edge.target]
    axes = ax if ax is not None else new_axes((7.6, 6.2))
    unit = "hashtags" if kind == "hashtags" else "accounts"
    if not edges:
        return nothing(axes, f"No {kind} to show." if unit == "accounts" else "No hashtags that stand together.")
    names = list(dict.fromkeys(name for edge in edges for name in (edge.source, edge.target)))
    places = {name: at for at, name in enumerate(names)}
    pairs = [(places[edge.source], places[edge.target]) for edge in edges]
    spots = place(len(names), pairs, [edge.times for edge in edges])
    weight = np.zeros(len(names))
    for edge in edges:
        weight[places[edge.target]] += edge.times
        if unit == "hashtags":
            weight[places[edge.source]] += edge.times
    title(axes, f"{kind.capitalize()} among {len(names):,} {unit}{of_query(tweets)}")
    axes.set_axis_off()
    sizes = _draw(axes, spots, pairs, edges, weight)
    order = sorted(range(len(names)), key=lambda at: (-weight[at], names[at]))
    named = order[: len(names) if len(names) <= _NAMED else _NAMED]
    sign = "" if unit == "hashtags" else "@"
    _name(axes, [(spots[at], f"{sign}{names[at]}", sizes[at]) for at in named])
    said = ", ".join(f"{sign}{names[at]} {weight[at]:,.0f}" for at in order[:5])
    return finish(
        axes,
        f"Network of {kind}: {len(names):,} {unit}, {len(edges):,} {'pairs' if len(edges) != 1 else 'pair'}. "
        f"Most often {_DONE[kind]}: {said}.",
    )


def _draw(axes: Axes, spots: Any, pairs: list[tuple[int, int]], edges: list[Edge], weight: Any) -> Any:
    many = len(spots)
    counts = np.array([edge.times for edge in edges], dtype=float)
    widths = 0.5 + 2.0 * np.sqrt(counts / counts.max()) if many <= 200 else 0.3 + 0.9 * np.sqrt(counts / counts.max())
    faint = float(np.clip(30 / np.sqrt(len(edges)) / 4, 0.1, 0.55))
    lines = LineCollection([spots[list(pair)] for pair in pairs], colors=INK, linewidths=widths, alpha=faint, zorder=1)
    axes.add_collection(lines)
    least, most = (40, 420) if many <= 60 else (14, 320) if many <= 400 else (4, 260)
    sizes = least + (most - least) * weight / max(weight.max(), 1)
    axes.scatter(spots[:, 0], spots[:, 1], s=sizes, color=BLUE, alpha=0.8, linewidths=0, zorder=2)
    low, high = spots.min(axis=0), spots.max(axis=0)
    room = np.maximum(high - low, 0.2) * 0.08
    axes.set_xlim(low[0] - room[0], high[0] + room[0])
    axes.set_ylim(low[1] - room[1], high[1] + room[1])
    return sizes


def _name(axes: Axes, dots: list[tuple[Any, str, float]]) -> None:
    """Write the names, the most connected first, and leave out those that would lie over another one."""
    figure = cast("Figure", axes.figure)
    canvas = cast("FigureCanvasAgg", figure.canvas)
    texts, style = drawable([text.replace("$", r"\$") for _, text, _ in dots])
    labels = [
        axes.annotate(
            text, spot, xytext=(0, np.sqrt(size) / 2 + 2), textcoords="offset points", ha="center",
            va="bottom", fontsize=9, color=INK, zorder=3, annotation_clip=False, **{"fontweight": "bold", **style},
            path_effects=[withStroke(linewidth=2.5, foreground="white", alpha=0.85)],
        )
        for (spot, _, size), text in zip(dots, texts, strict=True)
    ]  # fmt: skip
    if not hasattr(canvas, "get_renderer"):
        return
    figure.draw_without_rendering()  # the axes take their place
    renderer = canvas.get_renderer()  # type: ignore[no-untyped-call]  # matplotlib has no types here
    taken: list[Bbox] = []
    for label in labels:
        box = label.get_window_extent(renderer)
        if any(box.overlaps(other) for other in taken):
            label.remove()
        else:
            taken.append(box)
