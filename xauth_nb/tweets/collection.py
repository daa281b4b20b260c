"""Tweets and users as sequences, with the ways to look at them and to compute with them. They never fetch more."""

from __future__ import annotations

from datetime import tzinfo
from typing import TYPE_CHECKING, Any, Literal

from xauth_nb.tweets.models import Tweet, User
from xauth_nb.tweets.page import Page

if TYPE_CHECKING:
    import os

    import pandas as pd
    import polars as pl
    import pyarrow as pa
    from matplotlib.axes import Axes

    from xauth_nb.tweets.records import Media, Poll
    from xauth_nb.tweets.render.display import Display

__all__ = ["Tweets", "Users"]


class Users(Page[User]):
    """Users in the order in which X sent them: an immutable sequence whose slices are ``Users`` again."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<Users: {len(self)}>"

    def _repr_html_(self) -> str:
        from xauth_nb.tweets.render import users

        return users.render_users(self)


class Tweets(Page[Tweet]):
    """Tweets in the order in which X sent them: an immutable sequence whose slices are ``Tweets`` again.

    Parameters
    ----------
    items : iterable of Tweet
        Joined already, as :func:`~xauth_nb.tweets.parse.parse_tweets` makes them.
    next_token : str, optional
        Where the next page starts; ``None`` on the last one.
    errors : iterable of Problem, optional
        What X could not give.
    provenance : Provenance, optional
        Where they came from. Slices, sums, sorting and :meth:`unique` keep it.

    Examples
    --------
    >>> tweets = Tweets([Tweet(id="2"), Tweet(id="10"), Tweet(id="2")])
    >>> tweets.unique().sorted()[-1].id
    '10'
    """

    __slots__ = ()

    @property
    def users(self) -> dict[str, User]:
        """Everybody who came along with these tweets, by id."""
        return self._joined("users")

    @property
    def media(self) -> dict[str, Media]:
        """Every photo, video and GIF that came along, by media key."""
        return self._joined("media")

    @property
    def polls(self) -> dict[str, Poll]:
        """Every poll that came along, by id."""
        return self._joined("polls")

    @property
    def referenced(self) -> dict[str, Tweet]:
        """Every tweet that these retweet, quote or answer and that came along, by id."""
        return {found.id: found for tweet in self._items for found in tweet.referenced}

    def get(self, id: str) -> Tweet | None:
        """Return the tweet with this id, or ``None``.

        Parameters
        ----------
        id : str
        """
        return next((tweet for tweet in self._items if tweet.id == id), None)

    def _joined(self, kind: str) -> dict[str, Any]:
        pages = {id(tweet._joined): tweet._joined for tweet in self._items}
        return {key: value for page in pages.values() for key, value in getattr(page, kind).items()}

    @classmethod
    def from_archive(cls, path: str | os.PathLike[str]) -> Tweets:
        """Open what ``archive=`` has kept, newest first; also while it is being added to.

        Parameters
        ----------
        path : str or os.PathLike
            The archive's folder, or a folder with several archives in it, which are read as one.

        Returns
        -------
        Tweets
            As they were, with authors, media, polls and what else came along; each id once.

        Raises
        ------
        UsageError
            If there is no archive.
        StoreError
            If a part is damaged; the message names it.
        MissingDependencyError
            If pyarrow is missing.

        Examples
        --------
        >>> Tweets.from_archive("nasa").to_pandas()                           # doctest: +SKIP
        """
        from xauth_nb.tweets import archive

        return archive.read_archive(path)

    # --- looking at them ---

    def show(self, *, limit: int = 10, media: bool = False, table: bool = False, thread: bool = False) -> Display:
        """Choose how they are displayed. Nothing is fetched unless ``media`` asks for it.

        Parameters
        ----------
        limit : int, optional
            How many are shown; the rest is counted.
        media : bool, optional
            Load pictures from X when the cell is looked at. Whoever opens the notebook then calls X's servers.
        table : bool, optional
            One line a tweet instead of cards.
        thread : bool, optional
            Oldest first, joined by a line.

        Returns
        -------
        Display
            With an HTML card for notebooks and the same in plain text for terminals.

        Raises
        ------
        UsageError
            If ``limit`` is below 1, or both ``table`` and ``thread`` are asked for.
        """
        from xauth_nb.tweets.render import listing

        return listing.show(self, limit=limit, media=media, table=table, thread=thread)

    def __repr__(self) -> str:
        from xauth_nb.tweets.render import plain

        return plain.tweets_line(self)

    def __str__(self) -> str:
        return str(self.show())

    def _repr_html_(self) -> str:
        return self.show()._repr_html_()

    # --- computing with them ---

    def to_pandas(self) -> pd.DataFrame:
        """Return one row a tweet as a pandas data frame, with the same columns and types however many there are.

        Ids are strings, times UTC, counts nullable integers, lists plain lists. The author's columns are joined.
        ``frame.attrs["xauth_nb"]`` says where the tweets came from.

        Returns
        -------
        pandas.DataFrame

        Raises
        ------
        MissingDependencyError
            If pandas or pyarrow is missing.
        """
        from xauth_nb.tweets import pandas_frame

        return pandas_frame.to_pandas(self)

    def entities(self, kind: str) -> pd.DataFrame:
        """Return one row for each hashtag, link, mention, medium or poll answer, with the tweet it is in.

        Parameters
        ----------
        kind : {"hashtags", "cashtags", "mentions", "urls", "media", "poll_options"}

        Returns
        -------
        pandas.DataFrame
            ``id``, ``created_at`` and ``author_id`` of the tweet, then what the entity has.

        Raises
        ------
        UsageError
            If there is no such kind.
        MissingDependencyError
            If pandas or pyarrow is missing.
        """
        from xauth_nb.tweets import pandas_frame

        return pandas_frame.entities_to_pandas(self, kind)

    def to_polars(self) -> pl.DataFrame:
        """Return the same rows as :meth:`to_pandas` as a polars data frame, which cannot carry the provenance.

        Returns
        -------
        polars.DataFrame

        Raises
        ------
        MissingDependencyError
            If polars is missing.
        """
        from xauth_nb.tweets import polars_frame

        return polars_frame.to_polars(self)

    def to_arrow(self) -> pa.Table:
        """Return the same rows as :meth:`to_pandas` as an Arrow table, the provenance in the schema's metadata.

        Returns
        -------
        pyarrow.Table

        Raises
        ------
        MissingDependencyError
            If pyarrow is missing.
        """
        from xauth_nb.tweets import arrow_frame

        return arrow_frame.to_arrow(self)

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
