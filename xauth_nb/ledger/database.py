"""The ledger's file: SQLite, private, each use a connection of its own. Every trouble is told as :class:`StoreError`.

It keeps SQLite's rollback journal. The write-ahead log is faster, but its readers and writers share memory, and the
home folders of hubs are network disks, where no two machines do. A connection lives for one transaction: nothing is
shared between threads, nothing is inherited by a fork, and nothing is open when the kernel dies. SQLite itself ends the
transaction, in one step of C, so that the stop button cannot leave one open.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from typing import TYPE_CHECKING, TypeVar

from xauth_nb.credentials import HOME_VARIABLE
from xauth_nb.errors import StoreError
from xauth_nb.ledger.memory import Memory
from xauth_nb.ledger.schema import LATEST, STEPS
from xauth_nb.locking import file_lock, sync_directory
from xauth_nb.oauth.disk import DiskError, try_folder, why_not
from xauth_nb.oauth.ownership import make_private_directory
from xauth_nb.oauth.store_file import NotPlainError, free_name, is_there

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

__all__ = ["FILE", "Database"]

FILE = "ledger.sqlite3"
T = TypeVar("T")
_ELSEWHERE = f"Make room or give yourself access there, or set {HOME_VARIABLE} to a folder of yours."
_LOOK = "Look at x.timeline() for what is posted already; after that, running the cell again"
_WHOLE = 1 << 20
"""Bytes up to which the file is looked through before every post. Of a larger one SQLite checks the pages it reads."""


class _DamagedError(Exception):
    """The file is no ledger any more, or a broken one."""


class Database:
    """The file.

    Parameters
    ----------
    path : pathlib.Path
    patience : float
        Seconds to wait for another process that is writing.
    """

    def __init__(self, path: Path, *, patience: float) -> None:
        self.path = path
        self._patience = patience
        self._memory = Memory(path.with_name(f"{path.name}.last"))

    def read(self, act: Callable[[sqlite3.Connection], T]) -> T | None:
        """Look something up; ``None`` where there is no file yet, and none is made.

        Parameters
        ----------
        act : Callable
            Takes the connection, and returns what it found.

        Raises
        ------
        StoreError
            As in :meth:`write`.
        """
        with self._in_words("read"):
            return self._use(act) if self._is_there() else None

    def write(self, act: Callable[[sqlite3.Connection], T]) -> T:
        """Make one transaction: it is on the disk when the call ends, and did not happen if it raises.

        Parameters
        ----------
        act : Callable
            Takes the connection within the transaction.

        Raises
        ------
        StoreError
            If it is locked, damaged, of a newer version, read-only, a link, or the disk is full.
        """
        before = self._memory.state

        def counted(connection: sqlite3.Connection) -> T:
            with connection:
                connection.execute("BEGIN IMMEDIATE")
                result = act(connection)
                connection.execute("UPDATE ledger SET writes = writes + 1")
                state = _state(connection)
            if not _is_older(state, before):  # of an older copy the next check tells
                self._memory.keep(state)
            return result

        with self._in_words("written"):
            if self._make():
                before = None
            return self._use(counted)

    def check(self) -> None:
        """Make the file where it is missing, and see whether it can be relied on and written.

        Raises
        ------
        StoreError
            As in :meth:`write`; and once, if it is not what was here last.
        """
        before = self._memory.state  # before the file is read: another kernel may be writing both

        def checked(connection: sqlite3.Connection) -> tuple[str, int]:
            with connection:
                connection.execute("BEGIN IMMEDIATE")
            is_small = self.path.stat().st_size <= _WHOLE
            if is_small and connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                raise _DamagedError
            return _state(connection)

        with self._in_words("written"):
            if self._make():
                return
            state = self._use(checked)
        if _is_older(state, before):
            self._memory.keep(state)
            raise StoreError(
                f"The ledger of posts {self.path} is an older copy of the one that was here, or another one, so what "
                "was posted meanwhile is not known here. Nothing was sent.",
                remedy=f"If there is a newer one, put it back. {_LOOK} goes on with this ledger.",
            )

    def _is_there(self) -> bool:
        for end in ("-journal", "-wal", "-shm", ""):  # what stands in one of these SQLite writes into the ledger
            path = self.path.with_name(f"{self.path.name}{end}")
            try:
                is_here = is_there(path)
            except NotPlainError:
                what = f"of posts {path}" if path == self.path else f"needs {path}, which"
                raise StoreError(
                    f"The ledger {what} is not a plain file of its own, and is not written through a link.",
                    remedy=f"Move it away, or set {HOME_VARIABLE} to the folder that it should be in.",
                ) from None
        return is_here

    def _make(self) -> bool:
        """Make the file if it is missing, whole at once: an empty one is always one that has lost what was in it."""
        was_there = self._is_there()  # before the folder is closed: who could write into it may have done so
        make_private_directory(self.path.parent)
        if was_there:
            return False
        new = self.path.with_name(f"{self.path.name}.new")
        with file_lock(self._lock, self._patience):
            if self._is_there():
                return False
            new.unlink(missing_ok=True)  # of a kernel that died here
            # Only ever created, never opened and closed beside a connection: closing any descriptor of a file gives up
            # all of the process's locks on it (POSIX).
            os.close(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            connection = sqlite3.connect(new, isolation_level=None)
            try:
                _bring_up(connection)
                state = _state(connection)
            finally:
                connection.close()
            new.rename(self.path)
            sync_directory(self.path.parent)
            self._memory.keep(state)
        return True

    @property
    def _lock(self) -> Path:
        return self.path.with_name(f"{self.path.name}.lock")

    def _use(self, act: Callable[[sqlite3.Connection], T]) -> T:
        connection = sqlite3.connect(self.path, timeout=self._patience, isolation_level=None)
        try:
            connection.execute("PRAGMA synchronous = FULL")  # the note that a post begins is on the disk before it does
            version = _version(connection)
            if version > LATEST:
                raise StoreError(
                    f"The ledger of posts {self.path} was written by a newer xauth_nb, so it is left alone.",
                    remedy="Update: pip install --upgrade xauth-nb",
                )
            if version == 0:
                raise _DamagedError
            if version < LATEST:
                _bring_up(connection)
            return act(connection)
        finally:
            connection.close()

    @contextlib.contextmanager
    def _in_words(self, done: str) -> Iterator[None]:
        try:
            yield
        except (sqlite3.OperationalError, OSError) as error:
            why, remedy = self._why(error)
            raise DiskError(f"The ledger of posts {self.path} could not be {done}: {why}.", remedy=remedy) from error
        except (_DamagedError, sqlite3.DatabaseError) as error:
            raise self._set_aside() from error

    def _why(self, error: Exception) -> tuple[str, str]:
        """Say in words why the file could not be used. SQLite says of a disk without locks that it is locked."""
        if not isinstance(error, OSError):
            try:
                try_folder(self.path.parent)
            except OSError as found:
                error = found
        if isinstance(error, OSError):
            return why_not(error, self.path)
        why = str(error) or type(error).__name__
        return why, "Close the program that has it open, then try again." if "locked" in why else _ELSEWHERE

    def _set_aside(self) -> StoreError:
        """Rename the damaged file, unless another kernel has done that in the meantime."""
        aside = None
        with contextlib.suppress(OSError), file_lock(self._lock, self._patience):
            if self._is_damaged():
                aside = free_name(self.path)
                self.path.rename(aside)
                journal = self.path.with_name(f"{self.path.name}-journal")
                if journal.exists():  # it belongs to the damaged file, and would be played into the new one
                    journal.rename(aside.with_name(f"{aside.name}-journal"))
        return StoreError(
            f"The ledger of posts {self.path} is damaged"
            + (f" and was set aside as {aside.name}" if aside else "")
            + ", so what was posted before is not known here any more.",
            remedy=f"{_LOOK} begins a new ledger.",
        )

    def _is_damaged(self) -> bool:
        try:
            with contextlib.closing(sqlite3.connect(self.path, timeout=self._patience)) as connection:
                is_whole = connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)
                return not (is_whole and _version(connection))
        except sqlite3.OperationalError:
            return False
        except sqlite3.DatabaseError:
            return True


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _state(connection: sqlite3.Connection) -> tuple[str, int]:
    """Name the ledger, and say how often it was written."""
    name, writes = connection.execute("SELECT id, writes FROM ledger").fetchone()
    return str(name), int(writes)


def _is_older(state: tuple[str, int], before: tuple[str, int] | None) -> bool:
    """Say whether a ledger is another one than was here before, or an older copy of it."""
    return before is not None and (before[0] != state[0] or before[1] > state[1])


def _bring_up(connection: sqlite3.Connection) -> None:
    """Make the tables, or bring those of an older version up to date: all of it or nothing."""
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        for step in STEPS[_version(connection) :]:  # another kernel may have done it in the meantime
            for statement in step:
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {LATEST}")
