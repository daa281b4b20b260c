"""Who posts the same at once goes one after the other, and nobody else waits; a turn never outlives its post."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from xauth_nb.errors import StoreError, XAuthError
from xauth_nb.ledger import Ledger
from xauth_nb.locking import HeldError, file_lock

POST = {"method": "POST", "path": "/2/tweets"}


def run(*acts):
    """Run all at once; what they raise is raised here."""
    raised = []

    def guarded(act):
        try:
            act()
        except BaseException as error:
            raised.append(error)

    threads = [threading.Thread(target=guarded, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    for error in raised:
        raise error


def test_a_post_that_waits_for_the_limit_holds_up_no_other_content(sb, signed_in, posts):
    waiting, go_on = threading.Event(), threading.Event()
    patient, other = signed_in(sb), signed_in(sb)

    def sleep(seconds):
        waiting.set()
        assert go_on.wait(30)

    patient.sleep = sleep
    sb.fail(status=429, **POST)
    thread = threading.Thread(target=patient.post_tweet, args=("Waits for the limit",))
    thread.start()
    try:
        assert waiting.wait(20)
        other.post_tweet("Does not wait")
        assert other.post_tweet("Waits for the limit").text == "Waits for the limit", "nor does the same content"
    finally:
        go_on.set()
        thread.join(20)
    assert posts() == ["Waits for the limit", "Does not wait"]


def test_while_one_hangs_the_others_post(sb, signed_in, posts):
    sb.fail(delay=3, **POST)
    hanging = signed_in(sb)
    thread = threading.Thread(target=hanging.post_tweet, args=("Slow",))
    thread.start()
    try:
        while not hanging.ledger:
            time.sleep(0.005)
        others = [signed_in(sb) for _ in range(3)]
        began = time.monotonic()
        run(*(lambda one=one, n=n: one.post_tweet(f"Quick {n}") for n, one in enumerate(others)))
        assert time.monotonic() - began < 3
        assert thread.is_alive()
    finally:
        thread.join(20)
    assert len(posts()) == 4


def test_many_threads_of_one_session_that_post_the_same_make_one_tweet(x, posts):
    got = []
    run(*(lambda: got.append(x.post_tweet("The same from many")) for _ in range(12)))
    assert len(got) == 12
    assert len(set(got)) == 1
    assert posts() == ["The same from many"]
    assert len(x.ledger) == 1


def test_two_keys_for_one_text_and_one_key_for_two_texts_at_once(x, posts):
    told = []

    def act(text, key):
        try:
            x.post_tweet(text, key=key)
        except XAuthError as error:
            told.append(error.message)

    run(*(lambda text=text, key=key: act(text, key) for text in ("One", "Two") for key in ("k", "l") for _ in range(2)))
    assert sorted(posts()) == ["One", "Two"]
    assert sorted(entry.key for entry in x.ledger) == ["k", "l"]
    assert told


def test_texts_that_x_cannot_tell_apart_are_one_turn(tmp_path):
    ledger = Ledger("https://api.x.com", "1", path=tmp_path / "l", longest_turn=0.05)
    with ledger.turn("text", "Café  au\nlait"), pytest.raises(StoreError):
        ledger.turn("text", " Cafe\u0301 au lait")


def test_those_who_wait_get_it_in_the_order_of_coming_and_learn_for_whom(tmp_path):
    lock, order, told = tmp_path / "lock", [], []

    def act(n):
        with file_lock(lock, 20, told=lambda holder: told.append(str(holder))):
            order.append(n)

    threads = []
    with file_lock(lock, 1):
        for n in range(8):
            threads.append(threading.Thread(target=act, args=(n,)))
            threads[-1].start()
            time.sleep(0.03)
        while len(told) < 8:
            time.sleep(0.02)
    for thread in threads:
        thread.join(20)
    assert order == list(range(8))
    assert set(told) == {"another thread of this kernel (MainThread)"}


def test_patience_is_for_one_holder_and_not_for_the_line(tmp_path):
    """Eight who each hold it for longer than a third of the patience: the last waits for more than twice of it."""
    lock, done = tmp_path / "lock", []

    def act():
        with file_lock(lock, 1.5):
            time.sleep(0.5)
            done.append(1)

    run(*[act] * 8)
    assert len(done) == 8


def test_another_process_is_named_by_its_number(tmp_path):
    lock = tmp_path / "lock"
    code = (
        "import faulthandler, sys, pathlib; from xauth_nb.locking import file_lock\n"
        "faulthandler.dump_traceback_later(60, exit=True)\n"
        "with file_lock(pathlib.Path(sys.argv[1]), 1): print('held', flush=True); sys.stdin.read()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", code, str(lock)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(HeldError, match=f"process {holder.pid}$"):
            file_lock(lock, 0.05)
    finally:
        holder.stdin.close()
        holder.stdout.close()
        holder.wait(20)
    file_lock(lock, 0).close()


@pytest.mark.skipif(sys.platform == "win32", reason="fork is of POSIX")
def test_a_process_that_is_forked_during_a_post_does_not_keep_the_turn(x, posts):
    send, children = x.send, []

    def send_and_fork(request, **kwargs):
        if request.method == "POST":
            read, write = os.pipe()
            children.append((os.fork(), write))
            if children[-1][0] == 0:
                signal.alarm(60)
                for _, each in children:
                    os.close(each)
                os.read(read, 1)  # lives until its parent closes the pipe
                os._exit(0)
            os.close(read)
        return send(request, **kwargs)

    x.send = send_and_fork
    try:
        x.post_tweet("Forked meanwhile")
        x.send = send
        began = time.monotonic()
        with x.ledger.turn("text", "Forked meanwhile"):
            assert time.monotonic() - began < 2
        x.post_tweet("And another")
    finally:
        for _, write in children:
            os.close(write)
        for pid, _ in children:
            os.waitpid(pid, 0)
    assert len(posts()) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="fork is of POSIX")
def test_a_forked_process_may_post_by_itself(x, posts):
    with x.ledger.turn("text", "From the child"):
        pid = os.fork()
        if pid == 0:
            signal.alarm(60)
            os._exit(0 if _is_held(x.ledger) else 1)
        assert os.waitpid(pid, 0)[1] == 0, "the parent's turn is none of the child's"


def _is_held(ledger):
    try:
        Ledger(*ledger._scope.values(), path=ledger.path, longest_turn=0.05).turn("text", "From the child")
    except StoreError as error:
        return f"process {os.getppid()}" in error.message
    return False
