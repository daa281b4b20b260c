"""What tweets become for looking at many at once: plots. matplotlib is loaded when the first one is drawn."""

from __future__ import annotations

from datetime import tzinfo
from typing import TYPE_CHECKING, Literal

from xauth_nb.tweets.objects.models import Tweet
from xauth_nb.tweets.page import Page

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Pictures"]


class Pictures(Page[Tweet]):
    """The plots of :class:`Tweets`."""

    __slots__ = ()

    def plot_activity(
        self, *, by: Literal["hour", "day"] = "hour", tz: str | tzinfo | None = None, ax: Axes | None = None
    ) -> Axes:
        """Draw when the tweets were written: weekday by hour, or day by day.

        Parameters
        ----------
        by : {"hour", "day"}, optional
        tz : str or datetime.tzinfo, optional
            The zone in which days and hours are counted, such as ``"Europe/Paris"``; UTC where it is left out.
        ax : matplotlib.axes.Axes, optional
            Where to draw; otherwise a new figure, which pyplot does not know.

        Returns
        -------
        matplotlib.axes.Axes
            They show themselves in a notebook; ``alt_text`` says what they show. Save them with
            ``ax.figure.savefig(…)``.

        Raises
        ------
        UsageError
            If there is no such zone.
        MissingDependencyError
            If matplotlib is missing.
        """
        from xauth_nb.tweets import plots

        return plots.plot_activity(self, by=by, tz=tz, ax=ax)

    def plot_engagement(self, *, metric: str = "like_count", ax: Axes | None = None) -> Axes:
        """Draw likes, or another public count, over time, with the median. Retweets are left out.

        Parameters
        ----------
        metric : str, optional
            ``like_count``, ``retweet_count``, ``reply_count``, ``quote_count``, ``bookmark_count`` or
            ``impression_count``.
        ax
            As in :meth:`plot_activity`.

        Returns
        -------
        matplotlib.axes.Axes

        Raises
        ------
        UsageError, MissingDependencyError
            As in :meth:`plot_activity`.
        """
        from xauth_nb.tweets import plots

        return plots.plot_engagement(self, metric=metric, ax=ax)

    def plot_words(self, *, top: int = 20, ax: Axes | None = None) -> Axes:
        """Draw in how many tweets each of the most frequent words and hashtags stands.

        Parameters
        ----------
        top : int, optional
            How many words are shown.
        ax
            As in :meth:`plot_activity`.

        Returns
        -------
        matplotlib.axes.Axes

        Raises
        ------
        UsageError, MissingDependencyError
            As in :meth:`plot_activity`.
        """
        from xauth_nb.tweets import plots

        return plots.plot_words(self, top=top, ax=ax)
