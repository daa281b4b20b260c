"""The media of a tweet that was just posted: X answers with its text alone, and here they are known already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from xauth_nb.posting.media import only_ids
from xauth_nb.tweets.records import Attachments, Media

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xauth_nb.media import MediaSource, UploadedMedia
    from xauth_nb.tweets import Tweet

__all__ = ["with_media"]

# X's names for them, and what its media keys begin with: "MediaKey" of its OpenAPI file, and the examples of its docs.
_KINDS = {"photo": ("photo", "3"), "gif": ("animated_gif", "16"), "video": ("video", "7")}


def with_media(tweet: Tweet, media: Sequence[MediaSource | UploadedMedia], ids: Sequence[str]) -> Tweet:
    """Return the same tweet with its media joined, so that its card shows them in place of X's link to them.

    Parameters
    ----------
    tweet : Tweet
    media : sequence of MediaSource or UploadedMedia
    ids : sequence of str
        The id of each at X, as far as they are known; those that X told with the tweet go first.
    """
    if not media or only_ids(media):  # what an id alone stands for, X alone knows
        return tweet
    kinds = [_KINDS[one.kind] for one in media]
    told = tweet.attachments.media_keys if tweet.attachments else None
    keys = told or tuple(f"{start}_{id}" for (_, start), id in zip(kinds, ids, strict=False))
    if len(keys) != len(media):
        return tweet
    known = [
        Media(media_key=key, type=name, alt_text=one.alt_text)
        for key, (name, _), one in zip(keys, kinds, media, strict=True)
    ]
    return replace(tweet, attachments=Attachments(media_keys=keys), _joined=tweet._joined.with_media(known))
