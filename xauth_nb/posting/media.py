"""What a tweet is to carry, as people give it: files, figures, bytes, or what was uploaded before."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xauth_nb.errors import UsageError
from xauth_nb.media import UploadedMedia, each, prepare

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xauth_nb.media import MediaSource, Uploader

__all__ = ["attached", "only_ids", "warn_of_ids"]

_ID = re.compile(r"(?:\d{1,2}_)?(\d{1,19})", re.ASCII)
"""An id, or the media key that it is a part of."""


def attached(
    media: object, alt_text: str | Sequence[str | None] | None, uploader: Uploader
) -> list[MediaSource | UploadedMedia]:
    """Check what is to be attached before anything is sent.

    Parameters
    ----------
    media, alt_text
        As in ``post_tweet``.
    uploader : Uploader
        Knows what the id of an upload stands for.

    Raises
    ------
    UsageError
    StoreError
        If an id is given, and the list of uploads cannot be read.
    """
    given = [] if media is None else each(media)
    if not given:
        if alt_text is not None:
            raise UsageError("alt_text describes media, and none were given.", remedy="Pass media= too.")
        return []
    return prepare([_uploaded(one, uploader) for one in given], alt_text)


def only_ids(media: Sequence[MediaSource | UploadedMedia]) -> list[str]:
    """Name the uploads of which nothing but the id is known.

    Parameters
    ----------
    media : sequence of MediaSource or UploadedMedia
    """
    return [one.id for one in media if isinstance(one, UploadedMedia) and not one.digest]


def warn_of_ids(ids: Sequence[str]) -> str:
    """Say what ``once=`` cannot know of them.

    Parameters
    ----------
    ids : sequence of str
    """
    return (
        f"What the media id {ids[0]} stands for is not known here, because it was not uploaded with x.upload_media() "
        "on this machine. So once= goes by the id: the same picture under another id is another post. Pass the file "
        "itself, or give the post a key=."
    )


def _uploaded(given: object, uploader: Uploader) -> object:
    """Take the id of an upload for what it stands for; of one that is not of this machine only X knows the kind."""
    if isinstance(given, UploadedMedia):
        return uploader.check_owner(given)
    text = str(given) if isinstance(given, int) and not isinstance(given, bool) else given
    found = _ID.fullmatch(text.strip()) if isinstance(text, str) else None
    return uploader.recall(found[1]) if found else given
