"""Lists of accounts that somebody keeps on X, as data. Their tweets and members are read like any others."""

from __future__ import annotations

import re
import warnings
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from xauth_nb.errors import ServerError, UsageError
from xauth_nb.tweets.careful import decode_carefully

if TYPE_CHECKING:
    from xauth_nb.tweets.records import Problem

__all__ = ["LIST_PARAMETERS", "TweetList", "TweetLists", "list_id", "parse_lists"]

LIST_PARAMETERS = {"list.fields": "created_at,description,follower_count,member_count,owner_id,private"}
_ADDRESS = re.compile(r"(?:https?://)?(?:www\.|mobile\.)?(?:x|twitter)\.com/i/lists/([0-9]{1,19})(?:[/?#].*)?")


class TweetList(msgspec.Struct, frozen=True, kw_only=True):
    """A list of accounts.

    Attributes
    ----------
    id, name : str
    description, owner_id : str or None
    private : bool or None
        Whether only its owner sees it.
    member_count, follower_count : int or None
    created_at : datetime.datetime or None
        Aware, UTC.
    """

    id: str
    name: str = ""
    description: str | None = None
    owner_id: str | None = None
    private: bool | None = None
    member_count: int | None = None
    follower_count: int | None = None
    created_at: datetime | None = None

    @property
    def url(self) -> str:
        """Where it stands on x.com."""
        return f"https://x.com/i/lists/{self.id}"


class TweetLists(tuple[TweetList, ...]):
    """A tuple of lists that prints as a table."""

    __slots__ = ()

    def __repr__(self) -> str:
        if not self:
            return "No lists."
        rows = [("list", "members", "followers", "id")] + [
            (one.name, _count(one.member_count), _count(one.follower_count), one.id) for one in self
        ]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)


class _Meta(msgspec.Struct):
    next_token: str | None = None


class _Answer(msgspec.Struct):
    data: tuple[TweetList, ...] | None = None
    meta: _Meta | None = None


def parse_lists(body: bytes, *, status: int) -> tuple[list[TweetList], str | None]:
    """Read a page of lists, and the token of the next one.

    Parameters
    ----------
    body : bytes
    status : int
        Of the answer, for the error.

    Raises
    ------
    ServerError
        If it is no page of lists.
    """
    odd: tuple[Problem, ...] = ()
    try:
        try:
            answer: _Answer | None = msgspec.json.decode(body, type=_Answer)
        except msgspec.ValidationError:  # one odd member costs that member only
            answer, odd = decode_carefully(body, _Answer)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        answer = None
    if answer is None or (odd and answer.data is None and answer.meta is None):
        raise ServerError(
            "X answered, but not in the form that its API promises for lists.",
            remedy="Try again in a moment; x.get(path).text shows the answer itself.",
            status=status,
        ) from None
    for problem in odd:
        warnings.warn(f"X sent something else than its API promises. {problem.detail}", stacklevel=3)
    return list(answer.data or ()), answer.meta.next_token if answer.meta else None


def list_id(given: TweetList | str | int) -> str:
    """Bring a list, its id or its address into the form of an id.

    Parameters
    ----------
    given : TweetList, str or int

    Raises
    ------
    UsageError
        If it is none of them.
    """
    if isinstance(given, TweetList):
        return given.id
    text = str(given).strip()
    if found := _ADDRESS.fullmatch(text):
        return found[1]
    if isinstance(given, bool) or not (text.isascii() and text.isdigit() and len(text) <= 19):
        raise UsageError(
            f"{given!r} is neither a list nor the id or address of one.",
            remedy="Pass the number at the end of the list's address, such as '84839422', or one of x.lists().",
        )
    return text


def _count(number: int | None) -> str:
    return "?" if number is None else f"{number:,}"
