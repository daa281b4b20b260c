"""fields= asks X for more, by X's own names; a name that X would leave out without a word is refused."""

import json

import pytest

from xauth_nb.errors import UsageError
from xauth_nb.reading.fields import tweet_fields, tweet_parameters, user_fields, user_parameters
from xauth_nb.tweets.fields import ALL_FIELDS


def test_names_become_parameters():
    asked = tweet_parameters(referenced=False, fields=("context_annotations", "user.affiliation", "lang"))
    assert "context_annotations" in asked["tweet.fields"].split(",")
    assert "affiliation" in asked["user.fields"].split(",")
    assert asked["tweet.fields"].split(",").count("lang") == 1
    assert "affiliation" in user_parameters("affiliation")["user.fields"].split(",")
    assert tweet_parameters(referenced=True)["tweet.fields"] == tweet_parameters(referenced=False)["tweet.fields"]


def test_private_metrics_are_one_word():
    asked = tweet_parameters(referenced=False, fields="private_metrics")
    assert {"non_public_metrics", "organic_metrics"} <= set(asked["tweet.fields"].split(","))
    assert "non_public_metrics" in asked["media.fields"].split(",")
    assert "non_public_metrics" in tweet_fields("private_metrics")


@pytest.mark.parametrize("wrong", ["contextannotations", "user.nothing", "list.name", ("lang", 5)])
def test_an_unknown_name_is_refused(wrong):
    for check in (tweet_fields, user_fields):
        with pytest.raises(UsageError, match=r"X has no field|are no names"):
            check(wrong)


def test_they_are_the_names_of_x_s_descriptions(reference):
    names = {kind: set() for kind in ALL_FIELDS}
    for version in ("openapi-2.159.json", "openapi-2.167.json"):
        parameters = json.loads((reference / version).read_text())["components"]["parameters"]
        for kind in ALL_FIELDS:
            for name in (f"{kind.title()}FieldsParameter", *(["PostFieldsParameter"] if kind == "tweet" else [])):
                names[kind] |= set(parameters[name]["schema"]["items"]["enum"]) if name in parameters else set()
    names["tweet"].discard("note_post")
    assert {kind: set(known) for kind, known in ALL_FIELDS.items()} == names


def test_every_reading_method_takes_them(world):
    x = world[1]
    calls = {
        "timeline": lambda f: x.timeline("@grace", 5, fields=f),
        "home": lambda f: x.home(5, fields=f),
        "mentions": lambda f: x.mentions(limit=5, fields=f),
        "likes": lambda f: x.likes(limit=5, fields=f),
        "bookmarks": lambda f: x.bookmarks(5, fields=f),
        "search": lambda f: x.search("the", 10, fields=f),
        "get_tweets": lambda f: x.get_tweets(["20"], fields=f),
    }
    for name, call in calls.items():
        tweets = call("edit_controls")
        assert tweets.provenance.fields == ("edit_controls",), name
        assert "edits_remaining" in tweets.to_pandas(), name
        with pytest.raises(UsageError, match="no field"):
            call("edit_control")
    people = {
        "followers": lambda f: x.followers("@grace", 5, fields=f),
        "following": lambda f: x.following("@grace", 5, fields=f),
        "get_users": lambda f: x.get_users(["@grace"], fields=f),
        "get_user": lambda f: x.get_user("@grace", fields=f),
    }
    for name, call in people.items():
        assert call("affiliation") is not None, name
        with pytest.raises(UsageError, match="no field"):
            call("affiliations")


def test_each_row_says_what_was_asked_and_when(world):
    frame = world[1].timeline("@grace", 5).to_pandas()
    assert frame["query"].unique().tolist() == ["timeline of @grace"]
    assert frame["collected_at"].notna().all()
