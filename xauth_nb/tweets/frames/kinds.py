"""What a column is, and what single values of several tables are made of. No frame in here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from xauth_nb.tweets.records import Media

__all__ = ["Column", "Kind", "column_of", "medium_url", "picture_url"]

Kind = Literal["text", "texts", "count", "number", "flag", "time"]


class Column(NamedTuple):
    """A column's name, what kind of values it has, and the values (``None`` where X sent none)."""

    name: str
    kind: Kind
    values: list[Any]


def column_of(kind: Kind, *names: str) -> dict[str, Kind]:
    """Name columns of one kind."""
    return dict.fromkeys(names, kind)


def medium_url(medium: Media) -> str | None:
    """Give the address of the medium itself: of a video that of its best file."""
    if medium.url or not medium.variants:
        return medium.url
    files = [one for one in medium.variants if one.url]
    whole = [one for one in files if one.content_type == "video/mp4"] or files
    return max(whole, key=lambda one: one.bit_rate or 0).url if whole else None


def picture_url(medium: Media) -> str | None:
    """Give the address of a picture of it: of a photo the photo."""
    return medium.preview_image_url or (medium.url if medium.type == "photo" else None)
