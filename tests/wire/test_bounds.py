"""How large an answer may be and how long it may take, the pauses that X asks for, and what is read as it comes."""

from __future__ import annotations

import contextlib
import functools
import gzip
import time
import tracemalloc
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
import requests
from proxies import Canned, Door

from xauth_nb.credentials import ClientCredentials, TokenCredentials
from xauth_nb.endpoints import Endpoints
from xauth_nb.errors import ApiError, RateLimitedError, ServerError, TransportError
from xauth_nb.session import XSession

CLIENT, TOKEN = ClientCredentials("key", "secret"), TokenCredentials("1-token", "secret", "1", "ada")
MIB = 1 << 20


def answer(body, *headers, status="200 OK"):
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


@pytest.fixture
def session(opened):
    def make(server):
        opened(server)
        x = opened(XSession(CLIENT, TOKEN, endpoints=Endpoints.at(f"http://127.0.0.1:{server.port}")))
        x.slept = []
        x.sleep = x.slept.append
        return x

    return make


@functools.cache
def bomb():
    return gzip.compress(bytes(300 * MIB), 1)


LARGE = {
    "plain": lambda: answer(b" " * (17 * MIB)),
    "gzip": lambda: answer(bomb(), "Content-Encoding: gzip"),
    "gzip, an error": lambda: answer(bomb(), "Content-Encoding: gzip", status="400 Bad Request"),
    "gzip, a redirect": lambda: answer(bomb(), "Content-Encoding: gzip", "Location: /elsewhere", status="302 Found"),
}


@pytest.mark.parametrize("large", LARGE.values(), ids=LARGE)
@pytest.mark.parametrize("ask", [lambda x: x.me(), lambda x: x.get("/2/users/me")], ids=["named", "raw"])
def test_an_answer_larger_than_any_of_xs_is_cut_off(session, large, ask):
    x = session(Canned(large()))
    with pytest.raises(TransportError, match="16 MiB") as caught:
        ask(x)
    assert not caught.value.is_unsent
    assert isinstance(caught.value, requests.RequestException)


@pytest.mark.parametrize("packings", ["gzip", "gzip, gzip", "gzip, gzip, gzip, gzip, gzip, gzip", "br", "zstd"])
def test_what_is_packed_without_end_does_not_fill_the_memory(session, packings):
    body = bomb()
    for _ in packings.split(", ")[1:]:
        body = gzip.compress(body)
    x = session(Canned(answer(body, f"Content-Encoding: {packings}")))
    tracemalloc.start()
    try:
        with pytest.raises((TransportError, ServerError, ApiError)):
            x.me()
        assert tracemalloc.get_traced_memory()[1] < 80 * MIB
    finally:
        tracemalloc.stop()


def test_a_stream_may_be_as_large_as_it_likes(session):
    x = session(Canned(LARGE["plain"]))
    assert sum(map(len, x.get("/2/large", stream=True).iter_content(MIB))) == 17 * MIB


def test_a_page_of_ten_million_is_read(session):
    x = session(Canned(answer(gzip.compress(b'"' + b"a" * 10_000_000 + b'"'), "Content-Encoding: gzip")))
    assert len(x.get("/2/tweets").json()) == 10_000_000


class Dripping(Door):
    """Sends one byte after the other, each in time, and never ends."""

    def __init__(self, start):
        super().__init__()
        self.start = start

    def attend(self, connection):
        self.read_head(connection)
        connection.sendall(self.start)
        connection.settimeout(0.02)
        while True:
            connection.sendall(b"a")
            with contextlib.suppress(TimeoutError):
                if not connection.recv(1):
                    return


DRIPS = {
    "status line": b"HTTP/1.1 200 ",
    "headers": b"HTTP/1.1 200 OK\r\nX-Long: ",
    "body": b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n",
    "no length": b"HTTP/1.1 200 OK\r\n\r\n",
}


