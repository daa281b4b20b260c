"""Columns that were missed, the same row with and without what came along, and the columns of fields=."""

import copy
import json

import pandas as pd
import pytest

from xauth_nb.tweets import Provenance, Tweets, User, Users, parse_tweets
from xauth_nb.tweets.frames.people import USER_COLUMNS

ADA = {"id": "7", "username": "ada", "name": "Ada", "public_metrics": {"followers_count": 5}}
BOB = {"id": "8", "username": "bob", "name": "Bob"}
VIDEO = {
    "media_key": "7_1",
    "type": "video",
    "preview_image_url": "https://p.example/1.jpg",
    "variants": [
        {"content_type": "application/x-mpegURL", "url": "https://v.example/1.m3u8"},
        {"content_type": "video/mp4", "bit_rate": 9, "url": "https://v.example/high.mp4"},
        {"content_type": "video/mp4", "bit_rate": 1, "url": "https://v.example/low.mp4"},
    ],
}
ORIGINAL = {
    "id": "10",
    "text": "Look @carol #a https://t.co/x https://t.co/m",
    "author_id": "8",
    "public_metrics": {"like_count": 500, "retweet_count": 3},
    "attachments": {"media_keys": ["7_1"]},
    "entities": {
        "mentions": [{"username": "carol"}],
        "hashtags": [{"tag": "a"}],
        "urls": [
            {"url": "https://t.co/x", "expanded_url": "https://a.example"},
            {"url": "https://t.co/y", "expanded_url": "https://a.example"},
            {"url": "https://t.co/m", "expanded_url": "https://x.com/bob/status/10/video/1", "media_key": "7_1"},
        ],
    },
}
RETWEET = {
    "id": "11",
    "text": "RT @bob: " + ORIGINAL["text"],
    "author_id": "7",
    "public_metrics": {"like_count": 0, "retweet_count": 3},
    "referenced_tweets": [{"type": "retweeted", "id": "10"}],
    "attachments": {"media_keys": ["7_1"]},
    "entities": {
        **ORIGINAL["entities"],
        "mentions": [{"username": "bob"}, {"username": "carol"}],
        "urls": [
            {name: value for name, value in url.items() if name != "media_key"} for url in ORIGINAL["entities"]["urls"]
        ],
    },
}
QUOTE = {
    "id": "12",
    "text": "So it is https://t.co/q",
    "author_id": "7",
    "referenced_tweets": [{"type": "quoted", "id": "10"}],
    "entities": {"urls": [{"url": "https://t.co/q", "expanded_url": "https://twitter.com/bob/status/10"}]},
}


def pull(*tweets, referenced, **more):
    includes = {"users": [ADA, BOB] if referenced else [ADA], "media": [VIDEO]}
    if referenced:
        includes["tweets"] = [ORIGINAL]
    return parse_tweets(json.dumps({"data": tweets, "includes": includes}).encode(), **more)


def test_a_row_is_the_same_with_and_without_the_tweets_that_it_refers_to():
    without, both = (pull(RETWEET, QUOTE, referenced=referenced).to_pandas() for referenced in (False, True))
    pd.testing.assert_frame_equal(without, both)
    retweet, quote = both.iloc[0], both.iloc[1]
    assert retweet["mentions"] == ("bob", "carol")
    assert (retweet["retweeted_username"], quote["quoted_username"]) == ("bob", "bob")
    assert (retweet["urls"], quote["urls"]) == (("https://a.example",), ())
    assert retweet["media_urls"] == ("https://v.example/high.mp4",)
    assert retweet["media_preview_urls"] == ("https://p.example/1.jpg",)


def test_a_retweet_takes_its_media_from_the_original():
    alone = {name: value for name, value in RETWEET.items() if name != "attachments"}
    assert pull(alone, referenced=True).to_pandas()["media_types"][0] == ("video",)


def retweeting(id, text):
    return {**RETWEET, "id": id, "text": text, "entities": {}}


def test_a_column_says_where_x_cut_the_text_of_a_retweet():
    words = "RT @bob: Look @carol #a and then "
    cut = retweeting("21", (words + "a long " * 30)[:139].rstrip() + "…")
    korean = retweeting("22", ("RT @bob: " + "긴 글 " * 60)[:139] + "…")  # Hangul counts once, as recorded
    whole = retweeting("23", words + "that was all…")
    own = {"id": "12", "text": "I end with an ellipsis…" * 7, "author_id": "7"}
    rows = cut, korean, whole, own
    assert [len(row["text"]) for row in rows[:2]] == [140, 140]
    assert pull(*rows, referenced=False).to_pandas()["is_cut"].tolist() == [True, True, False, False]
    assert pull(*rows, referenced=True).to_pandas()["is_cut"].tolist() == [False] * 4


def test_the_cut_of_the_sandbox_is_the_one_of_x():
    from xauth_nb.sandbox.world.writing import retweeting as cut

    assert cut("ada", "short…") == "RT @ada: short…"
    assert len(cut("ada", "ab" * 90)) == len(cut("ada", "글자" * 90)) == 140
    assert cut("ada", "x" * 129 + "   more of it").endswith("x…")  # no space is left before the mark


