import json
import sys
from datetime import datetime, timezone

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from xauth_nb.errors import MissingDependencyError, UsageError
from xauth_nb.tweets import Tweet, Tweets, User, parse_tweets
from xauth_nb.tweets.frames.columns import COLUMNS, SCHEMA
from xauth_nb.tweets.frames.entities import ENTITIES
from xauth_nb.tweets.records import PublicMetrics, Reference


def test_one_row_a_tweet_with_its_author_and_counts(timeline):
    frame = timeline.to_pandas()
    assert len(frame) == 7
    row = frame.iloc[0]
    assert row["id"] == "1840000000000000010"
    assert row["created_at"] == pd.Timestamp("2026-03-04T18:40:40Z")
    assert (row["author_username"], row["author_followers_count"]) == ("ada", 184230)
    assert (row["retweet_count"], row["like_count"], row["impression_count"]) == (128, 1840, 93400)
    assert list(row["hashtags"]) == ["exoplanets", "dataviz"]
    assert list(row["media_types"]) == ["photo", "animated_gif"]
    assert "&amp;" in row["text"]
    assert "&amp;" not in row["full_text"]
    assert frame["poll_votes"].tolist() == [pd.NA, 700, *[pd.NA] * 5]
    assert frame["is_reply"].tolist() == [False] * 4 + [True, False, False]
    assert frame["quoted_id"].dropna().tolist() == ["1840000000000000002"]
    assert frame["retweeted_id"].dropna().tolist() == ["1840000000000000003"]
    assert frame["place"].dropna().tolist() == ["Nishapur, Iran"]
    assert frame["like_count"].sum() == sum(tweet.public_metrics.like_count for tweet in timeline)


def test_the_schema_is_the_same_for_no_tweets_as_for_many(timeline):
    for tweets in (Tweets(), Tweets([Tweet(id="1")]), timeline[:1], Tweets(list(timeline) * 400)):
        assert tweets.to_arrow().schema.equals(timeline.to_arrow().schema)
        assert tweets.to_pandas().dtypes.equals(timeline.to_pandas().dtypes)
        assert tweets.to_polars().schema == timeline.to_polars().schema
        assert len(tweets.to_pandas()) == len(tweets.to_polars()) == tweets.to_arrow().num_rows == len(tweets)
    assert list(timeline.to_pandas()) == list(COLUMNS)


def test_the_types_are_written_down_and_left_to_no_default_of_pandas(timeline):
    types = timeline.to_pandas().dtypes
    assert types["created_at"] == pd.DatetimeTZDtype("us", "UTC")
    assert types["id"] == pd.StringDtype()
    assert types["like_count"] == pd.Int64Dtype()
    assert types["is_reply"] == pd.BooleanDtype()
    assert types["hashtags"].kind == "O"
    assert types["lat"] == pd.Float64Dtype()
    assert timeline.to_pandas()["hashtags"][0] == ("exoplanets", "dataviz")


def test_pandas_polars_and_arrow_agree(timeline):
    table = timeline.to_arrow()
    assert_frame_equal(timeline.to_polars(), pl.from_arrow(table))
    again = pa.Table.from_pandas(timeline.to_pandas(), schema=table.schema, preserve_index=False)
    assert again.to_pylist() == table.to_pylist()
    assert table.to_pylist()[0]["created_at"] == datetime(2026, 3, 4, 18, 40, 40, tzinfo=timezone.utc)


@pytest.mark.parametrize("dialect", ["timeline", "timeline-2.167"])
def test_the_frame_agrees_with_json_normalize(body, dialect):
    sent = json.loads(body(dialect))
    flat = pd.json_normalize(sent["data"])
    frame = parse_tweets(body(dialect)).to_pandas()
    reposts = "public_metrics.retweet_count" if dialect == "timeline" else "public_metrics.repost_count"
    for ours, theirs in {
        "id": "id",
        "text": "text",
        "lang": "lang",
        "author_id": "author_id",
        "conversation_id": "conversation_id",
        "retweet_count": reposts,
        "like_count": "public_metrics.like_count",
        "bookmark_count": "public_metrics.bookmark_count",
        "possibly_sensitive": "possibly_sensitive",
    }.items():
        assert frame[ours].tolist() == flat[theirs].tolist(), ours
    assert frame["created_at"].tolist() == pd.to_datetime(flat["created_at"]).tolist()


