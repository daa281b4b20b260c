"""The ledger of one account: it remembers posts and lends the right to post. What to do then, its caller decides."""

from __future__ import annotations

import contextlib
import operator
import os
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, overload

from xauth_nb.errors import UsageError
from xauth_nb.guesses import leading
from xauth_nb.ledger import place, rows
from xauth_nb.ledger.database import FILE, Database
from xauth_nb.ledger.entries import Entry, made_at, moment, site_of_server
from xauth_nb.ledger.table import SHOWN, html_table, text_table
from xauth_nb.ledger.turns import take_turn
from xauth_nb.oauth.store_file import data_directory
from xauth_nb.tweets.ids import tweet_id

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from xauth_nb.locking import Holder
    from xauth_nb.tweets import Tweet

__all__ = ["Ledger"]

PATIENCE = 10.0
LONGEST_TURN = 120.0  # one post waits 35 seconds for X, and as long again to look for it
_COLUMNS = ", ".join(rows.COLUMNS)
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
        Seconds to wait for another transaction, and for somebody else who is posting the same.

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
        return self._count()

    @overload
    def __getitem__(self, index: int) -> Entry: ...
    @overload
    def __getitem__(self, index: slice) -> list[Entry]: ...
    def __getitem__(self, index: int | slice) -> Entry | list[Entry]:
        if isinstance(index, slice):
            places = range(len(self))[index]
            first, last = min(places, default=0), max(places, default=-1)
            found = self._some(f"ORDER BY number LIMIT {last - first + 1} OFFSET {first}")
            return found[:: places.step]
        place = operator.index(index)
        order, offset = ("DESC", -place - 1) if place < 0 else ("ASC", place)
        found = self._some(f"ORDER BY number {order} LIMIT 1 OFFSET {offset}")
        if not found:
            raise IndexError(f"The ledger has {len(self):,} entries, and {place} is none of them.")
        return found[0]

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._some())

    def __reversed__(self) -> Iterator[Entry]:
        return reversed(self._some())

    if not TYPE_CHECKING:  # a type checker is to refuse what is not there
        __getattr__ = leading("Ledger")

    def __repr__(self) -> str:
        return text_table(self[-SHOWN:], len(self))

    def _repr_html_(self) -> str:
        return html_table(self[-SHOWN:], len(self))

    # To decide

    def settle(
        self, post: Entry | str | date | int, *, tweet: Tweet | str | int | None = None, sent: bool | None = None
    ) -> Entry | None:
        """Decide what became of a post that is in doubt, after looking at the account on x.com.

        Nothing is asked of X, and nothing is sent.

        Parameters
        ----------
        post : Entry, str, datetime.date or int
            The entry, the key of the post, or the number of its entry, as the error tells it.
        tweet : Tweet, str or int, optional
            The tweet that it became, its id or its address.
        sent : bool, optional
            ``False`` where it became none: then the entry is taken away, and running the cell again posts it.

        Returns
        -------
        Entry or None
            The entry as it is now; ``None`` where it was taken away.

        Raises
        ------
        UsageError
            If no post of that name is in doubt, or the tweet is another entry's, or it is not said what became of it.
        StoreError
            If the ledger cannot be used, or the same is being posted just now.

        Examples
        --------
        >>> from xauth_nb import TransportError
        >>> sb.fail(reset="before", method="POST")
        >>> try:
        ...     x.post_tweet("Did it arrive?", key="question")
        ... except TransportError:
        ...     x.ledger.settle("question", sent=False)
        >>> x.post_tweet("Did it arrive?", key="question").text
        'Did it arrive?'
        """
        if (tweet is None) != (sent is False) or sent:
            raise UsageError(
                "It is not said what became of the post.",
                remedy="Pass tweet= with the address of the tweet that it became, or sent=False if it became none.",
            )
        id = None if tweet is None else tweet_id(tweet)
        text = self._in_doubt(post).text
        with self.turn("text", text):
            entry = self._in_doubt(post)  # as it is now that nobody else works on it
            if id is None:
                self.withdraw(entry)
                return None
            if not self.confirm(entry, id, getattr(tweet, "text", entry.text)):
                raise UsageError(
                    f"The tweet {id} is another entry of the ledger already.",
                    remedy="Look at x.ledger; pass the address of the tweet that belongs to this post, or sent=False.",
                )
            return self._numbered(entry.number)

    def _in_doubt(self, post: Entry | str | date | int) -> Entry:
        number = post.number if isinstance(post, Entry) else str(post) if isinstance(post, date) else post
        column = "key" if isinstance(number, str) else "number"
        found = self._some(
            f"AND {column} = :value AND state IN ('sending', 'doubtful') ORDER BY number DESC LIMIT 1", value=number
        )
        if not found or (isinstance(post, Entry) and not rows.is_same(post, found[0])):
            raise UsageError(
                f"There is no post in doubt with the {column} {number!r}.",
                remedy="[entry for entry in x.ledger if entry.is_in_doubt] are those that are.",
            )
        return found[0]

    # To post by

    def turn(
        self, kind: str, name: str | None, *, told: Callable[[Holder | None], None] | None = None
    ) -> contextlib.AbstractContextManager[object]:
        """Take the right to post one content, so that of two kernels the second sees what the first has done.

        The system takes it back from a kernel that dies. So whoever holds it knows that an entry of this content in the
        state ``sending`` is of somebody who is gone, and as doubtful as one that is called so. Posts of other contents
        need not wait. Whoever needs both kinds takes that of the text first.

        Parameters
        ----------
        kind : {"text", "key"}
            What is named; whatever is attached, and blanks, make no difference.
        name : str or None
            Without one nothing is taken.
        told : Callable, optional
            As in :func:`~xauth_nb.ledger.turns.take_turn`.

        Returns
        -------
        context manager
            It holds the turn already; the end of its ``with`` block gives it back.

        Raises
        ------
        StoreError
            If somebody else is posting the same for too long, or the ledger cannot be written.
        """
        if name is None:
            return contextlib.nullcontext()
        self._database.check()
        folder = self.path.with_name(f"{self.path.name}.turns")
        return take_turn(folder, kind, (*self._scope.values(), name), longest=self._longest_turn, told=told)

    def find(self, fingerprint: str, key: str | None) -> Entry | None:
        """Look up a post that stands, or may stand: by its key, or without one by its content.

        Of several it is the one that is known to be posted, and the last of those.
        """
        column, value = ("fingerprint", fingerprint) if key is None else ("key", key)
        found = self._some(
            f"AND {column} = :value AND state != 'deleted' ORDER BY state = 'posted' DESC, number DESC LIMIT 1",
            value=value,
        )
        return found[0] if found else None

    def knows(self, tweet_id: str) -> bool:
        """Say whether a tweet is an entry's already, one that was deleted too."""
        return bool(self._count("AND tweet_id = :tweet_id", tweet_id=tweet_id))

    def begin(
        self,
        text: str,
        fingerprint: str,
        *,
        key: str | None,
        at: Iterable[float] = (),
        media: Sequence[str] = (),
        again: Entry | None = None,
    ) -> Entry:
        """Note that a post is about to be sent.

        Parameters
        ----------
        text, fingerprint : str
        key : str, optional
        at : iterable of float, optional
            Unix seconds of this attempt by the server's clock: each that may be it, the likeliest first.
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
        these = tuple(at) or (time.time(),)
        now = moment(these[0])  # by the server's clock, as tweets and limits are dated
        entry = Entry(
            number=again.number if again else 0,
            state="sending",
            fingerprint=fingerprint,
            key=key,
            text=text,
            began=again.began if again else now,
            tried=now,
            media=(*(again.media if again else ()), *media),
            source=place.source(),
            host=place.host(),
            pid=os.getpid(),
            tweet_id=None,
            tweet_text=None,
            attempts=(*(again.attempts if again else ()), *map(moment, these)),
            site=site_of_server(self._scope["server"]),
        )
        return self._put(entry)

    def confirm(self, entry: Entry, tweet_id: str, tweet_text: str) -> bool:
        """Note that a post became a tweet, and say whether it could be: not where the tweet is another entry's.

        The id tells when it was made, and that is when it was sent: what was known of the server's clock may be old.
        """
        made = made_at(tweet_id) or entry.tried
        began = made if entry.began == entry.tried else min(entry.began, made)
        became = replace(entry, state="posted", tweet_id=tweet_id, tweet_text=tweet_text, began=began, tried=made)

        def note(connection: sqlite3.Connection) -> bool:
            if rows.is_anothers(connection, self._scope, entry, tweet_id):
                return False
            rows.put(connection, self._scope, became)
            return True

        return self._database.write(note)

    def doubt(self, entry: Entry, at: Iterable[float]) -> Entry:
        """Note that it is not known whether a post became a tweet, which may be as young as these moments."""
        return self._put(replace(entry, state="doubtful", attempts=(*entry.attempts, *map(moment, at))))

    def withdraw(self, entry: Entry, before: Entry | None = None) -> None:
        """Take back the note of an attempt that X refused. An earlier one that is in doubt stays so."""
        if before is None:
            self._database.write(lambda connection: rows.drop(connection, self._scope, entry))
        else:
            self._put(replace(before, state="doubtful"))

    def mark_deleted(self, tweet_id: str) -> bool:
        """Note that a tweet was deleted, and say whether it is one of this ledger's. The same may be posted again."""
        if not self.knows(tweet_id):
            return False
        statement = f"UPDATE posts SET state = 'deleted' WHERE {_OURS} AND tweet_id = :tweet_id"  # noqa: S608 - our own words
        self._database.write(lambda one: one.execute(statement, {**self._scope, "tweet_id": tweet_id}))
        return True

    def _put(self, entry: Entry) -> Entry:
        return self._database.write(lambda connection: rows.put(connection, self._scope, entry))

    def _numbered(self, number: int | None) -> Entry:
        (entry,) = self._some("AND number = :number", number=number)
        return entry

    def _some(self, more: str = "ORDER BY number", **values: object) -> list[Entry]:
        statement = f"SELECT {_COLUMNS} FROM posts WHERE {_OURS} {more}"  # noqa: S608 - our own words
        found = self._database.read(lambda one: one.execute(statement, {**self._scope, **values}).fetchall())
        return [Entry.of_row(row, self._scope["server"]) for row in found or ()]

    def _count(self, more: str = "", **values: object) -> int:
        statement = f"SELECT count(*) FROM posts WHERE {_OURS} {more}"  # noqa: S608 - our own words
        row = self._database.read(lambda one: one.execute(statement, {**self._scope, **values}).fetchone())
        return int(row[0]) if row else 0
