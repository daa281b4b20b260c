"""A ledger that cannot be used: said clearly, before anything is sent, and nothing overwritten."""

from __future__ import annotations

import os
import resource
import signal
import sqlite3
import stat
import sys
import threading

import pytest

from xauth_nb.errors import StoreError
from xauth_nb.ledger import Ledger
from xauth_nb.locking import file_lock

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="file modes and limits of POSIX")
HERE = ("https://api.x.com", "1")


@pytest.fixture
def ledger():
    return Ledger(*HERE)


def post(ledger, text="text", **more):
    with ledger.turn("text", text):
        entry = ledger.begin(text, f"print of {text}", key=None, **more)
        ledger.confirm(entry, str(20 + len(ledger)), text)
    return entry


def test_what_is_noted_is_there_for_the_next_kernel(ledger):
    post(ledger)
    other = Ledger(*HERE)
    assert [(entry.text, entry.state) for entry in other] == [("text", "posted")]
    assert other.find("print of text", None).tweet_id == other[0].tweet_id
    assert list(Ledger("https://api.x.com", "2")) == []
    assert list(Ledger("http://127.0.0.1:1", "1")) == []


def test_file_and_folder_are_private_whatever_the_umask(ledger):
    before = os.umask(0)
    try:
        post(ledger)
    finally:
        os.umask(before)
    folder = ledger.path.parent
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.rglob("*") if file.is_file()} == {0o600}
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir() if file.is_dir()} == {0o700}


def test_a_file_that_others_could_read_is_closed_to_them(ledger):
    post(ledger)
    ledger.path.chmod(0o644)
    assert len(ledger) == 1
    assert stat.S_IMODE(ledger.path.stat().st_mode) == 0o600


@pytest.mark.parametrize("damage", ["no database", "cut off", "a broken page"])
def test_a_damaged_file_is_set_aside_and_said_before_anything_is_noted(ledger, damage):
    post(ledger, "first")
    for n in range(12):
        ledger.begin(f"text number {n} " * 200, f"print {n}", key=None)
    content = ledger.path.read_bytes()
    broken = {
        "no database": b"this is no database at all, and never was one" * 100,
        "cut off": content[: len(content) // 2],
        "a broken page": content[:4096] + b"\xff" * 8192 + content[12288:],
    }[damage]
    ledger.path.write_bytes(broken)
    with pytest.raises(StoreError, match="damaged") as caught, ledger.turn("text", "a"):
        pytest.fail("it must not be used")
    (aside,) = ledger.path.parent.glob("*.damaged-*")
    assert aside.name in str(caught.value)
    assert aside.read_bytes() == broken
    assert "timeline" in caught.value.remedy
    post(ledger)
    assert [entry.text for entry in ledger] == ["text"]
    assert aside.exists()


def test_a_damaged_file_is_told_to_whoever_only_looks(ledger):
    post(ledger)
    ledger.path.write_bytes(b"x" * 5000)
    with pytest.raises(StoreError, match="damaged"):
        repr(ledger)


def test_a_newer_version_is_left_alone(ledger):
    post(ledger)
    with sqlite3.connect(ledger.path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = ledger.path.read_bytes()
    with pytest.raises(StoreError, match="newer"), ledger.turn("text", "a"):
        pytest.fail("it must not be used")
    assert ledger.path.read_bytes() == before


def test_a_link_is_not_written_through(ledger, tmp_path):
    ledger.path.parent.mkdir(parents=True)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(b"")
    ledger.path.symlink_to(elsewhere)
    with pytest.raises(StoreError, match="link"), ledger.turn("text", "a"):
        pytest.fail("it must not be used")
    assert elsewhere.read_bytes() == b""


def test_a_ledger_that_another_program_has_locked_is_said_to_be(ledger):
    post(ledger)
    impatient = Ledger(*HERE, patience=0.05)
    holder = sqlite3.connect(ledger.path, isolation_level=None)
    try:
        holder.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreError, match="locked") as caught, impatient.turn("text", "a"):
            pytest.fail("it must not be used")
        assert "Close the program" in caught.value.remedy
    finally:
        holder.close()
    post(impatient, "after")


def test_whoever_posts_the_same_for_too_long_is_named(ledger):
    impatient = Ledger(*HERE, longest_turn=0.05)
    with ledger.turn("text", "a"), pytest.raises(StoreError, match="another thread of this kernel"):
        impatient.turn("text", " a ")


def test_another_content_another_key_and_another_account_need_not_wait(ledger):
    with ledger.turn("text", "a"), ledger.turn("text", "b"), ledger.turn("key", "a"):
        Ledger("https://api.x.com", "2", longest_turn=0.05).turn("text", "a").close()


def test_turns_come_one_after_the_other(ledger):
    inside, most, gate = [], [], threading.Barrier(4)

    def take(_):
        gate.wait(10)
        with Ledger(*HERE).turn("text", "a"):
            inside.append(1)
            most.append(len(inside))
            inside.pop()

    threads = [threading.Thread(target=take, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert most == [1, 1, 1, 1]


def test_a_full_disk_is_said_before_anything_is_noted(ledger):
    """A limit on the size of files stands for the disk: both refuse to let the file grow."""
    post(ledger)
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (ledger.path.stat().st_size, old[1]))
    try:
        with pytest.raises(StoreError, match="could not be written") as caught, ledger.turn("text", "a"):
            ledger.begin("long " * 5000, "print", key=None)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)
        signal.signal(signal.SIGXFSZ, handler)
    assert "Raise the limit" in caught.value.remedy
    assert [entry.text for entry in ledger] == ["text"]


def test_a_folder_that_cannot_be_made_is_said_before_anything_is_noted(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("XAUTH_NB_HOME", str(tmp_path / "file" / "home"))
    with pytest.raises(StoreError, match="XAUTH_NB_HOME"), Ledger(*HERE).turn("text", "a"):
        pytest.fail("it must not be used")


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_said_before_anything_is_noted(ledger):
    post(ledger)
    ledger.path.parent.chmod(0o500)
    try:
        with pytest.raises(StoreError), ledger.turn("text", "a"):
            ledger.begin("text", "other print", key=None)
    finally:
        ledger.path.parent.chmod(0o700)


def test_a_transaction_that_was_killed_in_the_middle_did_not_happen(ledger):
    """A hot journal, as a killed process leaves it, is played back by whoever opens the ledger next."""
    for n in range(10):
        post(ledger, f"text {n} " * 1500)
    texts = [entry.text for entry in ledger]
    pid = os.fork()
    if pid == 0:
        signal.alarm(60)  # a forked process may find a lock taken by a thread that it does not have
        connection = sqlite3.connect(ledger.path, isolation_level=None)
        connection.execute("PRAGMA cache_size = 1")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE posts SET text = text || 'half done'")  # more than the cache holds
        os.kill(os.getpid(), 9)
    os.waitpid(pid, 0)
    assert ledger.path.with_name(f"{ledger.path.name}-journal").stat().st_size > 0
    assert [entry.text for entry in ledger] == texts
    post(ledger, "next")


def test_an_odd_lock_file_is_told(ledger, tmp_path):
    with pytest.raises(IsADirectoryError), file_lock(tmp_path, 0.1):
        pytest.fail("a directory is no lock")
