"""What tweets become for looking at many at once: plots. matplotlib is loaded when the first one is drawn."""

from __future__ import annotations

from datetime import tzinfo
from typing import TYPE_CHECKING, Literal

from xauth_nb.tweets.objects.models import Tweet
from xauth_nb.tweets.page import Page

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from xauth_nb.tweets.objects.analyses import EdgeKind

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

    def plot_words(self, *, top: int = 20, retweets: bool = False, ax: Axes | None = None) -> Axes:
        """Draw in how many tweets each of the most frequent words and hashtags stands, in every script.

        :meth:`words` gives the same as a data frame. Letters that matplotlib's own font lacks are drawn with a font of
        this machine; where it has none, the script is named in place of the word, and a warning says so.

        Parameters
        ----------
        top : int, optional
            How many words are shown.
        retweets : bool, optional
            As in :meth:`words`.
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

        return plots.plot_words(self, top=top, retweets=retweets, ax=ax)

    def plot_network(self, kind: EdgeKind = "retweets", *, ax: Axes | None = None) -> Axes:
        """Draw who refers to whom, as :meth:`edges` counts it: everybody a dot, the larger the more often referred to.

        The most connected bear their names, as far as they do not lie over each other. Who refers to nobody but
        themselves is left out.

        Parameters
        ----------
        kind : {"retweets", "quotes", "replies", "mentions", "hashtags"}, optional
        ax
            As in :meth:`plot_activity`.

        Returns
        -------
        matplotlib.axes.Axes

        Raises
        ------
        UsageError, MissingDependencyError
            As in :meth:`plot_activity`.

        Examples
        --------
        >>> tweets.plot_network("mentions").alt_text
        'Network of mentions: ... accounts, ... pairs. Most often mentioned: @...'
        """
        from xauth_nb.tweets import plots

        return plots.plot_network(self, kind=kind, ax=ax)
