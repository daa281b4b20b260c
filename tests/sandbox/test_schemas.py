"""Every answer against the schema of its operation, in both of X's OpenAPI files: 2.159 for tweets, 2.167 for posts."""

from __future__ import annotations

import base64
import json

import jsonschema
import pytest
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import best_match

from xauth_nb.sandbox.world import Tweet

TWEET = {
    "tweet.fields": "article,attachments,author_id,conversation_id,created_at,display_text_range,edit_controls,"
    "edit_history_tweet_ids,entities,geo,id,in_reply_to_user_id,lang,non_public_metrics,note_tweet,possibly_sensitive,"
    "public_metrics,referenced_tweets,reply_settings,source,text",
    "expansions": "attachments.media_keys,attachments.poll_ids,author_id,entities.mentions.username,"
    "in_reply_to_user_id,referenced_tweets.id,referenced_tweets.id.author_id",
    "media.fields": "alt_text,duration_ms,height,media_key,preview_image_url,public_metrics,type,url,variants,width",
    "poll.fields": "duration_minutes,end_datetime,id,options,voting_status",
    "user.fields": "connection_status,created_at,description,entities,id,location,most_recent_tweet_id,name,"
    "pinned_tweet_id,profile_image_url,protected,public_metrics,receives_your_dm,subscription_type,url,username,"
    "verified,verified_type",
}
POST = {
    "post.fields": "attachments,conversation_id,created_at,display_text_range,edit_controls,entities,id,lang,"
    "non_public_metrics,note_post,possibly_sensitive,public_metrics,reply_settings,source,text",
    "expansions": "attachments.media_keys,attachments.poll_ids,author_id,entities.mentions.username,"
    "in_reply_to_user_id,referenced_posts,edit_history_post_ids",
    "media.fields": TWEET["media.fields"],
    "poll.fields": TWEET["poll.fields"],
    "user.fields": "connection_status,created_at,description,entities,id,location,name,profile_image_url,protected,"
    "public_metrics,receives_your_dm,subscription_type,url,username,verified,verified_type",
}
FIELDS = {"tweet": TWEET, "post": POST}


def schema_for(whole, method, path, status):
    responses = whole["paths"][path][method.lower()]["responses"]
    response = responses.get(str(status)) or responses["default"]
    kinds = response["content"]
    if str(status) in responses:
        return kinds["application/json"]["schema"]
    return {"anyOf": [kind["schema"] for kind in kinds.values()]}


def check(whole, method, path, answer):
    schema = {**schema_for(whole, method, path, answer.status_code), "components": whole["components"]}
    error = best_match(Draft202012Validator(schema, format_checker=FormatChecker()).iter_errors(answer.json()))
    assert error is None, f"{method} {path}: {error.message} at {error.json_path}"


@pytest.fixture(params=["tweet", "post"])
def spoken(request, describe, hand, sandbox):
    """A sandbox that speaks a dialect, a hand, and a checker that sends and validates."""
    sb = sandbox(dialect=request.param, permissions="read-write-directmessages")
    mine = hand(sb, "ada")
    whole = describe(request.param)
    fields = FIELDS[request.param]

    def send(method, path, status, *, body=None, with_fields=(), **more):
        url = path
        for name, value in more.pop("at", {}).items():
            url = url.replace(f"{{{name}}}", str(value))
        params = {**more.pop("params", {}), **{name: fields[name] for name in fields if name in with_fields}}
        headers = {}
        if body is not None:
            body, headers = json.dumps(body).encode(), {"Content-Type": "application/json"}
        answer = mine(method, url, params=params, body=body, headers=headers, **more)
        assert answer.status_code == status, answer.text
        if status < 400 or request.param == "tweet":  # 2.167 describes no problem with the type about:blank
            check(whole, method, path, answer)
        return answer.json()

    send.sb, send.fields, send.me, send.dialect = sb, fields, mine.token.user_id, request.param
    return send


