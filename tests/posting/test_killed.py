"""The kernel is killed between the sending and the noting: the cell run again makes it one tweet, every time."""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL and fork are of POSIX")
CHILD = Path(__file__).with_name("killed_kernel.py")
deep = pytest.mark.deep
POINTS = ("before X acts", "before X acts, which it does later", "after X acted", "while X answers", "at any time")


class Gate:
    """Stands in front of the sandbox's application and stops one post, before or after it is acted on."""

    def __init__(self, app):
        self.app = app
        self.open()

    def open(self):
        self.left = -1
        self.is_before = False
        self.reached, self.released, self.acted = threading.Event(), threading.Event(), threading.Event()

    def arm(self, left, is_before):
        self.open()
        self.left, self.is_before = left, is_before

    def __call__(self, environ, start_response):
        is_post = environ["REQUEST_METHOD"] == "POST" and environ["PATH_INFO"] == "/2/tweets"
        self.left -= is_post
        stops = is_post and self.left == 0
        reached, released, acted = self.reached, self.released, self.acted
        if stops and self.is_before:
            reached.set()
            assert released.wait(20)
        answer = list(self.app(environ, start_response))
        if stops:
            acted.set()
            if not self.is_before:
                reached.set()
                assert released.wait(20)
        return answer


@pytest.fixture
def gate(sb):
    sb._server.app = Gate(sb._server.app)
    try:
        yield sb._server.app
    finally:
        sb._server.app.released.set()


@pytest.fixture(scope="module")
def child():
    """Start the process that forks kernels, with everything imported once."""
    child = subprocess.Popen([sys.executable, str(CHILD)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield child
    finally:
        child.stdin.close()
        child.stdout.close()
        child.wait(20)


@pytest.fixture
def given(sb):
    """What a kernel needs to know."""
    token = sb.sign_in("ada")
    return {
        "client": [sb.client.key, sb.client.secret],
        "token": [token.token, token.secret],
        "base_url": sb.base_url,
        "home": os.environ["XAUTH_NB_HOME"],
    }


@pytest.fixture
def kernels(given, child):
    """Give a function that starts a kernel which posts, and one that kills it and waits until it is gone."""

    def start(texts):
        child.stdin.write(json.dumps({**given, "texts": texts}) + "\n")
        child.stdin.flush()
        return int(child.stdout.readline())

    def kill(pid):
        with contextlib.suppress(ProcessLookupError):  # it was done before
            os.kill(pid, signal.SIGKILL)
        assert child.stdout.readline() == "gone\n"

    return start, kill


def kill_somewhere(gate, kernels, texts, point, chance):
    """Let a kernel post, and kill it at a point; ``chance`` chooses within it."""
    start, kill = kernels
    gate.arm(left=chance.randint(1, len(texts)), is_before=point.startswith("before"))
    reached, released, acted = gate.reached, gate.released, gate.acted
    pid = start(texts)
    if point == "at any time":
        released.set()
        reached.wait(chance.uniform(0, 0.06))
        kill(pid)
    elif point == "while X answers":
        assert reached.wait(20)
        released.set()
        acted.wait(chance.uniform(0, 0.003))
        threading.Event().wait(chance.uniform(0, 0.004))
        kill(pid)
    else:
        assert reached.wait(20)
        kill(pid)
        released.set()
        if point == "before X acts":
            assert acted.wait(20)
    gate.open()


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=deep) for seed in (1, 2, 3))])
@pytest.mark.parametrize("point", POINTS)
def test_a_killed_kernel_leaves_one_tweet_behind(x, posts, gate, kernels, point, seed):
    text = f"Killed {point}, {seed}"
    kill_somewhere(gate, kernels, [text], point, random.Random(f"{point} {seed}"))
    tweet = x.post_tweet(text)
    assert posts().count(text) == 1
    assert x.post_tweet(text) == tweet
    assert [(entry.state, entry.tweet_id) for entry in x.ledger] == [("posted", tweet.id)]


@pytest.mark.parametrize("seed", [0, pytest.param(1, marks=deep)])
@pytest.mark.parametrize("point", POINTS)
def test_a_thread_whose_kernel_is_killed_goes_on_where_it_stopped(x, posts, gate, kernels, point, seed):
    texts = [f"{n} of a thread killed {point}, {seed}" for n in range(4)]
    kill_somewhere(gate, kernels, texts, point, random.Random(f"{point} {seed}"))
    thread = x.post_thread(texts)
    assert [tweet.full_text for tweet in thread] == texts
    assert sorted(posts()) == sorted(texts)


def test_kernels_that_post_the_same_at_once_make_one_tweet(x, posts, given):
    line = json.dumps({**given, "texts": ["From three kernels at once"]})
    command = [sys.executable, str(CHILD)]
    kernels = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    try:
        for kernel in kernels:
            kernel.stdin.write(line)
            kernel.stdin.close()
        told = [kernel.stdout.read() for kernel in kernels]
    finally:
        for kernel in kernels:
            kernel.stdout.close()
            kernel.wait(20)
    assert posts().count("From three kernels at once") == 1
    assert len(x.ledger) == 1
    assert sum("Posted already" in one for one in told) == 2
