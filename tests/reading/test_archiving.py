"""Lists that are read into an archive: what stops a run costs nothing, and the next one goes on from there."""

from __future__ import annotations

import pytest
from shortcuts import token_of

from xauth_nb.errors import ServerError, UsageError
from xauth_nb.sandbox import PRACTICE_DAY, Sandbox
from xauth_nb.session import XSession
from xauth_nb.tweets import Tweets


@pytest.fixture
def sb():
    with Sandbox(at=PRACTICE_DAY) as sandbox:
        yield sandbox


@pytest.fixture
def x(sb):
    session = XSession(sb.client, token_of(sb), endpoints=sb.endpoints)
    session.sleep = lambda _: None
    session.me()
    try:
        yield session
    finally:
        session.close()


def ids(tweets):
    return [tweet.id for tweet in tweets]


def stop_after(x, pages, error=KeyboardInterrupt):
    """Let the user, or something else, stop the reading when so many pages have come."""
    seen = []

    def hook(response, **_):
        if "/tweets" in response.url:
            seen.append(response)
            if len(seen) > pages:
                raise error

    x.hooks["response"] = [hook]


def test_an_archive_holds_what_a_plain_reading_gives_and_opens_again(x, tmp_path):
    plain = x.timeline("@grace", limit=230)
    kept = x.timeline("@grace", limit=230, archive=tmp_path / "grace")
    assert ids(kept) == ids(plain)
    assert kept == plain
    assert kept[0].author.username == "grace"
    assert kept.provenance.pages == 3
    assert ids(Tweets.from_archive(tmp_path / "grace")) == ids(plain)


def test_the_same_call_again_costs_nothing_and_gives_the_same(x, tmp_path):
    first = x.timeline("@grace", limit=230, archive=tmp_path)
    again = x.timeline("@grace", limit=230, archive=tmp_path)
    assert again == first
    assert again.provenance.cost == 0


def test_what_is_new_is_fetched_and_no_more(sb, x, tmp_path):
    x.timeline(limit=120, archive=tmp_path)
    new = x.post_tweet("Fresh")
    before = len(sb.requests)
    found = x.timeline(limit=120, archive=tmp_path)
    assert found[0].id == new.id
    assert len(found) == 121
    assert len(set(ids(found))) == 121
    assert len(sb.requests) - before <= 2
    assert ids(found) == ids(x.timeline(limit=121))


def test_a_larger_limit_reads_further_back(x, tmp_path):
    x.timeline("@grace", limit=120, archive=tmp_path)
    assert ids(x.timeline("@grace", limit=350, archive=tmp_path)) == ids(x.timeline("@grace", limit=350))


@pytest.mark.parametrize("pages", [1, 2, 3])
def test_a_stopped_run_goes_on_where_it_was(x, tmp_path, pages, capsys):
    plain = ids(x.timeline("@grace", limit=450))
    stop_after(x, pages)
    part = x.timeline("@grace", limit=450, archive=tmp_path)
    assert not part.is_complete
    assert "archive" in capsys.readouterr().out
    assert ids(part) == plain[: pages * 100]
    x.hooks["response"] = []
    whole = x.timeline("@grace", limit=450, archive=tmp_path)
    assert ids(whole) == plain
    assert whole.is_complete


def test_stopped_while_catching_up_nothing_is_missing_in_between(x, tmp_path):
    x.timeline("@grace", limit=150, until="2026-08-20", archive=tmp_path)
    stop_after(x, 1)
    x.timeline("@grace", limit=150, archive=tmp_path)
    x.hooks["response"] = []
    found = ids(x.timeline("@grace", limit=150, archive=tmp_path))
    assert found == ids(x.timeline("@grace", limit=len(found)))


def test_a_fault_in_the_middle_loses_nothing(sb, x, tmp_path):
    plain = ids(x.timeline("@grace", limit=300))
    seen = []

    def hook(response, **_):
        seen.append(response)
        if len(seen) == 2:
            sb.fail(next=99, status=503)

    x.hooks["response"] = [hook]
    with pytest.raises(ServerError, match="kept") as caught:
        x.timeline("@grace", limit=300, archive=tmp_path)
    assert "archive" in caught.value.remedy
    x.hooks["response"] = []
    sb.heal()
    assert ids(x.timeline("@grace", limit=300, archive=tmp_path)) == plain


def test_the_other_lists_can_be_kept_too(x, tmp_path):
    for name, read in {
        "home": lambda **how: x.home(limit=120, **how),
        "mentions": lambda **how: x.mentions(limit=30, **how),
        "search": lambda **how: x.search("data", limit=30, **how),
    }.items():
        assert ids(read(archive=tmp_path / name)) == ids(read())


def test_a_folder_of_another_query_is_refused_before_anything_is_asked(sb, x, tmp_path):
    x.timeline("@grace", limit=10, archive=tmp_path)
    before = x.costs.total
    with pytest.raises(UsageError):
        x.search("data", limit=10, archive=tmp_path)
    assert x.costs.total == before
