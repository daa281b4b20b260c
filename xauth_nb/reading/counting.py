"""Counting before paying: how many tweets a query finds. X gives counts to an app's own token alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from xauth_nb.costs.prices import PRICES
from xauth_nb.errors import UsageError
from xauth_nb.face import Face
from xauth_nb.reading.recent import archive_listing, checked_query, oldest_found, recent_listing, warn_of_reach
from xauth_nb.reading.span import make_span
from xauth_nb.tweets import Counts, Provenance
from xauth_nb.tweets.counts import Period, parse_counts

if TYPE_CHECKING:
    from xauth_nb.costs import Costs
    from xauth_nb.reading.reader import Reader
    from xauth_nb.reading.span import Moment
    from xauth_nb.wire import AppOnly

__all__ = ["Counting"]

_PERIODS = ("minute", "hour", "day")


class Counting(Face):
    """How much there is, before it is read."""

    _app: AppOnly
    _reader: Reader
    costs: Costs

    def counts(
        self,
        query: str,
        *,
        by: Literal["minute", "hour", "day"] = "day",
        since: Moment | None = None,
        until: Moment | None = None,
        everything: bool = False,
    ) -> Counts:
        """Count the tweets of the last seven days that a query finds; or all of them. No tweet is read.

        X gives counts to an app's own token, which the session asks for with the API key, keeps in memory only, and
        uses for nothing else but this and ``search(everything=True)``. A count costs $0.005, or $0.010 with
        ``everything``, for each page of up to 31 days.

        Parameters
        ----------
        query : str
            As in :meth:`search`.
        by : {"minute", "hour", "day"}, optional
        since, until
            As in :meth:`timeline`. With ``everything`` and without ``since`` X counts the last 30 days.
        everything : bool, optional
            Count in all tweets, as far back as ``since`` says. X lets not every app do so, and says why.

        Returns
        -------
        Counts
            Says how many there are and what reading them might cost; ``to_pandas()`` and ``plot_counts()`` show when.

        Raises
        ------
        UsageError
            As in :meth:`search`, and if ``by`` is none of the three.
        BudgetExceededError
            If the budget does not reach for the next page.
        ApiError, TransportError

        Examples
        --------
        >>> counted = x.counts("from:grace")
        >>> counted
        <Counts: about ... tweets, $... to read · ... by day · count of from:grace>
        >>> counted.total == sum(period.tweets for period in counted)
        True
        """
        words, span = checked_query(query), make_span(since, until)
        if by not in _PERIODS:
            raise UsageError(f"X does not count by {by!r}.", remedy='Pass by="day", by="hour" or by="minute".')
        spent, said = self.costs.total, f"count of {query}"
        if everything:
            listing = archive_listing(words, said, referenced=False, span=span, call=self._app.call)
            listing = replace(listing, span=span)  # without a bound X counts the last 30 days
            path = "/2/tweets/counts/all"
        else:
            oldest = oldest_found(self._reader)
            warn_of_reach(span, since, oldest)
            listing = recent_listing(words, said, referenced=False, span=span, oldest=oldest)
            path = "/2/tweets/counts/recent"
        found, pages = self._reader.by_its_clock(
            listing, lambda listing: self._count(path, {"query": words, "granularity": by, **listing.bounds()})
        )
        provenance = Provenance(
            path=path,
            query=said,
            account=self._account.handle,
            when=self._reader.now(),
            pages=pages,
            cost=round(self.costs.total - spent, 6),
        )
        return Counts(dict.fromkeys(found), by=by, price=PRICES["tweet read"], provenance=provenance)

    def _count(self, path: str, asked: dict[str, str]) -> tuple[list[Period], int]:
        """Ask for all pages; say how many there were."""
        found: list[Period] = []
        seen: set[str | None] = {None}
        pages = 0
        while True:
            pages += 1
            answer = self._app.call(path, asked)
            periods, token = parse_counts(answer.content, status=answer.status_code)
            found += periods
            if token is None or token in seen:
                return found, pages
            seen.add(token)
            asked["next_token"] = token
