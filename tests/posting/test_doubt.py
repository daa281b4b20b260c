"""In doubt: the network fails between the sending and the answer. Never two tweets, never a lost one."""

from __future__ import annotations

import pytest

from xauth_nb.errors import DuplicateTweetError, ServerError, StoreError, TransportError, XAuthError

MADE = [{"reset": "after"}, {"truncate": True}]
NOT_MADE = [{"reset": "before"}, {"status": 500}, {"status": 503}, {"html": True}, {"status": 502, "html": True}]
POST = {"method": "POST", "path": "/2/tweets"}
LOOK = {"method": "GET", "path": "/2/users/"}


def named(faults):
    return [pytest.param(fault, id=" ".join(map(str, fault.items()))) for fault in faults]


TEXTS = [
    "Plain",
    "Escaped & <b>bold</b> > nothing",
    "See example.com, https://example.com/a/b?c=d&e=f and HTTPS://Example.org/",
    "Cafe\u0301 \U0001f469\u200d\U0001f469\u200d\U0001f467 日本",
    "Two\n\nparagraphs  with   blanks ",
    "@grace with a mention, #tag and $CASH",
]


@pytest.mark.parametrize("fault", named(MADE))
@pytest.mark.parametrize("text", TEXTS)
def test_a_tweet_whose_answer_got_lost_is_found_at_once(sb, x, posts, fault, text, capsys):
    before = len(posts())
    sb.fail(**fault, **POST)
    tweet = x.post_tweet(text)
    assert len(posts()) == before + 1
    assert x.ledger[-1].tweet_id == tweet.id
    assert x.post_tweet(text) == tweet
    assert len(posts()) == before + 1


@pytest.mark.parametrize("fault", named(MADE))
def test_a_reply_whose_answer_got_lost_is_found(sb, x, fault):
    first = x.post_tweet("Question")
    sb.fail(**fault, **POST)
    reply = x.post_tweet("Question", reply_to=first)
    assert reply.reference("replied_to") == first.id


@pytest.mark.parametrize("fault", named(MADE))
def test_a_poll_and_a_quote_and_a_long_post_are_found(sandbox, signed_in, fault):
    sb = sandbox(premium=["ada"])
    x = signed_in(sb)
    first = x.post_tweet("Original")
    for arguments in (
        {"text": "Which?", "poll": ["this", "that"]},
        {"text": "Look", "quote": first},
        {"text": "Long & <whole> " * 40 + "https://example.com/end"},
    ):
        sb.fail(**fault, **POST)
        tweet = x.post_tweet(**arguments)
        assert x.ledger[-1].tweet_id == tweet.id
    assert len({entry.tweet_id for entry in x.ledger}) == 4


@pytest.mark.parametrize("fault", named(NOT_MADE))
def test_a_tweet_that_was_not_made_stays_in_doubt_and_the_next_run_makes_it(sb, x, posts, fault):
    sb.fail(**fault, **POST)
    with pytest.raises((TransportError, ServerError)) as caught:
        x.post_tweet("Try")
    assert "not known" in caught.value.message
    assert "Run the cell again" in caught.value.remedy
    assert x.ledger[-1].state == "doubtful"
    tweet = x.post_tweet("Try")
    assert posts().count("Try") == 1
    assert [(entry.state, entry.tweet_id) for entry in x.ledger] == [("posted", tweet.id)]


@pytest.mark.parametrize("fault", named(MADE))
def test_when_the_look_fails_too_the_next_run_finds_it(sb, x, posts, fault, capsys):
    sb.fail(**fault, **POST)
    sb.fail(50, reset="before", **LOOK)
    with pytest.raises(TransportError, match="not known"):
        x.post_tweet("Lost twice")
    with pytest.raises(TransportError, match="in doubt"):
        x.post_tweet("Lost twice")
    assert posts().count("Lost twice") == 1
    sb.heal()
    tweet = x.post_tweet("Lost twice")
    assert "X has this tweet already" in capsys.readouterr().out
    assert posts().count("Lost twice") == 1
    assert x.ledger[-1].tweet_id == tweet.id


def test_a_tweet_that_shows_late_is_told_by_xs_own_refusal(sb, x, posts):
    """The look fails to show it, as X's timelines do for a while; then it is sent, and X says that it is there."""
    sb.fail(reset="after", **POST)
    sb.fail(status=404, **LOOK)
    with pytest.raises(TransportError):
        x.post_tweet("Late")
    entry = x.ledger[-1]
    x._sender._finder.look = _blind_once(x._sender._finder.look)
    assert x.post_tweet("Late").id == x.ledger[-1].tweet_id
    assert posts().count("Late") == 1
    assert len(x.ledger) == 1
    assert x.ledger[-1].began == entry.began


