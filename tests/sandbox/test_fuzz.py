"""Anything that X's description allows, and much that it does not: never a server error, never an unknown answer."""

from __future__ import annotations

import copy
import http.client
import json
import re
from urllib.parse import urlsplit

import pytest
import requests
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from requests_oauthlib import OAuth1
from shortcuts import token_of

from xauth_nb.sandbox import Sandbox
from xauth_nb.sandbox.api import OPERATIONS

OFFERED = {(one.method.lower(), re.sub(r":(\w+)", r"{\1}", one.path)) for one in OPERATIONS}
UNLIMITED = dict.fromkeys((one.name for one in OPERATIONS), 10**9)
FULL = "read-write-directmessages"
METHODS = ("get", "post", "put", "delete")


def offered_of(whole):
    """Give the operations of a description that the sandbox offers to OAuth 1.0a."""
    kept = copy.deepcopy({name: part for name, part in whole.items() if name not in ("paths", "servers", "security")})
    kept["paths"] = {}
    for path, item in whole["paths"].items():
        for method in METHODS:
            user_token = any("UserToken" in one for one in item.get(method, {}).get("security", ()))
            if user_token and (method, path) in OFFERED:
                kept["paths"].setdefault(path, {})[method] = item[method]
    return kept


@pytest.fixture(scope="module", params=["post", "tweet"])
def spoken(request):
    with Sandbox(
        "2026-09-16T15:00:00Z", tweets=800, dialect=request.param, rate_limits=UNLIMITED, permissions=FULL
    ) as sb:
        token = token_of(sb)
        yield sb, OAuth1(sb.client.key, sb.client.secret, token.token, token.secret), request.param
        assert sb.crashes == []


def known_ids(sb, case):
    """Put ids that exist in the place of half the invented ones, so that the calls get beyond "not found"."""
    me, theirs = str(sb.world.named("ada").id), str(sb.world.ids(limit=1)[0])
    mine = str(sb.world.lists.seen_by(int(me), lambda one: True)[0].id)
    real = {
        "source_user_id": me,
        "tweet_id": theirs,
        "source_tweet_id": theirs,
        "target_user_id": "61290417",
        "list_id": mine,
    }
    for name in case.path_parameters or {}:
        if len(str(case.path_parameters[name])) % 2:
            case.path_parameters[name] = real.get(
                name, me if "/users/" in case.path else mine if "/lists/" in case.path else theirs
            )


@pytest.mark.deep  # what is read and posted is held to the same descriptions in test_schemas.py
def test_requests_made_from_the_description_get_answers_that_it_has(spoken, describe):
    reason = "schemathesis, which invents the requests, is not installed"
    schemathesis = pytest.importorskip("schemathesis", reason=reason)  # here: it is a second's work for each worker
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

    sb, signed, dialect = spoken
    schema = schemathesis.openapi.from_dict(offered_of(describe(dialect)))
    seen = {}
    for found in schema.get_all_operations():
        operation = found.ok()

        @settings(
            max_examples=settings().max_examples // 12 or 1,  # of each operation
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(operation.as_strategy())
        def ask(case):
            known_ids(sb, case)
            answer = case.call(base_url=sb.base_url, auth=signed)
            seen.setdefault(case.operation.label, []).append(answer.status_code)
            checks = [not_a_server_error, status_code_conformance]
            if answer.status_code < 400:  # refusals come as application/json, for which the file has another shape
                checks.append(response_schema_conformance)
            case.validate_response(answer, checks=checks)

        ask()
    assert len(seen) > 45
    assert sum(min(statuses) < 300 for statuses in seen.values()) > 25


WORDS = st.sampled_from(
    [
        "text",
        "reply",
        "in_reply_to_tweet_id",
        "quote_tweet_id",
        "media",
        "media_ids",
        "poll",
        "options",
        "hidden",
        "id",
        "duration_minutes",
        "reply_settings",
        "tweet_id",
        "target_user_id",
        "list_id",
        "user_id",
        "name",
        "description",
        "private",
        "metadata",
        "alt_text",
        "media_category",
        "media_type",
        "total_bytes",
        "segment_index",
        "geo",
    ]
)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=True)
    | st.text(max_size=8)
    | st.sampled_from(["1", "9" * 19, "9" * 5000, "\u0663", "\ud800", "tweet_image", "tweet_video", "48812573"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=6,
)
WRITING = [one for one in OPERATIONS if one.method in ("POST", "PUT") and one.path.startswith("/2/")]
BOUNDED = {"deadline": None, "database": None, "suppress_health_check": list(HealthCheck)}


@settings(**BOUNDED)
@given(st.sampled_from(WRITING), st.dictionaries(WORDS, VALUES, max_size=4) | VALUES)
def test_whatever_a_body_holds_the_answer_is_one_of_x(spoken, hand, operation, body):
    sb, signed, _ = spoken
    path = operation.path.replace("/users/:id", "/users/48812573")
    path = re.sub(r":\w+", str(sb.world.ids(limit=1)[0]), path)
    answer = requests.request(
        operation.method,
        sb.base_url + path,
        auth=signed,
        data=json.dumps(body).encode("utf-8", "surrogatepass"),
        headers={"Content-Type": "application/json"},
        timeout=20,
    )
    assert answer.status_code in (200, 201, 400, 403)
    answer.json()


HEADERS = st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=60)
PIECES = st.lists(
    st.sampled_from(
        [
            'oauth_consumer_key="x"',
            "oauth_nonce",
            'oauth_timestamp="1e9"',
            "oauth_timestamp=-1",
            'oauth_signature="%zz"',
            'oauth_nonce="%FF%00"',
            'oauth_token=""',
            'realm="',
            "=",
            '"',
            ",,",
            'oauth_version="2"',
            "oauth_token=%",
        ]
    ),
    max_size=6,
)


@settings(**BOUNDED)
@given(
    st.sampled_from(["/2/users/me", "/2/tweets", "/oauth/request_token", "/1.1/account/verify_credentials.json"]),
    st.one_of(HEADERS, PIECES.map(lambda pieces: "OAuth " + ", ".join(pieces))),
)
@example("/2/users/me", "OAuth")
@example("/2/users/me", "Bearer AAAA")
@example("/oauth/request_token?oauth_callback=%E0%A4%A", "OAuth x=y")
def test_whatever_the_authorization_header_holds_the_answer_is_a_refusal(spoken, path, header):
    sb, _, _ = spoken
    place = urlsplit(sb.base_url)
    connection = http.client.HTTPConnection(place.hostname, place.port, timeout=10)
    try:
        method = "POST" if path.startswith("/oauth/") else "GET"
        connection.request(method, path, headers={"Authorization": header.strip().encode("latin-1")})
        answer = connection.getresponse()
        assert answer.status in (400, 401)
        json.loads(answer.read())
    finally:
        connection.close()


@pytest.mark.parametrize(
    "path",
    [
        "/2/users/by/username/%FF%00",
        "/2/tweets/%D9%A3",
        "/2/tweets/1%2F2",
        "/2/tweets/-1",
        "/2/tweets/0x1f",
        "/2//tweets",
        "/2/tweets/99999999999999999999",
        "/2/users/me/",
        "/2/users/%20",
        "/2/tweets/1;x=y",
        "/2/lists/..%2F..",
        "/2/%",
    ],
)
def test_paths_that_name_nothing_get_a_refusal_in_json(spoken, path):
    sb, signed, _ = spoken
    answer = requests.get(sb.base_url + path, auth=signed, timeout=10)
    assert answer.status_code in (400, 401, 404)
    assert answer.json()
