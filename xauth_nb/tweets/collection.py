"""Tweets and users as sequences that remember where they came from. They never change, and never fetch more."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

from xauth_nb.tweets.models import Tweet, User

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa
    from matplotlib.axes import Axes

    from xauth_nb.tweets.records import Media, Poll, Problem
    from xauth_nb.tweets.render.display import Display

__all__ = ["Provenance", "Tweets", "Users"]

R = TypeVar("R", Tweet, User)
P = TypeVar("P", bound="_Page[Any]")


@dataclass(frozen=True)
class Provenance:
    """Where records came from.

    Parameters
    ----------
    path : str
        The path of the API, such as ``/2/tweets/search/recent``.
    query : str, optional
        What was searched for, or whose timeline it was.
    account : str, optional
        Who asked, such as ``@ada``.
    when : datetime.datetime, optional
        When the last page came.
    pages : int, optional
        How many pages came.
    cost : float, optional
        The estimated cost in US dollars; ``None`` where it is not known.
    """

    path: str = ""
    query: str | None = None
    account: str | None = None
    when: datetime | None = None
    pages: int = 1
    cost: float | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return plain values that JSON can carry, as data frames keep them."""
        return {**asdict(self), "when": self.when.isoformat() if self.when else None}

    @classmethod
    def combine(cls, all: Iterable[Provenance | None]) -> Provenance | None:
        """Add up the pages and the costs of several; what differs otherwise is joined by `` + ``.

        Parameters
        ----------
        all : iterable of Provenance or None

        Returns
        -------
        Provenance or None
            ``None`` if none of them is known.
        """
        known = [one for one in all if one is not None]
        if not known:
            return None

        def joined(values: Iterable[str | None]) -> str | None:
            return " + ".join(dict.fromkeys(value for value in values if value)) or None

        costs = [one.cost for one in known if one.cost is not None]
        return cls(
            path=joined(one.path for one in known) or "",
            query=joined(one.query for one in known),
            account=joined(one.account for one in known),
            when=max((one.when for one in known if one.when is not None), default=None),
            pages=sum(one.pages for one in known),
            cost=sum(costs) if costs else None,
        )


class _Page(Sequence[R], Generic[R]):
    """What :class:`Tweets` and :class:`Users` share: an immutable sequence with errors and provenance."""

    __slots__ = ("_items", "errors", "next_token", "provenance")

    def __init__(
        self,
        items: Iterable[R] = (),
        *,
        next_token: str | None = None,
        errors: Iterable[Problem] = (),
        provenance: Provenance | None = None,
    ) -> None:
        self._items: tuple[R, ...] = tuple(items)
        self.next_token = next_token
        self.errors: tuple[Problem, ...] = tuple(errors)
        self.provenance = provenance

    @classmethod
    def concatenate(cls: type[P], pages: Iterable[P], *, provenance: Provenance | None = None) -> P:
        """Put pages one behind the other.

        Parameters
        ----------
        pages : iterable of the same kind
        provenance : Provenance, optional
            Where all of it came from; otherwise it is combined from the pages.

        Returns
        -------
        Tweets or Users
            ``next_token`` is that of the last page, ``errors`` are all of them.
        """
        every = tuple(pages)
        return cls(
            (item for page in every for item in page),
            next_token=every[-1].next_token if every else None,
            errors=(error for page in every for error in page.errors),
            provenance=provenance or Provenance.combine(page.provenance for page in every),
        )

    def _with(self: P, items: Iterable[R]) -> P:
        return type(self)(items, next_token=self.next_token, errors=self.errors, provenance=self.provenance)

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[R]:
        return iter(self._items)

    @overload
    def __getitem__(self, index: int) -> R: ...
    @overload
    def __getitem__(self: P, index: slice) -> P: ...
    def __getitem__(self: P, index: int | slice) -> Any:
        return self._with(self._items[index]) if isinstance(index, slice) else self._items[index]

    def __add__(self: P, other: P) -> P:
        return type(self).concatenate((self, other)) if isinstance(other, type(self)) else NotImplemented

    def __eq__(self, other: object) -> bool:
        return self._items == other._items if isinstance(other, type(self)) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._items)

    def sorted(self: P, key: Callable[[R], Any] | None = None, *, reverse: bool = False) -> P:
        """Return the same records in another order.

        Parameters
        ----------
        key : callable, optional
            As in :func:`sorted`; by id and so by time where it is left out.
        reverse : bool, optional
            Newest or largest first.
        """
        return self._with(sorted(self._items, key=key or _by_id, reverse=reverse))

    def unique(self: P) -> P:
        """Return each id once, where it came first."""
        return self._with(dict.fromkeys(self._items))

    def filter(self: P, keep: Callable[[R], bool]) -> P:
        """Return the records for which ``keep`` says yes.

        Parameters
        ----------
        keep : callable
        """
        return self._with(item for item in self._items if keep(item))


def _by_id(item: Tweet | User) -> tuple[int, str]:
    # Ids are numbers written as text: the longer one is the greater one.
    return len(item.id), item.id


class Users(_Page[User]):
    """Users in the order in which X sent them: an immutable sequence whose slices are ``Users`` again."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<Users: {len(self)}>"

    def _repr_html_(self) -> str:
        from xauth_nb.tweets.render import users

        return users.render_users(self)


class Tweets(_Page[Tweet]):
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

    # --- looking at them ---

    def show(
        self, *, limit: int = 10, media: bool = False, table: bool = False, thread: bool = False
    ) -> Display:
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

        Ids are strings, times UTC, counts nullable integers, lists Arrow lists. The author's columns are joined.
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
