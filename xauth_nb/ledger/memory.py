"""Remember, beside the ledger, how far it had come: so an older copy that is put in its place is recognised.

It is a hint and no part of the ledger. Where it cannot be read or written, nothing is recognised, and nothing fails.
"""

from __future__ import annotations

import contextlib
import os
import stat
from typing import TYPE_CHECKING

from xauth_nb.oauth.store_file import NotPlainError, is_there

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Memory"]

_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0)


class Memory:
    """One line in a file: which ledger, and how often it was written.

    Parameters
    ----------
    path : pathlib.Path
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def state(self) -> tuple[str, int] | None:
        """The ledger's id and its count; ``None`` where nothing is known, or another user may have put it there."""
        with contextlib.suppress(NotPlainError, OSError, ValueError):  # reading a pipe would wait for ever
            if is_there(self.path):
                name, count = self.path.read_text(encoding="ascii").split()
                return name, int(count)
        return None

    def keep(self, state: tuple[str, int]) -> None:
        """Remember a state. Kernels that write at once may leave the older one, which is still true."""
        with contextlib.suppress(OSError):
            if not _is_its_own(self.path):  # a link or a pipe is never written to
                self.path.unlink()
            descriptor = os.open(self.path, _FLAGS, 0o600)
            try:
                os.write(descriptor, f"{state[0]} {state[1]}\n".encode())
            finally:
                os.close(descriptor)


def _is_its_own(path: Path) -> bool:
    """Whether nothing stands there, or a plain file whose content is no other one's, too."""
    try:
        found = path.lstat()
    except FileNotFoundError:
        return True
    return stat.S_ISREG(found.st_mode) and found.st_nlink == 1
