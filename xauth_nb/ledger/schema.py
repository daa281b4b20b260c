"""The tables of the ledger's file, and the way to them from older ones. Each step loses nothing."""

from __future__ import annotations

__all__ = ["LATEST", "STEPS"]

_LONGEST_WAIT = 4 * 901
"""Seconds that versions before the second step may have waited for X's limits between the note and the sending."""

STEPS = (
    (
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
    ),
    (
        "ALTER TABLE posts ADD COLUMN attempts TEXT NOT NULL DEFAULT ''",
        f"UPDATE posts SET attempts = began || ' ' || tried || ' ' || (tried + {_LONGEST_WAIT})",  # noqa: S608 - a number
        "CREATE INDEX by_tweet ON posts (server, account, tweet_id)",
        "CREATE INDEX by_account ON posts (server, account)",
        "CREATE TABLE ledger (id TEXT NOT NULL, writes INTEGER NOT NULL)",
        "INSERT INTO ledger VALUES (lower(hex(randomblob(8))), 0)",
    ),
    (
        """CREATE TABLE uploads (
            id TEXT NOT NULL,
            media_key TEXT,
            kind TEXT NOT NULL,
            size INTEGER NOT NULL,
            digest TEXT NOT NULL,
            shows TEXT NOT NULL,
            alt_text TEXT,
            expires REAL,
            server TEXT NOT NULL,
            account TEXT NOT NULL,
            PRIMARY KEY (server, account, id)
        )""",
        "CREATE INDEX by_digest ON uploads (server, account, digest)",
    ),
    (  # A number is never given twice: who settles a post by its number twice must not meet another one.
        """CREATE TABLE numbered (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
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
            account TEXT NOT NULL,
            attempts TEXT NOT NULL
        )""",
        "INSERT INTO numbered SELECT number, state, fingerprint, key, text, began, tried, media, source, host, pid, "
        "tweet_id, tweet_text, server, account, attempts FROM posts",
        "DROP TABLE posts",
        "ALTER TABLE numbered RENAME TO posts",
        "CREATE INDEX by_content ON posts (server, account, fingerprint)",
        "CREATE INDEX by_key ON posts (server, account, key)",
        "CREATE INDEX by_tweet ON posts (server, account, tweet_id)",
        "CREATE INDEX by_account ON posts (server, account)",
    ),
)
LATEST = len(STEPS)
