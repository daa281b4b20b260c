"""One run that fills an archive: its folder and lock, what it brought, and what it gives back."""

from __future__ import annotations

import contextlib
import warnings
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from xauth_nb.reading.pull import Pull
from xauth_nb.reading.span import EVERYTHING
from xauth_nb.tweets import Provenance
from xauth_nb.tweets.archive.folder import Folder
from xauth_nb.tweets.archive.holding import folder_lock
from xauth_nb.tweets.archive.notes import BY_LIMIT
from xauth_nb.tweets.archive.parts import require_parquet
from xauth_nb.tweets.archive.reading import read_archive

if TYPE_CHECKING:
    import os
    from collections.abc import Callable
    from pathlib import Path

    from xauth_nb.reading.listing import Listing
    from xauth_nb.reading.source import Source
    from xauth_nb.reading.span import Span
    from xauth_nb.tweets.archive.kinds import Kind
    from xauth_nb.tweets.archive.notes import Notes
    from xauth_nb.tweets.page import Page

__all__ = ["Run", "tell"]

P = TypeVar("P", bound="Page[Any]")


class Run(Generic[P]):
    """What a run is given, and what it has done.

    Parameters
    ----------
    source : Source
    path : str or os.PathLike
        The archive's folder.
    kind : Kind
    of : type
        ``Tweets`` or ``Users``.
    account : str or None
        Who asks.
    now : callable
        Gives the server's time, in Unix seconds.
    new_only : bool
        Whether only what the run has brought is given back.
    """

    def __init__(
        self,
        source: Source,
        path: str | os.PathLike[str],
        kind: Kind[Any],
        of: type[P],
        *,
        account: str | None,
        now: Callable[[], float],
        new_only: bool,
    ) -> None:
        self.source, self.now, self.of = source, now, of
        self._path, self._kind, self._account, self._new_only = path, kind, account, new_only
        self._spent = source.spent
        self._new: list[P] = []
        self._pulls: list[Pull[P]] = []

    def open(self, query: str) -> contextlib.AbstractContextManager[Folder]:
        """Open the folder, whose lock is held."""
        return Folder(self._path, query=query, kind=self._kind, now=self.now)

    def lock(self) -> contextlib.AbstractContextManager[Any]:
        """Take the folder's lock, before anything is asked for: ``with run.lock():``, without a name.

        Raises
        ------
        UsageError, StoreError, MissingDependencyError
        """
        require_parquet()
        return folder_lock(self._path)

    def pull(self, listing: Listing[P], limit: int, keep: Callable[[P], P]) -> Pull[P]:
        """Begin a reading call whose pages are kept."""
        before = sum(len(page) for pull in self._pulls for page in pull.pages)
        pull = Pull(
            self.source,
            listing,
            limit,
            account=self._account,
            arrange=self.of.concatenate,
            keep=keep,
            before=before,
        )
        self._pulls.append(pull)
        return pull

    def brought(self, page: P) -> None:
        """Remember what is new."""
        if self._new_only:
            self._new.append(page)

    def result(
        self,
        listing: Listing[P],
        folder: Folder,
        *,
        is_whole: bool,
        span: Span = EVERYTHING,
        wanted: Callable[[P], P] | None = None,
    ) -> P:
        """Give back what the run has brought, or all that the archive holds of what was asked for.

        Parameters
        ----------
        listing : Listing
        folder : Folder
        is_whole : bool
            Whether the run came to its end.
        span : Span, optional
            Of which ids.
        wanted : callable, optional
            Chooses and orders what is given back.
        """
        missing = [gap for gap in folder.gaps if _touches(gap.since_id, gap.until_id, span)]
        source = Provenance(
            path=listing.shape,
            query=listing.query,
            account=self._account,
            when=self.source.now(),
            pages=sum(len(pull.pages) for pull in self._pulls),
            cost=round(self.source.spent - self._spent, 6),
            is_complete=is_whole and not missing,
            fields=listing.fields,
        )
        if self._new_only:
            found: Page[Any] = self.of.concatenate(self._new)
        elif folder.notes.count or folder.gaps:
            found = self.of._of(read_archive(folder.path, self._kind))
        else:
            found = self.of()
        if span != EVERYTHING:
            found = found.filter(lambda record: span.holds(record.id))
        if wanted and not self._new_only:
            found = wanted(self.of._of(found))
        return self.of(found, errors=found.errors, provenance=source)


def tell(path: Path, before: Notes, after: Notes) -> None:
    """Say which gaps a run has left that were not there before it."""
    known = set(before.missing)
    for gap in after.missing:
        if gap in known or not (gap.is_lost or gap.why == BY_LIMIT or gap.why.startswith("nobody")):
            continue
        what = (
            "It stays in the archive's gaps, and is_complete is False."
            if gap.is_lost
            else "The same call with a larger limit reads it."
            if gap.why == BY_LIMIT
            else "A call for all of it, without since and until, reads it."
        )
        warnings.warn(f"The archive {path} has a gap {gap}. {what}", stacklevel=5)


def _touches(since_id: str | None, until_id: str | None, span: Span) -> bool:
    return int(since_id or 0) < span.until_id and (until_id is None or int(until_id) > span.since_id)
