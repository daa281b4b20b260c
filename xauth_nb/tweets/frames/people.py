"""The columns of a data frame of users: all that X tells everybody of an account. No frame in here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from xauth_nb.tweets.frames.kinds import Column, Kind

if TYPE_CHECKING:
    from xauth_nb.tweets.data import UserData
    from xauth_nb.tweets.page import Page

__all__ = ["USER_COLUMNS", "user_column", "user_columns"]


def _member(name: str) -> Callable[[UserData], Any]:
    return lambda user: getattr(user, name)


def _count(name: str) -> Callable[[UserData], Any]:
    return lambda user: user.public_metrics and getattr(user.public_metrics, name)


def _link(user: UserData) -> str | None:
    found = user.entities and user.entities.url and user.entities.url.urls
    return (found[0].target if found else None) or user.url


USER_COLUMNS: dict[str, tuple[Kind, Callable[[UserData], Any]]] = {
    "id": ("text", _member("id")),
    "username": ("text", _member("username")),
    "name": ("text", _member("name")),
    "created_at": ("time", _member("created_at")),
    "description": ("text", lambda user: user.description and user.full_description),
    "location": ("text", _member("location")),
    "url": ("text", _link),
    "profile_url": ("text", _member("profile_url")),
    "verified": ("flag", _member("verified")),
    "verified_type": ("text", _member("verified_type")),
    "protected": ("flag", _member("protected")),
    "followers_count": ("count", _count("followers_count")),
    "following_count": ("count", _count("following_count")),
    "tweet_count": ("count", _count("tweet_count")),
    "listed_count": ("count", _count("listed_count")),
    "like_count": ("count", _count("like_count")),
    "media_count": ("count", _count("media_count")),
    "profile_image_url": ("text", _member("profile_image_url")),
    "profile_banner_url": ("text", _member("profile_banner_url")),
    "pinned_tweet_id": ("text", _member("pinned_tweet_id")),
    "most_recent_tweet_id": ("text", _member("most_recent_tweet_id")),
    "affiliation": ("text", lambda user: user.affiliation and user.affiliation.description),
    "is_identity_verified": ("flag", _member("is_identity_verified")),
    "parody": ("flag", _member("parody")),
    "subscription_type": ("text", _member("subscription_type")),
    "verified_followers_count": ("count", _member("verified_followers_count")),
    "withheld_in": ("texts", lambda user: (user.withheld and user.withheld.country_codes) or ()),
    # What X tells the account that asks, and nobody else.
    "connection_status": ("texts", lambda user: user.connection_status or ()),
    "receives_your_dm": ("flag", _member("receives_your_dm")),
    "subscribes_to_you": ("flag", _member("subscribes_to_you")),
    "confirmed_email": ("text", _member("confirmed_email")),
}
_PUBLIC = [*USER_COLUMNS][: [*USER_COLUMNS].index("connection_status")]


def user_column(name: str, users: Sequence[UserData | None], *, as_name: str | None = None) -> Column:
    """Give one column; a user who is not known has nothing in it."""
    kind, find = USER_COLUMNS[name]
    nothing: Any = () if kind == "texts" else None
    return Column(as_name or name, kind, [nothing if user is None else find(user) for user in users])


def user_columns(users: Page[UserData]) -> list[Column]:
    """Lay users out in columns.

    Parameters
    ----------
    users : Users

    Returns
    -------
    list of Column
        What X tells everybody, what was asked for with ``fields=``, and where the users came from.
    """
    source = users.provenance
    asked = [name for name in (source.fields if source else ()) if name in USER_COLUMNS and name not in _PUBLIC]
    rows = list(users)
    return [
        *(user_column(name, rows) for name in (*_PUBLIC, *asked)),
        Column("query", "text", [source and source.query] * len(rows)),
        Column("collected_at", "time", [source and source.when] * len(rows)),
    ]
