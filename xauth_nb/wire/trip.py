"""What became of one request on its way: whether a byte of it has left, and how long it may still take.

The connections themselves tell it. What urllib3 and requests raise does not: to them an answer that is lost behind a
proxy is a fault of the proxy, whether or not the request went through.
"""

from __future__ import annotations

import contextlib
import functools
import http.client
import io
import time
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Trip", "travelling", "under_way", "watched"]

_current: ContextVar[Trip | None] = ContextVar("xauth_nb trip", default=None)


class Trip:
    """One request under way.

    Parameters
    ----------
    longest : float or None
        Seconds that it may take as a whole; ``None`` for as long as it likes.

    Attributes
    ----------
    has_left : bool
        Whether sending the request itself has begun; asking a proxy for the way and shaking hands is not that.
    was_seen : bool
        Whether a connection has told anything at all: only then does it mean much that nothing has left.
    query : str
        What the connection puts behind the path. It is signed and written as it should be, and urllib3 would look at
        each of its letters once more, which takes longer than to sign it.
    """

    def __init__(self, longest: float | None) -> None:
        self.has_left = self.was_seen = False
        self.query = ""
        self._end = None if longest is None else time.monotonic() + longest

    def left(self) -> float | None:
        """Seconds that are left.

        Raises
        ------
        TimeoutError
            If none are.
        """
        if self._end is None:
            return None
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError("the time for the whole request is over")
        return left

    @property
    def is_over(self) -> bool:
        """Whether the time is over."""
        return self._end is not None and time.monotonic() >= self._end

    def unhurried(self) -> None:
        """Let what is still to come take as long as it likes."""
        self._end = None


def under_way() -> Trip | None:
    """Give the request that this thread has under way."""
    return _current.get()


@contextlib.contextmanager
def travelling(trip: Trip) -> Iterator[Trip]:
    """Let the connections that this thread uses tell what becomes of a request.

    Parameters
    ----------
    trip : Trip
    """
    before = _current.get()
    _current.set(trip)
    try:
        yield trip
    finally:
        _current.set(before)  # after the stop button this may run late, in another context, where a token is no good


class _Timed(io.RawIOBase):
    """Reads from a socket for no longer than a request may take, however small the pieces are that come."""

    def __init__(self, raw: io.RawIOBase, sock: Any, trip: Trip) -> None:
        self._raw, self._sock, self._trip = raw, sock, trip

    def readable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._raw.fileno()

    def readinto(self, buffer: Any) -> int | None:
        left, patience = self._trip.left(), self._sock.gettimeout()
        if left is None or (patience is not None and patience <= left):
            return self._raw.readinto(buffer)
        self._sock.settimeout(left)
        try:
            return self._raw.readinto(buffer)
        finally:
            with contextlib.suppress(OSError):  # it was closed meanwhile
                self._sock.settimeout(patience)

    def close(self) -> None:
        self._raw.close()
        super().close()


class _Answer(http.client.HTTPResponse):
    def __init__(self, sock: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        if trip := _current.get():
            self.fp = io.BufferedReader(_Timed(self.fp.detach(), sock, trip))


class _Watched:
    """What a connection adds to tell of its trip. It stands before urllib3's own class.

    ``debuglevel`` stays 0, whatever ``http.client`` is set to: it would print the header that holds the PIN.
    """

    debuglevel = 0
    response_class = _Answer
    sock: Any
    _is_connecting = False

    def connect(self) -> None:
        self._is_connecting = True
        if trip := _current.get():
            trip.was_seen = True
        try:
            super().connect()  # type: ignore[misc]  # of urllib3's class
        finally:
            self._is_connecting = False

    def putrequest(self, method: str, url: str, *args: Any, **kwargs: Any) -> None:
        query = trip.query if (trip := _current.get()) else ""
        super().putrequest(method, f"{url}?{query}" if query else url, *args, **kwargs)  # type: ignore[misc]

    def send(self, data: Any) -> None:
        if self.sock is None:
            self.connect()  # as http.client does, but before anything counts as sent
        if (trip := _current.get()) and not self._is_connecting:
            trip.left()
            trip.has_left = trip.was_seen = True
        super().send(data)  # type: ignore[misc]


@functools.cache
def watched(pool: Any) -> Any:
    """Make a class of connection pools whose connections tell of their trips.

    Parameters
    ----------
    pool : type
        A class of urllib3's.
    """
    connection = type(pool.ConnectionCls.__name__, (_Watched, pool.ConnectionCls), {})
    return type(pool.__name__, (pool,), {"ConnectionCls": connection})
