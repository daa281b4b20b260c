"""Catch the browser's redirect after sign-in, on this machine alone; never listen to the network, log, or echo.

X sends the browser to ``http://127.0.0.1:8976/callback?oauth_token=…&oauth_verifier=…``, or ``…?denied=…`` after Cancel
(X's docs, "Log in with X"; the ``denied`` form is observed). The first answer to our own request token is handed over,
once. Whatever else a browser, a port scanner or another tab sends gets a small page, and the waiting goes on. Every
connection has a thread of its own, a few seconds and a few kilobytes: one that stalls or floods keeps nobody out.
"""

from __future__ import annotations

import contextlib
import errno
import selectors
import socket
import sys
import threading
import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from xauth_nb.endpoints import is_loopback
from xauth_nb.errors import LoginUnavailableError, UsageError
from xauth_nb.oauth.answer import parse_answer
from xauth_nb.oauth.callback_http import NOT_OURS, as_response, query_in
from xauth_nb.oauth.pages import DENIED, OVER, RECEIVED, Page

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

__all__ = ["CallbackListener"]

_HEAD_LIMIT = 16_384  # bytes of request line and headers; a browser's have about two thousand
_WHERE = "X's console → your app → User authentication settings → Callback URI"
_CROWD = 32  # connections at once; after that the oldest makes room
_PROMPT = 10.0  # seconds in which the listener's thread ends, however busy the machine is


class CallbackListener:
    """Wait on this machine for the answer to one sign-in. A context manager: leaving it closes the port.

    Works while a cell waits and while none does: it needs no kernel and no event loop.

    Parameters
    ----------
    callback_url : str
        As it is registered with X, such as ``http://127.0.0.1:8976/callback``.
    on_answer : Callable
        Called once, in a thread of the listener, with the query string of the answer, an approval or a refusal. It must
        not raise; it may close the listener.
    is_ours : Callable
        Says whether a request token is the one that is waited for, in constant time. Called from several threads.
    patience : float
        Seconds that a connection may take to send its request.

    Raises
    ------
    UsageError
        If the address is not plain ``http``, on this machine, with a port.
    """

    def __init__(
        self,
        callback_url: str,
        on_answer: Callable[[str], None],
        *,
        is_ours: Callable[[str], bool],
        patience: float = 5,
    ) -> None:
        self._host, self._port, self._path = _parts_of(callback_url)
        host = f"[{self._host}]" if ":" in self._host else self._host
        # What a browser writes into Host. Another name there means that somebody's domain was pointed at this machine.
        self._names = {f"{host}:{self._port}", *([host] if self._port == 80 else [])}
        self._on_answer = on_answer
        self._is_ours = is_ours
        self._patience = patience
        self._lock = threading.Lock()
        self._is_answered = False
        self._connections: list[socket.socket] = []  # the oldest first
        self._bell: socket.socket | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> CallbackListener:
        """Open the port and begin to wait.

        Returns
        -------
        CallbackListener
            Itself.

        Raises
        ------
        LoginUnavailableError
            If the port cannot be had, most often because another program has it.
        """
        doors = _open_doors(self._host, self._port)
        self._bell, ring = socket.socketpair()
        self._thread = threading.Thread(target=self._serve, args=(doors, ring), name="xauth_nb callback", daemon=True)
        self._thread.start()
        return self

    def close(self) -> None:
        """Close the port, which is free when this returns. May be called twice, and from any thread."""
        with self._lock:
            bell, self._bell = self._bell, None
            connections = list(self._connections)
        if bell is None or self._thread is None:
            return
        with contextlib.suppress(OSError):
            bell.shutdown(socket.SHUT_RDWR)  # closing is not enough where a forked process has a copy of it
        bell.close()
        self._thread.join(_PROMPT)
        for connection in connections:
            _hang_up(connection)

    def __enter__(self) -> CallbackListener:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def _serve(self, doors: list[socket.socket], ring: socket.socket) -> None:
        """Let connections in until the bell is closed. Never waits for any of them."""
        with contextlib.ExitStack() as stack:
            selector = stack.enter_context(selectors.DefaultSelector())
            for each in (*doors, ring):
                selector.register(stack.enter_context(each), selectors.EVENT_READ)
            while ring not in (ready := [key.fileobj for key, _ in selector.select()]):
                for door in doors:
                    if door in ready:
                        with contextlib.suppress(OSError):  # it was gone again, or there are too many open files
                            self._let_in(door.accept()[0])

    def _let_in(self, connection: socket.socket) -> None:
        with self._lock:
            self._connections.append(connection)
            crowded_out = self._connections[:-_CROWD]
        for oldest in crowded_out:
            _hang_up(oldest)
        threading.Thread(
            target=self._attend, args=(connection,), name="xauth_nb callback connection", daemon=True
        ).start()

    def _attend(self, connection: socket.socket) -> None:
        answer = None
        try:
            with contextlib.suppress(OSError):  # a time-out, or the other side hung up
                page, answer = self._judge(_head_of(connection, time.monotonic() + self._patience))
                connection.settimeout(self._patience)
                connection.sendall(as_response(page))
                connection.shutdown(socket.SHUT_WR)
            if answer is not None:
                self._on_answer(answer)
            with contextlib.suppress(OSError):
                _drain(connection, time.monotonic() + self._patience)
        finally:
            with self._lock:
                self._connections.remove(connection)
            connection.close()

    def _judge(self, head: bytes) -> tuple[Page, str | None]:
        """Say what to show, and hand out the query if this is the answer that was waited for."""
        query = query_in(head, self._path, self._names)
        return (query, None) if isinstance(query, Page) else self._judge_answer(query)

    def _judge_answer(self, query: str) -> tuple[Page, str | None]:
        try:
            answer = parse_answer(f"?{query}")
        except UsageError:
            return NOT_OURS, None
        token = answer.request_token or ""
        # A comparison in constant time takes ASCII only, and no request token has anything else.
        if not token or not token.isascii() or not self._is_ours(token):
            return NOT_OURS, None
        with self._lock:
            if self._is_answered or self._bell is None:
                return OVER, None
            self._is_answered = True
        return (DENIED if answer.is_denied else RECEIVED), query