@pytest.mark.parametrize("people", [2, pytest.param(6, marks=pytest.mark.deep)])
def test_timelines_match_their_schema_page_after_page(spoken, people):
    for name in spoken.sb.users[:people]:
        person = spoken.sb.world.named(name).id
        params = {"max_results": "100"}
        for _ in range(3):
            page = spoken(
                "GET", "/2/users/{id}/tweets", 200, at={"id": person}, params=params, with_fields=spoken.fields
            )
            if "next_token" not in page["meta"]:
                break
            params["pagination_token"] = page["meta"]["next_token"]


def test_other_lists_of_tweets_match_their_schemas(spoken):
    at = {"id": spoken.me}
    for path in ("mentions", "timelines/reverse_chronological", "liked_tweets", "bookmarks"):
        page = spoken("GET", f"/2/users/{{id}}/{path}", 200, at=at, with_fields=spoken.fields)
        assert len(page["data"]) >= 10
        spoken("GET", f"/2/users/{{id}}/{path}", 200, at=at)
    found = spoken(
        "GET", "/2/tweets/search/recent", 200, params={"query": "from:ada OR from:grace"}, with_fields=spoken.fields
    )
    spoken("GET", "/2/users/reposts_of_me", 200, with_fields=spoken.fields)
    repost = next(tweet for tweet in spoken.sb.world.recent() if tweet.retweeted)
    page = spoken("GET", "/2/tweets/{id}/retweets", 200, at={"id": repost.retweeted}, with_fields=spoken.fields)
    assert str(repost.id) in [one["id"] for one in page["data"]]
    quoted = next(tweet for tweet in spoken.sb.world.recent() if tweet.quoted)
    spoken("GET", "/2/tweets/{id}/quote_tweets", 200, at={"id": quoted.quoted}, with_fields=spoken.fields)
    ids = ",".join(tweet["id"] for tweet in found["data"])
    spoken("GET", "/2/tweets", 200, params={"ids": ids}, with_fields=spoken.fields)
    spoken("GET", "/2/tweets", 200, params={"ids": f"456,{ids}"})
    for tweet_id in ids.split(","):
        spoken("GET", "/2/tweets/{id}", 200, at={"id": tweet_id}, with_fields=spoken.fields)


def test_people_match_their_schemas(spoken):
    fields = {"user.fields"}
    grace = spoken.sb.world.named("grace").id
    expansions = "pinned_tweet_id" if spoken.dialect == "tweet" else "pinned_post_id"
    spoken("GET", "/2/users/me", 200)
    me = spoken("GET", "/2/users/me", 200, params={"expansions": expansions}, with_fields=fields)
    assert me["includes"]["tweets" if spoken.dialect == "tweet" else "posts"]
    spoken("GET", "/2/users/{id}", 200, at={"id": grace}, with_fields=fields)
    spoken("GET", "/2/users", 200, params={"ids": f"{grace},1"}, with_fields=fields)
    spoken("GET", "/2/users/by", 200, params={"usernames": "grace,gone_gary"}, with_fields=fields)
    spoken("GET", "/2/users/by/username/{username}", 200, at={"username": "Grace"}, with_fields=fields)
    for path in ("followers", "following"):
        page = spoken("GET", f"/2/users/{{id}}/{path}", 200, at={"id": grace}, with_fields=fields)
        assert len(page["data"]) > 5
    assert spoken("GET", "/2/users/{id}/blocking", 200, at={"id": spoken.me}, with_fields=fields)["data"]
    found = spoken("GET", "/2/users/search", 200, params={"query": "orbit"}, with_fields=fields)["data"]
    assert {one["username"] for one in found} == {"katherine", "mae"}
    liked = spoken.sb.world.likes(grace)[0]
    assert spoken("GET", "/2/tweets/{id}/liking_users", 200, at={"id": liked}, with_fields=fields)["data"]


def hidden_by(spoken):
    """A reply of grace's to a tweet of ada's."""
    mine = spoken("POST", "/2/tweets", 201, body={"text": "who is there?"})["data"]["id"]
    world, grace = spoken.sb.world, spoken.sb.world.named("grace")

    def make(tweet_id, ms):
        return Tweet(
            tweet_id, grace.id, ms, "me", "en", int(mine), replied_to=int(mine), replied_to_user=int(spoken.me)
        )

    return world.add(make).id


