"""What X says of an upload: its answers to initialize, finalize and STATUS, read with care. It sends nothing.

Source: ``GetMediaUploadStatusResponse`` of X's OpenAPI file 2.167, and X's docs, "Media": a video or GIF carries
``processing_info`` until it can be used; without one it can be used at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

__all__ = ["Progress", "expiry"]

_LONGEST = 10**9


class Progress:
    """How far an upload is, by one answer.

    Parameters
    ----------
    data : Mapping
        The ``data`` of the answer.

    Attributes
    ----------
    state : {"ready", "waiting", "failed", "unknown"}
    word : str
        X's own word for it.
    reason : str
        Why it failed, in X's words.
    code : str
        The short name of the reason.
    percent : int or None
    check_after : float
        Seconds after which X wants to be asked again, from one to sixty.
    """

    def __init__(self, data: Mapping[str, Any]) -> None:
        given = data.get("processing_info")
        info: Mapping[str, Any] = given if isinstance(given, Mapping) else {}
        error = info.get("error")
        details: Mapping[str, Any] = error if isinstance(error, Mapping) else {}
        self.word = _printable(info.get("state") if info else given) or "none"
        self.code = _printable(details.get("name"))
        self.reason = _printable(details.get("message") or self.code or error) or "it gives no reason"
        done = info.get("progress_percent")
        self.percent = done if isinstance(done, int) else None
        self.check_after = _seconds(info.get("check_after_secs"))
        if given is None:
            self.state = "ready"
        elif error or self.word == "failed":  # an error ends it, whatever the state says
            self.state = "failed"
        else:
            self.state = {"succeeded": "ready", "pending": "waiting", "in_progress": "waiting"}.get(
                self.word, "unknown"
            )
        self._size = data.get("size")
        self.is_told = given is not None and self.state != "unknown"

    def is_whole(self, size: int) -> bool:
        """Say whether X counts all the bytes, and has nothing more to do with them.

        Parameters
        ----------
        size : int
            In bytes.
        """
        return self.state == "ready" and self._size == size


def expiry(data: Mapping[str, Any]) -> datetime | None:
    """Say until when X keeps an upload; ``None`` where it does not say.

    Parameters
    ----------
    data : Mapping
        The ``data`` of an answer.
    """
    left = data.get("expires_after_secs")
    if isinstance(left, bool) or not isinstance(left, int) or not 0 < left < _LONGEST:
        return None
    return datetime.now(timezone.utc) + timedelta(seconds=left)


def _printable(words: object) -> str:
    if words is None:
        return ""
    line = " ".join(str(words).split())[:200]
    return "".join(character for character in line if character.isprintable()).rstrip(".")


def _seconds(asked: object) -> float:
    return min(60.0, max(1.0, float(asked))) if isinstance(asked, (int, float)) else 1.0
