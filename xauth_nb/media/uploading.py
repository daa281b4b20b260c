"""Bring media to X, and remember what it has: in this kernel, and in the list of uploads for the next one.

A picture of up to 1 MB goes in one call: a lost answer means that it is sent again, which costs nothing. Anything
larger goes in parts, so that a lost part is all that is sent again. Nothing is posted in here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import replace

from xauth_nb.errors import ApiError, ServerError, StoreError, TransportError, UsageError
from xauth_nb.errors.warned import warn_user
from xauth_nb.ledger.scope import server_of
from xauth_nb.ledger.uploads import UploadList
from xauth_nb.media.prepared import MARGIN, UploadedMedia
from xauth_nb.media.processing import Progress, expiry
from xauth_nb.media.sources import PART, MediaSource
from xauth_nb.media.steps import Steps, is_refused

if TYPE_CHECKING:
    from tqdm import tqdm

    from xauth_nb.account import Account
    from xauth_nb.wire import SignedSession

__all__ = ["Uploader"]

PROCESSING_LIMIT = 900.0
"""Seconds to wait for X to process a video."""
LONGEST_PAUSE = 30.0
"""Seconds between two looks at a processing that takes long, unless X asks for more."""
KEPT_SOURCES = 50
_OK = 200


class _Unfinished(msgspec.Struct):
    """How far an upload has come, so that the next attempt begins there."""

    media: UploadedMedia
    parts: int = 0
    is_final: bool = False
    is_ready: bool = False


class Uploader:
    """Uploads for one session, and remembers what X has and how far a broken upload came.

    Parameters
    ----------
    wire : SignedSession
    account : Account
    """

    def __init__(self, wire: SignedSession, account: Account) -> None:
        self._wire, self._account, self._steps = wire, account, Steps(wire)
        self._uploaded: dict[tuple[str, str | None], UploadedMedia] = {}
        self._unfinished: dict[tuple[str, str | None], _Unfinished] = {}
        self._sources: dict[str, MediaSource] = {}
        self._gone: set[str] = set()

    def upload(self, prepared: MediaSource | UploadedMedia) -> UploadedMedia:
        """Upload one of the media, unless X has it, or go on with an upload that broke off.

        Parameters
        ----------
        prepared : MediaSource or UploadedMedia

        Raises
        ------
        UsageError
            For an upload that X does not keep any more, and whose content is not at hand.
        ApiError, TransportError
        """
        if isinstance(prepared, UploadedMedia):
            return self._described(self._kept(prepared))
        key = (prepared.digest, prepared.alt_text)
        known = self._uploaded.get(key)
        if known is None or not known.is_usable:
            listed = self._from_the_list(prepared) if known is None else None
            begun = self._unfinished.pop(key, None)
            try:
                known = self._uploaded[key] = listed or self._upload(prepared, begun)
            except (TransportError, ServerError) as error:
                _in_words(error, is_begun=key in self._unfinished)
                raise
        if prepared.is_light:
            self._sources[prepared.digest] = prepared
            for digest in list(self._sources)[:-KEPT_SOURCES]:
                del self._sources[digest]
        return known

    def recall(self, id: str) -> UploadedMedia:
        """Say what an upload's id stands for; where this machine did not upload it, only the id is known.

        Parameters
        ----------
        id : str

        Raises
        ------
        StoreError
            If the list of uploads cannot be read.
        """
        for known in self._uploaded.values():
            if known.id == id:
                return known
        row = self._list.by_id(id)
        return self._of_row(row) if row else UploadedMedia(id=id, media_key=None, kind="photo", size=0, digest="")

    def check_owner(self, media: UploadedMedia) -> UploadedMedia:
        """Give an upload back if it is one of this account.

        Parameters
        ----------
        media : UploadedMedia

        Raises
        ------
        UsageError
            If it is not.
        """
        if media.owner is not None and media.owner != self._account.id:
            raise UsageError(
                f"The upload {media.id} was made by another account, and a tweet carries those of its own account.",
                remedy="Pass the file or the figure itself: it is uploaded for this account.",
            )
        return media

    def forget(self, media: Sequence[MediaSource | UploadedMedia]) -> bool:
        """Forget uploads that X would not put into a tweet, where their content is at hand; say whether any is.

        Parameters
        ----------
        media : sequence of MediaSource or UploadedMedia
        """
        at_hand = [one for one in media if isinstance(one, MediaSource) or one.digest in self._sources]
        for one in at_hand:
            gone = (self._uploaded.pop((one.digest, one.alt_text), None), one)
            self._gone.update(known.id for known in gone if isinstance(known, UploadedMedia))
        return bool(at_hand)

    def _kept(self, media: UploadedMedia) -> UploadedMedia:
        """Give back an upload that X keeps, or upload the same content again."""
        is_over = media.id in self._gone or (media.expires_at is not None and not media.is_usable)
        if not is_over:
            return media
        if source := self._sources.get(media.digest):
            source = source.described_as(media.alt_text)
            if media.is_described or media.alt_text is None:
                return self.upload(source)
            return replace(self.upload(source.described_as(None)), alt_text=media.alt_text, is_described=False)
        raise UsageError(
            f"X does not keep the upload {media.id} any more, so no tweet can carry it; nothing was posted.",
            remedy="Pass the file or the figure itself as media=: it is uploaded whenever that is needed.",
        )

    def _described(self, media: UploadedMedia) -> UploadedMedia:
        if media.is_described or media.alt_text is None:
            return media
        self._steps.describe(media.id, media.alt_text)
        described = replace(media, is_described=True)
        if described.digest:
            self._uploaded[described.digest, described.alt_text] = described
            self._note(described)
        return described

    def _upload(self, source: MediaSource, begun: _Unfinished | None) -> UploadedMedia:
        if begun is not None and begun.media.is_usable:
            try:
                return self._continue(source, begun)
            except ApiError as error:
                if not is_refused(error) or error.status == _OK:
                    raise
                # X does not know the upload any more: from the beginning, then.
        if source.kind == "photo" and source.size <= PART:
            data = self._steps.upload(source)
            is_ready = Progress(data).state == "ready"
            return self._continue(source, _Unfinished(self._made(source, data), is_final=True, is_ready=is_ready), data)
        return self._continue(source, _Unfinished(self._made(source, self._steps.initialize(source))))

    def _continue(
        self, source: MediaSource, upload: _Unfinished, said: Mapping[str, Any] | None = None
    ) -> UploadedMedia:
        from tqdm.auto import tqdm

        try:
            with tqdm(
                total=source.size,
                initial=min(source.size, upload.parts * PART),
                desc=f"Uploading {source.name}",
                unit="B",
                unit_scale=True,
                unit_divisor=1024,
                disable=source.size <= PART,
            ) as bar:
                if not upload.is_ready:
                    self._append(source, upload, bar)
                    self._await_processing(source, said or self._finalize(upload), upload, bar)
                if source.alt_text is not None:
                    self._steps.describe(upload.media.id, source.alt_text)
        except BaseException as error:
            # Ctrl-C too: what X has is not sent again. A refusal ends the upload, anything else can be continued.
            if not is_refused(error):
                self._unfinished[source.digest, source.alt_text] = upload
            raise
        self._note(upload.media)
        return upload.media

    def _append(self, source: MediaSource, upload: _Unfinished, bar: tqdm[Any]) -> None:
        if upload.is_final or upload.parts * PART >= source.size:
            return
        for part in source.parts(first=upload.parts):
            self._steps.append(upload.media.id, upload.parts, part)
            upload.parts += 1
            bar.update(len(part))

    def _finalize(self, upload: _Unfinished) -> Mapping[str, Any]:
        """End the upload, or ask how far it is where it may be ended already."""
        is_in_doubt, upload.is_final = upload.is_final, True
        data = self._steps.finalize(upload.media.id, upload.media.size, is_in_doubt=is_in_doubt)
        upload.media = replace(upload.media, expires_at=expiry(data) or upload.media.expires_at)
        return data

    def _await_processing(
        self, source: MediaSource, data: Mapping[str, Any], upload: _Unfinished, bar: tqdm[Any]
    ) -> None:
        """Look at the processing when X asks for it, and less often the longer it takes, until it is over."""
        waited = 0.0
        while (progress := Progress(data)).state != "ready":
            _raise_if_over(source, progress)
            if waited >= PROCESSING_LIMIT:
                raise ServerError(
                    f"X has been processing {source.name} for {waited / 60:.0f} minutes and is not done.",
                    remedy="Run the cell again later: the upload is kept, and only its state is asked for.",
                    status=_OK,
                )
            done = "" if progress.percent is None else f" ({progress.percent} %)"
            bar.set_description(f"X processes {source.name}{done}")
            pause = max(progress.check_after, min(LONGEST_PAUSE, waited / 4))
            self._wire.sleep(pause)
            waited += pause
            data = self._steps.status(upload.media.id)
        upload.is_ready = True

    def _made(self, source: MediaSource, data: Mapping[str, Any]) -> UploadedMedia:
        key = data.get("media_key")
        return UploadedMedia(
            id=str(data["id"]),
            media_key=key if isinstance(key, str) else None,
            kind=source.kind,
            size=source.size,
            digest=source.digest,
            expires_at=expiry(data),
            alt_text=source.alt_text,
            shows=source.identity,
            owner=self._account.id,
        )

    # The list of uploads

    @property
    def _list(self) -> UploadList:
        return UploadList(server_of(self._wire), self._account.id)

    def _from_the_list(self, source: MediaSource) -> UploadedMedia | None:
        """Find an upload of the same content by an earlier kernel; without the list it is uploaded once more."""
        try:
            row = self._list.by_content(source.digest, source.alt_text, seconds=MARGIN.total_seconds())
        except StoreError:
            return None
        return self._of_row(row) if row and row["id"] not in self._gone else None

    def _of_row(self, row: Mapping[str, Any]) -> UploadedMedia:
        expires = row["expires"]
        others = {name: value for name, value in row.items() if name != "expires"}
        return UploadedMedia(
            **others,
            owner=self._account.id,
            expires_at=None if expires is None else datetime.fromtimestamp(expires, timezone.utc),
        )

    def _note(self, media: UploadedMedia) -> None:
        """Note an upload for other kernels. X has it, so trouble with the list is told and no more."""
        names = ("id", "media_key", "kind", "size", "digest", "shows", "alt_text")
        row: dict[str, Any] = {name: getattr(media, name) for name in names}
        try:
            self._list.note({**row, "expires": media.expires_at and media.expires_at.timestamp()})
        except StoreError as error:
            warn_user(f"{error.message} Another kernel will not know what the id {media.id} stands for.")


def _in_words(error: TransportError | ServerError, *, is_begun: bool) -> None:
    """Say what to do about an upload that broke off."""
    again = "Run the cell again: the upload " + ("continues where it stopped." if is_begun else "begins anew.")
    if isinstance(error, TransportError):
        error.remedy = f"No tweet was posted with it. {error.remedy} {again}"
    elif error.status != _OK:  # of another answer the remedy is told where it is read
        error.remedy = f"No tweet was posted with it. {again}"


def _raise_if_over(source: MediaSource, progress: Progress) -> None:
    if progress.state == "failed":
        raise ApiError(
            f"X could not process {source.name}: {progress.reason}.",
            remedy="Convert it (a video: H.264 and AAC in MP4, at most 140 seconds without Premium), "
            "then upload it again.",
            status=_OK,
            title=progress.code,
            detail=progress.reason,
        )
    if progress.state == "unknown":
        raise ServerError(
            f"X calls the processing of {source.name} “{progress.word}”, which its API does not promise, so it is not "
            "known whether a tweet can carry it.",
            remedy="Run the cell again in a moment: only its state is asked for.",
            status=_OK,
        )
