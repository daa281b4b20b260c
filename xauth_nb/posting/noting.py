"""Note what became of a post that X has had. Nothing undoes it, so trouble with the ledger is told and not raised.

Where the ledger was damaged meanwhile, the first try sets it aside, and the new one that begins takes the note.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from xauth_nb.errors import StoreError
from xauth_nb.errors.warned import warn_user
from xauth_nb.oauth.disk import DiskError
from xauth_nb.posting import telling

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from xauth_nb.ledger import Entry, Ledger
    from xauth_nb.tweets import Tweet

__all__ = ["note_doubt", "note_tweet", "take_back"]

T = TypeVar("T")


def note_tweet(ledger: Ledger, entry: Entry, tweet: Tweet) -> bool:
    """Note that a post is this tweet; ``False`` where the tweet is another entry's by now.

    Parameters
    ----------
    ledger : Ledger
    entry : Entry
    tweet : Tweet
    """
    try:
        return _noted(lambda: ledger.confirm(entry, tweet.id, tweet.text))
    except StoreError as error:
        warn_user(telling.posted_and_not_confirmed(tweet, error))
        return True


def note_doubt(ledger: Ledger, entry: Entry, at: Iterable[float]) -> tuple[Entry, StoreError | None]:
    """Note that it is not known what became of a post.

    Parameters
    ----------
    ledger : Ledger
    entry : Entry
    at : iterable of float
        Until when X may have made it, as Unix seconds.

    Returns
    -------
    tuple of Entry and (StoreError or None)
        The entry as it is now, and what kept it from being noted anywhere. Where the disk took no more, it is noted:
        an entry that stays ``sending`` counts as doubtful.
    """
    try:
        return _noted(lambda: ledger.doubt(entry, at)), None
    except DiskError:
        return entry, None
    except StoreError as error:
        return entry, error


def take_back(ledger: Ledger, entry: Entry, before: Entry | None) -> None:
    """Take back the note of an attempt that X refused, if that is possible; otherwise it is looked for next time.

    Parameters
    ----------
    ledger : Ledger
    entry : Entry
    before : Entry or None
        The earlier attempts, which are still in doubt.
    """
    with suppress(StoreError):
        _noted(lambda: ledger.withdraw(entry, before), is_kept=before is not None)


def _noted(note: Callable[[], T], *, is_kept: bool = True) -> T:
    try:
        return note()
    except DiskError:
        raise
    except StoreError as error:
        try:
            noted = note()
        except StoreError:  # the first tells more: what was noted before is gone
            raise error from None
        warn_user(telling.began_anew(error, is_kept=is_kept))
        return noted
