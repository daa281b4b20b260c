"""Draw the pictures of an invented world: a sky for each media key, a pattern for each face, always the same."""

from __future__ import annotations

import hashlib
import struct
import zlib

__all__ = ["portrait", "poster"]

_PALETTES = (
    ((18, 26, 56), (94, 84, 142), (242, 166, 120)),
    ((10, 44, 66), (44, 122, 138), (216, 226, 190)),
    ((44, 20, 48), (148, 64, 88), (250, 208, 140)),
    ((22, 38, 30), (74, 120, 84), (230, 220, 160)),
)


def poster(key: str) -> bytes:
    """Draw a sky at dusk with a range of hills; the key decides colours and hills."""
    width, height = 320, 180
    seed = hashlib.blake2s(key.encode("utf-8", "surrogatepass")).digest()
    night, dusk, glow = _PALETTES[seed[0] % len(_PALETTES)]
    ridge = [_ridge(seed, x * 256 // width) * height // 256 for x in range(width)]
    rows = []
    for y in range(height):
        sky = _mix(night, dusk, y * 2, height) if y * 2 < height else _mix(dusk, glow, y * 2 - height, height)
        rows.append(b"".join(bytes(night if y > height - ridge[x] else sky) for x in range(width)))
    return _png(rows, width, height)


def portrait(name: str) -> bytes:
    """Draw a symmetric pattern of five by five fields."""
    seed = hashlib.blake2s(name.encode("utf-8", "surrogatepass")).digest()
    dark, middle, light = _PALETTES[seed[0] % len(_PALETTES)]
    rows = []
    for y in range(5):
        fields = [middle if seed[1 + y * 3 + min(x, 4 - x)] % 2 else light for x in range(5)]
        row = b"".join(bytes(field) * 16 for field in [dark, *fields, dark])
        rows += [row] * 16
    edge = bytes(dark) * 112
    return _png([edge] * 16 + rows + [edge] * 16, 112, 112)


def _ridge(seed: bytes, x: int) -> int:
    """Give the height of the hills at a place, by straight lines between eight points."""
    step, part = divmod(x, 32)
    left, right = seed[8 + step] // 3, seed[9 + step] // 3
    return 20 + left + (right - left) * part // 32


def _mix(one: tuple[int, ...], other: tuple[int, ...], part: int, whole: int) -> tuple[int, ...]:
    return tuple(a + (b - a) * part // whole for a, b in zip(one, other, strict=True))


def _png(rows: list[bytes], width: int, height: int) -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    packed = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
