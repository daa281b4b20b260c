"""Who is measured, and how each does a task. Every peer is used as its own documentation shows, but for the host."""

from __future__ import annotations

import concurrent.futures
import importlib.util
import json
import resource
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import requests
import requests_oauthlib
import tweepy
from authlib.integrations.requests_client import OAuth1Session
from server import KEY, PIN, SECRET, TOKEN, TOKEN_SECRET, USER, timeline

from xauth_nb.credentials import ClientCredentials, TokenCredentials
from xauth_nb.endpoints import Endpoints
from xauth_nb.oauth.exchange import Exchange
from xauth_nb.session import XSession
from xauth_nb.wire import Adapter

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import ExitStack

    from run import Server

THREADS = 16
FIELDS = {
    "tweet.fields": "author_id,conversation_id,created_at,edit_history_tweet_ids,entities,lang,possibly_sensitive,"
    "public_metrics,reply_settings,text",
    "expansions": "author_id",
    "user.fields": "created_at,description,public_metrics,verified",
}
IMPORTS = {
    "tweepy": "import tweepy",
    "Authlib (requests integration)": "import authlib.integrations.requests_client",
    "requests-oauthlib": "import requests_oauthlib",
    "xdk": "import xdk",
    "twython": "import twython",
    "TwitterAPI": "import TwitterAPI",
}
MISSING = [name for name in ("xdk", "twython", "TwitterAPI") if importlib.util.find_spec(name) is None]


def session_of(server: Server, stack: ExitStack) -> XSession:
    """Our session, signed in."""
    token = TokenCredentials(TOKEN, TOKEN_SECRET, "42", "ada")
    x = XSession(ClientCredentials(KEY, SECRET), token, endpoints=Endpoints.at(server.base_url))
    stack.callback(x.close)
    x.budget = None  # 3,200 tweets are $3.20 at X, and they are read again and again
    x.me()
    return x


def tweepy_of(server: Server) -> tweepy.Client:
    """Tweepy's client; the one change is the host."""
    client = tweepy.Client(None, KEY, SECRET, TOKEN, TOKEN_SECRET)
    send = client.session.request
    client.session.request = lambda method, url, **more: send(
        method, url.replace("https://api.twitter.com", server.base_url), **more
    )
    return client


# Sign in: three legs, and who am I.


def _sign_in_ours(server: Server) -> None:
    exchange = Exchange(ClientCredentials(KEY, SECRET), endpoints=(endpoints := Endpoints.at(server.base_url)))
    exchange.begin()
    token = exchange.finish(PIN)
    x = XSession(exchange.client, token, endpoints=endpoints, adapter=exchange.session.adapter)
    assert x.me().username == "ada"
    x.close()


def _sign_in_authlib(server: Server) -> None:
    session = OAuth1Session(KEY, SECRET, redirect_uri="oob")
    session.fetch_request_token(f"{server.base_url}/oauth/request_token")
    session.redirect_uri = None
    session.fetch_access_token(f"{server.base_url}/oauth/access_token", verifier=PIN)
    assert session.get(f"{server.base_url}/2/users/me").json()["data"]["username"] == "ada"
    session.close()


def _sign_in_requests_oauthlib(server: Server) -> None:
    first = requests_oauthlib.OAuth1Session(KEY, SECRET, callback_uri="oob")
    found = first.fetch_request_token(f"{server.base_url}/oauth/request_token")
    second = requests_oauthlib.OAuth1Session(
        KEY, SECRET, found["oauth_token"], found["oauth_token_secret"], verifier=PIN
    )
    token = second.fetch_access_token(f"{server.base_url}/oauth/access_token")
    third = requests_oauthlib.OAuth1Session(KEY, SECRET, token["oauth_token"], token["oauth_token_secret"])
    assert third.get(f"{server.base_url}/2/users/me").json()["data"]["username"] == "ada"
    for one in (first, second, third):
        one.close()


def _sign_in_tweepy(server: Server) -> None:
    class Handler(tweepy.OAuth1UserHandler):  # type: ignore[misc]  # tweepy ships no types
        REQUEST_TOKEN_URL = f"{server.base_url}/oauth/request_token"
        ACCESS_TOKEN_URL = f"{server.base_url}/oauth/access_token"

        def _get_oauth_url(self, endpoint: str) -> str:
            return f"{server.base_url}/oauth/{endpoint}"

    handler = Handler(KEY, SECRET, callback="oob")
    handler.get_authorization_url()
    handler.get_access_token(PIN)
    client = tweepy_of(server)
    assert client.get_me(user_auth=True).data.username == "ada"
    client.session.close()


# The same as a person feels it: they read the card for a while, click, are in the browser for a while, paste the PIN.
# What passes while they read and are away is not felt; meanwhile the server closes connections that lie idle.

READS, AWAY = 0.5, 2.5
"""Seconds; a real person takes longer, which changes nothing any more."""


