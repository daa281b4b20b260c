"""Timelines, searches and lists of people, against the sandbox's world."""

from __future__ import annotations

import warnings

import pytest

from xauth_nb.errors import ApiError, ForbiddenError, NotFoundError, UsageError
from xauth_nb.reading.listing import tweet_listing
from xauth_nb.sandbox.world.people import CAST
from xauth_nb.tweets import Tweets, User, Users


def ids(tweets):
    return [int(tweet.id) for tweet in tweets]


def test_a_timeline_has_its_newest_tweets_in_order(world):
    sb, x = world
    assert ids(x.timeline("@grace", 250)) == sb.world.ids(sb.world.named("grace").id, 250)


def test_a_timeline_of_nobody_else_is_ones_own(world):
    sb, x = world
    assert ids(x.timeline(limit=7)) == sb.world.ids(sb.world.named("ada").id, 7)


def test_a_timeline_is_read_between_two_moments(world):
    _, x = world
    whole = x.timeline("grace", 1000)
    part = x.timeline("grace", 1000, since="2026-08-20", until="2026-09-03")
    between = [t for t in whole if "2026-08-20" <= t.created_at.isoformat() < "2026-09-03"]
    assert len(between) > 10
    assert list(part) == between


def test_a_timeline_goes_on_where_a_tweet_is(world):
    _, x = world
    whole = x.timeline("grace", 300)
    assert x.timeline("grace", 200, until=whole[99]) == whole[100:300]
    assert x.timeline("grace", since=whole[30]) == whole[:30]


def test_what_is_excluded_does_not_come(world):
    _, x = world
    kept = [t for t in x.timeline("grace", 400) if not t.reference("replied_to") and not t.reference("retweeted")]
    assert list(x.timeline("grace", len(kept), exclude=["replies", "retweets"])) == kept
    assert not any(t.reference("retweeted") for t in x.timeline("grace", 50, exclude="retweets"))


def test_home_mentions_likes_and_search_give_tweets_with_their_authors(world):
    sb, x = world
    ada = sb.world.named("ada")
    for tweets in (x.home(120), x.mentions(limit=30), x.likes(limit=30), x.search("data", 20)):
        assert isinstance(tweets, Tweets)
        assert tweets
        assert all(tweet.author for tweet in tweets)
    assert ids(x.likes(limit=30)) == sb.world.likes(ada.id)[:30]
    assert all("@ada" in tweet.text.lower() for tweet in x.mentions(limit=30))


def test_reposters_quotes_followers_and_followed(world):
    sb, x = world
    ada = sb.world.named("ada")
    quoted = next(one for one in sb.world.recent() if one.quoted)
    passed_on = next(one for one in sb.world.recent() if one.retweeted)
    assert quoted.id in ids(x.quotes_of(quoted.quoted))
    assert str(passed_on.author) in {user.id for user in x.reposters_of(passed_on.retweeted)}
    followers = x.followers(limit=3)
    assert isinstance(followers, Users)
    assert ids(followers) == sb.world.followers(ada.id)[:3]
    assert {user.id for user in x.following()} == {str(one) for one in sb.world.following(ada.id)}


def test_a_list_says_where_it_comes_from(world):
    _, x = world
    tweets = x.timeline("grace", 250)
    source = tweets.provenance
    assert (source.path, source.query, source.account) == ("/2/users/:id/tweets", "timeline of @grace", "@ada")
    assert source.pages == 3
    assert source.is_complete
    assert tweets.is_complete


def test_other_peoples_tweets_come_along_only_when_asked_for(world):
    _, x = world
    assert x.timeline("grace", 100).referenced == {}
    assert x.timeline("grace", 100, referenced=True).referenced


