import contextlib
import hmac
import logging
import os
import queue
import re
import signal
import socket
import threading
import time
import urllib.error
import urllib.request
from html.parser import HTMLParser

import pytest

from xauth_nb.errors import LoginUnavailableError, UsageError
from xauth_nb.oauth.callback import CallbackListener

OURS = "CE545gAAAAAAABtaAAABcbPlJBQ"
VERIFIER = "canaryVerifier0123456789abcdefgh"
APPROVED = f"oauth_token={OURS}&oauth_verifier={VERIFIER}"
# No proxy and no redirect: only what the listener itself says.
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def free_port(family=socket.AF_INET, address="127.0.0.1"):
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.bind((address, 0))
        return probe.getsockname()[1]


def is_ours(token):
    return hmac.compare_digest(token, OURS)  # as the real one: raises on anything but ASCII


class Waiting:
    """A listener on a free port, and what it handed over."""

    def __init__(self, host="127.0.0.1", path="/callback", **options):
        self.port = free_port()
        self.url = f"http://{host}:{self.port}{path}"
        self.answers = queue.Queue()
        self.listener = CallbackListener(self.url, self.answers.put, is_ours=is_ours, **options)

    def __enter__(self):
        self.listener.start()
        return self

    def __exit__(self, *_):
        self.listener.close()

    def get(self, query="", url=None):
        try:
            with OPENER.open(f"{url or self.url}?{query}", timeout=10) as response:
                return response.status, response.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def connect(self):
        return socket.create_connection(("127.0.0.1", self.port), timeout=10)

    def send(self, request):
        """Send bytes as they are, all of them before reading as a browser does, and return all that comes back."""
        with self.connect() as connection:
            connection.sendall(request)
            return read_all(connection)

    def request(self, target, *, method="GET", host=None, headers=""):
        host = f"127.0.0.1:{self.port}" if host is None else host
        return self.send(f"{method} {target} HTTP/1.1\r\nHost: {host}\r\n{headers}\r\n".encode())

    def still_waits(self):
        assert self.answers.empty(), "something was handed over that should not have been"
        status, _ = self.get(APPROVED)
        return status == 200 and self.answers.get(timeout=10) == APPROVED


def read_all(connection):
    received = b""
    while more := connection.recv(65536):
        received += more
    return received.decode()


# --- the answer -----------------------------------------------------------------------------------------------------


def test_an_approval_is_handed_over_once_as_the_query_that_came():
    with Waiting() as waiting:
        status, page = waiting.get(APPROVED)
        assert status == 200
        assert "Back to your notebook" in page
        assert waiting.answers.get(timeout=10) == APPROVED
        assert waiting.answers.empty()


def test_a_refusal_is_handed_over_too():
    with Waiting() as waiting:
        status, page = waiting.get(f"denied={OURS}")
        assert (status, "Sign-in cancelled" in page) == (200, True)
        assert waiting.answers.get(timeout=10) == f"denied={OURS}"


@pytest.mark.parametrize("path", ["", "/", "/a/b/", "/callback?keep=1"])
def test_any_registered_path_is_answered(path):
    with Waiting(path=path) as waiting:
        join = "&" if "?" in path else "?"
        with OPENER.open(f"{waiting.url}{join}{APPROVED}", timeout=10) as response:
            assert response.status == 200
        assert waiting.answers.get(timeout=10).endswith(APPROVED)


def test_a_second_tab_with_the_same_answer_reads_that_it_is_done():
    with Waiting() as waiting:
        waiting.get(APPROVED)
        waiting.answers.get(timeout=10)
        for query in (APPROVED, f"denied={OURS}"):
            status, page = waiting.get(query)
            assert (status, "Already done" in page) == (200, True)
        assert waiting.answers.empty()


def test_twenty_tabs_answering_at_once_hand_over_one_answer():
    with Waiting() as waiting:
        pages = queue.Queue()
        start = threading.Barrier(20)

        def tab():
            start.wait(20)
            pages.put(waiting.get(APPROVED))

        tabs = [threading.Thread(target=tab) for _ in range(20)]
        for each in tabs:
            each.start()
        for each in tabs:
            each.join(20)
        titles = [re.search("<title>(.*)</title>", pages.get(timeout=20)[1]).group(1) for _ in tabs]
        assert sorted(titles) == ["Already done"] * 19 + ["Back to your notebook"]
        assert waiting.answers.get(timeout=10) == APPROVED
        assert waiting.answers.empty()


def test_the_one_who_gets_the_answer_may_close_the_listener_and_the_page_still_arrives():
    done = threading.Event()
    waiting = Waiting()

    def finish(answer):
        waiting.listener.close()
        done.set()

    waiting.listener = CallbackListener(waiting.url, finish, is_ours=is_ours)
    with waiting:
        assert waiting.get(APPROVED)[0] == 200
        assert done.wait(10)
        with pytest.raises(ConnectionRefusedError):
            waiting.connect()


