"""What real clients send and expect beside the main road: vocabularies, forms, old calls, headers, dates, the clock."""

from __future__ import annotations

import http.client
import time
from datetime import datetime, timezone
from urllib.parse import urlencode, urlsplit

import pytest

from xauth_nb.sandbox import visitor
from xauth_nb.session import XSession


@pytest.fixture
def ada(hand, sb):
    return hand(sb, "ada")


# The words of the answer are those of the request (measured on X in August 2026)


@pytest.mark.parametrize(
    ("params", "speaks_post"),
    [
        ({}, False),
        ({"tweet.fields": "public_metrics,referenced_tweets"}, False),
        ({"post.fields": "public_metrics,referenced_posts"}, True),
        ({"expansions": "referenced_posts"}, True),
        ({"expansions": "referenced_tweets.id"}, False),
        ({"post.fields": "public_metrics", "tweet.fields": "public_metrics"}, False),
    ],
)
def test_an_answer_has_the_words_of_its_request(ada, params, speaks_post):
    answer = ada("GET", f"/2/users/{ada.token.user_id}/tweets", params={"max_results": "100", **params})
    text = answer.text
    assert ('"edit_history_post_ids"' in text, '"edit_history_tweet_ids"' in text) == (speaks_post, not speaks_post)
    if "public_metrics" in str(params):
        assert ('"repost_count"' in text, '"retweet_count"' in text) == (speaks_post, not speaks_post)
    assert answer.headers["api-version"] == ("2.167" if speaks_post else "2.159")


def test_the_setting_decides_where_a_request_has_no_words_of_its_own(sandbox, hand):
    mine = hand(sandbox(dialect="post"), "ada")
    assert "edit_history_post_ids" in mine("GET", f"/2/users/{mine.token.user_id}/tweets").text
    old = mine("GET", f"/2/users/{mine.token.user_id}/tweets", params={"tweet.fields": "lang"})
    assert "edit_history_tweet_ids" in old.text


def test_times_are_written_to_the_second_as_x_does(ada):
    found = ada("GET", f"/2/users/{ada.token.user_id}/tweets", params={"tweet.fields": "created_at"}).json()["data"]
    assert all(tweet["created_at"].endswith(".000Z") for tweet in found)
    assert len({int(tweet["id"]) >> 22 for tweet in found}) == len(found)


def test_answers_carry_what_x_sends_along(ada):
    headers = ada("GET", "/2/users/me").headers
    assert headers["content-disposition"] == "attachment; filename=json.json"
    assert headers["content-type"] == "application/json; charset=utf-8"
    assert len(headers["x-transaction-id"]) == 16
    assert headers["x-response-time"].isdigit()
    assert {"x-rate-limit-limit", "x-rate-limit-remaining", "x-rate-limit-reset", "x-access-level"} <= set(headers)


# Search


@pytest.mark.parametrize(
    ("operator", "count"),
    [("min_likes", "like_count"), ("min_replies", "reply_count"), ("min_reposts", "retweet_count")],
)
def test_search_takes_least_counts(ada, operator, count):
    def search(query):
        params = {"query": query, "max_results": "100", "tweet.fields": "public_metrics"}
        found = ada("GET", "/2/tweets/search/recent", params=params).json().get("data", ())
        return [tweet["public_metrics"][count] for tweet in found]

    every = search("from:grace -is:retweet")
    least = sorted(every)[len(every) // 2] or 1
    assert sorted(search(f"from:grace -is:retweet {operator}:{least}")) == sorted(n for n in every if n >= least)
    assert all(n < least for n in search(f"from:grace -is:retweet -{operator}:{least}"))
    refused = ada("GET", "/2/tweets/search/recent", params={"query": f"from:grace {operator}:many"})
    assert refused.status_code == 400


# Uploads


@pytest.mark.parametrize("disposition", ['name="media"', 'name="media"; filename="blob"'])
def test_a_part_is_taken_with_and_without_the_name_of_a_file(ada, disposition):
    content = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 3  # not UTF-8
    started = ada(
        "POST",
        "/2/media/upload/initialize",
        json={"media_type": "image/png", "total_bytes": len(content), "media_category": "tweet_image"},
    ).json()["data"]["id"]
    body = (
        b'--frontier\r\nContent-Disposition: form-data; name="segment_index"\r\n\r\n0\r\n'
        + f"--frontier\r\nContent-Disposition: form-data; {disposition}\r\n".encode()
        + b"Content-Type: application/octet-stream\r\n\r\n"
        + content
        + b"\r\n--frontier--\r\n"
    )
    sent = ada(
        "POST",
        f"/2/media/upload/{started}/append",
        body=body,
        headers={"Content-Type": "multipart/form-data; boundary=frontier"},
    )
    assert sent.status_code == 200, sent.text
    done = ada("POST", f"/2/media/upload/{started}/finalize").json()["data"]
    assert done["size"] == len(content)


def test_a_form_that_is_none_is_told(ada):
    started = ada(
        "POST",
        "/2/media/upload/initialize",
        json={"media_type": "image/png", "total_bytes": 5, "media_category": "tweet_image"},
    ).json()["data"]["id"]
    for kind in ("multipart/form-data", "multipart/form-data; boundary=frontier"):
        answer = ada("POST", f"/2/media/upload/{started}/append", body=b"no form", headers={"Content-Type": kind})
        assert answer.status_code == 400


# v1.1


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/1.1/users/show.json?screen_name=grace"),
        ("GET", "/1.1/statuses/home_timeline.json"),
        ("GET", "/1.1/search/tweets.json?q=x"),
        ("GET", "/1.1/statuses/show/20.json"),
        ("POST", "/1.1/statuses/destroy/20.json"),
        ("POST", "/1.1/favorites/create.json"),
    ],
)
def test_old_calls_are_known_and_closed(sb, hand, ada, method, path):
    answer = ada(method, path)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (403, 453)
    reading = hand(sb, "grace", access="read")(method, path)
    assert reading.status_code == (401 if method == "POST" else 403)


