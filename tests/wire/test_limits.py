"""The three meanings of 429: a window that is waited for, one that is too far, and a cap that no waiting opens."""

from __future__ import annotations

import contextlib
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
import requests
from requests.adapters import BaseAdapter
from shortcuts import token_of

from xauth_nb.credentials import ClientCredentials, TokenCredentials
from xauth_nb.endpoints import X
from xauth_nb.errors import CreditsError, RateLimitedError, UsageCapError
from xauth_nb.sandbox import PRACTICE_DAY, Sandbox
from xauth_nb.session import XSession
from xauth_nb.wire.limits import Limits


@contextlib.contextmanager
def session_at(**switches):
    """A session at a sandbox, and the list of the seconds that it waited."""
    with Sandbox(at=PRACTICE_DAY, **switches) as sb:
        x = XSession(sb.client, token_of(sb), endpoints=sb.endpoints)
        x.slept = []
        x.sleep = x.slept.append
        try:
            yield sb, x
        finally:
            x.close()


class Shut(BaseAdapter):
    """A server of another day, whose window opens some seconds after it was asked first."""

    NOW = datetime(2020, 2, 29, 23, 59, 50, tzinfo=timezone.utc)

    def __init__(self, seconds, refusals):
        super().__init__()
        self.seconds, self.refusals, self.sent = seconds, refusals, []

    def send(self, request, **options):
        self.sent.append(request)
        response = requests.Response()
        response.url, response.request = request.url, request
        response.status_code, response._content = 200, b'{"data": {"id": "1", "text": "two"}}'
        response.headers["Date"] = format_datetime(self.NOW)
        if len(self.sent) <= self.refusals:
            response.status_code, response._content = 429, b'{"title": "Too Many Requests", "status": 429}'
            reset = self.NOW + timedelta(seconds=self.seconds)
            response.headers.update({"x-rate-limit-remaining": "0", "x-rate-limit-reset": str(int(reset.timestamp()))})
        return response

    def close(self):
        pass


def session_over(server):
    x = XSession(ClientCredentials("key", "secret"), TokenCredentials("1-token", "secret", "1"), endpoints=X)
    x.mount(X.base_url, server)
    x.slept = []
    x.sleep = x.slept.append
    return x


def test_a_short_window_is_waited_for_by_the_servers_clock_and_the_call_then_succeeds():
    server = Shut(seconds=7, refusals=1)
    with session_over(server) as x:
        assert x.call("GET", "/2/tweets/1").status_code == 200
        assert x.slept == [1] * 8  # seven, and the second that a header in whole seconds leaves open
    assert len(server.sent) == 2


def test_a_post_that_was_refused_for_its_rate_is_sent_again():
    server = Shut(seconds=1, refusals=1)
    with session_over(server) as x:
        assert x.call("POST", "/2/tweets", json={"text": "two"}).status_code == 200
    assert [request.body for request in server.sent] == [b'{"text": "two"}'] * 2
    nonces = {request.headers["Authorization"] for request in server.sent}
    assert len(nonces) == 2  # signed anew: X refuses a nonce that it has seen


def test_a_window_that_never_opens_is_not_waited_for_without_end():
    server = Shut(seconds=3, refusals=10**9)
    with session_over(server) as x, pytest.raises(RateLimitedError):
        x.call("GET", "/2/tweets/1")
    assert len(server.sent) == 5


def test_a_window_beyond_ones_patience_is_told_at_once():
    with session_at(rate_limits={"GET /2/users/me": 1}) as (_, x):
        x.me()
        x.patience = 60
        with pytest.raises(RateLimitedError, match="15 minutes") as caught:
            x.me()
        assert caught.value.reset_at is not None
        assert not x.slept


def test_a_window_of_a_day_is_not_slept_through():
    with session_at(daily_limits=True, rate_limits={"POST /2/tweets 24h": 1}) as (_, x):
        x.call("POST", "/2/tweets", json={"text": "one"})
        with pytest.raises(RateLimitedError, match="24 hours") as caught:
            x.call("POST", "/2/tweets", json={"text": "two"})
        assert not x.slept
        assert caught.value.reset_at - datetime.now(timezone.utc) > timedelta(hours=23)


@pytest.mark.parametrize(
    ("switches", "kind"),
    [({"usage_cap": 0}, UsageCapError), ({"credits": 0.0}, CreditsError), ({"spend_cap": 0.0}, CreditsError)],
)
def test_a_cap_is_raised_at_once_and_asked_once(switches, kind):
    with session_at(**switches) as (sb, x):
        x.me()
        before = len(sb.requests)
        with pytest.raises(kind):
            x.timeline("@grace", limit=5)
        assert not x.slept
        assert len(sb.requests) - before <= 2


def test_without_headers_it_waits_longer_each_time_and_then_gives_up():
    with session_at() as (sb, x):
        sb.fail(next=99, status=429)
        before = len(sb.requests)
        with pytest.raises(RateLimitedError):
            x.me()
        assert 4 <= len(x.slept) <= 31
        assert len(sb.requests) - before == 5


def test_the_stop_button_ends_the_waiting():
    with session_at() as (sb, x):
        sb.fail(next=9, status=429)

        def stop(seconds):
            raise KeyboardInterrupt

        x.sleep = stop
        with pytest.raises(KeyboardInterrupt):
            x.me()
        sb.heal()
        assert x.me().username == "ada"


def test_a_raw_call_is_not_waited_for():
    with session_at() as (sb, x):
        sb.fail(next=1, status=429)
        assert x.get("/2/users/me").status_code == 429
        assert not x.slept


def test_the_table_shows_one_row_for_each_kind_of_call():
    with session_at() as (_, x):
        assert "nothing was asked" in repr(x.limits)
        x.me()
        x.get_tweet(x.timeline("@grace", limit=5)[0].id)
        calls = [call for call, _ in x.limits]
        assert "GET /2/tweets/:id" in calls
        assert "GET /2/users/me" in calls
        assert len(calls) == len(set(calls))
        assert ">GET /2/users/me</th>" in x.limits._repr_html_()
        assert "left in 15 minutes" in repr(x.limits)


@pytest.mark.parametrize(
    ("headers", "left"),
    [
        ({"x-rate-limit-remaining": "7"}, 7),
        ({"x-rate-limit-remaining": "7", "x-user-limit-24hour-remaining": "3"}, 3),
        ({"x-rate-limit-remaining": "7", "x-rate-limit-reset": "1"}, None),
        ({}, None),
    ],
)
def test_what_is_left_is_known_until_the_window_ends(headers, left):
    far = str(int((datetime.now(timezone.utc) + timedelta(minutes=9)).timestamp()))
    response = requests.Response()
    response.url, response.request = "https://api.x.com/2/users/7/tweets?max_results=5", requests.Request("GET")
    response.headers.update(
        {
            "x-rate-limit-limit": "9",
            "x-rate-limit-reset": far,
            "x-user-limit-24hour-reset": far,
            **headers,
        }
    )
    limits = Limits()
    limits.note(response)
    assert limits.remaining("GET", "/2/users/99/tweets") == left
    assert limits.remaining("GET", "/2/users/99/mentions") is None
