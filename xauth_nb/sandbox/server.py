"""The HTTP server: threads, keep-alive, a log without secrets. It knows nothing of OAuth or tweets.

Werkzeug's own handler closes each connection after one answer; X does not, and a client's whole sign-in should fit on
one connection. So bodies are read whole before the application runs, and every answer has a length.
"""

from __future__ import annotations

import contextlib
import errno
import io
import socket
import struct
import threading
from dataclasses import dataclass
from email.utils import formatdate
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

from xauth_nb.errors import UsageError
from xauth_nb.sandbox.faults import API_PATHS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from _typeshed.wsgi import WSGIApplication  # the standard library names it from 3.11 on

    from xauth_nb.sandbox.clock import Clock
    from xauth_nb.sandbox.faults import Faults

__all__ = ["Request", "Server"]

BODY_CAP = 32 * 1024 * 1024  # above every single part that X takes; chunks are at most 5 MB
IDLE = 120.0
DROPPED = 0  # the status of a call that got no answer


@dataclass(frozen=True)
class Request:
    """What arrived: no headers, no query, no body, because those may hold secrets.

    Parameters
    ----------
    method, path : str
    connection : int
        The number of the TCP connection, from 1.
    status : int
        The answer's status; 0 where the connection was dropped instead.
    """

    method: str
    path: str
    connection: int
    status: int

    @property
    def is_call(self) -> bool:
        """Whether a program made it; otherwise it is a page that a person sees."""
        return self.path.startswith(API_PATHS)


class _TooLargeError(Exception):
    """The body is larger than anything that X takes."""


