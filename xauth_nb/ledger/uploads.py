"""What was uploaded from here: a medium's id stands for its content after the kernel is gone. No file is kept in it.

A table in the ledger's file. Its lines stay after X has dropped the upload: an id that stands in a notebook means
the same post for as long as the notebook is run.
"""

from __future__ import annotations

import contextlib
import time
from typing import TYPE_CHECKING, Any

from xauth_nb.errors import StoreError
from xauth_nb.ledger.database import FILE, Database
from xauth_nb.oauth.store_file import data_directory

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

__all__ = ["UploadList"]

PATIENCE = 10.0
_FIELDS = ("id", "media_key", "kind", "size", "digest", "shows", "alt_text", "expires")
_SELECT = f"SELECT {', '.join(_FIELDS)} FROM uploads WHERE server = :server AND account = :account"  # noqa: S608 - our own words


class UploadList:
    """The uploads of one account.

    Parameters
    ----------
    server, account : str
        As in :class:`~xauth_nb.ledger.Ledger`.
    path : pathlib.Path, optional
        The file, if not the usual one.

    Raises
    ------
    StoreError
        From every use, if the file cannot be read or written as it is.
    """

    def __init__(self, server: str, account: str, *, path: Path | None = None) -> None:
        self.path = path or data_directory() / FILE
        self._scope = {"server": server, "account": account}
        self._database = Database(self.path, patience=PATIENCE)

    def note(self, upload: Mapping[str, Any]) -> None:
        """Note an upload, or what is new about it.

        Parameters
        ----------
        upload : Mapping
            ``id``, ``media_key``, ``kind``, ``size`` in bytes, ``digest`` of the content, ``shows`` (what it is to
            ``once=``), ``alt_text`` and ``expires``, Unix time or ``None``.
        """
        names = ", ".join((*_FIELDS, *self._scope))
        values = ", ".join(f":{name}" for name in (*_FIELDS, *self._scope))
        statement = f"INSERT OR REPLACE INTO uploads ({names}) VALUES ({values})"  # noqa: S608 - our own words
        with self._in_words("noted"):
            self._database.write(lambda connection: connection.execute(statement, {**upload, **self._scope}))

    def by_id(self, id: str) -> dict[str, Any] | None:
        """Look up what an id stands for.

        Parameters
        ----------
        id : str
        """
        return self._first("AND id = :id", id=id)

    def by_content(self, digest: str, alt_text: str | None, *, seconds: float) -> dict[str, Any] | None:
        """Look up the newest upload of a content that X keeps for so many seconds more.

        Parameters
        ----------
        digest : str
        alt_text : str or None
            Its description, which belongs to the upload at X.
        seconds : float
        """
        return self._first(
            "AND digest = :digest AND alt_text IS :alt_text AND expires > :until ORDER BY expires DESC LIMIT 1",
            digest=digest,
            alt_text=alt_text,
            until=time.time() + seconds,
        )

    def _first(self, more: str, **values: object) -> dict[str, Any] | None:
        statement, scope = f"{_SELECT} {more}", {**self._scope, **values}
        with self._in_words("read"):
            row = self._database.read(lambda connection: connection.execute(statement, scope).fetchone())
        return dict(zip(_FIELDS, row, strict=True)) if row else None

    @contextlib.contextmanager
    def _in_words(self, done: str) -> Iterator[None]:
        try:
            yield
        except StoreError as error:
            raise StoreError(
                f"What was uploaded from here could not be {done}. {error.message}",
                remedy=f"Pass the file or the figure itself instead of an upload's id. {error.remedy}",
            ) from error.__cause__
