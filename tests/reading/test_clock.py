"""Whose clock counts: this machine's may be wrong, and an answer of X's tells the time."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
import requests
from requests.adapters import BaseAdapter

from xauth_nb.credentials import ClientCredentials, TokenCredentials
from xauth_nb.endpoints import X
from xauth_nb.errors import ApiError
from xauth_nb.session import XSession
from xauth_nb.tweets import User

OWNER = User(id="7", username="ada", name="Ada")
PAGE = {"data": [{"id": "20", "text": "just setting up my twttr"}], "meta": {"result_count": 1}}
REFUSED = {"title": "Invalid Request", "detail": "It is no query.", "type": "about:blank", "status": 400}


class AheadX(BaseAdapter):
    """A server whose clock is ahead of this machine's."""

    def __init__(self, ahead, status=200):
        super().__init__()
        self.ahead, self.status, self.calls = ahead, status, 0

    def send(self, request, **_):
        self.calls += 1
        response = requests.Response()
        response.status_code, response.url, response.request = self.status, request.url, request
        response.headers["Date"] = format_datetime(datetime.now(timezone.utc) + self.ahead, usegmt=True)
        response._content = json.dumps(PAGE if self.status == 200 else REFUSED).encode()
        return response

    def close(self):
        pass


def session_to(server):
    session = XSession(ClientCredentials("key", "secret"), TokenCredentials("7-token", "secret"), endpoints=X)
    session.mount(X.base_url, server)
    session.user = OWNER
    return session


@pytest.mark.parametrize("hours", [-30, 5])
def test_when_something_was_collected_is_said_by_the_clock_of_x(hours, tmp_path):
    ahead = timedelta(hours=hours)
    x = session_to(AheadX(ahead))
    for tweets in (x.timeline(OWNER, 10), x.timeline(OWNER, 10, archive=tmp_path)):
        for when in (tweets.provenance.when, tweets.to_pandas()["collected_at"][0]):
            assert abs(when - (datetime.now(timezone.utc) + ahead)) < timedelta(minutes=1)


def test_where_the_clocks_agree_it_is_said_to_the_microsecond():
    before = datetime.now(timezone.utc)
    tweets = session_to(AheadX(timedelta(0))).timeline(OWNER, 10)
    assert before <= tweets.provenance.when <= datetime.now(timezone.utc)


def test_what_another_bound_would_not_change_is_asked_once():
    server = AheadX(timedelta(minutes=10), status=400)
    with pytest.raises(ApiError):
        session_to(server).search("(")
    assert server.calls == 1


def test_a_bound_that_is_too_old_by_the_clock_of_x_is_left_out_the_second_time():
    server = AheadX(timedelta(minutes=10), status=400)
    edge = datetime.now(timezone.utc) - timedelta(days=7) + timedelta(minutes=5)
    with pytest.raises(ApiError):
        session_to(server).search("rain", since=edge)
    assert server.calls == 2
