"""What to ask X for, so that the models are filled. Names are those of OpenAPI 2.159; nothing here asks.

X sends ids and texts alone unless it is asked for more, and ignores a name that it does not know (status 200, still
billed), so a wrong name here would be silent: a test compares every name with the OpenAPI file.
"""

from __future__ import annotations

__all__ = [
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
PLACE_FIELDS = "country,country_code,full_name,id,name,place_type"

READ_PARAMETERS = {
    "tweet.fields": TWEET_FIELDS,
    "expansions": EXPANSIONS,
    "user.fields": USER_FIELDS,
    "media.fields": MEDIA_FIELDS,
    "poll.fields": POLL_FIELDS,
    "place.fields": PLACE_FIELDS,
}

USER_PARAMETERS = {"user.fields": USER_FIELDS}
