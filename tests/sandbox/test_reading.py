"""Timelines, search, fields and expansions: what is asked for comes, in order, and nothing else."""

from __future__ import annotations

import pytest


@pytest.fixture
def ada(hand, sb):
    return hand(sb, "ada")


def pages(mine, path, **params):
    while True:
        page = mine("GET", path, params=params).json()
        yield page
        if "next_token" not in page["meta"]:
            return
        params["pagination_token"] = page["meta"]["next_token"]


def ids_of(page):
    return [int(tweet["id"]) for tweet in page.get("data", ())]


def test_only_the_default_fields_come_unasked(ada, sb):
    page = ada("GET", f"/2/users/{ada.token.user_id}/tweets").json()
    assert all(list(tweet) == ["id", "text", "edit_history_tweet_ids"] for tweet in page["data"])
    assert list(ada("GET", "/2/users/me").json()["data"]) == ["id", "name", "username"]
    assert len(page["data"]) == 10


def test_unknown_fields_and_expansions_are_ignored(ada):
    params = {"tweet.fields": "nonsense,lang", "expansions": "nonsense", "user.fields": "shoe_size"}
    answer = ada("GET", f"/2/users/{ada.token.user_id}/tweets", params=params)
    assert answer.status_code == 200
    assert "includes" not in answer.json()
    assert "lang" in answer.json()["data"][0]


def test_strict_fields_refuse_what_is_unknown(hand, sandbox):
    answer = hand(sandbox(strict_fields=True), "ada")("GET", "/2/users/me", params={"user.fields": "shoe_size"})
    assert answer.status_code == 400
    assert "[shoe_size] is not one of" in answer.json()["errors"][0]["message"]


def test_pages_follow_each_other_and_lead_back(ada, sb):
    path = f"/2/users/{ada.token.user_id}/tweets"
    walked = list(pages(ada, path, max_results="100"))
    ids = [one for page in walked for one in ids_of(page)]
    assert ids == sb.world.ids(int(ada.token.user_id))[:3200]
    assert "previous_token" not in walked[0]["meta"]
    assert walked[-1]["meta"]["result_count"] == len(walked[-1]["data"])
    token = walked[2]["meta"]["previous_token"]
    back = ada("GET", path, params={"max_results": "100", "pagination_token": token}).json()
    assert ids_of(back) == ids_of(walked[1])


def test_timelines_end_at_the_volume_limits(hand, sandbox):
    sb = sandbox(tweets=40_000)
    ada = hand(sb, "ada")
    me = int(ada.token.user_id)
    path = f"/2/users/{me}/tweets"
    ids = [one for page in pages(ada, path, max_results="100") for one in ids_of(page)]
    everything = sb.world.ids(me)
    assert len(everything) > 4000
    assert ids == everything[:3200]
    without = [one for page in pages(ada, path, max_results="100", exclude="replies") for one in ids_of(page)]
    assert without == [one for one in everything[:800] if not sb.world.tweet(one).is_reply]
    beyond = ada("GET", path, params={"until_id": str(everything[3200])}).json()
    assert beyond == {"meta": {"result_count": 0}}
    mentions = [one for page in pages(ada, f"/2/users/{me}/mentions", max_results="100") for one in ids_of(page)]
    assert len(mentions) == 800


def test_pages_stay_true_while_tweets_come_and_go(ada, sb):
    path = f"/2/users/{ada.token.user_id}/tweets"
    first = ada("GET", path, params={"max_results": "5"}).json()
    sb.world.delete(ids_of(first)[-1])
    params = {"max_results": "5", "pagination_token": first["meta"]["next_token"]}
    second = ada("GET", path, params=params).json()
    assert ids_of(first)[:4] + ids_of(second) == sb.world.ids(int(ada.token.user_id))[:9]


