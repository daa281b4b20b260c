"""What an archive keeps, tweets or users: how a page of them is written, read back, and laid out in columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import msgspec
from msgspec.structs import replace

from xauth_nb.tweets.frames.arrow import to_arrow, users_to_arrow
from xauth_nb.tweets.joined import NOTHING_JOINED, Joined, JoinedTweet
from xauth_nb.tweets.page import Page
from xauth_nb.tweets.parse import Answer, Includes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xauth_nb.tweets.data import UserData
    from xauth_nb.tweets.page import Provenance
    from xauth_nb.tweets.records import Problem

__all__ = ["Kind", "tweet_lines", "tweet_rows", "user_lines", "user_rows"]

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
    """

    name: str
    parse: Callable[[bytes, Provenance | None], P]
    lines: Callable[[Page[Any]], bytes]
    rows: Callable[[Page[Any]], Any]
    old_parse: Callable[[Iterable[str]], tuple[Any, ...]] = tuple


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
    return to_arrow(page)


def user_rows(page: Page[UserData]) -> Any:
    """Lay users out in the columns of a data frame."""
    return users_to_arrow(page)


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
