"""What a thread says, part by part, checked as a whole: what is known to fail fails before the first is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from xauth_nb.costs import PRICES, price_of_post
from xauth_nb.errors import UsageError
from xauth_nb.media import UploadedMedia
from xauth_nb.posting.content import Content
from xauth_nb.posting.draft import Draft
from xauth_nb.posting.media import attached
from xauth_nb.posting.splitting import split_text
from xauth_nb.tweets.text import weighted_length

if TYPE_CHECKING:
    from xauth_nb.media import MediaSource, Uploader

__all__ = ["Part", "check_lengths", "parts_of"]

_MEMBERS = {"text", "media", "alt_text", "poll", "poll_minutes", "quote", "reply_settings"}


@dataclass(frozen=True)
class Part:
    """One tweet of a thread, before it is known which tweet it answers.

    Parameters
    ----------
    text : str
    media : tuple of MediaSource or UploadedMedia, optional
    more : Mapping of str to object, optional
        Poll, quote and who may reply, as :meth:`Content.checked` takes them.
    """

    text: str
    media: tuple[MediaSource | UploadedMedia, ...] = ()
    more: Mapping[str, Any] = field(default_factory=dict)

    def after(self, before: str | None) -> Content:
        """Say what it is once the tweet before it is known.

        Raises
        ------
        UsageError
            If it cannot be a tweet.
        """
        shown = tuple(one.identity for one in self.media)
        return Content.checked(self.text, reply_to=before, media=shown, **self.more)

    @property
    def price(self) -> float:
        """US dollars. X does not say that answers to oneself cost what replies do, so it is the price of a post."""
        described = sum(
            1 for one in self.media if one.alt_text and not (isinstance(one, UploadedMedia) and one.is_described)
        )
        post = price_of_post(self.text, quote=self.more.get("quote") is not None)
        return post + described * PRICES["alternative text"]


def parts_of(given: object, uploader: Uploader, *, numbered: bool) -> list[Part]:
    """Read a thread as people write it, and check that each part can be a tweet, and that no two are the same.

    Parameters
    ----------
    given : str, or sequence of str, Mapping or Draft
        As in ``post_thread``.
    uploader : Uploader
        Knows what the id of an upload stands for.
    numbered : bool
        Whether each part ends with its number.

    Raises
    ------
    UsageError
        With the number of the part.
    """
    if isinstance(given, str):
        parts = [Part(text) for text in split_text(given, numbered=numbered)]
    elif isinstance(given, Sequence) and not isinstance(given, bytes):
        parts = [_part(one, uploader, number) for number, one in enumerate(given, 1)]
        if numbered and len(parts) > 1:
            parts = [
                replace(part, text=f"{part.text} {number}/{len(parts)}".lstrip())
                for number, part in enumerate(parts, 1)
            ]
    else:
        raise UsageError(
            f"A thread is a text or a list of them, and this is of type {type(given).__name__}.",
            remedy="Pass a list such as ['first', 'second'].",
        )
    if not parts:
        raise UsageError("The thread has no tweets.", remedy="Pass a list of texts, or one long text.")
    seen: dict[str, int] = {}
    for number, part in enumerate(parts, 1):
        try:
            content = part.after(None)
        except UsageError as error:
            raise _of_part(number, error) from None
        if part.media:
            continue  # X refuses no duplicate that carries media
        earlier = seen.setdefault(content.fingerprint, number)
        if earlier != number:
            raise UsageError(
                f"Parts {earlier} and {number} say the same, and X refuses a duplicate, so the thread would break off "
                "there. Nothing was sent.",
                remedy="Change one of them, or pass numbered=True.",
            )
    return parts


def check_lengths(parts: Sequence[Part], limit: int) -> None:
    """Refuse a thread that X would refuse in the middle.

    Parameters
    ----------
    parts : sequence of Part
    limit : int
        Weighted characters that the account's tweets may have.

    Raises
    ------
    UsageError
    """
    for number, part in enumerate(parts, 1):
        if (length := weighted_length(part.text)) > limit:
            raise UsageError(
                f"Part {number} of the thread has {length:,} characters as X counts them, {length - limit:,} more than "
                f"the {limit:,} that this account is known to be allowed. Nothing was sent.",
                remedy="Shorten it, or pass the whole thread as one text, which is split where it has to be. "
                "(With Premium X takes more; it does not say that this account has it.)",
            )


def _part(given: object, uploader: Uploader, number: int) -> Part:
    try:
        if isinstance(given, Draft):
            return _part_of_draft(given)
        if not isinstance(given, Mapping):
            return Part(given)  # type: ignore[arg-type]  # what is no text is refused by its content
        unknown = sorted(map(str, set(given) - _MEMBERS))
        if unknown or ("text" not in given and "media" not in given):
            raise UsageError(
                f"{', '.join(unknown)} is nothing that a part has." if unknown else "It has neither text nor media.",
                remedy=f"A part is a text, a draft, or a dict with {', '.join(sorted(_MEMBERS))}.",
            )
        more = {name: value for name, value in given.items() if name not in ("text", "media", "alt_text")}
        return Part(given.get("text", ""), tuple(attached(given.get("media"), given.get("alt_text"), uploader)), more)
    except UsageError as error:
        raise _of_part(number, error) from None


def _part_of_draft(draft: Draft) -> Part:
    if draft.errors:
        raise UsageError(draft.errors[0], remedy="Look at the draft.")
    if draft.content.get("reply_to") is not None or draft.has_key:
        raise UsageError(
            "The draft has a reply_to or a key of its own, and in a thread it answers the part before it.",
            remedy="Compose it without them; post_thread has reply_to= and key= for the whole.",
        )
    return Part(draft.text, draft.media, {name: value for name, value in draft.content.items() if name != "reply_to"})


def _of_part(number: int, error: UsageError) -> UsageError:
    return UsageError(f"Part {number} of the thread: {error.message} Nothing was sent.", remedy=error.remedy)
