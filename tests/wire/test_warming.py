"""Connections that are opened ahead: used by the next request, opened again when dropped, and left by nobody."""

from __future__ import annotations

import contextlib
import gc
import queue
import socket
import ssl
import sys
import threading

import pytest
import urllib3.connection

from xauth_nb.credentials import ClientCredentials, TokenCredentials
from xauth_nb.endpoints import Endpoints
from xauth_nb.errors import TransportError
from xauth_nb.wire import Adapter, SignedSession

CLIENT, TOKEN = ClientCredentials("key", "secret"), TokenCredentials("1-token", "secret")
LONG = 20  # seconds that nothing here takes; a failure ends by it rather than never
ANSWER = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"


HERE = "127.0.0.2" if sys.platform == "linux" else "127.0.0.1"
"""Where no client of a kernel that had the same port before calls, which would be counted."""


class Server:
    """Counts the connections that were opened and what was asked on each; may hang up."""

    def __init__(self, context=None):
        host = "127.0.0.1" if context else HERE  # the certificate names the first
        self._door = socket.create_server((host, 0))
        self._context = context
        self.opened: queue.Queue[socket.socket] = queue.Queue()
        self.asked: list[bytes] = []
        self.connections = 0
        self._open: list[socket.socket] = []
        scheme = "https" if context else "http"
        self.endpoints = Endpoints.at(f"{scheme}://{host}:{self._door.getsockname()[1]}")
        self._threads = [threading.Thread(target=self._serve)]
        self._threads[0].start()

    def _serve(self):
        with contextlib.suppress(OSError):
            while True:
                connection = self._door.accept()[0]
                connection.settimeout(LONG)
                self._open.append(connection)
                self._threads.append(threading.Thread(target=self._attend, args=(connection,)))
                self._threads[-1].start()

    def _attend(self, connection):
        with contextlib.suppress(OSError), contextlib.closing(connection):
            if self._context:
                connection = self._context.wrap_socket(connection, server_side=True)
                self._open.append(connection)
            self.connections += 1
            with contextlib.closing(connection):
                self.opened.put(connection)
                while asked := connection.recv(65_536):
                    self.asked.append(asked)
                    connection.sendall(ANSWER)

    def stop(self):
        hang_up(self._door)
        self._threads[0].join(LONG)
        self._door.close()
        for one in self._open:
            hang_up(one)
        for thread in self._threads[1:]:
            thread.join(LONG)


def hang_up(connection):
    """Close it as servers close what is idle; its own thread takes it apart."""
    with contextlib.suppress(OSError):
        socket.socket.shutdown(connection, socket.SHUT_RDWR)


@pytest.fixture(params=["http", "TLS 1.2", "TLS 1.3"])
def server(request, authority, monkeypatch):
    monkeypatch.setattr("xauth_nb.wire.adapter.CONNECT_TIMEOUT", LONG)  # a busy machine is no reason for a second one
    context = None
    if request.param != "http":
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority.file))
        context = authority.context()
        version = ssl.TLSVersion.TLSv1_3 if request.param == "TLS 1.3" else ssl.TLSVersion.TLSv1_2
        context.minimum_version = context.maximum_version = version
    started = Server(context)
    try:
        yield started
    finally:
        started.stop()


@pytest.fixture
def adapter():
    made = Adapter()
    try:
        yield made
    finally:
        made.close()


@pytest.fixture
def keepers():
    """Tell which keepers this test has started; those of others may still be about to end."""
    others = set(threading.enumerate())
    return lambda: [
        thread for thread in set(threading.enumerate()) - others if thread.name == "xauth_nb warm connection"
    ]


def session_for(server, adapter):
    return SignedSession(CLIENT, TOKEN, endpoints=server.endpoints, adapter=adapter)


def test_a_warm_connection_has_sent_nothing_and_serves_the_requests_that_follow(server, adapter):
    adapter.warm(server.endpoints)
    server.opened.get(timeout=LONG)
    assert not server.asked
    session = session_for(server, adapter)
    for _ in range(3):
        assert session.get("/2/users/me").status_code == 200
    assert server.connections == 1


def test_a_request_that_comes_at_once_waits_for_the_connection_that_is_being_opened(server, adapter):
    adapter.warm(server.endpoints)
    adapter.warm(server.endpoints)
    assert session_for(server, adapter).post("/oauth/request_token").status_code == 200
    assert (server.connections, len(server.asked)) == (1, 1)