def test_bounds_by_id_and_by_time(ada, sb):
    path = f"/2/users/{ada.token.user_id}/tweets"
    ids = sb.world.ids(int(ada.token.user_id))
    params = {"since_id": str(ids[20]), "until_id": str(ids[10]), "max_results": "100"}
    assert ids_of(ada("GET", path, params=params).json()) == ids[11:20]
    page = ada("GET", path, params={"max_results": "100", "tweet.fields": "created_at"}).json()["data"]
    start, end = page[30]["created_at"][:19], page[10]["created_at"][:19]
    between = ada("GET", path, params={"max_results": "100", "start_time": f"{start}Z", "end_time": f"{end}Z"}).json()
    assert ids_of(between) == [int(tweet["id"]) for tweet in page if start <= tweet["created_at"][:19] < end]
    nothing = ada("GET", path, params={"since_id": str(ids[0])}).json()
    assert nothing == {"meta": {"result_count": 0}}


def test_replies_and_retweets_are_left_out_on_request(ada, sb):
    grace = sb.world.named("grace").id
    page = next(pages(ada, f"/2/users/{grace}/tweets", max_results="100", exclude="replies,retweets"))
    found = [sb.world.tweet(one) for one in ids_of(page)]
    assert len(found) == 100
    assert not any(tweet.is_reply or tweet.is_retweet for tweet in found)


def test_includes_hold_each_thing_once(ada, sb):
    params = {
        "max_results": "100",
        "expansions": "author_id,referenced_tweets.id,referenced_tweets.id.author_id,attachments.media_keys,"
        "attachments.poll_ids",
        "media.fields": "url,alt_text",
    }
    page = ada("GET", f"/2/users/{ada.token.user_id}/tweets", params=params).json()
    for kind, key in (("users", "id"), ("tweets", "id"), ("media", "media_key"), ("polls", "id")):
        keys = [one[key] for one in page["includes"][kind]]
        assert len(keys) == len(set(keys)) > 0
    wanted = {ref["id"] for tweet in page["data"] for ref in tweet.get("referenced_tweets", ())}
    assert wanted == {tweet["id"] for tweet in page["includes"]["tweets"]}
    keys = {key for tweet in page["data"] for key in tweet.get("attachments", {}).get("media_keys", ())}
    assert keys == {media["media_key"] for media in page["includes"]["media"]}


def test_a_deleted_parent_is_told_among_the_errors(ada, sb):
    reply = next(sb.world.tweet(one) for one in sb.world.ids(limit=200) if sb.world.tweet(one).is_reply)
    sb.world.delete(reply.replied_to)
    page = ada("GET", f"/2/tweets/{reply.id}", params={"expansions": "referenced_tweets.id"}).json()
    assert page["errors"][0]["resource_id"] == str(reply.replied_to)
    assert page["data"]["id"] == str(reply.id)


def test_entities_stand_where_they_say(ada, sb):
    for page in pages(
        ada, f"/2/users/{ada.token.user_id}/tweets", **{"max_results": "100", "tweet.fields": "entities"}
    ):
        for tweet in page["data"]:
            entities = tweet.get("entities", {})
            for url in entities.get("urls", ()):
                assert tweet["text"][url["start"] : url["end"]] == url["url"]
            for name, sign in (("hashtags", "#"), ("cashtags", "$")):
                for tag in entities.get(name, ()):
                    assert tweet["text"][tag["start"] : tag["end"]] == sign + tag["tag"]
            for mention in entities.get("mentions", ()):
                assert tweet["text"][mention["start"] : mention["end"]].lower() == "@" + mention["username"].lower()


def test_texts_come_escaped_as_x_does(ada, sb):
    found = ada("GET", "/2/tweets/search/recent", params={"query": "from:ada", "max_results": "100"}).json()["data"]
    raw = {tweet["id"]: sb.world.tweet(int(tweet["id"])).text for tweet in found}
    assert any("&" in text for text in raw.values())
    for tweet in found:
        text = raw[tweet["id"]].replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        assert tweet["text"] == text


def test_mentions_and_home_hold_what_they_should(ada, sb):
    me = int(ada.token.user_id)
    for page in pages(ada, f"/2/users/{me}/mentions", max_results="100"):
        assert all("@ada" in tweet["text"].lower() for tweet in page["data"])
    followed = {*sb.world.following(me), me}
    home = ada("GET", f"/2/users/{me}/timelines/reverse_chronological", params={"expansions": "author_id"}).json()
    assert {int(tweet["author_id"]) for tweet in home["data"]} <= followed
    grace = sb.world.named("grace").id
    assert ada("GET", f"/2/users/{grace}/timelines/reverse_chronological").status_code == 400


