"""Three pictures of tweets: when, how well received, which words. The only file that knows matplotlib.

No figure is registered with pyplot, so that nothing is drawn twice, nothing leaks, and no window opens: the axes that
are returned show themselves in a notebook, as a picture with a description for those who cannot see it. The picture is
transparent; the notebook lays paper under it, because no ink can be read on white and on black alike, and where the
page is known to be dark, it takes the paper away and turns the ink light.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from datetime import timedelta, timezone, tzinfo
from typing import TYPE_CHECKING, Any, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from xauth_nb.errors import MissingDependencyError, UsageError
from xauth_nb.style.palette import PENCIL
from xauth_nb.style.picture import picture
from xauth_nb.tweets.stopwords import STOPWORDS

try:
    from matplotlib.axes import Axes
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.colors import LinearSegmentedColormap
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num
    from matplotlib.figure import Figure
    from matplotlib.ticker import FuncFormatter, MaxNLocator
except ImportError as error:
    raise MissingDependencyError(
        "Plots need matplotlib, which is not installed here.", remedy="Run: pip install 'xauth-nb[plot]'"
    ) from error

if TYPE_CHECKING:
    from datetime import date, datetime

    from xauth_nb.tweets.joined import JoinedTweet
    from xauth_nb.tweets.page import Page

__all__ = ["PlotAxes", "plot_activity", "plot_engagement", "plot_words"]

_INK = PENCIL
_BLUE = (0.18, 0.53, 0.85)
_HEAT = LinearSegmentedColormap.from_list("xauth_nb", [(*_BLUE, 0.05), (*_BLUE, 0.55), (*_BLUE, 1.0)])
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_LABELS = {
    "like_count": "likes",
    "retweet_count": "reposts",
    "reply_count": "replies",
    "quote_count": "quotes",
    "bookmark_count": "bookmarks",
    "impression_count": "views",
}
_WORD = re.compile(r"#?[^\W\d_][\w'’-]*[^\W_]")
_NOT_WORDS = re.compile(r"https?://\S+|@\w+")


class PlotAxes(Axes):
    """Axes that show themselves in a notebook.

    Attributes
    ----------
    alt_text : str
        What the picture says, in words.
    """

    alt_text: str = ""

    def _repr_html_(self) -> str:
        buffer = io.BytesIO()
        figure = cast("Figure", self.figure)
        figure.savefig(buffer, format="png", dpi=192, bbox_inches="tight", metadata={"Software": None})
        return picture(buffer.getvalue(), self.alt_text)


def plot_activity(tweets: Page[JoinedTweet], *, by: str, tz: str | tzinfo | None, ax: Axes | None) -> Axes:
    """Draw when tweets were written; see :meth:`xauth_nb.tweets.Tweets.plot_activity`."""
    if by not in ("hour", "day"):
        raise UsageError(f"Activity is not counted by {by!r}.", remedy="Pass by='hour' or by='day'.")
    zone = _zone(tz)
    times = [tweet.created_at.astimezone(zone) for tweet in tweets if tweet.created_at is not None]
    axes = ax if ax is not None else _new_axes((7.6, 2.9) if by == "hour" else (7.6, 2.6))
    if not times:
        return _nothing(axes, "No tweets with a date to show.")
    name = str(tz or "UTC")
    said = _by_hour(axes, times, name) if by == "hour" else _by_day(axes, times, name)
    return _finish(axes, said)


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
    _title(axes, f"When {_tweets(len(times))} {'was' if len(times) == 1 else 'were'} written")
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    (day, hour), most = max(counts.items(), key=lambda item: (item[1], -item[0][0], -item[0][1]))
    _color_scale(axes, mesh)
    return (
        f"Heat map of {_tweets(len(times))} by weekday and hour, {zone}. "
        f"Most, {most:,}, on {_DAYS[day]} from {hour:02}:00 to {(hour + 1) % 24:02}:00."
    )


def _color_scale(axes: Axes, mesh: Any) -> None:
    bar = cast("Figure", axes.figure).colorbar(mesh, ax=axes, shrink=0.6, aspect=12, pad=0.02)
    bar.ax.patch.set_alpha(0)
    bar.outline.set_visible(False)
    bar.locator = MaxNLocator(nbins=3, integer=True)
    bar.update_ticks()
    bar.ax.tick_params(length=0, colors=_INK, labelsize=9)
    bar.ax.set_title("tweets", fontsize=9, color=_INK, pad=6)


def _by_day(axes: Axes, times: list[datetime], zone: str) -> str:
    counts = Counter(time.date() for time in times)
    _title(axes, f"{_tweets(len(times))}, day by day")
    first, last = min(counts), max(counts)
    days = (last - first).days + 1
    step = max(1, -(-days // 400))  # years of days would be bars thinner than a pixel
    starts = [first + timedelta(days=at) for at in range(0, days, step)]
    heights = [0] * len(starts)
    for day, count in counts.items():
        heights[(day - first).days // step] += count
    axes.bar([_on_axis(day) for day in starts], heights, width=step * 0.9, align="edge", color=_BLUE)
    if days < 7:
        axes.set_xlim(_on_axis(first) - 3, _on_axis(first) + 7)
    _date_axis(axes)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=4, integer=True))
    axes.set_xlabel(f"day ({zone})" if step == 1 else f"{step} days a bar ({zone})")
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.grid(axis="y", color=_INK, alpha=0.2)
    axes.set_axisbelow(True)
    best = max(counts, key=lambda day: (counts[day], -day.toordinal()))
    return f"Bars of {_tweets(len(times))} from {first} to {last}. Most, {counts[best]:,}, on {best}."


def plot_engagement(tweets: Page[JoinedTweet], *, metric: str, ax: Axes | None) -> Axes:
    """Draw a count over time; see :meth:`xauth_nb.tweets.Tweets.plot_engagement`."""
    if metric not in _LABELS:
        raise UsageError(f"There is no count called {metric!r}.", remedy=f"Choose one of {', '.join(_LABELS)}.")
    # A retweet carries the original's count of reposts and none of the others: it would be counted twice or as nothing.
    own = [t for t in tweets if t.created_at and t.public_metrics and t.reference("retweeted") is None]
    found = [(t, getattr(t.public_metrics, metric)) for t in own]
    points = [(cast("datetime", t.created_at), count) for t, count in found if count is not None and count >= 0]
    axes = ax if ax is not None else _new_axes((7.6, 3.2))
    noun = _LABELS[metric]
    _title(axes, f"{noun.capitalize()} of {_tweets(len(points))}")
    axes.spines[["top", "right"]].set_visible(False)
    if not points:
        return _nothing(axes, f"No tweets with {noun} to show.")
    points.sort()
    x = [_on_axis(time) for time, _ in points]
    y = [count for _, count in points]
    axes.set_yscale("symlog", linthresh=1)
    size = max(14.0, min(40.0, 9000 / len(points)))
    axes.scatter(x, y, s=size, color=_BLUE, alpha=0.55, linewidths=0)
    middle = sorted(y)[len(y) // 2]
    axes.axhline(middle, color=_INK, linewidth=1, linestyle=(0, (4, 3)))
    axes.annotate(
        f"median {middle:,}", (1, middle), xycoords=("axes fraction", "data"), xytext=(5, 0),
        textcoords="offset points", va="center", fontsize=9, color=_INK, annotation_clip=False,
    )  # fmt: skip
    _date_axis(axes)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    axes.set_ylim(0, max(y) * 1.6 + 1)
    axes.grid(axis="y", color=_INK, alpha=0.2)
    axes.set_axisbelow(True)
    most = max(y)
    when = f"{points[0][0]:%Y-%m-%d} to {points[-1][0]:%Y-%m-%d}"
    return _finish(axes, f"{noun.capitalize()} of {_tweets(len(y))} from {when}: median {middle:,}, most {most:,}.")


def plot_words(tweets: Page[JoinedTweet], *, top: int, ax: Axes | None) -> Axes:
    """Draw the most frequent words; see :meth:`xauth_nb.tweets.Tweets.plot_words`."""
    if top < 1:
        raise UsageError(f"The {top} most frequent words are none.", remedy="Pass top=20, or another number above 0.")
    counts: Counter[str] = Counter()
    for tweet in tweets:
        words = _WORD.findall(_NOT_WORDS.sub(" ", tweet.full_text.replace("’", "'").lower()))
        # Once a tweet: a text that repeats a word a hundred times is one tweet that uses it.
        counts.update({word for word in words if word not in STOPWORDS})
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:top]
    axes = ax if ax is not None else _new_axes((6.4, 0.8 + 0.26 * max(4, len(ranked))))
    _title(axes, f"Words in {_tweets(len(tweets))}")
    axes.spines[:].set_visible(False)
    if not ranked:
        return _nothing(axes, "No words to count.")
    names = [word.replace("$", r"\$") for word, _ in ranked]  # a pair of dollars would be read as mathematics
    bars = axes.barh(range(len(ranked)), [count for _, count in ranked], height=0.72, color=_BLUE)
    axes.bar_label(bars, padding=4, fontsize=9, color=_INK, fmt="{:,.0f}")
    axes.set_yticks(range(len(ranked)), names)
    axes.set_ylim(len(ranked) - 0.5, -0.5)
    axes.set_xticks([])
    axes.tick_params(length=0)
    said = ", ".join(f"{word} {count:,}" for word, count in ranked[:5])
    return _finish(axes, f"The {len(ranked)} most frequent words of {_tweets(len(tweets))}: {said}.")


def _tweets(number: int) -> str:
    return f"{number:,} tweet" if number == 1 else f"{number:,} tweets"


def _on_axis(when: date) -> float:
    return float(date2num(when))  # type: ignore[no-untyped-call]  # matplotlib.dates carries no types


def _date_axis(axes: Axes) -> None:
    locator = AutoDateLocator(minticks=2, maxticks=8)  # type: ignore[no-untyped-call]  # as above
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))  # type: ignore[no-untyped-call]  # as above


def _nothing(axes: Axes, said: str) -> Axes:
    axes.set_axis_off()
    axes.text(0.5, 0.5, said, transform=axes.transAxes, ha="center", va="center", color=_INK)
    return _finish(axes, said)


def _new_axes(size: tuple[float, float]) -> Axes:
    figure = Figure(figsize=size, layout="constrained")
    FigureCanvasAgg(figure)
    figure.patch.set_alpha(0)
    axes: Axes = figure.add_subplot(axes_class=PlotAxes)
    return axes


def _title(axes: Axes, text: str) -> None:
    axes.set_title(text, loc="left", fontsize=11, fontweight="bold", color=_INK, pad=10)


def _finish(axes: Axes, said: str) -> Axes:
    axes.patch.set_alpha(0)
    axes.tick_params(colors=_INK, labelsize=9.5)
    axes.spines[:].set_edgecolor(_INK)
    axes.xaxis.label.set(color=_INK, fontsize=9.5)
    vars(axes)["alt_text"] = said  # also on the axes of somebody else's figure
    return axes
