"""The user's hooks: what they raise passes through as it is, when the answer is noted, and nothing is asked again."""

from __future__ import annotations

import sys

import pytest
import requests
from shortcuts import token_of

from xauth_nb.errors import TransportError, XAuthError
from xauth_nb.sandbox import Sandbox
from xauth_nb.session import XSession
from xauth_nb.wire import hooks


class BugError(Exception):
    """A fault of the hook's own."""


def status(response, **_):
    response.raise_for_status()


def bug(response, **_):
    raise BugError


def looks_like_ours(response, **_):
    raise requests.ConnectionError("of the hook")


@pytest.fixture
def sb():
    with Sandbox() as started:
        yield started


@pytest.fixture
def x(sb):
    session = XSession(sb.client, token_of(sb), endpoints=sb.endpoints)
    session.sleep = lambda _: None
    session.me()
    yield session
    session.close()


def posts(sb):
    return [tweet.text for tweet in sb.world.posted()]


HOOKS = pytest.mark.parametrize(("hook", "kind"), [(bug, BugError), (looks_like_ours, requests.ConnectionError)])


@HOOKS
@pytest.mark.parametrize("at", ["session", "call"])
def test_a_raw_read_is_asked_once_and_the_hooks_error_is_its_own(sb, x, hook, kind, at):
    before = len(sb.requests)
    if at == "session":
        x.hooks["response"].append(hook)
    with pytest.raises(kind) as caught:
        x.get("/2/users/me", **({"hooks": {"response": hook}} if at == "call" else {}))
    assert type(caught.value) is kind
    assert len(sb.requests) - before == 1


@HOOKS
def test_a_post_that_succeeded_is_noted_before_the_hook_raises(sb, x, hook, kind, capsys):
    x.hooks["response"] = [hook]
    with pytest.raises(kind) as caught:
        x.post_tweet("Once")
    assert type(caught.value) is kind
    assert x.ledger[-1].state == "posted"
    x.hooks["response"] = []
    assert x.post_tweet("Once").text == "Once"
    assert posts(sb).count("Once") == 1


def test_a_refusal_stays_one_and_leaves_no_doubt(sb, x):
    x.hooks["response"] = [status]
    sb.fail(status=403, method="POST")
    with pytest.raises(requests.HTTPError) as caught:
        x.post_tweet("Refused")
    assert not isinstance(caught.value, TransportError)
    assert caught.value.response.status_code == 403
    assert not list(x.ledger)
    assert x.post_tweet("Refused").text == "Refused"


def test_what_is_asked_again_shows_hooks_its_last_answer_alone(sb, x):
    seen = []
    x.hooks["response"] = [lambda response, **_: seen.append(response.status_code)]
    sb.fail(2, status=503)
    assert x.get("/2/users/me").ok
    sb.fail(1, status=429)
    x.me()
    sb.fail(1, status=404, method="GET", path="/2/users/me")
    with pytest.raises(XAuthError):
        x.me()
    assert seen == [200, 200, 404]


def test_a_hook_may_post_and_may_give_another_answer(sb, x):
    other = requests.Response()
    other.status_code = 404

    def hook(response, **_):
        x.hooks["response"] = []
        x.post_tweet("From the hook")

    x.hooks["response"] = [hook]
    x.post_tweet("First")
    assert sorted(posts(sb)) == ["First", "From the hook"]
    assert x.get("/2/users/me", hooks={"response": lambda response, **_: other}) is other


def test_a_prepared_request_runs_its_hooks_too_and_stays_as_it_was(x):
    prepared = x.prepare_request(requests.Request("GET", x.endpoints.url("/2/users/me"), hooks={"response": bug}))
    with pytest.raises(BugError):
        x.send(prepared)
    assert prepared.hooks["response"] == [bug]


def test_the_stop_button_at_any_line_leaves_no_hook_waiting():
    def stopped_at(number):
        lines = iter(range(number, -1, -1))

        def trace(frame, event, _):
            if frame.f_code.co_filename != hooks.__file__:
                return None
            if event == "line" and next(lines) == 0:
                raise KeyboardInterrupt
            return trace

        sys.settrace(trace)
        try:
            hooks.held(lambda: hooks.last_alone(requests.Response))
        except KeyboardInterrupt:
            return True
        finally:
            sys.settrace(None)
        return False

    stops = 0
    while stopped_at(stops):
        ran = []
        hooks.hook_runs({"response": [lambda response, ran=ran, **_: ran.append(response)]}, requests.Response(), {})
        assert ran, f"after a stop at line event {stops}"
        stops += 1
    assert stops > 10
