"""Posts and parameters that X refuses, and what is not there: rows E30–E37, word for word."""

from __future__ import annotations

import time

import pytest

TEXT = {"text": "a new thought"}
PROBLEMS = "https://api.twitter.com/2/problems/"


@pytest.fixture
def ada(hand, sb):
    return hand(sb, "ada")


def test_e30_the_same_text_is_a_duplicate_until_it_is_deleted(sb, write):
    mine = write(sb)
    first = mine(**TEXT)
    answer = mine(**TEXT)
    assert answer.status_code == 403
    assert answer.json() == {
        "detail": "You are not allowed to create a Tweet with duplicate content.",
        "type": "about:blank",
        "title": "Forbidden",
        "status": 403,
    }
    assert write(sb, "grace")(**TEXT).status_code == 201
    gone = mine.mine("DELETE", f"/2/tweets/{first.json()['data']['id']}")
    assert gone.json() == {"data": {"deleted": True}}
    assert mine(**TEXT).status_code == 201


def test_e30_a_text_with_a_link_is_compared_as_it_was_written(sb, write):
    mine = write(sb)
    assert mine(text="see https://example.org/a").status_code == 201
    assert mine(text="see https://example.org/b").status_code == 201
    assert mine(text="see https://example.org/a").status_code == 403


def test_e31_self_serve_replies_only_where_summoned(sandbox, write):
    sb = sandbox(tier="pay-per-use")
    ada, grace = write(sb), write(sb, "grace")
    plain = grace(text="to nobody").json()["data"]["id"]
    answer = ada(text="hi", reply={"in_reply_to_tweet_id": plain})
    assert answer.status_code == 403
    assert answer.json()["detail"] == (
        "Reply to this conversation is not allowed because you have not been mentioned or otherwise engaged by the "
        "author of the post you are replying to."
    )
    called = grace(text="hello @ada").json()["data"]["id"]
    assert ada(text="hi", reply={"in_reply_to_tweet_id": called}).status_code == 201
    own = ada(text="first of two").json()["data"]["id"]
    assert ada(text="second of two", reply={"in_reply_to_tweet_id": own}).status_code == 201


def test_e31_who_was_answered_or_quoted_by_the_author_may_reply(sandbox, write):
    sb = sandbox(tier="pay-per-use")
    ada, grace = write(sb), write(sb, "grace")
    own = ada(text="from ada, to @grace").json()["data"]["id"]
    answered = grace(text="an answer", reply={"in_reply_to_tweet_id": own}).json()["data"]["id"]
    quoted = grace(text="look at this", quote_tweet_id=own).json()["data"]["id"]
    for number, called in enumerate((answered, quoted)):
        assert ada(text=f"thanks {number}", reply={"in_reply_to_tweet_id": called}).status_code == 201


def test_e32_self_serve_quotes_only_where_summoned(sandbox, write):
    sb = sandbox(tier="pay-per-use")
    plain = write(sb, "grace")(text="to nobody").json()["data"]["id"]
    answer = write(sb)(text="look", quote_tweet_id=plain)
    assert answer.status_code == 403
    assert answer.json()["detail"].startswith("Quoting this post is not allowed because")


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("a" * 280, True),
        ("a" * 281, False),
        ("日本" * 70, True),
        ("日本" * 70 + "。", False),
        ("a" * 256 + " https://example.org/" + "x" * 300, True),
        ("a" * 257 + " https://example.org/", False),
        ("👨‍👩‍👧‍👦" * 140, True),
        ("👨‍👩‍👧‍👦" * 141, False),
    ],
)
def test_e33_length_is_weighted(sb, text, fits, write):
    answer = write(sb)(text=text)
    assert answer.status_code == (201 if fits else 400)
    if not fits:
        assert answer.json()["title"] == "Invalid Request"
        assert answer.json()["errors"][0]["message"] == (
            "Your Tweet text is too long. For more information on how Twitter determines text length see "
            "https://github.com/twitter/twitter-text."
        )


