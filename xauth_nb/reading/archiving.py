"""Read a list in the order of time into an archive: what is new, what an earlier run left, and then further back.

Each page is on disk before the next one is asked for, with what is still unread: whatever stops a run, the next one
goes on from there and pays for nothing twice. What X does not give any more is noted as a gap and said.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

import msgspec

from xauth_nb.reading.bringing import Run, tell
from xauth_nb.reading.pull import in_a_row
from xauth_nb.reading.span import EVERYTHING, LAST_ID, Span
from xauth_nb.tweets import Tweets
from xauth_nb.tweets.archive.notes import BY_LIMIT, Gap, Notes
from xauth_nb.tweets.ids import first_id_at

if TYPE_CHECKING:
    from xauth_nb.reading.listing import Listing
    from xauth_nb.tweets.archive.folder import Folder

__all__ = ["archived"]

_LATE = timedelta(seconds=60)
"""What is younger may not stand in X's lists yet."""
_CLOSE = 0.8
"""From this part of X's reach on it is asked whether the list went on."""


def archived(run: Run[Tweets], listing: Listing[Tweets], limit: int) -> Tweets:
    """Bring an archive up to date, until it holds the newest ``limit`` tweets of a list.

    Parameters
    ----------
    run : Run
    listing : Listing
        One that takes ``since_id`` and ``until_id``.
    limit : int
        How many of the newest it is to hold; what it holds already is not read again.

    Returns
    -------
    Tweets
        All that the archive holds of the span that was asked for, newest first.

    Raises
    ------
    ApiError, TransportError, StoreError
        What came until then is in the archive.
    """
    with run.open(listing.query) as folder:
        before, is_whole = folder.notes, True
        for span in _regions(before, listing.span):
            if listing.oldest and span.until_id <= listing.oldest:
                folder.add(Tweets(()), notes=_too_old(folder.notes, span, span.until_id))
                continue
            left = limit - folder.count_within(span.until_id - 1, listing.span.until_id)
            if left <= 0:
                break
            keeper = _Keeper(run, folder, replace(listing, span=span), left)
            is_whole = run.pull(keeper.listing, left, keeper.keep).run(in_a_row).is_complete
            if not is_whole:
                break
            keeper.settle()
        tell(folder.path, before, folder.notes)
        return run.result(listing, folder, is_whole=is_whole, span=listing.span)


def _regions(notes: Notes, asked: Span) -> list[Span]:
    """Say what is to be read, the newest first."""
    if notes.top is None or notes.bottom is None:
        return [asked]
    found = [(max(asked.since_id, notes.top), asked.until_id)]
    unread = [(int(gap.since_id or 0), int(gap.until_id or 0)) for gap in notes.gaps if not gap.is_lost]
    found += [(max(low, asked.since_id), min(high, asked.until_id)) for low, high in unread]
    if not notes.is_end:
        lowest = min([notes.bottom, *(low + 1 for low, _ in unread)])
        found.append((asked.since_id, min(asked.until_id, lowest)))
    return [Span(low, high) for low, high in sorted(found, reverse=True) if high - low > 1]


def _too_old(notes: Notes, span: Span, until: int) -> Notes:
    return notes.lost(span.since_id, until, "X searches the last seven days only")


class _Keeper:
    """Puts each page of a stretch into the archive, with what is left unread of it."""

    def __init__(self, run: Run[Tweets], folder: Folder, listing: Listing[Tweets], left: int) -> None:
        self._run, self._folder, self.listing, self._left = run, folder, listing, left
        bottom = folder.notes.bottom
        self._is_lowest = bottom is None or listing.span.until_id <= bottom
        self._lowest: int | None = None
        self._tokens: set[str | None] = {None}
        self._is_doubtful = False

    def keep(self, page: Tweets) -> Tweets:
        """Keep a page, and give back as much of it as was wanted."""
        span = self.listing.span
        wanted = Tweets(page[: self._left], next_token=page.next_token, errors=page.errors, provenance=page.provenance)
        is_last = page.next_token in self._tokens and len(page) == len(wanted)
        self._tokens.add(page.next_token)
        self._left -= len(wanted)
        ids = [int(tweet.id) for tweet in wanted]
        self._lowest = min([*ids, self._lowest or LAST_ID]) if ids else self._lowest
        top = first_id_at(datetime.fromtimestamp(self._run.now(), timezone.utc) - _LATE)
        self._is_doubtful = is_last and self._may_have_ended_early(len(wanted))
        notes = self._folder.notes.read(
            span.since_id,
            span.until_id,
            lowest=self._lowest,
            top=max([*ids, top]),
            is_last=is_last and not self._is_doubtful,
        )
        if is_last and 0 < span.since_id < self.listing.oldest - 1:
            notes = _too_old(notes, span, min(self.listing.oldest, self._lowest or LAST_ID))
        if is_last and span.since_id <= self.listing.floor and self._is_lowest:
            notes = msgspec.structs.replace(notes, is_end=True)
        if self._left <= 0 and not is_last:
            notes = self._limited(notes)
        self._run.brought(
            self._folder.add(wanted, notes=msgspec.structs.replace(notes, total=self.listing.total or notes.total))
        )
        return wanted

    def settle(self) -> None:
        """Ask whether the list went on below, where it may have ended before the stretch did, and note what is lost."""
        if not self._is_doubtful:
            return
        lowest = self._lowest or self.listing.span.until_id
        more = {"until_id": str(lowest), "max_results": self.listing.size(0)}
        below = self._run.source.fetch(replace(self.listing, span=EVERYTHING), more).page
        span, notes = self.listing.span, self._folder.notes
        if below:
            notes = notes.read(span.since_id, lowest, lowest=None, top=0, is_last=True)
        else:
            reach = f"X keeps the newest {self.listing.reach:,} of this list"
            notes = notes.lost(span.since_id, lowest, reach)
        self._folder.add(Tweets(()), notes=notes)

    def _may_have_ended_early(self, came: int) -> bool:
        reach, since = self.listing.reach, self.listing.span.since_id
        if not reach or since <= self.listing.floor:
            return False
        held = self._folder.count_within((self._lowest or LAST_ID) - 1, LAST_ID) + came
        before, now = self._folder.notes.total, self.listing.total
        grown = now - before if before and now else 0
        return held >= _CLOSE * reach or grown >= _CLOSE * reach or since < self.listing.days_end

    def _limited(self, notes: Notes) -> Notes:
        """Say why the rest is unread. Below all that is kept nobody has asked for more, so that is no gap."""
        low = str(self.listing.span.since_id)

        def said(gap: Gap) -> Gap:
            is_rest = gap.since_id == low and not gap.is_lost
            return msgspec.structs.replace(gap, why=BY_LIMIT, is_wanted=not self._is_lowest) if is_rest else gap

        gaps = tuple(map(said, notes.gaps))
        return msgspec.structs.replace(notes, gaps=tuple(gap for gap in gaps if gap.is_wanted))