def test_the_page_is_complete_before_the_answer_is_worked_on():
    release = threading.Event()
    waiting = Waiting()
    waiting.listener = CallbackListener(waiting.url, lambda answer: release.wait(10), is_ours=is_ours)
    with waiting:
        try:
            assert waiting.get(APPROVED)[0] == 200
        finally:
            release.set()


def test_an_answer_that_was_on_its_way_when_the_listener_closed_is_not_handed_over():
    waiting = Waiting()
    asked, closed = threading.Event(), threading.Event()

    def is_ours_after_closing(token):
        asked.set()
        return closed.wait(10)

    waiting.listener = CallbackListener(waiting.url, waiting.answers.put, is_ours=is_ours_after_closing)
    with waiting, waiting.connect() as connection:
        connection.sendall(f"GET /callback?{APPROVED} HTTP/1.1\r\nHost: 127.0.0.1:{waiting.port}\r\n\r\n".encode())
        assert asked.wait(10)
        waiting.listener.close()
        closed.set()
        with contextlib.suppress(OSError):
            read_all(connection)
        for thread in threading.enumerate():
            if thread.name == "xauth_nb callback connection":
                thread.join(10)
    assert waiting.answers.empty()


# --- what is not the answer -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    [
        "oauth_token=forged&oauth_verifier=1234567",
        "denied=forged",
        f"oauth_verifier={VERIFIER}",
        f"oauth_token={OURS}",
        f"oauth_token={OURS}x&oauth_verifier={VERIFIER}",
        f"oauth_token={OURS.lower()}&oauth_verifier={VERIFIER}",
        "oauth_token=%C3%A9&oauth_verifier=1234567",
        "oauth_token=&oauth_verifier=1234567",
        "1234567",
        "",
        "&".join(f"a{n}=1" for n in range(400)),
        "oauth_token=" + "A" * 8000,
    ],
)
def test_an_answer_to_another_sign_in_gets_a_polite_page_and_the_waiting_goes_on(query):
    with Waiting() as waiting:
        status, page = waiting.get(query)
        assert (status, "Not the sign-in that is waiting" in page) == (400, True)
        assert waiting.still_waits()


@pytest.mark.parametrize("target", ["/", "/callback/", "/Callback", "/favicon.ico", "//callback", "/x/../callback"])
def test_only_the_path_of_the_url_counts(target):
    with Waiting() as waiting:
        assert waiting.request(f"{target}?{APPROVED}").startswith("HTTP/1.1 404 ")
        assert waiting.still_waits()


@pytest.mark.parametrize("method", ["POST", "HEAD", "PUT", "OPTIONS", "get"])
def test_only_get_counts(method):
    with Waiting() as waiting:
        answer = waiting.request(f"/callback?{APPROVED}", method=method)
        assert answer.startswith("HTTP/1.1 405 ")
        assert "\r\nAllow: GET\r\n" in answer
        assert waiting.still_waits()


@pytest.mark.parametrize(
    "host", ["evil.example:{port}", "localhost:{port}", "127.0.0.1", "127.0.0.1:1", "", "[::1]:{port}"]
)
def test_another_name_for_this_machine_is_refused_because_it_may_be_somebodys_domain(host):
    with Waiting() as waiting:
        answer = waiting.request(f"/callback?{APPROVED}", host=host.format(port=waiting.port))
        assert answer.startswith("HTTP/1.1 421 ")
        assert waiting.still_waits()


def test_a_request_with_two_hosts_or_none_is_refused():
    with Waiting() as waiting:
        own = f"Host: 127.0.0.1:{waiting.port}\r\n"
        for hosts in (own + own, "Host: evil.example\r\n" + own, ""):
            answer = waiting.send(f"GET /callback?{APPROVED} HTTP/1.1\r\n{hosts}\r\n".encode())
            assert answer.startswith("HTTP/1.1 421 ")
        assert waiting.still_waits()


@pytest.mark.parametrize(
    "sent",
    [
        b"\x16\x03\x01\x02\x00\x01\r\n\r\n",
        b"hello\r\n\r\n",
        b"\r\n\r\n",
        b"GET /callback\r\n\r\n",
        b"\xff \xff HTTP/2\r\n\r\n",
    ],
)
def test_what_is_not_http_is_refused(sent):
    with Waiting() as waiting:
        assert waiting.send(sent).startswith("HTTP/1.1 400 ")
        assert waiting.still_waits()


