"""Every fault of the way beside every way and verb: done once, never twice, never lost, and unsent only if unarrived.

The server counts what arrives; what an error says is held against that, and not against what we think of the fault.
"""

from __future__ import annotations

import time

import pytest
from proxies import NAME, Authority, Door, Origin, Proxy, Socks

from xauth_nb.credentials import ClientCredentials, TokenCredentials
from xauth_nb.endpoints import Endpoints
from xauth_nb.errors import NotFoundError, TransportError, XAuthError
from xauth_nb.session import XSession

CLIENT, TOKEN = ClientCredentials("key", "secret"), TokenCredentials("1-token", "secret", "1", "ada")
TEXT = "Once"
SERVER = ["reset before", "reset after", "close after", "half after", "hang after", "503", "502 after"]
WAYS = {
    "direct": [*SERVER, "gone", "no handshake", "strange certificate"],
    "HTTP proxy": [*SERVER, "dead proxy", "cut after"],
    "tunnel": [
        *SERVER,
        *("dead proxy", "cut after", "closes", "silent", "no handshake", "strange certificate", 407, 403, 502),
    ],
    "SOCKS": [
        *SERVER,
        *("dead proxy", "cut after", "closes", "silent", "no handshake", "strange certificate", "password", "refuses"),
    ],
}
NEVER_ARRIVES = {
    *("gone", "no handshake", "strange certificate", "dead proxy", "closes", "silent", "password", "refuses"),
    *(407, 403, 502),
}


class Post:
    """A tweet, once."""

    def call(self, x, origin):
        return x.post_tweet(TEXT).text == TEXT

    def count(self, origin):
        return list(origin.tweets.values()).count(TEXT)

    def is_done(self, origin):
        return self.count(origin) == 1

    def arrivals(self, origin):
        return sum(one == ("POST", "/2/tweets") for one in origin.arrived)


class Delete(Post):
    """A tweet of somebody's own, that is taken back."""

    def call(self, x, origin):
        origin.act("POST", "/2/tweets", {"text": TEXT}) if not hasattr(self, "id") else None
        self.id = getattr(self, "id", None) or next(iter(origin.tweets))
        try:
            return x.delete_tweet(self.id)
        except NotFoundError:
            return self.count(origin) == 0

    def is_done(self, origin):
        return self.count(origin) == 0

    def arrivals(self, origin):
        return sum(method == "DELETE" for method, _ in origin.arrived)


class Like(Post):
    """A like."""

    def call(self, x, origin):
        return x.like("20")

    def count(self, origin):
        return len(origin.likes)

    def arrivals(self, origin):
        return sum(path.endswith("/likes") for _, path in origin.arrived)


class Read(Post):
    """A look at the account."""

    def call(self, x, origin):
        return x.me().username == "ada"

    def count(self, origin):
        return 1

    def arrivals(self, origin):
        return sum(path.startswith("/2/users/me") for _, path in origin.arrived)


CELLS = [
    pytest.param(verb, way, fault, id=f"{verb.__name__}-{way}-{fault}")
    for verb in (Post, Delete, Like, Read)
    for way, faults in WAYS.items()
    for fault in faults
]


class Nobody(Door):
    """Takes connections and closes them."""

    def attend(self, connection):
        connection.recv(1)


def lead(way, fault, opened, monkeypatch, authority, origin):
    """Open the way with its fault; returns the endpoint, the proxies of the session, and how to heal."""
    proxy = None
    if way != "direct":
        kind = Socks if way == "SOCKS" else Proxy
        proxy = opened(kind(origin.port, fault if fault in NEVER_ARRIVES else None))
        port = proxy.port
        if fault == "dead proxy":
            proxy.__exit__()
        if fault == "strange certificate":
            proxy.fault = None
    if way == "direct":
        target = origin.port
        if fault in ("gone", "no handshake"):
            nobody = opened(Nobody())
            target = nobody.port
            nobody.__exit__() if fault == "gone" else None
        return Endpoints.at(f"https://127.0.0.1:{target}"), {}, proxy
    if way == "HTTP proxy":
        return Endpoints.at(f"http://127.0.0.1:{origin.port}"), {"http": f"http://127.0.0.1:{port}"}, proxy
    scheme = "socks5h" if way == "SOCKS" else "http"
    monkeypatch.setenv("HTTPS_PROXY", f"{scheme}://127.0.0.1:{port}")
    return Endpoints.at(f"https://{NAME}"), {}, proxy


@pytest.mark.parametrize(("verb", "way", "fault"), CELLS)
@pytest.mark.deep(but_one_in=3)
def test_once_and_told_truly(verb, way, fault, opened, monkeypatch, authority, tmp_path):
    if way == "SOCKS":
        pytest.importorskip("socks", reason="the way through a SOCKS proxy needs PySocks")
    strange = Authority(tmp_path, "somebody else") if fault == "strange certificate" else None
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority.file))
    origin = opened(Origin(None if way == "HTTP proxy" else (strange or authority).context()))
    endpoints, proxies, proxy = lead(way, fault, opened, monkeypatch, authority, origin)
    x = opened(XSession(CLIENT, TOKEN, endpoints=endpoints))
    x.proxies.update(proxies)
    x.timeout, x.sleep = (2, 0.5) if fault != "silent" else (0.3, 0.3), lambda _: None
    if verb is Read:
        origin.spoiled = ("GET",)
    if fault == "cut after":
        origin.faults = [proxy.cut]
    elif fault not in NEVER_ARRIVES:
        origin.faults = [fault]

    one, began, told = verb(), time.monotonic(), None
    try:
        assert one.call(x, origin)
    except XAuthError as error:
        told = error
    assert one.arrivals(origin) <= 4
    assert one.count(origin) <= 1
    if isinstance(told, TransportError):
        assert not (told.is_unsent and one.arrivals(origin))
        assert told.message
        assert told.remedy
    if fault in NEVER_ARRIVES:
        assert isinstance(told, TransportError)
        assert told.is_unsent
        assert not one.arrivals(origin)
    elif told is None:
        assert one.is_done(origin)
    elif verb is not Post:
        assert fault == "hang after"  # all that passes is asked again, but a time-out has taken long enough
    if verb is Post and fault in NEVER_ARRIVES:
        assert [entry.state for entry in x.ledger] == []
    assert time.monotonic() - began < 20

    if fault in NEVER_ARRIVES and way == "direct":
        return  # the server itself is another one
    origin.faults, x.timeout = [], (5, 5)
    if strange:
        monkeypatch.undo()
        return
    if fault == "dead proxy":
        proxy = opened(type(proxy)(origin.port))
        x.proxies = {"all": f"{'socks5h' if way == 'SOCKS' else 'http'}://127.0.0.1:{proxy.port}"}
        x.proxies |= dict.fromkeys(("http", "https"), x.proxies["all"])
    elif proxy:
        proxy.fault = None
    assert one.call(x, origin)
    assert one.is_done(origin)
    assert len(origin.arrived) <= 12
