import copy
import pickle
import re

import pytest

from xauth_nb.tweets import Tweet, User, parse_tweet


def test_a_tweet_finds_what_came_along(timeline):
    chart, poll, _, quote, reply, retweet, geo = timeline
    assert chart.author.username == "ada"
    assert [item.type for item in chart.media] == ["photo", "animated_gif"]
    assert chart.hashtags == ("exoplanets", "dataviz")
    assert [mention.username for mention in chart.mentions] == ["observatory"]
    assert chart.urls[0].target == "https://notebooks.example/transit?night=2026-03-03"
    assert (poll.poll.total_votes, poll.poll.options[0].label) == (700, "The notebook from yesterday")
    assert quote.quoted.author.username == "observatory"
    assert quote.quoted.media[0].alt_text == "Time lapse of the dome"
    assert reply.replied_to == quote.quoted
    assert reply.cashtags == ("TESS",)
    assert retweet.retweeted.id == retweet.reference("retweeted")
    assert geo.place.full_name == "Nishapur, Iran"


def test_full_text_is_whole_and_unescaped(timeline):
    chart, _, long, _, _, retweet, _ = timeline
    assert "&amp;" in chart.text
    assert "transit & the residuals: 3 < σ < 5" in chart.full_text
    assert long.full_text.endswith("in another manner. #computing")
    assert long.hashtags == ("computing",)
    assert retweet.full_text.startswith("RT @observatory: First light")
    assert retweet.full_text.endswith("#astronomy")
    assert retweet.hashtags == ("astronomy",)


def test_an_escaped_escape_is_unescaped_once():
    assert Tweet(text="&amp;lt; &lt;b&gt; &quot;").full_text == "&lt; <b> &quot;"


def test_tweets_that_retweet_each_other_come_to_an_end(hostile):
    assert hostile[2].full_text.endswith("round and round")
    assert hostile[2].hashtags == ()


def test_the_address_names_the_author_where_they_are_known(timeline):
    assert timeline[0].url == "https://x.com/ada/status/1840000000000000010"
    assert Tweet(id="20").url == "https://x.com/i/status/20"


def test_equality_and_hash_go_by_id():
    assert Tweet(id="1", text="a") == Tweet(id="1", text="b")
    assert len({Tweet(id="1"), Tweet(id="1"), Tweet(id="2")}) == 2
    assert Tweet(id="1") != User(id="1")
    nameless = Tweet()
    assert nameless == nameless
    assert nameless != Tweet()
    assert hash(nameless) != hash(Tweet())


def test_a_tweet_cannot_be_changed(timeline):
    with pytest.raises(AttributeError):
        timeline[0].text = "other"


def test_a_new_post_gets_its_author():
    tweet = parse_tweet(b'{"data": {"id": "1", "text": "hi", "edit_history_tweet_ids": ["1"]}}', status=201)
    assert tweet.author is None
    signed = tweet.with_author(User(id="7", username="ada", name="Ada"))
    assert (signed.author.name, signed.url) == ("Ada", "https://x.com/ada/status/1")
    assert tweet.author is None


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda it: pickle.loads(pickle.dumps(it))])
def test_a_copy_keeps_what_came_along(timeline, again):
    tweets = again(timeline)
    assert tweets == timeline
    assert tweets[3].quoted.author.username == "observatory"
    assert tweets.provenance == timeline.provenance
    assert again(timeline[0]).author.username == "ada"


def test_a_repr_is_one_line_without_control_characters(timeline, hostile):
    for item in (*timeline, *hostile, *timeline.users, *hostile.users, timeline, hostile):
        assert not re.search(
            "[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069\\ud800-\\udfff]", repr(item)
        )
        assert len(repr(item)) < 400
    assert repr(timeline[1]) == (
        "<Tweet 1840000000000000009 @ada 4 Mar 2026, 08:05 UTC: Which one do you open first in the morning?>"
    )


def test_rich_is_shown_the_entities_and_not_their_bytes(timeline):
    tweet = next(tweet for tweet in timeline if tweet.entities)
    shown = dict(tweet.__rich_repr__())
    assert shown["entities"] == tweet.entities
    assert shown["text"] == tweet.text
