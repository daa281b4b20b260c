"""What belongs to one account: how its timeline is asked for, how far back X keeps it, and what can be left out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

from xauth_nb.errors import UsageError
from xauth_nb.errors.warned import warn_user
from xauth_nb.reading.listing import tweet_listing
from xauth_nb.reading.span import EVERYTHING, LAST_ID, Span
from xauth_nb.tweets.ids import first_id_at

if TYPE_CHECKING:
    from xauth_nb.reading.fields import Fields
    from xauth_nb.reading.listing import Listing
    from xauth_nb.tweets import Tweets, User

__all__ = ["Kind", "beginning", "excluded", "mind_reach", "timeline_listing", "timeline_reach"]

TIMELINE_REACH, WITHOUT_REPLIES = 3200, 800
"""How many of the newest X keeps of an account (X's docs, "Timelines")."""

Kind = Literal["replies", "retweets"]
_KINDS = {"replies", "retweets"}


def timeline_reach(kinds: tuple[str, ...]) -> int:
    """Say how many tweets of an account X keeps, where these kinds are left out."""
    return WITHOUT_REPLIES if "replies" in kinds else TIMELINE_REACH


def timeline_listing(
    owner: User, span: Span, kinds: tuple[str, ...], *, referenced: bool, fields: Fields = ()
) -> Listing[Tweets]:
    """Describe an account's timeline.

    Parameters
    ----------
    owner : User
    span : Span
    kinds : tuple of str
        What is left out.
    referenced, fields
        As in :func:`tweet_listing`.
    """
    return tweet_listing(
        f"/2/users/{owner.id}/tweets",
        f"timeline of @{owner.username}",
        (5, 100),
        referenced=referenced,
        fields=fields,
        span=span,
        floor=beginning(owner),
        reach=timeline_reach(kinds),
        total=_tweet_count(owner),
        promised=_tweet_count(owner) if span == EVERYTHING and not kinds else 0,
        exclude=kinds,
    )


def excluded(exclude: Kind | Iterable[Kind] | None) -> tuple[str, ...]:
    """Check what is to be left out.

    Raises
    ------
    UsageError
    """
    kinds = () if exclude is None else (exclude,) if isinstance(exclude, str) else tuple(exclude)
    if not set(kinds) <= _KINDS:
        raise UsageError(
            f"exclude={exclude!r} is nothing that X leaves out.",
            remedy='Choose "replies", "retweets", or both in a list.',
        )
    return tuple(sorted(set(kinds)))


def beginning(owner: User) -> int:
    """Give the id below which there is nothing of an account: it did not exist."""
    return first_id_at(owner.created_at) if owner.created_at else 0


def _tweet_count(owner: User) -> int:
    return (owner.public_metrics and owner.public_metrics.tweet_count) or 0


def mind_reach(limit: int, reach: int, of_what: str) -> None:
    """Warn of a limit beyond what X keeps."""
    if reach < limit < LAST_ID:
        warn_user(
            f"limit={limit:,} is more than X keeps: the newest {reach:,} tweets {of_what}. Reading what there is."
        )
