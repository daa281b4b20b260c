"""Stand beside the wire: price each call before it is sent, stop what a budget does not allow, count what came."""

from __future__ import annotations

import math
import numbers
import threading
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import TYPE_CHECKING

from xauth_nb.costs.answers import key_of, read
from xauth_nb.costs.prices import asked_by_id, estimate
from xauth_nb.errors import BudgetExceededError, TransportError, UsageError
from xauth_nb.wire import server_time

if TYPE_CHECKING:
    from collections.abc import Callable

    import requests

    from xauth_nb.costs.answers import Answer
    from xauth_nb.costs.prices import Charge
    from xauth_nb.costs.table import Costs

__all__ = ["BUDGET", "Meter"]

BUDGET = 5.0
"""US dollars that a session may spend before anybody has said more."""
_SLACK = 1e-9
_PATIENCE = 60.0
"""Seconds to wait for calls of other threads: longer than one takes."""

_MARGIN = timedelta(seconds=60)


@dataclass
class _Outcome:
    """What became of one request: the answer that X gave, and whether it was certainly never sent."""

    charge: Charge
    response: requests.Response | None = None
    is_unsent: bool = False
    is_whole: bool = True


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
        self._budget: float | None = BUDGET
        self._is_given = False  # whether somebody has set it
        self._under_way: dict[int, float] = {}  # what each thread has asked for that is not answered yet
        self._purse = threading.Condition()
        self._skew = timedelta(0)  # by how much the server's clock is ahead of this machine's

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
    def budget(self, dollars: float | Decimal | numbers.Real | None) -> None:
        amount = None if dollars is None else _amount(dollars)
        with self._purse:
            self._budget, self._is_given = amount, True
            self._purse.notify_all()

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
        charge = self._without_repeats(request, charge)
        key = key_of(request.method or "", request.url or "", request.body)
        outcome = _Outcome(charge, is_whole=is_whole)
        self._reserve(charge)
        try:
            outcome.response = response = send()
        except TransportError as error:
            outcome.is_unsent = error.is_unsent
            raise
        finally:
            self._settle(request, key, outcome)
        return response

    def _without_repeats(self, request: requests.PreparedRequest, charge: Charge) -> Charge:
        """Take off what was read today already: X bills a record once a day. Close to midnight nobody knows the day."""
        if not charge.is_read or not (ids := asked_by_id(request)):
            return charge
        now = datetime.now(timezone.utc) + self._skew
        if (now - _MARGIN).date() != (now + _MARGIN).date():
            return charge
        repeats = self._costs.repeats(charge.kind, set(ids), now.date())
        return replace(charge, count=max(charge.count - repeats, 0))

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
        with self._purse:
            left = self._left()
            if dollars > left + _SLACK:
                raise self._exceeded(f"{what} might cost ${dollars:.3f}", max(left, 0), "so nothing was sent")

    def _reserve(self, charge: Charge) -> None:
        """Set money aside. What other threads have set aside may not all be billed, so they are waited for."""
        me = threading.get_ident()
        with self._purse:
            self._purse.wait_for(
                lambda: charge.dollars <= self._left() + _SLACK or self._is_final(charge, me), _PATIENCE
            )
            left = self._left()
            if charge.dollars > left + _SLACK:
                raise self._exceeded(f"This call might cost ${charge.dollars:.3f}", max(left, 0), "so it was not sent")
            self._under_way[me] = charge.dollars

    def _left(self) -> float:
        if self._budget is None:
            return math.inf
        return self._budget - self._costs.total - self._costs.in_doubt - sum(self._under_way.values())

    def _is_final(self, charge: Charge, me: int) -> bool:
        """Say whether waiting for other threads would change nothing."""
        others = sum(dollars for thread, dollars in self._under_way.items() if thread != me)
        return others < _SLACK or charge.dollars > self._left() + others + _SLACK

    def _exceeded(self, what: str, left: float, so: str) -> BudgetExceededError:
        held = "" if self._is_given else " with which every session begins"
        message = f"{what}, and ${left:.3f} of the budget of ${self._budget:.2f}{held} is left, {so}."
        if doubtful := self._costs.in_doubt:
            message += f" ${doubtful:.3f} of it is held for calls whose answers were lost."
        if (under_way := sum(self._under_way.values())) > _SLACK:
            message += f" ${under_way:.3f} of it is held for calls that are under way."
        return BudgetExceededError(
            message, remedy="Ask for less, or raise x.budget (None for no limit). x.costs shows what was spent."
        )

    def _settle(self, request: requests.PreparedRequest, key: str, outcome: _Outcome) -> None:
        """Count, and give the reservation back, in one step: no other thread sees the money twice, or never."""
        answer = _answer(outcome)
        with self._purse:
            self._count(request, key, outcome, answer)
            del self._under_way[threading.get_ident()]
            self._purse.notify_all()

    def _count(self, request: requests.PreparedRequest, key: str, outcome: _Outcome, answer: Answer | None) -> None:
        charge, response = outcome.charge, outcome.response
        is_deletion = request.method == "DELETE" and _is_of_a_thing(request)
        if outcome.is_unsent:
            return
        here = datetime.now(timezone.utc)
        told = (response is not None and server_time(response)) or here + self._skew
        self._skew = told - here
        if response is None or (response.status_code >= 500 and not charge.is_read):
            self._costs.doubt(key, charge)
        elif response.status_code >= 300:
            if is_deletion and response.status_code == 404:
                self._costs.settle(key, was_made=True)  # an attempt that was lost has deleted it
        elif not outcome.is_whole:
            self._costs.add(charge.kind, charge.count)  # the body is for the caller to read
        elif answer is None:
            self._costs.doubt(key, charge)
        elif charge.is_read:
            self._costs.settle(key, was_made=False)  # what came the first time is the same, and billed once
            self._costs.add_reads(charge.kind, answer.ids, told.date())
        else:
            if answer.is_done is None:
                self._costs.doubt(key, charge)
            elif is_deletion:
                self._costs.settle(key, was_made=not answer.is_done)
            if answer.is_done:
                self._costs.add(charge.kind, charge.count)


def _is_of_a_thing(request: requests.PreparedRequest) -> bool:
    """Say whether the path names one thing, such as a tweet: that can be deleted once, and a like taken back often."""
    return request.path_url.partition("?")[0].count("/") == 3  # as in /2/tweets/20


def _answer(outcome: _Outcome) -> Answer | None:
    """Read what came; ``None`` where that is nothing, half of it, or no answer of the API."""
    response = outcome.response
    if response is None or not response.ok or not outcome.is_whole:
        return None
    with suppress(OSError, RuntimeError):  # what requests raises is an OSError; a stream is read by a hook
        return read(response.content)
    return None


def _amount(dollars: object) -> float:
    """Read an amount of money: any real number that Python or numpy has.

    Raises
    ------
    UsageError
    """
    is_number = isinstance(dollars, numbers.Real | Decimal) and not isinstance(dollars, bool)
    amount = math.nan
    if is_number:
        with suppress(ValueError, OverflowError):  # a signalling NaN; a number beyond all measure
            amount = float(dollars)  # type: ignore[arg-type]
    if not (math.isfinite(amount) and amount >= 0):
        raise UsageError(
            f"{_shown(dollars)} is no budget.",
            remedy="Give US dollars from 0 on, such as x.budget = 0.50; None for no limit.",
        )
    return amount


def _shown(given: object) -> str:
    try:
        shown = repr(given)
    except ValueError:  # Python writes no number of more than 4,300 digits
        shown = ""
    return shown if 0 < len(shown) <= 60 else f"This {type(given).__name__}"
