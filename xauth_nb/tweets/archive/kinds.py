"""What an archive keeps, tweets or users: how a page of them is written, read back, and laid out in columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import msgspec
from msgspec.structs import replace

from xauth_nb.tweets.frames.arrow import arrow_table
from xauth_nb.tweets.frames.columns import OF_ORIGINAL, OF_REFERENCED, tweet_columns
from xauth_nb.tweets.frames.people import user_columns
from xauth_nb.tweets.joined import NOTHING_JOINED, Joined, JoinedTweet
from xauth_nb.tweets.page import Page
from xauth_nb.tweets.parse import Answer, Includes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xauth_nb.tweets.data import UserData
    from xauth_nb.tweets.page import Provenance
    from xauth_nb.tweets.records import Problem

__all__ = ["Kind", "renewed_tweet_rows", "tweet_lines", "tweet_rows", "user_lines", "user_rows"]

P = TypeVar("P", bound=Page[Any], covariant=True)

_encode = msgspec.json.Encoder().encode


@dataclass(frozen=True)
class Kind(Generic[P]):
    """One kind of record.

    Parameters
    ----------
    name : {"tweets", "users"}
    parse : callable
        Reads one line of what ``lines`` writes, given where it came from.
    lines : callable
        Writes records and errors as X would answer them: one line, or several where they came from several pages.
    rows : callable
        Makes an Arrow table of a page.
    old_parse : callable, optional
        Reads the lines of an archive of version 1.
    renewed : callable, optional
        Makes one of a record as X gives it anew, and as it was.
    renewed_rows : callable, optional
        The same with their rows: those of some records that came anew, and as they were, in the same order.
    """

    name: str
    parse: Callable[[bytes, Provenance | None], P]
    lines: Callable[[Page[Any]], bytes]
    rows: Callable[[Page[Any]], Any]
    old_parse: Callable[[Iterable[str]], tuple[Any, ...]] = tuple
    renewed: Callable[[Any, Any], Any] = lambda new, old: new
    renewed_rows: Callable[[Any, Any, list[Any]], Any] = lambda new, old, records: new


def tweet_lines(page: Page[JoinedTweet]) -> bytes:
    """Write tweets with all that came along on their pages."""
    groups: dict[int, tuple[Joined, list[JoinedTweet]]] = {}
    for tweet in page:
        joined = tweet._joined
        groups.setdefault(id(joined), (joined, []))[1].append(replace(tweet, _joined=NOTHING_JOINED))
    if not groups:
        return _errors(page.errors)
    answers = [
        Answer(data=tuple(tweets), includes=_includes(joined), errors=(page.errors or None) if first == 0 else None)
        for first, (joined, tweets) in enumerate(groups.values())
    ]
    return b"".join(_encode(answer) + b"\n" for answer in answers)


def user_lines(page: Page[UserData]) -> bytes:
    """Write users."""
    if not page:
        return _errors(page.errors)
    return bytes(_encode(Answer(data=tuple(page), errors=page.errors or None))) + b"\n"


def tweet_rows(page: Page[JoinedTweet]) -> Any:
    """Lay tweets out in the columns of a data frame."""
    return arrow_table(tweet_columns(page), page.provenance)


def renewed_tweet_rows(new: Any, old: Any, tweets: list[JoinedTweet]) -> Any:
    """Keep what a row has from another tweet, where that one was not asked for anew.

    Parameters
    ----------
    new, old : pyarrow.Table
    tweets : list of Tweet
        Those that the new rows were made of.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    is_alone = [tweet.reference("retweeted") is not None and tweet.retweeted is None for tweet in tweets]
    for at, name in enumerate(new.column_names):
        if name not in old.column_names or name not in (*OF_ORIGINAL, *OF_REFERENCED):
            continue
        was, now = old[name].combine_chunks(), new[name].combine_chunks()
        kept = pc.if_else(pa.array(is_alone), was, now) if name in OF_ORIGINAL else pc.coalesce(now, was)
        new = new.set_column(at, new.field(at), kept)
    return new


def user_rows(page: Page[UserData]) -> Any:
    """Lay users out in the columns of a data frame."""
    return arrow_table(user_columns(page), page.provenance)


def _includes(joined: Joined) -> Includes[Any, Any] | None:
    if joined is NOTHING_JOINED:
        return None
    return Includes(
        users=tuple(joined.users.values()) or None,
        tweets=tuple(joined.tweets.values()) or None,
        media=tuple(joined.media.values()) or None,
        polls=tuple(joined.polls.values()) or None,
        places=tuple(joined.places.values()) or None,
    )


def _errors(errors: tuple[Problem, ...]) -> bytes:
    return bytes(_encode(Answer(errors=errors))) + b"\n" if errors else b""
