"""A ledger of another age or size: an older version, an older copy, an empty file, 100,000 posts."""

from __future__ import annotations

import shutil
import sqlite3
import threading
import time
from datetime import timedelta

import pytest

from xauth_nb.errors import StoreError
from xauth_nb.ledger import Ledger
from xauth_nb.ledger.schema import STEPS
from xauth_nb.style.dates import moment

HERE = ("https://api.x.com", "1")


@pytest.fixture
def ledger():
    return Ledger(*HERE)


def post(ledger, text="text"):
    with ledger.turn("text", text):
        entry = ledger.begin(text, f"print of {text}", key=None)
        ledger.confirm(entry, str(20 + entry.number), text)


def of_version_one(ledger, entries=2):
    ledger.path.parent.mkdir(parents=True)
    with sqlite3.connect(ledger.path) as connection:
        for statement in STEPS[0]:
            connection.execute(statement)
        for n in range(entries):
            connection.execute(
                "INSERT INTO posts VALUES (NULL, 'doubtful', ?, 'key', ?, 1764000000.5, 1764001000.25, '7 8', "
                "'a.ipynb', 'host', 5, NULL, NULL, ?, ?)",
                (f"print {n}", f"text {n}", *HERE),
            )
        connection.execute("PRAGMA user_version = 1")
    connection.close()


def test_an_older_ledger_is_brought_up_to_date_and_loses_nothing(ledger):
    of_version_one(ledger)
    first, second = ledger
    assert (first.text, second.text) == ("text 0", "text 1")
    assert (first.state, first.key, first.media, first.source, first.pid) == (
        "doubtful",
        "key",
        ("7", "8"),
        "a.ipynb",
        5,
    )
    assert first.began.timestamp() == 1764000000.5
    assert first.attempts[0] == first.began
    assert first.attempts[-1] - first.tried >= timedelta(hours=1), "it may have waited four quarters of an hour"
    assert moment(first.tried) in repr(ledger)
    again = ledger.begin("text 0", "print 0", key="key", again=first)
    assert again.attempts[:-1] == first.attempts
    assert again.began == first.began


def test_kernels_that_bring_it_up_to_date_at_once_do_it_once(ledger):
    of_version_one(ledger)
    gate, read, trouble = threading.Barrier(6), [], []

    def look():
        gate.wait(10)
        try:
            read.append([entry.text for entry in Ledger(*HERE)])
        except Exception as error:
            trouble.append(error)

    threads = [threading.Thread(target=look) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert (read, trouble) == ([["text 0", "text 1"]] * 6, [])


def test_an_update_that_is_killed_in_the_middle_did_not_happen(ledger):
    of_version_one(ledger)
    connection = sqlite3.connect(ledger.path, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    for statement in STEPS[1][:3]:
        connection.execute(statement)
    connection.close()
    assert [entry.text for entry in ledger] == ["text 0", "text 1"]


def test_an_older_copy_is_told_once_before_anything_is_noted(ledger, tmp_path):
    post(ledger, "first")
    shutil.copy(ledger.path, tmp_path / "copy")
    post(ledger, "second")
    shutil.copy(tmp_path / "copy", ledger.path)
    with pytest.raises(StoreError, match="older copy") as caught:
        ledger.turn("text", "second")
    assert "timeline" in caught.value.remedy
    ledger.turn("text", "second").close()
    post(ledger, "third")
    assert [entry.text for entry in ledger] == ["first", "third"]


def test_a_ledger_that_was_taken_away_on_purpose_begins_anew(ledger):
    post(ledger)
    ledger.path.unlink()
    post(ledger, "anew")
    assert [entry.text for entry in ledger] == ["anew"]


def test_an_empty_file_has_lost_what_was_in_it(ledger):
    post(ledger)
    ledger.path.write_bytes(b"")
    with pytest.raises(StoreError, match="damaged and was set aside"):
        ledger.turn("text", "text")
    assert len(list(ledger.path.parent.glob("*.damaged-*"))) == 1
    post(ledger)


def test_a_kernel_that_died_while_it_made_the_file_is_no_trouble(ledger):
    ledger.path.parent.mkdir(parents=True)
    ledger.path.with_name(f"{ledger.path.name}.new").write_bytes(b"half")
    post(ledger)
    assert len(ledger) == 1


def filled(ledger, count):
    post(ledger)
    with sqlite3.connect(ledger.path) as connection:
        connection.execute(
            "WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < ?) INSERT INTO posts SELECT i, "
            "'posted', 'print ' || i, 'key ' || i, 'text number ' || i, 1764000000 + i, 1764000000 + i, '', 'a.ipynb', "
            "'host', 1, CAST(1000 + i AS TEXT), 'text', ?, ?, 1764000000 + i FROM n",
            (count, *HERE),
        )
    connection.close()


def least(act, times=5):
    """Time the quickest of several runs, in seconds of the processor: others of this machine are not counted."""
    seconds = []
    for n in range(times):
        began = time.thread_time()
        act(n)
        seconds.append(time.thread_time() - began)
    return min(seconds)


def test_a_hundred_thousand_posts_make_no_post_slower(ledger, tmp_path):
    few, many = Ledger(*HERE, path=tmp_path / "few" / "l"), ledger
    filled(few, 100)
    filled(many, 100_000)

    def a_post(ledger):
        def act(n):
            post(ledger, f"new {n}")
            ledger.find(f"print {n}", None), ledger.find("print", f"key {n}"), ledger.knows("1234")

        return act

    assert least(a_post(many)) < 4 * least(a_post(few)) + 0.02
    assert least(lambda _: many[-1]) < 0.05
    assert least(lambda _: len(many)) < 0.1
    assert least(lambda _: repr(many), 2) < 0.3


def test_places_are_those_of_a_list(ledger):
    for n in range(7):
        post(ledger, f"text {n}")
    whole = list(ledger)
    for place in range(-7, 7):
        assert ledger[place] == whole[place]
    for cut in (slice(None), slice(-3, None), slice(2, 5), slice(None, None, 2), slice(None, None, -1), slice(5, 1, -2),
                slice(9, 12), slice(3, 3)):  # fmt: skip
        assert ledger[cut] == whole[cut]
    assert list(reversed(ledger)) == whole[::-1]
    assert whole[3] in ledger
    for place in (7, -8):
        with pytest.raises(IndexError):
            ledger[place]
