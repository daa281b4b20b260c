"""Each answer of X that was recorded, at the sandbox: by its own rules where it has them, on demand where it has not.

What a client is told of it is the same as of X: the answer goes over HTTP here, and the words are tested in
``tests/wire/test_x_bodies.py``, row by row.
"""

from __future__ import annotations

import json

import pytest
import requests

from xauth_nb.errors import XAuthError
from xauth_nb.oauth.exchange import Exchange
from xauth_nb.session import XSession

BY_RULE = {
    # row: the switches, who acts how, and what of the body differs with whom and when
    "P13": ({"credits": 0}, lambda w: w.post(text="x"), ("account_id", "detail")),
    "P14": ({"problem_host": "api.x.com"}, lambda w: w.reader.post(text="x"), ()),
    "P16": ({}, lambda w: (w.post(text="twice"), w.post(text="twice"))[1], ()),
    "P18": ({"enrolled": False}, lambda w: w.post(text="x"), ()),
    "P27": ({"rate_limits": {"POST /2/tweets": 0}}, lambda w: w.post(text="x"), ()),
    "P29": ({}, lambda w: w.ask("/2/users/me", secret="bent"), ()),
    "P30": ({}, lambda w: w.ask("/1.1/account/verify_credentials.json", secret="bent"), ()),
    "P31": ({}, lambda w: w.ask("/1.1/account/verify_credentials.json", token="1-gone"), ()),
    "P32": ({"suspended_app": True}, lambda w: w.start(), ()),
    "P35": ({"problem_host": "api.x.com"}, lambda w: w.post(text="x" * 281), ("parameters",)),
    "P37": (
        {"problem_host": "api.x.com"},
        lambda w: w.post(text="x", media={"media_ids": ["1757063824702574592"]}),
        ("parameters",),
    ),
    "P39": (
        {"problem_host": "api.x.com"},
        lambda w: w.post(text="x", media={"media_ids": ["1"] * 5}),
        ("parameters", "message"),
    ),
    "P40": ({"spend_cap": 0}, lambda w: w.post(text="x"), ("reset_date",)),
    "P41": ({"usage_cap": 0}, lambda w: w.ask("/2/tweets?ids=1"), ("account_id",)),
    "P42": ({"user_enrolled": False, "problem_host": "api.x.com"}, lambda w: w.ask("/2/tweets?ids=1"), ()),
    "P43": ({}, lambda w: w.ask("/1.1/statuses/update.json", method="POST"), ()),
    "P44": ({"suspended": ["ada"]}, lambda w: w.post(text="x"), ()),
    "P47": ({"tier": "pay-per-use"}, lambda w: w.post(text="x", quote_tweet_id=w.theirs), ()),
    "P50": ({"problem_host": "api.x.com"}, lambda w: w.ask("/2/tweets/456"), ("value",)),
    "P26": (
        {"rate_limits": {"GET /1.1/account/verify_credentials.json": 0}},
        lambda w: w.ask("/1.1/account/verify_credentials.json"),
        (),
    ),
    "P54": ({}, lambda w: w.ask("/1.1/nothing.json"), ("message",)),
    "S1": ({}, lambda w: w.start(secret="bent"), ()),
    "S3": ({}, lambda w: w.start(callback="http://127.0.0.1:1/other"), ()),
    "S4": ({"callbacks": []}, lambda w: w.start(callback="http://127.0.0.1:8976/callback"), ()),
    "S5": ({"suspended_app": True}, lambda w: w.start(), ()),
    "S15": ({}, lambda w: requests.post(w.sb.endpoints.request_token_url, timeout=20), ()),
    "F1": ({}, lambda w: w.finish(verifier="no"), ()),
    "F2": ({}, lambda w: w.finish(token="unknown"), ()),
    "F3": ({}, lambda w: w.finish(token=None), ()),
    "F6": ({}, lambda w: w.finish(secret="bent"), ()),
}
"""What the sandbox says by itself. All other rows it says on demand: ``sb.fail(status=…, body=…)``."""


