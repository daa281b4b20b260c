"""Every operation of X's description (OpenAPI 2.159 and 2.167), with the row of the price list that it is billed by.

X's list names rows, not operations (X's docs, "Pricing"); which is which is read from their names. Where that leaves a
choice, it is the dearer one, so that a budget holds. What the list does not name at all stands under ``other``, at the
dearest price of its kind; so does a call that is not in this table.
"""

from __future__ import annotations

import functools

__all__ = ["FREE", "OPERATIONS", "OWN", "find"]

_PRICED = {
    "tweet read": """
        GET /2/tweets
        GET /2/tweets/{id}
        GET /2/tweets/{id}/quote_tweets
        GET /2/tweets/{id}/retweets
        GET /2/tweets/search/all
        GET /2/tweets/search/recent
        GET /2/lists/{id}/tweets
        GET /2/spaces/{id}/tweets
        GET /2/users/reposts_of_me
        GET /2/users/{id}/bookmarks
        GET /2/users/{id}/bookmarks/folders/{folder_id}
        GET /2/users/{id}/liked_tweets
        GET /2/users/{id}/mentions
        GET /2/users/{id}/timelines/reverse_chronological
        GET /2/users/{id}/tweets""",
    "user read": """
        GET /2/users
        GET /2/users/by
        GET /2/users/by/username/{username}
        GET /2/users/search
        GET /2/users/{id}
        GET /2/users/{id}/affiliates
        GET /2/users/{id}/blocking
        GET /2/users/{id}/muting
        GET /2/lists/{id}/followers
        GET /2/lists/{id}/members
        GET /2/spaces/{id}/buyers
        GET /2/tweets/{id}/liking_users
        GET /2/tweets/{id}/retweeted_by""",
    "follower read": """
        GET /2/users/{id}/followers
        GET /2/users/{id}/following""",
    "message read": """
        GET /2/chat/conversations
        GET /2/chat/conversations/{id}
        GET /2/chat/conversations/{id}/events
        GET /2/dm_conversations/with/{participant_id}/dm_events
        GET /2/dm_conversations/{id}/dm_events
        GET /2/dm_events
        GET /2/dm_events/{event_id}""",
    "list read": """
        GET /2/lists/{id}
        GET /2/users/{id}/followed_lists
        GET /2/users/{id}/list_memberships
        GET /2/users/{id}/owned_lists
        GET /2/users/{id}/pinned_lists""",
    "space read": """
        GET /2/spaces
        GET /2/spaces/by/creator_ids
        GET /2/spaces/search
        GET /2/spaces/{id}""",
    "community read": """
        GET /2/communities/search
        GET /2/communities/{id}""",
    "note read": """
        GET /2/notes/search/notes_written
        GET /2/notes/search/posts_eligible_for_notes""",
    "media read": """
        GET /2/chat/media/{id}/{media_hash_key}
        GET /2/dm_conversations/media/{dm_id}/{media_id}/{resource_id}
        GET /2/media
        GET /2/media/{media_key}""",
    "analytics read": """
        GET /2/insights/28hr
        GET /2/insights/historical
        GET /2/media/analytics
        GET /2/tweets/analytics""",
    "trend read": """
        GET /2/trends/by/woeid/{woeid}
        GET /2/users/personalized_trends""",
    "recent count": "GET /2/tweets/counts/recent",
    "full count": "GET /2/tweets/counts/all",
    "post": "POST /2/tweets",
    "post with a URL": """
        POST /2/articles/draft
        POST /2/articles/{article_id}/publish
        POST /2/notes""",
    "message": """
        POST /2/chat/conversations/group
        POST /2/chat/conversations/group/initialize
        POST /2/chat/conversations/{id}/keys
        POST /2/chat/conversations/{id}/members
        POST /2/chat/conversations/{id}/messages
        POST /2/chat/conversations/{id}/messages/delete
        POST /2/chat/conversations/{id}/read
        POST /2/chat/conversations/{id}/typing
        POST /2/dm_conversations
        POST /2/dm_conversations/with/{participant_id}/messages
        POST /2/dm_conversations/{dm_conversation_id}/messages""",
    "interaction": """
        POST /2/evaluate_note
        POST /2/notes/evaluate
        POST /2/users/{id}/following
        POST /2/users/{id}/likes
        POST /2/users/{id}/muting
        POST /2/users/{id}/retweets""",
    "delete": """
        DELETE /2/dm_events/{event_id}
        DELETE /2/notes/{id}
        DELETE /2/tweets/{id}
        DELETE /2/users/{id}/likes/{tweet_id}
        DELETE /2/users/{id}/retweets/{source_tweet_id}
        DELETE /2/users/{source_user_id}/following/{target_user_id}""",
    "unmute": "DELETE /2/users/{source_user_id}/muting/{target_user_id}",
    "content change": "PUT /2/tweets/{tweet_id}/hidden",
    "list made": "POST /2/lists",
    "list change": """
        DELETE /2/lists/{id}
        PUT /2/lists/{id}
        POST /2/lists/{id}/members
        DELETE /2/lists/{id}/members/{user_id}
        POST /2/users/{id}/followed_lists
        DELETE /2/users/{id}/followed_lists/{list_id}
        POST /2/users/{id}/pinned_lists
        DELETE /2/users/{id}/pinned_lists/{list_id}""",
    "bookmark": """
        POST /2/users/{id}/bookmarks
        DELETE /2/users/{id}/bookmarks/{tweet_id}""",
    "alternative text": "POST /2/media/metadata",
    "other read": """
        GET /2/broadcasts
        GET /2/broadcasts/scheduled
        GET /2/broadcasts/scheduled/{id}
        GET /2/broadcasts/{id}
        GET /2/broadcasts/{id}/chat
        GET /2/news/search
        GET /2/news/{id}
        GET /2/users/public_keys
        GET /2/users/{id}/bookmarks/folders
        GET /2/users/{id}/public_keys""",
    "other call": """
        POST /2/broadcasts/scheduled
        DELETE /2/broadcasts/scheduled/{id}
        PUT /2/broadcasts/scheduled/{id}
        POST /2/broadcasts/scheduled/{id}/live
        POST /2/broadcasts/{id}/chat
        POST /2/broadcasts/{id}/chat/mutes
        DELETE /2/broadcasts/{id}/chat/mutes/{user_id}
        DELETE /2/broadcasts/{id}/chat/{message_id}
        DELETE /2/media/subtitles
        POST /2/media/subtitles
        POST /2/users/{id}/bookmarks/folders
        POST /2/users/{id}/dm/block
        POST /2/users/{id}/dm/unblock
        POST /2/users/{id}/public_keys""",
}
_FREE = {
    "X answers it without credit too (observed), and its list has no row for it.": "GET /2/users/me",
    "X's list has no row for bytes; the text that describes them is billed, and the post that carries them.": """
        GET /2/media/upload
        POST /2/media/upload
        POST /2/media/upload/initialize
        POST /2/media/upload/{id}/append
        POST /2/media/upload/{id}/finalize
        POST /2/chat/media/upload/initialize
        POST /2/chat/media/upload/{id}/append
        POST /2/chat/media/upload/{id}/finalize""",
    "X bills the events as it delivers them, elsewhere, and not the wish to have them.": """
        GET /2/account_activity/webhooks/{webhook_id}/subscriptions/all
        POST /2/account_activity/webhooks/{webhook_id}/subscriptions/all
        GET /2/activity/subscriptions
        POST /2/activity/subscriptions
        POST /2/webhooks
        DELETE /2/webhooks/{webhook_id}
        PUT /2/webhooks/{webhook_id}""",
    "It describes the API, for everybody.": "GET /2/openapi.json",
    "X takes an app's own token there, and refuses the signature of a user.": """
        GET /2/account_activity/subscriptions/count
        POST /2/account_activity/replay/webhooks/{webhook_id}/subscriptions/all
        GET /2/account_activity/webhooks/{webhook_id}/subscriptions/all/list
        DELETE /2/account_activity/webhooks/{webhook_id}/subscriptions/{user_id}/all
        GET /2/activity/stream
        DELETE /2/activity/subscriptions
        DELETE /2/activity/subscriptions/{subscription_id}
        PUT /2/activity/subscriptions/{subscription_id}
        GET /2/compliance/jobs
        POST /2/compliance/jobs
        GET /2/compliance/jobs/{id}
        GET /2/connections
        DELETE /2/connections
        DELETE /2/connections/all
        DELETE /2/connections/{endpoint_id}
        GET /2/likes/compliance/stream
        GET /2/likes/firehose/stream
        GET /2/likes/sample10/stream
        GET /2/tweets/compliance/stream
        GET /2/tweets/firehose/stream
        GET /2/tweets/firehose/stream/lang/{language}
        GET /2/tweets/label/stream
        GET /2/tweets/sample/stream
        GET /2/tweets/sample10/stream
        GET /2/tweets/search/stream
        GET /2/tweets/search/stream/rules
        POST /2/tweets/search/stream/rules
        GET /2/tweets/search/stream/rules/counts
        GET /2/tweets/search/webhooks
        POST /2/tweets/search/webhooks/{webhook_id}
        DELETE /2/tweets/search/webhooks/{webhook_id}
        GET /2/usage/tweets
        GET /2/users/compliance/stream
        GET /2/webhooks
        POST /2/webhooks/replay""",
}


