"""What a tweet is to carry, as people give it: files, figures, bytes, or what was uploaded before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xauth_nb.errors import UsageError
from xauth_nb.media import UploadedMedia, prepare

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xauth_nb.media import MediaSource

__all__ = ["attached"]


def attached(media: object, alt_text: str | Sequence[str | None] | None) -> list[MediaSource | UploadedMedia]:
    """Check what is to be attached before anything is sent.

    Parameters
    ----------
    media, alt_text
        As in ``post_tweet``.

    Raises
    ------
    UsageError
    """
    if media is None:
        if alt_text is not None:
            raise UsageError("alt_text describes media, and none were given.", remedy="Pass media= too.")
        return []
    given = media if isinstance(media, (list, tuple)) else [media]
    return prepare([_uploaded(one) for one in given], alt_text)


def _uploaded(given: object) -> object:
    """Take the bare id of an upload for what it is; whether it is a photo, only X knows."""
    is_id = isinstance(given, int) or (isinstance(given, str) and given.isascii() and given.isdigit())
    if not is_id or isinstance(given, bool):
        return given
    return UploadedMedia(id=str(given), media_key=None, kind="photo", size=0, digest=f"id {given}")
