"""An archive as a place for tweets: what is added to it is read back as :class:`~xauth_nb.tweets.Tweets`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xauth_nb.tweets.archive.folder import Folder
from xauth_nb.tweets.archive.holding import folder_lock
from xauth_nb.tweets.archive.reading import read_archive
from xauth_nb.tweets.objects.collection import Tweets
from xauth_nb.tweets.objects.kept import TWEETS
from xauth_nb.tweets.page import Provenance

if TYPE_CHECKING:
    import os
    from types import TracebackType

__all__ = ["Archive"]


class Archive(Folder):
    """An open archive. It holds a lock on its folder until it is closed; use it in a ``with`` statement.

    Parameters
    ----------
    path : str or os.PathLike
        The folder; it is made where there is none.
    query : str
        What is collected, such as ``timeline of @ada``.

    Attributes
    ----------
    path : pathlib.Path
    query : str

    Raises
    ------
    UsageError
        If the folder holds something else: another query's archive, or files of another program.
    StoreError
        If another process has the archive open, its raw record is damaged, or the disk refuses.
    MissingDependencyError
        If pyarrow is missing.

    Examples
    --------
    >>> with Archive("nasa", query="timeline of @nasa") as archive:           # doctest: +SKIP
    ...     page = archive.add(parse_tweets(body))
    ...     archive.state.until_id
    '1445880548472328192'
    """

    def __init__(self, path: str | os.PathLike[str], *, query: str) -> None:
        lock = folder_lock(path)
        try:
            super().__init__(path, query=query, kind=TWEETS)
            self._lock = lock
        except BaseException:
            lock.close()
            raise

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._lock:
            super().__exit__(kind, error, trace)

    def close(self) -> None:
        """Write what is left to write, and give the folder back; closing twice does no harm."""
        if not self._lock.closed:
            self.__exit__(None, None, None)

    def tweets(self) -> Tweets:
        """Read all of it back, newest first.

        Returns
        -------
        Tweets
            Equal to what was added, with authors, media, polls and what else came along.

        Raises
        ------
        StoreError
            If a part is damaged; the message names it.
        """
        if not self.notes.count:
            return Tweets((), provenance=Provenance(query=self.query, pages=0, is_complete=not self.gaps))
        return Tweets._of(read_archive(self.path, TWEETS))
