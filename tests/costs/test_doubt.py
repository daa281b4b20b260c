"""A call whose answer was lost: it may have been billed, so it is held until that is known, and then it is right."""

from __future__ import annotations

import contextlib

import pytest
import requests

from xauth_nb.costs.answers import read
from xauth_nb.errors import TransportError, XAuthError


def settled(sb, x):
    assert x.costs.in_doubt == 0
    assert x.costs.doubts() == {}
    assert x.costs.total == pytest.approx(sb.spent)


@pytest.mark.parametrize("fault", [{"reset": "after"}, {"truncate": True}], ids=str)
def test_a_post_that_was_lost_and_found_is_billed(sb, x, fault):
    sb.fail(method="POST", path="/2/tweets", **fault)
    x.post_tweet("Lost, https://example.org, and found")
    assert x.costs.to_dict()["post with a URL"]["billed"] == 1
    settled(sb, x)


def test_a_post_that_was_lost_twice_is_billed_once_when_it_is_found(sb, x):
    sb.fail(method="POST", path="/2/tweets", reset="after")
    sb.fail(next=4, method="GET", status=503)  # so that the look fails
    with pytest.raises(XAuthError):
        x.post_tweet("Found later")
    assert (x.costs.total, x.costs.in_doubt, sb.spent) == (0, 0.015, 0.015)
    assert "maybe 1 more, $0.015 at the most: the answer was lost" in repr(x.costs)
    assert "maybe 1 more, $0.015 at the most" in x.costs._repr_html_()
    assert x.costs.doubts() == {"post": {"count": 1, "dollars": 0.015}}
    x.post_tweet("Found later")
    settled(sb, x)


def test_a_post_that_was_not_made_is_given_back_when_it_is_sent_again(sb, x):
    sb.fail(method="POST", path="/2/tweets", reset="before")
    with pytest.raises(TransportError):
        x.post_tweet("Not made at first")
    assert x.costs.in_doubt == 0.015
    assert x.costs.total == pytest.approx(sb.spent)  # for the look alone
    x.post_tweet("Not made at first")
    assert x.costs.to_dict()["post"]["billed"] == 1
    settled(sb, x)


def test_the_same_with_a_picture(sb, x, png):
    sb.fail(method="POST", path="/2/tweets", reset="after")
    sb.fail(next=4, method="GET", path="/2/users", status=503)
    with pytest.raises(XAuthError):
        x.post_tweet("A picture", media=png)
    assert x.costs.in_doubt == 0.015
    x.post_tweet("A picture", media=png)
    settled(sb, x)


def test_a_post_is_in_no_doubt_where_nothing_was_sent(sb, x):
    sb.stop()
    with pytest.raises(TransportError):
        x.post("/2/tweets", json={"text": "nobody there"})
    assert (x.costs.total, x.costs.in_doubt) == (0, 0)


@pytest.mark.parametrize("fault", [{"reset": "after"}, {"truncate": True}, {"reset": "before"}], ids=str)
def test_a_deletion_that_was_lost_is_billed_once(sb, x, fault):
    tweet = x.post_tweet("To be deleted")
    sb.fail(method="DELETE", **fault)
    x.delete_tweet(tweet)
    assert x.costs.to_dict()["delete"]["billed"] == 1
    settled(sb, x)


def test_a_deletion_of_what_was_never_there_costs_nothing(sb, x):
    x.delete("/2/tweets/20")
    settled(sb, x)


@pytest.mark.parametrize(
    "fault", [{"reset": "after"}, {"truncate": True}, {"reset": "before"}, {"status": 503}], ids=str
)
def test_what_may_have_been_done_twice_stays_a_maybe(sb, x, fault):
    (tweet,) = x.timeline("@grace", limit=5)[:1]
    before = x.costs.total
    sb.fail(method="POST", path=f"/2/users/{x.user.id}/likes", **fault)
    try:
        answer = x.post(f"/2/users/{x.user.id}/likes", json={"tweet_id": tweet.id})
        assert answer.status_code == 503
    except TransportError:
        pass
    assert (x.costs.total, x.costs.in_doubt) == (before, 0.015)
    assert x.costs.total <= sb.spent + 1e-9 <= x.costs.total + x.costs.in_doubt + 2e-9
    assert x.like(tweet)
    assert x.costs.total <= sb.spent + 1e-9 <= x.costs.total + x.costs.in_doubt + 2e-9


def test_a_read_that_was_lost_is_billed_once_when_it_comes(sb, x):
    sb.fail(next=2, method="GET", path="/2/users", reset="after")
    x.timeline("@grace", limit=20)
    settled(sb, x)


def test_an_answer_that_is_no_answer_of_the_api_leaves_a_doubt(sb, x):
    sb.fail(html=True, status=200, path="/2/users/by")
    x.get("/2/users/by/username/grace")
    assert (x.costs.total, x.costs.in_doubt) == (0, 0.01)
    x.get("/2/users/by/username/grace")
    settled(sb, x)


def raise_for_status(response, **_):
    response.raise_for_status()


def broken(*_, **__):
    raise RuntimeError("a bug of the user's")


def another(*_, **__):
    made = requests.Response()
    made.status_code = 404
    return made


@pytest.mark.parametrize("hook", [raise_for_status, broken, another], ids=lambda hook: hook.__name__)
def test_what_hooks_make_of_an_answer_changes_no_bill(sb, x, hook):
    x.hooks["response"] = [hook]
    for method, path, more in (
        ("POST", "/2/tweets", {"json": {"text": f"by {hook.__name__}"}}),
        ("POST", "/2/tweets", {"json": {"text": f"by {hook.__name__}"}}),  # a duplicate, which is refused
        ("GET", "/2/users/by/username/grace", {}),
        ("GET", "/2/nothing/at/all", {}),
    ):
        with contextlib.suppress(RuntimeError, requests.RequestException):
            x.request(method, path, **more)
    settled(sb, x)
    assert sb.spent == pytest.approx(0.025)


def test_a_request_that_is_prepared_keeps_its_hooks_and_can_be_sent_again(sb, x):
    heard = []
    request = x.prepare_request(
        requests.Request(
            "GET", x.endpoints.url("/2/users/by/username/grace"), hooks={"response": lambda r, **_: heard.append(r)}
        )
    )
    hooks = list(request.hooks["response"])
    x.send(request)
    assert request.hooks["response"] == hooks
    assert len(heard) == 1
    settled(sb, x)


def test_an_interrupt_while_the_answer_is_awaited_leaves_a_doubt(sb, x):
    x.mount(x.endpoints.base_url, Interrupted())
    with pytest.raises(KeyboardInterrupt):
        x.post("/2/tweets", json={"text": "stopped"})
    assert (x.costs.total, x.costs.in_doubt) == (0, 0.015)


class Interrupted(requests.adapters.HTTPAdapter):
    """Somebody presses stop while the request is on its way."""

    def send(self, *_, **__):
        raise KeyboardInterrupt


def test_trends_and_other_records_without_ids_are_counted_each():
    assert read(b'{"data":[{"trend_name":"a"},{"trend_name":"b"}]}').ids == [None, None]
    assert read(b'{"data":[{"id":7},{"id":"8"},{"media_key":"3_9"}]}').ids == ["7", "8", "3_9"]
    assert read(b'{"data":{"deleted":false}}').is_done is False
    assert read(b'{"errors":[{}]}').is_done is False
    assert read(b"{}").is_done is None
    assert read(b"<html>") is None
    assert read(b'{"data":[{"id":"7"}') is None
