"""A tweet is edited once: the new version stands, the old one leads to it, and a lost answer makes no third one."""

from __future__ import annotations

import pytest

from xauth_nb.errors import ForbiddenError, TransportError

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc0000003010100"
    "18dd8db00000000049454e44ae426082"
)
POST = {"method": "POST", "path": "/2/tweets"}


@pytest.fixture
def premium(sandbox, signed_in):
    sb = sandbox(premium=["ada"])
    return sb, signed_in(sb)


def texts(sb, x):
    return [tweet.text for tweet in sb.world.posted(int(x.user.id))]


def test_the_new_version_takes_the_place_of_the_old_one(premium):
    sb, x = premium
    count = x.me().public_metrics.tweet_count
    first = x.post_tweet("A typo, sory")
    second = x.edit_tweet(first, "A typo, sorry")
    assert texts(sb, x) == ["A typo, sorry"]
    assert second.id != first.id
    assert x.get_tweet(second.id).edit_history_tweet_ids == (first.id, second.id)
    assert x.get_tweet(first.id).edit_history_tweet_ids == (first.id, second.id)
    assert next(tweet.id for tweet in x.timeline(limit=5)) == second.id
    assert first.id not in {tweet.id for tweet in x.timeline(limit=10)}
    assert x.me().public_metrics.tweet_count == count + 1
    assert x.edit_tweet(first, "A typo, sorry") == second  # run again
    assert texts(sb, x) == ["A typo, sorry"]
    assert x.delete_tweet(second)
    assert texts(sb, x) == []


@pytest.mark.parametrize("fault", [{"reset": "after"}, {"truncate": True}])
def test_an_edit_whose_answer_got_lost_is_found(premium, fault, capsys):
    sb, x = premium
    first = x.post_tweet("One https://example.com/a")
    sb.fail(**fault, **POST)
    second = x.edit_tweet(first, "Two https://example.com/a & more")
    assert texts(sb, x)[0].startswith("Two")
    assert x.edit_tweet(first, "Two https://example.com/a & more").id == second.id
    assert len(texts(sb, x)) == 1


def test_an_edit_that_did_not_arrive_is_sent_by_the_next_run(premium):
    sb, x = premium
    first = x.post_tweet("One")
    sb.fail(reset="before", **POST)
    with pytest.raises(TransportError):
        x.edit_tweet(first, "Two")
    x.edit_tweet(first, "Two")
    assert texts(sb, x) == ["Two"]


def test_the_picture_stays(premium):
    _sb, x = premium
    first = x.post_tweet("Look", media=PNG, alt_text="a dot")
    second = x.get_tweet(x.edit_tweet(first, "Look here").id)
    assert second.media
    assert second.media[0].media_key == x.get_tweet(first.id).media[0].media_key


def test_what_x_does_not_edit(premium, signed_in, passes):
    sb, x = premium
    poll = x.post_tweet("Which?", poll=["this", "that"])
    answer = x.post_tweet("Reply", reply_to=poll)
    old = x.post_tweet("Old")
    for tweet in (poll, answer):
        with pytest.raises(ForbiddenError, match="no longer be edited"):
            x.edit_tweet(tweet, "New")
    with pytest.raises(ForbiddenError, match="not authorized to edit"):
        signed_in(sb, "grace").edit_tweet(old, "Mine")
    passes(3601, sb)
    with pytest.raises(ForbiddenError, match="no longer be edited"):
        x.edit_tweet(old, "New")
    assert not [entry for entry in x.ledger if entry.text == "New"]  # a refusal leaves no note


def test_without_premium(sb, x):
    tweet = x.post_tweet("Hello")
    with pytest.raises(ForbiddenError, match="Premium"):
        x.edit_tweet(tweet, "Hello!")


def test_five_times(premium):
    _sb, x = premium
    tweet = x.post_tweet("0")
    for number in range(1, 6):
        tweet = x.edit_tweet(tweet, str(number))
    with pytest.raises(ForbiddenError, match="no longer be edited"):
        x.edit_tweet(tweet, "6")


def test_it_costs_what_a_post_costs(premium):
    _, x = premium
    tweet = x.post_tweet("Hello")
    before = x.costs.total
    x.edit_tweet(tweet, "Hello again")
    assert x.costs.total - before == pytest.approx(0.015)
    before = x.costs.total
    x.edit_tweet(tweet, "Hello https://example.com")
    assert x.costs.total - before == pytest.approx(0.2)
