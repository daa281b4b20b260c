"""Media that visitors send: kept in memory until its tweet, with X's limits on size and kind. No HTTP in here.

Source: X's docs, "Media", "Best practices": 5 MB for a picture, 15 MB for a GIF, 512 MB for a video.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from xauth_nb.sandbox.world.records import Media, snowflake

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xauth_nb.sandbox.clock import Clock

__all__ = ["CATEGORIES", "EXPIRES", "Upload", "Uploads"]

EXPIRES = 86_400
PROCESSING_STEPS = 2
CATEGORIES = {
    "tweet_image": ("photo", 3, 5 << 20),
    "dm_image": ("photo", 3, 5 << 20),
    "tweet_gif": ("animated_gif", 16, 15 << 20),
    "dm_gif": ("animated_gif", 16, 15 << 20),
    "tweet_video": ("video", 7, 512 << 20),
    "dm_video": ("video", 7, 512 << 20),
    "subtitles": ("subtitles", 13, 1 << 20),
}


@dataclass
class Upload:
    """One file on its way."""

    id: int
    owner: int
    category: str
    media_type: str
    total: int
    born: float
    segments: dict[int, bytes] = field(default_factory=dict)
    alt_text: str = ""
    checks_left: int = 0
    is_final: bool = False

    @property
    def key(self) -> str:
        """The media key."""
        return f"{CATEGORIES[self.category][1]}_{self.id}"

    @property
    def size(self) -> int:
        """How many bytes have come."""
        return sum(map(len, self.segments.values()))

    @property
    def content(self) -> bytes:
        """The file."""
        return b"".join(self.segments[number] for number in sorted(self.segments))

    @property
    def is_ready(self) -> bool:
        """Whether a tweet may use it."""
        return self.is_final and not self.checks_left and self.is_playable

    @property
    def is_playable(self) -> bool:
        """Whether processing will succeed: a video needs the box that says where its frames are."""
        return CATEGORIES[self.category][0] != "video" or b"moov" in self.content

    def media(self) -> Media:
        """Make the record that a tweet carries."""
        kind = CATEGORIES[self.category][0]
        width, height = _size_of(self.content) if kind != "video" else (1280, 720)
        return Media(self.key, kind, width, height, self.alt_text, 10_000 if kind == "video" else 0)


class Uploads:
    """The uploads of one sandbox.

    Parameters
    ----------
    clock : Clock
    kept : iterable of Upload, optional
        Those that are here already.
    """

    def __init__(self, clock: Clock, kept: Iterable[Upload] = ()) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._all: dict[int, Upload] = {upload.id: upload for upload in kept}

    def begin(self, owner: int, category: str, media_type: str, total: int) -> Upload:
        """Make room for a file.

        Parameters
        ----------
        owner : int
        category, media_type : str
        total : int
            How many bytes it will have.
        """
        with self._lock:
            upload_id = snowflake(self._clock.tick(), 8192 + len(self._all))
            upload = Upload(upload_id, owner, category, media_type, total, self._clock.now())
            self._all[upload.id] = upload
            return upload

    def finish(self, upload: Upload) -> None:
        """Begin to process a file: pictures are ready at once, videos and GIFs after some looks."""
        upload.is_final = True
        upload.checks_left = PROCESSING_STEPS if CATEGORIES[upload.category][0] in ("video", "animated_gif") else 0

    def of(self, owner: int, media_id: int) -> Upload | None:
        """Find an upload of this user that has not expired."""
        with self._lock:
            found = self._all.get(media_id)
        alive = found and found.owner == owner and self._clock.now() - found.born < EXPIRES
        return found if alive else None

    def pictures(self) -> list[Upload]:
        """List the pictures that have come whole."""
        with self._lock:
            return [one for one in self._all.values() if one.is_final and CATEGORIES[one.category][0] == "photo"]

    def by_key(self, key: str) -> Upload | None:
        """Find an upload by its media key, to show it."""
        with self._lock:
            return next((upload for upload in self._all.values() if upload.key == key), None)


def _size_of(content: bytes) -> tuple[int, int]:
    """Read width and height of a PNG or GIF; anything else gets a usual size."""
    if content[:8] == b"\x89PNG\r\n\x1a\n" and len(content) >= 24:
        return int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big")
    if content[:4] == b"GIF8" and len(content) >= 10:
        return int.from_bytes(content[6:8], "little"), int.from_bytes(content[8:10], "little")
    return 1200, 675
