"""Rate limits by the figures that X documents, one window for each user and endpoint. Nothing here waits.

Figures: X's docs, "Rate limits", August 2026, per user.
"""

from __future__ import annotations

import math
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["FIGURES", "Limits", "Window"]

WINDOW = 15 * 60
DAY = 24 * 60 * 60

FIGURES: Mapping[str, int] = {
    "POST /2/tweets": 100,
    "DELETE /2/tweets/:id": 50,
    "GET /2/tweets": 5000,
    "GET /2/tweets/:id": 900,
    "GET /2/users/me": 75,
    "GET /2/users": 900,
    "GET /2/users/by": 900,
    "GET /2/users/by/username/:username": 900,
    "GET /2/users/:id": 900,
    "GET /2/users/:id/tweets": 900,
    "GET /2/users/:id/mentions": 300,
    "GET /2/users/:id/timelines/reverse_chronological": 180,
    "GET /2/tweets/search/recent": 300,
    "GET /2/users/:id/liked_tweets": 75,
    "GET /2/tweets/:id/liking_users": 75,
    "GET /2/tweets/:id/retweeted_by": 75,
    "GET /2/tweets/:id/quote_tweets": 75,
    "POST /2/users/:id/likes": 50,
    "DELETE /2/users/:id/likes/:tweet_id": 50,
    "POST /2/users/:id/retweets": 50,
    "DELETE /2/users/:id/retweets/:source_tweet_id": 50,
    "GET /2/users/:id/bookmarks": 180,
    "POST /2/media/upload": 500,
    "GET /2/media/upload": 1000,
    "POST /2/media/upload/initialize": 1875,
    "POST /2/media/upload/:id/append": 1875,
    "POST /2/media/upload/:id/finalize": 1875,
    "POST /2/media/metadata": 500,
    "GET /1.1/account/verify_credentials.json": 75,
}
OTHERS = 300
PER_DAY = 50  # a figure seen on tiered plans, where the 24-hour headers are sent at all


@dataclass(frozen=True)
class Window:
    """How much of a window is left.

    Parameters
    ----------
    limit, remaining, reset : int
        ``reset`` in Unix seconds.
    is_open : bool
        Whether this call still fitted in.
    """

    limit: int
    remaining: int
    reset: int
    is_open: bool

    def headers(self, prefix: str = "x-rate-limit") -> dict[str, str]:
        """Give the three headers of this window."""
        return {
            f"{prefix}-limit": str(self.limit),
            f"{prefix}-remaining": str(self.remaining),
            f"{prefix}-reset": str(self.reset),
        }


class Limits:
    """The windows of one sandbox.

    Parameters
    ----------
    now : callable
        The server clock.
    figures : Mapping of str to int, optional
        Other figures for some endpoints, named as in ``FIGURES``.
    """

    def __init__(self, now: Callable[[], float], figures: Mapping[str, int] | None = None) -> None:
        self._now = now
        self._figures = {**FIGURES, **(figures or {})}
        self._lock = threading.Lock()
        self._used: dict[tuple[str, int, int], tuple[float, int]] = {}

    def take(self, endpoint: str, user_id: int) -> Window:
        """Count one call in its quarter of an hour.

        Parameters
        ----------
        endpoint : str
            As in ``FIGURES``.
        user_id : int
        """
        return self._take(endpoint, user_id, self._figures.get(endpoint, OTHERS), WINDOW)

    def take_daily(self, endpoint: str, user_id: int) -> Window:
        """Count one call in its day.

        Parameters
        ----------
        endpoint : str
        user_id : int
        """
        return self._take(endpoint, user_id, self._figures.get(f"{endpoint} 24h", PER_DAY), DAY)

    def _take(self, endpoint: str, user_id: int, limit: int, length: int) -> Window:
        now = self._now()
        key = (endpoint, user_id, length)
        with self._lock:
            opened, used = self._used.get(key, (now, 0))
            if not 0 <= now - opened < length:
                opened, used = now, 0
            used += 1
            self._used[key] = (opened, used)
        return Window(limit, max(0, limit - used), math.ceil(opened + length), used <= limit)
