"""The rows of the ledger's table: how an entry is written down and taken away. Each is a step of a transaction.

An entry knows its row by its number, its content and its time. Where another file has taken the ledger's place while a
post was with X, that row is gone, or is another post's. Then the entry gets a row of its own, and no other is touched.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from xauth_nb.ledger.entries import written

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from xauth_nb.ledger.entries import Entry

__all__ = ["COLUMNS", "drop", "is_anothers", "is_same", "put"]

COLUMNS = (
    *("number", "state", "fingerprint", "key", "text", "began", "tried", "media", "source", "host", "pid"),
    *("tweet_id", "tweet_text", "attempts"),
)
"""In the order of an entry's attributes."""
_SCOPE = ("server", "account")
_PUT = (
    f"INSERT OR REPLACE INTO posts ({', '.join((*COLUMNS, *_SCOPE))}) "  # noqa: S608 - our own words
    f"VALUES ({', '.join(f':{name}' for name in (*COLUMNS, *_SCOPE))})"
)
_ROW = (
    "number = :number AND fingerprint = :fingerprint AND abs(began - :began) < 0.01 "
    "AND server = :server AND account = :account"
)


def put(connection: sqlite3.Connection, scope: Mapping[str, str], entry: Entry) -> Entry:
    """Write an entry down, in its own row if it has one.

    Parameters
    ----------
    connection : sqlite3.Connection
        Within a transaction.
    scope : Mapping of str to str
        Server and account.
    entry : Entry
        Its number is 0 as long as it has none.

    Returns
    -------
    Entry
        With the number of its row.
    """
    values = _values(scope, entry)
    if not connection.execute(f"SELECT 1 FROM posts WHERE {_ROW}", values).fetchone():  # noqa: S608 - our own words
        values["number"] = None
    return replace(entry, number=int(connection.execute(_PUT, values).lastrowid or 0))


def drop(connection: sqlite3.Connection, scope: Mapping[str, str], entry: Entry) -> None:
    """Take the row of an entry away.

    Parameters
    ----------
    connection, scope, entry
        As in :func:`put`.
    """
    connection.execute(f"DELETE FROM posts WHERE {_ROW}", _values(scope, entry))  # noqa: S608 - our own words


def is_anothers(connection: sqlite3.Connection, scope: Mapping[str, str], entry: Entry, tweet_id: str) -> bool:
    """Say whether a tweet belongs to another entry of the account already.

    Parameters
    ----------
    connection, scope, entry
        As in :func:`put`.
    tweet_id : str
    """
    found = connection.execute(
        "SELECT 1 FROM posts WHERE server = :server AND account = :account AND tweet_id = :tweet_id "  # noqa: S608 - our own words
        f"AND NOT ({_ROW})",
        {**_values(scope, entry), "tweet_id": tweet_id},
    )
    return found.fetchone() is not None


def is_same(one: Entry, other: Entry) -> bool:
    """Say whether two entries are of one row, whatever became of it in between."""
    return (one.number, one.fingerprint, one.began) == (other.number, other.fingerprint, other.began)


def _values(scope: Mapping[str, str], entry: Entry) -> dict[str, Any]:
    return {
        **{name: getattr(entry, name) for name in COLUMNS},
        "began": entry.began.timestamp(),
        "tried": entry.tried.timestamp(),
        "media": " ".join(entry.media),
        "attempts": written(moment.timestamp() for moment in entry.attempts),
        **scope,
    }
