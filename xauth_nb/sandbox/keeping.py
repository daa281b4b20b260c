"""Keep a sandbox in a file: what visitors did, the app's keys, the tokens that stand. Foreign files are never touched.

The file is JSON that only its owner can read, replaced as a whole after every change. What it holds opens nothing but
this sandbox. Sign-ins under way, rate limits and uploaded videos are not kept: they begin anew.
"""

from __future__ import annotations

import os
import tempfile
from datetime import datetime, timezone
from pathlib import Path
from typing import Literal

import msgspec

from xauth_nb.errors import UsageError
from xauth_nb.sandbox.clock import Clock
from xauth_nb.sandbox.tokens import AccessToken
from xauth_nb.sandbox.uploads import Upload
from xauth_nb.sandbox.world.deeds import Deeds

__all__ = ["Kept", "read", "write"]

_START = b'{"form":"xauth_nb sandbox"'


class Kept(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A sandbox at rest. It holds secrets of its own, so its repr is constant."""

    form: Literal["xauth_nb sandbox"] = "xauth_nb sandbox"
    version: Literal[1] = 1
    anchor: int
    """Where the world stands, in Unix milliseconds; with ``stands``, and ``latest``, the moment of the last deed."""
    stands: bool
    latest: int
    tweets: int
    consumer_key: str
    consumer_secret: str
    tokens: list[AccessToken]
    deeds: Deeds
    pictures: list[Upload]
    spent: float
    tweets_read: int

    @property
    def clock(self) -> Clock:
        """The clock of this sandbox, which goes on where it was."""
        anchor = datetime.fromtimestamp(self.anchor // 1000, timezone.utc)
        anchor = anchor.replace(microsecond=self.anchor % 1000 * 1000)
        return Clock(anchor, stands=self.stands, latest=self.latest)

    def __repr__(self) -> str:
        return "Kept(…)"


def read(file: Path) -> Kept | None:
    """Read the file of a sandbox; ``None`` where there is none yet.

    Parameters
    ----------
    file : pathlib.Path

    Raises
    ------
    UsageError
        If it cannot be read, is something else, is damaged, or was written by a newer version. It is left as it is.
    """
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UsageError(
            f"The sandbox cannot read {file}: {error.strerror or error}.", remedy="Choose another file=."
        ) from None
    try:
        return msgspec.json.decode(content, type=Kept)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        is_ours = content.startswith(_START)
    what = "is damaged, or comes from a newer version" if is_ours else "is not the file of a sandbox"
    raise UsageError(
        f"{file} {what}. It was left as it is.",
        remedy="Choose another file=, or move this one away, and the sandbox begins a new one.",
    )


def write(file: Path, kept: Kept) -> None:
    """Replace the file of a sandbox, as a whole.

    Parameters
    ----------
    file : pathlib.Path
    kept : Kept

    Raises
    ------
    UsageError
        If nothing can be written there.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=f".{file.name}-", dir=file.parent)  # only its owner can read it
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(msgspec.json.encode(kept))
            Path(name).replace(file)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise UsageError(
            f"The sandbox cannot write {file}: {error.strerror or error}.",
            remedy="Choose a file= in a folder that exists and may be written to.",
        ) from None