def _spread(table: dict[str, str]) -> dict[str, str]:
    return {line.strip(): key for key, lines in table.items() for line in lines.strip().splitlines()}


OPERATIONS = _spread(_PRICED)
"""The row of the price list, by method and path template."""
FREE = _spread(_FREE)
"""Why it costs nothing, by method and path template."""
OWN = frozenset(
    f"GET /2/users/{{id}}/{what}"
    for what in (
        *("tweets", "mentions", "liked_tweets", "bookmarks", "followers", "following", "blocking", "muting"),
        *("owned_lists", "followed_lists", "list_memberships", "pinned_lists"),
    )
)
"""What X's list calls owned reads: cheap for one's own id, where the app is one's own too."""


@functools.lru_cache(maxsize=64)  # pages of one list are one call
def find(method: str, path: str) -> tuple[str, tuple[str, ...]] | None:
    """Find the operation that a call is.

    Parameters
    ----------
    method, path : str
        Such as ``GET`` and ``/2/users/12/tweets``.

    Returns
    -------
    tuple of (str, tuple of str) or None
        A key of ``OPERATIONS`` or ``FREE``, and what stands in its variable places.
    """
    parts = path.split("/")
    for name, template in _TEMPLATES.get((method, len(parts)), ()):
        if all(ours == theirs or ours[:1] == "{" for ours, theirs in zip(template, parts, strict=True)):
            return name, tuple(theirs for ours, theirs in zip(template, parts, strict=True) if ours[:1] == "{")
    return None


def _by_shape() -> dict[tuple[str, int], list[tuple[str, list[str]]]]:
    """Arrange the templates by method and length; of two that fit, the one with fewer variable places comes first."""
    shapes: dict[tuple[str, int], list[tuple[str, list[str]]]] = {}
    for name in sorted([*OPERATIONS, *FREE], key=lambda name: name.count("{")):
        method, path = name.split(" ")
        parts = path.split("/")
        shapes.setdefault((method, len(parts)), []).append((name, parts))
    return shapes


_TEMPLATES = _by_shape()
