"""The calls of v1.1 that X has closed, and what to call instead of each."""

from __future__ import annotations

import re

__all__ = ["instead_of"]

_UNKNOWN = "Use the call of API v2 that does the same (docs.x.com → Migrate): x.get('/2/…') and x.post('/2/…') sign it."
_INSTEAD = {
    "statuses/update": "x.post_tweet(…)",
    "statuses/update_with_media": "x.post_tweet(…, media=…)",
    "statuses/destroy": "x.delete_tweet(id)",
    "statuses/retweet": "x.repost(id)",
    "statuses/unretweet": "x.unrepost(id)",
    "statuses/show": "x.get_tweet(id)",
    "statuses/oembed": "x.get_tweet(id)",
    "statuses/lookup": "x.get_tweets(ids)",
    "statuses/home_timeline": "x.home()",
    "statuses/user_timeline": "x.timeline(user)",
    "statuses/mentions_timeline": "x.mentions()",
    "statuses/retweets_of_me": "x.get('/2/users/reposts_of_me')",
    "statuses/retweets": "x.get('/2/tweets/ID/retweets')",
    "statuses/retweeters/ids": "x.reposters_of(id)",
    "search/tweets": "x.search(query)",
    "favorites/create": "x.like(id)",
    "favorites/destroy": "x.unlike(id)",
    "favorites/list": "x.likes()",
    "friendships/create": "x.follow(user)",
    "friendships/destroy": "x.unfollow(user)",
    "friendships/show": "x.get_user(user)",
    "friendships/lookup": "x.get_users(users)",
    "followers/ids": "x.followers(user)",
    "followers/list": "x.followers(user)",
    "friends/ids": "x.following(user)",
    "friends/list": "x.following(user)",
    "users/show": "x.get_user(user)",
    "users/lookup": "x.get_users(users)",
    "users/search": "x.get('/2/users/search', params={'query': …})",
    "account/verify_credentials": "x.me()",
    "account/settings": "x.me()",
    "mutes/users/create": "x.mute(user)",
    "mutes/users/destroy": "x.unmute(user)",
    "mutes/users/list": "x.muted()",
    "mutes/users/ids": "x.muted()",
    "blocks/list": "x.blocked()",
    "blocks/ids": "x.blocked()",
    "lists/list": "x.lists(user)",
    "lists/ownerships": "x.lists(user)",
    "lists/statuses": "x.list_tweets(list)",
    "lists/members": "x.list_members(list)",
    "lists/create": "x.create_list(name)",
    "lists/destroy": "x.delete_list(list)",
    "lists/members/create": "x.add_to_list(list, user)",
    "lists/members/destroy": "x.remove_from_list(list, user)",
    "media/upload": "x.upload_media(file)",
    "media/metadata/create": "x.upload_media(file, alt_text=…)",
    "trends/place": "x.get('/2/users/personalized_trends')",
    "direct_messages/events/new": "x.post('/2/dm_conversations/with/ID/messages', json={'text': …})",
    "direct_messages/events/list": "x.get('/2/dm_events')",
}
_PATH = re.compile(r"/1(?:\.1)?/(?P<call>[a-z_]+(?:/[a-z_]+)*?)(?:/[0-9]+)?(?:\.json)?")


def instead_of(path: str) -> str:
    """Say what to call instead of a call of v1.1.

    Parameters
    ----------
    path : str
        Such as ``/1.1/statuses/destroy/20.json``.

    Returns
    -------
    str
        A sentence; a general one where nothing does quite the same, or the path is not known.
    """
    found = _PATH.fullmatch(path)
    call = found["call"] if found else ""
    return f"Use {_INSTEAD[call]} instead of {call}: it makes the call of API v2." if call in _INSTEAD else _UNKNOWN
