"""Columns of what was asked for with ``fields=``, back as the members of a tweet and of its author."""

from __future__ import annotations

import json
from functools import lru_cache
from itertools import zip_longest
from typing import Any

from xauth_nb.tweets.frames.columns import COLUMNS
from xauth_nb.tweets.frames.extras import EXTRA_COLUMNS, PRIVATE_COUNTS, WRITTEN_AS_JSON
from xauth_nb.tweets.frames.people import USER_COLUMNS

__all__ = ["KNOWN", "author_members", "fields_of", "members"]

Raw = dict[str, Any]
_OF_AUTHOR = {f"author_{name}": kind for name, (kind, _) in USER_COLUMNS.items()}
_OF_FIELD = {column: field for field, columns in EXTRA_COLUMNS.items() for column in columns}
_EXTRA = {column: kind for columns in EXTRA_COLUMNS.values() for column, (kind, _) in columns.items()}

KNOWN = {**_OF_AUTHOR, **_EXTRA, **COLUMNS}
"""Every column that a table of tweets may have, and its kind."""

_AS_SENT = ("url", "location", "created_at", "verified_type", "protected", "profile_image_url", "profile_banner_url")
_TOLD = ("pinned_tweet_id", "most_recent_tweet_id", "is_identity_verified", "parody", "subscription_type")
_TO_YOU = ("verified_followers_count", "connection_status", "receives_your_dm", "subscribes_to_you", "confirmed_email")
_COUNTS = ("following_count", "listed_count", "like_count", "media_count")


@lru_cache(maxsize=8)  # all rows of a table have the same
def fields_of(names: tuple[str, ...]) -> tuple[str, ...]:
    """Say what was asked for with ``fields=`` by the columns that came of it."""
    found: dict[str, None] = {}
    for name in names:
        if name in _OF_FIELD:
            found[_OF_FIELD[name]] = None
        elif name in _OF_AUTHOR and name not in COLUMNS:
            found[f"user.{name.removeprefix('author_')}"] = None
    return tuple(found)


def members(row: Raw) -> Raw:
    """Give the members of a tweet that these columns were made of.

    Parameters
    ----------
    row : dict
        Values by the names of :data:`KNOWN`.
    """
    get = row.get
    made: Raw = {name: get(name) for name in ("card_uri", "community_id", "paid_partnership")}
    for member, prefix in PRIVATE_COUNTS.items():
        names = [column.removeprefix(f"{prefix}_") for column in EXTRA_COLUMNS[member]]
        made[member] = _some({name: get(f"{prefix}_{name}") for name in names})
    topics = zip_longest(get("context_domains") or (), get("context_entities") or ())
    annotations = [{"domain": {"name": domain}, "entity": {"name": entity}} for domain, entity in topics]
    made["context_annotations"] = annotations or None
    until = get("editable_until")
    controls = {name: get(name) for name in ("edits_remaining", "is_edit_eligible")}
    made["edit_controls"] = _some({**controls, "editable_until": until and until.isoformat()})
    shown = [get("display_text_start"), get("display_text_end")]
    made["display_text_range"] = None if None in shown else shown
    made["scopes"] = _some({"followers": get("is_for_followers")})
    made.update({name: _json(get(name)) for name in WRITTEN_AS_JSON})
    return made


def author_members(row: Raw) -> Raw:
    """Give the members of a tweet's author; see :func:`members`."""

    def get(name: str) -> Any:
        return row.get(f"author_{name}")

    made: Raw = {name: get(name) for name in (*_AS_SENT, *_TOLD, *_TO_YOU)}
    if made["created_at"] is not None:
        made["created_at"] = made["created_at"].isoformat()
    made["connection_status"] = made["connection_status"] or None
    made["description"] = get("description")
    made["affiliation"] = _some({"description": get("affiliation")})
    made["withheld"] = _some({"country_codes": get("withheld_in") or None})
    made["public_metrics"] = _some({name: get(name) for name in _COUNTS})
    return {name: value for name, value in made.items() if value is not None}


def _some(values: Raw) -> Raw | None:
    return values if any(value is not None for value in values.values()) else None


def _json(text: Any) -> Any:
    try:
        return None if text is None else json.loads(text)
    except ValueError:  # somebody has changed it
        return text
