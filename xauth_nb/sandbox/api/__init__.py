"""The calls that the sandbox answers, as one table. A call that is not in it does not exist."""

from __future__ import annotations

from xauth_nb.sandbox.api import (
    analytics,
    circles,
    engagement,
    everything,
    lists,
    media,
    messages,
    search,
    timelines,
    tweets,
    users,
    v1,
)
from xauth_nb.sandbox.api.call import FIELDS, LIST_FIELDS, USER_FIELDS, Call, Operation
from xauth_nb.sandbox.api.old_calls import known_as
from xauth_nb.sandbox.api.paging import RANGE, TOKENS

__all__ = ["OPERATIONS", "Call", "Operation", "old_operation"]

_TIMELINE = FIELDS | TOKENS | RANGE
_ANY = _TIMELINE | {"query", "next_token", "sort_order", "granularity"}
_OTHERS = _ANY | {"ids", "type", "user_ids", "state", "space.fields", "topic.fields"}

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
    Operation("GET", "/2/tweets/analytics", analytics.tweet_analytics, analytics.ANALYTICS),
    Operation("GET", "/2/media/analytics", analytics.media_analytics, analytics.MEDIA_ANALYTICS),
    Operation("GET", "/2/media", analytics.media_by_keys, frozenset({"media.fields", "media_keys"})),
    Operation("GET", "/2/media/:media_key", analytics.media_by_key, frozenset({"media.fields"})),
    Operation("GET", "/2/users/personalized_trends", analytics.trends, analytics.TREND_FIELDS),
    Operation("GET", "/2/tweets/search/recent", search.recent, _TIMELINE | {"query", "next_token", "sort_order"}),
    Operation("GET", "/2/tweets/search/all", everything.search_all, _ANY),
    Operation("GET", "/2/tweets/counts/recent", everything.counts_recent, _ANY),
    Operation("GET", "/2/tweets/counts/all", everything.counts_all, _ANY),
    *(
        Operation("GET", f"/2/{path}", engagement.search_all, _OTHERS)
        for path in (
            *("usage/tweets", "compliance/jobs", "compliance/jobs/:id", "spaces", "spaces/search"),
            *("spaces/:id", "spaces/:id/buyers", "spaces/:id/tweets", "spaces/by/creator_ids", "tweets/search/stream"),
            *("tweets/search/stream/rules", "tweets/sample/stream"),
        )
    ),
    Operation("POST", "/2/compliance/jobs", engagement.search_all),
    Operation("POST", "/2/tweets/search/stream/rules", engagement.search_all),
    Operation("GET", "/2/users/search", circles.find, USER_FIELDS | {"query", "max_results", "next_token"}),
    Operation("GET", "/2/users/:id/followers", circles.followers, USER_FIELDS | TOKENS),
    Operation("GET", "/2/users/:id/following", circles.following, USER_FIELDS | TOKENS),
    Operation("POST", "/2/users/:id/following", circles.follow, writes=True),
    Operation("DELETE", "/2/users/:source_user_id/following/:target_user_id", circles.unfollow, writes=True),
    Operation("GET", "/2/users/:id/muting", circles.muting, USER_FIELDS | TOKENS),
    Operation("POST", "/2/users/:id/muting", circles.mute, writes=True),
    Operation("DELETE", "/2/users/:source_user_id/muting/:target_user_id", circles.unmute, writes=True),
    Operation("GET", "/2/users/:id/blocking", circles.blocking, USER_FIELDS | TOKENS),
    Operation("GET", "/2/tweets/:id/liking_users", circles.likers, USER_FIELDS | TOKENS),
    Operation("GET", "/2/tweets/:id/retweeted_by", circles.reposters, USER_FIELDS | TOKENS),
    Operation("GET", "/2/tweets/:id/retweets", engagement.reposts, FIELDS | TOKENS),
    Operation("GET", "/2/users/reposts_of_me", engagement.reposts_of_me, FIELDS | TOKENS),
    Operation("PUT", "/2/tweets/:tweet_id/hidden", engagement.hide, writes=True),
    Operation("GET", "/2/tweets/:id/quote_tweets", engagement.quotes, FIELDS | TOKENS | {"exclude"}),
    Operation("POST", "/2/users/:id/likes", engagement.like, writes=True),
    Operation("DELETE", "/2/users/:id/likes/:tweet_id", engagement.unlike, writes=True),
    Operation("POST", "/2/users/:id/retweets", engagement.repost, writes=True),
    Operation("DELETE", "/2/users/:id/retweets/:source_tweet_id", engagement.unrepost, writes=True),
    Operation("GET", "/2/users/:id/bookmarks", engagement.bookmarks, FIELDS | TOKENS),
    Operation("POST", "/2/users/:id/bookmarks", engagement.other_auth),
    Operation("DELETE", "/2/users/:id/bookmarks/:tweet_id", engagement.other_auth),
    Operation("GET", "/2/users/:id/owned_lists", lists.owned, LIST_FIELDS | TOKENS),
    Operation("GET", "/2/users/:id/list_memberships", lists.of, LIST_FIELDS | TOKENS),
    Operation("GET", "/2/users/:id/followed_lists", lists.followed, LIST_FIELDS | TOKENS),
    Operation("POST", "/2/users/:id/followed_lists", lists.follow, writes=True),
    Operation("DELETE", "/2/users/:id/followed_lists/:list_id", lists.leave, writes=True),
    Operation("GET", "/2/users/:id/pinned_lists", lists.pinned, LIST_FIELDS),
    Operation("POST", "/2/users/:id/pinned_lists", lists.pin, writes=True),
    Operation("DELETE", "/2/users/:id/pinned_lists/:list_id", lists.unpin, writes=True),
    Operation("POST", "/2/lists", lists.create, writes=True),
    Operation("GET", "/2/lists/:id", lists.by_id, LIST_FIELDS),
    Operation("PUT", "/2/lists/:id", lists.update, writes=True),
    Operation("DELETE", "/2/lists/:id", lists.delete, writes=True),
    Operation("GET", "/2/lists/:id/tweets", lists.tweets, FIELDS | TOKENS),
    Operation("GET", "/2/lists/:id/followers", lists.followers, USER_FIELDS | TOKENS),
    Operation("GET", "/2/lists/:id/members", lists.members, USER_FIELDS | TOKENS),
    Operation("POST", "/2/lists/:id/members", lists.add, writes=True),
    Operation("DELETE", "/2/lists/:id/members/:user_id", lists.remove, writes=True),
    Operation("GET", "/2/dm_events", messages.events, messages.EVENTS),
    Operation("GET", "/2/dm_events/:event_id", messages.by_id, messages.EVENT),
    Operation("DELETE", "/2/dm_events/:event_id", messages.delete, writes=True),
    Operation("GET", "/2/dm_conversations/with/:participant_id/dm_events", messages.events_with, messages.EVENTS),
    Operation("POST", "/2/dm_conversations/with/:participant_id/messages", messages.send_to, writes=True),
    Operation("GET", "/2/dm_conversations/:id/dm_events", messages.events_of, messages.EVENTS),
    Operation("POST", "/2/dm_conversations/:dm_conversation_id/messages", messages.send, writes=True),
    Operation("POST", "/2/dm_conversations", messages.open_group, writes=True),
    Operation("POST", "/2/media/upload", media.upload, writes=True),
    Operation("GET", "/2/media/upload", media.status, frozenset({"command", "media_id"})),
    Operation("POST", "/2/media/upload/initialize", media.initialize, writes=True),
    Operation("POST", "/2/media/upload/:id/append", media.append, writes=True),
    Operation("POST", "/2/media/upload/:id/finalize", media.finalize, writes=True),
    Operation("POST", "/2/media/metadata", media.metadata, writes=True),
    Operation("GET", "/1.1/account/verify_credentials.json", v1.verify_credentials, free=True),
    Operation("POST", "/1.1/oauth/invalidate_token", v1.invalidate_token, free=True),
    Operation("POST", "/1.1/oauth/invalidate_token.json", v1.invalidate_token, free=True),
)


def old_operation(method: str, path: str) -> Operation | None:
    """Give the operation for a call of v1.1 that X has closed; ``None`` for one that never was.

    They are not in the table: their hundred rules would double the time in which a sandbox starts.

    Parameters
    ----------
    method, path : str
    """
    name = known_as(method, path)
    return Operation(method, name, v1.gone, free=True) if name else None