def test_where_it_came_from_travels_with_the_frame(timeline, provenance, tmp_path):
    frame = timeline.to_pandas()
    assert frame.attrs == {"xauth_nb": provenance.as_dict(), "xauth_nb.schema": SCHEMA}
    assert timeline.to_arrow().schema.metadata[b"xauth_nb.schema"] == str(SCHEMA).encode()
    assert json.loads(timeline.to_arrow().schema.metadata[b"xauth_nb"]) == provenance.as_dict()
    frame.to_parquet(tmp_path / "tweets.parquet")
    again = pd.read_parquet(tmp_path / "tweets.parquet")
    assert again.attrs == frame.attrs
    assert again["id"].tolist() == frame["id"].tolist()
    assert Tweets().to_pandas().attrs == {"xauth_nb.schema": SCHEMA}


def test_lists_explode_into_rows(timeline):
    tags = timeline.to_pandas().explode("hashtags")["hashtags"].dropna().tolist()
    assert tags == ["exoplanets", "dataviz", "computing", "astronomy", "رباعیات"]


@pytest.mark.parametrize("kind", ENTITIES)
def test_entities_have_a_row_each_and_the_same_columns_without_any(timeline, kind):
    frame, empty = timeline.entities(kind), Tweets().entities(kind)
    assert len(frame) > 0
    assert frame.dtypes.equals(empty.dtypes)
    assert set(frame["id"]) <= {tweet.id for tweet in timeline}


def test_entities_say_what_they_are(timeline):
    assert timeline.entities("mentions")["username"].tolist() == ["observatory"] * 2
    media = timeline.entities("media")
    assert media["type"].tolist() == ["photo", "animated_gif"]
    assert timeline.entities("poll_options")["votes"].tolist() == [412, 203, 58, 27]
    with pytest.raises(UsageError, match="hashtags, cashtags"):
        timeline.entities("emoji")


@pytest.mark.parametrize(
    ("module", "call", "command"),
    [
        ("pandas", "to_pandas", "xauth-nb[data]"),
        ("pyarrow", "to_arrow", "xauth-nb[data]"),
        ("pyarrow", "to_pandas", "xauth-nb[data]"),
        ("polars", "to_polars", "xauth-nb[polars]"),
    ],
)
def test_a_missing_package_is_named_with_its_command(timeline, monkeypatch, module, call, command):
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingDependencyError) as caught:
        getattr(timeline, call)()
    assert f"pip install '{command}'" in str(caught.value)


texts = st.text() | st.sampled_from(["\x00", "<script>", "\u202e", "NaN", "9" * 400])
counts = st.none() | st.integers(-(2**63), 2**63 - 1)


@given(
    st.lists(
        st.builds(
            Tweet,
            id=texts,
            text=texts,
            lang=st.none() | texts,
            created_at=st.none() | st.datetimes(timezones=st.just(timezone.utc)),
            public_metrics=st.none() | st.builds(PublicMetrics, like_count=counts, retweet_count=counts),
            referenced_tweets=st.none() | st.tuples(st.builds(Reference, type=texts, id=texts)),
            possibly_sensitive=st.none() | st.booleans(),
        ).map(lambda tweet: tweet.with_author(User(id="1", username=tweet.text))),
        max_size=4,
    )
)
def test_every_tweet_becomes_a_row_in_all_three(items):
    tweets = Tweets(items)
    table = tweets.to_arrow()
    assert table.schema.equals(Tweets().to_arrow().schema)
    assert table["text"].to_pylist() == [tweet.text for tweet in items]
    assert table["like_count"].to_pylist() == [t.public_metrics and t.public_metrics.like_count for t in items]
    assert table["created_at"].to_pylist() == [tweet.created_at for tweet in items]
    assert_frame_equal(tweets.to_polars(), pl.from_arrow(table))
    assert tweets.to_pandas()["id"].tolist() == [tweet.id for tweet in items]
