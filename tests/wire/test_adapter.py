"""How requests travel: what is sent again and what never is, proxies and certificates read once, one connection."""

from __future__ import annotations

import http.server
import threading
from pathlib import Path

import pytest
import requests

from xauth_nb.credentials import ClientCredentials, TokenCredentials
from xauth_nb.endpoints import Endpoints
from xauth_nb.errors import TransportError
from xauth_nb.sandbox import Sandbox
from xauth_nb.session import XSession
from xauth_nb.wire import SignedSession
from xauth_nb.wire.tls import context_for

CLIENT, TOKEN = ClientCredentials("key", "secret"), TokenCredentials("1-token", "secret")


@pytest.fixture
def signed_in():
    with Sandbox() as sb:
        x = XSession(sb.client, sb.sign_in("ada"), endpoints=sb.endpoints)
        try:
            yield sb, x
        finally:
            x.close()


@pytest.mark.parametrize(
    "fault", [{"status": 502}, {"status": 503}, {"status": 504}, {"reset": "before"}, {"reset": "after"}], ids=str
)
def test_a_read_is_tried_again_after_a_passing_fault(signed_in, fault):
    sb, x = signed_in
    sb.fail(next=1, **fault)
    assert x.me().username == "ada"


@pytest.mark.parametrize("fault", [{"status": 503}, {"reset": "before"}, {"reset": "after"}], ids=str)
def test_a_post_is_never_sent_again(signed_in, fault):
    sb, x = signed_in
    sb.fail(next=1, method="POST", **fault)
    before = len(sb.requests)
    try:
        assert x.post("/2/tweets", json={"text": "once"}).status_code == 503
    except TransportError:
        assert "reset" in fault
    assert [call.method for call in sb.requests[before:]].count("POST") <= 1


def test_a_fault_that_stays_is_told_as_it_is(signed_in):
    sb, x = signed_in
    sb.fail(next=99, status=503)
    before = len(sb.requests)
    assert x.get("/2/users/me").status_code == 503
    assert len(sb.requests) - before == 4


def test_many_requests_use_one_connection(signed_in):
    sb, x = signed_in
    before = sb.connections
    for _ in range(5):
        x.me()
    assert sb.connections - before == 1


def test_answers_carry_no_cookies_but_those_put_in_by_hand_are_sent(signed_in):
    _, x = signed_in
    assert not x.get("/2/users/me").cookies
    assert not x.cookies
    x.cookies.set("mine", "1")
    assert x.get("/2/users/me").request.headers["Cookie"] == "mine=1"


class Proxy(http.server.BaseHTTPRequestHandler):
    """Answers every request that is made through it by itself, and remembers its address."""

    asked: list[str]

    def do_GET(self):
        self.asked.append(self.path)
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_):
        pass


@pytest.fixture
def proxy():
    handler = type("OneProxy", (Proxy,), {"asked": []})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", handler.asked
        finally:
            server.shutdown()
            thread.join()


HERE = Endpoints.at("http://127.0.0.1:9")


def test_the_proxy_of_the_environment_is_used_and_read_once(proxy, monkeypatch):
    address, asked = proxy
    monkeypatch.setenv("http_proxy", address)
    with SignedSession(CLIENT, TOKEN, endpoints=HERE) as session:
        monkeypatch.delenv("http_proxy")
        assert session.get("/2/users/me").status_code == 200
    assert asked == ["http://127.0.0.1:9/2/users/me"]


def test_no_proxy_keeps_the_server_out_of_it(proxy, monkeypatch):
    address, asked = proxy
    monkeypatch.setenv("http_proxy", address)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with SignedSession(CLIENT, TOKEN, endpoints=HERE) as session, pytest.raises(TransportError):
        session.get("/2/users/me")
    assert not asked


def test_what_is_set_on_the_session_or_the_request_comes_before_the_environment(proxy, monkeypatch):
    address, asked = proxy
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    with SignedSession(CLIENT, TOKEN, endpoints=HERE) as session:
        session.proxies["http"] = address
        session.get("/one")
        session.proxies.clear()
        session.get("/two", proxies={"http": address})
    assert [path.rpartition("/")[2] for path in asked] == ["one", "two"]


def test_another_host_is_reached_as_requests_would(proxy, monkeypatch):
    address, asked = proxy
    with SignedSession(CLIENT, TOKEN, endpoints=HERE) as session:
        monkeypatch.setenv("http_proxy", address)
        session.get("http://127.0.0.1:7/elsewhere")
    assert asked == ["http://127.0.0.1:7/elsewhere"]


def test_certificates_of_the_environment_count_and_the_context_is_made_once(tmp_path, monkeypatch):
    bundle = tmp_path / "authorities.pem"
    bundle.write_bytes(Path(requests.certs.where()).read_bytes())
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(bundle))
    with SignedSession(CLIENT, TOKEN, endpoints=Endpoints.at("https://127.0.0.1:9")) as session:
        settings = session.merge_environment_settings("https://127.0.0.1:9/2", {}, None, None, None)
        assert settings["verify"] == str(bundle)
        assert context_for(str(bundle)) is context_for(str(bundle))
        session.verify = False
        assert session.merge_environment_settings("https://127.0.0.1:9/2", {}, None, None, None)["verify"] is False
        session.trust_env, session.verify = False, True
        assert session.merge_environment_settings("https://127.0.0.1:9/2", {}, None, None, None)["verify"] is True
