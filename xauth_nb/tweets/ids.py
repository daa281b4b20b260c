"""Tweet ids: where people write them, and the time that is in them. Nothing here looks anything up."""

from __future__ import annotations

import numbers
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

from xauth_nb.errors import UsageError

if TYPE_CHECKING:
    from xauth_nb.tweets.data import TweetData

__all__ = ["first_id_at", "refuse_float", "time_of", "tweet_id"]

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_EXACT = 1 << 53
"""Whole numbers below are exact in a float."""
_SNOWFLAKE_EPOCH_MS = 1288834974657
"""The zero of the clock in snowflake ids, 4 November 2010, in Unix milliseconds (Twitter's own id generator)."""


def tweet_id(given: TweetData | str | int) -> str:
    """Take the id out of a tweet, a number, a string or a tweet's address.

    Parameters
    ----------
    given : Tweet, str or int

    Returns
    -------
    str
        1 to 19 digits, as X's API description has it.

    Raises
    ------
    UsageError
        If there is no id in it.

    Examples
    --------
    >>> tweet_id("https://x.com/ada/status/1445880548472328192?s=20")
    '1445880548472328192'
    """
    text = getattr(given, "id", given)
    refuse_float(text)
    last = str(text).strip().partition("?")[0].rstrip("/").rpartition("/")[2]
    if not (last.isascii() and last.isdigit() and len(last) <= 19):
        raise UsageError(
            f"{given!r} is not the id of a tweet.",
            remedy="Pass the number at the end of the tweet's address, or the whole address.",
        )
    return last


def refuse_float(given: object) -> None:
    """Refuse a float where an id is wanted: it has lost digits, and would name something else.

    Parameters
    ----------
    given : object

    Raises
    ------
    UsageError
    """
    if not isinstance(given, numbers.Real) or isinstance(given, numbers.Integral):
        return
    if given != given:  # NaN
        raise UsageError(
            "There is no id: pandas writes nan where a row has none.", remedy="Leave such rows out, by dropna()."
        )
    if abs(float(given)) < _EXACT:
        raise UsageError(
            f"{given!r} is a float, and an id is a whole number.", remedy="Pass it as an int, or better as a string."
        )
    raise UsageError(
        f"{given!r} is a float, which holds 15 or 16 of the 19 digits of an id: rounded by pandas, most likely, which "
        "makes floats of ids that it reads as numbers where a row has none.",
        remedy='Read ids as text: pandas.read_csv(path, dtype={"id": str}). Rounded digits do not come back.',
    )


def time_of(id: str) -> datetime:
    """Read the time out of a snowflake id: X's answer to a new tweet gives no other.

    Parameters
    ----------
    id : str

    Returns
    -------
    datetime.datetime
        Aware, UTC, to the millisecond.

    Examples
    --------
    >>> time_of("1445880548472328192").isoformat(timespec="seconds")
    '2021-10-06T22:36:00+00:00'
    """
    return _EPOCH + timedelta(milliseconds=(int(id) >> 22) + _SNOWFLAKE_EPOCH_MS)


def first_id_at(moment: datetime) -> int:
    """Give the lowest snowflake id of a moment, so that ids divide a time line where times would.

    Parameters
    ----------
    moment : datetime.datetime
        Aware.

    Returns
    -------
    int
        To the millisecond; 0 for anything before 4 November 2010, when ids carried no time.

    Examples
    --------
    >>> time_of(str(first_id_at(datetime(2021, 10, 6, tzinfo=timezone.utc)))).isoformat()
    '2021-10-06T00:00:00+00:00'
    """
    since_epoch = (moment - _EPOCH) // timedelta(milliseconds=1)
    return max(since_epoch - _SNOWFLAKE_EPOCH_MS, 0) << 22
