"""Upload media in parts, so that a lost part is all that is sent again. It posts nothing, and never uploads twice.

Source: X's docs, "Media", and the OpenAPI file 2.159: initialize, append, finalize, STATUS. Pictures take the same way
as videos, although X also has a call for a picture at once: the parts are documented for every category, and each step
can be repeated safely, which a whole upload that got no answer cannot.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from xauth_nb.errors import ApiError, ServerError, TransportError
from xauth_nb.media.prepared import UploadedMedia
from xauth_nb.media.sources import PART

if TYPE_CHECKING:
    from tqdm import tqdm

    from xauth_nb.media.sniff import MediaKind
    from xauth_nb.media.sources import MediaSource
    from xauth_nb.wire import SignedSession

__all__ = ["Uploader"]

ATTEMPTS = 4
"""How often a step is tried that got no answer, or a 5xx."""
PROCESSING_LIMIT = 900.0
"""Seconds to wait for X to process a video."""
_CATEGORIES: dict[MediaKind, str] = {"photo": "tweet_image", "gif": "tweet_gif", "video": "tweet_video"}
_OK = 200

Result = TypeVar("Result")


class _Unfinished(msgspec.Struct):
    """How far an upload has come, so that the next attempt begins there."""

    media: UploadedMedia
    parts: int = 0
    is_final: bool = False


class Uploader:
    """Uploads for one session, and remembers what X has and how far a broken upload came.

    Parameters
    ----------
    wire : SignedSession
    """

    def __init__(self, wire: SignedSession) -> None:
        self._wire = wire
        self._uploaded: dict[tuple[str, str | None], UploadedMedia] = {}
        self._unfinished: dict[tuple[str, str | None], _Unfinished] = {}

    def upload(self, prepared: MediaSource | UploadedMedia) -> UploadedMedia:
        """Upload one of the media, unless X has it, or go on with an upload that broke off.

        Parameters
        ----------
        prepared : MediaSource or UploadedMedia

        Raises
        ------
        ApiError, TransportError
        """
        if isinstance(prepared, UploadedMedia):
            return prepared
        key = (prepared.digest, prepared.alt_text)
        known = self._uploaded.get(key)
        if known is None or not known.is_usable:
            known = self._uploaded[key] = self._upload(prepared, self._unfinished.pop(key, None))
        return known

    def _upload(self, source: MediaSource, begun: _Unfinished | None) -> UploadedMedia:
        if begun is not None and begun.media.is_usable:
            try:
                return self._continue(source, begun)
            except ApiError as error:
                if not _is_refused(error) or error.status == _OK:
                    raise
                # X does not know the upload any more: from the beginning, then.
        return self._continue(source, self._initialize(source))

    def _continue(self, source: MediaSource, upload: _Unfinished) -> UploadedMedia:
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
                self._append(source, upload, bar)
                self._await_processing(source, self._finalize(upload), upload, bar)
                if source.alt_text is not None:
                    self._describe(upload.media.id, source.alt_text)
        except BaseException as error:
            # Ctrl-C too: what X has is not sent again. A refusal ends the upload, anything else can be continued.
            if not _is_refused(error):
                self._unfinished[source.digest, source.alt_text] = upload
            if isinstance(error, (TransportError, ServerError)):
                error.remedy = "No tweet was posted with it. Run the cell again: the upload continues where it stopped."
            raise
        return upload.media

    def _initialize(self, source: MediaSource) -> _Unfinished:
        body = {
            "media_type": source.media_type,
            "media_category": _CATEGORIES[source.kind],
            "total_bytes": source.size,
        }
        data = self._persist(lambda: self._data("POST", "/2/media/upload/initialize", json=body))
        return _Unfinished(
            UploadedMedia(
                id=str(data["id"]),
                media_key=data.get("media_key"),
                kind=source.kind,
                size=source.size,
                digest=source.digest,
                expires_at=_expiry(data),
                alt_text=source.alt_text,
            )
        )

    def _append(self, source: MediaSource, upload: _Unfinished, bar: tqdm[Any]) -> None:
        if upload.is_final or upload.parts * PART >= source.size:
            return
        for part in source.parts(first=upload.parts):
            self._send_part(upload.media.id, upload.parts, part)
            upload.parts += 1
            bar.update(len(part))

    def _send_part(self, media_id: str, number: int, part: bytes) -> None:
        # The number makes it safe to send a part again: it takes the place of the one that may have arrived.
        self._persist(
            lambda: self._wire.call(
                "POST",
                f"/2/media/upload/{media_id}/append",
                data={"segment_index": str(number)},
                files={"media": ("part", part, "application/octet-stream")},
            )
        )

    def _finalize(self, upload: _Unfinished) -> Mapping[str, Any]:
        """End the upload; where the answer was lost, X's STATUS tells whether it is ended."""
        is_in_doubt = upload.is_final

        def finalize() -> Mapping[str, Any]:
            nonlocal is_in_doubt
            if is_in_doubt:
                try:
                    return self._status(upload.media.id)
                except ApiError as error:
                    if not _is_refused(error):
                        raise
            is_in_doubt = True
            return self._data("POST", f"/2/media/upload/{upload.media.id}/finalize")

        data = self._persist(finalize)
        upload.is_final = True
        upload.media = msgspec.structs.replace(upload.media, expires_at=_expiry(data) or upload.media.expires_at)
        return data

    def _await_processing(
        self, source: MediaSource, data: Mapping[str, Any], upload: _Unfinished, bar: tqdm[Any]
    ) -> None:
        """Look at the processing as often as X asks for, until it is over."""
        waited = 0.0
        while (state := _processing(data).get("state", "succeeded")) != "succeeded":
            info = _processing(data)
            if state == "failed":
                raise ApiError(
                    f"X could not process {source.name}: {_reason(info)}.",
                    remedy="Convert it (a video: H.264 and AAC in MP4, at most 140 seconds without Premium), "
                    "then upload it again.",
                    status=_OK,
                    title=str(_error(info).get("name", "")),
                    detail=_reason(info),
                )
            if waited >= PROCESSING_LIMIT:
                raise ServerError(
                    f"X has been processing {source.name} for {waited / 60:.0f} minutes and is not done.",
                    remedy="Run the cell again later: the upload is kept, and only its state is asked for.",
                    status=_OK,
                )
            pause = _seconds(info.get("check_after_secs"))
            done = info.get("progress_percent")
            bar.set_description(f"X processes {source.name}" + (f" ({done} %)" if isinstance(done, int) else ""))
            self._wire.sleep(pause)
            waited += pause
            data = self._persist(lambda: self._status(upload.media.id))

    def _status(self, media_id: str) -> Mapping[str, Any]:
        return self._data("GET", "/2/media/upload", params={"command": "STATUS", "media_id": media_id})

    def _describe(self, media_id: str, alt_text: str) -> None:
        body = {"id": media_id, "metadata": {"alt_text": {"text": alt_text}}}
        self._persist(lambda: self._wire.call("POST", "/2/media/metadata", json=body))

    def _persist(self, step: Callable[[], Result]) -> Result:
        """Try a step that may be repeated again when it got no answer, or X had a fault of its own."""
        for attempt in range(1, ATTEMPTS):
            try:
                return step()
            except (TransportError, ServerError):
                self._wire.sleep(2.0 ** (attempt - 1))
        return step()

    def _data(self, method: str, url: str, **kwargs: Any) -> Mapping[str, Any]:
        response = self._wire.call(method, url, **kwargs)
        try:
            data = response.json()["data"]
            if isinstance(data, dict) and str(data["id"]).isdigit():
                return data
        except (ValueError, KeyError, TypeError):
            pass
        raise ServerError(
            "X answered the upload, but not in the form that its API promises.",
            remedy="Run the cell again in a moment.",
            status=response.status_code,
            response=response,
        )


def _is_refused(error: BaseException) -> bool:
    """Say whether X will not have this upload, in contrast to not now."""
    return isinstance(error, ApiError) and not isinstance(error, ServerError) and error.status in (_OK, 400, 404)


def _expiry(data: Mapping[str, Any]) -> datetime | None:
    left = data.get("expires_after_secs")
    if isinstance(left, bool) or not isinstance(left, int) or not 0 < left < 10**9:
        return None
    return datetime.now(timezone.utc) + timedelta(seconds=left)


def _processing(data: Mapping[str, Any]) -> Mapping[str, Any]:
    info = data.get("processing_info")
    return info if isinstance(info, dict) else {}


def _error(info: Mapping[str, Any]) -> Mapping[str, Any]:
    error = info.get("error")
    return error if isinstance(error, dict) else {}


def _reason(info: Mapping[str, Any]) -> str:
    words = str(_error(info).get("message") or _error(info).get("name") or "it gives no reason")
    return "".join(character for character in " ".join(words.split())[:200] if character.isprintable()).rstrip(".")


def _seconds(asked: object) -> float:
    """How long to wait before the next look: what X asks for, between a second and a minute."""
    return min(60.0, max(1.0, float(asked))) if isinstance(asked, (int, float)) else 1.0
