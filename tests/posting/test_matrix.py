"""Every kind of post beside every fault, and the tweet found at once, found late, or not to be looked for at all.

Against the sandbox, and against a provider that is not ours, which is reached directly, by an HTTP proxy, and through a
tunnel with TLS inside. Each cell has up to three runs of the same cell, each of a
kernel of its own: under the fault, then with all well but (where it says so) the looking, then after a person has
decided. The server's tweets are counted, and not what we return.

A few cells are tried always, a fifth of the others where the run is deep, and all of them with XAUTH_NB_MATRIX=whole.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import random
import tempfile
import threading
from pathlib import Path
from typing import ClassVar
from zlib import crc32

import pytest
from shortcuts import token_of

from xauth_nb.credentials import ClientCredentials, TokenCredentials
from xauth_nb.endpoints import Endpoints
from xauth_nb.errors import XAuthError
from xauth_nb.sandbox import PRACTICE_DAY, Sandbox
from xauth_nb.session import XSession

RULER = Path(__file__).resolve().parents[3] / "shared" / "ruler"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc0000003010100"
    "18dd8db00000000049454e44ae426082"
)
MANY = 1_000_000
MOST_REQUESTS = 60
POST = {"method": "POST", "path": "/2/tweets"}
SLOW = {"slow", "hang", "drip"}


class AtSandbox:
    """The sandbox on its own day, as practice mode has it."""

    faults: ClassVar = {
        "reset before": {"reset": "before"},
        "reset after": {"reset": "after"},
        "truncated": {"truncate": True},
        "truncated 503": {"truncate": True, "status": 503},
        "slow": {"delay": 1.2},
        "html 502": {"html": True, "status": 502},
        "html 200": {"html": True, "status": 200},
        **{str(status): {"status": status} for status in (202, 302, 401, 402, 403, 408, 425, 429, 500, 503)},
    }

    def __init__(self):
        figures = ("POST /2/tweets", "GET /2/users/me", "GET /2/users/:id/tweets", "POST /2/media/upload")
        self.sb = Sandbox(PRACTICE_DAY, tweets=20, rate_limits=dict.fromkeys(figures, MANY)).start()
        self.client, self.token, self.base_url = self.sb.client, token_of(self.sb), self.sb.base_url
        self.proxies, self.verify = {}, True
        self.clear = self.sb.heal

    def fail(self, fault):
        self.sb.fail(**self.faults[fault], **POST)

    def blind(self):
        self.sb.fail(MANY, reset="before", method="GET", path=f"/2/users/{self.token.user_id}/tweets")

    def made(self):
        sent = ((tweet.note or tweet.text, str(tweet.id)) for tweet in self.sb.world.posted())
        return [(text.partition(" https://t.co/")[0], id) for text, id in sent]  # without the link of a picture

    def count(self):
        return len(self.sb.requests)

    def stop(self):
        assert self.sb.crashes == []
        self.sb.stop()


class AtRuler:
    """The provider that is not ours."""

    faults: ClassVar = {
        **{kind: {} for kind in ("reset", "close", "reset_after", "close_after", "truncated", "html_502", "html_200")},
        **{kind: {} for kind in ("bad_json", "unavailable", "overloaded_html", "redirect", "credits", "unauthorized")},
        **{kind: {"delay": 1.2} for kind in ("slow", "hang", "drip")},
        "rate_limit": {"reset_in": 5},
        **{f"status {status}": {"status": status} for status in (202, 303, 408, 425, 499, 500, 520)},
    }

    def __init__(self):
        from provider import Provider

        self.p = Provider().start()
        self.p.limits = dict.fromkeys(self.p.limits, MANY)
        self.client = ClientCredentials(self.p.consumer_key, self.p.consumer_secret)
        self.token = TokenCredentials(*self.p.issue_access_token("oracle_alice"))
        self.base_url, self.proxies, self.verify = self.p.base_url, {}, True
        self.doors = contextlib.ExitStack()

    def fail(self, fault):
        self.p.faults.add(fault.partition(" ")[0], on="POST /2/tweets", **self.faults[fault])

    def blind(self):
        self.p.faults.add("reset", on="GET /2/users/*/tweets", times=0)

    def clear(self):
        self.p.faults.clear()

    def made(self):
        return [(tweet["_sent_text"], tweet["id"]) for tweet in self.p.posts_by("oracle_alice")]

    def count(self):
        return len(self.p.requests)

    def stop(self):
        self.p.assert_clean()
        assert self.p.elsewhere_requests == []
        self.doors.close()
        self.p.stop()


class ByProxy(AtRuler):
    """By a proxy that reads along."""

    def __init__(self):
        from proxies import Proxy

        super().__init__()
        door = self.doors.enter_context(Proxy(int(self.base_url.rpartition(":")[2])))
        self.proxies = {"http": f"http://127.0.0.1:{door.port}"}


class ByTunnel(AtRuler):
    """Through a proxy's tunnel: what is lost in it may be lost on either side of the proxy."""

    def __init__(self):
        from proxies import NAME, Authority, Front, Proxy

        super().__init__()
        authority = Authority(Path(self.doors.enter_context(tempfile.TemporaryDirectory())))
        front = self.doors.enter_context(Front(int(self.base_url.rpartition(":")[2]), authority.context()))
        door = self.doors.enter_context(Proxy(front.port))
        self.base_url = self.p.sign_as = f"https://{NAME}"
        self.proxies, self.verify = {"https": f"http://127.0.0.1:{door.port}"}, str(authority.file)


