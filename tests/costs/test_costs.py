"""What a session says it spent, beside what the sandbox charged: two counts that share no code."""

from __future__ import annotations

import threading

import msgspec
import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from xauth_nb.costs import PRICES, price_of_post
from xauth_nb.costs.prices import estimate, records_in
from xauth_nb.errors import ApiError, BudgetExceededError, TransportError, UsageError
from xauth_nb.sandbox import PRACTICE_DAY, Sandbox
from xauth_nb.session import XSession

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc0000003010100"
    "18dd8db00000000049454e44ae426082"
)


@pytest.fixture
def sb():
    with Sandbox(at=PRACTICE_DAY) as sandbox:
        yield sandbox


@pytest.fixture
def x(sb):
    session = XSession(sb.client, sb.sign_in("ada"), endpoints=sb.endpoints)
    session.sleep = lambda _: None
    try:
        session.me()
        yield session
    finally:
        session.close()


def test_over_a_mixed_day_our_sum_is_the_sandboxs_to_the_cent(sb, x):
    x.post_tweet("plain")
    x.post_tweet("with a link: https://example.org/a")
    x.post_tweet("and a domain, example.com")
    own = x.post_tweet("a picture", media=PNG, alt_text="One pixel")
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
        one.join()
    assert x.costs.total == pytest.approx(sb.spent)


def test_a_pull_says_what_it_cost(x):
    first, second = x.timeline("@grace", limit=120), x.timeline("@grace", limit=120)
    assert first.provenance.cost == pytest.approx(0.6)
    assert second.provenance.cost == 0
    assert (first + second).provenance.cost == pytest.approx(0.6)


def test_a_budget_stops_named_and_raw_calls_before_they_are_sent(sb, x):
    x.post_tweet("the first")
    x.budget = 0.02
    before = len(sb.requests)
    for call in (
        lambda: x.post_tweet("the second"),
        lambda: x.post("/2/tweets", json={"text": "the second"}),
        lambda: x.get("/2/users/61290417/tweets", params={"max_results": 5}),
    ):
        with pytest.raises(BudgetExceededError, match="not sent") as caught:
            call()
        assert "x.budget" in caught.value.remedy
    assert len(sb.requests) == before
    assert x.me().username == "ada"  # not billed
    x.budget = None
    assert x.post_tweet("the second").text == "the second"


def test_threads_do_not_slip_past_the_budget_together(sb, x):
    x.budget = 0.05
    outcomes = []

    def post(number):
        try:
            x.post("/2/tweets", json={"text": f"number {number}"})
            outcomes.append("sent")
        except BudgetExceededError:
            outcomes.append("stopped")

    crew = [threading.Thread(target=post, args=(number,)) for number in range(8)]
    for one in crew:
        one.start()
    for one in crew:
        one.join()
    assert outcomes.count("sent") == 3
    assert sb.spent <= 0.05


def test_a_budget_below_what_is_spent_stops_the_next_billed_call_only(x):
    x.post_tweet("spent")
    x.budget = 0
    x.me()
    with pytest.raises(BudgetExceededError, match=r"\$0.000 of the budget of \$0.00"):
        x.post_tweet("more")


@pytest.mark.parametrize("wrong", [-0.01, "0.5", True, float("nan"), float("inf")])
def test_a_budget_is_an_amount(x, wrong):
    with pytest.raises(UsageError, match="no budget"):
        x.budget = wrong
    assert x.budget is None


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
        ("DELETE", "/2/users/1/likes/20", None),
        ("POST", "/oauth/access_token", None),
        ("POST", "/2/media/metadata", 0.005),
    ],
)
def test_each_call_has_its_price_at_the_most(method, path, most):
    charge = estimate(requests.Request(method, f"https://api.x.com{path}").prepare(), owner="1")
    assert (charge and charge.dollars) == (most and pytest.approx(most))


@pytest.mark.parametrize(
    ("text", "reply", "price"),
    [
        ("plain", False, PRICES["post"]),
        ("plain", True, PRICES["reply"]),
        ("see example.org", True, PRICES["post with a URL"]),
        ("a 12.5 % rise...then", False, PRICES["post"]),
    ],
)
def test_a_post_is_priced_by_its_text(text, reply, price):
    assert price_of_post(text, reply=reply) == price
    body = {"text": text, **({"reply": {"in_reply_to_tweet_id": "20"}} if reply else {})}
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
    assert all(isinstance(one, str) for one, _ in records_in(body))


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
    assert "1 more were read again, free" in shown
    assert "0.210" in shown
    assert x.costs.to_dict()["user read"] == {"billed": 1, "repeated": 1, "dollars": 0.01}
