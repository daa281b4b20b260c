"""From the bytes of X's answer to records. Nothing here fetches anything, and nothing it raises quotes the body.

Both dialects of the API are read: OpenAPI 2.167 says ``repost_count``, ``note_post`` and ``includes.posts`` where 2.159
said ``retweet_count``, ``note_tweet`` and ``includes.tweets``, and answers of either kind were seen in 2026. Of which
classes the tweets and users are, the decoder says that each function is given.
"""

from __future__ import annotations

import re
import warnings
from datetime import timezone
from typing import TYPE_CHECKING, Any, Generic, NoReturn, TypeVar

import msgspec
from msgspec.structs import force_setattr

from xauth_nb.errors import NotFoundError, ServerError
from xauth_nb.tweets.careful import decode_carefully
from xauth_nb.tweets.data import TweetData, UserData
from xauth_nb.tweets.joined import NOTHING_JOINED, Joined, JoinedTweet, pack
from xauth_nb.tweets.page import Page
from xauth_nb.tweets.records import Media, Origin, Place, Poll, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from msgspec.json import Decoder

    from xauth_nb.tweets.page import Provenance

__all__ = ["Answer", "Includes", "decode_answer", "read_tweet", "read_tweets", "read_user", "read_users", "tidy"]

_EXCERPT = 80  # bytes of an answer that is none

A = TypeVar("A")
D = TypeVar("D")
T = TypeVar("T", bound=JoinedTweet)
U = TypeVar("U", bound=UserData)


class Includes(msgspec.Struct, Generic[T, U], frozen=True, gc=False, omit_defaults=True):
    """What came along on a page."""

    users: tuple[U, ...] | None = None
    tweets: tuple[T, ...] | None = None
    media: tuple[Media, ...] | None = None
    polls: tuple[Poll, ...] | None = None
    places: tuple[Place, ...] | None = None

    def joined(self) -> Joined:
        """Put it in order by id."""
        return Joined(self.users or (), self.tweets or (), self.media or (), self.polls or (), self.places or ())


class _Meta(msgspec.Struct, frozen=True, gc=False):
    next_token: str | None = None
    result_count: int | None = None


class Answer(msgspec.Struct, Generic[D, T, U], frozen=True, gc=False, omit_defaults=True):
    """X's answer: one record or many (``D``), and the tweets and users that came along."""

    includes: Includes[T, U] | None = None
    errors: tuple[Problem, ...] | None = None
    meta: _Meta | None = None
    data: D | None = None
    origin: Origin | None = msgspec.field(default=None, name="__xauth_nb")

    def joined(self, origin: Origin | None = None) -> Joined:
        """Give what came along, by id, and with which page it came."""
        joined = self.includes.joined() if self.includes else NOTHING_JOINED
        if (origin := self.origin or origin) is not None:
            joined = Joined() if joined is NOTHING_JOINED else joined
            joined.origin = origin
        return joined


if TYPE_CHECKING:
    TweetDecoder = Decoder[Answer[T, T, Any]]  # makes tweets of one class, with what came along


def read_tweet(decoder: TweetDecoder[T], body: bytes, status: int) -> T:
    """Read the answer to a look-up of one tweet; see :func:`xauth_nb.tweets.parse_tweet`."""
    answer, odd = decode_answer(decoder, body, status)
    if answer.data is None:
        _missing("tweet", answer.errors, status)
    _warn(odd)
    tweet: T = answer.data
    tidy((tweet,), answer.joined())
    return tweet


def read_user(decoder: Decoder[Answer[U, Any, U]], body: bytes, status: int) -> U:
    """Read the answer to a look-up of one user; see :func:`xauth_nb.tweets.parse_user`."""
    answer, odd = decode_answer(decoder, body, status)
    if answer.data is None:
        _missing("user", answer.errors, status)
    _warn(odd)
    user: U = answer.data
    return user


def read_tweets(
    decoder: Decoder[Answer[tuple[T, ...], T, Any]], body: bytes, status: int, provenance: Provenance | None
) -> Page[T]:
    """Read a page of tweets; see :func:`xauth_nb.tweets.parse_tweets`."""
    answer, odd = decode_answer(decoder, body, status)
    data = _some(answer, status)
    tidy(data, answer.joined(provenance.origin if provenance else None))
    return Page(data, next_token=_next_token(answer), errors=(*(answer.errors or ()), *odd), provenance=provenance)


def read_users(
    decoder: Decoder[Answer[tuple[U, ...], Any, U]], body: bytes, status: int, provenance: Provenance | None
) -> Page[U]:
    """Read a page of users; see :func:`xauth_nb.tweets.parse_users`."""
    answer, odd = decode_answer(decoder, body, status)
    data = _some(answer, status)
    return Page(data, next_token=_next_token(answer), errors=(*(answer.errors or ()), *odd), provenance=provenance)


# --- the two dialects -------------------------------------------------------------------------------------------

_NEW_NAMES = (
    "repost_count",
    "post_count",
    "referenced_posts",
    "edit_history_post_ids",
    "note_post",
    "posts",
    "pinned_post_id",
    "most_recent_post_id",
)
# A quote inside a JSON string is escaped, so a word with a bare quote on either side and a colon behind it is a key.
_KEYS = "|".join(
    rf'(?<="{before}post){after}"\s*:' for before, _, after in (name.partition("post") for name in _NEW_NAMES)
)
# It begins with plain letters, which are searched for quickly: most pages have none, or only a few in texts.
_NEW_NAME = re.compile(f"post(?={_KEYS})".encode())


