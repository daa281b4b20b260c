"""Threads: in order, once, and on from where they stopped."""

from __future__ import annotations

import base64

import pytest
from msgspec.structs import replace

from xauth_nb.errors import (
    BudgetExceededError,
    ForbiddenError,
    NotFoundError,
    TransportError,
    UsageError,
    XAuthError,
)

POST = {"method": "POST", "path": "/2/tweets"}
LOOK = {"method": "GET", "path": "/2/users/"}
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="


@pytest.fixture
def files_png(tmp_path):
    path = tmp_path / "plot.png"
    path.write_bytes(base64.b64decode(PNG))
    return path


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
@pytest.mark.deep(but_one_in=3)
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


def test_parts_carry_media_polls_and_descriptions(sb, x, files_png):
    thread = x.post_thread(
        [
            {"text": "Look", "media": files_png, "alt_text": "dots"},
            {"text": "Which?", "poll": ["a", "b"]},
            x.compose("End"),
        ]
    )
    first, second, third = (x.get_tweet(tweet) for tweet in thread)
    assert [one.type for one in first.media] == ["photo"]
    assert first.media[0].alt_text == "dots"
    assert [option.label for option in second.poll.options] == ["a", "b"]
    assert third.reference("replied_to") == second.id


@pytest.mark.parametrize(
    ("texts", "how", "words"),
    [
        (["fine", "a" * 281], {}, "Part 2"),
        (["fine", "a" * 278], {"numbered": True}, "Part 2"),
        (["same", "other", "same"], {}, "Parts 1 and 3"),
        (["same", " same "], {}, "Parts 1 and 2"),
        (["fine", {"text": "b", "speed": 3}], {}, "speed"),
        (["fine", {"alt_text": "b"}], {}, "neither text nor media"),
        (["fine", {"text": "b", "poll": ["one"]}], {}, "two to four"),
        (["fine", {"text": "b", "media": "/no/such/file.png"}], {}, "Part 2"),
        ({"fine": 1}, {}, "list"),
        (["fine", "b"], {"key": " "}, "names nothing"),
    ],
)
def test_what_is_known_to_fail_fails_before_the_first_part(x, posts, texts, how, words):
    with pytest.raises(UsageError, match=words):
        x.post_thread(texts, **how)
    assert posts() == []
    assert len(x.ledger) == 0


def test_a_premium_account_may_post_long_parts(x, posts):
    x.user = replace(x.user, subscription_type="Premium")
    with pytest.raises(XAuthError):  # the sandbox's account has none, and X has the last word
        x.post_thread(["a" * 300, "b"])


def test_a_budget_for_two_of_three_sends_none(x, posts):
    x.budget = x.costs.total + 0.031
    with pytest.raises(BudgetExceededError, match=r"3 are to be posted.*\$0\.045"):
        x.post_thread(["one", "two", "three"])
    assert posts() == []
    x.budget = x.costs.total + 0.046
    assert len(x.post_thread(["one", "two", "three"])) == 3


def test_what_is_posted_already_needs_no_budget(x, posts):
    x.post_thread(["one", "two"])
    x.budget = x.costs.total
    assert len(x.post_thread(["one", "two"])) == 2
    with pytest.raises(BudgetExceededError, match="1 are to be posted"):
        x.post_thread(["one", "two", "three"])


def test_a_token_that_may_only_read_begins_no_thread(sb, signed_in, posts):
    reading = signed_in(sb, access="read")
    with pytest.warns(UserWarning, match="may only read"), pytest.raises(ForbiddenError):
        reading.post_thread(["one", "two"])
    assert posts() == []
    assert [one.status for one in sb.requests if one.method == "POST" and one.path == "/2/tweets"] == [403]


def test_a_key_that_names_another_part_is_told_before_the_first(x, posts):
    thread = x.post_thread(["one", "two"], key="k")
    x.delete_tweet(thread[0])
    before = len(posts())
    with pytest.raises(UsageError, match="k #2"):
        x.post_thread(["one", "two"], key="k")
    assert len(posts()) == before


def test_media_that_cannot_be_uploaded_begin_no_thread(sb, x, posts, files_png):
    sb.fail(50, status=400, method="POST", path="/2/media/upload")
    with pytest.raises(XAuthError):
        x.post_thread(["one", {"text": "two", "media": files_png}])
    assert posts() == []


