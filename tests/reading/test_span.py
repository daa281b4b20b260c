"""Since and until: what people write, and the ids it becomes."""

from __future__ import annotations

import time
from datetime import date, datetime, timedelta, timezone

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xauth_nb.errors import UsageError
from xauth_nb.reading.span import LAST_ID, checked_limit, make_span
from xauth_nb.tweets import Tweet
from xauth_nb.tweets.ids import first_id_at, time_of

UTC = timezone.utc


@given(
    st.datetimes(datetime(2010, 11, 5), datetime(2070, 1, 1), timezones=st.just(UTC)),
    st.integers(0, 2**22 - 1),
)
def test_an_id_of_a_moment_is_never_below_the_first_id_of_it(moment, low):
    first = first_id_at(moment)
    assert abs(time_of(str(first)) - moment) < timedelta(milliseconds=1)
    assert time_of(str(first + low)) == time_of(str(first))
    assert time_of(str(first - 1)) < moment


def test_since_includes_its_moment_and_until_does_not():
    day = datetime(2026, 9, 1, tzinfo=UTC)
    span = make_span(day, day + timedelta(days=1))
    assert span.holds(str(first_id_at(day)))
    assert not span.holds(str(first_id_at(day) - 1))
    assert not span.holds(str(first_id_at(day + timedelta(days=1))))


@pytest.mark.parametrize(
    "same",
    [
        date(2026, 9, 1),
        "2026-09-01",
        " 2026-09-01 ",
        "2026-09-01T00:00:00Z",
        "2026-09-01T02:00:00+02:00",
        datetime(2026, 9, 1, tzinfo=UTC),
        pd.Timestamp("2026-09-01", tz="UTC"),
    ],
)
def test_a_day_is_a_day_in_utc_however_it_is_written(same):
    assert make_span(same, None) == make_span(datetime(2026, 9, 1, tzinfo=UTC), None)


@pytest.mark.parametrize("written", [datetime(2026, 9, 1, 12), "2026-09-01T12:00:00"])
def test_a_time_without_a_zone_is_local(written, monkeypatch):
    monkeypatch.setenv("TZ", "UTC-2")  # POSIX counts westward: two hours ahead of UTC
    time.tzset()
    try:
        assert make_span(written, None) == make_span("2026-09-01T10:00:00Z", None)
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize(
    "tweet", [Tweet(id="1445880548472328192"), 1445880548472328192, "https://x.com/ada/status/1445880548472328192?s=20"]
)
def test_a_tweet_is_on_neither_side_of_itself(tweet):
    assert make_span(tweet, None).since_id == 1445880548472328192
    assert make_span(None, tweet).until_id == 1445880548472328192
    assert not make_span(tweet, None).holds("1445880548472328192")


def test_nothing_said_is_everything():
    span = make_span(None, None)
    assert (span.since_id, span.until_id) == (0, LAST_ID)
    assert make_span("2006-03-21", None).since_id == 0


@pytest.mark.parametrize(
    ("since", "until"),
    [
        ("2026-09-02", "2026-09-01"),
        ("2026-09-01", "2026-09-01"),
        ("20260901", None),
        ("yesterday", None),
        (True, None),
        (3.5, None),
        (pd.NaT, None),
        (None, ""),
        (None, "2009-01-01"),
        (Tweet(id="11"), Tweet(id="10")),
    ],
)
def test_bounds_that_cannot_be_right_are_refused_in_words(since, until):
    with pytest.raises(UsageError) as caught:
        make_span(since, until)
    assert caught.value.remedy


@pytest.mark.parametrize("limit", [0, -1, True, 2.5, "ten"])
def test_a_limit_that_cannot_be_right_is_refused_in_words(limit):
    with pytest.raises(UsageError, match=f"limit={limit!r}") as caught:
        checked_limit(limit)
    assert caught.value.remedy


def test_a_limit_may_be_any_whole_number():
    assert checked_limit(pd.array([7], dtype="int64")[0]) == 7


def test_a_tweet_whose_id_could_not_be_read_stays():
    assert make_span("2026-09-01", "2026-10-01").holds("")
