"""What calls cost, and when the money is gone, by the sandbox's own copy of X's price list; nothing is ever paid.

Source: X's docs, "Pricing". Failed requests are not billed, and the same resource is billed once a UTC day.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from xauth_nb.sandbox.price_sheet import OWNED, PRICES, ROWS

if TYPE_CHECKING:
    from xauth_nb.sandbox.settings import Settings

__all__ = ["Billing"]


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
        self._seen: set[tuple[int, str, str]] = set()
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

    def bill(self, operation: str, body: dict[str, Any], day: int, *, is_own: bool) -> None:
        """Bill a call that was answered.

        Parameters
        ----------
        operation : str
            A key of ``ROWS``; what is not there is not on X's list.
        body : dict
            What was answered; without ``data`` the call has failed.
        day : int
            The UTC day, counted from any point.
        is_own : bool
            Whether one's own id stands in the path.
        """
        row, data = ROWS.get(operation), body.get("data")
        if row is None or not data:
            return
        if row.startswith("Counts: "):  # for the call, and not for each period
            self.charge(row)
            return
        if not operation.startswith("GET "):
            if data.get("deleted", True):
                self.charge(row)
            return
        paid = "Owned Reads" if is_own and operation in OWNED else row
        records = data if isinstance(data, list) else [data]
        with self._lock:
            named = [record.get("id") or record.get("media_key") for record in records]
            new = {(day, paid, name) for name in named if name} - self._seen
            self._seen |= new
            count = len(new) + named.count(None)  # what has no name cannot be known again
            self.spent = round(self.spent + PRICES[paid] * count, 6)
            self.tweets_read += count if row == "Posts: Read" else 0

    def charge(self, row: str) -> None:
        """Bill one act.

        Parameters
        ----------
        row : str
            As in ``PRICES``.
        """
        with self._lock:
            self.spent = round(self.spent + PRICES[row], 6)