def test_a_query_of_ten_megabytes_is_refused_and_the_waiting_goes_on():
    with Waiting() as waiting:
        long = b"GET /callback?" + b"a" * 10_000_000 + b" HTTP/1.1\r\n\r\n"
        assert waiting.send(long).startswith("HTTP/1.1 414 ")
        assert waiting.still_waits()


def test_endless_headers_are_refused_and_the_waiting_goes_on():
    with Waiting() as waiting:
        assert waiting.request("/callback", headers="X: " + "a" * 1_000_000).startswith("HTTP/1.1 431 ")
        assert waiting.request("/callback", headers="X: a\r\n" * 100_000).startswith("HTTP/1.1 431 ")
        assert waiting.still_waits()


# --- those who stall ------------------------------------------------------------------------------------------------


def test_the_real_answer_gets_through_at_once_while_two_hundred_connections_stall():
    with Waiting(patience=60) as waiting, contextlib.ExitStack() as stalled:
        for n in range(200):
            connection = stalled.enter_context(waiting.connect())
            connection.sendall(b"GET /callback?oauth_token=" if n % 2 else b"")
        began = time.monotonic()
        assert waiting.still_waits()
        assert time.monotonic() - began < 5, "it had to wait for those that stall"
        attending = [thread for thread in threading.enumerate() if thread.name == "xauth_nb callback connection"]
        assert len(attending) < 60, "every connection that stalls keeps a thread"


def drip(connection, seconds):
    """Send a byte every twentieth of a second, until the other side has had enough."""
    until = time.monotonic() + seconds
    connection.settimeout(0.05)
    with contextlib.suppress(ConnectionError):
        while time.monotonic() < until:
            connection.sendall(b"G")
            with contextlib.suppress(TimeoutError):
                if connection.recv(100) == b"":
                    return


def test_a_connection_that_sends_a_byte_now_and_then_is_closed_when_its_time_is_over():
    with Waiting(patience=0.3) as waiting, waiting.connect() as connection:
        began = time.monotonic()
        drip(connection, seconds=10)
        assert 0.2 < time.monotonic() - began < 5
        assert waiting.still_waits()


def test_a_connection_that_sends_nothing_is_closed_when_its_time_is_over():
    with Waiting(patience=0.2) as waiting, waiting.connect() as connection:
        connection.settimeout(3)
        assert connection.recv(100) == b""
        assert waiting.still_waits()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="fork is of POSIX")
def test_closing_ends_it_also_where_a_forked_process_lives_on():
    with Waiting() as waiting:
        child = os.fork()
        if child == 0:
            signal.alarm(60)
            signal.pause()
    try:
        assert not waiting.listener._thread.is_alive()
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def test_closing_ends_every_thread_and_every_connection():
    waiting = Waiting(patience=60)
    with contextlib.ExitStack() as stalled:
        with waiting:
            connections = [stalled.enter_context(waiting.connect()) for _ in range(5)]
            waiting.get("")  # the five were let in before this one
        for connection in connections:
            with contextlib.suppress(ConnectionResetError):
                assert connection.recv(100) == b""
    for thread in threading.enumerate():
        if thread.name.startswith("xauth_nb callback"):
            thread.join(10)
            assert not thread.is_alive()
    waiting.listener.close()  # a second time does nothing


# --- the port -------------------------------------------------------------------------------------------------------


def test_a_port_in_use_is_told_with_the_port_and_the_ways_out():
    waiting = Waiting()
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if hasattr(socket, "SO_REUSEPORT"):
            other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", waiting.port))
        other.listen()
        with pytest.raises(LoginUnavailableError, match=rf"port {waiting.port} of this machine is taken") as caught:
            waiting.listener.start()
    assert "PIN" in caught.value.remedy
    assert "Callback URI" in caught.value.remedy
    assert not [thread for thread in threading.enumerate() if thread.name == "xauth_nb callback"]
    with waiting:  # and once it is free, the same listener can have it
        assert waiting.still_waits()


@pytest.mark.parametrize("option", ["SO_REUSEADDR", "SO_REUSEPORT"])
def test_no_other_program_can_take_the_port_while_the_listener_has_it(option):
    if not hasattr(socket, option):
        pytest.skip(f"This system has no {option}.")
    with Waiting() as waiting, socket.socket() as thief:
        thief.setsockopt(socket.SOL_SOCKET, getattr(socket, option), 1)
        with pytest.raises(OSError, match="in use"):  # noqa: PT012 - systems differ in which of the two refuses
            thief.bind(("127.0.0.1", waiting.port))
            thief.listen()
        assert waiting.still_waits()


def test_the_same_port_can_be_used_again_right_after_a_sign_in():
    waiting = Waiting()
    for _ in range(3):
        waiting.listener = CallbackListener(waiting.url, waiting.answers.put, is_ours=is_ours)
        with waiting:
            assert waiting.still_waits()


