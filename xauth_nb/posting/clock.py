"""The server's clock: it dates tweets, and this machine's may be minutes off. Stands beside the wire, listening.

No clock of a machine can be trusted: it is set while the kernel runs, it stands still while the machine sleeps, and the
date of an answer may be that of a proxy. So a moment at the server is told as all that it may be.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from xauth_nb.wire import server_time, world_time

if TYPE_CHECKING:
    from collections.abc import Callable

    import requests

__all__ = ["Clock"]

_NEAR = 60.0
"""Seconds by which two clocks may differ and still tell the same time: what is looked at reaches further."""


class Clock:
    """What time it is at the server, to a second or two; this machine's time until the server has told its own."""

    def __init__(self) -> None:
        self._offset = 0.0
        self._steady: float | None = None
        """How far the server's clock is ahead of the one of this machine that nobody can set."""
        self._is_of_another_day = False

    def now(self) -> float:
        """Give Unix seconds."""
        return time.time() + self._offset

    def times(self) -> list[float]:
        """Give the Unix seconds that it may be now at the server; the first is that of :meth:`now`.

        This machine's own time is one of them: X refuses what is signed with a time that is minutes off its clock. In
        a practice world of another day it says nothing.
        """
        found = [self.now()]
        if self._steady is not None:
            found.append(time.monotonic() + self._steady)
        if not self._is_of_another_day:
            found.append(time.time())
        return [found[0], *(one for one in found[1:] if abs(one - found[0]) > _NEAR)]

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
        world = world_time(response.headers)
        told = world or server_time(response)
        if told is not None:
            self._offset = told.timestamp() - time.time()
            self._steady = told.timestamp() - time.monotonic()
            self._is_of_another_day = world is not None
        return response
