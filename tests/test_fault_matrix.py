"""Every fault beside every verb: done exactly once or not at all and said so; never twice, never lost, never for ever.

Each case has three acts: the call under the fault, a look at what X (the sandbox) holds, and the same call again when
all is well, as a person runs a cell again. The sandbox's world is counted, not what we return.
"""

from __future__ import annotations

import contextlib
import socket
import threading

import pytest
from shortcuts import token_of

from xauth_nb.credentials import ClientCredentials, TokenCredentials
from xauth_nb.endpoints import Endpoints
from xauth_nb.errors import (
    ApiError,
    CreditsError,
    ForbiddenError,
    RateLimitedError,
    ServerError,
    TransportError,
    UnauthorizedError,
    UsageCapError,
    XAuthError,
)
from xauth_nb.sandbox import PRACTICE_DAY, Sandbox
from xauth_nb.session import XSession

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc0000003010100"
    "18dd8db00000000049454e44ae426082"
)
STORY = ["The first part.", "The second part.", "The third part."]
MOST_REQUESTS = 60
PATIENCE = 20.0  # seconds that nothing here takes


class Post:
    """One tweet."""

    path = "/2/tweets"
    method = "POST"

    def __init__(self, sb, x):
        self.sb, self.x = sb, x

    def call(self):
        return self.x.post_tweet("Once").text == "Once"

    def count(self):
        return [tweet.text for tweet in self.sb.world.posted()].count("Once")

    def is_done(self):
        return self.count() == 1

    def is_sound(self):
        return self.count() <= 1


class Thread(Post):
    """Three tweets, the fault at the second."""

    def call(self):
        return [tweet.text for tweet in self.x.post_thread(STORY)] == STORY

    def count(self):
        return [tweet.text for tweet in self.sb.world.posted() if tweet.text in STORY]

    def is_done(self):
        return sorted(self.count()) == sorted(STORY)

    def is_sound(self):
        return len(set(self.count())) == len(self.count())


class Delete(Post):
    """A tweet is taken back."""

    method = "DELETE"

    def __init__(self, sb, x):
        super().__init__(sb, x)
        self.tweet = x.post_tweet("Once")

    def call(self):
        return self.x.delete_tweet(self.tweet)

    def is_done(self):
        return self.count() == 0


class Media(Post):
    """A picture. One whose answer was lost goes up again, a few times at most: X neither shows nor bills it."""

    path = "/2/media"
    method = None

    def call(self):
        return bool(self.x.upload_media(PNG).id)

    def finished(self):
        return [one for one in self.sb._state.uploads._all.values() if one.is_final]

    def is_done(self):
        return 1 <= len(self.finished()) <= 5 and {one.content for one in self.finished()} == {PNG}

    def is_sound(self):
        return not self.finished() or self.is_done()


class Timeline(Post):
    """Two pages and a half."""

    path = "/2/users/"
    method = "GET"

    def __init__(self, sb, x):
        super().__init__(sb, x)
        self.whole = [tweet.id for tweet in x.timeline("@grace", limit=250)]
        self.read = []

    def call(self):
        self.read = [tweet.id for tweet in self.x.timeline("@grace", limit=250)]
        return True

    def is_done(self):
        return self.read == self.whole

    def is_sound(self):
        return self.read in ([], self.whole)


VERBS = [Post, Thread, Delete, Media, Timeline]
# What happens to a call, and the errors that may tell of it. Reads and deletes get over what passes; so do uploads.
PASSING = {
    "reset before": ({"reset": "before"}, TransportError),
    "reset after": ({"reset": "after"}, TransportError),
    "slow": ({"delay": 0.25}, TransportError),
    "truncated": ({"truncate": True}, TransportError),
    "HTML 502": ({"html": True, "status": 502}, ServerError),
    "503": ({"status": 503}, ServerError),
    "429": ({"status": 429}, RateLimitedError),
}
LASTING = {
    "reset before, always": ({"reset": "before"}, TransportError),
    "HTML 502, always": ({"html": True, "status": 502}, ServerError),
    "503, always": ({"status": 503}, ServerError),
    "429, always": ({"status": 429}, RateLimitedError),
    "402": ({"status": 402}, CreditsError),
    "403": ({"status": 403}, ForbiddenError),
    "401": ({"status": 401}, UnauthorizedError),
    "418": ({"status": 418}, ApiError),
}


@pytest.fixture
def start(tmp_path):
    """Start a sandbox with these switches and a session that notes its waits instead of waiting."""
    made = []

    def begin(**switches):
        sb = Sandbox(at=PRACTICE_DAY, **switches).start()
        made.append(sb.stop)
        x = XSession(sb.client, token_of(sb), endpoints=sb.endpoints)
        made.append(x.close)
        x.slept = []
        x.sleep = x.slept.append
        x.me()
        return sb, x

    try:
        yield begin
    finally:
        for stop in reversed(made):
            stop()


def arm(sb, x, verb, fault, times):
    """Let the fault meet the verb's own calls; a thread's second one."""
    x.timeout = (5, 0.1) if "delay" in fault else x.timeout
    if not isinstance(verb, Thread):
        sb.fail(next=times, method=verb.method, path=verb.path, **fault)
        return
    is_armed = []

    def after_the_first(response, **_):
        if response.request.method == "POST" and response.status_code == 201 and not is_armed:
            is_armed.append(True)
            sb.fail(next=times, method="POST", path=verb.path, **fault)

    x.hooks["response"] = [after_the_first]


def act(sb, verb, kind):
    """Call once; whatever comes is a success that X confirms, or an error of the right kind that says what to do."""
    before = len(sb.requests)
    told = None
    try:
        assert verb.call()
    except XAuthError as error:
        told = error
    if told is None:
        assert verb.is_done()
    else:
        assert isinstance(told, kind)
        assert told.message
        assert told.remedy
    assert len(sb.requests) - before <= MOST_REQUESTS
    assert verb.is_sound()