def test_a_thread_is_looked_at_as_a_whole_and_then_posted(x, posts):
    draft = x.compose_thread(["one", "two https://example.org"], numbered=True)
    assert posts() == []
    assert draft.price == pytest.approx(0.215)
    assert draft.is_ready
    assert "1/2" in draft._repr_html_()
    assert "A thread of 2 tweets" in repr(draft)
    assert any(one.startswith("2: It holds a link") for one in draft.warnings)
    thread = draft.post()
    assert [tweet.text.split()[0] for tweet in thread] == ["one", "two"]
    assert "one 1/2" in draft._repr_html_()


def test_a_thread_that_is_too_long_is_a_draft_with_an_error(x):
    draft = x.compose_thread(["fine", "a" * 300])
    assert not draft.is_ready
    assert "Part 2" in repr(draft)
    with pytest.raises(UsageError):
        draft.post()


@pytest.mark.parametrize("given", ["all", "first", "its id", "its address"])
def test_a_thread_is_deleted_in_one_call_and_nothing_else_is(sb, x, posts, given):
    before = x.post_tweet("Before")
    thread = x.post_thread(["one", "two", "three"], reply_to=before)
    x.post_tweet("After")
    what = {"all": thread, "first": thread[0], "its id": thread[0].id, "its address": thread[0].url}[given]
    assert x.delete_thread(what) == 3
    assert sorted(posts()) == ["After", "Before"]
    assert len(x.post_thread(["one", "two", "three"], reply_to=before)) == 3, "it may be posted again"


def test_what_was_answered_elsewhere_is_not_part_of_the_thread(sb, signed_in, x, posts):
    thread = x.post_thread(["one", "two"])
    x.post("/2/tweets", json={"text": "from the phone", "reply": {"in_reply_to_tweet_id": thread[1].id}})
    assert x.delete_thread(thread[0]) == 2
    assert posts() == ["from the phone"]


def test_a_deletion_that_breaks_off_says_how_far_it_came_and_goes_on(sb, x, posts):
    thread = x.post_thread(["one", "two", "three"])
    send, count = x.send, iter(range(9))

    def refuse_second(request, **kwargs):
        if request.method == "DELETE" and next(count) == 1:
            sb.fail(1, status=403, method="DELETE", path="/2/tweets/")
        return send(request, **kwargs)

    x.send = refuse_second
    with pytest.raises(XAuthError, match="1 of the thread's 3 tweets are deleted"):
        x.delete_thread(thread)
    sb.heal()
    assert x.delete_thread(thread) == 3
    assert posts() == []


def test_a_part_that_was_deleted_elsewhere_is_posted_anew_when_that_is_noted(x, posts):
    texts = ["One of three", "Two of three", "Three of three"]
    first = x.post_tweet(texts[0])
    second = x.post_tweet(texts[1], reply_to=first)
    assert x.delete(f"/2/tweets/{second.id}").ok  # as on x.com: the ledger does not hear of it
    for _ in range(2):  # it does not go on by itself, and does not say so
        with pytest.raises(NotFoundError, match="2 of the thread's 3 tweets are posted") as caught:
            x.post_thread(texts)
        assert f"x.delete_tweet('{second.id}') notes it here" in caught.value.remedy
        assert "goes on there" not in caught.value.remedy
    assert x.delete_tweet(second.id)
    thread = x.post_thread(texts)
    assert [tweet.reference("replied_to") for tweet in x.get_tweets(thread)] == [None, first.id, thread[1].id]
    assert sorted(posts()) == sorted(texts)


def test_what_is_posted_is_what_the_draft_showed(x, posts, tmp_path):
    picture = tmp_path / "a.png"
    picture.write_bytes(base64.b64decode(PNG))
    texts = ["As it was shown", {"text": "With a picture", "media": picture}]
    draft = x.compose_thread(texts, numbered=True)
    shown = repr(draft)
    texts[0] = "Something else"
    texts[1]["text"] = "Something else"
    assert repr(draft) == shown
    draft.post()
    assert [text.partition(" https")[0] for text in posts()] == ["With a picture 2/2", "As it was shown 1/2"]
    assert len(x.post_thread(draft.drafts)) == 2
    assert len(posts()) == 2
