"""How many tweets a query finds, period by period: X's answer to a count. No frame and no picture in here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import MsgspecError, Struct
from msgspec.json import Decoder

from xauth_nb.errors import ServerError
from xauth_nb.tweets.records import Count, Record, Time

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["Period", "parse_counts"]


class Period(NamedTuple):
    """One period, and how many tweets were written in it.

    Parameters
    ----------
    start, end : datetime.datetime
        UTC; the end does not belong to it.
    tweets : int
    """

    start: datetime
    end: datetime
    tweets: int


class _Row(Record, frozen=True, kw_only=True):
    start: Time
    end: Time
    tweet_count: Count | None = None
    post_count: Count | None = None  # the word of OpenAPI 2.167


class _Meta(Struct):
    next_token: str | None = None


class _Answer(Struct):
    data: tuple[_Row, ...] = ()
    meta: _Meta | None = None
    errors: Any = None


_decode = Decoder(_Answer).decode


def parse_counts(body: bytes, *, status: int = 200) -> tuple[list[Period], str | None]:
    """Read one page of counts.

    Parameters
    ----------
    body : bytes
    status : int, optional
        Its HTTP status, for the error.

    Returns
    -------
    tuple of (list of Period, str or None)
        And where the next page starts.

    Raises
    ------
    ServerError
        If the bytes are not what the API promises.
    """
    try:
        answer = _decode(body)
    except (MsgspecError, ValueError) as error:
        raise ServerError(
            f"X answered a count with something else than its API promises: {error}.",
            remedy="Try again in a moment.",
            status=status,
        ) from None
    periods = [Period(one.start, one.end, one.tweet_count or one.post_count or 0) for one in answer.data]
    return periods, answer.meta.next_token if answer.meta else None