def _parts_of(callback_url: str) -> tuple[str, int, str]:
    try:
        parts = urlsplit(callback_url)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    extras = parts.fragment or parts.username or parts.password
    clean = callback_url.isascii() and callback_url.isprintable() and " " not in callback_url
    if not (clean and parts.scheme == "http" and is_loopback(parts.hostname) and port) or extras:
        raise UsageError(
            "Nothing could answer at this callback. It is neither a plain http address of this machine with its port "
            "(such as http://127.0.0.1:8976/callback), nor that of your own Jupyter server "
            "(which ends in /xauth/callback).",
            remedy=f"Register one like these in {_WHERE}, and pass the very same text: X compares every character, the "
            "port and a closing slash too, and advises 127.0.0.1 rather than localhost. "
            "Or leave callback out and paste the PIN.",
        )
    return str(parts.hostname), port, parts.path or "/"


def _open_doors(host: str, port: int) -> list[socket.socket]:
    """Listen on the address that the URL names; for ``localhost`` on both, because browsers try either first."""
    addresses = [
        (family, address)
        for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1"))
        if host in (address, "localhost")
    ]
    with contextlib.ExitStack() as stack:
        doors = []
        for family, address in addresses:
            try:
                doors.append(stack.enter_context(_open_door(family, address, port)))
            except OSError as error:
                if doors and error.errno in (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT):
                    continue  # a machine without IPv6
                taken = error.errno == errno.EADDRINUSE
                raise LoginUnavailableError(
                    f"X's answer cannot be caught here: port {port} of this machine "
                    + (
                        "is taken, probably by another notebook that waits for a sign-in, or by another program."
                        if taken
                        else f"cannot be opened ({error.strerror or type(error).__name__})."
                    ),
                    remedy="Finish or close the other one first. "
                    f"Or register a second address with another port in {_WHERE}, and pass that as callback=. "
                    "Or leave callback out and paste the PIN.",
                ) from error
        stack.pop_all()  # they stay open
        return doors


def _open_door(family: socket.AddressFamily, address: str, port: int) -> socket.socket:
    with contextlib.ExitStack() as stack:
        door = stack.enter_context(socket.socket(family, socket.SOCK_STREAM))
        if sys.platform == "win32":  # there SO_REUSEADDR would let another program take the port over
            door.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:  # and here it only means that a sign-in just finished does not block the port for a minute
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            door.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        door.bind((address, port))
        door.listen(128)
        door.setblocking(False)
        stack.pop_all()  # it stays open
        return door


def _head_of(connection: socket.socket, deadline: float) -> bytes:
    """Read request line and headers: all of them, or so many that they are too many."""
    head = b""
    while b"\r\n\r\n" not in head and len(head) <= _HEAD_LIMIT:
        head += _receive(connection, deadline)
    return head


def _drain(connection: socket.socket, deadline: float) -> None:
    """Take in what is still being sent: closing on unread bytes would reset the connection and lose our page."""
    while True:
        _receive(connection, deadline)


def _receive(connection: socket.socket, deadline: float) -> bytes:
    left = deadline - time.monotonic()
    if left <= 0:  # the limit is for the whole request: a byte every few seconds does not prolong it
        raise TimeoutError
    connection.settimeout(left)
    received = connection.recv(65_536)
    if not received:
        raise ConnectionAbortedError
    return received


def _hang_up(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
