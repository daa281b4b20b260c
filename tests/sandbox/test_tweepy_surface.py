"""Every call that tweepy's Client of API v2 has, made at the sandbox: each answers, or is refused as X refuses it.

The table is held complete: a method that a new tweepy brings has to be put into it.
"""

from __future__ import annotations

import inspect
from types import SimpleNamespace

import pytest
import tweepy
from shortcuts import token_of

ANSWERS = {
    "add_list_member": lambda w: (w.list, w.grace),
    "create_direct_message": lambda w: {"participant_id": w.grace, "text": "Hello"},
    "create_direct_message_conversation": lambda w: {"participant_ids": [w.grace, w.luc], "text": "Hello, both"},
    "create_dm": lambda w: {"dm_conversation_id": w.group, "text": "Hello again"},
    "create_dm_conversation": lambda w: {"participant_ids": [w.grace, w.luc], "text": "Hello, both"},
    "create_list": lambda w: ("Another",),
    "create_tweet": lambda w: {"text": "By tweepy"},
    "delete_list": lambda w: (w.list,),
    "delete_tweet": lambda w: (w.mine,),
    "follow": lambda w: (w.grace,),
    "follow_list": lambda w: (w.list,),
    "follow_user": lambda w: (w.grace,),
    "get_blocked": lambda w: (),
    "get_direct_message_events": lambda w: {"participant_id": w.grace},
    "get_dm_events": lambda w: {"dm_conversation_id": w.group},
    "get_followed_lists": lambda w: (w.grace,),
    "get_home_timeline": lambda w: (),
    "get_liked_tweets": lambda w: (w.grace,),
    "get_liking_users": lambda w: (w.theirs,),
    "get_list": lambda w: (w.list,),
    "get_list_followers": lambda w: (w.list,),
    "get_list_members": lambda w: (w.list,),
    "get_list_memberships": lambda w: (w.grace,),
    "get_list_tweets": lambda w: (w.list,),
    "get_me": lambda w: (),
    "get_muted": lambda w: (),
    "get_owned_lists": lambda w: (w.grace,),
    "get_pinned_lists": lambda w: (),
    "get_quote_tweets": lambda w: (w.theirs,),
    "get_retweeters": lambda w: (w.theirs,),
    "get_tweet": lambda w: (w.theirs,),
    "get_tweets": lambda w: ([w.theirs, w.mine],),
    "get_user": lambda w: {"username": "grace"},
    "get_users": lambda w: {"ids": [w.grace]},
    "get_users_followers": lambda w: (w.grace,),
    "get_users_following": lambda w: (w.grace,),
    "get_users_mentions": lambda w: (w.grace,),
    "get_users_tweets": lambda w: (w.grace,),
    "hide_reply": lambda w: (w.reply,),
    "like": lambda w: (w.theirs,),
    "mute": lambda w: (w.grace,),
    "pin_list": lambda w: (w.list,),
    "remove_list_member": lambda w: (w.list, w.grace),
    "retweet": lambda w: (w.theirs,),
    "search_recent_tweets": lambda w: ("from:grace",),
    "unfollow": lambda w: (w.grace,),
    "unfollow_list": lambda w: (w.list,),
    "unfollow_user": lambda w: (w.grace,),
    "unhide_reply": lambda w: (w.reply,),
    "unlike": lambda w: (w.theirs,),
    "unmute": lambda w: (w.grace,),
    "unpin_list": lambda w: (w.list,),
    "unretweet": lambda w: (w.theirs,),
    "update_list": lambda w: (w.list,),
}
# What X gives to app-only or OAuth 2.0 tokens alone; tweepy sends these with a bearer token, of which there is none.
OTHER_TOKENS = {
    "create_compliance_job": lambda w: ("tweets",),
    "get_all_tweets_count": lambda w: ("data",),
    "get_compliance_job": lambda w: ("1",),
    "get_compliance_jobs": lambda w: ("tweets",),
    "get_recent_tweets_count": lambda w: ("data",),
    "get_space": lambda w: ("1",),
    "get_space_buyers": lambda w: ("1",),
    "get_space_tweets": lambda w: ("1",),
    "get_spaces": lambda w: {"ids": ["1"]},
    "search_all_tweets": lambda w: ("data",),
    "search_spaces": lambda w: ("data",),
}
# tweepy itself refuses these without an OAuth 2.0 token of a user.
REFUSED_BY_TWEEPY = {"bookmark", "get_bookmarks", "remove_bookmark"}