class Somebody:
    """Ada at one sandbox, with a hand for each kind of call."""

    def __init__(self, sb, write, hand):
        self.sb, self._write, self._hand = sb, write, hand

    @property
    def reader(self):
        return Somebody(self.sb, lambda sb: self._write(sb, access="read"), self._hand)

    @property
    def theirs(self):
        return str(self.sb.world.ids(self.sb.world.named("grace").id, 1)[0])

    def post(self, **body):
        return self._write(self.sb)(**body)

    def ask(self, path, method="GET", *, secret=None, token=None):
        bent = {"resource_owner_secret": secret, "resource_owner_key": token}
        body = "status=x" if method == "POST" else None
        return self._hand(self.sb, "ada")(
            method, path, body=body, sign={name: one for name, one in bent.items() if one is not None}
        )

    def start(self, *, callback="oob", secret=None):
        sign = {"callback_uri": callback, **({"client_secret": secret} if secret else {})}
        return self._hand(self.sb)("POST", "/oauth/request_token", sign=sign)

    def finish(self, *, verifier="1234567", token="", secret=None):
        begun = dict(one.split("=") for one in self.start().text.split("&"))
        sign = {"verifier": verifier, "resource_owner_secret": secret or begun["oauth_token_secret"]}
        if token is not None:
            sign["resource_owner_key"] = token or begun["oauth_token"]
        return self._hand(self.sb)("POST", "/oauth/access_token", sign=sign)


def recorded(reference):
    return {row["id"]: row for row in json.loads((reference / "x-bodies.json").read_text())}


def without(body, names):
    if isinstance(body, dict):
        return {name: without(part, names) for name, part in body.items() if name not in names}
    return [without(part, names) for part in body] if isinstance(body, list) else body


OPTIONAL = ("status", "sub_error_code", "bounce_location")
"""Members that some of X's answers of one kind have, and others not."""


@pytest.mark.parametrize("row", BY_RULE)
def test_the_sandbox_says_it_by_its_own_rules(row, sandbox, write, hand, reference):
    switches, act, varies = BY_RULE[row]
    somebody = Somebody(sandbox(**switches), write, hand)
    answer, expected = act(somebody), recorded(reference)[row]
    assert answer.status_code == expected["status"]
    body = expected["body"]
    if isinstance(body, str):
        assert answer.text == body
    else:
        leave = (*varies, *OPTIONAL)
        said = json.loads(json.dumps(answer.json()).replace("api.twitter.com", "api.x.com"))
        meant = json.loads(json.dumps(body).replace("api.twitter.com", "api.x.com"))
        assert without(said, leave) == without(meant, leave)


def test_every_recorded_answer_can_be_practised(sandbox, reference):
    """On demand; what the client makes of each over HTTP is what it makes of X's own."""
    sb = sandbox()
    token = sb.sign_in("ada")
    odd = {}
    for row in recorded(reference).values():
        if row["status"] < 300 and isinstance(row["body"], dict):
            continue  # answers that are no refusals, below
        path = row["call"].partition(" ")[2]
        sb.fail(next=9, status=row["status"], body=row["body"], path=path)
        error = met(sb, token, row["id"][0])
        sb.heal()
        if not isinstance(error, XAuthError) or error.status != row["status"] or "→" not in str(error):
            odd[row["id"]] = error
    assert set(odd) == {"F11"}  # it is a sign-in: the two fields are enough
    assert sb.world.posted() == []


def met(sb, token, kind):
    try:
        if kind == "P":
            with XSession(sb.client, token, endpoints=sb.endpoints) as x:
                x.sleep, x.patience = lambda _: None, 0
                return x.post_tweet("Hello", once=False)
        exchange = Exchange(sb.client, endpoints=sb.endpoints)
        exchange.session.sleep = lambda _: None
        try:
            link = exchange.begin()
            return exchange.finish("7654321") if kind == "F" else link
        finally:
            exchange.session.close()
    except XAuthError as error:
        return error


@pytest.mark.parametrize("row", ["P49", "P50"])
def test_an_answer_without_a_tweet_is_practised_too(row, sandbox, reference):
    sb = sandbox()
    found = recorded(reference)[row]
    sb.fail(status=found["status"], body=found["body"], path="/2/tweets")
    error = met(sb, sb.sign_in("ada"), "P")
    assert isinstance(error, XAuthError)


def test_each_row_is_said_by_rule_or_on_demand_and_none_is_made_up(reference):
    assert set(BY_RULE) <= set(recorded(reference))
    assert len(BY_RULE) >= 29