SERVERS = {"sandbox": AtSandbox, "ruler": AtRuler, "proxy": ByProxy, "tunnel": ByTunnel}
KINDS = {
    "tweet": lambda x, text, base: [x.post_tweet(text)],
    "key": lambda x, text, base: [x.post_tweet(text, key=text)],
    "reply": lambda x, text, base: [x.post_tweet(text, reply_to=base)],
    "poll": lambda x, text, base: [x.post_tweet(text, poll=["yes", "no"])],
    "picture": lambda x, text, base: [x.post_tweet(text, media=PNG)],
    "thread": lambda x, text, base: list(x.post_thread([text, f"{text}, part two"])),
}
FOUND = ("at once", "late", "never")
CELLS = [
    (server, kind, fault, found)
    for server, place in SERVERS.items()
    for kind, fault, found in itertools.product(KINDS, place.faults, FOUND)
    # What is another kind to X is the same to a proxy.
    if server not in ("proxy", "tunnel") or (kind in ("tweet", "picture", "thread") and found != "late")
]
IS_WHOLE = os.environ.get("XAUTH_NB_MATRIX") == "whole"
SHALLOW = set(random.Random(16).sample(CELLS, 24))


@pytest.fixture(scope="session")
def servers():
    """Start each server once."""
    started = {}
    patch = pytest.MonkeyPatch()

    def get(name):
        if name != "sandbox" and not (RULER / "provider.py").exists():
            pytest.skip("the ruler is not beside this checkout (../shared/ruler/provider.py)")
        if name == "tunnel":
            pytest.importorskip("cryptography", reason="the tunnel's certificates need it")
        patch.syspath_prepend(str(RULER))
        patch.syspath_prepend(str(Path(__file__).parents[1] / "wire"))
        if name not in started:
            started[name] = SERVERS[name]()
        return started[name]

    try:
        yield get
    finally:
        patch.undo()
        for one in started.values():
            one.stop()


@pytest.fixture
def place(servers, request):
    return servers(request.param)


@pytest.fixture
def kernel(place):
    """Open a session as a new kernel has it."""
    opened = []

    def start():
        x = XSession(place.client, place.token, endpoints=Endpoints.at(place.base_url))
        opened.append(x)
        x.sleep = lambda _: None
        x.proxies.update(place.proxies)
        x.verify = place.verify
        x.me()
        return x

    try:
        yield start
    finally:
        place.clear()
        for one in opened:
            one.close()


def run(act, x, text, base):
    """Run the cell; whatever comes is a success or an error of ours that says what to do."""
    try:
        return act(x, text, base), None
    except XAuthError as told:
        error = told
    assert error.message
    assert error.remedy
    return None, error


@pytest.mark.parametrize(
    ("place", "kind", "fault", "found"),
    [
        pytest.param(*cell, id="-".join(cell), marks=() if cell in SHALLOW else pytest.mark.deep)
        for cell in sorted(CELLS)
        if cell in SHALLOW or IS_WHOLE or crc32("-".join(cell).encode()) % 5 == 0
    ],
    indirect=["place"],
)
def test_once_whatever_happens(place, kernel, kind, fault, found, request):
    act, text = KINDS[kind], f"Cell {request.node.callspec.id}"
    x = kernel()
    base = x.post_tweet(f"Base of {text}")
    before = place.count()

    def made():
        return [(sent, id) for sent, id in place.made() if sent.startswith(text)]

    def is_once():
        return len({sent for sent, _ in made()}) == len(made())

    place.fail(fault)
    x.timeout = (5, 0.6 if fault in SLOW else 30)
    if found != "at once":
        place.blind()
    run(act, x, text, base)
    while isinstance(place, AtSandbox) and fault == "slow" and not made():
        threading.Event().wait(0.02)  # it is acted on after the client has given up, and before the cell runs again
    assert is_once()

    if found != "never":
        place.clear()
    x = kernel()
    doubtful = [entry for entry in x.ledger if entry.is_in_doubt]
    there = made()
    tweets, error = run(act, x, text, base)
    assert is_once()
    if found == "never" and doubtful:
        assert error, "it may not be sent while it cannot be looked for"
        assert "x.ledger.settle(" in error.remedy
        assert made() == there
        place.clear()
        (entry,) = doubtful
        ids = [id for sent, id in there if sent == entry.text]
        x.ledger.settle(entry, **({"tweet": ids[0]} if ids else {"sent": False}))
        tweets, error = run(act, kernel(), text, base)
    assert error is None
    assert is_once()
    assert {tweet.id for tweet in tweets} == {id for _, id in made()}
    assert len(made()) == len(tweets) == (2 if kind == "thread" else 1)
    assert not [entry for entry in x.ledger if entry.is_in_doubt]
    assert place.count() - before <= MOST_REQUESTS
