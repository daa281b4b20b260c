"""The ledger's file: SQLite, private, each use a connection of its own. Every trouble is told as :class:`StoreError`.

It keeps SQLite's rollback journal. The write-ahead log is faster, but its readers and writers share memory, and the
home folders of hubs are network disks, where no two machines do. A connection lives for one transaction: nothing is
shared between threads, nothing is inherited by a fork, and nothing is open when the kernel dies.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from typing import TYPE_CHECKING

from xauth_nb.credentials import HOME_VARIABLE
from xauth_nb.errors import StoreError
from xauth_nb.locking import file_lock
from xauth_nb.oauth.ownership import make_private_directory
from xauth_nb.oauth.store_file import NotPlainError, free_name, is_there

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["Database"]

VERSION = 1
_SCHEMA = (
    """CREATE TABLE posts (
        number INTEGER PRIMARY KEY,
        state TEXT NOT NULL CHECK (state IN ('sending', 'posted', 'doubtful', 'deleted')),
        fingerprint TEXT NOT NULL,
        key TEXT,
        text TEXT NOT NULL,
        began REAL NOT NULL,
        tried REAL NOT NULL,
        media TEXT NOT NULL,
        source TEXT NOT NULL,
        host TEXT NOT NULL,
        pid INTEGER NOT NULL,
        tweet_id TEXT,
        tweet_text TEXT,
        server TEXT NOT NULL,
        account TEXT NOT NULL
    )""",
    "CREATE INDEX by_content ON posts (server, account, fingerprint)",
    "CREATE INDEX by_key ON posts (server, account, key)",
    f"PRAGMA user_version = {VERSION}",
)
_ELSEWHERE = f"Make room or give yourself access there, or set {HOME_VARIABLE} to a folder of yours."


class _DamagedError(Exception):
    """The file is no database any more, or a broken one."""


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

    @contextlib.contextmanager
    def reading(self) -> Iterator[sqlite3.Connection | None]:
        """Open it to look; ``None`` where there is no file yet, and none is made."""
        with self._in_words("read"):
            if self._is_there():
                with self._opened() as connection:
                    yield connection
            else:
                yield None

    @contextlib.contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Make one transaction: it is on the disk when the block ends, and did not happen if it raises.

        Raises
        ------
        StoreError
            If it is locked, damaged, of a newer version, read-only, a link, or the disk is full.
        """
        with self._in_words("written"):
            self._make()
            with self._opened() as connection:
                connection.execute("BEGIN IMMEDIATE")
                try:
                    yield connection
                    connection.execute("COMMIT")
                except BaseException:
                    with contextlib.suppress(sqlite3.Error):  # a full disk has rolled back already
                        connection.execute("ROLLBACK")
                    raise

    def check(self) -> None:
        """Look through the whole file, and make it where it is missing: a damaged index could hide what was posted.

        Raises
        ------
        StoreError
            As in :meth:`writing`.
        """
        with self.writing() as connection:
            if connection.execute("PRAGMA user_version").fetchone() != (VERSION,):
                for statement in _SCHEMA:
                    connection.execute(statement)
        with self._in_words("read"), self._opened() as connection:
            if connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                raise _DamagedError

    def _is_there(self) -> bool:
        try:
            return is_there(self.path)
        except NotPlainError:
            raise StoreError(
                f"The ledger of posts {self.path} is not a plain file of its own, and is not written through a link.",
                remedy=f"Move it away, or set {HOME_VARIABLE} to the folder that it should be in.",
            ) from None

    def _make(self) -> None:
        was_there = self._is_there()  # before the folder is closed: who could write into it may have done so
        make_private_directory(self.path.parent)
        if not was_there:
            # Only ever created, never opened and closed beside a connection: closing any descriptor of a file gives up
            # all of the process's locks on it (POSIX).
            with contextlib.suppress(FileExistsError):
                os.close(os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))

    @contextlib.contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(self.path, timeout=self._patience, isolation_level=None)
        with contextlib.closing(connection):
            connection.execute("PRAGMA synchronous = FULL")  # the note that a post begins is on the disk before it does
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            if version > VERSION:
                raise StoreError(
                    f"The ledger of posts {self.path} was written by a newer xauth_nb, so it is left alone.",
                    remedy="Update: pip install --upgrade xauth-nb",
                )
            yield connection

    @contextlib.contextmanager
    def _in_words(self, done: str) -> Iterator[None]:
        try:
            yield
        except (sqlite3.OperationalError, OSError) as error:
            why = getattr(error, "strerror", None) or str(error) or type(error).__name__
            remedy = "Close the program that has it open, then try again." if "locked" in why else _ELSEWHERE
            raise StoreError(f"The ledger of posts {self.path} could not be {done}: {why}.", remedy=remedy) from error
        except (_DamagedError, sqlite3.DatabaseError) as error:
            raise self._set_aside() from error

    def _set_aside(self) -> StoreError:
        """Rename the damaged file, unless another kernel has done that in the meantime."""
        aside = None
        with contextlib.suppress(OSError), file_lock(self.path.with_name(f"{self.path.name}.lock"), self._patience):
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
            remedy="Look at x.timeline() for what is posted already; after that, running the cell again begins a new "
            "ledger.",
        )

    def _is_damaged(self) -> bool:
        try:
            with self._opened() as connection:
                return bool(connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",))
        except sqlite3.OperationalError:
            return False
        except sqlite3.DatabaseError:
            return True
