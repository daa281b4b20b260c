"""Opens a connection before it is needed, and again if the server closes it while a person is away. Sends nothing.

A sign-in waits for a person twice: at the card, and in the browser. Loading the certificate authorities, and the round
trips of TCP and TLS, fit into these pauses; without this they would be felt after the click.
"""

from __future__ import annotations

import ssl
import threading
import time
import weakref
from contextlib import contextmanager
from typing import TYPE_CHECKING

from urllib3.connection import HTTPSConnection
from urllib3.connectionpool import HTTPSConnectionPool

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

__all__ = ["Keeper", "TlsPool"]

_LOOK = 1.0  # seconds between two looks at whether the connection still stands
_LONGEST = 600.0  # seconds; as long as a cell waits for a person
_OPENINGS = 10  # a server that closes at once is not called on for ever


class Keeper:
    """Keep one connection open on a thread of its own, which ends with :meth:`rest`, with its owner, or by itself.

    Parameters
    ----------
    open_connection : Callable
        A bound method: opens a connection if none stands, and says whether it did. Its object is not kept alive.
    """

    def __init__(self, open_connection: Callable[[], bool]) -> None:
        self._rest = threading.Event()
        self._turns = _Turns(self._rest)
        arguments = (weakref.WeakMethod(open_connection), self._turns, self._rest)
        self._thread = threading.Thread(target=_keep, args=arguments, name="xauth_nb warm connection", daemon=True)
        try:
            self._thread.start()
        except RuntimeError:  # there can be no more threads: the request opens its own connection
            self.rest()

    @property
    def is_at_work(self) -> bool:
        """Whether a connection is still looked after."""
        return self._thread.is_alive() and not self._rest.is_set()

    def request(self, timeout: float) -> AbstractContextManager[None]:
        """Wait while a connection is being opened or looked at; none is, while a request is under way.

        Parameters
        ----------
        timeout : float
            Seconds.
        """
        return self._turns.request(timeout)

    def rest(self) -> None:
        """Look after it no longer. The connection stays as it is."""
        self._rest.set()


class _Turns:
    """Sees to it that no look at the connection takes it away from a request, which would then open a second one."""

    def __init__(self, rest: threading.Event) -> None:
        self._rest = rest
        self._changed = threading.Condition()
        self._is_looking = False
        self._requests = 0

    @contextmanager
    def look(self) -> Iterator[bool]:
        """Say whether there may be a look: nobody uses a connection or waits for one, and it is looked after still."""
        with self._changed:
            self._is_looking = not self._requests and not self._rest.is_set()
            is_free = self._is_looking
        try:
            yield is_free
        finally:
            with self._changed:
                self._is_looking = False
                self._changed.notify_all()

    @contextmanager
    def request(self, timeout: float) -> Iterator[None]:
        with self._changed:
            self._requests += 1
        try:
            with self._changed:
                self._changed.wait_for(lambda: not self._is_looking, timeout)
            yield
        finally:
            with self._changed:
                self._requests -= 1


def _keep(opening: weakref.WeakMethod[Callable[[], bool]], turns: _Turns, rest: threading.Event) -> None:
    end, openings = time.monotonic() + _LONGEST, 0
    while openings < _OPENINGS and time.monotonic() < end and (open_connection := opening()):
        try:
            with turns.look() as is_free:
                openings += is_free and open_connection()
        except Exception:  # noqa: BLE001 - whatever is in the way, the request meets it too and says it to the person
            return
        finally:
            del open_connection  # or its owner would live for as long as this thread
        if rest.wait(_LOOK):
            return


class _TlsConnection(HTTPSConnection):
    """Takes the tickets of a TLS 1.3 server, which lie unread before the first answer, for no sign of its end."""

    @property
    def is_connected(self) -> bool:
        """Whether the server has not closed it."""
        if super().is_connected:
            return True
        if not isinstance(self.sock, ssl.SSLSocket):
            return False
        before = self.sock.gettimeout()
        self.sock.settimeout(0)
        try:
            self.sock.recv(1)
        except ssl.SSLWantReadError:  # those were tickets, and are read now
            return True
        except OSError:
            return False
        finally:
            self.sock.settimeout(before)
        return False  # it was closed, or speaks unasked


class TlsPool(HTTPSConnectionPool):
    """Connections that may be opened before they are used."""

    ConnectionCls = _TlsConnection