def test_lists_match_their_schemas(spoken):
    shown = {"list.fields": "created_at,description,follower_count,id,member_count,name,private"}
    grace, ada = str(spoken.sb.world.named("grace").id), spoken.me
    fields, expansions = {"user.fields"}, {"expansions": "owner_id", **shown}
    mine = spoken("GET", "/2/users/{id}/owned_lists", 200, at={"id": ada}, params=expansions, with_fields=fields)
    assert [one["name"] for one in mine["data"]] == ["Sky and sea", "To read on Sundays"]
    assert mine["includes"]["users"][0]["username"] == "ada"
    theirs = spoken("GET", "/2/users/{id}/owned_lists", 200, at={"id": grace}, params=shown)["data"][0]
    for path in ("list_memberships", "followed_lists"):
        page = spoken("GET", f"/2/users/{{id}}/{path}", 200, at={"id": ada}, params=shown)
        assert theirs["id"] in [one["id"] for one in page["data"]]
    at = {"id": theirs["id"]}
    spoken("GET", "/2/lists/{id}", 200, at=at, params=expansions, with_fields=fields)
    assert spoken("GET", "/2/lists/{id}/tweets", 200, at=at, with_fields=spoken.fields)["meta"]["result_count"] == 100
    for path, count in (("members", 4), ("followers", 2)):
        page = spoken("GET", f"/2/lists/{{id}}/{path}", 200, at=at, with_fields={"user.fields"})
        assert len(page["data"]) == count
    made = 200 if spoken.dialect == "tweet" else 201
    new = spoken("POST", "/2/lists", made, body={"name": "Mine", "private": True})["data"]
    at = {"id": new["id"]}
    spoken("PUT", "/2/lists/{id}", 200, at=at, body={"description": "only mine"})
    spoken("POST", "/2/lists/{id}/members", 200, at=at, body={"user_id": grace})
    spoken("DELETE", "/2/lists/{id}/members/{user_id}", 200, at={**at, "user_id": grace})
    spoken("POST", "/2/users/{id}/followed_lists", 200, at={"id": ada}, body={"list_id": theirs["id"]})
    left = {"id": ada, "list_id": theirs["id"]}
    spoken("DELETE", "/2/users/{id}/followed_lists/{list_id}", 200, at=left)
    spoken("DELETE", "/2/lists/{id}", 200, at=at)
    assert "data" not in spoken("GET", "/2/lists/{id}", 200, at=at)


def test_acts_match_their_schemas(spoken):
    made = spoken("POST", "/2/tweets", 201, body={"text": "hello"})["data"]["id"]
    spoken("POST", "/2/tweets", 403, body={"text": "hello"})
    at = {"id": spoken.me}
    theirs = str(spoken.sb.world.ids(spoken.sb.world.named("grace").id, 1)[0])
    spoken("POST", "/2/users/{id}/likes", 200, at=at, body={"tweet_id": theirs})
    spoken("DELETE", "/2/users/{id}/likes/{tweet_id}", 200, at={**at, "tweet_id": theirs})
    spoken("POST", "/2/users/{id}/retweets", 200, at=at, body={"tweet_id": theirs})
    reposters = spoken("GET", "/2/tweets/{id}/retweeted_by", 200, at={"id": theirs})
    assert [one["username"] for one in reposters["data"]][:1] == ["ada"]
    spoken("DELETE", "/2/users/{id}/retweets/{source_tweet_id}", 200, at={**at, "source_tweet_id": theirs})
    kim = str(spoken.sb.world.named("quiet_kim").id)
    spoken("POST", "/2/users/{id}/following", 200, at=at, body={"target_user_id": kim})
    spoken("PUT", "/2/tweets/{tweet_id}/hidden", 200, at={"tweet_id": hidden_by(spoken)}, body={"hidden": True})
    spoken("POST", "/2/users/{id}/muting", 200, at=at, body={"target_user_id": kim})
    assert spoken("GET", "/2/users/{id}/muting", 200, at=at)["data"][0]["username"] == "quiet_kim"
    unmute = {"source_user_id": spoken.me, "target_user_id": kim}
    spoken("DELETE", "/2/users/{source_user_id}/muting/{target_user_id}", 200, at=unmute)
    unfollow = {"source_user_id": spoken.me, "target_user_id": kim}
    spoken("DELETE", "/2/users/{source_user_id}/following/{target_user_id}", 200, at=unfollow)
    spoken("DELETE", "/2/tweets/{id}", 200, at={"id": made})