def test_verify_credentials_shows_the_newest_tweet(sb, hand, write):
    posted = write(sb)(text="The newest & best").json()["data"]["id"]
    mine = hand(sb, "ada")
    shown = mine("GET", "/1.1/account/verify_credentials.json").json()
    assert (shown["status"]["id_str"], shown["status"]["text"]) == (posted, "The newest &amp; best")
    assert datetime.strptime(shown["status"]["created_at"], "%a %b %d %H:%M:%S %z %Y").tzinfo
    brief = mine("GET", "/1.1/account/verify_credentials.json", params={"skip_status": "true", "include_email": "true"})
    assert "status" not in brief.json()
    assert brief.json()["email"] == "ada@sandbox.example"


# Lists that are pinned, trends, analytics


def test_lists_are_pinned_and_taken_down(sb, ada):
    me = ada.token.user_id
    made = ada("POST", "/2/lists", json={"name": "Pinned"}).json()["data"]["id"]
    path = f"/2/users/{me}/pinned_lists"
    assert ada("POST", path, json={"list_id": made}).json() == {"data": {"pinned": True}}
    shown = ada("GET", path, params={"list.fields": "owner_id"}).json()
    assert (shown["data"], shown["meta"]) == (
        [{"id": made, "name": "Pinned", "owner_id": str(me)}],
        {"result_count": 1},
    )
    assert ada("DELETE", f"{path}/{made}").json() == {"data": {"pinned": False}}
    assert "data" not in ada("GET", path).json()
    assert ada("POST", path, json={"list_id": "1"}).status_code == 400


def test_trends_are_the_hashtags_of_the_week(ada):
    found = ada("GET", "/2/users/personalized_trends").json()["data"]
    assert [one["post_count"] for one in found] == sorted((one["post_count"] for one in found), reverse=True)
    named = ada("GET", "/2/users/personalized_trends", params={"personalized_trend.fields": "trend_name"}).json()[
        "data"
    ]
    assert [one["trend_name"] for one in found] == [one["trend_name"] for one in named]
    assert set(named[0]) == {"trend_name"}


def test_analytics_are_of_ones_own(sb, ada):
    mine, theirs = (sb.world.ids(sb.world.named(name).id, 1)[0] for name in ("ada", "grace"))
    moment = datetime.fromtimestamp(sb.world.tweet(mine).ms / 1000, timezone.utc)
    span = {"start_time": f"{moment:%Y-%m-%dT00:00:00Z}", "end_time": f"{moment:%Y-%m-%dT23:59:59.000Z}"}
    answer = ada("GET", "/2/tweets/analytics", params={"ids": f"{mine},{theirs}", "granularity": "daily", **span})
    assert [one["id"] for one in answer.json()["data"]] == [str(mine)]
    assert [one["resource_id"] for one in answer.json()["errors"]] == [str(theirs)]
    assert ada("GET", "/2/tweets/analytics", params={"ids": str(mine)}).status_code == 400
    seen = next(
        media.key
        for one in sb.world.ids(sb.world.named("ada").id)
        for media in sb.world.tweet(one).media
        if sb.world.tweet(one).media
    )
    assert ada("GET", "/2/media", params={"media_keys": seen}).json()["data"][0]["media_key"] == seen
    assert ada("GET", f"/2/media/{seen}").json()["data"]["media_key"] == seen
    figures = ada("GET", "/2/media/analytics", params={"media_keys": seen, "granularity": "daily", **span}).json()
    assert figures["data"][0]["media_key"] == seen


# Sign in with X


def opened(sb, path, token, cookie="", **more):
    where = urlsplit(sb.base_url)
    connection = http.client.HTTPConnection(where.hostname, where.port, timeout=20)
    try:
        query = urlencode({"oauth_token": token, **more})
        connection.request("GET", f"{path}?{query}", headers={"Cookie": cookie} if cookie else {})
        answer = connection.getresponse()
        return answer.status, answer.getheader("Location", ""), answer.read().decode()
    finally:
        connection.close()


