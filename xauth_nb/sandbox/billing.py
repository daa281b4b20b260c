"""What calls cost, and when the money is gone. Prices are X's list of August 2026; nothing is ever paid.

Source: X's docs, "Pricing". Failed requests are not billed, and the same resource is billed once a UTC day.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xauth_nb.sandbox.settings import Settings

__all__ = ["Billing"]

PRICES = {
    "post": 0.015,
    "post_with_url": 0.20,
    "reply": 0.01,
    "tweet": 0.005,
    "user": 0.010,
    "own": 0.001,
    "delete": 0.010,
    "metadata": 0.005,
}


class Billing:
    """The account that pays.

    Parameters
    ----------
    settings : Settings
        ``credits``, ``spend_cap`` and ``usage_cap``.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._seen: set[tuple[int, str, int]] = set()
        self.spent = 0.0
        self.tweets_read = 0

    @property
    def lacks_credit(self) -> bool:
        """Whether nothing is left (E17)."""
        return self._settings.credits is not None and self.spent >= self._settings.credits

    @property
    def reached_cap(self) -> bool:
        """Whether the spend cap is reached (E18)."""
        return self._settings.spend_cap is not None and self.spent >= self._settings.spend_cap

    @property
    def reached_usage_cap(self) -> bool:
        """Whether the month's reads are used up (E19)."""
        return self._settings.usage_cap is not None and self.tweets_read >= self._settings.usage_cap

    def charge(self, kind: str) -> None:
        """Bill one act.

        Parameters
        ----------
        kind : str
            As in ``PRICES``.
        """
        with self._lock:
            self.spent = round(self.spent + PRICES[kind], 6)

    def charge_reads(self, kind: str, ids: Iterable[int], day: int) -> None:
        """Bill what was read, each resource once a day.

        Parameters
        ----------
        kind : str
            ``tweet``, ``user`` or ``own``.
        ids : iterable of int
        day : int
            The UTC day, counted from any point.
        """
        with self._lock:
            new = {(day, kind, one) for one in ids} - self._seen
            self._seen |= new
            self.spent = round(self.spent + PRICES[kind] * len(new), 6)
            self.tweets_read += len(new) if kind != "user" else 0
