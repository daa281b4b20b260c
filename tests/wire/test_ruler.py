"""The same promises before a provider that is not ours, which checks every signature twice, on every way to it."""

from __future__ import annotations

import contextlib
import sys
import time
from pathlib import Path

import pytest
from proxies import NAME, Front, Proxy, Socks

from xauth_nb.credentials import ClientCredentials, TokenCredentials
from xauth_nb.endpoints import Endpoints
from xauth_nb.errors import NotFoundError, TransportError, XAuthError
from xauth_nb.session import XSession

RULER = Path(__file__).resolve().parents[3] / "shared" / "ruler"
pytestmark = pytest.mark.skipif(
    not (RULER / "provider.py").exists(), reason="the provider is not beside this checkout (../shared/ruler)"
)
TEXT = "Once, by the ruler"
FAULTS = [
    *("reset", "close", "reset_after", "close_after", "truncated", "hang", "slow", "drip"),
    *("html_502", "html_200", "bad_json", "unavailable", "overloaded_html", "redirect"),
]
ON = {"post": "POST /2/tweets", "delete": "DELETE /2/tweets/*", "read": "GET /2/users/me"}


@pytest.fixture
def provider():
    sys.path.insert(0, str(RULER))
    try:
        from provider import Provider
    finally:
        sys.path.remove(str(RULER))
    return Provider


def session_on(way, provider, opened, authority, monkeypatch):
    p = opened(provider(sign_as=f"https://{NAME}" if way in ("tunnel", "SOCKS") else None))
    key, secret = p.issue_access_token("oracle_alice")
    port = int(p.base_url.rpartition(":")[2])
    endpoints = Endpoints.at(p.base_url)
    if way in ("tunnel", "SOCKS"):
        endpoints = Endpoints.at(f"https://{NAME}")
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority.file))
        proxy = opened((Socks if way == "SOCKS" else Proxy)(opened(Front(port, authority.context())).port))
        monkeypatch.setenv("ALL_PROXY", f"{'socks5h' if way == 'SOCKS' else 'http'}://127.0.0.1:{proxy.port}")
    user = p.user("oracle_alice")
    token = TokenCredentials(key, secret, user["id"], user["username"])
    x = opened(XSession(ClientCredentials(p.consumer_key, p.consumer_secret), token, endpoints=endpoints))
    if way == "HTTP proxy":
        x.proxies["http"] = f"http://127.0.0.1:{opened(Proxy(port)).port}"
    x.sleep = lambda _: None
    return p, x


def posted(p):
    return [tweet["_sent_text"] for tweet in p.posts_by("oracle_alice") if "_sent_text" in tweet].count(TEXT)


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("verb", ON)
@pytest.mark.parametrize(
    "way",
    [
        "direct",
        pytest.param("HTTP proxy", marks=pytest.mark.deep),
        pytest.param("tunnel", marks=pytest.mark.deep),
        pytest.param("SOCKS", marks=pytest.mark.deep),
    ],
)
def test_once_and_told_truly(way, verb, fault, provider, opened, authority, monkeypatch):
    if way == "SOCKS":
        pytest.importorskip("socks", reason="the way through a SOCKS proxy needs PySocks")
    p, x = session_on(way, provider, opened, authority, monkeypatch)
    made = x.post("/2/tweets", json={"text": TEXT}).json()["data"]["id"] if verb == "delete" else None

    def act():
        if verb == "post":
            return x.post_tweet(TEXT).text == TEXT
        return x.delete_tweet(made) if verb == "delete" else bool(x.me().id)

    def is_sound(done=False):
        if verb == "post":
            return posted(p) == 1 if done else posted(p) <= 1
        return not (done and verb == "delete" and posted(p))

    x.timeout = (5, 0.5)
    p.faults.add(fault, on=ON[verb], delay=3.0 if fault in ("hang", "drip") else 1.0)
    before, began, told = len(p.requests), time.monotonic(), None
    try:
        assert act()
    except XAuthError as error:
        told = error
    assert is_sound(done=told is None)
    assert told is None or told.remedy
    assert not (isinstance(told, TransportError) and told.is_unsent), "the provider got it, whatever it did"
    assert len(p.requests) - before <= 8
    assert time.monotonic() - began < 20
    del p.faults[:]
    x.timeout = (5, 20)
    was_gone = verb == "delete" and not posted(p)
    is_gone = pytest.raises(NotFoundError, match="gone already") if was_gone else None
    with is_gone or contextlib.nullcontext():
        assert act()
    assert is_sound(done=True)
    p.assert_clean()


@pytest.mark.parametrize("query", ["query=$TSLA", "query=rock'n'roll", "query=a%2Cb&max_results=10", "query=(a)%20!b*"])
@pytest.mark.parametrize("way", ["direct", "tunnel"])
def test_a_query_as_somebody_wrote_it_passes_two_strict_judges(way, query, provider, opened, authority, monkeypatch):
    p, x = session_on(way, provider, opened, authority, monkeypatch)
    response = x.get(f"{x.endpoints.base_url}/2/tweets/search/recent?{query}")
    assert response.status_code != 401, p.requests[-1].reason
    p.assert_clean()


def test_the_usual_port_passes_two_strict_judges(provider, opened, authority, monkeypatch):
    p, x = session_on("tunnel", provider, opened, authority, monkeypatch)
    assert x.get(f"https://{NAME}:443/2/users/me").ok
    assert x.get(f"HTTPS://{NAME.upper()}/2/users/me").ok
    p.assert_clean()
