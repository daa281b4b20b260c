"""A session that uploads to a sandbox and notes its waits instead of waiting; small files of every kind."""

from __future__ import annotations

import struct
import zlib
from types import SimpleNamespace

import pytest
from shortcuts import token_of

from xauth_nb.sandbox import Sandbox
from xauth_nb.session import XSession

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(200)
WEBP = b"RIFF\x24\x00\x00\x00WEBPVP8 " + bytes(60)
FRAME = b"\x21\xf9\x04\x00\x0a\x00\x00\x00" + b"\x2c" + bytes(9) + b"\x02\x02\x44\x01\x00"
GIF = b"GIF89a\x01\x00\x01\x00\x80\x00\x00" + bytes(6) + FRAME + b"\x3b"
ANIMATED = GIF[:-1] + FRAME + b"\x3b"
MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + b"\x00\x00\x00\x08moov" + bytes(400)
MOV = b"\x00\x00\x00\x14ftypqt  \x00\x00\x00\x00qt  " + b"\x00\x00\x00\x08moov" + bytes(400)


def png(width=2, height=2):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = zlib.compress(b"".join(b"\0" + bytes(3 * width) for _ in range(height)))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.fixture(scope="session")
def files():
    """The smallest files that pass for their kind, by name."""
    return SimpleNamespace(jpeg=JPEG, webp=WEBP, gif=GIF, animated=ANIMATED, mp4=MP4, mov=MOV, png=png())


class Patient(XSession):
    """Notes how long it would have waited."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.waits = []
        self.sleep = self.waits.append


@pytest.fixture
def sb():
    with Sandbox() as one:
        yield one
    assert one.crashes == []


@pytest.fixture
def session(sb):
    with Patient(sb.client, token_of(sb), endpoints=sb.endpoints) as one:
        yield one


@pytest.fixture
def after(session):
    """Let something happen once the answer to a step has come: ``after("append", 2, act)`` after the second append."""

    def plan(step, number, act):
        seen = []

        def hook(response, **_):
            if response.url.partition("?")[0].endswith(step):
                seen.append(response)
                if len(seen) == number:
                    act()

        session.hooks["response"].append(hook)

    return plan


@pytest.fixture
def steps(sb):
    """What the sandbox was asked for, in short words, since the sign-in."""

    def tell():
        names = (
            "status"
            if (request.method, request.path) == ("GET", "/2/media/upload")
            else request.path.partition("?")[0].rsplit("/", 1)[-1]
            for request in sb.requests
        )
        return [name for name in names if name in ("initialize", "append", "finalize", "status", "upload", "metadata")]

    return tell
