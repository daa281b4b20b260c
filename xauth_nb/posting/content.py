"""What a post says, checked as far as can be checked here; it sends nothing, and refuses what no account may post.

Facts: ``TweetCreateRequest`` of X's OpenAPI file 2.159, "Counting characters", and the changelog of 2024-08-20.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from xauth_nb.errors import UsageError
from xauth_nb.tweets.ids import tweet_id
from xauth_nb.tweets.text import LONG_TWEET_LIMIT, normal_form

if TYPE_CHECKING:
    from xauth_nb.tweets import Tweet

__all__ = ["Content", "checked_key"]

AUDIENCES = ("following", "mentionedUsers", "subscribers", "verified")
_OPTIONS = range(2, 5)
_OPTION_LIMIT = 25
_MINUTES = range(5, 10_081)


@dataclass(frozen=True)
class Content:
    """One post, before it has an id.

    Attributes
    ----------
    text : str
        In NFC, as X counts and keeps it.
    reply_to, quote : str or None
        Ids.
    poll : tuple of str
    poll_minutes : int
    reply_settings : str or None
    media : tuple of str
        The identity of each: what it shows, or the id of one of which nothing else is known.
    edits : str or None
        The id of the tweet that it takes the place of.
    """

    text: str
    reply_to: str | None = None
    quote: str | None = None
    poll: tuple[str, ...] = ()
    poll_minutes: int = 1440
    reply_settings: str | None = None
    media: tuple[str, ...] = ()
    edits: str | None = None

    @classmethod
    def checked(
        cls,
        text: str,
        *,
        reply_to: Tweet | str | int | None = None,
        quote: Tweet | str | int | None = None,
        poll: Sequence[str] | None = None,
        poll_minutes: int = 1440,
        reply_settings: str | None = None,
        media: tuple[str, ...] = (),
        edits: Tweet | str | int | None = None,
    ) -> Content:
        """Take what a caller gave, or say what is wrong with it.

        Parameters
        ----------
        text, reply_to, quote, poll, poll_minutes, reply_settings
            As in ``post_tweet``.
        media : tuple of str
        edits : Tweet, str or int, optional

        Raises
        ------
        UsageError
        """
        _check_together(poll=poll is not None, media=bool(media), quote=quote is not None)
        if reply_settings is not None and reply_settings not in AUDIENCES:
            raise UsageError(
                f"reply_settings={reply_settings!r} is nobody who could be allowed to reply.",
                remedy=f"Choose one of {', '.join(map(repr, AUDIENCES))}, or leave it out for everybody.",
            )
        return cls(
            _checked_text(text, may_be_empty=bool(media)),
            None if reply_to is None else tweet_id(reply_to),
            None if quote is None else tweet_id(quote),
            () if poll is None else _checked_poll(poll, poll_minutes),
            poll_minutes,
            reply_settings,
            media,
            None if edits is None else tweet_id(edits),
        )

    @property
    def fingerprint(self) -> str:
        """Equal for contents that are one post: blanks around the text do not count, because X takes them off."""
        poll = [*self.poll, self.poll_minutes] if self.poll else None
        text = self.text.replace("\r\n", "\n").strip()
        parts = [text, self.reply_to, self.quote, poll, self.reply_settings, self.media]
        parts += [self.edits] if self.edits else []  # what was posted before there were edits keeps its fingerprint
        return hashlib.sha256(json.dumps(parts, ensure_ascii=True).encode()).hexdigest()

    def body(self, media_ids: Sequence[str]) -> dict[str, Any]:
        """Write the body of ``POST /2/tweets``; X refuses empty members, so there are none."""
        members: dict[str, Any] = {
            "text": self.text,
            "reply": self.reply_to and {"in_reply_to_tweet_id": self.reply_to},
            "quote_tweet_id": self.quote,
            "media": media_ids and {"media_ids": list(media_ids)},
            "poll": self.poll and {"options": list(self.poll), "duration_minutes": self.poll_minutes},
            "reply_settings": self.reply_settings,
            "edit_options": self.edits and {"previous_post_id": self.edits},
        }
        return {name: value for name, value in members.items() if value}


def checked_key(key: object) -> str | None:
    """Give a key back as text, if it names something: a name, a day or a moment.

    Raises
    ------
    UsageError
        If it does not.
    """
    if key is None:
        return None
    is_moment = isinstance(key, date) or getattr(getattr(key, "dtype", None), "kind", "") == "M"  # numpy's
    if not (is_moment or isinstance(key, str)):
        raise UsageError(
            f"A key is a text or a day, and key={key!r} is of type {type(key).__name__}.",
            remedy="Pass str(…) of it.",
        )
    text = str(key)
    if not text.strip() or (is_moment and text == "NaT"):
        raise UsageError(
            f"key={key!r} names nothing.",
            remedy="Pass a name such as 'report 2026-11', or a day such as datetime.date.today(), or leave it out.",
        )
    return text


def _check_together(**given: bool) -> None:
    names = [name for name, is_given in given.items() if is_given]
    if len(names) > 1:
        raise UsageError(
            f"A tweet has a poll, media or a quote, and X takes one of them only: {' and '.join(names)} were given.",
            remedy="Leave one out, or post two tweets: the second with reply_to= the first.",
        )


def _checked_text(text: str, *, may_be_empty: bool) -> str:
    if not isinstance(text, str):
        raise UsageError(
            f"The text of a tweet is a string, and this is of type {type(text).__name__}.",
            remedy="Pass str(…) of it, or an f-string.",
        )
    if not text.strip():
        if may_be_empty:
            return ""
        raise UsageError("The text is empty, and X posts no empty tweet.", remedy="Write something.")
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        raise UsageError(
            "The text holds half of a character (a lone surrogate), probably because an emoji was cut in two.",
            remedy="Cut the text elsewhere, or read it with the right encoding.",
        )
    whole = normal_form(text)
    if len(whole) > LONG_TWEET_LIMIT:
        raise UsageError(
            f"The text has {len(whole):,} characters, and no account may post more than {LONG_TWEET_LIMIT:,}.",
            remedy="Shorten it, or x.post_thread(text) splits it into several tweets.",
        )
    return whole


def _checked_poll(poll: Sequence[str], minutes: int) -> tuple[str, ...]:
    if isinstance(poll, str) or not isinstance(poll, Sequence) or len(poll) not in _OPTIONS:
        raise UsageError("A poll has two to four answers.", remedy="Write them as in poll=['yes', 'no'].")
    for option in poll:
        if not isinstance(option, str) or not option.strip() or len(option) > _OPTION_LIMIT:
            raise UsageError(
                f"{option!r} cannot be an answer of a poll: an answer has 1 to {_OPTION_LIMIT} characters.",
                remedy="Shorten it.",
            )
    if isinstance(minutes, bool) or not isinstance(minutes, int) or minutes not in _MINUTES:
        raise UsageError(
            f"poll_minutes={minutes!r} is not a time that a poll may be open.",
            remedy="Pass whole minutes from 5 to 10080, which is seven days.",
        )
    return tuple(poll)
