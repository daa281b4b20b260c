"""A server that acts after its client gave up, and X's limit just when a post in doubt is to be looked for."""

from __future__ import annotations

import pytest
import requests
from requests.adapters import HTTPAdapter
from shortcuts import token_of

from xauth_nb.errors import DuplicateTweetError, RateLimitedError, TransportError
from xauth_nb.session import XSession

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc0000003010100"
    "18dd8db00000000049454e44ae426082"
)
KINDS = {
    "text": {},
    "picture": {"media": PNG, "alt_text": "a dot"},
    "poll": {"poll": ["yes", "no"]},
}


class Late(HTTPAdapter):
    """Holds the first post back, as a server does that is asked in time and acts too late."""

    def __init__(self):
        super().__init__()
        self.held = []
        self.is_on = True

    def send(self, request, **arguments):
        if self.is_on and request.method == "POST" and request.path_url == "/2/tweets":
            self.is_on = False
            self.held.append((request, arguments))
            raise requests.exceptions.ReadTimeout("Read timed out.", request=request)
        return super().send(request, **arguments)

    def deliver(self):
        while self.held:
            request, arguments = self.held.pop()
            super().send(request, **arguments)


@pytest.fixture
def late(sb):
    adapter = Late()
    session = XSession(sb.client, token_of(sb), endpoints=sb.endpoints, adapter=adapter)
    session.me()
    try:
        yield session, adapter
    finally:
        session.close()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("after", [1, 59])
def test_what_a_server_makes_late_is_not_made_again(sb, late, posts, kind, after, capsys):
    x, adapter = late
    slept = []

    def sleep(seconds):
        slept.append(seconds)
        if sum(slept) >= after:
            adapter.deliver()

    x.sleep = sleep
    with pytest.raises(TransportError):
        x.post_tweet("Late news", **KINDS[kind])
    if kind == "text":  # X itself refuses the second one, whichever comes first
        tweet = x.post_tweet("Late news")
        adapter.deliver()
        assert not slept
    else:
        tweet = x.post_tweet("Late news", **KINDS[kind])
        assert after <= sum(slept) <= 61
        assert "X has this tweet already" in capsys.readouterr().out
    assert sum(text.startswith("Late news") for text in posts()) == 1
    assert x.post_tweet("Late news", **KINDS[kind]).id == tweet.id


def test_an_attempt_of_long_ago_is_not_waited_for(sb, late, posts, passes):
    x, adapter = late
    x.sleep = pytest.fail
    with pytest.raises(TransportError):
        x.post_tweet("Old news", **KINDS["poll"])
    adapter.held.clear()
    passes(61, sb)
    x.post_tweet("Old news", **KINDS["poll"])
    assert posts().count("Old news") == 1


def test_who_waits_for_a_late_server_holds_no_turn(sb, late, signed_in, posts):
    """Somebody else who posts the same meanwhile waits as long, and neither makes a second one."""
    x, adapter = late
    other = signed_in(sb)
    came = []

    def sleep(_):
        if not came:
            came.append(other.post_tweet("News", **KINDS["poll"]))

    x.sleep = sleep
    with pytest.raises(TransportError):
        x.post_tweet("News", **KINDS["poll"])
    adapter.held.clear()
    assert x.post_tweet("News", **KINDS["poll"]).id == came[0].id
    assert posts().count("News") == 1


LOOK = {"method": "GET", "path": "/2/users/"}
LIMITED = {"status": 429, **LOOK}


@pytest.mark.parametrize("fault", [{"reset": "after"}, {"reset": "before"}])
def test_a_look_that_meets_the_limit_waits_for_it(sb, x, posts, fault):
    slept = []
    x.sleep = slept.append
    sb.fail(**fault, method="POST", path="/2/tweets")
    sb.fail(2, **LIMITED)  # the look at once, and the one of the next run
    with pytest.raises(TransportError):
        x.post_tweet("Limited")
    assert not slept  # the person is told at once
    x.post_tweet("Limited")
    assert slept
    assert posts().count("Limited") == 1


def test_a_look_that_may_not_wait_says_what_it_was_for(sb, x, posts):
    sb.fail(reset="after", method="POST", path="/2/tweets")
    sb.fail(2, **LIMITED)
    x.patience = 0
    with pytest.raises(TransportError):
        x.post_tweet("Limited")
    with pytest.raises(
        RateLimitedError, match="An earlier attempt of this post is in doubt, and looking for"
    ) as caught:
        x.post_tweet("Limited")
    assert "x.ledger.settle" in caught.value.remedy
    assert posts().count("Limited") == 1


def test_a_duplicate_whose_look_meets_the_limit_is_looked_for_again(sb, x, signed_in, posts, monkeypatch, tmp_path):
    there = x.post_tweet("Said before")
    monkeypatch.setenv("XAUTH_NB_HOME", str(tmp_path / "another"))  # a machine that does not know of it
    y = signed_in(sb)
    slept = []
    y.sleep = slept.append
    sb.fail(1, **LIMITED)
    assert y.post_tweet("Said before").id == there.id
    assert slept
    monkeypatch.setenv("XAUTH_NB_HOME", str(tmp_path / "third"))
    z = signed_in(sb)
    z.patience = 0
    sb.fail(1, **LIMITED)
    with pytest.raises(DuplicateTweetError, match="Looking for the tweet that X means failed"):
        z.post_tweet("Said before")
    assert posts().count("Said before") == 1
