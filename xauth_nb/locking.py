"""Files that several processes share: a lock, and a name that survives a power cut. What is in them is others' affair.

The token store, the ledger and the archives stand on this.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["file_lock", "sync_directory"]


@contextlib.contextmanager
def file_lock(lock: Path, patience: float) -> Iterator[None]:
    """Hold a lock that keeps apart threads as well as processes, and that the system takes back from whoever dies.

    Parameters
    ----------
    lock : pathlib.Path
        A file for this alone; it is made, and never removed.
    patience : float
        Seconds to wait for another holder.

    Raises
    ------
    TimeoutError
        If somebody else holds it for longer.
    OSError
        If the file cannot be made.
    """
    descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
    try:
        lock.chmod(0o600)
        deadline = time.monotonic() + patience
        while not _take(descriptor):
            if time.monotonic() > deadline:
                raise TimeoutError(f"{lock} is held by another process")
            time.sleep(0.01)
        yield
    finally:
        os.close(descriptor)  # this gives the lock back


def sync_directory(directory: Path) -> None:
    """Make the renaming itself survive a power cut, where the system can: Windows and some network disks cannot."""
    with contextlib.suppress(OSError):
        descriptor = os.open(directory, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


if sys.platform == "win32":
    import msvcrt

    def _take(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True

else:
    import fcntl

    def _take(descriptor: int) -> bool:
        try:
            # flock and not lockf: it also keeps two threads apart, and belongs to this descriptor alone.
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
