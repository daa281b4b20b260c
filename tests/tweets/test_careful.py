"""One odd member costs that member only: its tweet is there, its page is there, and its path is named."""

import copy
import json
import pickle
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xauth_nb.errors import ServerError
from xauth_nb.tweets import Tweets, parse_tweet, parse_tweets, parse_user, parse_users
from xauth_nb.tweets.careful import hides_a_page
from xauth_nb.tweets.lists import parse_lists


def page(*tweets, **more):
    return json.dumps({"data": [{"text": "a", **tweet} for tweet in tweets], **more}).encode()


@pytest.mark.parametrize(
    ("member", "left", "path"),
    [
        ({"edit_controls": {"edits_remaining": "4"}}, lambda t: t.edit_controls.edits_remaining, "edits_remaining"),
        ({"entities": {"urls": [{"url": "u", "status": "200"}]}}, lambda t: t.entities.urls[0].status, "status"),
        ({"entities": {"cashtags": [{"start": 0}]}}, lambda t: t.entities.cashtags[0].tag, r"cashtags\[0\].tag"),
        ({"public_metrics": {"like_count": "3"}}, lambda t: t.public_metrics.like_count, "like_count"),
        ({"public_metrics": {"like_count": 2**64}}, lambda t: t.public_metrics.like_count, "like_count"),
        ({"public_metrics": {"repost_count": "3"}}, lambda t: t.public_metrics.retweet_count, "retweet_count"),
        ({"created_at": "Wed Jan 06 18:40:40 +0000 2021"}, lambda t: t.created_at, "created_at"),
        ({"created_at": "2021-01-06T18:40:40"}, lambda t: t.created_at, "created_at"),
        ({"created_at": "9999-12-31T23:59:59-23:00"}, lambda t: t.created_at, "created_at"),
        ({"geo": {"coordinates": {"coordinates": [1.0, "2"]}}}, lambda t: t.geo.coordinates.coordinates, "coordinates"),
        ({"referenced_tweets": [{"type": "quoted"}]}, lambda t: t.referenced_tweets[0].id, r"tweets\[0\].id"),
        ({"xauth_nb:joined": {}}, lambda t: t.author, "_joined"),
    ],
)
def test_the_member_is_none_the_tweet_is_there_and_the_path_is_named_once(member, left, path):
    tweets = parse_tweets(page({"id": "1", **member}, {"id": "2"}, {"id": "3", **member}))
    assert [tweet.id for tweet in tweets] == ["1", "2", "3"]
    assert left(tweets[0]) is None
    (named,) = tweets.errors
    assert re.search(rf"^data\[0\]\.(\w+|[.\[\]])*{path}: ", named.detail)
    assert (tweets + tweets).errors == (named,)
    assert len(tweets.to_arrow()) == 3


def test_what_is_beside_it_stays():
    entities = {"hashtags": [{"tag": "a"}, "b", {"tag": "c", "start": "0"}], "urls": {}}
    (tweet,) = parse_tweets(page({"id": "1", "lang": 5, "entities": entities, "source": "x"}))
    assert (tweet.hashtags, tweet.entities.urls, tweet.lang, tweet.source) == (("a", "c"), None, None, "x")


def test_a_record_that_is_no_record_is_left_out_and_named():
    body = {"data": ["x", {"id": "1", "text": "a"}, None], "includes": {"users": [5, {"id": "7", "username": "ada"}]}}
    tweets = parse_tweets(json.dumps(body).encode())
    assert [tweet.id for tweet in tweets] == ["1"]
    assert list(tweets[0]._joined.users) == ["7"]
    assert [error.detail.partition(":")[0] for error in tweets.errors] == ["includes.users[0]", "data[0]", "data[2]"]


def test_what_x_could_not_give_is_told_beside_it():
    tweets = parse_tweets(page({"id": "1", "lang": 5}, errors=[{"title": "Not Found", "resource_id": "2"}]))
    assert [error.title for error in tweets.errors] == ["Not Found", "Unreadable member"]


def test_the_next_page_is_known_all_the_same():
    assert parse_tweets(page({"id": "1", "lang": 5}, meta={"next_token": "n", "result_count": "1"})).next_token == "n"


def test_a_next_page_that_cannot_be_known_is_no_end():
    assert hides_a_page(parse_tweets(page({"id": "1"}, meta={"next_token": 5})).errors)
    assert hides_a_page(parse_tweets(page({"id": "1"}, meta=[])).errors)
    assert not hides_a_page(parse_tweets(page({"id": "1", "lang": 5}, meta={"result_count": "1"})).errors)


def test_of_a_single_record_it_is_said_in_a_warning():
    body = json.dumps({"data": {"id": "1", "public_metrics": []}}).encode()
    for parse in (parse_tweet, parse_user):
        with pytest.warns(UserWarning, match=r"data.public_metrics: Expected `object`, got `array`"):
            assert parse(body).id == "1"


@pytest.mark.parametrize("body", [b'{"data": {}}', b"[]", b"5"])
def test_only_what_is_no_page_at_all_is_an_error(body):
    with pytest.raises(ServerError, match=r"at data: Expected `array|at the top"):
        parse_tweets(body)


@pytest.mark.parametrize("parse", [parse_tweet, parse_tweets, parse_user, parse_users])
@pytest.mark.parametrize("body", [b'{"data": [', b'{"data": {"id": 5', b'{"data": 5, "meta": {', b'{"data": "\xff'])
def test_what_breaks_off_behind_an_odd_member_is_an_error_of_ours(parse, body):
    with pytest.raises(ServerError):
        parse(body)