def _felt_ours(server: Server) -> float:
    endpoints, client = Endpoints.at(server.base_url), ClientCredentials(KEY, SECRET)
    adapter = Adapter()
    adapter.warm(endpoints)
    time.sleep(READS)
    started = time.perf_counter()
    exchange = Exchange(client, endpoints=endpoints, adapter=adapter)
    exchange.begin()
    adapter.warm(endpoints)
    away = time.perf_counter()
    time.sleep(AWAY)
    back = time.perf_counter()
    token = exchange.finish(PIN)
    adapter.rest()
    x = XSession(client, token, endpoints=endpoints, adapter=adapter)
    assert x.me().username == "ada"
    ended = time.perf_counter()
    x.close()
    return (away - started) + (ended - back)


def _felt_authlib(server: Server) -> float:
    time.sleep(READS)
    started = time.perf_counter()
    session = OAuth1Session(KEY, SECRET, redirect_uri="oob")
    session.fetch_request_token(f"{server.base_url}/oauth/request_token")
    away = time.perf_counter()
    time.sleep(AWAY)
    back = time.perf_counter()
    session.redirect_uri = None
    session.fetch_access_token(f"{server.base_url}/oauth/access_token", verifier=PIN)
    assert session.get(f"{server.base_url}/2/users/me").json()["data"]["username"] == "ada"
    ended = time.perf_counter()
    session.close()
    return (away - started) + (ended - back)


FELT: dict[str, Callable[[Server], float]] = {"xauth_nb": _felt_ours, "Authlib": _felt_authlib}
SIGN_INS: dict[str, Callable[[Server], None]] = {
    "xauth_nb": _sign_in_ours,
    "Authlib": _sign_in_authlib,
    "requests-oauthlib": _sign_in_requests_oauthlib,
    "tweepy": _sign_in_tweepy,
}


# One signed call.


def _get_bare(server: Server, stack: ExitStack) -> Callable[[], object]:
    session = stack.enter_context(requests.Session())
    url = f"{server.base_url}/2/users/me"
    return lambda: session.get(url).content


def _get_ours(server: Server, stack: ExitStack) -> Callable[[], object]:
    x = session_of(server, stack)
    return lambda: x.get("/2/users/me").content


def _get_authlib(server: Server, stack: ExitStack) -> Callable[[], object]:
    session = stack.enter_context(OAuth1Session(KEY, SECRET, TOKEN, TOKEN_SECRET))
    return lambda: session.get(f"{server.base_url}/2/users/me").content


def _get_requests_oauthlib(server: Server, stack: ExitStack) -> Callable[[], object]:
    session = stack.enter_context(requests_oauthlib.OAuth1Session(KEY, SECRET, TOKEN, TOKEN_SECRET))
    return lambda: session.get(f"{server.base_url}/2/users/me").content


def _get_tweepy(server: Server, stack: ExitStack) -> Callable[[], object]:
    client = tweepy_of(server)
    stack.callback(client.session.close)
    return lambda: client.get_me(user_auth=True)


GETS: dict[str, Callable[[Server, ExitStack], Callable[[], object]]] = {
    "requests, unsigned": _get_bare,
    "xauth_nb": _get_ours,
    "Authlib": _get_authlib,
    "requests-oauthlib": _get_requests_oauthlib,
    "tweepy": _get_tweepy,
}
if "xdk" not in MISSING:
    import xdk
    from xdk.oauth1_auth import OAuth1

    def _get_xdk(server: Server, stack: ExitStack) -> Callable[[], object]:
        auth = OAuth1(KEY, SECRET, "oob", TOKEN, TOKEN_SECRET)
        client = xdk.Client(base_url=server.base_url, auth=auth)
        stack.callback(client.session.close)
        return client.users.get_me

    GETS["xdk"] = _get_xdk


# A timeline as a data frame.


def _frame_ours(server: Server, stack: ExitStack) -> Callable[[], pd.DataFrame]:
    x = session_of(server, stack)
    return lambda: x.timeline(limit=3200).to_pandas()


def _frame_tweepy(server: Server, stack: ExitStack) -> Callable[[], pd.DataFrame]:
    client = tweepy_of(server)
    stack.callback(client.session.close)

    def read() -> pd.DataFrame:
        pages = tweepy.Paginator(
            client.get_users_tweets,
            42,
            max_results=100,
            tweet_fields=FIELDS["tweet.fields"],
            expansions=FIELDS["expansions"],
            user_fields=FIELDS["user.fields"],
            user_auth=True,
        )
        return pd.json_normalize([tweet.data for tweet in pages.flatten()])

    return read


def _frame_requests_oauthlib(server: Server, stack: ExitStack) -> Callable[[], pd.DataFrame]:
    session = stack.enter_context(requests_oauthlib.OAuth1Session(KEY, SECRET, TOKEN, TOKEN_SECRET))

    def read() -> pd.DataFrame:
        rows: list[dict[str, Any]] = []
        parameters = {**FIELDS, "max_results": "100"}
        while True:
            page = session.get(f"{server.base_url}/2/users/42/tweets", params=parameters).json()
            rows += page.get("data", [])
            if "next_token" not in page["meta"]:
                return pd.json_normalize(rows)
            parameters["pagination_token"] = page["meta"]["next_token"]

    return read