QUERIES = {
    "from:grace": lambda world, tweet: world.person(tweet.author).username == "grace",
    "from:grace -is:retweet -is:reply": lambda world, tweet: (
        world.person(tweet.author).username == "grace" and not tweet.is_retweet and not tweet.is_reply
    ),
    "(from:grace OR from:alan) has:links": lambda world, tweet: (
        world.person(tweet.author).username in ("grace", "alan") and any(not link.media_key for link in tweet.links)
    ),
    "to:ada": lambda world, tweet: tweet.replied_to_user == world.named("ada").id,
    "@ada": lambda world, tweet: "@ada" in tweet.text.lower(),
    "#weather": lambda world, tweet: "#weather" in tweet.text and not tweet.is_retweet,
    '"no rain"': lambda world, tweet: "no rain" in tweet.text.lower() and not tweet.is_retweet,
    "from:yuki lang:ja": lambda world, tweet: world.person(tweet.author).username == "yuki" and tweet.lang == "ja",
    "from:mae has:media": lambda world, tweet: world.person(tweet.author).username == "mae" and bool(tweet.media),
    "rain -from:stationbot": lambda world, tweet: (
        "rain" in tweet.text.lower().replace(":", " ").replace(".", " ").replace(",", " ").split()
        and world.person(tweet.author).username != "stationbot"
        and not tweet.is_retweet
    ),
    "from:ada -(is:reply OR is:retweet)": lambda world, tweet: (
        world.person(tweet.author).username == "ada" and not tweet.is_reply and not tweet.is_retweet
    ),
    "from:ada from:grace OR from:luc": lambda world, tweet: world.person(tweet.author).username == "luc",
}


@pytest.mark.parametrize("query", QUERIES)
def test_search_finds_what_the_query_says_and_nothing_else(ada, sb, query):
    found = [
        one for page in pages(ada, "/2/tweets/search/recent", query=query, max_results="100") for one in ids_of(page)
    ]
    wanted = [tweet.id for tweet in sb.world.recent() if QUERIES[query](sb.world, tweet)]
    assert found == [one for one in wanted if not sb.world.person(sb.world.tweet(one).author).protected]


WRONG = ["", "(", "a (", ")", "a OR", "OR a", "is:reply", "-from:ada", "from:ada AND to:ada", "colour:red", "is:blue"]


@pytest.mark.parametrize("query", [*WRONG, '"open', "x" * 513])
def test_search_refuses_queries_as_x_does(ada, query):
    answer = ada("GET", "/2/tweets/search/recent", params={"query": query})
    assert (answer.status_code, answer.json()["title"]) == (400, "Invalid Request")


def test_search_reaches_seven_days_back(ada, sb):
    answer = ada("GET", "/2/tweets/search/recent", params={"query": "from:ada", "start_time": "2026-09-01T00:00:00Z"})
    assert answer.status_code == 400
    assert "must be on or after 2026-09-09T15:00:00" in answer.json()["errors"][0]["message"]


def test_likes_move_the_figures_and_the_lists(hand, sb):
    import json

    mine = hand(sb, "ada")
    headers = {"Content-Type": "application/json"}
    theirs = next(
        one for one in sb.world.ids(sb.world.named("luc").id, 50) if one not in sb.world.likes(int(mine.token.user_id))
    )
    path = f"/2/users/{mine.token.user_id}/likes"

    def likes():
        params = {"tweet.fields": "public_metrics"}
        return mine("GET", f"/2/tweets/{theirs}", params=params).json()["data"]["public_metrics"]["like_count"]

    before = likes()
    body = json.dumps({"tweet_id": str(theirs)}).encode()
    for _ in range(2):
        assert mine("POST", path, body=body, headers=headers).json() == {"data": {"liked": True}}
    assert likes() == before + 1
    liked = mine("GET", f"/2/users/{mine.token.user_id}/liked_tweets").json()
    assert liked["data"][0]["id"] == str(theirs)
    assert mine("DELETE", f"{path}/{theirs}").json() == {"data": {"liked": False}}
    assert likes() == before
