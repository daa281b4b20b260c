"""What a session says it spent, beside what the sandbox charged: two counts that share no code."""

from __future__ import annotations

import threading

import msgspec
import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from xauth_nb.costs import price_of_post
from xauth_nb.costs.answers import read
from xauth_nb.costs.prices import estimate
from xauth_nb.errors import ApiError, TransportError


def test_over_a_mixed_day_our_sum_is_the_sandboxs_to_the_cent(sb, x, png):
    x.post_tweet("plain")
    x.post_tweet("with a link: https://example.org/a")
    x.post_tweet("and a domain, example.com")
    own = x.post_tweet("a picture", media=png, alt_text="One pixel")
    x.post_tweet("a reply", reply_to=own)
    x.timeline("@grace", limit=150)
    x.timeline("@grace", limit=30)  # again, and free
    x.timeline(limit=20)
    x.home(limit=40)
    x.mentions(limit=10)
    x.search("data", limit=10)
    x.get_tweets([tweet.id for tweet in x.timeline("@alan", limit=10)])
    x.get_users(["grace", "alan", "ada"])
    x.get("/2/users/by/username/katherine")
    x.get("/2/tweets/search/recent", params={"query": "orbit"})
    x.delete_tweet(own)
    assert x.costs.total == pytest.approx(sb.spent)
    assert x.costs.to_dict()["tweet read"]["repeated"] >= 30


@pytest.mark.parametrize(
    "fault",
    [{"status": 400}, {"status": 403}, {"status": 503}, {"html": True, "status": 502}, {"reset": "before"}],
    ids=str,
)
def test_what_fails_costs_nothing(sb, x, fault):
    sb.fail(next=99, **fault)
    for call in (lambda: x.post_tweet("nothing", once=False), lambda: x.timeline("@grace", limit=5)):
        with pytest.raises((ApiError, TransportError)):
            call()
    sb.heal()
    assert x.costs.total == sb.spent == 0


def test_threads_count_together(sb, x):
    def read():
        for name in ("grace", "alan", "katherine"):
            x.timeline(f"@{name}", limit=60)

    crew = [threading.Thread(target=read) for _ in range(4)]
    for one in crew:
        one.start()
    for one in crew:
        one.join(60)
    assert x.costs.total == pytest.approx(sb.spent)


def test_a_pull_says_what_it_cost(x):
    first, second = x.timeline("@grace", limit=50), x.timeline("@grace", limit=50)
    assert first.provenance.cost == pytest.approx(0.25)
    assert second.provenance.cost == 0
    assert (first + second).provenance.cost == pytest.approx(0.25)


@pytest.mark.parametrize(
    ("method", "path", "most"),
    [
        ("GET", "/2/users/me", None),
        ("GET", "/2/users/7/tweets?max_results=100", 0.5),
        ("GET", "/2/users/1/tweets?max_results=100", 0.1),
        ("GET", "/2/users/7/tweets", 0.5),
        ("GET", "/2/tweets?ids=1,2,3", 0.015),
        ("GET", "/2/tweets/20", 0.005),
        ("GET", "/2/users/by?usernames=a,b", 0.02),
        ("GET", "/2/users/by/username/grace", 0.01),
        ("GET", "/2/tweets/20/liking_users?max_results=5", 0.05),
        ("GET", "/2/lists/1/tweets?max_results=nonsense", 0.5),
        ("GET", "/2/media/upload?command=STATUS", None),
        ("DELETE", "/2/tweets/20", 0.01),
        ("GET", "/2/users/by?usernames=a,b&max_results=9", 0.02),
        ("GET", "/2//tweets/20/", 0.005),
        ("GET", "/2/tweets/20/liking_users?max_results=" + "9" * 5000, 1.0),
        ("GET", "/2/users/1/followers?max_results=1000", 1.0),
        ("GET", "/2/users/7/followers?max_results=1000", 10.0),
        ("GET", "/2/users/1", 0.01),
        ("GET", "/2/tweets/counts/recent?query=a", 0.005),
        ("GET", "/2/tweets/counts/all?query=a", 0.01),
        ("GET", "/2/what/is/new", 1.0),
        ("POST", "/2/what/is/new", 0.015),
        ("DELETE", "/2/users/1/likes/20", 0.01),
        ("POST", "/2/users/1/likes", 0.015),
        ("POST", "/2/users/1/retweets", 0.015),
        ("DELETE", "/2/users/1/retweets/20", 0.01),
        ("POST", "/2/users/1/following", 0.015),
        ("DELETE", "/2/users/1/following/7", 0.01),
        ("POST", "/2/users/1/muting", 0.015),
        ("DELETE", "/2/users/1/muting/7", 0.005),
        ("POST", "/2/users/1/bookmarks", 0.005),
        ("DELETE", "/2/users/1/bookmarks/20", 0.005),
        ("POST", "/2/lists", 0.01),
        ("PUT", "/2/lists/9", 0.005),
        ("POST", "/2/lists/9/members", 0.005),
        ("PUT", "/2/tweets/20/hidden", 0.005),
        ("POST", "/2/dm_conversations/with/7/messages", 0.015),
        ("POST", "/2/media/upload/9/append", None),
        ("POST", "/oauth/access_token", None),
        ("POST", "/2/media/metadata", 0.005),
    ],
)
def test_each_call_has_its_price_at_the_most(method, path, most):
    charge = estimate(requests.Request(method, f"https://api.x.com{path}").prepare(), owner="1")
    assert (charge and charge.dollars) == (most and pytest.approx(most))


@pytest.mark.parametrize(
    ("text", "more", "price"),
    [
        ("plain", {}, 0.015),
        ("plain", {"reply": {"in_reply_to_tweet_id": "20"}}, 0.015),  # only X knows whether it was summoned
        ("plain", {"quote_tweet_id": "20"}, 0.2),
        ("see example.org", {"reply": {"in_reply_to_tweet_id": "20"}}, 0.2),
        ("see https://x.com/ada/status/20", {}, 0.2),
        ("a 12.5 % rise...then", {}, 0.015),
    ],
)
def test_a_post_is_priced_by_what_it_holds(text, more, price):
    assert price_of_post(text, quote="quote_tweet_id" in more) == price
    body = {"text": text, **more}
    charge = estimate(requests.Request("POST", "https://api.x.com/2/tweets", json=body).prepare(), owner=None)
    assert charge.dollars == price


@given(
    st.binary(max_size=200)
    | st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["data", "id", "deleted"]), inner, max_size=3)
        ),
    ).map(msgspec.json.encode)
)
def test_no_body_whatever_breaks_the_count(body):
    answer = read(body)
    assert answer is None or all(one is None or isinstance(one, str) for one in answer.ids)


def test_a_body_that_is_streamed_is_left_to_its_reader_and_counted_at_the_most(sb, x):
    response = x.get("/2/tweets/search/recent", params={"query": "data", "max_results": 10}, stream=True)
    assert response.json()["data"]
    assert x.costs.total == pytest.approx(0.05)


def test_the_table_is_for_people_and_for_programs(x):
    assert "$0.000 in all" in repr(x.costs)
    x.post_tweet("https://example.org")
    x.get_user("@grace")
    x.get_user("@grace")
    assert "post with a URL" in repr(x.costs)
    assert "$0.210 in all" in repr(x.costs)
    shown = x.costs._repr_html_()
    assert "1 more was read again, free" in shown
    assert "0.210" in shown
    assert x.costs.to_dict()["user read"] == {"billed": 1, "repeated": 1, "dollars": 0.01}
