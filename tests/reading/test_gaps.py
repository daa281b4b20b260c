"""What an archive does not hold is known, said when it arises, and kept: windows that closed, reaches, limits."""

from __future__ import annotations

import warnings
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from xauth_nb.errors import ApiError
from xauth_nb.tweets import Tweets
from xauth_nb.tweets.ids import time_of


def ids(tweets):
    return [tweet.id for tweet in tweets]


def write(sb, model, count):
    """Let the author of a tweet write more, without a call for each."""
    seen = sb.world.tweet(int(model.id))
    return [str(sb.world.add(lambda id, ms: replace(seen, id=id, ms=ms)).id) for _ in range(count)]


@pytest.fixture
def travelling(reader):
    sb, x = reader()
    if not hasattr(sb.clock, "skew"):
        pytest.skip("a sandbox whose clock is moved by days refuses signatures")
    return sb, x


def test_cron_over_three_weeks_with_a_pause(travelling, folder):
    sb, x = travelling
    written, collected, told = [], [], []
    start = datetime.fromtimestamp(sb.clock.world_now() / 1000, timezone.utc)
    for day in range(24):
        written.append(x.post_tweet(f"observatory day {day}", once=False).id)
        if day in (0, 3, 6, 20, 23):
            with warnings.catch_warnings(record=True) as caught:
                warnings.simplefilter("always", UserWarning)
                spent = x.costs.total
                new = x.search('"observatory day"', 100, archive=folder, new_only=True)
            collected += ids(new)
            told.append([str(one.message) for one in caught])
            assert round(x.costs.total - spent, 6) == round(0.005 * len(new), 6)
        sb.clock.advance(days=1)
    assert len(set(collected)) == len(collected)
    missed = [id for id in written if id not in collected]
    assert missed == written[7:14]  # 6 and 20 lie 14 days apart, and X looks back seven
    opened = Tweets.open_archive(folder)
    (gap,) = opened.gaps
    assert gap.is_lost
    assert not opened.is_complete
    assert not Tweets.from_archive(folder).is_complete
    assert abs(gap.since - (start + timedelta(days=6))) < timedelta(hours=1)
    assert abs(gap.until - (start + timedelta(days=13))) < timedelta(hours=1)
    assert all(gap.since < time_of(id) < gap.until for id in missed)
    assert [len(one) for one in told] == [0, 0, 0, 1, 0]
    assert "seven days" in told[3][0]
    assert str(folder) in told[3][0]


@pytest.mark.parametrize("read", ["search", "search since", "counts"])
def test_after_a_pause_the_first_call_goes_by_the_servers_time(travelling, folder, read):
    sb, x = travelling
    first = x.post_tweet("observatory opens")
    since = time_of(first.id)
    x.search("observatory", 100, archive=folder)
    sb.clock.advance(days=14)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", UserWarning)
        if read == "search":
            assert ids(x.search("observatory", 100, archive=folder)) == [first.id]
            assert len(Tweets.open_archive(folder).gaps) == 1
        elif read == "search since":
            assert len(x.search("observatory", 100, since=since - timedelta(hours=1))) == 0
        else:
            assert x.counts("observatory", since=since - timedelta(hours=1)).total == 0
    assert {one.category for one in caught} <= {UserWarning}


def test_what_has_no_bound_of_time_is_refused_once_also_after_a_pause(travelling, asked):
    sb, x = travelling
    sb.clock.advance(days=14)
    counted = asked(sb, "/2/tweets/counts/all")
    with pytest.raises(ApiError):
        x.counts("(observatory", everything=True)
    assert len(counted()) == 1


def test_a_week_in_which_nothing_was_found_is_no_gap(travelling, folder):
    sb, x = travelling
    x.post_tweet("observatory opens")
    x.search("observatory", 100, archive=folder)
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        for _ in range(5):
            sb.clock.advance(days=6)
            assert len(x.search("observatory", 100, archive=folder)) == 1
    assert Tweets.open_archive(folder).is_complete


def test_a_timeline_that_ran_ahead_of_its_reach(world, folder):
    sb, x = world
    first = x.post_tweet("first")
    x.timeline(limit=20, exclude="replies", archive=folder)
    write(sb, first, 900)
    with pytest.warns(UserWarning, match="X keeps the newest 800"):
        found = x.timeline(limit=800, exclude="replies", archive=folder)
    assert not found.is_complete
    (gap,) = Tweets.open_archive(folder).gaps
    assert gap.is_lost
    assert int(gap.since_id) >= int(first.id)
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)  # said once
        again = x.timeline(limit=800, exclude="replies", archive=folder)
    assert again == found
    assert again.provenance.cost == 0
    assert not again.is_complete


def test_as_many_new_ones_as_the_reach_and_none_lost_is_no_gap(world, folder):
    sb, x = world
    first = x.post_tweet("first")
    x.timeline(limit=20, exclude="replies", archive=folder)
    write(sb, first, 790)
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        found = x.timeline(limit=800, exclude="replies", archive=folder)
    assert found.is_complete
    assert Tweets.open_archive(folder).is_complete


def test_since_beyond_the_reach_is_a_gap(world, folder):
    sb, x = world
    write(sb, x.post_tweet("first"), 850)
    with pytest.warns(UserWarning, match="X keeps the newest 800"):
        x.timeline(limit=800, since="2026-01-01", exclude="replies", archive=folder)
    assert Tweets.open_archive(folder).gaps[0].is_lost


def test_a_second_run_reads_no_more_than_its_limit_and_names_what_it_leaves(world, folder):
    sb, x = world
    first = x.post_tweet("first")
    x.timeline(limit=30, archive=folder)
    new = write(sb, first, 120)
    with pytest.warns(UserWarning, match="larger limit") as told:
        part = x.timeline(limit=30, archive=folder)
    assert len(told) == 1
    assert part.provenance.cost <= 30 * 0.001
    assert len(part) == 60
    assert not part.is_complete
    (gap,) = Tweets.open_archive(folder).gaps
    assert not gap.is_lost
    assert all(int(gap.since_id) < int(id) < int(gap.until_id) for id in new[:90])
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        same = x.timeline(limit=30, archive=folder)
        assert same.provenance.cost == 0
        whole = x.timeline(limit=150, archive=folder)
    assert ids(whole) == ids(x.timeline(limit=150))
    assert whole.is_complete


def test_a_stretch_that_nobody_asked_for_is_named(world, folder):
    _, x = world
    x.timeline("@grace", 400, since="2026-09-10", archive=folder)
    with pytest.warns(UserWarning, match="nobody has asked"):
        x.timeline("@grace", 400, since="2026-08-20", until="2026-08-25", archive=folder)
    (gap,) = Tweets.open_archive(folder).gaps
    assert f"{gap.since:%m-%d} {gap.until:%m-%d}" in ("08-24 09-10", "08-24 09-09", "08-25 09-10")
    x.timeline("@grace", 3200, since="2026-08-20", archive=folder)
    plain = x.timeline("@grace", 3200, since="2026-08-20")
    assert ids(Tweets.from_archive(folder)) == ids(plain)
    assert Tweets.open_archive(folder).is_complete