@pytest.fixture
def sb(sandbox):
    return sandbox(permissions="read-write-directmessages")


@pytest.fixture
def client(sb):
    token = token_of(sb)
    made = tweepy.Client(
        consumer_key=sb.client.key,
        consumer_secret=sb.client.secret,
        access_token=token.token,
        access_token_secret=token.secret,
    )
    request = made.session.request
    # the one change: another host
    made.session.request = lambda method, url, **kwargs: request(
        method, url.replace("https://api.twitter.com", sb.base_url), **kwargs
    )
    try:
        yield made
    finally:
        made.session.close()


@pytest.fixture
def world(sb, client, write):
    mine = client.create_tweet(text="Of ada").data["id"]
    reply = {"in_reply_to_tweet_id": mine}
    grace, luc = (sb.world.named(name).id for name in ("grace", "luc"))
    client.create_direct_message(participant_id=grace, text="A first one")
    return SimpleNamespace(
        grace=grace,
        luc=luc,
        group=client.create_direct_message_conversation(participant_ids=[grace, luc], text="All").data[
            "dm_conversation_id"
        ],
        theirs=sb.world.ids(sb.world.named("grace").id, 1)[0],
        mine=mine,
        reply=write(sb, "grace")(text="Of grace, to ada", reply=reply).json()["data"]["id"],
        list=client.create_list("Made before").data["id"],
    )


def call(client, name, given):
    method = getattr(client, name)
    options = {"user_auth": True} if "user_auth" in inspect.signature(method).parameters else {}
    return method(**given, **options) if isinstance(given, dict) else method(*given, **options)


@pytest.mark.parametrize("name", ANSWERS)
def test_a_call_of_tweepy_is_answered(client, world, name, cell):
    answer = call(client, name, ANSWERS[name](world))
    assert isinstance(answer, tweepy.Response)
    assert answer.data is not None or answer.meta == {"result_count": 0}
    assert not answer.errors
    cell("tweepy", name, "answers")


@pytest.mark.parametrize("name", OTHER_TOKENS)
def test_a_call_for_other_tokens_is_refused_as_x_refuses_it(sb, client, world, name, cell):
    given = OTHER_TOKENS[name](world)
    with pytest.raises(tweepy.Unauthorized):  # without a token at all
        call(client, name, given)
    asked = []
    made = client._make_request
    client._make_request = lambda method, route, **kwargs: (
        asked.append((method, route)) or made(method, route, **kwargs)
    )
    with pytest.raises(tweepy.Unauthorized):
        call(client, name, given)
    method, route = asked[0]
    with pytest.raises(tweepy.Forbidden, match=r"1\.0a User Context is forbidden for this"):
        client.request(method, route, user_auth=True)
    cell("tweepy", name, "X gives it to other tokens alone; refused as on X")


@pytest.mark.parametrize("name", sorted(REFUSED_BY_TWEEPY))
def test_what_tweepy_refuses_by_itself_reaches_nobody(sb, client, name, cell):
    before = len(sb.requests)
    with pytest.raises(TypeError, match="Access Token"):
        call(client, name, () if name == "get_bookmarks" else (1,))
    assert len(sb.requests) == before
    cell("tweepy", name, "tweepy asks for an OAuth 2.0 token of a user, and sends nothing")


def test_the_table_has_every_call_of_tweepy():
    public = {name for name, _ in inspect.getmembers(tweepy.Client, inspect.isfunction) if not name.startswith("_")}
    mixin = {"request"}
    assert public - mixin == {*ANSWERS, *OTHER_TOKENS} | REFUSED_BY_TWEEPY
