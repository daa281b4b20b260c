"""Collect a timeline into a folder, in processes that kill themselves at some line of the archive's own code.

A program of its own: the processes are forks of it, so that each needs no imports.
"""

import os
import random
import signal
import sys
from pathlib import Path

import pandas  # noqa: F401 - Arrow loads it: once, before the forks
import pyarrow.parquet  # noqa: F401

from xauth_nb import locking
from xauth_nb.tweets import Tweet, Tweets
from xauth_nb.tweets.archive import building, holding, mending, notes, parts, raw, tail
from xauth_nb.tweets.archive import folder as keeping
from xauth_nb.tweets.objects import archive
from xauth_nb.tweets.objects.archive import Archive

WATCHED = {
    module.__file__ for module in (keeping, holding, parts, raw, building, tail, mending, notes, archive, locking)
}
ROWS = 150
"""Rows a part, so that some runs begin a new one."""


def page_of(ids, state, size=20):
    """What X would answer: newest first, between the bounds."""
    low, high = int(state.since_id or 0), int(state.until_id or 2**63)
    found = sorted((id for id in ids if low < id < high), reverse=True)
    tweets = [Tweet(id=str(id), text=f"tweet {id}", lang="en") for id in found[:size]]
    return Tweets(tweets, next_token="more" if len(found) > size else None)


def collect(folder, ids):
    with Archive(folder, query="timeline of @ada") as kept:
        while True:
            page = page_of(ids, kept.state)
            kept.add(page)
            if page.next_token is None:
                return


def die_after(lines, function):
    """Die so many lines into the archive's code; where a function is named, only its lines count."""
    left = lines

    def trace(frame, event, argument):
        nonlocal left
        if frame.f_code.co_filename not in WATCHED:
            return None
        left -= function in (None, frame.f_code.co_name)
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return trace

    sys.settrace(trace)


def main(folder, seed, kills):
    tail.ROWS = ROWS
    chance = random.Random(seed)
    ids = sorted(chance.sample(range(10**18, 10**18 + 10**6), 250))
    died = 0
    # At every line that writes, because there it hurts the most; then anywhere.
    points = [
        (line, name) for name, lines in (("append", 24), ("write_table", 16), ("write", 12)) for line in range(lines)
    ]
    every = len(points)
    while died < kills + every:
        point = points.pop() if points else (chance.randrange(10, 2000), None)
        child = os.fork()
        if child == 0:
            signal.alarm(30)
            die_after(*point)
            collect(folder, ids)
            os._exit(0)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if code == -signal.SIGALRM:
            sys.exit(f"the collector hangs, after {point}")
        has_died = code == -signal.SIGKILL
        died += has_died
        if not has_died and point[1]:
            died += 1  # it has fewer lines than that
        newest = ids[-1]
        ids += sorted(chance.sample(range(newest + 1, newest + 10**6), 15))  # people go on writing
    collect(folder, ids)
    collect(folder, ids)
    print(*ids)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
