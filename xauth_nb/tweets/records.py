"""The small records inside a tweet, as X's API v2 names them. Nothing here knows another record's place.

Fields are those of X's OpenAPI files 2.159 and 2.167 together. A field that X did not send is ``None``; a field that
is not named here is ignored, because X adds fields without notice. The records are frozen and are not tracked by the
garbage collector (``gc=False``): none of them can point back at its owner.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from msgspec import Meta, Struct, field

__all__ = [
    "Affiliation",
    "Annotation",
    "Attachments",
    "ContextAnnotation",
    "EditControls",
    "Entities",
    "Geo",
    "Media",
    "MediaMetrics",
    "Mention",
    "NoteTweet",
    "Origin",
    "Place",
    "Point",
    "Poll",
    "PollOption",
    "PrivateMetrics",
    "Problem",
    "PublicMetrics",
    "Reference",
    "Scopes",
    "Subscription",
    "Tag",
    "Topic",
    "Url",
    "UrlImage",
    "UserEntities",
    "UserMetrics",
    "Variant",
    "Withheld",
]

# A time without a zone would be a guess, and a number beyond 64 bits fits no column: both are reported with their path.
Time = Annotated[datetime, Meta(tz=True)]
Count = Annotated[int, Meta(ge=-(2**63), le=2**63 - 1)]


class Record(Struct, frozen=True, kw_only=True, gc=False, omit_defaults=True):
    """A frozen record with keyword arguments only."""


class UrlImage(Record, frozen=True, kw_only=True):
    """A preview picture of a linked page."""

    url: str | None = None
    width: Count | None = None
    height: Count | None = None


class Url(Record, frozen=True, kw_only=True):
    """A link in a text: ``url`` is X's t.co link, ``expanded_url`` what the author wrote."""

    start: Count | None = None
    end: Count | None = None
    url: str | None = None
    expanded_url: str | None = None
    display_url: str | None = None
    unwound_url: str | None = None
    title: str | None = None
    description: str | None = None
    status: Count | None = None
    media_key: str | None = None
    images: tuple[UrlImage, ...] | None = None

    @property
    def target(self) -> str | None:
        """Where the link leads, as far as X has followed it."""
        return self.unwound_url or self.expanded_url or self.url


class Tag(Record, frozen=True, kw_only=True):
    """A hashtag or a cashtag, without its sign."""

    tag: str | None
    start: Count | None = None
    end: Count | None = None


class Mention(Record, frozen=True, kw_only=True):
    """A mentioned user."""

    username: str = ""
    id: str | None = None
    start: Count | None = None
    end: Count | None = None


class Annotation(Record, frozen=True, kw_only=True):
    """A name that X recognised in the text."""

    start: Count | None = None
    end: Count | None = None
    normalized_text: str | None = None
    probability: float | None = None
    type: str | None = None


class Entities(Record, frozen=True, kw_only=True):
    """What X found in a text. Positions count characters of ``text`` as sent."""

    urls: tuple[Url, ...] | None = None
    hashtags: tuple[Tag, ...] | None = None
    cashtags: tuple[Tag, ...] | None = None
    mentions: tuple[Mention, ...] | None = None
    annotations: tuple[Annotation, ...] | None = None


class UserEntities(Record, frozen=True, kw_only=True):
    """What X found in a profile: in its link and in its description."""

    url: Entities | None = None
    description: Entities | None = None


class NoteTweet(Record, frozen=True, kw_only=True):
    """The whole text of a tweet that is longer than 280 characters."""

    text: str = ""
    entities: Entities | None = None


class Attachments(Record, frozen=True, kw_only=True):
    """Keys of what is attached; the things themselves are joined from the page."""

    media_keys: tuple[str, ...] | None = None
    poll_ids: tuple[str, ...] | None = None
    media_source_tweet_id: tuple[str, ...] | None = None


class Reference(Record, frozen=True, kw_only=True):
    """Another tweet that this one is about: ``retweeted``, ``quoted`` or ``replied_to``."""

    type: str | None
    id: str | None


class PublicMetrics(Record, frozen=True, kw_only=True):
    """Counts that everybody may see."""

    retweet_count: Count | None = None
    reply_count: Count | None = None
    like_count: Count | None = None
    quote_count: Count | None = None
    bookmark_count: Count | None = None
    impression_count: Count | None = None


class PrivateMetrics(Record, frozen=True, kw_only=True):
    """Counts that only the author may see."""

    impression_count: Count | None = None
    retweet_count: Count | None = None
    reply_count: Count | None = None
    like_count: Count | None = None
    url_link_clicks: Count | None = None
    user_profile_clicks: Count | None = None


