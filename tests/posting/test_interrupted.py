"""The stop button at every line: the cell runs again, and there is one tweet, and no turn is left taken.

The shallow runs and the deep ones stop at lines that lie evenly apart, from a place on that chance chooses;
``XAUTH_NB_LINES=all`` stops the deep ones at each line, which takes minutes: with ``-o faulthandler_timeout=3600``.
"""

from __future__ import annotations

import contextlib
import os
import random
import signal
import sys
from pathlib import Path

import pytest

import xauth_nb
from xauth_nb.ledger import Ledger

ROOT = Path(xauth_nb.__file__).parent
ROOMS = (*(str(ROOT / name) for name in ("posting", "ledger", "locking.py")), contextlib.__file__)
LINES = sys.maxsize if os.environ.get("XAUTH_NB_LINES") == "all" else 60
POST = {"method": "POST", "path": "/2/tweets"}
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc0000003010100"
    "18dd8db00000000049454e44ae426082"
)
KINDS = {
    "a tweet": (lambda x, text: x.post_tweet(text), {}),
    "with a key": (lambda x, text: x.post_tweet(text, key=text), {}),
    "with a picture": (lambda x, text: x.post_tweet(text, media=PNG), {}),
    "whose answer is lost": (lambda x, text: x.post_tweet(text), {"reset": "after"}),
    "that X refuses at first": (lambda x, text: x.post_tweet(text), {"status": 429}),
}


@pytest.fixture
def sb(sandbox):
    """Start one that takes more posts than X."""
    return sandbox(rate_limits={"POST /2/tweets": 100_000, "GET /2/users/:id/tweets": 100_000})


class Stop:
    """Raises KeyboardInterrupt in this thread, at one line of the rooms that post or of contextlib; 0 counts them."""

    def __init__(self, at):
        self.at, self.lines = at, 0

    def __enter__(self):
        sys.settrace(self._call)
        return self

    def __exit__(self, *_):
        sys.settrace(None)

    def _call(self, frame, event, _):
        return self._line if frame.f_code.co_filename.startswith(ROOMS) else None

    def _line(self, frame, event, _):
        if event == "line":
            self.lines += 1
            if self.lines == self.at:
                raise KeyboardInterrupt
        return self._line


def check(x, posts, act, text, interrupt):
    """Run the cell again, while the interrupt and all that its frames hold are kept, as IPython keeps them."""
    assert interrupt is None or interrupt.__traceback__
    free = Ledger(*x.ledger._scope.values(), path=x.ledger.path, longest_turn=0.3)
    free.turn("text", text).close()
    free.turn("key", text).close()
    tweet = act(x, text)
    assert len([one for one in posts() if one.startswith(text)]) == 1
    assert x.ledger[-1].tweet_id == tweet.id
    assert [entry.state for entry in x.ledger if entry.text == text] == ["posted"]


def interrupted(sb, x, act, fault, text, at):
    if fault:
        sb.heal()
        sb.fail(**fault, **POST)
    try:
        with Stop(at) as stop:
            act(x, text)
    except KeyboardInterrupt as error:
        return stop.lines, error
    return stop.lines, None


def at_lines(alone, sb, x, posts, kind, most):
    """Sweep on a thread of its own: an error raised while Python handles another can leave that one in its thread."""
    alone(sweep, sb, x, posts, kind, most)


def sweep(sb, x, posts, kind, most):
    act, fault = KINDS[kind]
    act(x, "To begin with")
    lines, _ = interrupted(sb, x, act, fault, f"Counted, {kind}", 0)
    assert lines > 100
    step = max(1, lines // most)
    first = random.randint(1, step)
    print(f"every {step} of {lines} lines, from line {first} on")
    for at in range(first, lines + 20, step):
        text = f"Stopped at line {at}, {kind}."
        reached, interrupt = interrupted(sb, x, act, fault, text, at)
        assert interrupt or reached < at
        sb.heal()
        check(x, posts, act, text, interrupt)


@pytest.mark.parametrize("kind", KINDS)
def test_at_some_lines(alone, sb, x, posts, kind):
    at_lines(alone, sb, x, posts, kind, 12)


@pytest.mark.deep
@pytest.mark.parametrize("kind", KINDS)
def test_at_many_lines(alone, sb, x, posts, kind):
    at_lines(alone, sb, x, posts, kind, LINES)


def at_any_time(sb, x, posts, rounds, seed):
    """A real signal, which strikes between any two steps of Python, in every library too."""
    chance = random.Random(seed)
    is_armed = False  # no Event: the signal may strike while this thread holds the lock of one, and would wait for it

    def strike(*_):
        nonlocal is_armed
        if is_armed:
            is_armed = False
            raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, strike)
    try:
        for n in range(rounds):
            text, interrupt = f"Struck {n} of {seed}.", None
            try:
                is_armed = True
                signal.setitimer(signal.ITIMER_REAL, chance.uniform(0.0005, 0.04))
                x.post_tweet(text)
                is_armed = False
            except KeyboardInterrupt as error:
                interrupt = error
            signal.setitimer(signal.ITIMER_REAL, 0)
            check(x, posts, lambda x, text: x.post_tweet(text), text, interrupt)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such timer")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # it may strike while something is freed
def test_at_any_time(sb, x, posts):
    at_any_time(sb, x, posts, 12, 1)


@pytest.mark.deep
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such timer")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("seed", range(2, 6))
def test_at_any_time_often(sb, x, posts, seed):
    at_any_time(sb, x, posts, 100, seed)
