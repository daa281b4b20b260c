"""The ledger of one account: it remembers posts and lends the right to post. What to do then, its caller decides."""

from __future__ import annotations

import contextlib
import hashlib
import os
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, overload

from xauth_nb.errors import StoreError
from xauth_nb.ledger import place
from xauth_nb.ledger.database import Database
from xauth_nb.ledger.entries import Entry
from xauth_nb.ledger.table import html_table, text_table
from xauth_nb.locking import file_lock
from xauth_nb.oauth.store_file import data_directory

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["Ledger"]

FILE = "ledger.sqlite3"
PATIENCE = 10.0
LONGEST_TURN = 120.0  # one post waits 35 seconds for X, and as long again to look for it
_COLUMNS = ", ".join(Entry.__dataclass_fields__)
_OURS = "server = :server AND account = :account"


class Ledger(Sequence[Entry]):
    """What was posted by one account from this machine's user, oldest first.

    Parameters
    ----------
    server, account : str
        The server's address, and the account's id there.
    path : pathlib.Path, optional
        The file, if not the usual one.
    patience, longest_turn : float, optional
        Seconds to wait for another transaction, and for another kernel that is posting.

    Raises
    ------
    StoreError
        From every use, if the file cannot be read or written as it is.

    Examples
    --------
    >>> tweet = x.post_tweet("Hello from a notebook")
    >>> [entry.text for entry in x.ledger]
    ['Hello from a notebook']
    """

    def __init__(
        self,
        server: str,
        account: str,
        *,
        path: Path | None = None,
        patience: float = PATIENCE,
        longest_turn: float = LONGEST_TURN,
    ) -> None:
        self.path = path or data_directory() / FILE
        self._scope = {"server": server, "account": account}
        self._longest_turn = longest_turn
        self._database = Database(self.path, patience=patience)

    # To look at

    def __len__(self) -> int:
        return len(self._entries())

    @overload
    def __getitem__(self, index: int) -> Entry: ...
    @overload
    def __getitem__(self, index: slice) -> list[Entry]: ...
    def __getitem__(self, index: int | slice) -> Entry | list[Entry]:
        return self._entries()[index]

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries())

    def __repr__(self) -> str:
        return text_table(self._entries())

    def _repr_html_(self) -> str:
        return html_table(self._entries())

    # To post by

    @contextlib.contextmanager
    def turn(self) -> Iterator[None]:
        """Hold the account's right to post, so that of two kernels the second sees what the first has done.

        The system takes it back from a kernel that dies. So whoever holds it knows that every entry in the state
        ``sending`` is of somebody who is gone, and as doubtful as one that is called so.

        Raises
        ------
        StoreError
            If another kernel is posting for too long, or the ledger cannot be written.
        """
        self._database.check()
        name = hashlib.sha256("\n".join(self._scope.values()).encode()).hexdigest()[:16]
        with contextlib.ExitStack() as held:
            try:
                held.enter_context(file_lock(self.path.with_name(f"{self.path.name}.{name}.lock"), self._longest_turn))
            except TimeoutError:
                raise StoreError(
                    f"Another kernel has been posting with this account for more than {self._longest_turn:g} seconds, "
                    "and two at a time could post the same.",
                    remedy="Wait until it is done, or stop its cell, then try again.",
                ) from None
            except OSError as error:
                raise StoreError(f"The ledger of posts {self.path} could not be written: {error.strerror}.") from error
            yield

    def find(self, fingerprint: str, key: str | None) -> Entry | None:
        """Look up a post that stands, or may stand: by its key, or without one by its content.

        Parameters
        ----------
        fingerprint : str
        key : str, optional

        Returns
        -------
        Entry or None
            Of several the one that is known to be posted, and the last of those.
        """
        column, value = ("fingerprint", fingerprint) if key is None else ("key", key)
        found = self._entries(
            f"AND {column} = :value AND state != 'deleted' ORDER BY state = 'posted' DESC, number DESC LIMIT 1",
            value=value,
        )
        return found[0] if found else None

    def tweet_ids(self) -> frozenset[str]:
        """Give the id of every tweet that is an entry's already."""
        return frozenset(entry.tweet_id for entry in self._entries("AND tweet_id IS NOT NULL") if entry.tweet_id)

    def begin(
        self, text: str, fingerprint: str, *, key: str | None, media: Sequence[str] = (), again: Entry | None = None
    ) -> Entry:
        """Note that a post is about to be sent.

        Parameters
        ----------
        text, fingerprint : str
        key : str, optional
        media : sequence of str
            Ids of what is attached.
        again : Entry, optional
            The doubtful entry that is tried again.

        Returns
        -------
        Entry

        Raises
        ------
        StoreError
            If it cannot be noted; then it must not be sent.
        """
        now = time.time()
        values = {
            **self._scope,
            "number": again.number if again else None,
            "fingerprint": fingerprint,
            "key": key,
            "text": text,
            "began": again.began.timestamp() if again else now,
            "tried": now,
            "media": " ".join((*(again.media if again else ()), *media)),
            "source": place.source(),
            "host": place.host(),
            "pid": os.getpid(),
        }
        with self._database.writing() as connection:
            cursor = connection.execute(
                "INSERT OR REPLACE INTO posts (number, state, fingerprint, key, text, began, tried, media, source, "
                "host, pid, server, account) VALUES (:number, 'sending', :fingerprint, :key, :text, :began, :tried, "
                ":media, :source, :host, :pid, :server, :account)",
                values,
            )
            number = cursor.lastrowid
            row = connection.execute(f"SELECT {_COLUMNS} FROM posts WHERE number = ?", (number,)).fetchone()  # noqa: S608 - our own column names
        return Entry.of_row(row)

    def settle(self, entry: Entry, tweet_id: str, tweet_text: str) -> None:
        """Note that a post became a tweet."""
        self._write(
            "UPDATE posts SET state = 'posted', tweet_id = :tweet_id, tweet_text = :tweet_text WHERE number = :number",
            number=entry.number,
            tweet_id=tweet_id,
            tweet_text=tweet_text,
        )

    def doubt(self, entry: Entry) -> None:
        """Note that it is not known whether a post became a tweet."""
        self._write("UPDATE posts SET state = 'doubtful' WHERE number = :number", number=entry.number)

    def withdraw(self, entry: Entry) -> None:
        """Take back the note of a post that X refused."""
        self._write("DELETE FROM posts WHERE number = :number", number=entry.number)

    def mark_deleted(self, tweet_id: str) -> bool:
        """Note that a tweet was deleted, and say whether it is one of this ledger's. The same may be posted again."""
        with self._database.reading() as connection:
            if connection is None or not _knows(connection, {**self._scope, "tweet_id": tweet_id}):
                return False
        self._write(f"UPDATE posts SET state = 'deleted' WHERE {_OURS} AND tweet_id = :tweet_id", tweet_id=tweet_id)  # noqa: S608 - our own words
        return True

    def _write(self, statement: str, **values: object) -> None:
        with self._database.writing() as connection:
            connection.execute(statement, {**self._scope, **values})

    def _entries(self, more: str = "ORDER BY number", **values: object) -> list[Entry]:
        with self._database.reading() as connection:
            if connection is None or not _has_table(connection):
                return []
            statement = f"SELECT {_COLUMNS} FROM posts WHERE {_OURS} {more}"  # noqa: S608 - our own words and columns
            return [Entry.of_row(row) for row in connection.execute(statement, {**self._scope, **values})]


def _has_table(connection: sqlite3.Connection) -> bool:
    return connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'posts'").fetchone() is not None


def _knows(connection: sqlite3.Connection, values: dict[str, str]) -> bool:
    if not _has_table(connection):
        return False
    statement = f"SELECT 1 FROM posts WHERE {_OURS} AND tweet_id = :tweet_id"  # noqa: S608 - our own words
    return connection.execute(statement, values).fetchone() is not None