@pytest.mark.parametrize("start", DRIPS.values(), ids=DRIPS)
def test_the_whole_answer_has_a_time_however_often_a_piece_of_it_comes(session, start):
    x = session(Dripping(start))
    x.timeout = (0.1, 0.4)  # four times both: 2 seconds; a busy machine sends nothing for a tenth of one at times
    began = time.monotonic()
    with pytest.raises(requests.RequestException) as caught:
        x.get("/2/users/me")
    assert isinstance(caught.value, TransportError)
    assert "within 2 seconds" in caught.value.message
    assert time.monotonic() - began < 8


def test_what_streams_may_take_its_time(session):
    x = session(Dripping(DRIPS["body"]))
    x.timeout = (0.05, 0.35)  # four times both: 1.6 seconds
    pieces = x.get("/2/stream", stream=True).iter_content(1)
    began = time.monotonic()
    while time.monotonic() - began < 2:
        assert next(pieces) == b"a"


CUT = b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n" + b'{"data": {'


def test_a_cut_answer_that_streams_is_an_error_of_ours_and_of_requests(session):
    x = session(Canned(CUT, hangs_up=True))
    x.stream = True
    with pytest.raises(requests.exceptions.ChunkedEncodingError) as caught:
        _ = x.get("/2/users/me").content
    assert isinstance(caught.value, TransportError)
    assert not caught.value.is_unsent
    with pytest.raises(TransportError):
        x.me()


def test_a_prepared_request_has_a_time_out(session):
    x = session(Dripping(b""))
    x.timeout = (0.1, 0.1)
    prepared = x.prepare_request(requests.Request("GET", x.endpoints.url("/2/users/me")))
    with pytest.raises(requests.Timeout):
        x.send(prepared)


def in_seconds(seconds):
    return format_datetime(datetime.now(timezone.utc) + timedelta(seconds=seconds), usegmt=True)


PAUSES = pytest.mark.parametrize("said", [lambda: "60", lambda: in_seconds(60)], ids=["seconds", "date"])


@PAUSES
@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
def test_the_pause_that_x_asks_for_is_made_where_patience_allows(session, said, status):
    refusals = iter([answer(b"{}", f"Retry-After: {said()}", status=status)])
    good = answer(b'{"data": {"id": "1", "username": "ada", "name": "Ada"}}')
    x = session(Canned(lambda: next(refusals, good)))
    assert x.me().username == "ada"
    assert 58 <= sum(x.slept) <= 63


@PAUSES
@pytest.mark.parametrize(("status", "kind"), [("429 No", RateLimitedError), ("503 No", ServerError)])
def test_a_longer_pause_is_told_and_not_pestered(session, said, status, kind):
    server = Canned(answer(b"{}", f"Retry-After: {said()}", status=status))
    x = session(server)
    x.patience = 30
    with pytest.raises(kind) as caught:
        x.me()
    assert server.asked == 1
    assert not x.slept
    if kind is RateLimitedError:
        assert 50 < (caught.value.reset_at - datetime.now(timezone.utc)).total_seconds() < 65
    else:
        assert "60 seconds" in caught.value.remedy or "59 seconds" in caught.value.remedy


@pytest.mark.parametrize("said", ["", "soon", "-5", "9" * 400, "Thu, 99 Nov 2026", "1.5"])
def test_a_pause_that_nobody_understands_is_none_and_one_without_end_is_not_made(session, said):
    x = session(Canned(answer(b"{}", f"Retry-After: {said}", status="503 No")))
    with pytest.raises(ServerError):
        x.me()
    assert sum(x.slept) < 5


def test_a_post_is_not_sent_again_after_a_503_that_asks_for_a_pause(session):
    server = Canned(answer(b"{}", "Retry-After: 1", status="503 No"))
    x = session(server)
    with pytest.raises(ServerError):
        x.call("POST", "/2/tweets", json={"text": "a"})
    assert server.asked == 1
