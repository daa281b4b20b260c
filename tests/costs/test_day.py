"""A day of mixed use, counted three times: by the session, by the sandbox, and by hand from what came and was made."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path

import pytest

from xauth_nb.credentials import ClientCredentials, TokenCredentials
from xauth_nb.endpoints import Endpoints
from xauth_nb.errors import ApiError, NotFoundError, TransportError, XAuthError
from xauth_nb.session import XSession

RULER = Path(__file__).resolve().parents[3] / "shared" / "ruler"
POST, LINK, DELETE, ALT, INTERACTION, TWEET, USER, LIST, OWN = 0.015, 0.2, 0.01, 0.005, 0.015, 0.005, 0.01, 0.005, 0.001


@pytest.fixture
def provider():
    if not (RULER / "provider.py").exists():
        pytest.skip("the ruler is not beside this checkout (../shared/ruler/provider.py)")
    sys.path.insert(0, str(RULER))
    try:
        from provider import Provider

        with Provider() as running:
            yield running
    finally:
        sys.path.remove(str(RULER))


def ids(records):
    return {record.id for record in records}


def test_our_sum_the_sandboxs_and_the_one_by_hand_are_one(sb, x, png):
    me = x.user.id

    # Reads, many of them again
    grace = ids(x.timeline("@grace", limit=120)) | ids(x.timeline("@grace", limit=40))
    found = ids(x.search("data", limit=20)) | ids(x.search("data", limit=20))
    home = ids(x.home(limit=40))
    lists = x.get(f"/2/users/{me}/owned_lists").json().get("data", [])
    of_grace = x.get("/2/users/" + x.get_user("@grace").id + "/owned_lists").json().get("data", [])
    followers = ids(x.followers("@alan", limit=30))
    people = ids(x.get_users(["grace", "alan", "katherine"])) | ids(x.get_users(["grace", "alan"]))
    by_hand = TWEET * len(grace | found | home) + USER * (len(followers) + len(people))
    by_hand += OWN * len(lists) + LIST * len({one["id"] for one in of_grace})

    # One's own reads
    mine = ids(x.timeline(limit=20)) | ids(x.timeline(limit=10))
    mentions = ids(x.mentions(limit=10))
    liked = ids(x.likes(limit=10))
    following = ids(x.following(limit=10))
    by_hand += OWN * (len(mine | mentions | liked) + len(following))

    # Posts
    plain = x.post_tweet("Plain")
    x.post_tweet("With a link: https://example.org/a")
    x.post_tweet("And a domain, example.com")
    x.post_tweet("What she said: https://x.com/grace/status/20")
    x.post_tweet("Plain")  # posted already: nothing is sent
    x.post_tweet("A reply to oneself", reply_to=plain)
    pictured = x.post_tweet("A picture", media=png, alt_text="One pixel")
    by_hand += 3 * POST + 3 * LINK + ALT

    # Likes, reposts, follows, lists, and all that back
    tweet = min(grace)
    x.like(tweet), x.like(tweet), x.unlike(tweet), x.repost(tweet), x.unrepost(tweet)
    alan = x.get_users(["alan"])[0].id  # read already
    x.post(f"/2/users/{me}/muting", json={"target_user_id": alan}).raise_for_status()
    x.delete(f"/2/users/{me}/muting/{alan}").raise_for_status()
    x.post(f"/2/users/{me}/following", json={"target_user_id": alan}).raise_for_status()
    x.delete(f"/2/users/{me}/following/{alan}").raise_for_status()
    by_hand += 5 * INTERACTION + 3 * DELETE + 0.005
    made = x.post("/2/lists", json={"name": "Colleagues"}).json()["data"]["id"]
    x.post(f"/2/lists/{made}/members", json={"user_id": alan}).raise_for_status()
    x.delete(f"/2/lists/{made}/members/{alan}").raise_for_status()
    x.put(f"/2/lists/{made}", json={"name": "Friends"}).raise_for_status()
    x.delete(f"/2/lists/{made}").raise_for_status()
    by_hand += 0.01 + 4 * 0.005

    # Answers that were lost
    sb.fail(method="POST", path="/2/tweets", reset="after")
    x.post_tweet("Lost and found, https://example.org/b")
    sb.fail(method="POST", path="/2/tweets", truncate=True)
    x.post_tweet("Half an answer")
    sb.fail(method="POST", path="/2/tweets", reset="before")
    with pytest.raises(TransportError):
        x.post_tweet("Never made, and sent again")
    x.post_tweet("Never made, and sent again")
    by_hand += LINK + 2 * POST
    sb.fail(method="DELETE", reset="after")
    x.delete_tweet(pictured)
    sb.fail(method="DELETE", reset="before")
    x.delete_tweet(plain)
    by_hand += 2 * DELETE
    sb.fail(next=2, method="GET", reset="after")
    again = ids(x.timeline("@katherine", limit=10))
    by_hand += TWEET * len(again - grace - found - home)

    # What fails
    for fault in ({"status": 403}, {"status": 401}, {"status": 429}):
        sb.fail(**fault)
        with contextlib.suppress(ApiError):
            x.post("/2/tweets", json={"text": "refused"})
    with contextlib.suppress(NotFoundError):
        x.delete_tweet("20")
    sb.fail(next=4, method="GET", status=503)
    with contextlib.suppress(ApiError):
        x.timeline("@grace", limit=5)
    # Looking for what was lost went through three hundred of one's own, and saw those too that are deleted by now.
    looked = ids(x.timeline(limit=300)) | {plain.id, pictured.id}
    by_hand += OWN * len(looked - mine - mentions - liked)

    assert x.costs.in_doubt == 0
    assert round(x.costs.total, 3) == round(sb.spent, 3) == round(by_hand, 3)


FAULTS = ("reset_after", "close_after", "truncated", "reset", "close", "html_502", "bad_json")


def test_what_the_ruler_says_was_made_is_what_was_counted(provider):
    client = ClientCredentials(provider.consumer_key, provider.consumer_secret)
    token = TokenCredentials(*provider.issue_access_token("oracle_alice"))
    x = XSession(client, token, endpoints=Endpoints(base_url=provider.base_url))
    x.sleep = lambda _: None
    try:
        for number, fault in enumerate(FAULTS * 2):
            provider.faults.add(fault, on="POST /2/tweets")
            text = f"Post {number} of the day" + (", https://example.org" if number % 3 == 0 else "")
            for _ in range(3):
                with contextlib.suppress(XAuthError):
                    x.post_tweet(text)
                    break
        posts = provider.posts_by("oracle_alice")
        made = [post["_sent_text"] for post in posts if post.get("_sent_text", "").startswith("Post ")]
        assert len(made) == len(set(made)) == 2 * len(FAULTS)
        counted = x.costs.to_dict()
        links = sum("https" in text for text in made)
        assert counted["post with a URL"]["billed"] == links
        assert counted["post"]["billed"] == len(made) - links
        assert x.costs.in_doubt == 0
    finally:
        x.close()
