"""Nothing is paid for unseen: every call is priced before it is sent and counted after, and a budget stops it in time.

It counts what X's price list would bill; it never pays, and it never asks X for the bill.
"""

from __future__ import annotations

import math
import threading
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

from xauth_nb.costs.meter import Costs
from xauth_nb.costs.prices import PRICES, PRICES_DATE, Charge, estimate, price_of_post, records_in
from xauth_nb.errors import BudgetExceededError, UsageError
from xauth_nb.wire import SignedSession, server_time

if TYPE_CHECKING:
    import requests

__all__ = ["PRICES", "PRICES_DATE", "Costs", "Metered", "price_of_post"]


class Metered(SignedSession):
    """A session that counts what its calls cost, raw ones too.

    Attributes
    ----------
    costs : Costs
        What was spent since the session began.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.costs = Costs()
        self._budget: float | None = None
        self._under_way = 0.0  # what threads have asked for that is not answered yet
        self._purse = threading.Lock()

    @property
    def budget(self) -> float | None:
        """What the session may spend in all, in US dollars; ``None`` for as much as it likes.

        A call that might go beyond is not sent: it raises :class:`~xauth_nb.errors.BudgetExceededError`. What was spent
        before the budget was set counts too.

        Raises
        ------
        UsageError
            If it is set to anything but a number from 0 on, or ``None``.

        Examples
        --------
        >>> x.budget = 0.10
        >>> x.post_tweet("A link: https://example.org")
        Traceback (most recent call last):
        xauth_nb.errors.root.BudgetExceededError: This call might cost $0.200, and $0.100 of the budget ...
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

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        """Send a prepared request, if the budget allows it, and count what it costs.

        Raises
        ------
        BudgetExceededError
            Before anything is sent.
        """
        owner = getattr(self.token, "user_id", None)
        charge = estimate(request, owner=owner) if self.endpoints.owns(request.url or "") else None
        if charge is None:
            return super().send(request, **kwargs)
        self._reserve(charge)
        try:
            response = super().send(request, **kwargs)
        finally:
            with self._purse:
                self._under_way -= charge.dollars
        if response.ok:
            self._count(charge, response, owner, is_read=request.method == "GET", is_whole=not kwargs.get("stream"))
        return response

    def _reserve(self, charge: Charge) -> None:
        with self._purse:
            if self._budget is not None:
                left = self._budget - self.costs.total - self._under_way
                if charge.dollars > left + 1e-9:
                    raise BudgetExceededError(
                        f"This call might cost ${charge.dollars:.3f}, and ${max(left, 0):.3f} of the budget of "
                        f"${self._budget:.2f} is left, so it was not sent.",
                        remedy="Ask for less, or raise x.budget (None for no limit). x.costs shows what was spent.",
                    )
            self._under_way += charge.dollars

    def _count(
        self, charge: Charge, response: requests.Response, owner: str | None, *, is_read: bool, is_whole: bool
    ) -> None:
        if not is_whole:  # the body is for the caller to read, so the estimate has to do
            self.costs.add(charge.kind, charge.count)
            return
        records = list(records_in(response.content))
        if not is_read:
            if records:
                self.costs.add(charge.kind, charge.count)
            return
        day = (server_time(response) or datetime.now(timezone.utc)).date()
        read: dict[str, list[str]] = {charge.kind: [], "own record read": []}
        for one, author in records:
            whose = author or (one if charge.kind == "user read" else None)
            is_own = owner is not None and whose == owner
            read["own record read" if is_own else charge.kind].append(one)
        for kind, ids in read.items():
            self.costs.add_reads(kind, ids, day)
