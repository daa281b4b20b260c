"""Two pictures of tweets over time: when they were written, and how well they were received."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta, timezone, tzinfo
from typing import TYPE_CHECKING, Any, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from matplotlib.colors import LinearSegmentedColormap
from matplotlib.ticker import FuncFormatter, MaxNLocator

from xauth_nb.errors import UsageError
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
    from datetime import datetime

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from xauth_nb.tweets.joined import JoinedTweet
    from xauth_nb.tweets.page import Page

__all__ = ["plot_activity", "plot_engagement"]

_HEAT = LinearSegmentedColormap.from_list("xauth_nb", [(*BLUE, 0.05), (*BLUE, 0.55), (*BLUE, 1.0)])
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_LABELS = {
    "like_count": "likes",
    "retweet_count": "reposts",
    "reply_count": "replies",
    "quote_count": "quotes",
    "bookmark_count": "bookmarks",
    "impression_count": "views",
}


def plot_activity(tweets: Page[JoinedTweet], *, by: str, tz: str | tzinfo | None, ax: Axes | None) -> Axes:
    """Draw when tweets were written; see :meth:`xauth_nb.tweets.Tweets.plot_activity`."""
    if by not in ("hour", "day"):
        raise UsageError(f"Activity is not counted by {by!r}.", remedy="Pass by='hour' or by='day'.")
    zone = _zone(tz)
    times = [tweet.created_at.astimezone(zone) for tweet in tweets if tweet.created_at is not None]
    axes = ax if ax is not None else new_axes((7.6, 2.9) if by == "hour" else (7.6, 2.6))
    if not times:
        return nothing(axes, "No tweets with a date to show.")
    name = str(tz or "UTC")
    said = _by_hour(axes, times, name) if by == "hour" else _by_day(axes, times, name)
    return finish(axes, said)


def _zone(tz: str | tzinfo | None) -> tzinfo:
    if tz is None or isinstance(tz, tzinfo):
        return tz or timezone.utc
    try:
        return ZoneInfo(tz)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UsageError(
            f"There is no time zone called {tz!r} on this machine.", remedy="Pass a name such as 'Europe/Paris'."
        ) from None


def _by_hour(axes: Axes, times: list[datetime], zone: str) -> str:
    counts = Counter((time.weekday(), time.hour) for time in times)
    grid = [[counts[day, hour] for hour in range(24)] for day in range(7)]
    mesh = axes.pcolormesh(grid, cmap=_HEAT, vmin=0, vmax=max(1, *map(max, grid)), edgecolors="none")
    mesh.set_linewidth(0)
    axes.set_yticks([day + 0.5 for day in range(7)], _DAYS)
    axes.set_xticks([hour + 0.5 for hour in range(0, 24, 3)], [f"{hour:02}" for hour in range(0, 24, 3)])
    axes.invert_yaxis()
    axes.set_aspect("equal")
    axes.set_xlabel(f"hour ({zone})")
    title(axes, f"When {tweets_in_words(len(times))} {'was' if len(times) == 1 else 'were'} written")
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    (day, hour), most = max(counts.items(), key=lambda item: (item[1], -item[0][0], -item[0][1]))
    _color_scale(axes, mesh)
    return (
        f"Heat map of {tweets_in_words(len(times))} by weekday and hour, {zone}. "
        f"Most, {most:,}, on {_DAYS[day]} from {hour:02}:00 to {(hour + 1) % 24:02}:00."
    )


def _color_scale(axes: Axes, mesh: Any) -> None:
    bar = cast("Figure", axes.figure).colorbar(mesh, ax=axes, shrink=0.6, aspect=12, pad=0.02)
    bar.ax.patch.set_alpha(0)
    bar.outline.set_visible(False)
    bar.locator = MaxNLocator(nbins=3, integer=True)
    bar.update_ticks()
    bar.ax.tick_params(length=0, colors=INK, labelsize=9)
    bar.ax.set_title("tweets", fontsize=9, color=INK, pad=6)


def _by_day(axes: Axes, times: list[datetime], zone: str) -> str:
    counts = Counter(time.date() for time in times)
    title(axes, f"{tweets_in_words(len(times))}, day by day")
    first, last = min(counts), max(counts)
    days = (last - first).days + 1
    step = max(1, -(-days // 400))  # years of days would be bars thinner than a pixel
    starts = [first + timedelta(days=at) for at in range(0, days, step)]
    heights = [0] * len(starts)
    for day, count in counts.items():
        heights[(day - first).days // step] += count
    axes.bar([on_axis(day) for day in starts], heights, width=step * 0.9, align="edge", color=BLUE)
    if days < 7:
        axes.set_xlim(on_axis(first) - 3, on_axis(first) + 7)
    date_axis(axes)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=4, integer=True))
    axes.set_xlabel(f"day ({zone})" if step == 1 else f"{step} days a bar ({zone})")
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.grid(axis="y", color=INK, alpha=0.2)
    axes.set_axisbelow(True)
    best = max(counts, key=lambda day: (counts[day], -day.toordinal()))
    return f"Bars of {tweets_in_words(len(times))} from {first} to {last}. Most, {counts[best]:,}, on {best}."


def plot_engagement(tweets: Page[JoinedTweet], *, metric: str, ax: Axes | None) -> Axes:
    """Draw a count over time; see :meth:`xauth_nb.tweets.Tweets.plot_engagement`."""
    if metric not in _LABELS:
        raise UsageError(f"There is no count called {metric!r}.", remedy=f"Choose one of {', '.join(_LABELS)}.")
    # A retweet carries the original's count of reposts and none of the others: it would be counted twice or as nothing.
    own = [t for t in tweets if t.created_at and t.public_metrics and t.reference("retweeted") is None]
    found = [(t, getattr(t.public_metrics, metric)) for t in own]
    points = [(cast("datetime", t.created_at), count) for t, count in found if count is not None and count >= 0]
    axes = ax if ax is not None else new_axes((7.6, 3.2))
    noun = _LABELS[metric]
    title(axes, f"{noun.capitalize()} of {tweets_in_words(len(points))}")
    axes.spines[["top", "right"]].set_visible(False)
    if not points:
        return nothing(axes, f"No tweets with {noun} to show.")
    points.sort()
    x = [on_axis(time) for time, _ in points]
    y = [count for _, count in points]
    axes.set_yscale("symlog", linthresh=1)
    size = max(14.0, min(40.0, 9000 / len(points)))
    axes.scatter(x, y, s=size, color=BLUE, alpha=0.55, linewidths=0)
    middle = sorted(y)[len(y) // 2]
    axes.axhline(middle, color=INK, linewidth=1, linestyle=(0, (4, 3)))
    axes.annotate(
        f"median {middle:,}", (1, middle), xycoords=("axes fraction", "data"), xytext=(5, 0),
        textcoords="offset points", va="center", fontsize=9, color=INK, annotation_clip=False,
    )  # fmt: skip
    date_axis(axes)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    axes.set_ylim(0, max(y) * 1.6 + 1)
    axes.grid(axis="y", color=INK, alpha=0.2)
    axes.set_axisbelow(True)
    most = max(y)
    when = f"{points[0][0]:%Y-%m-%d} to {points[-1][0]:%Y-%m-%d}"
    return finish(
        axes, f"{noun.capitalize()} of {tweets_in_words(len(y))} from {when}: median {middle:,}, most {most:,}."
    )
