"""What a user hands over as media, checked before a byte is sent: it exists, X takes its kind, it is not too large.

Facts: X's docs, "Media", "Best practices": a photo has 5 MB at most, an animated GIF 15 MB, a video 512 MB; a tweet
carries four photos, or one GIF, or one video.
"""

from __future__ import annotations

import copy
import hashlib
import io
import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol

from xauth_nb.errors import UsageError
from xauth_nb.media import identity
from xauth_nb.media.drawn import picture_of
from xauth_nb.media.sniff import HEAD, MediaKind, is_animated, media_type_of
from xauth_nb.paths import path_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["ALT_TEXT_LIMIT", "PART", "MediaSource", "check_alt_text", "check_media_set"]

ALT_TEXT_LIMIT = 1000
"""The longest description of a picture."""
PART = 1 << 20
"""Bytes in one part: X's docs use 1 MB, and parts above 2 MB were refused (observed)."""

_LIMITS: dict[MediaKind, int] = {"photo": 5 << 20, "gif": 15 << 20, "video": 512 << 20}
_NAMES: dict[MediaKind, str] = {"photo": "photo", "gif": "animated GIF", "video": "video"}
_IN_MEMORY = 16 << 20


class MediaSource:
    """A picture, GIF or video that could be uploaded; all that can be known of it without X is checked here.

    Parameters
    ----------
    source : str, os.PathLike, bytes, binary file, or a figure or image
        A path; the content; an open file, which is read whole from its start if it can be rewound; a matplotlib figure
        (anything with ``savefig``) or what is drawn in one, taken as PNG; a Pillow image (anything with ``save``),
        taken in its own format if that is JPEG, WebP or GIF, and otherwise as PNG.
    alt_text : str, optional
        The description for people who do not see it, 1,000 characters at most.

    Attributes
    ----------
    name : str
        For messages: the file's name, or what kind of object it was.
    kind : {"photo", "gif", "video"}
        By its first bytes, never by its name. A GIF of one frame is a photo.
    media_type : str
        Such as ``image/png``.
    size : int
        In bytes.
    digest : str
        SHA-256 of the content, in hexadecimal: the same content has the same digest under every name.
    identity : str
        What it is to ``once=``: equal for a PNG, figure or Pillow image that shows the same, also where another version
        of a program wrote the file, or a figure has another ``dpi``; for anything else the digest.
    alt_text : str or None

    Raises
    ------
    UsageError
        If it is missing, empty, a directory, not one of the formats that X takes, or too large.

    Examples
    --------
    >>> chart = MediaSource(figure, alt_text="Posts a day, rising")
    >>> chart.kind, chart.media_type
    ('photo', 'image/png')
    """

    def __init__(self, source: object, *, alt_text: str | None = None) -> None:
        self.alt_text = check_alt_text(alt_text)
        self._path: Path | None = None
        self._stamp: tuple[int, int] | None = None
        self._file: BinaryIO | None = None
        shown: str | None = None
        if isinstance(source, (str, os.PathLike)):
            self.name = self._take_path(source)
        else:
            self.name, self._file, shown = _content_of(source)
        with self.open() as file:
            self.media_type, self.kind, self.size = self._look(file)
            self.digest = self._read_through(file)
            if shown is None and self.media_type == "image/png":
                shown = identity.of_png(file)
        self.identity = shown or self.digest

    def __repr__(self) -> str:
        return f"<MediaSource {self.name}: {_NAMES[self.kind]}, {self.size:,} bytes>"

    @property
    def is_light(self) -> bool:
        """Whether keeping it costs little memory: it is a file, or has one part only."""
        return self._file is None or self.size <= PART

    def described_as(self, alt_text: str | None) -> MediaSource:
        """Give the same content with another description, or without one.

        Parameters
        ----------
        alt_text : str or None
            Checked already.
        """
        described = copy.copy(self)
        described.alt_text = alt_text
        return described

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """Open the content at its start.

        Raises
        ------
        UsageError
            If the file cannot be read any more, or is not the one that was checked.
        """
        if self._file is not None:
            self._file.seek(0)
            yield self._file
            return
        path = self._path or Path()
        try:
            with path.open("rb") as file:
                found = os.fstat(file.fileno())
                stamp = (found.st_size, found.st_mtime_ns)
                if self._stamp not in (None, stamp):
                    raise UsageError(
                        f"{self.name} was changed after it was checked, so it was not sent.",
                        remedy="Run the cell again when nothing writes to the file any more.",
                    )
                self._stamp = stamp
                yield file
        except OSError as error:
            raise UsageError(
                f"{self.name} cannot be read: {error.strerror}.", remedy="Check the path and who may read it."
            ) from error

    def parts(self, *, first: int = 0) -> Iterator[bytes]:
        """Read the content in parts of :data:`PART` bytes, one at a time.

        Parameters
        ----------
        first : int, optional
            The part to begin with.
        """
        with self.open() as file:
            file.seek(first * PART)
            while part := file.read(PART):
                yield part

    def _take_path(self, source: str | os.PathLike[str]) -> str:
        shown = os.fspath(source)
        if shown.startswith(("http://", "https://")):
            raise UsageError(
                f"{shown} is an address, and media are uploaded from files.", remedy="Download it, then pass its path."
            )
        path = path_of(shown)
        if path.is_dir():
            raise UsageError(f"{shown} is a directory.", remedy="Pass the path of one file.")
        if not path.exists():
            raise UsageError(
                f"There is no file {shown} (looked in {path.absolute().parent}).",
                remedy="Check the path; a relative one starts where the notebook's kernel was started.",
            )
        self._path = path
        return path.name

    def _look(self, file: BinaryIO) -> tuple[str, MediaKind, int]:
        file.seek(0, io.SEEK_END)
        size = file.tell()
        file.seek(0)
        head = file.read(HEAD)
        if not head:
            raise UsageError(
                f"{self.name} is empty.", remedy="Check what wrote it; a file still open may lack its content."
            )
        media_type = media_type_of(head)
        if media_type is None:
            what = "it looks like text" if _is_text(head) else "its first bytes are of none of these"
            raise UsageError(
                f"{self.name} is not a picture or video that X takes: {what} (the name does not count).",
                remedy="X takes JPEG, PNG, WebP and GIF pictures, and MP4 and MOV videos: convert it to one of them.",
            )
        file.seek(0)
        kind: MediaKind = "video" if media_type.startswith("video/") else "photo"
        if media_type == "image/gif" and is_animated(file):
            kind = "gif"
        if size > _LIMITS[kind]:
            raise UsageError(
                f"{self.name} has {size / (1 << 20):,.1f} MB, and X takes {_LIMITS[kind] >> 20} MB "
                f"of {'an' if kind == 'gif' else 'a'} {_NAMES[kind]}.",
                remedy="Make it smaller: fewer pixels, or JPEG instead of PNG."
                if kind == "photo"
                else "Make it smaller or shorter.",
            )
        return media_type, kind, size

    @staticmethod
    def _read_through(file: BinaryIO) -> str:
        file.seek(0)
        digest = hashlib.sha256()
        while part := file.read(PART):
            digest.update(part)
        return digest.hexdigest()


