"""Stand beside the wire: price each call before it is sent, stop what a budget does not allow, count what came."""

from __future__ import annotations

import math
import threading
from contextlib import contextmanager
from datetime import datetime, timezone
from typing import TYPE_CHECKING

from xauth_nb.costs.prices import estimate, records_in
from xauth_nb.errors import BudgetExceededError, UsageError
from xauth_nb.wire import server_time

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import requests

    from xauth_nb.costs.prices import Charge
    from xauth_nb.costs.table import Costs

__all__ = ["Meter"]


class Meter:
    """Counts what the calls of one session cost, raw ones too. Threads may send at once.

    Parameters
    ----------
    costs : Costs
        Where it is added up.
    owner : str, optional
        The id of the account that asks, whose own records cost less.
    """

    def __init__(self, costs: Costs, *, owner: str | None) -> None:
        self._costs, self._owner = costs, owner
        self._budget: float | None = None
        self._under_way = 0.0  # what threads have asked for that is not answered yet
        self._purse = threading.Lock()

    @property
    def budget(self) -> float | None:
        """What may be spent in all, in US dollars; ``None`` for as much as one likes.

        Raises
        ------
        UsageError
            If it is set to anything but a number from 0 on, or ``None``.
        """
        return self._budget

    @budget.setter
    def budget(self, dollars: float | None) -> None:
        is_amount = isinstance(dollars, int | float) and not isinstance(dollars, bool) and math.isfinite(dollars)
        if dollars is not None and not (is_amount and dollars >= 0):
            raise UsageError(
                f"{dollars!r} is no budget.",
                remedy="Give US dollars from 0 on, such as x.budget = 0.50; None for no limit.",
            )
        self._budget = dollars

    def watch(
        self, request: requests.PreparedRequest, send: Callable[[], requests.Response], *, is_whole: bool
    ) -> requests.Response:
        """Send a request, if the budget allows it, and count what it costs.

        Parameters
        ----------
        request : requests.PreparedRequest
            To our own server.
        send : Callable
        is_whole : bool
            Whether the whole body has come with the answer; of one that streams the estimate has to do.

        Raises
        ------
        BudgetExceededError
            Before anything is sent.
        """
        charge = estimate(request, owner=self._owner)
        if charge is None:
            return send()
        with self._reserved(charge):
            response = send()
        if response.ok:
            self._count(charge, response, is_read=request.method == "GET", is_whole=is_whole)
        return response

    def require(self, dollars: float, what: str) -> None:
        """Refuse what would go beyond the budget, before the first of several calls is sent.

        Parameters
        ----------
        dollars : float
            What they might cost together.
        what : str
            What they are, as the beginning of a sentence.

        Raises
        ------
        BudgetExceededError
        """
        if self._budget is None:
            return
        left = self._budget - self._costs.total - self._under_way
        if dollars > left + 1e-9:
            raise BudgetExceededError(
                f"{what} might cost ${dollars:.3f}, and ${max(left, 0):.3f} of the budget of ${self._budget:.2f} is "
                "left, so nothing was sent.",
                remedy="Ask for less, or raise x.budget (None for no limit). x.costs shows what was spent.",
            )

    @contextmanager
    def _reserved(self, charge: Charge) -> Iterator[None]:
        with self._purse:
            if self._budget is not None:
                left = self._budget - self._costs.total - self._under_way
                if charge.dollars > left + 1e-9:
                    raise BudgetExceededError(
                        f"This call might cost ${charge.dollars:.3f}, and ${max(left, 0):.3f} of the budget of "
                        f"${self._budget:.2f} is left, so it was not sent.",
                        remedy="Ask for less, or raise x.budget (None for no limit). x.costs shows what was spent.",
                    )
            self._under_way += charge.dollars
        try:
            yield
        finally:
            with self._purse:
                self._under_way -= charge.dollars

    def _count(self, charge: Charge, response: requests.Response, *, is_read: bool, is_whole: bool) -> None:
        if not is_whole:  # the body is for the caller to read
            self._costs.add(charge.kind, charge.count)
            return
        records = list(records_in(response.content))
        if not is_read:
            if records:
                self._costs.add(charge.kind, charge.count)
            return
        day = (server_time(response) or datetime.now(timezone.utc)).date()
        read: dict[str, list[str]] = {charge.kind: [], "own record read": []}
        for one, author in records:
            whose = author or (one if charge.kind == "user read" else None)
            is_own = self._owner is not None and whose == self._owner
            read["own record read" if is_own else charge.kind].append(one)
        for kind, ids in read.items():
            self._costs.add_reads(kind, ids, day)
