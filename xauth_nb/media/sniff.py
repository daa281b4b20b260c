"""What a file is, by its first bytes and never by its name. It reads no pixel and judges no codec: X does.

Source: X's docs, "Media", "Best practices": JPEG, PNG, WebP and GIF pictures, MP4 and MOV videos.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["HEAD", "MediaKind", "is_animated", "media_type_of"]

MediaKind = Literal["photo", "gif", "video"]
HEAD = 64
"""How many bytes tell what a file is."""

_PICTURES = ((b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"), (b"GIF8", "image/gif"))
_STILL_BRANDS = ("hei", "hev", "mif", "msf", "avi", "crx")
_SOUND_BRANDS = ("M4A", "M4B", "M4P")
# A QuickTime file of before 2004 has no "ftyp"; it begins with one of its other boxes.
_OLD_QUICKTIME = (b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")


def media_type_of(head: bytes) -> str | None:
    r"""Say what X would call a file.

    Parameters
    ----------
    head : bytes
        Its first :data:`HEAD` bytes.

    Returns
    -------
    str or None
        A media type, such as ``image/png``; ``None`` for what no tweet can carry.

    Examples
    --------
    >>> media_type_of(b"\x89PNG\r\n\x1a\n")
    'image/png'
    """
    for magic, media_type in _PICTURES:
        if head.startswith(magic):
            return media_type
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    box, brand = head[4:8], head[8:12].decode("latin-1")
    if box == b"ftyp" and not brand.startswith((*_STILL_BRANDS, *_SOUND_BRANDS)):
        return "video/quicktime" if brand == "qt  " else "video/mp4"
    return "video/quicktime" if box in _OLD_QUICKTIME else None


def is_animated(file: BinaryIO) -> bool:
    """Say whether a GIF has more than one frame: an animated GIF is X's ``tweet_gif``, a still one a photo.

    Parameters
    ----------
    file : BinaryIO
        At its start. It is read up to the second frame.
    """
    frames = _gif_frames(file)
    return next(frames, None) is not None and next(frames, None) is not None


def _gif_frames(file: BinaryIO) -> Iterator[int]:
    """Walk the blocks of a GIF (GIF89a specification, section 17 on), and give where each frame begins."""
    screen = file.read(13)
    _skip_colors(file, screen[10:11])
    while (introducer := file.read(1)) in (b"\x21", b"\x2c"):
        if introducer == b"\x2c":
            yield file.tell()
            _skip_colors(file, file.read(9)[8:9])
        file.read(1)  # an extension's label, or the size of a frame's first codes
        while size := file.read(1):
            if size == b"\0":
                break
            file.seek(size[0], 1)


def _skip_colors(file: BinaryIO, flags: bytes) -> None:
    if flags and flags[0] & 0x80:
        file.seek(3 << ((flags[0] & 7) + 1), 1)
