"""What a list of X's is: its path, the sizes of its pages, and how they are read. It asks for nothing by itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from xauth_nb.reading.span import EVERYTHING, Span
from xauth_nb.tweets.ids import first_id_at

if TYPE_CHECKING:
    from requests import Response

    from xauth_nb.costs import Metered
    from xauth_nb.tweets.page import Page

__all__ = ["Answer", "Listing", "shape_of"]

P = TypeVar("P", bound="Page[Any]")

_ID_IN_PATH = re.compile(r"(?<=[a-z])/\d+(?=/)")
_NOT_YET = timedelta(seconds=10)  # X takes no end that is nearer to now (X's docs, "Timelines")


@dataclass(frozen=True)
class Answer(Generic[P]):
    """A page, and what the rate limit has left.

    Parameters
    ----------
    page : Tweets or Users
    left : int or None
        ``None`` where X did not say.
    window : str or None
        Tells one window of the limit from the next: when it ends.
    """

    page: P
    left: int | None
    window: str | None


@dataclass(frozen=True, kw_only=True)
class Listing(Generic[P]):
    """A list that X gives page by page.

    Parameters
    ----------
    session : Metered
        Who asks.
    path, shape : str
        The path, and the same with ``:id`` in place of the id, as X's docs write it.
    query : str
        What it is in words, such as ``timeline of @ada``.
    sizes : tuple of int
        The smallest and the largest page.
    parse : callable
        From the bytes of an answer to a page.
    parameters : Mapping of str to str
        Fields, expansions, and what else is the same for every page.
    span : Span, optional
        What is asked for of it.
    has_bounds : bool, optional
        Whether X takes ``since_id`` and ``until_id`` for it.
    oldest : int, optional
        The lowest ``since_id`` that X takes.
    floor : int, optional
        An id below which there is nothing: the account did not exist.
    reach : int, optional
        How many records X keeps at the most.
    promised : int, optional
        How many records there are, where X has said so of the whole list.
    unit : str, optional
    """

    session: Metered
    path: str
    shape: str
    query: str
    sizes: tuple[int, int]
    parse: Callable[..., P]
    parameters: Mapping[str, str]
    span: Span = EVERYTHING
    has_bounds: bool = False
    oldest: int = 0
    floor: int = 0
    reach: int | None = None
    promised: int = 0
    unit: str = "tweets"

    def fetch(self, more: Mapping[str, str]) -> Answer[P]:
        """Ask for one page; a key ``path`` in ``more`` stands for another path.

        Parameters
        ----------
        more : Mapping of str to str
            What this page differs in: its size, token or bounds.

        Raises
        ------
        ApiError, TransportError
        """
        other = dict(more)
        path = other.pop("path", self.path)
        response = self.session.call("GET", path, params={**self.parameters, **other})
        page = self.parse(response.content, status=response.status_code)
        if self.span != EVERYTHING:  # X may be asked for less than that, where it would refuse the whole
            page = page.filter(lambda record: self.span.holds(record.id))
        return Answer(page, _calls_left(response), response.headers.get("x-rate-limit-reset"))

    def bounds(self) -> dict[str, str]:
        """Say the span in the words of the API. What lies in the future, or too far back, is left out: X refuses it."""
        if not self.has_bounds:
            return {}
        said = {}
        if self.span.since_id > self.oldest:
            said["since_id"] = str(self.span.since_id)
        if self.span.until_id < first_id_at(datetime.now(timezone.utc) - _NOT_YET):
            said["until_id"] = str(self.span.until_id)
        return said

    def size(self, wanted: int) -> str:
        """Say how large a page has to be for so many records."""
        return str(min(max(wanted, self.sizes[0]), self.sizes[1]))


def shape_of(path: str) -> str:
    """Write ``:id`` in place of the id in a path, as X's docs do."""
    return _ID_IN_PATH.sub("/:id", path)


def _calls_left(response: Response) -> int | None:
    """Read how many calls the rate limit has left; the headers decide, never a table."""
    said: Any = response.headers.get("x-rate-limit-remaining", "")
    return int(said) if said.isdigit() else None
