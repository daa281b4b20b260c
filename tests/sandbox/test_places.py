"""Where tweets were written and what they are about, as X tells it and as a frame has it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from shortcuts import token_of

from xauth_nb.sandbox.world.places import topics_of
from xauth_nb.session import XSession


@pytest.fixture
def x(sb):
    session = XSession(sb.client, token_of(sb), endpoints=sb.endpoints)
    session.budget = None
    yield session
    session.close()


def test_some_tweets_tell_their_place_and_few_the_very_spot(x):
    frame = x.timeline("@asima_c", limit=100).to_pandas()
    told = frame.dropna(subset=["place"])
    assert 3 <= len(told) < len(frame) / 3
    assert 0 < told["lat"].notna().sum() < len(told)
    exact = told.dropna(subset=["lat"])
    assert ((exact["lat"] >= exact["place_south"]) & (exact["lat"] <= exact["place_north"])).all()
    assert ((exact["lon"] >= exact["place_west"]) & (exact["lon"] <= exact["place_east"])).all()
    assert told["country"].notna().all()


def test_places_can_be_searched_for(x):
    found = x.search("place_country:IN", limit=50).to_pandas()
    assert set(found["country"]) <= {"भारत", "இந்தியா"}
    assert len(found) > 0
    told = x.search("(from:ada OR from:grace OR from:katherine OR from:yuki) has:geo", limit=50).to_pandas()
    assert len(told) > 0
    assert told["place"].notna().all()


def test_what_a_visitor_posts_has_no_place(x):
    posted = x.post_tweet("hello from here")
    assert x.get_tweet(posted.id).geo is None


def test_annotations_come_when_they_are_asked_for(x):
    without, asked = (x.timeline("@ada", limit=30, fields=fields) for fields in ((), "context_annotations"))
    assert all(tweet.context_annotations is None for tweet in without)
    topics = asked.to_pandas()["context_entities"]
    assert {"Programming", "Data"} & {topic for row in topics for topic in row}


def test_what_a_tweet_is_about_is_read_from_words_and_not_from_their_middle(sb):
    tweet = sb.world.tweet(sb.world.ids(limit=1)[0])
    told = {
        "Brains train; an issue was updated": ["Maps and trains"],
        "The ISS over a rainy town": ["Weather", "Astronomy"],
        "오늘의날씨": ["Weather"],
    }
    for text, topics in told.items():
        assert [topic.entity for topic in topics_of(replace(tweet, text=text, note=""))] == topics


def test_answers_with_places_are_as_x_describes_them(hand, sb, describe):
    import jsonschema

    params = {
        "tweet.fields": "geo,context_annotations",
        "expansions": "geo.place_id",
        "place.fields": "country,country_code,geo,name,place_type",
        "max_results": "100",
    }
    path = f"/2/users/{sb.world.named('asima_c').id}/tweets"
    answer = hand(sb, "ada")("GET", path, params=params).json()
    assert answer["includes"]["places"]
    whole = describe("tweet")
    for name, records in (("Place", answer["includes"]["places"]), ("Tweet", answer["data"])):
        schema = {"$ref": f"#/components/schemas/{name}", "components": whole["components"]}
        for record in records:
            jsonschema.validate(record, schema)


def test_hashtags_of_every_script_are_marked_whole(x):
    wanted = {
        "asima_c": {"मौसम", "हिन्दी", "डेटा"},
        "ramani_t": {"கடல்", "தமிழ்", "மழை"},
        "rapee_s": {"ฝนตก", "ข้อมูลเปิด"},
        "yeongsil_j": {"날씨", "데이터"},
        "maryam_a": {"طقس", "بيانات", "بيانات_مفتوحة"},
        "parvaneh_r": {"هوا", "داده", "داده\u200cهای_باز"},
        "xu_yue": {"天氣", "資料"},
    }
    for name, tags in wanted.items():
        tweets = x.timeline(f"@{name}", limit=100).filter(lambda one: not one.reference("retweeted"))
        assert set(tweets.entities("hashtags")["hashtag"]) == tags
        counted = tweets.words()
        of_x = tweets.entities("hashtags").drop_duplicates(["id", "hashtag"])["hashtag"].str.lower().value_counts()
        said = counted[counted["kind"] == "hashtag"].set_index("word")["count"]
        assert {f"#{tag}": count for tag, count in of_x.items()} == said.to_dict()
