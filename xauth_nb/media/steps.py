"""The calls of an upload, each repeated as far as that helps: X's faults pass, and a server that is gone is told.

Source: X's docs, "Media", and the OpenAPI file 2.167. Every step may be repeated: a part takes the place of the one
with its number, and a picture that X has twice is neither seen by anybody nor billed.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from xauth_nb.errors import ApiError, ServerError, TransportError, XAuthError
from xauth_nb.media.processing import Progress

if TYPE_CHECKING:
    from requests import Response

    from xauth_nb.media.sniff import MediaKind
    from xauth_nb.media.sources import MediaSource
    from xauth_nb.wire import SignedSession

__all__ = ["Steps", "is_refused"]

ATTEMPTS = 4
"""How often a POST is sent that got no answer, or a 5xx."""
LOOKS = 2
"""How often STATUS is asked for: the session sends each up to four times by itself."""
LONGEST_TRIAL = 60.0
"""Seconds after which a step is not tried once more."""
_CATEGORIES: dict[MediaKind, str] = {"photo": "tweet_image", "gif": "tweet_gif", "video": "tweet_video"}
_OK = 200

Result = TypeVar("Result")


class Steps:
    """Sends the calls.

    Parameters
    ----------
    wire : SignedSession
    """

    def __init__(self, wire: SignedSession) -> None:
        self._wire = wire

    def upload(self, source: MediaSource) -> Mapping[str, Any]:
        """Upload a picture in one call.

        Parameters
        ----------
        source : MediaSource
        """
        content = b"".join(source.parts())
        return self._persist(
            lambda: self._data(
                "POST",
                "/2/media/upload",
                data={"media_category": _CATEGORIES[source.kind]},
                files={"media": ("picture", content, source.media_type)},
            )
        )

    def initialize(self, source: MediaSource) -> Mapping[str, Any]:
        """Begin an upload in parts.

        Parameters
        ----------
        source : MediaSource
        """
        body = {
            "media_type": source.media_type,
            "media_category": _CATEGORIES[source.kind],
            "total_bytes": source.size,
        }
        return self._persist(lambda: self._data("POST", "/2/media/upload/initialize", json=body))

    def append(self, media_id: str, number: int, part: bytes) -> None:
        """Send a part.

        Parameters
        ----------
        media_id : str
        number : int
            From 0.
        part : bytes
        """
        self._persist(
            lambda: self._done(
                "POST",
                f"/2/media/upload/{media_id}/append",
                data={"segment_index": str(number)},
                files={"media": ("part", part, "application/octet-stream")},
            )
        )

    def finalize(self, media_id: str, size: int, *, is_in_doubt: bool) -> Mapping[str, Any]:
        """End an upload in parts.

        Where it is not known whether X has ended it, STATUS is read first. A processing under way tells that it has;
        an answer without one does not, so it is ended again, and where X refuses that, the size in STATUS decides.

        Parameters
        ----------
        media_id : str
        size : int
            In bytes.
        is_in_doubt : bool
            Whether it may be ended already.
        """
        trial = _Trial(self._wire)
        while True:
            said = self._known_status(media_id) if is_in_doubt else None
            if said and Progress(said).is_told:
                return said
            is_in_doubt = True
            try:
                return self._data("POST", f"/2/media/upload/{media_id}/finalize")
            except (TransportError, ServerError) as error:
                trial.rest(error)
            except ApiError as error:
                if said and is_refused(error) and Progress(said).is_whole(size):
                    return said
                raise

    def status(self, media_id: str) -> Mapping[str, Any]:
        """Ask how far the processing is.

        Parameters
        ----------
        media_id : str
        """
        parameters = {"command": "STATUS", "media_id": media_id}
        return self._persist(lambda: self._data("GET", "/2/media/upload", params=parameters), attempts=LOOKS)

    def describe(self, media_id: str, alt_text: str) -> None:
        """Set the description for people who do not see it.

        Parameters
        ----------
        media_id, alt_text : str
        """
        body = {"id": media_id, "metadata": {"alt_text": {"text": alt_text}}}
        self._persist(lambda: self._done("POST", "/2/media/metadata", json=body))

    def _known_status(self, media_id: str) -> Mapping[str, Any] | None:
        """Ask for the state of an upload that X may not call one yet."""
        try:
            return self.status(media_id)
        except ApiError as error:
            if is_refused(error):
                return None
            raise

    def _persist(self, step: Callable[[], Result], *, attempts: int = ATTEMPTS) -> Result:
        """Try a step again when it got no answer, or X had a fault of its own."""
        trial = _Trial(self._wire, attempts)
        while True:
            try:
                return step()
            except (TransportError, ServerError) as error:
                trial.rest(error)

    def _data(self, method: str, url: str, **kwargs: Any) -> Mapping[str, Any]:
        response = self._wire.call(method, url, **kwargs)
        data = _members(response).get("data")
        if isinstance(data, dict) and str(data.get("id")).isdigit():
            return data
        raise _unreadable(response)

    def _done(self, method: str, url: str, **kwargs: Any) -> None:
        """Do what has no answer to speak of; a page of some proxy is none, and means that X has not got it."""
        response = self._wire.call(method, url, **kwargs)
        if response.content.strip() and not _members(response):
            raise _unreadable(response)


def _members(response: Response) -> Mapping[str, Any]:
    try:
        body = response.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _unreadable(response: Response) -> ServerError:
    return ServerError(
        "X answered the upload, but not in the form that its API promises.",
        remedy="No tweet was posted with it. Run the cell again in a moment.",
        status=response.status_code,
        response=response,
    )


class _Trial:
    """Says how often one step is tried, and how long."""

    def __init__(self, wire: SignedSession, attempts: int = ATTEMPTS) -> None:
        self._wire, self._pauses = wire, iter([2.0**number for number in range(attempts - 1)])
        self._until = time.monotonic() + LONGEST_TRIAL

    def rest(self, error: XAuthError) -> None:
        """Wait before the next attempt; raise the error where there is none, or a proxy or certificate bars the way."""
        pause = next(self._pauses, None)
        if pause is None or not getattr(error, "may_pass", True) or time.monotonic() >= self._until:
            raise error
        self._wire.sleep(pause)


def is_refused(error: BaseException) -> bool:
    """Say whether X will not have this upload, in contrast to not now.

    Parameters
    ----------
    error : BaseException
    """
    return isinstance(error, ApiError) and not isinstance(error, ServerError) and error.status in (_OK, 400, 404)
