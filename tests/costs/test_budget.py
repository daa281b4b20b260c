"""A budget is a wall: whatever is sent at once, lost or streamed, X never bills more than it."""

from __future__ import annotations

import threading
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from xauth_nb.errors import BudgetExceededError, UsageError


def at_once(count, act):
    """Do it in as many threads, which begin together; tell how many a budget stopped."""
    start, stopped = threading.Barrier(count), []

    def one(number):
        start.wait(20)
        try:
            act(number)
        except BudgetExceededError:
            stopped.append(number)

    crew = [threading.Thread(target=one, args=(number,)) for number in range(count)]
    for thread in crew:
        thread.start()
    for thread in crew:
        thread.join(60)
    return len(stopped)


def test_a_session_begins_with_five_dollars_and_says_so(sb, x):
    assert x.budget == 5
    with pytest.raises(BudgetExceededError) as caught:
        x.get("/2/users/61290417/followers", params={"max_results": 1000})
    assert str(caught.value) == (
        "This call might cost $10.000, and $5.000 of the budget of $5.00 with which every session begins is left, so "
        "it was not sent.\n→ Ask for less, or raise x.budget (None for no limit). x.costs shows what was spent."
    )
    x.budget = None
    assert x.get("/2/users/61290417/followers", params={"max_results": 1000}).ok


@pytest.mark.parametrize(
    "given", [Decimal("0.25"), Fraction(1, 4), np.float64(0.25), np.float32(0.25), 0.25], ids=lambda one: str(type(one))
)
def test_any_number_is_a_budget(x, given):
    x.budget = given
    assert x.budget == 0.25
    x.budget = np.int64(2)
    assert x.budget == 2


@pytest.mark.parametrize(
    "wrong",
    [
        *(-0.01, "0.5", True, np.True_, float("nan"), float("inf"), -float("inf"), 1j, [1], 10**5000, object()),
        *(Decimal("NaN"), Decimal("sNaN"), Decimal("-1"), Decimal("Infinity"), np.float64("nan"), Fraction(-1, 9)),
    ],
    ids=lambda one: type(one).__name__,
)
def test_nothing_else_is(x, wrong):
    with pytest.raises(UsageError, match="is no budget"):
        x.budget = wrong
    assert x.budget == 5


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
        one.join(60)
    assert outcomes.count("sent") == 3
    assert sb.spent <= 0.05


def test_a_budget_below_what_is_spent_stops_the_next_billed_call_only(x):
    x.post_tweet("spent")
    x.budget = 0
    x.me()
    with pytest.raises(BudgetExceededError, match=r"\$0.000 of the budget of \$0.00"):
        x.post_tweet("more")


@pytest.mark.parametrize("round", range(5))
def test_many_threads_come_to_the_budget_and_not_beyond(sb, x, round):
    x.budget = Decimal("0.105")  # seven posts
    stopped = at_once(24, lambda number: x.post("/2/tweets", json={"text": f"number {number}"}))
    assert stopped == 24 - 7
    assert sb.spent == pytest.approx(0.105)
    assert x.costs.total == sb.spent


def test_reads_of_many_threads_stay_below_it_too(sb, x):
    x.budget = 0.1
    at_once(12, lambda number: x.get(f"/2/users/{x.user.id}/liked_tweets", params={"max_results": 20 + number}))
    at_once(12, lambda number: x.get("/2/tweets/search/recent", params={"query": "data", "max_results": 10 + number}))
    assert 0 < sb.spent <= 0.1
    assert x.costs.total == pytest.approx(sb.spent)


def test_what_was_lost_is_held_and_said(sb, x):
    x.budget = 0.03
    sb.fail(reset="after", path="/2/tweets")
    with pytest.raises(Exception, match="lost before an answer"):
        x.post("/2/tweets", json={"text": "made, and the answer lost"})
    assert (sb.spent, x.costs.total, x.costs.in_doubt) == (0.015, 0, 0.015)
    x.post("/2/tweets", json={"text": "another"})
    with pytest.raises(BudgetExceededError, match=r"\$0.015 of it is held for calls whose answers were lost"):
        x.post("/2/tweets", json={"text": "a third"})
    assert sb.spent == 0.03


def test_nothing_stays_held_when_calls_are_over(sb, x):
    x.budget = 0.5
    sb.fail(next=3, status=403)
    for _ in range(3):
        x.get("/2/tweets/search/recent", params={"query": "data", "max_results": 100})
    with pytest.raises(RuntimeError, match="a bug"):
        x.get("/2/tweets/20", hooks={"response": broken})
    assert x.get("/2/tweets/search/recent", params={"query": "nothing at all", "max_results": 100}).ok


def broken(*_, **__):
    raise RuntimeError("a bug of the user's")


def test_calls_that_nobody_names_are_stopped_too(sb, x):
    x.budget = 0.004
    me = x.user.id
    before = len(sb.requests)
    for method, path in (
        ("POST", f"/2/users/{me}/likes"),
        ("POST", f"/2/users/{me}/retweets"),
        ("DELETE", f"/2/users/{me}/likes/20"),
        ("POST", f"/2/users/{me}/following"),
        ("POST", "/2/lists"),
        ("POST", f"/2/users/{me}/bookmarks"),
        ("POST", "/2/dm_conversations/with/7/messages"),
        ("PUT", "/2/tweets/20/hidden"),
        ("POST", "/2/media/metadata"),
        ("GET", "/2/tweets/counts/recent"),
        ("POST", "/2/of/tomorrow"),
    ):
        with pytest.raises(BudgetExceededError):
            x.request(method, path)
    assert len(sb.requests) == before


def test_what_fits_is_not_refused_for_what_others_have_only_set_aside(sb, x):
    x.budget = 0.6
    stopped = at_once(
        6, lambda number: x.get("/2/tweets/search/recent", params={"query": "nosuchword", "max_results": 100})
    )
    assert (stopped, sb.spent) == (0, 0)


def test_a_call_that_a_hook_makes_waits_for_nobody(sb, x):
    x.budget = 0.012
    inner = []

    def ask_again(response, **_):
        x.hooks["response"] = []
        with pytest.raises(BudgetExceededError, match="is left, so it was not sent"):
            x.get("/2/users/by/username/alan")
        inner.append(response)

    x.hooks["response"] = [ask_again]
    x.get("/2/users/by/username/grace")
    assert inner
    assert x.costs.total == sb.spent == 0.01
