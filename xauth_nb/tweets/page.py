"""A sequence that never changes and remembers where it came from. It knows nothing of what it holds but the ids."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Reversible, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

from xauth_nb.errors import UsageError
from xauth_nb.tweets.careful import once
from xauth_nb.tweets.data import Identified
from xauth_nb.tweets.records import Origin

if TYPE_CHECKING:
    from xauth_nb.tweets.records import Problem

__all__ = ["Page", "Provenance"]

R = TypeVar("R", bound=Identified, covariant=True)
P = TypeVar("P", bound="Page[Any]")


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
        The estimated cost in US dollars of all of them; ``None`` where it is not known, as it is of a part. Looking up
        whose list it is, where only a name was given, is no page of it.
    is_complete : bool, optional
        Whether everything came that was asked for; ``False`` after an interruption or an error.
    fields : tuple of str, optional
        What was asked for with ``fields=``, beside what is always asked for.
    """

    path: str = ""
    query: str | None = None
    account: str | None = None
    when: datetime | None = None
    pages: int = 1
    cost: float | None = None
    is_complete: bool = True
    fields: tuple[str, ...] = ()

    @property
    def origin(self) -> Origin:
        """What of it belongs to each single record."""
        return Origin(
            path=self.path or None, query=self.query, account=self.account, when=self.when, fields=self.fields or None
        )

    def as_dict(self) -> dict[str, Any]:
        """Return plain values that JSON can carry, as data frames keep them."""
        plain = {**asdict(self), "when": self.when.isoformat() if self.when else None}
        del plain["fields"]
        return {**plain, "fields": [*self.fields]} if self.fields else plain

    @classmethod
    def combine(cls, all: Iterable[Provenance | None]) -> Provenance | None:
        """Add up the pages and the costs of several; what differs otherwise is joined by `` + ``.

        The same reading counts once, so that the parts of a list make no more pages than the list. Where the cost of
        one is not known, that of all is not.

        Parameters
        ----------
        all : iterable of Provenance or None

        Returns
        -------
        Provenance or None
            ``None`` if none of them is known.
        """
        # Two readings of one list differ in their time; where that is not known, they may be two.
        readings: dict[object, Provenance] = {one if one.when else id(one): one for one in all if one is not None}
        known = [*readings.values()]
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
            cost=sum(costs) if len(costs) == len(known) else None,
            is_complete=not any(not one.is_complete for one in known),
            fields=tuple(dict.fromkeys(field for one in known for field in one.fields)),
        )


if TYPE_CHECKING:
    Ordered = Sequence
else:

    class Ordered(Reversible, Generic[R]):
        """A sequence that is not registered as one: polars would take it for rows, and ask it for no columns."""

        __slots__ = ()
        __contains__ = Sequence.__contains__
        __reversed__ = Sequence.__reversed__
        index = Sequence.index
        count = Sequence.count


class Page(Ordered[R], Generic[R]):
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
        if not all(issubclass(kind, Identified) for kind in set(map(type, self._items))):
            raise UsageError(
                f"{type(self).__name__} hold records, and these are raw: what X sends has to be read first.",
                remedy=f"Read X's answer with xauth_nb.tweets.parse_{type(self).__name__.lower()}(response.content), "
                "or a file with Tweets.from_file(path).",
            )
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
            errors=once(tuple(error for page in every for error in page.errors)),
            provenance=provenance or Provenance.combine(page.provenance for page in every),
        )

    @property
    def is_complete(self) -> bool:
        """Whether everything came that was asked for; ``False`` after an interruption or an error."""
        return self.provenance is None or self.provenance.is_complete

    @classmethod
    def _of(cls: type[P], page: Page[Any]) -> P:
        """Take over what a parser or an archive has read."""
        return cls(page._items, next_token=page.next_token, errors=page.errors, provenance=page.provenance)

    def _with(self: P, items: Iterable[Any]) -> P:
        found = tuple(items)
        source = self.provenance
        if source is not None and len(found) < len(self._items):
            source = replace(source, cost=None)  # what X bills is known of the whole, not of each record
        return type(self)(found, next_token=self.next_token, errors=self.errors, provenance=source)

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
        # By id and not by record, whose own hash is Python code: ten times as fast. Without an id each is its own.
        found: dict[str | int, R] = {}
        for item in self._items:
            found.setdefault(item.id or id(item), item)
        # Nothing is lost with a repetition: the price stays.
        return type(self)(found.values(), next_token=self.next_token, errors=self.errors, provenance=self.provenance)

    def filter(self: P, keep: Callable[[R], bool]) -> P:
        """Return the records for which ``keep`` says yes.

        Parameters
        ----------
        keep : callable
        """
        return self._with(item for item in self._items if keep(item))


def _by_id(item: Identified) -> tuple[int, str]:
    # Ids are numbers written as text: the longer one is the greater one.
    return len(item.id), item.id
