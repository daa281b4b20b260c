"""The columns of what is asked for with ``fields=``: they are there when it was asked for, whether or not it came."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from xauth_nb.tweets.frames.kinds import Column, Kind
from xauth_nb.tweets.frames.people import USER_COLUMNS, user_column
from xauth_nb.tweets.renewed import PRIVATE

if TYPE_CHECKING:
    from xauth_nb.tweets.joined import JoinedTweet

__all__ = ["EXTRA_COLUMNS", "PRIVATE_COUNTS", "WRITTEN_AS_JSON", "extra_columns"]

_Made = tuple[Kind, Callable[["JoinedTweet"], Any]]


def _inside(member: str, name: str) -> Callable[[JoinedTweet], Any]:
    return lambda tweet: getattr(getattr(tweet, member), name, None)


def _counts(member: str, prefix: str) -> dict[str, _Made]:
    names = ("impression_count", "retweet_count", "reply_count", "like_count", "url_link_clicks", "user_profile_clicks")
    return {f"{prefix}_{name}": ("count", _inside(member, name)) for name in names}


def _topics(part: str) -> Callable[[JoinedTweet], Any]:
    def names(tweet: JoinedTweet) -> tuple[str | None, ...]:
        topics = (getattr(one, part) for one in tweet.context_annotations or ())
        return tuple(topic and topic.name for topic in topics)

    return names


def _as_json(member: str) -> Callable[[JoinedTweet], Any]:
    def written(tweet: JoinedTweet) -> str | None:
        value = getattr(tweet, member)
        return None if value is None else json.dumps(value, ensure_ascii=False)

    return written


def _range(at: int) -> Callable[[JoinedTweet], Any]:
    return lambda tweet: r[at] if (r := tweet.display_text_range) and len(r) > at else None


def _member(name: str) -> Callable[[JoinedTweet], Any]:
    return lambda tweet: getattr(tweet, name)


PRIVATE_COUNTS = {member: member.removesuffix("_metrics") for member in PRIVATE}
"""Members with counts that only the author sees, and how the names of their columns begin."""

WRITTEN_AS_JSON = (
    "article",
    "article_title",
    "matched_media_notes",
    "media_metadata",
    "note_request_suggestions",
    "suggested_source_links",
    "suggested_source_links_with_counts",
)
"""Members of no one shape: their columns hold them as JSON."""

EXTRA_COLUMNS: dict[str, dict[str, _Made]] = {
    "context_annotations": {
        "context_domains": ("texts", _topics("domain")),
        "context_entities": ("texts", _topics("entity")),
    },
    **{member: _counts(member, prefix) for member, prefix in PRIVATE_COUNTS.items()},
    "edit_controls": {
        "edits_remaining": ("count", _inside("edit_controls", "edits_remaining")),
        "is_edit_eligible": ("flag", _inside("edit_controls", "is_edit_eligible")),
        "editable_until": ("time", _inside("edit_controls", "editable_until")),
    },
    "display_text_range": {"display_text_start": ("count", _range(0)), "display_text_end": ("count", _range(1))},
    "scopes": {"is_for_followers": ("flag", _inside("scopes", "followers"))},
    "paid_partnership": {"paid_partnership": ("flag", _member("paid_partnership"))},
    **{name: {name: ("text", _member(name))} for name in ("card_uri", "community_id")},
    **{name: {name: ("text", _as_json(name))} for name in WRITTEN_AS_JSON},
}
"""The columns of each field of tweets that is not always asked for."""


def extra_columns(rows: Sequence[JoinedTweet], fields: Sequence[str]) -> list[Column]:
    """Lay out what was asked for beside what is always asked for.

    Parameters
    ----------
    rows : sequence of Tweet
    fields : sequence of str
        Fields of tweets, and ``user.`` with a field of their authors.
    """
    made = []
    for field in fields:
        of_author = field.removeprefix("user.")
        if of_author != field:
            if of_author in USER_COLUMNS:
                made.append(user_column(of_author, [t.author for t in rows], as_name=f"author_{of_author}"))
            continue
        for name, (kind, find) in EXTRA_COLUMNS.get(field, {}).items():
            made.append(Column(name, kind, [find(tweet) for tweet in rows]))
    return made