def test_card_table_and_frame_show_the_same_counts():
    tweets = pull(RETWEET, referenced=True)
    assert tweets.to_pandas()["like_count"].tolist() == [0]
    assert "500" not in tweets._repr_html_()
    assert "500" not in tweets.show(table=True)._repr_html_()
    assert "500" not in str(tweets)


def test_places_points_and_sources():
    place = {"id": "p", "full_name": "Paris, France", "country": "France", "geo": {"bbox": [2.2, 48.8, 2.4, 48.9]}}
    geo = {"place_id": "p", "coordinates": {"type": "Point", "coordinates": [2.35, 48.85]}}
    tweets = [{"id": "1", "text": "a", "source": "Web", "geo": geo}, {"id": "2", "text": "b", "geo": {"place_id": "q"}}]
    odd = {"id": "3", "text": "c", "geo": {"coordinates": {"coordinates": [1.0]}}}
    body = {"data": [*tweets, odd], "includes": {"places": [{**place, "id": "r", "geo": {"bbox": "x"}}, place]}}
    frame = parse_tweets(json.dumps(body).encode()).to_pandas()
    first = frame.iloc[0]
    assert (first["country"], first["place_id"], first["place_full_name"]) == ("France", "p", "Paris, France")
    assert first[["place_west", "place_south", "place_east", "place_north"]].tolist() == [2.2, 48.8, 2.4, 48.9]
    assert (first["lat"], first["lon"], first["source"]) == (48.85, 2.35, "Web")
    assert frame["place_id"].tolist() == ["p", "q", pd.NA]
    assert frame["lat"].isna().tolist() == [False, True, True]


def test_a_tweet_knows_its_author_s_name():
    tweets = pull(RETWEET, referenced=True)
    assert (tweets[0].username, tweets[0].retweeted.username) == ("ada", "bob")
    assert "username" not in tweets[0].to_dict()


def test_each_row_says_which_search_brought_it(provenance):
    one = pull(QUOTE, referenced=False, provenance=Provenance(query="a"))
    other = pull(RETWEET, referenced=False, provenance=provenance)
    frame = (one + other).to_pandas()
    assert frame["query"].tolist() == ["a", "@ada"]
    assert frame["collected_at"].tolist() == [pd.NaT, pd.Timestamp(provenance.when)]


def test_fields_add_columns_whether_or_not_anything_came():
    fields = ("context_annotations", "non_public_metrics", "edit_controls", "user.location", "user.verified", "article")
    tweet = {
        **copy.deepcopy(QUOTE),
        "context_annotations": [{"domain": {"name": "d"}, "entity": {"name": "e"}}],
        "non_public_metrics": {"url_link_clicks": 4},
        "article": {"title": "t"},
    }
    tweets = pull(tweet, referenced=False, provenance=Provenance(fields=fields))
    row = tweets.to_pandas().iloc[0]
    assert (row["context_domains"], row["context_entities"]) == (("d",), ("e",))
    assert (row["non_public_url_link_clicks"], json.loads(row["article"])) == (4, {"title": "t"})
    assert {"edits_remaining", "author_location"} <= set(row.index)
    assert row.index.is_unique
    empty = Tweets(provenance=tweets.provenance)
    assert empty.to_pandas().dtypes.equals(tweets.to_pandas().dtypes)
    assert empty.to_arrow().schema.equals(tweets.to_arrow().schema)
    assert empty.to_polars().schema == tweets.to_polars().schema


def test_users_have_all_public_fields():
    users = Users([User(id="7", username="ada", verified=True)], provenance=Provenance(fields=("confirmed_email",)))
    frame = users.to_pandas()
    assert set(frame) == set(USER_COLUMNS) - {"connection_status", "receives_your_dm", "subscribes_to_you"} | {
        "query",
        "collected_at",
    }


@pytest.mark.parametrize("call", [lambda f: f["hashtags"].map(len), lambda f: f["hashtags"].str.len()])
def test_lists_are_counted_in_both_usual_ways(timeline, call):
    assert call(timeline.to_pandas()).tolist() == [2, 0, 1, 0, 0, 1, 1]


def test_lists_behave_as_values(timeline):
    frame = timeline.to_pandas()
    assert frame.groupby("hashtags").size()[("computing",)] == 1
    assert len(pd.concat([frame, frame]).drop_duplicates()) == len(frame)
    merged = frame[["id"]].merge(frame[["id", "hashtags"]].iloc[:1], how="left", on="id")
    assert merged["hashtags"].isna().sum() == len(frame) - 1
    assert frame["hashtags"].str.join("|").tolist()[0] == "exoplanets|dataviz"
    frame.loc[0, "hashtags"] = pd.NA
    assert frame["hashtags"].isna().tolist() == [True] + [False] * 6
    assert frame.sort_values("hashtags", na_position="last").shape == frame.shape
