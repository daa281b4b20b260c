"""A kernel that can be killed: for each line of its input it forks one, which posts the texts; it tells its number."""

from __future__ import annotations

import json
import os
import signal
import sys

from xauth_nb.credentials import HOME_VARIABLE, ClientCredentials, TokenCredentials
from xauth_nb.endpoints import Endpoints
from xauth_nb.session import XSession

for line in sys.stdin:
    signal.alarm(60)  # no more than this for one kernel, so that nobody waits for ever for what is told here
    given = json.loads(line)
    pid = os.fork()
    if pid == 0:
        signal.alarm(50)
        os.environ[HOME_VARIABLE] = given["home"]
        texts = given["texts"]
        x = XSession(
            ClientCredentials(*given["client"]),
            TokenCredentials(*given["token"]),
            endpoints=Endpoints.at(given["base_url"]),
        )
        x.post_thread(texts) if len(texts) > 1 else x.post_tweet(texts[0])
        sys.stdout.flush()
        os._exit(0)
    print(pid, flush=True)
    os.waitpid(pid, 0)
    signal.alarm(0)
    print("gone", flush=True)
