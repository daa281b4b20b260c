"""Instances made from X's own API descriptions: whatever those allow is decoded, shown and becomes a row."""

import json
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xauth_nb.tweets import Tweets, parse_tweets, parse_users

HOSTILE = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "javascript:alert(1)", "\u202egpj", "\x07"]
TIMES = ("created_at", "editable_until", "end_datetime")  # plain strings in 2.167; X sends times in both


class Generator:
    """Values that a schema allows, by throws of a die. Optional properties come and go; numbers take their extremes."""

    def __init__(self, schemas, dice):
        self.schemas = schemas
        self.random = dice

    def make(self, schema, name=""):
        pick = self.random.choice
        if "$ref" in schema:
            return self.make(self.schemas[schema["$ref"].rpartition("/")[2]], name)
        if "allOf" in schema:
            return {key: value for part in schema["allOf"] for key, value in self.make(part, name).items()}
        if "oneOf" in schema:
            return self.make(pick(schema["oneOf"]), name)
        if "discriminator" in schema and "mapping" in schema["discriminator"] and name != "kind":
            kind, ref = pick(sorted(schema["discriminator"]["mapping"].items()))
            return {**self.make({"$ref": ref}, "kind"), schema["discriminator"]["propertyName"]: kind}
        if "enum" in schema:
            return pick(schema["enum"])
        kind = schema.get("type", "object")
        return getattr(self, kind)(schema, name)

    def object(self, schema, name):
        required = schema.get("required", ())
        names = schema.get("properties", {})
        return {
            key: self.make(value, key) for key, value in names.items() if key in required or self.random.random() < 0.7
        }

    def array(self, schema, name):
        length = self.random.randint(schema.get("minItems", 0), max(schema.get("minItems", 0), 3))
        return [self.make(schema["items"], name) for _ in range(length)]

    def string(self, schema, name):
        if schema.get("format") == "date-time" or name in TIMES:
            return self.random.choice(["2021-01-06T18:40:40.000Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999Z"])
        if name == "id" or name.endswith(("_id", "_ids")):
            return str(self.random.randint(0, 9))  # few of them, so that things find each other
        if name.endswith(("_key", "_keys")):
            return f"3_{self.random.randint(0, 3)}"
        return self.random.choice([*HOSTILE, "", "word", "日本語", "https://t.co/a", "x" * 300])

    def integer(self, schema, name):
        bits = 31 if schema.get("format") == "int32" else 63
        return self.random.choice([0, 1, 1234, schema.get("minimum", -(2**bits)), schema.get("maximum", 2**bits - 1)])

    def number(self, schema, name):
        return self.random.choice([0, -1.5, 180])

    def boolean(self, schema, name):
        return self.random.random() < 0.5


OLDER, NEWER = "openapi-2.159.json", "openapi-2.167.json"
ANSWERS = {
    OLDER: ("Get2UsersIdTweetsResponse", "Get2TweetsIdRetweetedByResponse"),
    NEWER: ("GetUsersPostsResponse", "GetPostsRepostedByResponse"),
}


@pytest.fixture(scope="module", params=[pytest.param(OLDER, marks=pytest.mark.deep), NEWER])
def description(request, reference):
    schemas = json.loads(reference(request.param).read_text())["components"]["schemas"]
    return schemas, *ANSWERS[request.param]


def an_answer(schemas, name, dice):
    """An answer with something in it."""
    made = Generator(schemas, dice)
    body = made.make(schemas[name])
    body["data"] = body.get("data") or [made.make(schemas[name]["properties"]["data"]["items"])]
    return body


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(dice=st.randoms(use_true_random=False))
def test_whatever_the_api_description_allows_is_read_shown_and_becomes_a_row(description, inspect_html, dice):
    schemas, tweets_answer, _ = description
    body = an_answer(schemas, tweets_answer, dice)
    tweets = parse_tweets(json.dumps(body).encode())
    assert len(tweets) == len(body["data"])
    inspect_html(tweets._repr_html_())
    inspect_html(tweets.show(media=True)._repr_html_(), images=True)
    assert str(tweets)
    table = tweets.to_arrow()
    assert table.schema.equals(Tweets().to_arrow().schema)
    assert table.num_rows == len(tweets)
    for tweet, sent in zip(tweets, body["data"], strict=True):
        counts = sent.get("public_metrics", {})
        assert (tweet.public_metrics is None) == ("public_metrics" not in sent)
        for new, old in (("repost_count", "retweet_count"), ("retweet_count", "retweet_count")):
            if new in counts:
                assert getattr(tweet.public_metrics, old) == counts[new]


def test_the_invented_answers_reach_every_part_of_a_tweet(description):
    schemas, tweets_answer, _ = description
    seen = {"media": 0, "quoted": 0, "poll": 0, "author": 0, "note": 0}
    for seed in range(150):
        for tweet in parse_tweets(json.dumps(an_answer(schemas, tweets_answer, random.Random(seed))).encode()):
            seen["media"] += bool(tweet.media)
            seen["quoted"] += tweet.quoted is not None
            seen["poll"] += tweet.poll is not None
            seen["author"] += tweet.author is not None
            seen["note"] += tweet.note_tweet is not None
    assert all(seen.values()), seen


def test_users_of_the_api_description_are_read_and_shown(description, inspect_html):
    schemas, _, users_answer = description
    for seed in range(60):
        body = Generator(schemas, random.Random(seed)).make(schemas[users_answer])
        body["data"] = body.get("data") or []
        users = parse_users(json.dumps(body).encode())
        assert len(users) == len(body["data"])
        inspect_html(users._repr_html_())
        for user, sent in zip(users, body["data"], strict=True):
            assert user.username == sent.get("username", "")
            inspect_html(user._repr_html_())
