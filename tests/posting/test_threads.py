"""Threads: in order, once, and on from where they stopped."""

from __future__ import annotations

import pytest

from xauth_nb.errors import NotFoundError, TransportError, UsageError, XAuthError

POST = {"method": "POST", "path": "/2/tweets"}
LOOK = {"method": "GET", "path": "/2/users/"}


def chain(tweets):
    return [tweet.id for tweet in tweets]


def test_each_tweet_answers_the_one_before(sb, x):
    thread = x.post_thread(["First", "Second", "Third"])
    read = [x.get_tweet(tweet) for tweet in thread]
    assert [tweet.text for tweet in read] == ["First", "Second", "Third"]
    assert [tweet.reference("replied_to") for tweet in read] == [None, read[0].id, read[1].id]
    assert {tweet.conversation_id for tweet in read} == {read[0].id}


def test_a_thread_may_answer_a_tweet_and_be_numbered(x):
    start = x.post_tweet("Start")
    thread = x.post_thread(["One", "Two"], reply_to=start, numbered=True)
    assert [tweet.text for tweet in thread] == ["One 1/2", "Two 2/2"]
    assert x.get_tweet(thread[0]).reference("replied_to") == start.id


def test_a_long_text_is_split_and_reads_as_it_was(x):
    text = " ".join(f"Sentence number {n} says something of its own." for n in range(30))
    thread = x.post_thread(text)
    assert len(thread) > 1
    assert " ".join(tweet.full_text for tweet in thread) == text


def test_running_it_again_posts_nothing_and_says_so_once(x, posts, capsys):
    first = x.post_thread(["a", "b", "c"], key="t")
    before = len(posts())
    assert chain(x.post_thread(["a", "b", "c"], key="t")) == chain(first)
    assert len(posts()) == before
    assert capsys.readouterr().out.count("\n") == 1


@pytest.mark.parametrize("key", [None, "thread"])
@pytest.mark.parametrize("failing", range(4))
@pytest.mark.parametrize("fault", [{"reset": "before"}, {"reset": "after"}, {"status": 500}, {"status": 402}])
def test_a_thread_that_fails_in_the_middle_goes_on_there(sb, x, posts, fault, failing, key, capsys):
    texts = ["Part one", "Part two", "Part three", "Part four"]
    send, count = x.send, iter(range(99))

    def break_one(request, **kwargs):
        if request.method == "POST" and next(count) == failing:
            sb.fail(**fault, **POST)
            sb.fail(50, status=503, **LOOK)
        return send(request, **kwargs)

    x.send = break_one
    with pytest.raises(XAuthError) as caught:
        x.post_thread(texts, key=key)
    if failing:
        assert f"{failing} of the thread's 4 tweets are posted" in caught.value.message
        assert "goes on there" in caught.value.remedy
    sb.heal()
    thread = x.post_thread(texts, key=key)
    assert [tweet.full_text for tweet in thread] == texts
    assert sorted(posts()) == sorted(texts)
    assert [x.get_tweet(tweet).reference("replied_to") for tweet in thread[1:]] == chain(thread[:-1])


def test_with_once_false_the_error_says_how_to_go_on(sb, x):
    send, count = x.send, iter(range(9))

    def break_second(request, **kwargs):
        if request.method == "POST" and next(count) == 1:
            sb.fail(reset="before", **POST)
        return send(request, **kwargs)

    x.send = break_second
    with pytest.raises(TransportError, match="reply_to="):
        x.post_thread(["p", "q"], once=False)


@pytest.mark.parametrize("texts", [[], "", "  ", ["fine", ""], ["fine", "a" * 25_001], ["fine", 3]])
def test_a_thread_that_cannot_be_is_refused_before_its_first_tweet(x, posts, texts):
    with pytest.raises(UsageError):
        x.post_thread(texts)
    assert posts() == []


def test_an_answer_to_a_deleted_tweet_is_told_as_such(x):
    gone = x.post_tweet("Gone soon")
    x.delete_tweet(gone)
    with pytest.raises(NotFoundError, match="is deleted"):
        x.post_tweet("Too late", reply_to=gone)
    assert [entry.state for entry in x.ledger] == ["deleted"]
