"""Files that several processes share: a lock, and a name that survives a power cut. What is in them is others' affair.

The token store, the ledger and the archives stand on this.

A lock is a file object, and leaving its ``with`` block closes it in one step of C: the stop button has no line of ours
to strike between the end of the work and the giving back. A forked process closes its copies at once, so that the lock
ends with the process that took it.
"""

from __future__ import annotations

import contextlib
import json
import os
import platform
import sys
import threading
import time
import weakref
from dataclasses import asdict, dataclass
from io import FileIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["HeldError", "Holder", "file_lock", "sync_directory", "try_lock"]

_PAUSE = 0.01
_LOOK = 0.25
"""Seconds between two looks at who holds a lock."""
_TELL = 3.0
"""Seconds of waiting after which the person is told for whom."""
_AWAY = 1.0
"""Seconds without a sign after which somebody in the line has left it, whatever stopped him."""


@dataclass(frozen=True)
class Holder:
    """Who holds a lock, as he wrote it into the file.

    Attributes
    ----------
    pid : int
    host : str
    thread : str
        The thread's name.
    since : float
        Unix seconds, by the holder's clock.
    """

    pid: int
    host: str
    thread: str
    since: float

    def __str__(self) -> str:
        if self.host != platform.node():
            return f"process {self.pid} on {self.host}"
        return f"another thread of this kernel ({self.thread})" if self.pid == os.getpid() else f"process {self.pid}"


class HeldError(TimeoutError):
    """Somebody else held the lock for too long.

    Attributes
    ----------
    holder : Holder or None
        ``None`` where he did not say.
    """

    def __init__(self, lock: Path, holder: Holder | None) -> None:
        super().__init__(f"{lock} is held by {holder or 'another process'}")
        self.holder = holder


_held: weakref.WeakSet[FileIO] = weakref.WeakSet()
_lines: dict[str, dict[FileIO, float]] = {}
"""Who waits in this process for each lock, in the order of coming, and when he last gave a sign."""


def file_lock(
    lock: Path,
    patience: float,
    *,
    told: Callable[[Holder | None], None] | None = None,
    is_signed: bool = True,
) -> FileIO:
    """Take a lock that keeps apart threads as well as processes, and that the system takes back from whoever dies.

    Those who wait in one process get it in the order of their coming.

    Parameters
    ----------
    lock : pathlib.Path
        A file for this alone; it is made, and never removed.
    patience : float
        Seconds to wait for one and the same holder.
    told : Callable, optional
        Called once where the wait is longer than three seconds, with the holder as far as it is known.
    is_signed : bool, optional
        Whether the holder writes down who he is; otherwise the file is empty, also where it was not.

    Returns
    -------
    io.FileIO
        The lock, held: ``with file_lock(…):`` gives it back at the end.

    Raises
    ------
    HeldError
        If one holder keeps it for longer; it is a :class:`TimeoutError`.
    OSError
        If the file cannot be made, or the disk gives no locks.
    """
    file = FileIO(str(lock), "r+", opener=_open)
    try:
        _held.add(file)
        lock.chmod(0o600)
        _wait(file, lock, patience, told)
        _sign(file, is_signed=is_signed)
        return file  # noqa: TRY300 - the stop button may strike here too
    except BaseException:
        file.close()
        raise


def try_lock(descriptor: int) -> None:
    """Take every kind of lock that is used on our files, of an open file that nobody else has, and give it back.

    Parameters
    ----------
    descriptor : int

    Raises
    ------
    OSError
        If the disk gives none, as some network disks do.
    """
    _take(descriptor)
    _take_range(descriptor)


def _open(path: str, _: int) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0), 0o600)


def _wait(file: FileIO, lock: Path, patience: float, told: Callable[[Holder | None], None] | None) -> None:
    line = _lines.setdefault(str(lock), {})
    began = since = time.monotonic()
    looked, holder = began, None
    try:
        while not (_is_first(line, file) and _take(file.fileno())):
            now = time.monotonic()
            if now - looked >= min(_LOOK, patience):
                looked, before, holder = now, holder, _holder(lock)
                since = now if holder != before else since  # somebody else has got it: the line moves
            if now - since > patience:
                raise HeldError(lock, _holder(lock))
            if told and now - began > _TELL:
                told(holder)
                told = None
            time.sleep(_PAUSE)
    finally:
        line.pop(file, None)


def _is_first(line: dict[FileIO, float], file: FileIO) -> bool:
    """Give a sign, and say whether nobody who still waits came earlier."""
    now = line[file] = time.monotonic()
    waiting = (one for one, sign in list(line.items()) if now - sign < _AWAY and not one.closed)
    return next(waiting, file) is file


def _sign(file: FileIO, *, is_signed: bool) -> None:
    """Write down who holds it, for those who wait. The first byte is what Windows locks, so it is not part of it."""
    holder = Holder(os.getpid(), platform.node(), threading.current_thread().name, time.time())
    with contextlib.suppress(OSError):  # a full disk: then nobody is named
        if os.fstat(file.fileno()).st_nlink > 1:
            return  # it is the content of another file, too
        file.truncate(0)
        if is_signed:
            file.write(b" " + json.dumps(asdict(holder)).encode())


def _holder(lock: Path) -> Holder | None:
    try:
        with FileIO(str(lock)) as file:
            file.seek(1)
            return Holder(**json.loads(file.read(1000)))
    except (OSError, ValueError, TypeError):
        return None


def _after_fork() -> None:
    """Close what the forked process has of its parent's locks: the lock would last as long as any copy of it."""
    for file in list(_held):
        file.close()
    _lines.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)


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

    def _take_range(descriptor: int) -> None:
        """Do nothing: the other lock is of a range already."""

else:
    import fcntl

    def _take(descriptor: int) -> bool:
        try:
            # flock and not lockf: it also keeps two threads apart, and belongs to this descriptor alone.
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _take_range(descriptor: int) -> None:
        """Take and give back a lock as SQLite does."""
        fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        fcntl.lockf(descriptor, fcntl.LOCK_UN)
