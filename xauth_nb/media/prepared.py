"""Media for one tweet, checked before the first byte is sent; and what X has already."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone

import msgspec

from xauth_nb.errors import UsageError
from xauth_nb.media.drawn import each
from xauth_nb.media.sniff import MediaKind
from xauth_nb.media.sources import MediaSource, check_alt_text, check_media_set

__all__ = ["UploadedMedia", "prepare"]

MARGIN = timedelta(minutes=5)
"""How long before its end an upload is not used any more: the tweet has to be made in that time."""


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
        SHA-256 of the content; empty where only the id is known.
    expires_at : datetime.datetime or None
        Until when a tweet may use it, aware UTC; ``None`` where X did not say.
    alt_text : str or None
    shows : str
        What it shows, where that is told from its digest: :attr:`MediaSource.identity`.
    owner : str or None
        The id of the account that uploaded it.
    is_described : bool
        Whether X has been told the description.
    """

    id: str
    media_key: str | None
    kind: MediaKind
    size: int
    digest: str
    expires_at: datetime | None = None
    alt_text: str | None = None
    shows: str = ""
    owner: str | None = None
    is_described: bool = True

    @property
    def identity(self) -> str:
        """What it is to ``once=``: what it shows; its id, where nothing else is known."""
        return self.shows or self.digest or f"id {self.id}"

    @property
    def is_usable(self) -> bool:
        """Whether X still keeps it, as far as X said."""
        return self.expires_at is not None and self.expires_at - MARGIN > datetime.now(timezone.utc)


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
    given = each(sources)
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
    wanted = check_alt_text(alt_text)
    if isinstance(source, UploadedMedia):
        if wanted in (None, source.alt_text):
            return source
        return msgspec.structs.replace(source, alt_text=wanted, is_described=False)
    if not isinstance(source, MediaSource):
        return MediaSource(source, alt_text=wanted)
    if wanted in (None, source.alt_text):
        return source
    if source.alt_text is not None:
        raise UsageError(
            f"{source.name} was prepared with another alt text.",
            remedy="Give the alt text where the media are prepared, or pass the file itself.",
        )
    return source.described_as(wanted)