def _in_tweet_dialect(body: bytes) -> bytes:
    return _NEW_NAME.sub(b"tweet", body)


# --- decoding, and what can be wrong ----------------------------------------------------------------------------


_REFUSED = (msgspec.DecodeError, ValueError, OverflowError, RecursionError)


def decode_answer(decoder: Decoder[Answer[Any, Any, Any]], body: bytes, status: int) -> tuple[Any, tuple[Problem, ...]]:
    """Read an answer, and say what of it could not be read. Only what the decoder refuses is read with care.

    Raises
    ------
    ServerError
        If it is no answer at all.
    """
    body = _in_tweet_dialect(body)
    try:
        return _settled(decoder.decode(body)), ()
    except _REFUSED as error:
        try:
            answer, odd = decode_carefully(body, decoder.type)
        except _REFUSED:
            raise _unreadable(_guess(body), status) from None
        if answer is None or (answer.data is None and not answer.errors and answer.meta is None):
            what, _, path = str(error).partition(" - at ")
            where = path.strip("`").removeprefix("$.") or "the top"
            raise _unreadable(f"at {where}: {what}", status) from None
        return _settled(answer), odd


def _warn(odd: tuple[Problem, ...]) -> None:
    """Say of a single record what a page keeps in its errors."""
    for problem in odd:
        warnings.warn(f"X sent something else than its API promises. {problem.detail}", stacklevel=4)


def _guess(body: bytes) -> str:
    start = body.lstrip()[:1]
    if not start:
        return "it is empty"
    if start == b"<":
        return "it is a web page or XML, and not JSON"
    if start in b"{[":
        return "it is not whole JSON, or not JSON throughout"
    text = " ".join(body[:_EXCERPT].decode("utf-8", "ignore").split())
    return f"it is not JSON, and begins with “{text}”" if text and text.isprintable() else "it is not JSON"


def _unreadable(what: str, status: int) -> ServerError:
    return ServerError(
        f"The answer cannot be read: {what}.",
        remedy="Run the call again. If it happens again, something between here and X answers for it or changes its "
        "answers, or X has changed its API: update xauth-nb.",
        status=status,
    )


def _some(answer: Answer[tuple[A, ...], Any, Any], status: int) -> tuple[A, ...]:
    if answer.data is None and answer.errors is None and answer.meta is None:
        raise _unreadable("it has neither data, nor meta, nor errors", status)
    return answer.data or ()


def _missing(what: str, problems: tuple[Problem, ...] | None, status: int) -> NoReturn:
    if not problems:
        raise _unreadable("it has neither data nor errors", status)
    problem = problems[0]
    words = problem.detail or problem.title or "it gives no reason"
    raise NotFoundError(
        f"X did not give the {what}: {words}",
        remedy="It was deleted, suspended or protected, or never existed. Check the id or the name on x.com.",
        status=status,
        title=problem.title,
        detail=problem.detail or "",
    )


def _next_token(answer: Answer[Any, Any, Any]) -> str | None:
    return answer.meta.next_token if answer.meta else None


# --- joining, and saving memory ---------------------------------------------------------------------------------


def tidy(tweets: tuple[JoinedTweet, ...], joined: Joined) -> None:
    """Give each tweet its page and its author's name; let equal strings be one string, also in what came along."""
    known: dict[str | None, str | None] = {id: id for id in (*joined.users, *joined.tweets)}
    share = known.setdefault
    for one in tweets:
        force_setattr(one, "_joined", joined)
    users: Mapping[Any, UserData] = joined.users
    every: list[Any] = [*tweets, *joined.tweets.values()]
    for tweet in every:
        author, conversation = tweet.author_id, tweet.conversation_id
        if author is not None:
            force_setattr(tweet, "author_id", share(author, author))
            if author in users and tweet.username is None:
                force_setattr(tweet, "username", users[author].username or None)
        if conversation is not None:
            own = tweet.id if conversation == tweet.id else share(conversation, conversation)
            force_setattr(tweet, "conversation_id", own)
        if (value := tweet.lang) is not None:
            force_setattr(tweet, "lang", share(value, value))
        if (value := tweet.reply_settings) is not None:
            force_setattr(tweet, "reply_settings", share(value, value))
        if (value := tweet.in_reply_to_user_id) is not None:
            force_setattr(tweet, "in_reply_to_user_id", share(value, value))
        if tweet.edit_history_tweet_ids == (tweet.id,):
            force_setattr(tweet, "edit_history_tweet_ids", (tweet.id,))
        for reference in tweet.referenced_tweets or ():
            force_setattr(reference, "type", share(reference.type, reference.type))
            force_setattr(reference, "id", share(reference.id, reference.id))
    pack(every)


def _settled(answer: A) -> A:
    """Bring the times of an answer to UTC; a time that no calendar has there raises an OverflowError."""
    data, includes = answer.data, answer.includes  # type: ignore[attr-defined]  # of an Answer, whatever it holds
    _in_utc(data if isinstance(data, tuple) else (data,) if data is not None else ())
    if includes is not None:
        _in_utc(includes.users or ())
        _in_utc(includes.tweets or ())
    return answer


def _in_utc(records: Iterable[TweetData | UserData]) -> None:
    # X writes every time with a Z. Another zone would be the same instant under another name.
    for record in records:
        created_at = record.created_at
        if created_at is not None and created_at.tzinfo is not timezone.utc:
            force_setattr(record, "created_at", created_at.astimezone(timezone.utc))