def test_a_look_at_the_connection_takes_it_away_from_no_request(server, adapter, monkeypatch):
    monkeypatch.setattr("xauth_nb.wire.warming._LOOK", 0.0005)
    adapter.warm(server.endpoints)
    session = session_for(server, adapter)
    for _ in range(50):
        assert session.get("/2/users/me").status_code == 200
    adapter.rest()
    assert server.connections == 1


def test_while_an_answer_is_read_no_second_connection_is_opened_ahead(server, adapter):
    adapter.warm(server.endpoints)
    session = session_for(server, adapter)
    answer = session.get("/2/users/me", stream=True)  # and nothing of it is read yet
    assert adapter._open() is False
    assert answer.json() == {}
    assert session.get("/2/users/me").status_code == 200
    assert server.connections == 1


def test_tickets_that_come_between_two_glances_are_no_sign_of_an_end(server, adapter, monkeypatch):
    adapter.warm(server.endpoints)
    server.opened.get(timeout=LONG)
    glances = iter([False])  # nothing to read yet; then what there is: the tickets of TLS 1.3 have arrived
    look = urllib3.connection.wait_for_read
    monkeypatch.setattr("urllib3.connection.wait_for_read", lambda *given, **more: next(glances, look(*given, **more)))
    assert session_for(server, adapter).post("/oauth/request_token").status_code == 200
    assert server.connections == 1


def test_a_connection_that_the_server_dropped_is_open_again_before_the_next_request(server, adapter):
    adapter.warm(server.endpoints)
    hang_up(server.opened.get(timeout=LONG))
    server.opened.get(timeout=LONG)  # nobody asked for anything
    assert session_for(server, adapter).post("/oauth/access_token").status_code == 200
    assert (server.connections, len(server.asked)) == (2, 1)


def test_a_server_that_hangs_up_each_time_is_not_called_for_ever(server, adapter, keepers, monkeypatch):
    monkeypatch.setattr("xauth_nb.wire.warming._LOOK", 0.01)
    adapter.warm(server.endpoints)
    (keeper,) = keepers()
    for _ in range(10):
        hang_up(server.opened.get(timeout=LONG))
    keeper.join(LONG)
    assert not keeper.is_alive()
    assert server.connections == 10


@pytest.mark.parametrize("end", [Adapter.rest, Adapter.close])
def test_no_thread_is_left_when_the_sign_in_is_over(server, adapter, keepers, end):
    adapter.warm(server.endpoints)
    (keeper,) = keepers()
    server.opened.get(timeout=LONG)
    end(adapter)
    keeper.join(LONG)
    assert not keeper.is_alive()


def test_an_adapter_that_nobody_holds_keeps_no_thread(server, keepers):
    adapter = Adapter()
    adapter.warm(server.endpoints)
    (keeper,) = keepers()
    server.opened.get(timeout=LONG)
    del adapter
    gc.collect()
    keeper.join(LONG)
    assert not keeper.is_alive()


def test_a_server_that_is_not_there_is_told_by_the_request_alone(adapter, keepers):
    with socket.socket() as silent:  # it has the port, so that no other process takes it, and does not listen
        silent.bind(("127.0.0.1", 0))
        endpoints = Endpoints.at(f"http://127.0.0.1:{silent.getsockname()[1]}")
        adapter.warm(endpoints)
        with pytest.raises(TransportError, match="No connection"):
            SignedSession(CLIENT, TOKEN, endpoints=endpoints, adapter=adapter).post("/oauth/request_token")
    assert not any(keeper.join(LONG) or keeper.is_alive() for keeper in keepers())


def test_a_certificate_that_nobody_trusts_is_told_by_the_request_alone(authority, adapter):
    server = Server(authority.context())
    try:
        adapter.warm(server.endpoints)
        with pytest.raises(TransportError, match="could not be trusted"):
            session_for(server, adapter).post("/oauth/request_token")
        assert not server.asked
    finally:
        server.stop()


def test_through_a_proxy_only_the_request_connects(adapter, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as proxy:
        monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{proxy.getsockname()[1]}")
        adapter.warm(Endpoints.at("https://api.test"))
        with adapter._keeper.request(LONG):
            proxy.setblocking(False)
        with pytest.raises(BlockingIOError):
            proxy.accept()
