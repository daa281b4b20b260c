"""Pictures, GIFs and videos on their way into a tweet: what a file is, and its upload. Nothing is posted in here.

>>> from xauth_nb.media import MediaSource
>>> MediaSource("plot.png").kind
'photo'
"""

from __future__ import annotations

from xauth_nb.media.drawn import each
from xauth_nb.media.prepared import UploadedMedia, prepare
from xauth_nb.media.sniff import MediaKind
from xauth_nb.media.sources import ALT_TEXT_LIMIT, MediaSource, check_media_set
from xauth_nb.media.uploading import Uploader

__all__ = [
    "ALT_TEXT_LIMIT",
    "MediaKind",
    "MediaSource",
    "UploadedMedia",
    "Uploader",
    "check_media_set",
    "each",
    "prepare",
]
