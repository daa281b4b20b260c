"""A person decides what became of a post that is in doubt; nothing is sent, and nothing else is touched."""

from __future__ import annotations

from datetime import date

import pytest

from xauth_nb.errors import StoreError, UsageError
from xauth_nb.ledger import Ledger

HERE = ("https://api.x.com", "1")


@pytest.fixture
def ledger():
    return Ledger(*HERE, longest_turn=0.05)


def begun(ledger, text="text", key=None):
    return ledger.begin(text, f"print of {text}", key=key)


@pytest.mark.parametrize("name", ["entry", "number", "key", "day"])
@pytest.mark.parametrize("state", ["sending", "doubtful"])
def test_it_became_a_tweet(ledger, name, state):
    entry = begun(ledger, key="2026-11-25")
    if state == "doubtful":
        ledger.doubt(entry, [1764000000.0])
    named = {"entry": entry, "number": entry.number, "key": entry.key, "day": date(2026, 11, 25)}[name]
    settled = ledger.settle(named, tweet="https://x.com/ada/status/1445880548472328192?s=20")
    assert (settled.state, settled.tweet_id) == ("posted", "1445880548472328192")
    assert list(ledger) == [settled]


def test_it_became_none(ledger):
    begun(ledger, "other")
    assert ledger.settle(begun(ledger), sent=False) is None
    assert [entry.text for entry in ledger] == ["other"]


@pytest.mark.parametrize("said", [{}, {"sent": True}, {"sent": False, "tweet": "20"}, {"tweet": "20", "sent": True}])
def test_it_has_to_be_said_what_became_of_it(ledger, said):
    entry = begun(ledger)
    with pytest.raises(UsageError, match="not said"):
        ledger.settle(entry, **said)
    assert ledger[0] == entry


def test_only_what_is_in_doubt_is_decided(ledger):
    entry = begun(ledger, key="k")
    ledger.confirm(entry, "20", "text")
    for name in (entry, entry.number, "k", 99, "nothing of that name"):
        with pytest.raises(UsageError, match="no post in doubt"):
            ledger.settle(name, sent=False)
    assert ledger[0].tweet_id == "20"


def test_a_tweet_belongs_to_one_entry(ledger):
    ledger.confirm(begun(ledger, "first"), "20", "first")
    second = begun(ledger, "second")
    with pytest.raises(UsageError, match="another entry"):
        ledger.settle(second, tweet="20")
    assert ledger[-1] == second


def test_what_is_being_posted_just_now_is_not_decided(ledger):
    entry = begun(ledger)
    with ledger.turn("text", entry.text), pytest.raises(StoreError, match="under way"):
        ledger.settle(entry, sent=False)
    assert len(ledger) == 1


def test_no_tweet_is_no_tweet(ledger):
    with pytest.raises(UsageError):
        ledger.settle(begun(ledger), tweet="not an id")