def test_e33_premium_writes_long_posts_that_come_back_as_notes(sandbox, write):
    sb = sandbox(premium=["ada"])
    mine = write(sb)
    text = "word " * 400
    posted = mine(text=text).json()["data"]
    assert len(posted["text"]) < 290
    shown = mine.mine("GET", f"/2/tweets/{posted['id']}", params={"tweet.fields": "note_tweet"}).json()["data"]
    assert shown["note_tweet"]["text"] == text.strip()
    assert mine(text="x" * 25_001).status_code == 400


@pytest.mark.parametrize("text", ["a." * 12_500, "a-" * 12_499 + "a.", "com." * 6250, "x" * 25_001, "x" * 900_000])
def test_e33_no_text_takes_long_to_refuse(sb, text, write):
    mine, began = write(sb), time.monotonic()
    assert mine(text=text).status_code == 400
    assert time.monotonic() - began < 10  # twitter-text alone takes many minutes


def test_e33_long_names_of_hosts_are_links_as_they_are(sb, write):
    mine = write(sb)
    host = ".".join(["sub"] * 40) + ".example.com"
    posted = mine(text=f"see {host}.nothing.elsewhere").json()["data"]
    assert sb.world.tweet(int(posted["id"])).links[0].expanded == f"http://{host}"


def test_e33_the_mentions_that_a_reply_begins_with_do_not_count(sb, write):
    mine = write(sb)
    first = mine(text="first").json()["data"]["id"]
    reply = {"in_reply_to_tweet_id": first}
    assert mine(text="@grace @alan " + "a" * 280, reply=reply).status_code == 201
    assert mine(text="@grace @alan " + "a" * 281, reply=reply).status_code == 400


@pytest.mark.parametrize(
    ("path", "params", "message"),
    [
        ("tweets", {"max_results": "0"}, "The `max_results` query parameter value [0] is not between 5 and 100"),
        ("tweets", {"max_results": "ten"}, "The `max_results` query parameter value [ten] is not between 5 and 100"),
        (
            "tweets",
            {"exclude": "likes"},
            "The `exclude` query parameter value [likes] is not one of [replies,retweets]",
        ),
        ("tweets", {"since_id": "x"}, "The `since_id` query parameter value [x] is not valid"),
        ("tweets", {"since_id": "9" * 40}, f"The `since_id` query parameter value [{'9' * 40}] is not valid"),
        ("tweets", {"pagination_token": "zzz"}, "The `pagination_token` query parameter value [zzz] is not valid"),
        (
            "tweets",
            {"start_time": "yesterday"},
            "The `start_time` query parameter value [yesterday] is not a valid RFC3339 timestamp",
        ),
        ("mentions", {"max_results": "101"}, "The `max_results` query parameter value [101] is not between 5 and 100"),
    ],
)
def test_e34_a_parameter_that_cannot_be(ada, path, params, message):
    answer = ada("GET", f"/2/users/{ada.token.user_id}/{path}", params=params)
    assert answer.status_code == 400
    assert answer.json() == {
        "errors": [{"parameters": {name: [value] for name, value in params.items()}, "message": message}],
        "title": "Invalid Request",
        "detail": "One or more parameters to your request was invalid.",
        "type": PROBLEMS + "invalid-request",
    }


def test_e34_a_parameter_that_does_not_exist(ada):
    answer = ada("GET", "/2/users/me", params={"fields": "id"})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["message"].startswith("The query parameter [fields] is not one of [")


