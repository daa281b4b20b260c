"""The stop button at any line while a picture is uploaded and posted: the cell run again makes one tweet of it."""

from __future__ import annotations

import os
import random
import sys
import warnings
from pathlib import Path

import pytest

import xauth_nb.ledger.uploads
import xauth_nb.media

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\x9cc\xfc\xcf\xc0P\x0f\x00\x04\x85\x01\x80\x84\xa9\x8c!\x00\x00\x00\x00IEND\xaeB`\x82"
)
LARGE = PNG + bytes(1 << 20)
ROOMS = (str(Path(xauth_nb.media.__file__).parent), xauth_nb.ledger.uploads.__file__)
SHORT, LONG = 12, sys.maxsize if os.environ.get("XAUTH_NB_LINES") == "all" else 60
"""At how many places the short form stops, and the deep one, from a place on that chance chooses."""


@pytest.fixture
def sb(sandbox):
    calls = ("POST /2/tweets", "POST /2/media/upload", "POST /2/media/metadata")
    return sandbox(rate_limits=dict.fromkeys(calls, 100_000))


class Stop:
    """Raises KeyboardInterrupt at one line of the rooms, by its number since the beginning."""

    def __init__(self, at):
        self.at, self.lines = at, 0

    def __call__(self, frame, event, _):
        if not frame.f_code.co_filename.startswith(ROOMS):
            return None
        if event == "line":
            self.lines += 1
            if self.lines == self.at:
                sys.settrace(None)
                raise KeyboardInterrupt
        return self

    def __enter__(self):
        self.before = sys.gettrace()
        sys.settrace(self)
        return self

    def __exit__(self, *_):
        sys.settrace(self.before)


def at_lines(alone, sb, x, posts, content, most):
    """Sweep on a thread of its own: an error raised while Python handles another can leave that one in its thread."""
    alone(sweep, sb, x, posts, content, most)


def sweep(sb, x, posts, content, most):
    lines = lines_of(x, content, "Counted")
    assert lines > 100
    step = max(1, lines // most)
    first = random.randint(1, step)
    print(f"every {step} of {lines} lines, from line {first} on")
    for at in range(first, lines + 1, step):
        stop_and_run_again(sb, x, posts, content, at)


def lines_of(x, content, text):
    with Stop(0) as counted:
        x.post_tweet(text, media=content, alt_text="A dot")
    return counted.lines


def stop_and_run_again(sb, x, posts, content, at):
    text = f"Stopped at line {at}"
    sb._state.uploads._all.clear()
    x._uploader.__init__(x, x._account)
    x._uploader._list.path.unlink(missing_ok=True)
    before = len(posts())
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        try:
            with Stop(at):
                x.post_tweet(text, media=content, alt_text="A dot")
        except KeyboardInterrupt:
            pass
        tweet = x.post_tweet(text, media=content, alt_text="A dot")
    assert len(posts()) == before + 1, at
    assert len(sb._state.uploads.pictures()) <= 2, at  # the answer to the first may have been cut off
    (medium,) = x.get_tweet(tweet).media
    upload = sb._state.uploads.by_key(medium.media_key)
    assert (upload.content, medium.alt_text) == (content, "A dot"), at


@pytest.mark.parametrize("content", [PNG, LARGE], ids=["in one call", "in parts"])
def test_the_stop_button_at_some_lines(alone, sb, x, posts, content):
    at_lines(alone, sb, x, posts, content, SHORT)


@pytest.mark.deep
@pytest.mark.parametrize("content", [PNG, LARGE], ids=["in one call", "in parts"])
def test_the_stop_button_at_many_lines(alone, sb, x, posts, content):
    at_lines(alone, sb, x, posts, content, LONG)
