"""When a post was tried, and how far back it is looked for: every attempt counts, and a busy account hides nothing."""

from __future__ import annotations

import dataclasses

import pytest

from xauth_nb.errors import BudgetExceededError, CreditsError, RateLimitedError, TransportError, XAuthError

POST = {"method": "POST", "path": "/2/tweets"}
LOOK = {"method": "GET", "path": "/2/users/"}
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc0000003010100"
    "18dd8db00000000049454e44ae426082"
)
DAYS = [None, "2026-09-16T15:00:00Z"]  # a world that lives now, and one that stands still as practice mode does


@pytest.fixture(params=DAYS, ids=["now", "another day"])
def world(request, sandbox, signed_in):
    def start(**switches):
        sb = sandbox(at=request.param, **switches)
        return sb, signed_in(sb)

    return start


def lose(sb, x, arguments):
    """Post, and let X make the tweet, but neither answer nor show it."""
    sb.fail(reset="after", **POST)
    sb.fail(50, reset="before", **LOOK)
    with pytest.raises(TransportError):
        x.post_tweet(**arguments)
    sb.heal()


def count(sb):
    return len([tweet for tweet in sb.world.posted() if tweet.text.startswith("Lost")])


@pytest.mark.parametrize("later", [0, 86_400])
def test_what_waited_for_the_limit_and_was_lost_is_found(world, passes, later):
    sb, x = world(rate_limits={"POST /2/tweets": 1})
    x.post_tweet("The one that the window has room for")
    waited = []

    def sleep(seconds):
        passes(seconds, sb)
        waited.append(seconds)
        if len(waited) == 2:
            sb.fail(reset="after", **POST)
            sb.fail(50, reset="before", **LOOK)

    x.sleep, x.patience = sleep, 1000
    with pytest.raises(TransportError, match="not known"):
        x.post_tweet("Lost after a wait", media=PNG)
    assert 600 < sum(waited) < 910
    sb.heal()
    passes(later or 3600, sb)
    assert x.post_tweet("Lost after a wait", media=PNG).id == x.ledger[-1].tweet_id
    assert count(sb) == 1


@pytest.mark.parametrize("later", [0, 3600, 86_400])
def test_at_the_ruler_two_waits_of_a_quarter_of_an_hour_are_counted(ruler, at_ruler, passes, later):
    x, waited = at_ruler(), []

    def sleep(seconds):
        passes(seconds)
        waited.append(seconds)

    x.sleep = sleep
    is_look = ruler.faults.add("reset", on="GET /2/users/*/tweets", times=0)
    for kind in ("rate_limit", "rate_limit", "reset_after"):
        ruler.faults.add(kind, on="POST /2/tweets", reset_in=870)
    with pytest.raises(TransportError, match="not known"):
        x.post_tweet("Lost after two waits", media=PNG)
    assert 1700 < sum(waited) < 1800
    ruler.faults.remove(is_look)
    passes(later)
    y = at_ruler()
    assert y.post_tweet("Lost after two waits", media=PNG).id == y.ledger[-1].tweet_id
    assert len([one for one in ruler.posts_by("oracle_alice") if one["_sent_text"] == "Lost after two waits"]) == 1


def test_an_attempt_that_x_refused_is_not_looked_for(world):
    sb, x = world()
    lose(sb, x, {"text": "Lost"})
    before = x.ledger[-1]
    x._sender._finder.look, look = (lambda *_: None), x._sender._finder.look
    sb.fail(status=401, **POST)
    with pytest.raises(XAuthError, match="still in doubt"):
        x.post_tweet("Lost")
    assert (x.ledger[-1].attempts, x.ledger[-1].state) == (before.attempts, "doubtful")
    x._sender._finder.look = look
    x.post_tweet("Lost")
    assert count(sb) == 1


def busy(sb, x, many):
    """Let the account post on, from elsewhere."""
    ada = next(person for person in sb.world.cast if person.username == "ada")
    template = sb.world.posted(ada.id)[0]
    for n in range(many):
        sb.world.add(lambda id, ms, n=n: dataclasses.replace(template, id=id, ms=ms, text=f"Busy {n}", media=()))


@pytest.mark.parametrize("many", [350, 1500])
def test_a_busy_account_hides_nothing(world, many):
    sb, x = world()
    lose(sb, x, {"text": "Lost among many", "media": PNG})
    busy(sb, x, many)
    assert x.post_tweet("Lost among many", media=PNG).id == x.ledger[-1].tweet_id
    assert count(sb) == 1


