"""Read the bytes of a file, packed or not. What unpacks to far more than data does is refused, not unpacked."""

from __future__ import annotations

import codecs
import zipfile
import zlib
from pathlib import Path

from xauth_nb.errors import StoreError, UsageError

__all__ = ["member", "opened_zip", "read_bytes"]

_FREE, _RATIO = 64 << 20, 200
"""Up to 64 MiB anything goes; beyond, 200 bytes for each packed one. Tweets in JSON take 5 to 20."""
_STEP = 1 << 20
_OTHER_PACKINGS = {b"\x28\xb5\x2f\xfd": "Zstandard", b"\xfd7zXZ": "xz", b"BZh": "bzip2"}
_TEXTS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",  # before that of UTF-16, which begins alike
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_GZIP = 31
"""zlib's word for: with the head and the foot of gzip."""


def read_bytes(path: Path) -> bytes:
    """Read a file whole, as UTF-8: one that is packed with gzip is unpacked, and UTF-16 and UTF-32 are written anew.

    Raises
    ------
    UsageError
        If it is packed otherwise.
    StoreError
        If it is damaged, or unpacks to too much.
    """
    content = path.read_bytes()
    for magic, packing in _OTHER_PACKINGS.items():
        if content.startswith(magic):
            raise UsageError(
                f"{path} is packed with {packing}, and was not read: of packed files those of gzip are.",
                remedy="Unpack it and name the file. What lies in _raw is part of an archive: "
                "Tweets.from_archive(folder) reads that.",
            )
    return in_utf8(_unpacked(path, content) if content[:2] == b"\x1f\x8b" else content)


def in_utf8(content: bytes) -> bytes:
    """Write a text as UTF-8 that says how else it is written, as what Windows saves as "Unicode" does.

    Parameters
    ----------
    content : bytes
    """
    for mark, encoding in _TEXTS.items():
        if content.startswith(mark):
            return content.decode(encoding, "replace").encode()
    return content


def _unpacked(path: Path, content: bytes) -> bytes:
    most = max(_FREE, len(content) * _RATIO)
    whole, rest = bytearray(), content
    try:
        while rest:  # a file may have been added to, each time with a stream of its own
            stream = zlib.decompressobj(_GZIP)
            while not stream.eof:
                step = stream.decompress(rest, _STEP)
                rest = stream.unconsumed_tail
                whole += step
                if len(whole) > most:
                    raise _too_much(path)
                if not step and not rest:  # cut off: the last line will be found to be, and the others are whole
                    return bytes(whole)
            rest = stream.unused_data.lstrip(b"\0")
    except zlib.error as error:
        raise StoreError(
            f"{path} is damaged: it cannot be unpacked ({type(error).__name__}).", remedy="Copy it again."
        ) from None
    return bytes(whole)


def opened_zip(path: Path) -> zipfile.ZipFile:
    """Open a zip.

    Raises
    ------
    StoreError
        If it is damaged.
    """
    try:
        return zipfile.ZipFile(path)
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        raise StoreError(f"{path} is no whole zip file.", remedy="Download or copy it again.") from None


def member(archive: zipfile.ZipFile, name: str) -> bytes:
    """Read a file of a zip.

    Raises
    ------
    UsageError
        If it is locked with a password.
    StoreError
        If it is damaged, or unpacks to too much.
    """
    info = archive.getinfo(name)
    if info.flag_bits & 1:
        raise UsageError(f"{archive.filename} is locked with a password.", remedy="Unpack it, and name its folder.")
    most = max(_FREE, info.compress_size * _RATIO)
    if info.file_size > most:  # no more than that is ever unpacked of it
        raise _too_much(Path(str(archive.filename)))
    try:
        return archive.read(info)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
        raise StoreError(
            f"{name} in {archive.filename} is damaged ({type(error).__name__}).", remedy="Download or copy it again."
        ) from None


def _too_much(path: Path) -> StoreError:
    return StoreError(
        f"{path} unpacks to more than {_RATIO} times its size, which no data does. It was not read.",
        remedy="If you know what is in it, unpack it yourself and name the file.",
    )