def test_no_problem_quotes_what_was_sent():
    tweets = parse_tweets(page({"id": "1", "lang": {"canary-4711": "canary-4711"}}))
    assert tweets.errors
    assert "canary" not in repr(tweets.errors)


def places(content, path=()):
    """Every member and element, by its path."""
    for key, value in content.items() if isinstance(content, dict) else enumerate(content):
        yield (*path, key)
        if isinstance(value, (dict, list)):
            yield from places(value, (*path, key))


def changed(content, path, value):
    content = copy.deepcopy(content)
    at = content
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = value
    return content


@pytest.mark.parametrize("number", ["NaN", "-Infinity", "1e999", "1" * 30, "1" * 5000, "1.5", "1e5"])
def test_a_number_that_is_none_costs_that_member(number):
    body = '{"data":[{"id":"1","lang":"en","public_metrics":{"like_count":%s,"reply_count":3}},{"id":"2"}],"meta":{}}'
    tweets = parse_tweets((body % number).encode())
    assert [tweet.id for tweet in tweets] == ["1", "2"]
    assert (tweets[0].lang, tweets[0].public_metrics.like_count, tweets[0].public_metrics.reply_count) == (
        "en",
        None,
        3,
    )
    assert [error.parameter for error in tweets.errors] == ["data[].public_metrics.like_count"]
    (tweet,) = parse_tweets(b'{"data":[{"id":"1","lang":%s,"article":%s,"source":"x"}]}' % ((number.encode(),) * 2))
    assert (tweet.lang, tweet.source) == (None, "x")
    assert number not in tweets.errors[0].detail


OTHER = [
    None,
    True,
    5,
    -1.5,
    2**70,
    float("nan"),
    float("inf"),
    "\ud800",
    "\x00",
    "x",
    "",
    [],
    {},
    ["x", 5],
    {"id": 5},
    [[]],
    [{}],
    [None],
]


@pytest.mark.parametrize("name", ["timeline", "timeline-2.167", "hostile"])
@given(data=st.data())
def test_whatever_one_member_becomes_at_most_it_is_lost(body, name, data):
    sent = json.loads(body(name))
    path = data.draw(st.sampled_from(list(places(sent))))
    value = data.draw(st.sampled_from(OTHER))
    whole, tweets = parse_tweets(body(name)), parse_tweets(json.dumps(changed(sent, path, value)).encode())
    if path[0] != "data":
        assert len(tweets) == len(whole)
    elif len(path) > 1:
        others = [tweet for at, tweet in enumerate(whole) if at != path[1]]
        assert len(tweets) >= len(others)
        assert {tweet.id for tweet in others} <= {tweet.id for tweet in tweets}
    tweets.to_arrow()
    assert str(tweets)
    assert tweets._repr_html_()
    lost = [error.detail for error in tweets.errors if error.type == "xauth_nb:odd-member"]
    assert len(lost) <= 1 or isinstance(value, (list, dict))
    if lost:
        assert ".".join(map(str, path[:1])) in lost[0]


@pytest.mark.parametrize("name", ["timeline", "timeline-2.167", "hostile"])
@given(data=st.data())
def test_a_member_that_is_missing_or_comes_twice_costs_no_other_tweet(body, name, data):
    sent = json.loads(body(name))
    path = data.draw(st.sampled_from([path for path in places(sent) if path[:1] != ("meta",)]))
    made = copy.deepcopy(sent)
    at = made
    for key in path[:-1]:
        at = at[key]
    if isinstance(at, list) and data.draw(st.booleans()):
        at.insert(path[-1], at[path[-1]])
    else:
        del at[path[-1]]
    tweets = parse_tweets(json.dumps(made).encode())
    if path == ("data",):
        assert len(tweets) == 0
    else:
        touched = path[1] if path[0] == "data" else None
        others = {tweet["id"] for number, tweet in enumerate(sent["data"]) if number != touched and "id" in tweet}
        assert others <= {tweet.id for tweet in tweets}
    assert tweets.to_arrow().column_names == parse_tweets(body(name)).to_arrow().column_names
    assert [tweet.to_dict() for tweet in pickle.loads(pickle.dumps(tweets))] == [tweet.to_dict() for tweet in tweets]


@pytest.mark.parametrize("parse", [parse_tweets, parse_users])
@given(data=st.data())
def test_users_too(body, parse, data):
    users = json.loads(body("timeline"))["includes"]["users"]
    sent = {"data": users, "meta": {"result_count": len(users), "next_token": "n"}}
    path = data.draw(st.sampled_from(list(places(sent))))
    found = parse(json.dumps(changed(sent, path, data.draw(st.sampled_from(OTHER)))).encode())
    if path[:1] != ("data",):
        assert len(found) == len(users)
    elif len(path) > 1:
        assert len(found) >= len(users) - 1


def test_lists_of_accounts_too():
    sent = {"data": [{"id": "1", "name": "a", "member_count": "3"}, {"name": "b"}, {"id": "2"}], "meta": {}}
    with pytest.warns(UserWarning, match=r"data\[0\].member_count: .*|data\[1\].id: .*missing"):
        found, token = parse_lists(json.dumps(sent).encode(), status=200)
    assert [(one.id, one.member_count) for one in found] == [("1", None), ("2", None)]
    assert token is None


def test_the_fast_way_names_nothing(body):
    assert [error.title for error in parse_tweets(body("timeline")).errors] == ["Authorization Error"]
    assert Tweets().errors == ()
