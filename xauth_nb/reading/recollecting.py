"""Read a list that X gives by token alone into an archive: likes, quotes, followers. Its order is not that of ids.

What is new stands on top. So each run reads from the top until it meets what is kept, and then goes on where an earlier
one was stopped, by the token that X gave then. A stretch is known by its number; newer ones have higher numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from msgspec.structs import replace

from xauth_nb.errors import ApiError
from xauth_nb.reading.bringing import Run, tell
from xauth_nb.tweets.archive.notes import BY_LIMIT, STOPPED, Gap, Notes

if TYPE_CHECKING:
    from xauth_nb.reading.listing import Listing
    from xauth_nb.reading.pull import Pull
    from xauth_nb.tweets.archive.folder import Folder
    from xauth_nb.tweets.page import Page

__all__ = ["recollected"]

P = TypeVar("P", bound="Page[Any]")

_SURE = 3
"""So many kept records in a row say that a stretch that is kept begins there: one alone may have come up again."""
_FIRST = 10
"""Records on the first page where only what is new is wanted; what is kept already costs again on another day."""
_BAD_TOKEN = 400


def recollected(run: Run[P], listing: Listing[P], limit: int) -> P:
    """Bring an archive up to date, until it holds the first ``limit`` records of a list.

    Parameters
    ----------
    run : Run
    listing : Listing
    limit : int
        How many from the top it is to hold; what it holds already is not read again, but for a few on top.

    Raises
    ------
    ApiError, TransportError, StoreError
        What came until then is in the archive.
    """
    with run.open(listing.query) as folder:
        before = folder.notes
        number = max((number for number, _ in before.segments), default=0) + 1
        top = _Stretch(run, folder, listing, limit, number=number, meets=bool(before.segments))
        is_whole = top.read(None)
        left = limit - dict(folder.notes.segments).get(number, 0)
        for segment, count in before.segments:
            left -= count
            rest = next((gap for gap in folder.notes.gaps if gap.segment == segment and not gap.is_lost), None)
            if rest and rest.token and left > 0 and is_whole:
                _want(run, folder, rest)
                meets = any(below < segment for below, _ in before.segments)
                stretch = _Stretch(run, folder, listing, left, number=segment, meets=meets)
                is_whole = stretch.read(rest.token)
                left -= stretch.count
        tell(folder.path, before, folder.notes)
        return run.result(listing, folder, is_whole=is_whole)


def _want(run: Run[Any], folder: Folder, rest: Gap) -> None:
    """Note that what no run was to read is asked for now: whatever stops this one, it stays a gap."""
    gaps = (replace(gap, is_wanted=True, why=STOPPED) if gap == rest else gap for gap in folder.notes.gaps)
    folder.add(run.of(), notes=replace(folder.notes, gaps=tuple(gaps)))


class _Stretch:
    """One stretch of the list, read downwards until it meets what is kept, or there is enough."""

    def __init__(
        self, run: Run[Any], folder: Folder, listing: Listing[Any], left: int, *, number: int, meets: bool
    ) -> None:
        self._run, self._folder, self._listing = run, folder, listing
        self._left, self._number, self._meets = left, number, meets
        self._has_met = False
        self._tokens: set[str | None] = {None}
        self.count = 0

    def read(self, token: str | None) -> bool:
        """Read on from a token; say whether it came to its end."""
        self._token = token
        try:
            pull = self._run.pull(self._listing, self._left, self.keep)
            return bool(pull.run(self._way).is_complete)
        except ApiError as error:
            if token is None or error.status != _BAD_TOKEN or self.count:
                raise
            lost = self._rest(None, why="X no longer takes the token with which to go on", is_lost=True)
            self._folder.add(self._run.of(), notes=lost)
            return True

    def _way(self, pull: Pull[Any]) -> None:
        wanted = _FIRST if self._meets and self._token is None else self._left
        while True:
            more = {"max_results": self._listing.size(min(wanted, self._left))}
            if self._token:
                more[self._listing.page_by] = self._token
            answer = pull.fetch(more)
            pull.take(answer)
            self._token = answer.page.next_token
            if self._has_met or self._left <= 0 or self._token in self._tokens:
                return
            self._tokens.add(self._token)
            wanted *= 2

    def keep(self, page: Page[Any]) -> Page[Any]:
        """Keep a page, and give back as much of it as was wanted."""
        kept = [self._folder.holds(record.id) for record in page]
        runs = ((at, kept[at : at + _SURE]) for at in range(len(kept)))
        met = next((at for at, run in runs if all(run) and (len(run) == _SURE or at == 0)), None)
        self._has_met = self._meets and met is not None
        # A page may reach below what is kept: that belongs to another stretch, and X bills a record once a day.
        wanted: Page[Any] = page[: met if self._has_met else max(self._left, 0)]
        new = len(wanted) - sum(kept[: len(wanted)])
        self._left -= new
        is_end = page.next_token in self._tokens and len(wanted) == len(page)
        notes = self._noted(page.next_token, is_end=is_end)
        added = self._folder.add(wanted, notes=notes, segment=self._number if new else 0)
        self.count += len(added)
        self._run.brought(added)
        return wanted

    def _noted(self, token: str | None, *, is_end: bool) -> Notes:
        if self._has_met:
            return self._rest(None)
        if is_end and self._meets:
            why = "the list ended before what is kept began, so some in between may be missing"
            return self._rest(None, why=why, is_lost=True)
        if is_end:
            return replace(self._rest(None), is_end=True)
        if self._left <= 0:
            return self._rest(token, why=BY_LIMIT, is_wanted=self._meets)
        return self._rest(token)

    def _rest(self, token: str | None, *, why: str = STOPPED, is_wanted: bool = True, is_lost: bool = False) -> Notes:
        """Note what is unread below this stretch; nothing, where there is no token to go on with."""
        notes = self._folder.notes
        others = tuple(gap for gap in notes.gaps if gap.segment != self._number or gap.is_lost)
        if not token and not is_lost:
            return replace(notes, gaps=others)
        gap = Gap(segment=self._number, token=token, why=why, is_wanted=is_wanted, is_lost=is_lost)
        return replace(notes, gaps=(*others, gap))
