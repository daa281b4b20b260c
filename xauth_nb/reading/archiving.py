"""Read a list into an archive: what an earlier run left unread, what is new since, and then further back.

Each page is on disk before the next one is asked for, so whatever stops a run, the next one goes on from there and pays
for nothing twice.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timezone
from typing import TYPE_CHECKING

from xauth_nb.reading.pull import Pull, in_a_row
from xauth_nb.reading.span import LAST_ID, Span
from xauth_nb.tweets import Provenance, Tweets
from xauth_nb.tweets.objects.archive import Archive

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator

    from xauth_nb.reading.listing import Listing
    from xauth_nb.reading.source import Source
    from xauth_nb.tweets.archive.folder import State

__all__ = ["archived"]


def archived(
    source: Source, listing: Listing[Tweets], limit: int, folder: str | os.PathLike[str], *, account: str | None
) -> Tweets:
    """Bring an archive up to date, until it holds ``limit`` tweets and all that is newer.

    Parameters
    ----------
    source : Source
    listing : Listing
        One that takes ``since_id`` and ``until_id``.
    limit : int
        How many tweets the archive should hold; what is new since the last run is read besides.
    folder : str or os.PathLike
    account : str, optional
        Who asks.

    Returns
    -------
    Tweets
        All that the archive holds of the span that was asked for, newest first.

    Raises
    ------
    UsageError
        If the folder is no archive, or one of another query.
    ApiError, TransportError, StoreError
        What came until then is in the archive.
    """
    spent = source.spent
    pages, is_whole = 0, True
    with Archive(folder, query=listing.query) as archive:
        for span, most in _stretches(archive, listing.span, limit):
            pull = Pull(
                source,
                replace(listing, span=span),
                most,
                account=account,
                arrange=Tweets.concatenate,
                keep=_Keeper(archive, most).keep,
            )
            is_whole = pull.run(in_a_row).is_complete
            pages += len(pull.pages)
            if not is_whole:
                break
        found = archive.tweets().filter(lambda tweet: listing.span.holds(tweet.id))
    provenance = Provenance(
        path=listing.shape,
        query=listing.query,
        account=account,
        when=datetime.now(timezone.utc),
        pages=pages,
        cost=round(source.spent - spent, 6),
        is_complete=is_whole,
        fields=listing.fields,
    )
    return Tweets(found, errors=found.errors, provenance=provenance)


def _stretches(archive: Archive, asked: Span, limit: int) -> Iterator[tuple[Span, int]]:
    """Say which ids to read next and how many tweets at the most; looks at the archive anew before each."""
    state = archive.state
    if state.count == 0:
        yield asked, limit
        return
    if not state.is_complete:
        rest = _between(asked, state.since_id, state.until_id)
        if rest.until_id - rest.since_id > 1 and (most := _most(state, limit)) > 0:
            yield rest, most
        else:
            archive.add(Tweets([]))  # nothing is missing there: the stretch is closed
    if archive.state.is_complete:
        yield _between(asked, archive.state.newest_id, None), LAST_ID
    if archive.state.is_complete and archive.state.count < limit:
        yield _between(asked, None, archive.state.oldest_id), limit - archive.state.count


def _between(asked: Span, since_id: str | None, until_id: str | None) -> Span:
    return Span(max(asked.since_id, int(since_id or 0)), min(asked.until_id, int(until_id or LAST_ID)))


def _most(state: State, limit: int) -> int:
    """How much of an unread stretch to read: all of it, if it lies above what was read before; else up to the limit."""
    return LAST_ID if state.since_id else limit - state.count


class _Keeper:
    """Puts each page into the archive; the one that reaches the limit ends the stretch."""

    def __init__(self, archive: Archive, most: int) -> None:
        self._archive, self._left = archive, most

    def keep(self, page: Tweets) -> Tweets:
        """Keep a page, and give back as much of it as was wanted."""
        token = page.next_token if len(page) < self._left else None
        wanted = Tweets(page[: self._left], next_token=token, errors=page.errors, provenance=page.provenance)
        self._left -= len(wanted)
        self._archive.add(wanted)
        return wanted
