"""Ctrl-C, faults and strange pages in the middle of a pull: what has come is kept."""

from __future__ import annotations

import json

import pytest

from xauth_nb.errors import RateLimitedError, ServerError, TransportError


def stop_at(x, number, *, path):
    """Press Ctrl-C as the answer with this number comes in."""
    seen = []

    def hook(response, **_):
        if path in response.url:
            seen.append(response)
            if len(seen) == number:
                raise KeyboardInterrupt

    x.hooks["response"].append(hook)


def answer_with(x, body_of, *, path):
    """Change the bodies that come in, as a server with moods would."""

    def hook(response, **_):
        if path in response.url:
            response._content = body_of(response.content)

    x.hooks["response"].append(hook)


def test_ctrl_c_returns_what_has_come_and_says_so(world, capsys):
    _, x = world
    whole = x.timeline("grace", 400)
    stop_at(x, 3, path="/tweets")
    part = x.timeline("grace", 400)
    assert part == whole[:200]
    assert not part.is_complete
    assert not part.provenance.is_complete
    said = capsys.readouterr().out
    assert "200 tweets had come and are returned" in said
    assert f"until='{whole[199].id}'" in said
    x.hooks["response"].clear()
    assert (part + x.timeline("grace", 200, until=whole[199].id)).unique() == whole


def test_ctrl_c_before_anything_came_is_ctrl_c(world):
    _, x = world
    stop_at(x, 1, path="/tweets")
    with pytest.raises(KeyboardInterrupt):
        x.timeline("grace", 400)


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ({"reset": "before"}, TransportError),
        ({"reset": "after"}, TransportError),
        ({"truncate": True}, TransportError),
        ({"status": 500}, ServerError),
        ({"html": True, "status": 500}, ServerError),
    ],
)
def test_a_fault_in_the_middle_carries_what_has_come(world, fault, error):
    sb, x = world
    owner = x.get_user("grace")
    whole = x.timeline(owner, 350)

    def break_the_next(response, **_):
        sb.heal()
        if "pagination_token" in response.url:
            sb.fail(next=40, path="/2/users/", **fault)

    x.hooks["response"].append(break_the_next)
    with pytest.raises(error) as caught:
        x.timeline(owner, 350)
    assert caught.value.partial == whole[:200]
    assert "200 tweets had come and are kept" in caught.value.message
    assert f"until='{whole[199].id}'" in caught.value.remedy
    assert "partial" in caught.value.remedy


def test_a_limit_that_is_used_up_carries_what_has_come(reader):
    _, x = reader(rate_limits={"GET /2/users/:id/tweets": 2})
    with pytest.raises(RateLimitedError) as caught:
        x.timeline("grace", 400)
    assert len(caught.value.partial) == 200


def test_an_error_before_anything_came_carries_nothing(world):
    sb, x = world
    owner = x.get_user("grace")
    sb.fail(next=40, reset="before")
    with pytest.raises(TransportError) as caught:
        x.timeline(owner)
    assert caught.value.partial is None


def test_a_page_that_is_not_json_carries_what_has_come(world):
    _, x = world
    answers = iter([True, False])
    answer_with(x, lambda body: body if next(answers) else b"<html>sign in to the hotel</html>", path="/tweets")
    with pytest.raises(ServerError, match="web page") as caught:
        x.timeline("grace", 250)
    assert len(caught.value.partial) == 100


def test_a_page_without_data_is_an_empty_page(world):
    _, x = world
    answer_with(x, lambda body: b'{"meta": {"result_count": 0}}', path="/tweets")
    tweets = x.timeline("grace")
    assert len(tweets) == 0
    assert tweets.is_complete


def test_partial_errors_of_every_page_are_kept(world):
    _, x = world
    problem = {"title": "Not Found Error", "resource_id": "7"}

    def with_problem(body):
        return json.dumps({**json.loads(body), "errors": [problem]}).encode()

    answer_with(x, with_problem, path="/tweets")
    assert [error.resource_id for error in x.timeline("grace", 250).errors] == ["7", "7", "7"]


def test_a_token_that_repeats_ends_the_loop(world, asked):
    sb, x = world

    def same_token(body):
        page = json.loads(body)
        return json.dumps({**page, "meta": {**page["meta"], "next_token": first[0]}}).encode()

    first = []
    whole = x.likes(limit=20)
    first.append(whole.next_token)
    answer_with(x, same_token, path="liked_tweets")
    sent = asked(sb)
    assert len(x.likes(limit=120)) <= 120
    assert len(sent()) == 2