def test_media_match_their_schemas(spoken):
    gif = b"GIF89a" + bytes(64)
    video = b"\0\0\0\x18ftypmp42moov" + bytes(4000)
    one = spoken(
        "POST",
        "/2/media/upload",
        200,
        body={"media": base64.b64encode(gif).decode(), "media_category": "tweet_image"},
    )["data"]
    spoken("POST", "/2/media/metadata", 200, body={"id": one["id"], "metadata": {"alt_text": {"text": "A dot"}}})
    begun = spoken(
        "POST",
        "/2/media/upload/initialize",
        200,
        body={"media_type": "video/mp4", "total_bytes": len(video), "media_category": "tweet_video"},
    )["data"]
    at = {"id": begun["id"]}
    chunk = {"media": base64.b64encode(video).decode(), "segment_index": 0}
    spoken("POST", "/2/media/upload/{id}/append", 200, at=at, body=chunk)
    last = spoken("POST", "/2/media/upload/{id}/finalize", 200, at=at)["data"]
    assert last["processing_info"]["state"] == "in_progress"
    states = [
        spoken("GET", "/2/media/upload", 200, params={"command": "STATUS", "media_id": begun["id"]})["data"][
            "processing_info"
        ]["state"]
        for _ in range(2)
    ]
    assert states == ["in_progress", "succeeded"]
    made = spoken("POST", "/2/tweets", 201, body={"text": "look", "media": {"media_ids": [one["id"]]}})["data"]
    shown = spoken("GET", "/2/tweets/{id}", 200, at={"id": made["id"]}, with_fields=spoken.fields)
    assert shown["includes"]["media"][0]["alt_text"] == "A dot"
    made = spoken("POST", "/2/tweets", 201, body={"media": {"media_ids": [begun["id"]]}})["data"]
    shown = spoken("GET", "/2/tweets/{id}", 200, at={"id": made["id"]}, with_fields=spoken.fields)
    assert shown["includes"]["media"][0]["type"] == "video"


def test_refusals_match_the_schema_of_problems_where_the_file_has_one(describe, hand, sandbox):
    whole = describe("tweet")
    mine = hand(sandbox(rate_limits={"GET /2/users/me": 1}), "ada")
    refused = [
        ("GET", "/2/users/me", mine("GET", "/2/users/me", sign={"client_secret": "no"})),
        ("GET", "/2/users/me", mine("GET", "/2/users/me", params={"x": "1"})),
        ("GET", "/2/users/me", mine("GET", "/2/users/me")),
    ]
    assert [answer.status_code for _, _, answer in refused] == [401, 400, 429]
    for method, path, answer in refused:
        check(whole, method, path, answer)


def test_the_checker_notices_a_wrong_answer(describe):
    whole = describe("tweet")
    schema = {**schema_for(whole, "GET", "/2/users/me", 200), "components": whole["components"]}
    with pytest.raises(jsonschema.ValidationError):
        Draft202012Validator(schema).validate({"data": {"id": 12, "name": "Ada", "username": "ada"}})
    with pytest.raises(jsonschema.ValidationError):
        Draft202012Validator(schema).validate({"data": {"id": "12", "name": "Ada"}})


def test_the_words_of_each_dialect_and_the_alias(hand, sandbox):
    sb = sandbox(dialect="post", at="2026-09-16T15:00:00Z")
    mine = hand(sb, "ada")
    path = f"/2/users/{mine.token.user_id}/tweets"
    new = mine("GET", path, params={"post.fields": "public_metrics", "expansions": "referenced_posts"}).json()
    old = mine("GET", path, params={"tweet.fields": "public_metrics", "expansions": "referenced_tweets.id"}).json()
    assert "repost_count" in new["data"][0]["public_metrics"]
    assert "edit_history_post_ids" in new["data"][0]
    assert "retweet_count" in old["data"][0]["public_metrics"]
    assert "edit_history_tweet_ids" in old["data"][0]
    assert "posts" in new["includes"]
    assert "tweets" in old["includes"]
    assert {one["id"] for one in old["includes"]["tweets"]} == {one["id"] for one in new["includes"]["posts"]}


