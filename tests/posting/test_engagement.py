"""Likes and reposts: what X says, said twice, for the account that signed in."""

from __future__ import annotations

import json

import pytest
import requests

from xauth_nb.errors import ForbiddenError, NotFoundError, UsageError


@pytest.fixture
def tweet(sb, signed_in):
    return signed_in(sb, "grace").post_tweet("Something to like")


@pytest.mark.parametrize(
    ("do", "undo", "count"), [("like", "unlike", "like_count"), ("repost", "unrepost", "retweet_count")]
)
def test_twice_is_once_and_undoing_takes_it_back(x, tweet, do, undo, count):
    for _ in range(2):
        assert getattr(x, do)(tweet) is True
    assert getattr(x.get_tweet(tweet).public_metrics, count) == 1
    for _ in range(2):
        assert getattr(x, undo)(tweet.url) is True
    assert getattr(x.get_tweet(tweet).public_metrics, count) == 0


@pytest.mark.parametrize("verb", ["like", "unlike", "repost", "unrepost"])
def test_what_is_no_tweet_is_refused_before_the_call_and_a_token_that_only_reads_by_x(sb, x, signed_in, tweet, verb):
    reader = signed_in(sb, access="read")
    with pytest.warns(UserWarning, match="may only read"), pytest.raises(ForbiddenError, match="Read and write"):
        getattr(reader, verb)(tweet)
    before = len(sb.requests)
    with pytest.raises(UsageError):
        getattr(x, verb)("not an id")
    assert len(sb.requests) == before


@pytest.mark.parametrize("verb", ["unlike", "unrepost"])
def test_a_tweet_that_is_not_there_is_told(x, verb):
    with pytest.raises(NotFoundError):
        getattr(x, verb)("20")


def test_self_serve_packages_have_no_likes(sandbox, signed_in):
    sb = sandbox(tier="pay-per-use")
    x = signed_in(sb)
    with pytest.raises(ForbiddenError, match="April 2026"):
        x.like(x.post_tweet("My own"))


@pytest.mark.parametrize(("verb", "code"), [("like", 139), ("repost", 327)])
def test_xs_older_way_to_say_already_is_a_success(x, tweet, verb, code):
    body = json.dumps({"errors": [{"code": code, "message": "You have already done this."}]}).encode()

    def answer(request, **_):
        response = requests.Response()
        response.status_code, response.request, response._content = 403, request, body
        return response

    x.send = answer
    assert getattr(x, verb)(tweet) is True


def test_update_status_explains_453(x):
    with pytest.raises(ForbiddenError, match="post_tweet") as caught:
        x.update_status("As in X's guide")
    assert caught.value.code == 453


def test_update_status_of_nothing_is_refused(x):
    with pytest.raises(UsageError):
        x.update_status(" ")
