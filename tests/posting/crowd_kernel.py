"""One of a crowd: it posts what it is given, in an order of its own, and goes on until each is posted."""

from __future__ import annotations

import json
import random
import sys

from xauth_nb.credentials import ClientCredentials, TokenCredentials
from xauth_nb.endpoints import Endpoints
from xauth_nb.errors import XAuthError
from xauth_nb.session import XSession

given = json.loads(sys.stdin.readline())
x = XSession(
    ClientCredentials(*given["client"]), TokenCredentials(*given["token"]), endpoints=Endpoints.at(given["base_url"])
)
x.budget = None
x.sleep = lambda _: None
texts = given["texts"]
random.Random(given["seed"]).shuffle(texts)
left = dict.fromkeys(texts, 60)
for text in texts:
    while left[text]:
        try:
            x.post_tweet(text)
            break
        except XAuthError:
            left[text] -= 1
print("all posted" if all(left.values()) else f"gave up: {[text for text, tries in left.items() if not tries]}")
