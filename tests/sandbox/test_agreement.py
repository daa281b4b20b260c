"""The world agrees with itself: nobody finds more of anything than is counted, whatever the size of the world."""

from __future__ import annotations

from collections import Counter

import pytest

from xauth_nb.sandbox.clock import Clock, moment
from xauth_nb.sandbox.world import World

NOON = "2026-09-16T15:00:00Z"
COUNTED = {"retweeted": "retweets", "quoted": "quotes", "replied_to": "replies"}


def echoes(tweets):
    """Count what refers to each tweet, by the figure that it belongs to."""
    found = {counted: Counter() for counted in COUNTED.values()}
    for tweet in tweets:
        for reference, counted in COUNTED.items():
            if getattr(tweet, reference):
                found[counted][getattr(tweet, reference)] += 1
    return found


@pytest.mark.parametrize(("size", "days"), [(60, 0), (3000, 0), (3000, 9), (60_000, 0)])
def test_what_refers_to_a_tweet_is_no_more_than_it_counts(size, days):
    world = World(Clock(moment(NOON)), size)
    world.clock.advance(days=days)
    tweets = [world.tweet(one) for one in world.ids(limit=2500)]
    found = echoes(tweets)
    assert sum(found["retweets"].values()) > 4
    for tweet in tweets:
        counts = world.metrics(tweet)
        for counted, refer in found.items():
            assert refer[tweet.id] <= getattr(counts, counted), (counted, tweet)


@pytest.mark.parametrize("days", [0, 3])
def test_the_replies_that_can_be_read_are_those_that_are_counted(days):
    world = World(Clock(moment(NOON)), 3000)
    world.clock.advance(days=days)
    found = echoes(map(world.tweet, world.ids()))["replies"]
    for tweet in map(world.tweet, world.ids(limit=300)):
        made = sum(one.replied_to == tweet.id for one in world.conversation(tweet.id))
        counted = world.metrics(tweet).replies
        if tweet.ms < world.seeded.anchor:
            assert made + found[tweet.id] == counted or tweet.retweeted
        assert made + found[tweet.id] <= counted or tweet.retweeted  # of a new one some are still to come


def test_replies_that_were_read_stay_the_counted_ones_as_days_pass():
    world = World(Clock(moment(NOON)), 3000)
    tweets = [world.tweet(one) for one in world.ids(limit=40)]
    made = [[one.id for one in world.conversation(tweet.id)] for tweet in tweets]
    before = [world.metrics(tweet) for tweet in tweets]
    world.clock.advance(days=4)
    assert [[one.id for one in world.conversation(tweet.id)] for tweet in tweets] == made
    after = [world.metrics(tweet) for tweet in tweets]
    found = echoes(map(world.tweet, world.ids(limit=1000)))
    for tweet, one, now in zip(tweets, before, after, strict=True):
        assert now.retweets >= one.retweets
        assert found["replies"][tweet.id] <= now.replies


def test_no_reply_comes_from_the_future():
    world = World(Clock(moment(NOON)), 3000)
    world.clock.advance(days=3)
    now = world.clock.world_now()
    for tweet in map(world.tweet, world.ids(limit=60)):
        assert all(one.ms <= now for one in world.conversation(tweet.id))


def test_likers_and_bookmarks_are_no_more_than_are_counted():
    world = World(Clock(moment(NOON)), 3000)
    liked, kept = Counter(), Counter()
    for person in world.people:
        liked.update(world.likes(person.id))
        kept.update(world.bookmarks(person.id))
        assert len(world.likes(person.id)) <= world.standing(person).liked
    assert len(liked) > 200
    for tweet_id in liked:
        tweet = world.tweet(tweet_id)
        assert not tweet.retweeted  # who likes a retweet likes the original
        assert liked[tweet_id] <= world.metrics(tweet).likes
        assert kept[tweet_id] <= world.metrics(tweet).bookmarks
    ada = world.named("ada").id
    assert len(world.likes(ada)) > 40
    assert len(world.bookmarks(ada)) > 5


def test_followers_and_lists_are_no_more_than_are_counted():
    world = World(Clock(moment(NOON)), 60)
    for person in world.people:
        standing = world.standing(person)
        assert len(world.followers(person.id)) <= standing.followers
        assert len(world.following(person.id)) <= standing.following
        assert len(world.lists.seen_by(0, lambda one, who=person.id: who in one.members)) <= standing.listed


def test_accounts_count_what_their_visitors_do(hand, write, sandbox):
    sb = sandbox(at=NOON)
    mine = hand(sb, "ada")
    ada, grace = (sb.world.named(name) for name in ("ada", "grace"))

    def counts(person):
        answer = mine("GET", f"/2/users/{person.id}", params={"user.fields": "public_metrics"}).json()
        return answer["data"]["public_metrics"]

    before = counts(ada), counts(grace)
    follows = grace.id in sb.world.following(ada.id)
    sb.world.follow(ada.id, grace.id, not follows)
    newest = sb.world.ids(grace.id, 1)[0]
    sb.world.like(ada.id, newest, True)
    liked = newest not in sb.world._before.liked[ada.id]
    after = counts(ada), counts(grace)
    change = -1 if follows else 1
    assert after[1]["followers_count"] - before[1]["followers_count"] == change
    assert after[0]["following_count"] - before[0]["following_count"] == change
    assert after[0]["like_count"] - before[0]["like_count"] == liked
    made = next(one for one in sb.world.lists.seen_by(ada.id, lambda one: one.owner == ada.id and not one.private))
    sb.world.lists.enrol(made.id, grace.id, True)
    assert counts(grace)["listed_count"] == after[1]["listed_count"] + 1


def test_a_retweet_shows_the_retweets_of_its_original_and_goes_with_it(sandbox):
    world = sandbox(at=NOON).world
    retweet = next(one for one in map(world.tweet, world.ids()) if one.retweeted)
    original = world.tweet(retweet.retweeted)
    counted = world.metrics(original).retweets
    assert world.metrics(retweet).retweets == counted > 0
    world.delete(retweet.id)
    assert world.metrics(original).retweets == counted - 1
    world.delete(original.id)
    left = [one for one in map(world.tweet, world.ids(limit=1500)) if one.retweeted == original.id]
    assert left == []