class UserMetrics(Record, frozen=True, kw_only=True):
    """Counts of a user."""

    followers_count: Count | None = None
    following_count: Count | None = None
    tweet_count: Count | None = None
    listed_count: Count | None = None
    like_count: Count | None = None
    media_count: Count | None = None


class MediaMetrics(Record, frozen=True, kw_only=True):
    """Counts of a video."""

    view_count: Count | None = None
    playback_0_count: Count | None = None
    playback_25_count: Count | None = None
    playback_50_count: Count | None = None
    playback_75_count: Count | None = None
    playback_100_count: Count | None = None


class Variant(Record, frozen=True, kw_only=True):
    """One file of a video."""

    url: str | None = None
    content_type: str | None = None
    bit_rate: Count | None = None


class Media(Record, frozen=True, kw_only=True):
    """A photo, a video or an animated GIF."""

    media_key: str | None = None
    type: str | None = None
    url: str | None = None
    alt_text: str | None = None
    width: Count | None = None
    height: Count | None = None
    duration_ms: Count | None = None
    preview_image_url: str | None = None
    variants: tuple[Variant, ...] | None = None
    public_metrics: MediaMetrics | None = None
    non_public_metrics: MediaMetrics | None = None
    organic_metrics: MediaMetrics | None = None
    promoted_metrics: MediaMetrics | None = None


class PollOption(Record, frozen=True, kw_only=True):
    """One answer of a poll."""

    label: str = ""
    position: Count | None = None
    votes: Count | None = None


class Poll(Record, frozen=True, kw_only=True):
    """A poll with its votes so far."""

    id: str | None = None
    options: tuple[PollOption, ...] | None = None
    duration_minutes: Count | None = None
    end_datetime: Time | None = None
    voting_status: str | None = None
    # Not of X: a table tells only how many voted. The name cannot be a member of the API's.
    votes_in_table: Count | None = field(default=None, name="xauth_nb:votes")

    @property
    def total_votes(self) -> int:
        """All votes together; a count below zero is no vote."""
        if self.votes_in_table is not None:
            return self.votes_in_table
        return sum(max(option.votes or 0, 0) for option in self.options or ())


class Point(Record, frozen=True, kw_only=True):
    """A point as GeoJSON writes it: longitude first."""

    type: str | None = None
    coordinates: tuple[float, ...] | None = None


class Geo(Record, frozen=True, kw_only=True):
    """Where a tweet was written, if its author said so."""

    place_id: str | None = None
    coordinates: Point | None = None


class Place(Record, frozen=True, kw_only=True):
    """A named place; ``geo`` is GeoJSON as X sent it."""

    id: str | None = None
    full_name: str | None = None
    name: str | None = None
    country: str | None = None
    country_code: str | None = None
    place_type: str | None = None
    contained_within: tuple[str, ...] | None = None
    geo: dict[str, Any] | None = None


class Topic(Record, frozen=True, kw_only=True):
    """A subject, of a Space or of a context annotation."""

    id: str | None = None
    name: str | None = None
    description: str | None = None


class ContextAnnotation(Record, frozen=True, kw_only=True):
    """What X thinks a tweet is about."""

    domain: Topic | None = None
    entity: Topic | None = None


class EditControls(Record, frozen=True, kw_only=True):
    """Whether and until when a tweet may be edited."""

    is_edit_eligible: bool | None = None
    editable_until: Time | None = None
    edits_remaining: Count | None = None


class Withheld(Record, frozen=True, kw_only=True):
    """Where a tweet or a user is not shown, and why."""

    country_codes: tuple[str, ...] | None = None
    copyright: bool | None = None
    scope: str | None = None


class Scopes(Record, frozen=True, kw_only=True):
    """Who may see a tweet."""

    followers: bool | None = None


class Affiliation(Record, frozen=True, kw_only=True):
    """An organisation that a user belongs to."""

    badge_url: str | None = None
    description: str | None = None
    url: str | None = None
    user_id: tuple[str, ...] | None = None


class Subscription(Record, frozen=True, kw_only=True):
    """Whether a user subscribes to the one who asks."""

    subscribes_to_you: bool | None = None


class Origin(Record, frozen=True, kw_only=True):
    """With which page a tweet came: what was asked for, by whom and when. Not of X; it stands beside X's own answer."""

    path: str | None = None
    query: str | None = None
    account: str | None = None
    when: Time | None = None
    fields: tuple[str, ...] | None = None
    page: Count | None = None


class Problem(Record, frozen=True, kw_only=True):
    """A partial error: one thing that X could not give in an answer that is otherwise fine."""

    title: str = ""
    type: str | None = None
    detail: str | None = None
    status: Count | None = None
    resource_type: str | None = None
    resource_id: str | None = None
    parameter: str | None = None
    value: Any = None