@pytest.mark.parametrize(
    "call",
    [
        lambda x: x.timeline(limit=0),
        lambda x: x.timeline("grace", limit=True),
        lambda x: x.timeline("no such name!"),
        lambda x: x.timeline(exclude="likes"),
        lambda x: x.timeline(since="2026-09-02", until="2026-09-01"),
        lambda x: x.home(limit=-5),
        lambda x: x.mentions(limit=2.5),
        lambda x: x.search(""),
        lambda x: x.search("x" * 5000),
        lambda x: x.likes(limit="many"),
        lambda x: x.quotes_of("no id"),
        lambda x: x.reposters_of(None),
        lambda x: x.followers(limit=0),
    ],
)
def test_a_call_that_cannot_be_right_is_refused_before_anything_is_sent(world, asked, call):
    sb, x = world
    sent = asked(sb)
    with pytest.raises(UsageError) as caught:
        call(x)
    assert caught.value.remedy
    assert sent() == []


@pytest.mark.parametrize(
    ("call", "reach"),
    [
        (lambda x: x.timeline("luc", 5000), "3,200"),
        (lambda x: x.timeline("luc", 801, exclude="replies"), "800 tweets of an account where replies are excluded"),
        (lambda x: x.mentions("luc", 801), "800"),
        (lambda x: x.home(3201), "3,200"),
        (lambda x: x.search("data", 10, since="2010-12-01"), "last 7 days"),
    ],
)
def test_what_lies_beyond_xs_reach_is_said_in_words_and_the_rest_is_read(world, call, reach):
    _, x = world
    with pytest.warns(UserWarning, match=reach) as caught:
        assert call(x)
    assert caught[0].filename == __file__


def test_what_lies_within_is_not_warned_about(reader):
    _, x = reader(at=None)
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        x.timeline("grace", 10, until="2100-01-01")
        assert x.search("data", 10)


def strangers(x, sandbox):
    """People of the world whom an account does not follow."""
    followed = {user.username for user in x.following(limit=1000)} | {x.user.username}
    return [person.username for person in sandbox.world.cast if person.username not in followed]


def test_the_list_of_a_protected_account_is_an_error_with_xs_words(reader, tmp_path):
    sandbox, x = reader(protected=[person.username for person in CAST if person.username != "alan"], user="alan")
    name = strangers(x, sandbox)[0]
    for archive in (None, tmp_path / "kept"):
        with pytest.raises(ForbiddenError, match="not authorized to see the user") as caught:
            x.timeline(name, archive=archive)
        assert caught.value.title == "Authorization Error"
        assert "protected" in caught.value.message
        assert caught.value.remedy
    with pytest.raises(ForbiddenError):
        x.timeline(name, limit=3200)  # in windows


@pytest.mark.parametrize("call", ["timeline", "mentions_of", "followers", "following", "likes_of"])
def test_the_list_of_an_account_that_is_missing_or_suspended_is_an_error(world, call):
    sandbox, x = world
    gone = sandbox.world.named("gone_gary")
    paths = {
        "timeline": lambda user: x.timeline(user),
        "mentions_of": lambda user: x._reader.tweets(_listing(f"/2/users/{user.id}/mentions"), 10),
        "followers": lambda user: x.followers(user),
        "following": lambda user: x.following(user),
        "likes_of": lambda user: x._reader.tweets(_listing(f"/2/users/{user.id}/liked_tweets"), 10),
    }
    with pytest.raises(NotFoundError, match=r"Could not find user with id: \[456\]") as caught:
        paths[call](User(id="456", username="nobody"))
    assert caught.value.title == "Not Found Error"
    with pytest.raises(ForbiddenError, match="User has been suspended"):
        paths[call](User(id=str(gone.id), username="gone_gary"))


def _listing(path):
    return tweet_listing(path, "of somebody", (5, 100), referenced=False)


def test_lists_that_are_empty_and_look_ups_that_find_nothing_are_no_errors(world):
    _, x = world
    assert len(x.get_tweets(["456"]).errors) == 1
    assert len(x.get_users(["nobody_here"]).errors) == 1
    assert len(x.search("nobodyeversaidthisword", limit=10)) == 0


def test_an_account_that_is_not_there_is_an_error(world):
    _, x = world
    with pytest.raises(NotFoundError):
        x.timeline("@nobody_here")


def test_a_query_that_x_cannot_read_is_told_with_its_words(world):
    _, x = world
    with pytest.raises(ApiError, match="missing '\\)'"):
        x.search("(unclosed")