def test_direct_messages_match_their_schemas(spoken):
    grace, luc = (str(spoken.sb.world.named(name).id) for name in ("grace", "luc"))
    sent = "/2/dm_conversations/with/{participant_id}/messages"
    for number in range(3):
        spoken("POST", sent, 201, at={"participant_id": grace}, body={"text": f"Message {number}"})
    message = {"text": "To both"}
    body = {"conversation_type": "Group", "participant_ids": [grace, luc], "message": message}
    opened = spoken("POST", "/2/dm_conversations", 201, body=body)["data"]
    group = {"dm_conversation_id": opened["dm_conversation_id"]}
    spoken("POST", "/2/dm_conversations/{dm_conversation_id}/messages", 201, at=group, body=message)
    fields = {
        "dm_event.fields": "id,text,event_type,created_at,attachments"
        + (",sender_id,dm_conversation_id" if spoken.dialect == "tweet" else ""),
        "expansions": "sender_id,participant_ids",
        "user.fields": "username",
    }
    page = spoken("GET", "/2/dm_events", 200, params={**fields, "max_results": "2"})
    assert [one["text"] for one in page["data"]] == ["To both", "To both"]
    assert {one["username"] for one in page["includes"]["users"]} >= {"ada", "grace", "luc"}
    rest = {**fields, "max_results": "2", "pagination_token": page["meta"]["next_token"]}
    assert [one["text"] for one in spoken("GET", "/2/dm_events", 200, params=rest)["data"]] == [
        "Message 2",
        "Message 1",
    ]
    of_two = "/2/dm_conversations/with/{participant_id}/dm_events"
    assert len(spoken("GET", of_two, 200, at={"participant_id": grace})["data"]) == 3
    of_group = {"id": opened["dm_conversation_id"]}
    assert len(spoken("GET", "/2/dm_conversations/{id}/dm_events", 200, at=of_group)["data"]) == 2
    one = {"event_id": opened["dm_event_id"]}
    assert spoken("GET", "/2/dm_events/{event_id}", 200, at=one)["data"]["text"] == "To both"
    assert spoken("DELETE", "/2/dm_events/{event_id}", 200, at=one) == {"data": {"deleted": True}}
    assert "data" not in spoken("GET", "/2/dm_events/{event_id}", 200, at=one)


def test_direct_messages_need_a_permission_of_their_own_and_are_read_by_who_takes_part(sandbox, hand):
    send = "/2/dm_conversations/with/{}/messages"
    usual = sandbox()
    grace = usual.world.named("grace").id
    refused = hand(usual, "ada")("POST", send.format(grace), json={"text": "Hello"})
    assert (refused.status_code, refused.json()["type"].rpartition("/")[2]) == (403, "oauth1-permissions")
    assert hand(usual, "ada")("GET", "/2/dm_events").status_code == 403
    sb = sandbox(permissions="read-write-directmessages")
    ada, others = hand(sb, "ada"), [hand(sb, name) for name in ("grace", "luc")]
    made = ada("POST", send.format(grace), json={"text": "Hello"})
    assert made.headers["x-access-level"] == "read-write-directmessages"
    there = [one("GET", f"/2/dm_events/{made.json()['data']['dm_event_id']}").json() for one in others]
    assert ["data" in one for one in there] == [True, False]
    assert others[0]("DELETE", f"/2/dm_events/{made.json()['data']['dm_event_id']}").status_code == 403
    assert ada("POST", send.format(ada.token.user_id), json={"text": "To myself"}).status_code == 403
    assert ada("POST", send.format(grace), json={"text": " "}).status_code == 400
    strange = ("{1}-{0}", "²-{1}", "{1}-" + "9" * 5000, "0-{1}", "{0}-999", "999-{0}")
    for name in strange:  # none is as X names a conversation of two, or one of them is nobody
        there = f"/2/dm_conversations/{name.format(ada.token.user_id, grace)}/messages"
        assert ada("POST", there, json={"text": "Hello"}).status_code in (403, 404, 414), name
    assert sb.crashes == []
