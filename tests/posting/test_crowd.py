"""Six processes of two homes post the same texts at once, while four of ten calls come to grief: each stands once."""

from __future__ import annotations

import collections
import json
import os
import random
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from xauth_nb.credentials import HOME_VARIABLE

CHILD = Path(__file__).with_name("crowd_kernel.py")
FAULTS = [{"reset": "before"}, {"reset": "after"}, {"status": 503}, {"truncate": True}, {"status": 500}]
TEXTS = [f"Text number {number}" for number in range(12)]


class Trouble(threading.Thread):
    """Arms a fault before four of ten calls; it ends with the block."""

    def __init__(self, sb, seed):
        super().__init__()
        self.sb, self.random, self.over, self.made = sb, random.Random(seed), threading.Event(), 0

    def run(self):
        while not self.over.is_set():
            before = len(self.sb.requests)
            if self.random.random() < 0.4:
                self.sb.fail(1, method="POST", path="/2/tweets", **self.random.choice(FAULTS))
                self.made += 1
            while len(self.sb.requests) == before and not self.over.wait(0.005):
                pass

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.join(20)


@pytest.mark.deep
@pytest.mark.parametrize("seed", [1, 2])
def test_six_processes_of_two_homes_post_each_text_once(sb, posts, tmp_path, seed):
    token = sb.sign_in("ada")
    secrets = {"client": [sb.client.key, sb.client.secret], "token": [token.token, token.secret]}
    children = []
    with Trouble(sb, seed) as trouble:
        try:
            for number in range(6):
                home = tmp_path / ("one" if number % 2 else "two")
                child = subprocess.Popen(
                    [sys.executable, "-W", "ignore", CHILD],
                    env={**os.environ, HOME_VARIABLE: str(home)},
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    text=True,
                )
                children.append(child)
                given = {**secrets, "base_url": sb.base_url, "texts": TEXTS, "seed": seed * 10 + number}
                child.stdin.write(json.dumps(given) + "\n")
                child.stdin.flush()
            said = [child.communicate(timeout=200)[0].splitlines()[-1] for child in children]
        finally:
            for child in children:
                child.kill()
                child.wait(20)
    assert said == ["all posted"] * 6
    assert trouble.made > 5
    assert collections.Counter(text for text in posts() if text in TEXTS) == dict.fromkeys(TEXTS, 1)
