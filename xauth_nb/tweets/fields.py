"""What to ask X for, so that the models are filled. Names are those of OpenAPI 2.159; nothing here asks.

X sends ids and texts alone unless it is asked for more, and ignores a name that it does not know (status 200, still
billed), so a wrong name here would be silent: a test compares every name with the OpenAPI file.
"""

from __future__ import annotations

__all__ = [
    "ALL_FIELDS",
    "EXPANSIONS",
    "MEDIA_FIELDS",
    "PLACE_FIELDS",
    "POLL_FIELDS",
    "READ_PARAMETERS",
    "TWEET_FIELDS",
    "USER_FIELDS",
    "USER_PARAMETERS",
]

# Left out: the metrics that only authors may see (X answers with a partial error for anybody else's tweet), what
# needs an expansion of its own, and what no card or column shows.
TWEET_FIELDS = ",".join(
    (
        "attachments",
        "author_id",
        "conversation_id",
        "created_at",
        "edit_history_tweet_ids",
        "entities",
        "geo",
        "in_reply_to_user_id",
        "lang",
        "note_tweet",
        "possibly_sensitive",
        "public_metrics",
        "referenced_tweets",
        "reply_settings",
        "source",
        "withheld",
    )
)

EXPANSIONS = ",".join(
    (
        "attachments.media_keys",
        "attachments.poll_ids",
        "author_id",
        "geo.place_id",
        "referenced_tweets.id",
        "referenced_tweets.id.attachments.media_keys",
        "referenced_tweets.id.author_id",
    )
)

USER_FIELDS = ",".join(
    (
        "created_at",
        "description",
        "entities",
        "location",
        "name",
        "profile_image_url",
        "protected",
        "public_metrics",
        "url",
        "username",
        "verified",
        "verified_type",
        "withheld",
    )
)

MEDIA_FIELDS = "alt_text,duration_ms,height,media_key,preview_image_url,public_metrics,type,url,variants,width"
POLL_FIELDS = "duration_minutes,end_datetime,id,options,voting_status"
PLACE_FIELDS = "country,country_code,full_name,geo,id,name,place_type"

READ_PARAMETERS = {
    "tweet.fields": TWEET_FIELDS,
    "expansions": EXPANSIONS,
    "user.fields": USER_FIELDS,
    "media.fields": MEDIA_FIELDS,
    "poll.fields": POLL_FIELDS,
    "place.fields": PLACE_FIELDS,
}

USER_PARAMETERS = {"user.fields": USER_FIELDS}

ALL_FIELDS = {
    "tweet": (
        *TWEET_FIELDS.split(","),
        *("article", "article_title", "card_uri", "community_id", "context_annotations", "display_text_range"),
        *("edit_controls", "matched_media_notes", "media_metadata", "non_public_metrics", "note_request_suggestions"),
        *("organic_metrics", "paid_partnership", "promoted_metrics", "scopes", "suggested_source_links"),
        *("suggested_source_links_with_counts", "id", "text"),
    ),
    "user": (
        *USER_FIELDS.split(","),
        *("affiliation", "confirmed_email", "connection_status", "id", "is_identity_verified", "most_recent_tweet_id"),
        *("parody", "pinned_tweet_id", "profile_banner_url", "receives_your_dm", "subscribes_to_you", "subscription"),
        *("subscription_type", "verified_followers_count"),
    ),
    "media": (*MEDIA_FIELDS.split(","), "non_public_metrics", "organic_metrics", "promoted_metrics"),
    "poll": tuple(POLL_FIELDS.split(",")),
    "place": (*PLACE_FIELDS.split(","), "contained_within"),
}
"""What can be asked for, of both API descriptions together: 2.167 has some that 2.159 has not."""
