"""How requests travel: what is sent again and what never is, proxies and certificates read once, one connection."""

from __future__ import annotations

from pathlib import Path

import pytest
import requests
from proxies import NAME, Origin, Proxy

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


@pytest.fixture
def way(opened, authority, monkeypatch):
    """A server that is far away, and a proxy that leads to it."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority.file))
    return opened(Proxy(opened(Origin(authority.context())).port)), Endpoints.at(f"https://{NAME}")


def test_the_proxy_of_the_environment_is_used_and_read_once(way, monkeypatch):
    proxy, far = way
    monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{proxy.port}")
    with SignedSession(CLIENT, TOKEN, endpoints=far) as session:
        monkeypatch.delenv("https_proxy")
        assert session.get("/2/users/me").status_code == 200
    assert proxy.seen.startswith(b"CONNECT api.test:443")


def test_no_proxy_keeps_the_server_out_of_it(way, monkeypatch):
    proxy, far = way
    monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{proxy.port}")
    monkeypatch.setenv("no_proxy", NAME)
    with SignedSession(CLIENT, TOKEN, endpoints=far) as session, pytest.raises(TransportError):
        session.get("/2/users/me")
    assert not proxy.seen


def test_what_is_set_on_the_session_or_the_request_comes_before_the_environment(way, monkeypatch):
    proxy, far = way
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:1")
    address = {"https": f"http://127.0.0.1:{proxy.port}"}
    with SignedSession(CLIENT, TOKEN, endpoints=far) as session:
        session.proxies.update(address)
        assert session.get("/2/one").ok
        session.proxies.clear()
        session.adapter.close()
        assert session.get("/2/two", proxies=address).ok
    assert proxy.seen.count(b"CONNECT") == 2


def test_another_host_is_reached_as_requests_would(opened, monkeypatch):
    proxy = opened(Proxy(opened(Origin()).port))
    with SignedSession(CLIENT, TOKEN, endpoints=Endpoints.at("https://api.test")) as session:
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{proxy.port}")
        session.get("http://elsewhere.test/page")
    assert proxy.seen.startswith(b"GET http://elsewhere.test/page")


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