@pytest.mark.parametrize("name", [*PASSING, *LASTING])
@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.__name__)
@pytest.mark.deep(but_one_in=3)
def test_done_once_or_not_at_all_and_said_so(start, verb, name):
    fault, kind = {**PASSING, **LASTING}[name]
    sb, x = start()
    one = verb(sb, x)
    arm(sb, x, one, fault, 1 if name in PASSING else 10_000)
    act(sb, one, kind)
    sb.heal()
    x.hooks["response"], x.timeout = [], (5, 30)
    assert one.call()
    assert one.is_done()
    assert sum(x.slept) < 60


@pytest.mark.parametrize("name", PASSING)
@pytest.mark.parametrize("verb", [Delete, Media, Timeline], ids=lambda verb: verb.__name__)
def test_what_may_be_asked_twice_gets_over_a_fault_that_passes(start, verb, name):
    if name == "slow" and verb is not Media:
        pytest.skip("a time-out is told at once: it has taken long enough")
    sb, x = start()
    one = verb(sb, x)
    arm(sb, x, one, PASSING[name][0], 1)
    assert one.call()
    assert one.is_done()


CAPS = {
    "usage cap": ({"usage_cap": 0}, UsageCapError, [Timeline]),
    "no credits": ({"credits": 0.0}, CreditsError, [Post, Thread]),
    "spend cap": ({"spend_cap": 0.0}, CreditsError, [Post, Thread]),
    "app in no package": ({"enrolled": False}, ForbiddenError, [Post, Thread, Timeline]),
    "user not enrolled": ({"user_enrolled": False}, ForbiddenError, [Post, Thread]),
    "read-only app": ({"permissions": "read"}, ForbiddenError, [Post, Thread]),
    "window of 15 minutes": ({"rate_limits": {"POST /2/tweets": 0}}, RateLimitedError, [Post, Thread]),
    "window of 24 hours": (
        {"daily_limits": True, "rate_limits": {"POST /2/tweets 24h": 0}},
        RateLimitedError,
        [Post, Thread],
    ),
}
CASES = [pytest.param(name, verb, id=f"{name}-{verb.__name__}") for name, row in CAPS.items() for verb in row[2]]


@pytest.mark.parametrize(("name", "verb"), CASES)
def test_what_no_retry_can_help_is_told_at_once(name, verb):
    switches, kind, _ = CAPS[name]
    sb = Sandbox(at=PRACTICE_DAY, **switches).start()
    x = XSession(sb.client, token_of(sb), endpoints=sb.endpoints)
    try:
        x.patience = 0
        before = len(sb.requests)
        with pytest.raises(kind) as caught:
            x.timeline("61290417", limit=250) if verb is Timeline else verb(sb, x).call()
        assert caught.value.remedy
        assert len(sb.requests) - before <= 4
        assert not sb.world.posted()
    finally:
        x.close()
        sb.stop()


class Broken:
    """A raw server that takes each request whole and answers with these bytes, or with none, and counts."""

    def __init__(self, answer):
        self.answer, self.asked = answer, 0
        self._door = socket.create_server(("127.0.0.1", 0))
        self._threads = [threading.Thread(target=self._serve)]
        self._threads[0].start()
        self.endpoints = Endpoints.at(f"http://127.0.0.1:{self._door.getsockname()[1]}")

    def _serve(self):
        with contextlib.suppress(OSError):
            while True:
                self._threads.append(threading.Thread(target=self._attend, args=(self._door.accept()[0],)))
                self._threads[-1].start()

    def _attend(self, connection):
        connection.settimeout(PATIENCE)
        with contextlib.suppress(OSError), connection, connection.makefile("rb") as asked:
            length = 0
            while (line := asked.readline()).strip():
                length = int(line.split(b":")[1]) if line.lower().startswith(b"content-length:") else length
            asked.read(length)
            self.asked += 1
            connection.sendall(self.answer)

    def stop(self):
        with contextlib.suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(PATIENCE)
        self._door.close()


ANSWERS = {
    "nothing": b"",
    "no HTTP": b"SSH-2.0-OpenSSH_9.2\r\n",
    "half a header": b"HTTP/1.1 200 OK\r\nContent-Le",
    "half a body": b'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"data": {"id": "1", ',
    "a broken chunk": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    "broken gzip": b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nabcd",
    "a sign-in page": b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 12\r\n\r\n<html>Wi-Fi!",
    "a redirect": b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n",
    "an empty object": b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",
}


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
@pytest.mark.parametrize(
    "verb",
    [
        lambda x: x.post_tweet("Once"),
        lambda x: x.post_thread(STORY),
        lambda x: x.delete_tweet("20"),
        lambda x: x.upload_media(PNG),
        lambda x: x.timeline("1", limit=100),
    ],
    ids=["post", "thread", "delete", "media", "timeline"],
)
def test_no_answer_whatever_is_taken_for_a_success_or_asked_for_ever(verb, answer):
    server = Broken(answer)
    x = XSession(
        ClientCredentials("key", "secret"),
        TokenCredentials("1-token", "secret", "1", "ada"),
        endpoints=server.endpoints,
    )
    x.sleep = lambda seconds: None
    x.timeout = (PATIENCE, PATIENCE)
    try:
        with pytest.raises(XAuthError) as caught:
            verb(x)
        assert isinstance(caught.value, ApiError | TransportError)
        assert caught.value.remedy
        assert server.asked <= MOST_REQUESTS
    finally:
        x.close()
        server.stop()
