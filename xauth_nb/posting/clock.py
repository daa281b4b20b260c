"""The server's clock: it dates tweets, and this machine's may be minutes off. Stands beside the wire, listening."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from xauth_nb.wire import server_time, world_time

if TYPE_CHECKING:
    from collections.abc import Callable

    import requests

__all__ = ["Clock"]


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
        told = world_time(response.headers) or server_time(response)
        if told is not None:
            self._offset = told.timestamp() - time.time()
        return response
