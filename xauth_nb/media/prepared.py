"""Media for one tweet, checked before the first byte is sent; and what X has already."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone

import msgspec

from xauth_nb.errors import UsageError
from xauth_nb.media.sniff import MediaKind
from xauth_nb.media.sources import MediaSource, check_alt_text, check_media_set

__all__ = ["UploadedMedia", "prepare"]

_MARGIN = timedelta(minutes=5)


class UploadedMedia(msgspec.Struct, frozen=True, kw_only=True):
    """A picture, GIF or video that X has, ready for a tweet of the account that uploaded it.

    Attributes
    ----------
    id : str
        What ``media=`` of a tweet refers to.
    media_key : str or None
    kind : {"photo", "gif", "video"}
    size : int
        In bytes.
    digest : str
        SHA-256 of the content.
    expires_at : datetime.datetime or None
        Until when a tweet may use it, aware UTC; ``None`` where X did not say.
    alt_text : str or None
    """

    id: str
    media_key: str | None
    kind: MediaKind
    size: int
    digest: str
    expires_at: datetime | None = None
    alt_text: str | None = None

    @property
    def is_usable(self) -> bool:
        """Whether X still keeps it, as far as X said."""
        return self.expires_at is not None and self.expires_at - _MARGIN > datetime.now(timezone.utc)


def prepare(sources: object, alt_texts: str | Sequence[str | None] | None = None) -> list[MediaSource | UploadedMedia]:
    """Check media for one tweet.

    Parameters
    ----------
    sources, alt_texts
        As in ``prepare_media``.

    Raises
    ------
    UsageError
    """
    given = list(sources) if isinstance(sources, (list, tuple)) else [sources]
    texts = [alt_texts] if isinstance(alt_texts, str) else list(alt_texts or [None] * len(given))
    if len(texts) != len(given):
        raise UsageError(
            f"There are {len(given)} media and {len(texts)} alt texts, so it is not clear which belongs to which.",
            remedy="Pass one alt text for each, in the same order; None for one without.",
        )
    prepared = [_prepared(source, text) for source, text in zip(given, texts, strict=True)]
    check_media_set(prepared)
    return prepared


def _prepared(source: object, alt_text: str | None) -> MediaSource | UploadedMedia:
    if not isinstance(source, (MediaSource, UploadedMedia)):
        return MediaSource(source, alt_text=alt_text)
    if check_alt_text(alt_text) not in (None, source.alt_text):
        raise UsageError(
            "These media have another alt text already.",
            remedy="Give the alt text where the media are made, or pass the file itself.",
        )
    return source