def test_authenticate_does_not_ask_again_who_has_approved(sb, hand):
    hand(sb, "grace")
    callback = next(iter(sb.callbacks))
    cookie = f"sandbox_browser={sb._state.tokens.browser_of(sb.world.named('grace').id)}"

    def begin(callback=callback):
        return sb._state.tokens.issue_request(callback, "read-write").token

    token = begin()
    status, location, _ = opened(sb, "/oauth/authenticate", token, cookie)
    assert status == 302
    assert f"oauth_token={token}" in location
    assert "oauth_verifier=" in location
    assert opened(sb, "/oauth/authenticate", begin())[0] == 200  # nobody is signed in there
    assert opened(sb, "/oauth/authenticate", begin(), cookie, force_login="true")[0] == 200
    assert opened(sb, "/oauth/authorize", begin(), cookie)[0] == 200  # this one always asks
    stranger = f"sandbox_browser={sb._state.tokens.browser_of(sb.world.named('luc').id)}"
    assert opened(sb, "/oauth/authenticate", begin(), stranger)[0] == 200  # has not approved it yet
    assert 'class="pin"' in opened(sb, "/oauth/authenticate", begin("oob"), cookie)[2]


def test_the_pages_sign_a_browser_in(sb):
    token = sb._state.tokens.issue_request("oob", "read").token
    visitor.approve(sb.endpoints.authorize_url(token), "ada")
    assert sb.world.named("ada").id in sb._state.tokens.browsers.values()


# The clock


@pytest.mark.parametrize("days", [1, 7, 400])
def test_days_pass_and_sign_ins_go_on(sandbox, days):
    sb = sandbox(at=None)
    x = XSession(sb.client, sb.sign_in("ada"), endpoints=sb.endpoints)
    try:
        before = x.post_tweet("Today", once=False)
        sb.clock.advance(days=days)
        after = x.post_tweet("Later: zyzzyva", once=False)
        passed = (after.created_at - before.created_at).total_seconds()
        assert abs(passed - days * 86_400) < 60
        assert XSession(sb.client, sb.sign_in("grace"), endpoints=sb.endpoints).me().username == "grace"
        now = sb.clock.now()
        found = [tweet.id for tweet in x.search("zyzzyva", limit=10)]
        assert found == [after.id]
        assert all(
            abs(window.reset_at.timestamp() - now) < 1000 for _, window in x.limits if window.name == "15 minutes"
        )
    finally:
        x.close()


def test_a_week_later_search_begins_a_week_later(sandbox):
    sb = sandbox(at=None)
    x = XSession(sb.client, sb.sign_in("ada"), endpoints=sb.endpoints)
    try:
        before = x.post_tweet("Today: zyzzyva", once=False)
        sb.clock.advance(days=6)
        assert [tweet.id for tweet in x.search("zyzzyva from:ada", limit=10)] == [before.id]
        sb.clock.advance(days=2)
        assert len(x.search("zyzzyva from:ada", limit=10)) == 0
        assert before.id in [tweet.id for tweet in x.timeline(limit=200)]
    finally:
        x.close()


def test_a_refusal_after_days_have_passed_is_not_blamed_on_the_clock(sandbox):
    from xauth_nb.errors import UnauthorizedError

    sb = sandbox(at=None)
    token = sb.sign_in("ada")
    x = XSession(sb.client, token, endpoints=sb.endpoints)
    try:
        sb.clock.advance(days=7)
        sb._state.tokens.revoke(token.token)
        with pytest.raises(UnauthorizedError) as caught:
            x.me()
        assert "clock" not in caught.value.message
    finally:
        x.close()


def test_a_clock_that_is_wrong_is_still_refused(sandbox):
    sb = sandbox(at=None)
    token = sb.sign_in("ada")
    sb.clock.advance(days=7)
    sb.clock.skew(minutes=10)
    x = XSession(sb.client, token, endpoints=sb.endpoints)
    try:
        with pytest.raises(Exception, match=r"(599|600|601) seconds behind"):
            x.me()
    finally:
        x.close()
    assert time.time() < sb.clock.now()


def test_every_date_that_practice_shows_is_of_its_own_days(sandbox):
    from datetime import timedelta

    sb = sandbox()
    x = XSession(sb.client, sb.sign_in("ada"), endpoints=sb.endpoints)
    x.me()
    for days in (0, 7):
        sb.clock.advance(days=days)
        world = datetime.fromtimestamp(sb.clock.world_now() / 1000, timezone.utc)
        with pytest.warns(UserWarning, match=r"X found nothing from"):
            x.search("zyzzyva", limit=10)  # its answer tells the day
        with pytest.warns(UserWarning, match=f"to {world.day} Sep 2026"):
            x.search("zyzzyva", limit=10)
        tweet = x.post_tweet(f"day {days}")
        ends = {window.reset_at for call, window in x.limits if call == "POST /2/tweets"}
        told = [tweet.created_at or world, x.ledger[-1].tried, *ends]
        assert all(abs(moment - world) < timedelta(minutes=20) for moment in told), told
    x.close()