def test_e34_a_page_token_of_another_query(ada, sb):
    def page(path, **params):
        return ada("GET", path, params={"max_results": "5", **params})

    path = f"/2/users/{ada.token.user_id}/tweets"
    token = page(path).json()["meta"]["next_token"]
    assert page(path, pagination_token=token).status_code == 200
    assert page(path, pagination_token=token, exclude="replies").status_code == 400
    assert page(f"/2/users/{sb.world.named('grace').id}/tweets", pagination_token=token).status_code == 400


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"text": "x", "reply": {}}, "$.reply.in_reply_to_tweet_id: is missing but it is required"),
        (
            {"text": "x", "media": {"media_ids": []}},
            "$.media.media_ids: there must be a minimum of 1 item in the array",
        ),
        (
            {"text": "x", "media": {"media_ids": ["1"] * 5}},
            "$.media.media_ids: there must be a maximum of 4 items in the array",
        ),
        ({"text": "x", "media": {"media_ids": ["1"]}}, "Your media IDs are invalid."),
        (
            {"text": "x", "colour": "red"},
            "$.colour: is not defined in the schema and the schema does not allow additional properties",
        ),
        (
            {"text": "x", "poll": {"options": ["a"], "duration_minutes": 5}},
            "$.poll.options: must have between 2 and 4 items",
        ),
        (
            {"text": "x", "poll": {"options": ["a", "b"], "duration_minutes": 4}},
            "$.poll.duration_minutes: is not between 5 and 10080",
        ),
        ({"text": 1}, "$.text: must be a string"),
        (
            {"text": "x", "reply_settings": "nobody"},
            "$.reply_settings: must be one of following, mentionedUsers, subscribers, verified",
        ),
    ],
)
def test_e35_a_body_that_cannot_be(sb, body, message, write):
    answer = write(sb)(**body)
    assert (answer.status_code, answer.json()["title"]) == (400, "Invalid Request")
    assert answer.json()["errors"][0]["message"] == message
    assert sb.world.posted() == []


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_e35_an_empty_text(sb, text, write):
    assert write(sb)(text=text).status_code == 400


def test_e36_tweets_that_are_not_there_come_beside_those_that_are(ada, sb):
    there = sb.world.ids(limit=1)[0]
    answer = ada("GET", "/2/tweets", params={"ids": f"456,{there}"})
    assert answer.status_code == 200
    assert [tweet["id"] for tweet in answer.json()["data"]] == [str(there)]
    assert answer.json()["errors"] == [
        {
            "value": "456",
            "detail": "Could not find tweet with ids: [456].",
            "title": "Not Found Error",
            "resource_type": "tweet",
            "parameter": "ids",
            "resource_id": "456",
            "type": PROBLEMS + "resource-not-found",
        }
    ]


@pytest.mark.parametrize(
    "path", ["/2/tweets/456", "/2/users/456", "/2/users/by/username/nobody", "/2/users/456/tweets"]
)
def test_e36_one_that_is_not_there_is_a_200_without_data(ada, path):
    answer = ada("GET", path)
    assert answer.status_code == 200
    assert "data" not in answer.json()
    assert answer.json()["errors"][0]["detail"].startswith("Could not find ")


def test_e37_paths_that_do_not_exist(ada):
    answer = ada("GET", "/1.1/statuses/nothing.json")
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (404, 34)
    answer = ada("GET", "/2/nothing")
    assert (answer.status_code, answer.json()["title"]) == (404, "Not Found")
    assert ada("PUT", "/2/tweets").status_code == 405


def test_a_tweet_of_somebody_else_cannot_be_deleted(ada, sb):
    theirs = sb.world.ids(sb.world.named("grace").id, 1)[0]
    assert ada("DELETE", f"/2/tweets/{theirs}").status_code == 403
    assert sb.world.tweet(theirs) is not None


def test_a_protected_account_is_shown_to_its_followers_only(hand, sandbox):
    sb = sandbox(protected=["omar"])
    omar = sb.world.named("omar").id
    tweet = sb.world.ids(omar, 1)[0]
    for name in ("ada", "grace", "luc", "mae", "hedy"):
        mine = hand(sb, name)
        follows = omar in sb.world.following(int(mine.token.user_id))
        assert ("data" in mine("GET", f"/2/tweets/{tweet}").json()) is follows
        assert ("data" in mine("GET", f"/2/users/{omar}/tweets").json()) is follows