FRAMES: dict[str, Callable[[Server, ExitStack], Callable[[], pd.DataFrame]]] = {
    "xauth_nb": _frame_ours,
    "tweepy + json_normalize": _frame_tweepy,
    "requests-oauthlib + json_normalize": _frame_requests_oauthlib,
}


# Tweets by id.


def _chunks(ids: list[int]) -> list[list[int]]:
    return [ids[start : start + 100] for start in range(0, len(ids), 100)]


def _lookup_ours(server: Server, stack: ExitStack) -> Callable[[list[int]], object]:
    x = session_of(server, stack)

    def read(ids: list[int]) -> None:
        assert len(x.get_tweets(ids)) == len(ids)

    return read


def _lookup_tweepy(server: Server, stack: ExitStack) -> Callable[[list[int]], object]:
    client = tweepy_of(server)
    pool = stack.enter_context(concurrent.futures.ThreadPoolExecutor(THREADS))

    def one(ids: list[int]) -> int:
        found = client.get_tweets(
            ids, tweet_fields=FIELDS["tweet.fields"], expansions=FIELDS["expansions"], user_auth=True
        )
        return len(found.data)

    def read(ids: list[int]) -> None:
        assert sum(pool.map(one, _chunks(ids))) == len(ids)

    return read


def _lookup_authlib(server: Server, stack: ExitStack) -> Callable[[list[int]], object]:
    session = stack.enter_context(OAuth1Session(KEY, SECRET, TOKEN, TOKEN_SECRET))
    pool = stack.enter_context(concurrent.futures.ThreadPoolExecutor(THREADS))

    def one(ids: list[int]) -> int:
        parameters = {"ids": ",".join(map(str, ids)), **FIELDS}
        return len(session.get(f"{server.base_url}/2/tweets", params=parameters).json()["data"])

    def read(ids: list[int]) -> None:
        assert sum(pool.map(one, _chunks(ids))) == len(ids)

    return read


LOOKUPS: dict[str, Callable[[Server, ExitStack], Callable[[list[int]], object]]] = {
    "xauth_nb": _lookup_ours,
    "tweepy, 16 threads": _lookup_tweepy,
    "Authlib + json, 16 threads": _lookup_authlib,
}


# What tweets keep in memory, and how an archive grows. Each in a process of its own.


def _pages(count: int) -> Any:
    """Make pages as X sends them, one after the other, so that they need not all be there at once."""
    _, rows = timeline(min(count, 100_000))
    user = json.dumps(USER).encode()
    for start in range(0, count, 100):
        page = rows[start % len(rows) : start % len(rows) + 100]
        if start >= len(rows):  # the same words again, as other tweets
            shift = start // len(rows)
            page = [row.replace(b'"id":"', b'"id":"%d' % shift, 1) for row in page]
        meta = b'"meta":{"result_count":%d}' % len(page)
        yield b'{"data":[' + b",".join(page) + b'],"includes":{"users":[' + user + b"]}," + meta + b"}"


def _resident() -> float:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    raise OSError("this system does not tell what a process keeps")


def kept_by(name: str) -> float:
    """Keep 100,000 tweets, and say how many MB more the process has than before.

    Parameters
    ----------
    name : str
        A key of ``MEMORY``.
    """
    import gc

    pages = list(_pages(100_000))
    keep = MEMORY[name]
    keep(pages[:1])
    gc.collect()
    before = _resident()
    kept = keep(pages)
    gc.collect()
    grown = _resident() - before
    assert len(kept) == 100_000
    return grown


def _keep_ours(pages: list[bytes]) -> Any:
    from xauth_nb.tweets import Tweets, parse_tweets

    return Tweets.concatenate([parse_tweets(page) for page in pages])


def _keep_tweepy(pages: list[bytes]) -> Any:
    return [tweepy.Tweet(one) for page in pages for one in json.loads(page)["data"]]


def _keep_dicts(pages: list[bytes]) -> Any:
    return [one for page in pages for one in json.loads(page)["data"]]


MEMORY: dict[str, Callable[[list[bytes]], Any]] = {
    "xauth_nb": _keep_ours,
    "tweepy": _keep_tweepy,
    "json.loads": _keep_dicts,
}


def archived(count: int) -> str:
    """Archive tweets page by page and read them back; say seconds a tweet for both, and the peak in MB over the start.

    Parameters
    ----------
    count : int
    """
    import pyarrow.parquet

    from xauth_nb.tweets import parse_tweets
    from xauth_nb.tweets.objects.archive import Archive

    pages = _pages(count)
    first = next(pages)
    start = _resident()
    with tempfile.TemporaryDirectory(prefix="xauth_nb-bench-") as folder:
        with Archive(folder, query="benchmark") as archive:
            began = time.process_time()
            archive.add(parse_tweets(first))
            for page in pages:
                archive.add(parse_tweets(page))
            written = time.process_time() - began
        began = time.process_time()
        rows = likes = 0
        for part in Path(folder).rglob("*.parquet"):
            table = pyarrow.parquet.read_table(part, columns=["id", "like_count"])
            rows += table.num_rows
            likes += sum(table["like_count"].to_pylist())
        read = time.process_time() - began
    assert rows == count, rows
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 - start
    return f"{written / count} {read / count} {peak}"
