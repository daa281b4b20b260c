"""The field and expansion names that X knows, for the strict mode in which unknown ones are refused.

Source: the enumerations of X's OpenAPI files 2.159 and 2.167. Without the strict mode unknown names are ignored, as X
has done since 2026.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xauth_nb.sandbox.api.call import Call

__all__ = ["KNOWN", "check_fields"]

_TWEET = """
article attachments author_id card_uri community_id context_annotations conversation_id created_at display_text_range
edit_controls edit_history_tweet_ids entities geo id in_reply_to_user_id lang media_metadata non_public_metrics
note_tweet organic_metrics possibly_sensitive promoted_metrics public_metrics referenced_tweets reply_settings scopes
source suggested_source_links suggested_source_links_with_counts text withheld
"""
_POST = """
article article_title attachments card_uri community_id context_annotations conversation_id created_at
display_text_range edit_controls entities geo id lang matched_media_notes media_metadata non_public_metrics note_post
note_request_suggestions organic_metrics paid_partnership possibly_sensitive promoted_metrics public_metrics
reply_settings scopes source suggested_source_links suggested_source_links_with_counts text withheld
"""
_USER = """
affiliation confirmed_email connection_status created_at description entities id is_identity_verified location
most_recent_tweet_id name parody pinned_tweet_id profile_banner_url profile_image_url protected public_metrics
receives_your_dm subscribes_to_you subscription subscription_type url username verified verified_followers_count
verified_type withheld
"""
_MEDIA = """
alt_text duration_ms height media_key non_public_metrics organic_metrics preview_image_url promoted_metrics
public_metrics type url variants width
"""
_EXPANSIONS = """
article.cover_media article.media_entities attachments.media_keys attachments.media_source_tweet attachments.poll_ids
author_id edit_history_tweet_ids edit_history_post_ids entities.mentions.username entities.note.mentions.username
geo.place_id in_reply_to_user_id owner_id referenced_posts referenced_tweets.id
referenced_tweets.id.attachments.media_keys referenced_tweets.id.author_id username affiliation
affiliation.user_id participant_ids sender_id most_recent_tweet_id most_recent_post_id pinned_tweet_id pinned_post_id
"""
KNOWN: Mapping[str, frozenset[str]] = {
    "tweet.fields": frozenset(_TWEET.split()),
    "post.fields": frozenset(_POST.split()),
    "user.fields": frozenset(_USER.split()),
    "media.fields": frozenset(_MEDIA.split()),
    "poll.fields": frozenset({"duration_minutes", "end_datetime", "id", "options", "voting_status"}),
    "place.fields": frozenset(
        {"contained_within", "country", "country_code", "full_name", "geo", "id", "name", "place_type"}
    ),
    "list.fields": frozenset(
        {"created_at", "description", "follower_count", "id", "member_count", "name", "owner_id", "private"}
    ),
    "dm_event.fields": frozenset(
        {"attachments", "created_at", "dm_conversation_id", "entities", "event_type", "id", "participant_ids"}
        | {"referenced_posts", "referenced_tweets", "sender_id", "text"}
    ),
    "expansions": frozenset(_EXPANSIONS.split()),
}


def check_fields(call: Call) -> None:
    """Refuse unknown names, if this sandbox is strict.

    Raises
    ------
    Refused
        E34.
    """
    if call.state.settings.strict_fields:
        for name in KNOWN.keys() & call.args.keys():
            call.choices(name, *sorted(KNOWN[name]))
