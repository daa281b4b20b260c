"""Where pages come from: the session's signed calls, with what they have cost and what the rate limit has left."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from xauth_nb.costs import price_of_call
from xauth_nb.reading.span import EVERYTHING
from xauth_nb.tweets import Provenance
from xauth_nb.wire.faults import fault
from xauth_nb.wire.problems import read_problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from requests import Response

    from xauth_nb.costs import Costs
    from xauth_nb.reading.listing import Listing
    from xauth_nb.tweets.page import Page
    from xauth_nb.wire import SignedSession

__all__ = ["Answer", "Source"]

P = TypeVar("P", bound="Page[Any]")

_LATELY = 64
"""Answers; two whole timelines."""
_CLOSE = 2.0
"""Seconds by which two clocks may differ and be the same: an answer tells whole seconds, and was under way."""


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


class Source:
    """Asks X for one page of a list at a time.

    Parameters
    ----------
    wire : SignedSession
    costs : Costs
        What the wire's calls are added up in.
    clock : callable
        Gives the server's time, in Unix seconds; this machine's until the server has told its own.
    """

    def __init__(self, wire: SignedSession, costs: Costs, clock: Callable[[], float]) -> None:
        self._wire, self._costs, self._clock = wire, costs, clock
        self._waits: deque[float] = deque(maxlen=_LATELY)

    @property
    def spent(self) -> float:
        """US dollars, since the session began."""
        return self._costs.total

    def now(self) -> datetime:
        """Say when something was collected, in UTC: by this machine's clock, or by the server's if that is another."""
        here, there = time.time(), self._clock()
        return datetime.fromtimestamp(here if abs(there - here) <= _CLOSE else there, timezone.utc)

    @property
    def waited(self) -> float | None:
        """Seconds for which the quickest of the last answers was waited for; ``None`` before the first.

        The others may have waited for this machine, which is busy, or for each other.
        """
        return min(tuple(self._waits), default=None)

    def know(self, path: str, ids: Iterable[str], day: date) -> None:
        """Remember which records were read on a day by other sessions: X bills each once.

        Parameters
        ----------
        path : str
            Where they were read.
        ids : iterable of str
        day : datetime.date
            In UTC.
        """
        if (charge := price_of_call("GET", path, {})) is not None:
            self._costs.know(charge.kind, ids, day)

    def calls_left(self, listing: Listing[Any]) -> int | None:
        """Say how many calls the rate limit has left for a list, as X last said; ``None`` where it is not known."""
        return self._wire.limits.remaining("GET", listing.path)

    def fetch(self, listing: Listing[P], more: Mapping[str, str]) -> Answer[P]:
        """Ask for one page; a key ``path`` in ``more`` stands for another path.

        Parameters
        ----------
        listing : Listing
        more : Mapping of str to str
            What this page differs in: its size, token or bounds.

        Raises
        ------
        NotFoundError, ForbiddenError
            If there is no list: it belongs to an account or a tweet that is missing, protected or suspended.
        ApiError, TransportError
        """
        other = dict(more)
        path = other.pop("path", listing.path)
        parameters = {**listing.parameters, **other}
        response = listing.call(path, parameters) if listing.call else self._wire.call("GET", path, params=parameters)
        self._waits.append(response.elapsed.total_seconds())
        origin = Provenance(path=listing.shape, query=listing.query, when=self.now(), fields=listing.fields)
        page = listing.parse(response.content, status=response.status_code, provenance=origin)
        if not page and page.errors and not (_is_lookup(other) or _is_list(response)):
            raise fault(response, read_problem(response))  # X tells so, with a 200, of whose list it is
        if listing.span != EVERYTHING:  # X may be asked for less than that, where it would refuse the whole
            page = page.filter(lambda record: listing.span.holds(record.id))
        return Answer(page, _calls_left(response), response.headers.get("x-rate-limit-reset"))


def _is_lookup(parameters: Mapping[str, str]) -> bool:
    """Say whether single records are asked for: of them each may be missing."""
    return bool(parameters.keys() & {"ids", "usernames"})


def _is_list(response: Response) -> bool:
    """Say whether an answer without records is a list all the same: then X counts them."""
    try:
        return "meta" in response.json()
    except (ValueError, TypeError):
        return False


def _calls_left(response: Response) -> int | None:
    """Read how many calls the rate limit has left; the headers decide, never a table."""
    said: Any = response.headers.get("x-rate-limit-remaining", "")
    return int(said) if said.isdigit() else None
