"""The answer as it is read: whole, in large pieces, and never larger or longer under way than an answer of X's is."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import requests
import urllib3
from requests.models import CONTENT_CHUNK_SIZE

from xauth_nb.wire.transport import NotRead

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from xauth_nb.wire.trip import Trip

__all__ = ["LARGEST", "PACKINGS", "Answer", "longest", "read_whole"]

LARGEST = 16 << 20
"""Bytes of an answer, expanded: X's largest page is well under ten million."""
_URLLIB3: str = urllib3.__version__  # type: ignore[attr-defined]  # it has one
_HAS_BOUND = tuple(map(int, _URLLIB3.split(".")[:2])) >= (2, 6)
"""Before, urllib3 unpacks all of a packed piece at once, however much that gives (CVE-2025-66471), as often as the
answer says that it was packed (CVE-2025-66418). So little is read at once there, of packings that expand a thousandfold
at most (DEFLATE, RFC 1951)."""
_PIECE = 1 << 18 if _HAS_BOUND else 1 << 14  # urllib3 copies the rest for each gzip member, which may be empty
PACKINGS = None if _HAS_BOUND else "gzip, deflate"
"""What to say that we unpack (``Accept-Encoding``); ``None`` for all that urllib3 does."""


class Answer(requests.Response):
    """An answer whose whole body is read at once: in the small pieces of requests each page costs a tenth more.

    Attributes
    ----------
    guard : Callable
        Makes a context manager in which a streaming body is read; it translates what goes wrong.
    """

    guard: Callable[[], contextlib.AbstractContextManager[None]] = contextlib.nullcontext

    def iter_content(self, chunk_size: int | None = 1, decode_unicode: bool = False) -> Iterator[Any]:
        """Read it piece by piece, as in requests; what goes wrong is an error of ours too."""
        pieces = super().iter_content(_PIECE if chunk_size == CONTENT_CHUNK_SIZE else chunk_size, decode_unicode)
        return self._guarded(pieces)

    def _guarded(self, pieces: Iterator[Any]) -> Iterator[Any]:
        with self.guard():
            yield from pieces


def longest(timeout: Any) -> float | None:
    """Say how long a whole answer may take: four times as long as it may take to connect and to wait for a piece of it.

    Parameters
    ----------
    timeout : float, tuple of float, urllib3.Timeout or None
        As in requests.

    Returns
    -------
    float or None
        Seconds; ``None`` where a time-out leaves it open.
    """
    if isinstance(timeout, tuple):
        parts = timeout
    elif hasattr(timeout, "connect_timeout"):
        parts = (timeout._connect, timeout._read)
    else:
        parts = (timeout, timeout)
    are_numbers = all(isinstance(part, int | float) for part in parts)
    return 4.0 * sum(parts) if are_numbers else None


def read_whole(response: requests.Response, trip: Trip) -> None:
    """Read the body of an answer, within its bounds.

    Parameters
    ----------
    response : requests.Response
    trip : Trip

    Raises
    ------
    NotRead
        If it is larger than :data:`LARGEST`, or packed so that nobody knows what it expands to.
    """
    if response.raw is None or vars(response).get("_content") is not False:  # an adapter of the user's brought it
        _ = response.content
        return
    packing = response.headers.get("Content-Encoding", "").strip().lower()
    if not _HAS_BOUND and packing not in ("", "identity", "gzip", "x-gzip", "deflate"):
        response.close()
        raise NotRead(
            f"The answer is packed as {packing[:40]!r}, which was not asked for, and which urllib3 "
            f"{_URLLIB3} unpacks without a bound, so it was not read.",
            remedy="pip install 'urllib3>=2.6', or read it yourself: x.get(…, stream=True).",
        )
    pieces, size = [], 0
    for piece in response.iter_content(_PIECE):
        trip.left()
        size += len(piece)
        if size > LARGEST:
            response.close()
            raise NotRead(
                f"The answer is larger than {LARGEST >> 20} MiB, which no answer of X's API is, so it was not read to "
                "its end.",
                remedy="Ask for less with one call, or read it yourself: x.get(…, stream=True).",
            )
        pieces.append(piece)
    response._content = b"".join(pieces)
    response._content_consumed = True  # type: ignore[attr-defined]  # as requests does
