"""Many tweets and users at once: in the order asked, with what is missing told."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from xauth_nb.errors import ApiError, RateLimitedError, UsageError
from xauth_nb.tweets import Tweet


def test_tweets_come_in_the_order_asked_each_once(world, asked):
    sb, x = world
    wanted = [str(one) for one in sb.world.ids(limit=730)]
    wanted = wanted[::3] + wanted[1::3] + wanted[2::3] + wanted[:5]
    sent = asked(sb)
    tweets = x.get_tweets(wanted)
    assert [tweet.id for tweet in tweets] == wanted[:-5]
    assert len(sent()) == 8
    assert tweets.is_complete
    assert tweets.provenance.pages == 8


def test_what_is_missing_is_told(world):
    sb, x = world
    there = [str(one) for one in sb.world.ids(limit=120)]
    sb.world.delete(int(there[7]))
    tweets = x.get_tweets(["20", *there])
    assert [tweet.id for tweet in tweets] == there[:7] + there[8:]
    assert {error.resource_id for error in tweets.errors} == {"20", there[7]}


def test_users_are_found_by_name_id_and_object_in_the_order_asked(world, asked):
    sb, x = world
    grace, alan = sb.world.named("grace"), sb.world.named("alan")
    sent = asked(sb)
    users = x.get_users(["@Luc", str(grace.id), "mae", alan.id, "nobody_here", x.user])
    assert [user.username for user in users] == ["luc", "grace", "mae", "alan", "ada"]
    assert [error.value for error in users.errors] == ["nobody_here"]
    assert len(sent()) == 2


def test_hundreds_of_users_take_a_call_a_hundred(world, asked):
    sb, x = world
    sent = asked(sb)
    names = [person.username for person in sb.world.people if not person.suspended]
    users = x.get_users([*(f"nobody{place}" for place in range(300)), *names])
    assert {user.username for user in users} == set(names)
    assert len(sent()) == -(-(300 + len(names)) // 100)


def test_one_account_is_found_by_id_too(world):
    _, x = world
    assert x.get_user(x.user.id) == x.user
    assert x.get_user(int(x.user.id)).username == "ada"


@pytest.mark.parametrize(
    "call",
    [
        lambda x: x.get_tweets([]),
        lambda x: x.get_tweets("1445880548472328192"),
        lambda x: x.get_tweets(["1445880548472328192", "no id"]),
        lambda x: x.get_tweets(20),
        lambda x: x.get_tweets(None),
        lambda x: x.get_users("ada"),
        lambda x: x.get_users([]),
        lambda x: x.get_users(["ada", "far too long for a name"]),
        lambda x: x.get_users([True]),
        lambda x: x.get_user(""),
        lambda x: x.get_user(None),
    ],
)
def test_a_call_that_cannot_be_right_is_refused_before_anything_is_sent(world, asked, call):
    sb, x = world
    sent = asked(sb)
    with pytest.raises(UsageError) as caught:
        call(x)
    assert caught.value.remedy
    assert sent() == []


def test_an_error_in_one_of_many_calls_loses_none_of_those_that_were_made(world):
    sb, x = world
    wanted = [str(one) for one in sb.world.ids(limit=1000)]
    x.hooks["response"].append(lambda *_, **__: sb.fail(status=400) if len(sb.requests) == before + 1 else None)
    before = len(sb.requests)
    with pytest.raises(ApiError) as caught:
        x.get_tweets(wanted)
    part = caught.value.partial
    answered = [one.status for one in sb.requests[before:]].count(200)
    assert len(part) == 100 * answered
    assert [tweet.id for tweet in part] == [one for one in wanted if part.get(one)]
    assert not part.is_complete
    assert f"{len(part)} tweets had come and are kept" in str(caught.value)


def test_no_more_calls_go_out_than_the_limit_has_left(reader, asked):
    sb, x = reader(rate_limits={"GET /2/tweets": 5})
    wanted = [str(one) for one in sb.world.ids(limit=1200)]
    sent = asked(sb)
    with pytest.raises(RateLimitedError) as caught:
        x.get_tweets(wanted)
    assert [one.status for one in sent()] == [200] * 5 + [429]
    assert [tweet.id for tweet in caught.value.partial] == wanted[:500]


def test_a_limit_that_is_known_already_is_kept_to_from_the_first_call(reader, asked):
    sb, x = reader(datetime.now(timezone.utc), rate_limits={"GET /2/tweets": 5})
    wanted = [str(one) for one in sb.world.ids(limit=900)]
    x.get_tweets(wanted[:200])
    sent = asked(sb)
    with pytest.raises(RateLimitedError):
        x.get_tweets(wanted)
    assert [one.status for one in sent()] == [200] * 3 + [429]


def test_the_answers_may_be_tweets_to_look_at_afresh(world):
    sb, x = world
    stale = [Tweet(id=str(one), text="stale") for one in sb.world.ids(limit=3)]
    fresh = x.get_tweets(stale)
    assert list(fresh) == stale
    assert "stale" not in {tweet.text for tweet in fresh}