def test_nothing_is_heard_from_the_network():
    with Waiting() as waiting:
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as everywhere:
            # 127.0.0.2 is this machine, but not the address in the URL: a listener on all addresses would answer.
            everywhere.settimeout(5)
            with pytest.raises(OSError, match=r"refused|timed out|[Cc]an't assign"):
                everywhere.connect(("127.0.0.2", waiting.port))
        assert waiting.still_waits()


def test_localhost_is_answered_on_both_families():
    try:
        free_port(socket.AF_INET6, "::1")
    except OSError:
        pytest.skip("This machine has no IPv6.")
    with Waiting(host="localhost") as waiting:
        for address in ("127.0.0.1", "::1"):
            with socket.create_connection((address, waiting.port), timeout=10) as connection:
                connection.sendall(f"GET /callback HTTP/1.1\r\nHost: localhost:{waiting.port}\r\n\r\n".encode())
                assert read_all(connection).startswith("HTTP/1.1 400 ")
        assert waiting.still_waits()


def test_localhost_is_refused_when_another_program_has_half_of_it():
    waiting = Waiting(host="localhost")
    with contextlib.ExitStack() as stack:
        other = stack.enter_context(socket.socket(socket.AF_INET6, socket.SOCK_STREAM))
        try:
            other.bind(("::1", waiting.port))
        except OSError:
            pytest.skip("This machine has no IPv6.")
        other.listen()
        with pytest.raises(LoginUnavailableError, match="taken"):
            waiting.listener.start()
        with pytest.raises(ConnectionRefusedError):  # the half that was free is free again
            waiting.connect()


def test_ipv6_alone_works():
    try:
        port = free_port(socket.AF_INET6, "::1")
    except OSError:
        pytest.skip("This machine has no IPv6.")
    answers = queue.Queue()
    with CallbackListener(f"http://[::1]:{port}/callback", answers.put, is_ours=is_ours):
        with OPENER.open(f"http://[::1]:{port}/callback?{APPROVED}", timeout=10) as response:
            assert response.status == 200
        assert answers.get(timeout=10) == APPROVED


@pytest.mark.parametrize(
    "url",
    [
        "oob",
        "",
        "https://127.0.0.1:8976/callback",
        "http://example.com:8976/callback",
        "http://0.0.0.0:8976/callback",
        "http://127.0.0.1/callback",
        "http://127.0.0.1:0/callback",
        "http://127.0.0.1:99999/callback",
        "http://127.0.0.1:port/callback",
        "http://ada@127.0.0.1:8976/callback",
        "http://127.0.0.1:8976/callback#here",
        "http://127.0.0.1:8976/call back",
        "http://127.0.0.1:8976/\ncallback",
        "http://127.0.0.1.evil.example:8976/callback",
        "http://[::1:8976/callback",
        "ftp://127.0.0.1:8976/callback",
    ],
)
def test_an_address_that_cannot_be_answered_here_is_refused_before_anything_is_sent(url):
    with pytest.raises(UsageError, match="plain http address of this machine with its port") as caught:
        CallbackListener(url, print, is_ours=is_ours)
    assert "nor that of your own Jupyter server (which ends in /xauth/callback)" in str(caught.value)
    assert "127.0.0.1 rather than localhost" in caught.value.remedy


# --- the page -------------------------------------------------------------------------------------------------------


class Outside(HTMLParser):
    """Collects whatever would make a browser fetch or run something."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        names = {name for name, _ in attributes}
        if tag in {"script", "link", "img", "iframe", "form", "base", "object"} or names & {"src", "href", "style"}:
            self.found.append(tag)


@pytest.mark.parametrize(
    "target", [f"/callback?{APPROVED}", "/callback?oauth_token=canaryForged&oauth_verifier=<b>", "/x"]
)
def test_a_page_echoes_nothing_fetches_nothing_and_is_not_kept(target, capfd, caplog):
    caplog.set_level(logging.DEBUG)
    with Waiting() as waiting:
        answer = waiting.request(target, headers="X-Canary: canaryHeader\r\n")
    headers, _, page = answer.partition("\r\n\r\n")
    for word in ("canary", OURS, VERIFIER, "<b>"):
        assert word not in answer
        assert word not in caplog.text
    assert capfd.readouterr() == ("", "")
    for line in ("Cache-Control: no-store", "Referrer-Policy: no-referrer", "Connection: close"):
        assert f"\r\n{line}\r\n" in headers + "\r\n"
    assert f"Content-Length: {len(page.encode())}\r\n" in headers
    outside = Outside()
    outside.feed(page)
    assert outside.found == []
    assert "url(" not in page
    assert "@import" not in page
    assert "prefers-color-scheme: dark" in page