def _blind_once(look):
    looks = iter([lambda *_: None])
    return lambda *arguments: next(looks, look)(*arguments)


def test_a_refusal_after_a_doubt_keeps_the_doubt(sb, x):
    sb.fail(reset="before", **POST)
    with pytest.raises(TransportError):
        x.post_tweet("First doubtful")
    sb.fail(status=403, **POST)
    with pytest.raises(XAuthError):
        x.post_tweet("First doubtful")
    assert x.ledger[-1].state == "doubtful"


def test_an_older_tweet_of_the_ledger_is_not_taken_for_the_lost_one(sb, x):
    first = x.post_tweet("Daily", key="monday")
    sb.fail(reset="before", **POST)
    with pytest.raises(TransportError):
        x.post_tweet("Daily", key="tuesday")
    with pytest.raises(DuplicateTweetError):
        x.post_tweet("Daily", key="tuesday")
    assert x.post_tweet("Daily", key="monday") == first


def test_the_stop_button_leaves_a_doubt_that_the_next_run_settles(sb, x, posts):
    send = x.send

    def stopped(request, **kwargs):
        response = send(request, **kwargs)
        if request.method == "POST":
            raise KeyboardInterrupt
        return response

    x.send = stopped
    with pytest.raises(KeyboardInterrupt):
        x.post_tweet("Stopped")
    x.send = send
    assert x.ledger[-1].state == "sending"
    x.post_tweet("Stopped")
    assert posts().count("Stopped") == 1
    assert x.ledger[-1].state == "posted"


def test_with_once_false_the_remedy_is_to_look(sb, x):
    sb.fail(reset="before", **POST)
    with pytest.raises(TransportError) as caught:
        x.post_tweet("Twice is fine", once=False)
    assert "timeline" in caught.value.remedy


def test_a_tweet_that_cannot_be_noted_is_returned_and_told(sb, x, posts):
    """The ledger turns away between the sending and the answer."""
    send, aside = x.send, x.ledger.path.with_name("elsewhere")

    def send_and_break(request, **kwargs):
        response = send(request, **kwargs)
        if request.method == "POST":
            x.ledger.path.rename(aside)
            x.ledger.path.mkdir()
        return response

    x.send = send_and_break
    with pytest.warns(UserWarning, match="is posted"):
        tweet = x.post_tweet("Stands all the same")
    assert tweet.text == "Stands all the same"
    x.send = send
    with pytest.raises(StoreError):
        x.post_tweet("Stands all the same")
    x.ledger.path.rmdir()
    aside.rename(x.ledger.path)
    assert x.post_tweet("Stands all the same") == tweet
    assert posts().count("Stands all the same") == 1


def test_the_frozen_world_of_practice_finds_its_tweets_too(sandbox, signed_in):
    sb = sandbox(at="2026-09-16T15:00:00Z")
    x = signed_in(sb)
    sb.fail(reset="after", **POST)
    assert x.post_tweet("On another day").id == x.ledger[-1].tweet_id


@pytest.mark.parametrize("trouble", [b"no database " * 500, None], ids=["damaged", "a folder in its place"])
def test_what_cannot_be_noted_is_not_sent(sb, x, trouble):
    x.post_tweet("Before")
    x.ledger.path.unlink()
    x.ledger.path.mkdir() if trouble is None else x.ledger.path.write_bytes(trouble)
    before = len(sb.requests)
    for call in (lambda: x.post_tweet("Not noted"), lambda: x.post_thread(["Not", "noted"])):
        if trouble:
            x.ledger.path.write_bytes(trouble)
        with pytest.raises(StoreError):
            call()
    assert len(sb.requests) == before


def test_where_no_connection_comes_about_nothing_is_in_doubt(sb, x):
    x.post_tweet("Before")
    sb.stop()
    with pytest.raises(TransportError, match="The post was not sent") as caught:
        x.post_tweet("Nobody hears this")
    assert caught.value.is_unsent
    assert [entry.text for entry in x.ledger] == ["Before"]


def test_what_was_in_doubt_stays_so_where_the_next_attempt_meets_no_connection(sb, x):
    sb.fail(**POST, reset="before")
    with pytest.raises(XAuthError):
        x.post_tweet("Twice unlucky")
    sb.stop()
    with pytest.raises(XAuthError, match="in doubt"):
        x.post_tweet("Twice unlucky")
    assert [entry.state for entry in x.ledger] == ["doubtful"]