def test_an_attempt_of_last_week_is_found_and_no_later_tweet_is_read(world, passes):
    sb, x = world()
    lose(sb, x, {"text": "Lost last week", "media": PNG})
    passes(7 * 86_400, sb)
    busy(sb, x, 300)
    before = x.costs.total
    assert x.post_tweet("Lost last week", media=PNG).id == x.ledger[-1].tweet_id
    assert count(sb) == 1
    assert x.costs.total - before < 0.1


def test_what_lies_beyond_what_x_lists_is_not_sent(world, passes, signed_in):
    sb, x = world()
    sb.fail(reset="before", **POST)
    with pytest.raises(TransportError):
        x.post_tweet("Lost long ago", media=PNG)
    passes(40 * 86_400, sb)
    x = signed_in(sb)  # the media of the other session have expired
    x.post("/2/tweets", json={"text": "Seed"})
    sent = len([one for one in sb.requests if one.path == "/2/tweets"])
    busy(sb, x, 3300)
    with pytest.raises(XAuthError, match="do not reach back") as caught:
        x.post_tweet("Lost long ago", media=PNG)
    assert "settle" in caught.value.remedy
    assert len([one for one in sb.requests if one.path == "/2/tweets"]) == sent
    x.ledger.settle(x.ledger[-1], sent=False)
    x.post_tweet("Lost long ago", media=PNG)
    assert count(sb) == 1


def no_credit(sb, x):
    sb.fail(50, status=402, **LOOK)
    return CreditsError


def no_budget(sb, x):
    x.budget = x.costs.total
    return BudgetExceededError


def no_patience(sb, x):
    x.patience = 0
    sb.fail(50, status=429, **LOOK)
    return RateLimitedError


@pytest.mark.parametrize("trouble", [no_credit, no_budget, no_patience])
def test_where_it_cannot_be_looked_for_nothing_is_sent_and_the_way_on_is_told(world, trouble):
    sb, x = world()
    lose(sb, x, {"text": "Lost", "key": "k"})
    kind = trouble(sb, x)
    before = len([one for one in sb.requests if one.method == "POST"])
    with pytest.raises(kind, match="in doubt, and looking for its tweet failed, so nothing was sent") as caught:
        x.post_tweet("Lost", key="k")
    assert len([one for one in sb.requests if one.method == "POST"]) == before
    remedy = caught.value.remedy
    assert not remedy.startswith("Run the cell again"), "its own remedy comes first"
    for words in (
        "run the cell again",
        "x.ledger.settle('k', tweet=",
        "x.ledger.settle('k', sent=False)",
        "once=False",
    ):
        assert words in remedy
    (tweet,) = [one for one in sb.world.posted() if one.text == "Lost"]
    x.ledger.settle("k", tweet=tweet.id)
    assert x.post_tweet("Lost", key="k").id == str(tweet.id)
    assert count(sb) == 1


def test_a_server_that_lists_without_an_end_is_left(ruler, at_ruler):
    x = at_ruler()
    x.post_tweet("One that is there")
    ruler.repeat_tokens.add("tweets")
    ruler.faults.add("reset", on="POST /2/tweets")
    with pytest.raises(TransportError):
        x.post_tweet("Lost")
    with pytest.raises(XAuthError, match="without an end"):
        x.post_tweet("Lost")
    assert len(ruler.requests) < 20


def test_a_list_that_x_refuses_to_give_is_not_an_empty_one(ruler, at_ruler):
    x = at_ruler()
    ruler.faults.add("reset_after", on="POST /2/tweets")
    body = {"errors": [{"title": "Authorization Error", "detail": "Sorry, you are not authorized to see the user."}]}
    refusing = ruler.faults.add("status", on="GET /2/users/*/tweets", status=200, body=body, times=0)
    with pytest.raises(TransportError):
        x.post_tweet("Lost", media=PNG)
    with pytest.raises(XAuthError, match="not authorized to see"):
        x.post_tweet("Lost", media=PNG)
    ruler.faults.remove(refusing)
    x.post_tweet("Lost", media=PNG)
    assert [one["_sent_text"] for one in ruler.posts_by("oracle_alice")] == ["Lost"]
