"""The calls that the sandbox answers, as one table. A call that is not in it does not exist."""

from __future__ import annotations

from xauth_nb.sandbox.api import engagement, media, search, timelines, tweets, users, v1
from xauth_nb.sandbox.api.call import FIELDS, USER_FIELDS, Call, Operation
from xauth_nb.sandbox.api.paging import RANGE, TOKENS

__all__ = ["OPERATIONS", "Call", "Operation"]

_TIMELINE = FIELDS | TOKENS | RANGE
_ANY = _TIMELINE | {"query", "next_token", "sort_order", "granularity"}

OPERATIONS = (
    Operation("GET", "/2/users/me", users.me, USER_FIELDS, free=True),
    Operation("GET", "/2/users", users.by_ids, USER_FIELDS | {"ids"}),
    Operation("GET", "/2/users/by", users.by_names, USER_FIELDS | {"usernames"}),
    Operation("GET", "/2/users/by/username/:username", users.by_name, USER_FIELDS),
    Operation("GET", "/2/users/:id", users.by_id, USER_FIELDS),
    Operation("GET", "/2/tweets", tweets.by_ids, FIELDS | {"ids"}),
    Operation("GET", "/2/tweets/:id", tweets.by_id, FIELDS),
    Operation("POST", "/2/tweets", tweets.create, writes=True),
    Operation("DELETE", "/2/tweets/:id", tweets.delete, writes=True),
    Operation("GET", "/2/users/:id/tweets", timelines.user_tweets, _TIMELINE | {"exclude"}),
    Operation("GET", "/2/users/:id/mentions", timelines.mentions, _TIMELINE),
    Operation("GET", "/2/users/:id/timelines/reverse_chronological", timelines.home, _TIMELINE | {"exclude"}),
    Operation("GET", "/2/users/:id/liked_tweets", timelines.liked, FIELDS | TOKENS),
    Operation("GET", "/2/tweets/search/recent", search.recent, _TIMELINE | {"query", "next_token", "sort_order"}),
    Operation("GET", "/2/tweets/search/all", engagement.search_all, _ANY),
    Operation("GET", "/2/tweets/counts/recent", engagement.search_all, _ANY),
    Operation("GET", "/2/users/:id/followers", engagement.followers, USER_FIELDS | TOKENS),
    Operation("GET", "/2/users/:id/following", engagement.following, USER_FIELDS | TOKENS),
    Operation("POST", "/2/users/:id/following", engagement.follow, writes=True),
    Operation("DELETE", "/2/users/:id/following/:target_user_id", engagement.unfollow, writes=True),
    Operation("GET", "/2/tweets/:id/liking_users", engagement.likers, USER_FIELDS | TOKENS),
    Operation("GET", "/2/tweets/:id/retweeted_by", engagement.reposters, USER_FIELDS | TOKENS),
    Operation("GET", "/2/tweets/:id/quote_tweets", engagement.quotes, FIELDS | TOKENS | {"exclude"}),
    Operation("POST", "/2/users/:id/likes", engagement.like, writes=True),
    Operation("DELETE", "/2/users/:id/likes/:tweet_id", engagement.unlike, writes=True),
    Operation("POST", "/2/users/:id/retweets", engagement.repost, writes=True),
    Operation("DELETE", "/2/users/:id/retweets/:source_tweet_id", engagement.unrepost, writes=True),
    Operation("GET", "/2/users/:id/bookmarks", engagement.bookmarks, FIELDS | TOKENS),
    Operation("POST", "/2/users/:id/bookmarks", engagement.other_auth),
    Operation("DELETE", "/2/users/:id/bookmarks/:tweet_id", engagement.other_auth),
    Operation("POST", "/2/media/upload", media.upload, writes=True),
    Operation("GET", "/2/media/upload", media.status, frozenset({"command", "media_id"})),
    Operation("POST", "/2/media/upload/initialize", media.initialize, writes=True),
    Operation("POST", "/2/media/upload/:id/append", media.append, writes=True),
    Operation("POST", "/2/media/upload/:id/finalize", media.finalize, writes=True),
    Operation("POST", "/2/media/metadata", media.metadata, writes=True),
    Operation("GET", "/1.1/account/verify_credentials.json", v1.verify_credentials, free=True),
    Operation("POST", "/1.1/oauth/invalidate_token", v1.invalidate_token, free=True),
    Operation("POST", "/1.1/oauth/invalidate_token.json", v1.invalidate_token, free=True),
    Operation("POST", "/1.1/statuses/update.json", v1.gone, free=True),
)
