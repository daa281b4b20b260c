"""The server's clock: it dates tweets, and this machine's may be minutes off. Stands beside the wire, listening."""

from __future__ import annotations

import time
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from xauth_nb.wire import server_time

if TYPE_CHECKING:
    from collections.abc import Callable

    import requests

__all__ = ["Clock"]

_WORLD = "x-world-date"
"""Only a practice server sends it: the day of its tweets, where that is another than the day of its answers."""


class Clock:
    """What time it is at the server, to a second or two; this machine's time until the server has told its own."""

    def __init__(self) -> None:
        self._offset = 0.0

    def now(self) -> float:
        """Give Unix seconds."""
        return time.time() + self._offset

    def watch(
        self, request: requests.PreparedRequest, send: Callable[[], requests.Response], *, is_whole: bool
    ) -> requests.Response:
        """Send a request, and read the clock in the answer.

        Parameters
        ----------
        request, send, is_whole
            As every observer of the wire is given them.
        """
        response = send()
        world = response.headers.get(_WORLD)
        told = parsedate_to_datetime(world) if world else server_time(response)
        if told is not None:
            self._offset = told.timestamp() - time.time()
        return response
