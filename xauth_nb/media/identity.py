"""What a picture is to ``once=``: what it shows, and not how it was packed or what was noted in it.

- A PNG: its pixels as they are packed, its colours and its size; without dates, names of programs, and dots per inch.
- A figure of matplotlib: its shapes, whatever it is drawn with. A version of matplotlib that draws it otherwise makes
  another picture of it.
- A Pillow image: its pixels.
- Anything else: its bytes.
"""

from __future__ import annotations

import hashlib
import re
import struct
import zlib
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["of_image", "of_png", "of_shapes"]

_SHOWN = (b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP")
_MOVING = (b"acTL", b"fcTL", b"fdAT")
_SIGNATURE = 8
_LARGEST = 1 << 28
"""Bytes that the pixels may have: a picture of 5 MB could hold a thousand times as many."""
_PIECE = 1 << 16


_NAME = re.compile(rb'(?<=[#"])[a-z][0-9a-f]{10}(?=[)"])')
_TAG = re.compile(rb"<[^>]*>")
_NUMBER = re.compile(rb"-?\d+\.\d+")


class _UnreadableError(Exception):
    """It is no PNG that this can read; its bytes are its identity, then."""


def of_png(file: BinaryIO) -> str | None:
    """Hash what a PNG shows (PNG specification, sections 5 and 11).

    Parameters
    ----------
    file : BinaryIO
        At its start.

    Returns
    -------
    str or None
        ``None`` for one that is damaged, moves, or is too large to unpack.
    """
    shown, unpacker, size = hashlib.sha256(b"png"), zlib.decompressobj(), 0
    try:
        for kind, content in _chunks(file):
            if kind in _SHOWN:
                shown.update(kind + content)
            elif kind == b"IDAT":
                for piece in _unpacked(unpacker, content):
                    size += len(piece)
                    shown.update(piece)
                    if size > _LARGEST:
                        return None
            elif kind in _MOVING:
                return None
    except (_UnreadableError, zlib.error, struct.error):
        return None
    return shown.hexdigest() if unpacker.eof else None


def of_image(image: Any) -> str | None:
    """Hash the pixels of a Pillow image, frame by frame; ``None`` for what only looks like one.

    Parameters
    ----------
    image : PIL.Image.Image
    """
    try:
        frame, shown = image.tell(), hashlib.sha256(b"image")
        try:
            for number in range(getattr(image, "n_frames", 1)):
                image.seek(number)
                shown.update(repr(image.size).encode() + image.convert("RGBA").tobytes())
        finally:
            image.seek(frame)
    except (AttributeError, TypeError, ValueError, OSError):
        return None
    return shown.hexdigest()


def of_shapes(svg: bytes) -> str:
    """Hash a figure that was drawn as SVG: names in the order in which they come, places to a hundredth of a point.

    Parameters
    ----------
    svg : bytes
        As matplotlib writes it: the names of its parts are hashes of places that were not rounded.
    """
    names: dict[bytes, bytes] = {}
    named = _NAME.sub(lambda found: names.setdefault(found[0], b"%d" % len(names)), svg)
    rounded = _TAG.sub(lambda tag: _NUMBER.sub(_rounded, tag[0]), named)
    return hashlib.sha256(b"figure" + rounded).hexdigest()


def _rounded(number: re.Match[bytes]) -> bytes:
    return b"%.2f" % (round(float(number[0]), 2) + 0.0)  # which makes a plain zero of "-0.00"


def _chunks(file: BinaryIO) -> Iterator[tuple[bytes, bytes]]:
    file.seek(_SIGNATURE)
    kind = b""
    while kind != b"IEND":
        length, kind = struct.unpack(">I4s", file.read(8))
        content = file.read(length)
        if len(content) != length or len(file.read(4)) != 4:
            raise _UnreadableError
        yield kind, content


def _unpacked(unpacker: Any, content: bytes) -> Iterator[bytes]:
    while content and not unpacker.eof:
        yield unpacker.decompress(content, _PIECE)
        content = unpacker.unconsumed_tail