class _Handler(WSGIRequestHandler):
    """Serve the calls of one connection."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = IDLE
    server: Server

    def setup(self) -> None:
        super().setup()
        self.number = self.server.opened(self.connection)

    def finish(self) -> None:
        with contextlib.suppress(OSError):  # the client may have gone
            super().finish()
        self.server.closed(self.connection)

    def log(self, type: str, message: str, *args: Any) -> None:
        """Say nothing: a request line may hold a PIN."""

    def run_wsgi(self) -> None:
        environ = self.make_environ()
        method, path = environ["REQUEST_METHOD"], urlsplit(self.path).path
        try:
            body = self._read_body()
        except (_TooLargeError, ValueError, OSError):
            self.close_connection = True
            self._answer(method, path, 413, [("Content-Type", "text/plain")], b"Payload Too Large")
            return
        fault = self.server.faults.take(method, path)
        if fault and fault.delay:
            self.server.stopping.wait(fault.delay)
        if fault and fault.reset == "before":
            self._drop(method, path)
            return
        if fault and fault.answer:
            status, content_type, content = fault.answer
            self._answer(method, path, status, [("Content-Type", content_type)], content)
            return
        environ["wsgi.input"] = io.BytesIO(body)
        environ["CONTENT_LENGTH"] = str(len(body))
        environ.pop("wsgi.input_terminated", None)
        status, headers, content = self._ask(environ)
        if fault and fault.reset == "after":
            self._drop(method, path)
            return
        self._answer(method, path, status, headers, content, whole=not (fault and fault.truncate))

    def _read_body(self) -> bytes:
        if self.headers.get("Transfer-Encoding", "").lower().strip() == "chunked":
            return self._read_chunks()
        length = int(self.headers.get("Content-Length") or 0)
        if not 0 <= length <= BODY_CAP:
            raise _TooLargeError
        return self.rfile.read(length)

    def _read_chunks(self) -> bytes:
        parts: list[bytes] = []
        size = 0
        while length := int(self.rfile.readline(64).partition(b";")[0].strip() or b"0", 16):
            size += length
            if length < 0 or size > BODY_CAP:
                raise _TooLargeError
            parts.append(self.rfile.read(length))
            self.rfile.readline(8)
        while self.rfile.readline(8192).strip():
            pass  # trailers mean nothing to X
        return b"".join(parts)

    def _ask(self, environ: dict[str, Any]) -> tuple[int, list[tuple[str, str]], bytes]:
        answer: list[Any] = []

        def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Callable[[bytes], Any]:
            answer[:] = [int(status.split()[0]), headers]
            return lambda data: None

        parts: Iterable[bytes] = self.server.app(environ, start_response)
        try:
            content = b"".join(parts)
        finally:
            if hasattr(parts, "close"):
                parts.close()
        return answer[0], answer[1], content

    def _answer(
        self, method: str, path: str, status: int, headers: list[tuple[str, str]], content: bytes, whole: bool = True
    ) -> None:
        self.server.note(Request(method, path, self.number, status))
        if not whole:
            self.close_connection = True
        given = next((value for name, value in headers if name.lower() == "content-length"), None)
        length = given if method == "HEAD" and given else len(content)
        phrase = HTTPStatus(status).phrase if status in set(HTTPStatus) else ""
        clock = self.server.clock
        # Where a signature is refused, it is told by which time.
        now = clock.of_signatures() if status == HTTPStatus.UNAUTHORIZED else clock.now()
        lines = [f"HTTP/1.1 {status} {phrase}", f"Date: {formatdate(now, usegmt=True)}"]
        lines += ["Server: xauth-nb sandbox", f"Content-Length: {length}"]
        if clock.stands:  # its tweets, and the ids of new ones, are of another day than this answer
            lines.append(f"x-world-date: {formatdate(clock.world_now() / 1000, usegmt=True)}")
        lines += [f"{name}: {value}" for name, value in headers if name.lower() != "content-length"]
        lines += ["Connection: close"] if self.close_connection else []
        head = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
        sent = b"" if method == "HEAD" else content if whole else content[: len(content) // 2]
        with contextlib.suppress(OSError):  # the client may have gone
            self.wfile.write(head + sent)

    def _drop(self, method: str, path: str) -> None:
        self.server.note(Request(method, path, self.number, DROPPED))
        self.close_connection = True
        with contextlib.suppress(OSError):
            # lingering for no time makes the close a reset
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.shutdown(socket.SHUT_RD)
            self.connection.close()


class Server(ThreadedWSGIServer):
    """One listening socket and its connections.

    Parameters
    ----------
    host : str
    port : int
        0 chooses a free one.
    app : WSGI application
    clock : Clock
        Dates the answers.
    faults : Faults
    """

    daemon_threads = True

    def __init__(self, host: str, port: int, app: WSGIApplication, clock: Clock, faults: Faults) -> None:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        if not 0 <= port <= 65535:
            raise UsageError(
                f"The sandbox cannot listen on {host}, port {port}: ports go from 1 to 65535.",
                remedy="Leave out port=, and a free port is chosen.",
            )
        try:
            listening = socket.create_server((host, port), family=family, backlog=128)
        except OSError as error:
            in_use = "; or stop the program that uses this one" if error.errno == errno.EADDRINUSE else ""
            is_of_port = error.errno in (errno.EADDRINUSE, errno.EACCES)
            raise UsageError(
                f"The sandbox cannot listen on {host}, port {port}: {error.strerror or error}.",
                remedy=f"Leave out port=, and a free port is chosen{in_use}."
                if is_of_port
                else "Leave out host=, and it listens for this machine alone.",
            ) from None
        self.clock, self.faults = clock, faults
        self.stopping = threading.Event()
        self._lock = threading.Lock()
        self._connections: set[socket.socket] = set()
        self._count = 0
        self._requests: list[Request] = []
        try:
            super().__init__(host, port, app, handler=_Handler, fd=listening.fileno())
        finally:
            listening.close()  # the server works on its own copy
        self.port = self.server_address[1]
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    def log(self, type: str, message: str, *args: Any) -> None:
        """Say nothing, for the same reason as the handler."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: a client that goes away is no news."""

    def start(self) -> None:
        """Serve on a thread of its own."""
        self._thread.name = f"xauth-nb-sandbox-{self.port}"
        self._thread.start()

    def stop(self) -> None:
        """Close the listening socket and every connection."""
        self.stopping.set()
        self.shutdown()
        self._thread.join()
        self.server_close()
        with self._lock:
            left = list(self._connections)
        for connection in left:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def opened(self, connection: socket.socket) -> int:
        """Give a new connection its number."""
        with self._lock:
            self._connections.add(connection)
            self._count += 1
            return self._count

    def closed(self, connection: socket.socket) -> None:
        """Forget a connection that has ended."""
        with self._lock:
            self._connections.discard(connection)

    def note(self, request: Request) -> None:
        """Keep a record of what arrived, before its answer leaves."""
        with self._lock:
            self._requests.append(request)

    @property
    def requests(self) -> list[Request]:
        """What has arrived so far, oldest first."""
        with self._lock:
            return list(self._requests)
