"""The ground that every plot is drawn on: axes that show themselves, colours, dates, and words for what is shown.

No figure is registered with pyplot, so that nothing is drawn twice, nothing leaks, and no window opens: the axes that
are returned show themselves in a notebook, as a picture with a description for those who cannot see it. The picture is
transparent; the notebook lays paper under it, because no ink can be read on white and on black alike, and where the
page is known to be dark, it takes the paper away and turns the ink light.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, cast

from xauth_nb.errors import MissingDependencyError

try:
    from matplotlib.axes import Axes
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num
    from matplotlib.figure import Figure
    from PIL import Image
except ImportError as error:
    raise MissingDependencyError(
        "Plots need matplotlib, which is not installed here.", remedy="Run: pip install 'xauth-nb[plot]'"
    ) from error

from xauth_nb.style.palette import PENCIL
from xauth_nb.style.picture import picture
from xauth_nb.tweets.plots.fonts import drawable

if TYPE_CHECKING:
    from datetime import date

    from xauth_nb.tweets.page import Page

__all__ = [
    "BLUE",
    "INK",
    "PlotAxes",
    "date_axis",
    "finish",
    "new_axes",
    "nothing",
    "of_query",
    "on_axis",
    "title",
    "tweets_in_words",
]

INK = PENCIL
BLUE = (0.18, 0.53, 0.85)
_LONGEST = 48
_LARGE = 100_000  # bytes


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
        return picture(_kept_small(buffer), self.alt_text)


def _kept_small(drawn: io.BytesIO) -> bytes:
    """Make a large picture a quarter of it, for the sake of the notebook that keeps it.

    Large are pictures of many lines, to which 256 colours are enough; heat maps, which need more, are small.
    """
    if len(drawn.getvalue()) < _LARGE:
        return drawn.getvalue()
    small = io.BytesIO()
    with Image.open(drawn) as image:
        image.quantize(256, method=Image.Quantize.FASTOCTREE).save(small, "png")
    return small.getvalue()


def tweets_in_words(number: int) -> str:
    """Say how many tweets: ``1 tweet``, ``1,200 tweets``."""
    return f"{number:,} tweet" if number == 1 else f"{number:,} tweets"


def of_query(tweets: Page[Any]) -> str:
    """Say where tweets came from, as the end of a title; nothing where it is not known."""
    query = " ".join(((tweets.provenance and tweets.provenance.query) or "").split())
    if not query:
        return ""
    # A pair of dollars would be read as mathematics.
    return ": " + (query if len(query) <= _LONGEST else query[: _LONGEST - 1] + "…").replace("$", r"\$")


def on_axis(when: date) -> float:
    """Give the place of a day or time on an axis."""
    return float(date2num(when))  # type: ignore[no-untyped-call]  # matplotlib.dates carries no types


def date_axis(axes: Axes) -> None:
    """Let the horizontal axis write dates, as few as are needed."""
    locator = AutoDateLocator(minticks=2, maxticks=8)  # type: ignore[no-untyped-call]  # as above
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))  # type: ignore[no-untyped-call]  # as above


def nothing(axes: Axes, said: str) -> Axes:
    """Draw a sentence in place of what is not there."""
    axes.set_axis_off()
    axes.text(0.5, 0.5, said, transform=axes.transAxes, ha="center", va="center", color=INK)
    return finish(axes, said)


def new_axes(size: tuple[float, float]) -> Axes:
    """Make axes in a figure of their own, which pyplot does not know; ``size`` is in inches."""
    figure = Figure(figsize=size, layout="constrained")
    FigureCanvasAgg(figure)
    figure.patch.set_alpha(0)
    axes: Axes = figure.add_subplot(axes_class=PlotAxes)
    return axes


def title(axes: Axes, text: str) -> None:
    """Write the title, to the left."""
    (shown,), style = drawable([text])
    axes.set_title(shown, loc="left", color=INK, pad=10, **{"fontsize": 11, "fontweight": "bold", **style})


def finish(axes: Axes, said: str) -> Axes:
    """Colour the axes, and keep what they show in words."""
    axes.patch.set_alpha(0)
    axes.tick_params(colors=INK, labelsize=9.5)
    axes.spines[:].set_edgecolor(INK)
    axes.xaxis.label.set(color=INK, fontsize=9.5)
    vars(axes)["alt_text"] = said  # also on the axes of somebody else's figure
    return axes
