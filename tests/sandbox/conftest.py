"""A running sandbox for each test, and a hand that signs requests with oauthlib, step by step."""

from __future__ import annotations

import json
import os
import time
from functools import lru_cache
from pathlib import Path

import oauthlib.oauth1
import pytest
import requests
from shortcuts import token_of

from xauth_nb.sandbox import Sandbox

REFERENCE = (Path(__file__).resolve().parents[2] / "../shared/reference").resolve()
TABLE = os.environ.get("XAUTH_NB_CLIENTS_TABLE", "")  # read now: tests take such variables away
NOON = "2026-09-16T15:00:00Z"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


FILES = {"tweet": "openapi-2.159.json", "post": "openapi-2.167.json"}
# members that the file requires and that no answer of X has ever been seen to carry
SLIPS = {"MediaUploadResponse": "meta", "MediaUploadAppendResponse": "meta", "ProcessingInfo": "type"}


@lru_cache(maxsize=2)
def description(dialect):
    whole = json.loads((REFERENCE / FILES[dialect]).read_text())
    for name, member in SLIPS.items():
        schema = whole["components"]["schemas"].get(name, {})
        if member not in schema.get("properties", {}) and member in schema.get("required", ()):
            schema["required"] = [one for one in schema["required"] if one != member]
    return whole


@pytest.fixture
def describe(reference):
    """X's own description of its API, by dialect: 2.159 speaks of tweets, 2.167 of posts."""
    return description


@pytest.fixture
def sandbox():
    """Start sandboxes with any switches; each is stopped, and none may have crashed inside."""
    started = []

    def start(at=NOON, **switches):
        started.append(Sandbox(at, **switches).start())
        return started[-1]

    try:
        yield start
        for one in started:
            assert one.crashes == []
    finally:
        for one in started:
            one.stop()


@pytest.fixture
def sb(sandbox):
    return sandbox()


class Hand:
    """Signs with oauthlib and sends with requests; every part of the signature can be bent."""

    def __init__(self, sb, token=None, **parts):
        self.sb = sb
        self.parts = parts
        self.token = token
        self.http = requests.Session()

    def __call__(self, method, path, *, body=None, headers=None, sign=None, **kwargs):
        parts = {**self.parts, **(sign or {})}
        parts.setdefault("client_secret", self.sb.client.secret)
        if self.token is not None:
            parts.setdefault("resource_owner_key", self.token.token)
            parts.setdefault("resource_owner_secret", self.token.secret)
        client = oauthlib.oauth1.Client(parts.pop("client_key", self.sb.client.key), **parts)
        url = requests.Request(method, self.sb.base_url + path, params=kwargs.pop("params", None)).prepare().url
        sent = dict(headers or {})
        if isinstance(body, str):
            sent = {**FORM, **sent}
        is_form = isinstance(body, str)
        url, signed, form = client.sign(url, method, body if is_form else None, sent)
        body = form if is_form else body
        return self.http.request(method, url, headers=signed, data=body, allow_redirects=False, **kwargs)


@pytest.fixture
def hand():
    """Make hands; their connections are closed."""
    made = []

    def make(sb, user=None, *, access="write", **parts):
        made.append(Hand(sb, token_of(sb, user, access) if user else None, **parts))
        return made[-1]

    try:
        yield make
    finally:
        for one in made:
            one.http.close()


@pytest.fixture
def clock():
    return lambda: str(int(time.time()))


class Poster:
    """Posts JSON, which is not signed."""

    def __init__(self, mine):
        self.mine = mine

    def __call__(self, path="/2/tweets", method="POST", **body):
        return self.mine(method, path, body=json.dumps(body).encode(), headers={"Content-Type": "application/json"})


@pytest.fixture
def poster():
    """Make a hand post JSON."""
    return Poster


@pytest.fixture
def write(hand):
    """Sign somebody in who posts JSON."""
    return lambda sb, user="ada", access="write": Poster(hand(sb, user, access=access))


@pytest.fixture
def cell(record_property):
    """Put a cell into the table of real clients and their calls: what came, or why nothing does.

    ``XAUTH_NB_CLIENTS_TABLE`` names a file that gets a line of JSON for each.
    """

    def put(client, call, what):
        record_property("cell", f"{client}: {call}: {what}")
        if TABLE:
            with Path(TABLE).open("a", encoding="utf-8") as file:
                file.write(json.dumps([client, call, what]) + "\n")

    return put
