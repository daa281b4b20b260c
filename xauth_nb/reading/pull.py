"""Collect the pages of one reading call, and keep them whatever happens. How they are read is said elsewhere."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from xauth_nb.errors import XAuthError
from xauth_nb.errors.stopping import stop_told
from xauth_nb.reading.progress import Progress
from xauth_nb.reading.span import LAST_ID
from xauth_nb.tweets import Provenance
from xauth_nb.tweets.careful import hides_a_page

if TYPE_CHECKING:
    from xauth_nb.reading.listing import Listing
    from xauth_nb.reading.source import Answer, Source
    from xauth_nb.tweets.page import Page

__all__ = ["Pull", "in_a_row"]

P = TypeVar("P", bound="Page[Any]")


class Pull(Generic[P]):
    """One reading call.

    Parameters
    ----------
    source : Source
    listing : Listing
    limit : int
        How many records at the most.
    account : str, optional
        Who asks, such as ``@ada``.
    arrange : callable
        Puts the pages together, in the order in which the records belong.
    keep : callable, optional
        Puts each page away as it comes, and gives back what is wanted of it.
    before : int, optional
        How many records have come already, where this goes on with what others began.

    Attributes
    ----------
    pages : list of Tweets or of Users
        What has come so far, as it came.
    front : str or None
        The last tweet up to which nothing is missing, where that is not the last one of all.
    left : int or None
        How many calls the rate limit has left, as X last said.
    """

    def __init__(
        self,
        source: Source,
        listing: Listing[P],
        limit: int,
        *,
        account: str | None,
        arrange: Callable[[Sequence[P]], P],
        keep: Callable[[P], P] | None = None,
        before: int = 0,
    ) -> None:
        self.listing, self.limit = listing, limit
        self.pages: list[P] = []
        self._ids: set[str] = set()
        self.front: str | None = None
        self.left = source.calls_left(listing)
        self._window: str | None = None
        self._source, self._account, self._arrange, self._keep = source, account, arrange, keep
        self._before, self._spent_before = before, source.spent
        self._bar = Progress(limit if limit < LAST_ID else None, listing.unit)

    @property
    def waited(self) -> float | None:
        """As of :attr:`Source.waited`."""
        return self._source.waited

    def fetch(self, more: Mapping[str, str]) -> Answer[P]:
        """Ask for one page; from any thread.

        Parameters
        ----------
        more : Mapping of str to str
            As for :meth:`Source.fetch`.
        """
        return self._source.fetch(self.listing, more)

    def take(self, answer: Answer[P]) -> int:
        """Keep what is new on a page that has come, and say how much that is.

        While pages are read, tweets are written and deleted, so that one may come on two pages: it counts once.
        """
        page = answer.page
        ids = {record.id for record in page}
        if len(ids) < len(page) or not self._ids.isdisjoint(ids):
            page = page.unique().filter(lambda record: not record.id or record.id not in self._ids)
        self._ids |= ids
        self.pages.append(self._keep(page) if self._keep else page)
        if answer.left is not None and self.left is not None and answer.window == self._window:
            # Of calls that went out together the answers come in any order: within a window the least is true.
            self.left = min(self.left, answer.left)
        else:
            self.left, self._window = answer.left, answer.window
        self._bar.add(len(page), left=answer.left, cost=self._cost)
        return len(page)

    def run(self, way: Callable[[Pull[P]], None]) -> P:
        """Read in one of the ways there are.

        Parameters
        ----------
        way : callable
            Asks for pages and gives each to :meth:`take`.

        Returns
        -------
        Tweets or Users
            After Ctrl-C what has come until then, which ``is_complete`` and a printed sentence say.

        Raises
        ------
        XAuthError
            What stopped it, with ``partial``.
        KeyboardInterrupt
            If nothing had come yet.
        """
        try:
            with (
                contextlib.nullcontext() if self._before else stop_told("Stopped before anything had come."),
                self._bar,
            ):
                way(self)
        except KeyboardInterrupt:
            if not self.pages and not self._before:
                raise
            part = self._result(is_complete=False)
            print(f"Interrupted. {self._kept(part)} returned. {self._next(part)}")  # noqa: T201 - told where it happened
            return part
        except XAuthError as error:
            if self.pages:
                error.partial = part = self._result(is_complete=False)
                error.message = f"{error.message} {self._kept(part)} kept."
                error.remedy = (
                    f"{error.remedy} What came is in the error's attribute partial (where a cell has stopped: "
                    f"import sys; sys.last_value.partial). {self._next(part)}"
                )
            raise
        return self._result(is_complete=True)

    def _result(self, *, is_complete: bool) -> P:
        found = self._arrange(self.pages)
        provenance = Provenance(
            path=self.listing.shape,
            query=self.listing.query,
            account=self._account,
            when=self._source.now(),
            pages=len(self.pages),
            cost=self._cost,
            is_complete=is_complete and not hides_a_page(found.errors),
            fields=self.listing.fields,
        )
        return type(found)(found[: self.limit], next_token=found.next_token, errors=found.errors, provenance=provenance)

    @property
    def _cost(self) -> float:
        return round(self._source.spent - self._spent_before, 6)

    def _kept(self, part: P) -> str:
        unit = self.listing.unit
        count = self._before + len(part)
        return f"1 {unit[:-1]} had come and is" if count == 1 else f"{count:,} {unit} had come and are"

    def _next(self, part: P) -> str:
        if self._keep:
            return "It is in the archive: run the same call again, and it goes on from there."
        last = part[-1].id if part else None
        if not self.listing.has_bounds or not last:
            return "Run the same call again for the rest; X bills a record once a day."
        order = "unique()" if self.front in (None, last) else "unique() and sorted(reverse=True)"
        return f"Go on with the same call and until='{self.front or last}'; add the two with +, then {order}."


def in_a_row(pull: Pull[P]) -> None:
    """Read page after page until there is enough, or no further page.

    A token that was seen before ends the loop: X has been seen to repeat one for ever.
    """
    listing = pull.listing
    seen: set[str] = set()
    token: str | None = None
    left = pull.limit
    while left > 0:
        more = {**listing.bounds(), "max_results": listing.size(left)}
        if token:
            more[listing.page_by] = token
        answer = pull.fetch(more)
        left -= pull.take(answer)
        token = answer.page.next_token
        if not token or token in seen:
            return
        seen.add(token)
