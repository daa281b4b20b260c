import json
from datetime import datetime, timezone

import pytest

from xauth_nb.errors import NotFoundError, ServerError
from xauth_nb.tweets import parse_tweet, parse_tweets, parse_user, parse_users


def page(**tweet):
    return json.dumps({"data": [{"id": "1", "text": "a", **tweet}]}).encode()


def test_both_dialects_give_the_same_tweets(body):
    old, new = (parse_tweets(body(name)) for name in ("timeline", "timeline-2.167"))
    assert b"repost_count" in body("timeline-2.167")
    assert b"repost_count" not in body("timeline")
    for one, other in zip(old, new, strict=True):
        for field in one.__struct_fields__:
            if field != "_joined":
                assert getattr(one, field) == getattr(other, field), field
        assert one.full_text == other.full_text
        assert one.quoted == other.quoted
        assert one.author.public_metrics == other.author.public_metrics
    assert old[0].public_metrics.retweet_count == 128
    assert new[0].author.public_metrics.tweet_count == 4127
    assert new[3].quoted is not None


def test_the_new_names_are_translated_only_where_they_are_keys():
    text = '"repost_count": 3, "posts" :[] \\"note_post\\":'
    data = {"data": [{"id": "1", "text": text, "public_metrics": {"repost_count": 3}}]}
    for separators in ((",", ":"), (", ", " : "), (",\n", "\t:\n")):
        tweet = parse_tweets(json.dumps(data, separators=separators).encode())[0]
        assert tweet.text == text
        assert tweet.public_metrics.retweet_count == 3


def test_a_user_of_the_new_dialect_has_the_old_names():
    body = {"data": {"id": "1", "pinned_post_id": "7", "most_recent_post_id": "8", "public_metrics": {"post_count": 9}}}
    user = parse_user(json.dumps(body).encode())
    assert (user.pinned_tweet_id, user.most_recent_tweet_id, user.public_metrics.tweet_count) == ("7", "8", 9)


def test_an_unknown_field_is_ignored_and_a_missing_one_is_none():
    tweet = parse_tweets(page(new_thing={"a": [1]}))[0]
    assert tweet.lang is None
    assert tweet.author is None
    assert tweet.media == ()


def test_ids_stay_exact_beyond_two_to_the_fifty_third():
    assert parse_tweets(page(id="9223372036854775807"))[0].id == "9223372036854775807"


def test_times_are_aware_and_utc():
    for written in ("2021-01-06T18:40:40.000Z", "2021-01-06T20:40:40+02:00"):
        created_at = parse_tweets(page(created_at=written))[0].created_at
        assert created_at == datetime(2021, 1, 6, 18, 40, 40, tzinfo=timezone.utc)
        assert created_at.tzinfo is timezone.utc


def test_no_data_is_an_empty_page_with_what_x_said(body):
    empty = parse_tweets(b'{"meta": {"result_count": 0}}')
    assert (len(empty), empty.next_token, empty.errors) == (0, None, ())
    partial = parse_tweets(body("timeline"))
    assert [error.title for error in partial.errors] == ["Authorization Error"]
    assert partial.errors[0].resource_id == "1840000000000000001"
    assert partial.next_token == "7140dibdnow9c7btw482mm"


def test_a_look_up_without_data_is_not_found_in_x_s_words():
    body = b'{"errors": [{"title": "Not Found Error", "detail": "Could not find tweet with id: [1].", "type": "x"}]}'
    for parse in (parse_tweet, parse_user):
        with pytest.raises(NotFoundError, match=r"Could not find tweet with id: \[1\]") as caught:
            parse(body)
        assert (caught.value.status, caught.value.title) == (200, "Not Found Error")


@pytest.mark.parametrize(("body", "where"), [(b'{"data": {}}', r"at data: Expected `array"), (b"[]", "at the top")])
def test_what_is_no_page_is_reported_with_its_path(body, where):
    with pytest.raises(ServerError, match=where) as caught:
        parse_tweets(body, status=200)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"<!doctype html><title>Over capacity</title>", "web page"),
        (b"Over capacity", "not JSON"),
        (page()[:-5], "not whole JSON"),
        (page() + b"}", "not whole JSON"),
        (b'{"new": ' + b"[" * 100_000, "not whole JSON"),
        (b'{"new": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "not whole JSON"),
        (b"{}", "neither data, nor meta, nor errors"),
    ],
)
def test_an_answer_that_is_not_an_answer_is_a_server_error(body, what):
    for parse in (parse_tweets, parse_users):
        with pytest.raises(ServerError, match=what) as caught:
            parse(body, status=503)
        assert caught.value.status == 503


def test_every_cut_of_an_answer_is_a_server_error(body):
    whole = json.dumps(json.loads(body("timeline"))).encode()
    for end in range(0, len(whole), 97):
        with pytest.raises(ServerError):
            parse_tweets(whole[:end])


def test_no_message_quotes_the_body():
    with pytest.raises(ServerError) as caught:
        parse_tweets(b'{"data": {"id": 1, "text": "canary-4711"}, "canary-4711": 1}')
    assert "canary" not in str(caught.value)


@pytest.mark.parametrize(
    "text", [b"half \\ud83d a pair", b"other half \\udc00", b"not utf-8 \xff\xfe", b"\xed\xa0\x80"]
)
def test_halves_of_characters_become_the_replacement_character(text):
    tweet = parse_tweets(b'{"data": [{"id": "1", "text": "' + text + b'"}]}')[0]
    assert "\ufffd" in tweet.text
    tweet.text.encode("utf-8")


def test_whole_pairs_survive_beside_half_ones():
    tweet = parse_tweets(b'{"data": [{"id": "1", "text": "\\ud83d\\ude00 \\ud83d"}]}')[0]
    assert tweet.text == "😀 \ufffd"


def test_equal_strings_of_a_page_are_one_string(timeline):
    first, second = timeline[0], timeline[1]
    assert first.author_id is second.author_id
    assert first.conversation_id is first.id
    assert first.edit_history_tweet_ids[0] is first.id
