"""Pictures, GIFs and videos: check them, and bring them to X before a tweet carries them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xauth_nb.errors import UsageError
from xauth_nb.face import Face
from xauth_nb.media import UploadedMedia, prepare

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xauth_nb.media import MediaSource, Uploader

__all__ = ["Uploads"]


class Uploads(Face):
    """Media for tweets."""

    _uploader: Uploader

    def upload_media(self, source: object, *, alt_text: str | None = None) -> UploadedMedia:
        """Upload a picture, GIF or video for a tweet.

        The same content with the same description is uploaded once: as long as X keeps it, it is used again, after a
        restart of the kernel too. An upload that broke off continues where it stopped when the call is repeated. The id
        stands for what was uploaded, so that a tweet with it is posted once, whatever the id is next time.

        Parameters
        ----------
        source : str, os.PathLike, bytes, binary file, figure, Axes, image, MediaSource or UploadedMedia
            As in :class:`MediaSource`. What was uploaded already is given back, with ``alt_text`` if one is given.
        alt_text : str, optional
            A description for people who do not see it, 1,000 characters at most.

        Returns
        -------
        UploadedMedia
            Processed by X and ready.

        Raises
        ------
        UsageError
            If X would not take it; nothing is sent.
        ApiError
            If X refuses it, or cannot process it.
        TransportError
            If X did not answer several times in a row.

        Examples
        --------
        >>> x.upload_media("plot.png", alt_text="Posts a day, rising").kind
        'photo'
        """
        prepared = prepare(source, alt_text)
        if len(prepared) != 1:
            raise UsageError(
                f"upload_media uploads one of the media, and these are {len(prepared)}.",
                remedy="Call it for each, or pass them all as media= of the tweet.",
            )
        return self._uploader.upload(self._own(prepared[0]))

    def _own(self, prepared: MediaSource | UploadedMedia) -> MediaSource | UploadedMedia:
        return self._uploader.check_owner(prepared) if isinstance(prepared, UploadedMedia) else prepared

    def prepare_media(
        self, sources: object, alt_texts: str | Sequence[str | None] | None = None
    ) -> list[MediaSource | UploadedMedia]:
        """Check media for one tweet before the first byte is sent.

        Parameters
        ----------
        sources : object or sequence of objects
            What :meth:`upload_media` takes, one or up to four.
        alt_texts : str or sequence of (str or None), optional
            A description for each, in the same order.

        Returns
        -------
        list of MediaSource or UploadedMedia
            Each has ``kind``, ``size``, ``digest`` and ``alt_text``, and :meth:`upload_media` takes it.

        Raises
        ------
        UsageError
            If one of them cannot be uploaded, the descriptions do not fit them, or one tweet cannot carry them all.
        """
        return prepare(sources, alt_texts)
