"""Clocks that are wrong, set while the kernel runs, or a proxy's: no second tweet, and nobody waits for hours."""

from __future__ import annotations

import time
from datetime import date, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
import requests

from xauth_nb.errors import TransportError, XAuthError
from xauth_nb.posting.clock import Clock

POST = {"method": "POST", "path": "/2/tweets"}
KINDS = {"text": {}, "poll": {"poll": ["yes", "no"]}}  # of which X refuses a second one, and does not
HOURS = [-18_000, -1_200, 1_200, 18_000]


def lose(sb, x, made, **more):
    sb.fail(reset=made, **POST)
    sb.fail(50, reset="before", method="GET", path="/2/users/")
    with pytest.raises(TransportError):
        x.post_tweet("Timed", **more)
    sb.heal()


def go_on(x, **more):
    """Run the cell again, as often as a person would."""
    slept = []
    x.sleep = slept.append
    for _ in range(3):
        try:
            x.post_tweet("Timed", **more)
        except XAuthError:
            continue
        break
    return sum(slept)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("made", ["after", "before"])
@pytest.mark.parametrize("by", HOURS)
def test_a_clock_that_was_set_since_the_last_answer(sb, x, signed_in, posts, by, made, kind):
    x._sender._clock._offset += by  # X told by how much it was wrong; then it was set right
    lose(sb, x, made, **KINDS[kind])
    assert go_on(signed_in(sb), **KINDS[kind]) < 70
    assert posts().count("Timed") == 1


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("made", ["after", "before"])
@pytest.mark.parametrize("by", HOURS)
def test_a_clock_that_is_set_between_the_attempt_and_the_look(sb, x, posts, by, made, kind):
    lose(sb, x, made, **KINDS[kind])
    x._sender._clock._offset += by
    assert go_on(x, **KINDS[kind]) < 70
    assert posts().count("Timed") == 1


def dated(when):
    answer = requests.Response()
    answer.headers["Date"] = format_datetime(when, usegmt=True)
    return answer


def test_a_moment_is_told_as_all_that_it_may_be(monkeypatch):
    clock, now = Clock(), datetime.now(timezone.utc)
    assert len(clock.times()) == 1
    clock.watch(None, lambda: dated(now), is_whole=True)
    assert len(clock.times()) == 1, "they all say the same"
    clock.watch(None, lambda: dated(now + timedelta(hours=5)), is_whole=True)  # of a proxy, perhaps
    ahead, own = clock.times()
    assert ahead == pytest.approx(clock.now(), abs=5)
    assert ahead - own == pytest.approx(18_000, abs=5)
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + 7200)
    set_wrong, steady, own = clock.times()
    assert set_wrong - steady == pytest.approx(7200, abs=5)
    assert own == pytest.approx(real() + 7200, abs=5)


def test_the_ledger_tells_when_a_tweet_was_made_whatever_was_thought(x):
    x.post_tweet("Before")
    x._sender._clock._offset -= 18_000  # this machine's clock goes five hours ahead of the one of X
    tweet = x.post_tweet("Timed")
    entry = x.ledger[-1]
    assert len(entry.attempts) > 1
    assert abs(entry.tried - tweet.created_at) < timedelta(seconds=1)
    assert entry.began == entry.tried


@pytest.mark.parametrize("days", [1, 40])
def test_the_first_post_of_a_new_day_has_that_day(sandbox, signed_in, days):
    sb = sandbox(at="2026-09-16T15:00:00Z")
    x = signed_in(sb)
    x.post_tweet("Before")
    sb.clock.advance(days=days)
    tweet = x.post_tweet("After")
    assert x.ledger[-1].tried.date() == tweet.created_at.date() == date(2026, 9, 16) + timedelta(days=days)
    assert f"{tweet.created_at:%d %b}".lstrip("0") in repr(x.ledger)


def test_the_clock_of_another_world_is_the_only_one(sandbox, signed_in):
    x = signed_in(sandbox(at="2026-09-16T15:00:00Z"))
    assert len(x._sender._clock.times()) == 1