class _HasKind(Protocol):
    @property
    def kind(self) -> MediaKind: ...


def check_media_set(media: Sequence[_HasKind]) -> None:
    """Check that one tweet can carry all of these: four photos, or one GIF, or one video.

    Parameters
    ----------
    media : sequence of MediaSource or UploadedMedia

    Raises
    ------
    UsageError
        If it cannot.
    """
    kinds = [one.kind for one in media]
    moving = [kind for kind in kinds if kind != "photo"]
    if len(kinds) > (1 if moving else 4):
        have = ", ".join(
            f"{count} {_NAMES[kind]}{'s' if count > 1 else ''}" for kind in _NAMES if (count := kinds.count(kind))
        )
        raise UsageError(
            f"A tweet carries up to four photos, or one animated GIF, or one video; these are {have}.",
            remedy="Spread them over several tweets: x.post_thread([…]).",
        )


def check_alt_text(alt_text: str | None) -> str | None:
    """Check a description of a picture; an empty one is none.

    Raises
    ------
    UsageError
        If it is not text, or has more than 1,000 characters.
    """
    if alt_text is not None and not isinstance(alt_text, str):
        raise UsageError(f"alt_text must be text, not {type(alt_text).__name__}.", remedy="Describe the picture.")
    if alt_text is None or not alt_text.strip():
        return None
    if len(alt_text) > ALT_TEXT_LIMIT:
        raise UsageError(
            f"The alt text has {len(alt_text):,} characters, and X keeps {ALT_TEXT_LIMIT:,}.", remedy="Shorten it."
        )
    return alt_text


def _content_of(source: object) -> tuple[str, BinaryIO, str | None]:
    """Get at the bytes of what is no path: content, open file, figure or image; and at what it shows, if drawn."""
    if isinstance(source, (bytes, bytearray, memoryview)):
        return "The content", io.BytesIO(source), None
    name = f"The {type(source).__name__}"
    if hasattr(source, "read"):
        of_file = getattr(source, "name", None)
        return (Path(of_file).name if isinstance(of_file, str) else name), _copy(source, name), None
    content, shown = picture_of(source)
    return name, io.BytesIO(content), shown


class _Copy(tempfile.SpooledTemporaryFile):  # type: ignore[type-arg]  # it takes none at run time in Python 3.10
    """Lives as long as the sources that share it: who goes last closes it, and nobody is warned of it."""

    def __del__(self) -> None:
        self.close()


def _copy(file: Any, name: str) -> BinaryIO:
    """Copy an open file, so that nobody else can move its position or close it; a large one goes to the disk."""
    copy = _Copy(max_size=_IN_MEMORY)
    where = file.tell() if (rewinds := getattr(file, "seekable", bool)()) else 0
    if rewinds:
        file.seek(0)
    while part := file.read(PART):
        if not isinstance(part, bytes):
            raise UsageError(f"{name} is open as text.", remedy='Open it with mode "rb".')
        copy.write(part)
        if copy.tell() > max(_LIMITS.values()):
            break
    if rewinds:
        file.seek(where)
    return copy  # type: ignore[return-value]  # typeshed names it a generic of its own


def _is_text(head: bytes) -> bool:
    # The last character may be cut in the middle.
    return b"\0" not in head and len(head.decode("utf-8", "ignore").encode()) > len(head) - 4
