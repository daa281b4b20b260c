"""What may be posted: the body of ``POST /2/tweets``, checked as X checks it, and made into a tweet.

Sources: ``TweetCreateRequest`` of X's OpenAPI file 2.159; twitter-text configuration v3 for lengths; X's changelog of
2026 for the limits of self-serve tiers.
"""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from xauth_nb.sandbox.api.editing import version_before
from xauth_nb.sandbox.api.entities import entities_of
from xauth_nb.sandbox.api.lengths import LONGEST, LONGEST_PREMIUM, links_in, weighted_length
from xauth_nb.sandbox.world import Poll, Tweet
from xauth_nb.sandbox.world.writing import attach, attach_media, truncate

if TYPE_CHECKING:
    from collections.abc import Callable

    from xauth_nb.sandbox.api.call import Call
    from xauth_nb.sandbox.world import Link, Media

__all__ = ["compose", "row_of"]

DAY = 86_400_000
_BODY = frozenset(
    {
        "text", "reply", "quote_tweet_id", "media", "poll", "reply_settings", "geo", "community_id",
        "share_with_followers", "edit_options", "card_uri", "direct_message_deep_link", "for_super_followers_only",
        "nullcast", "made_with_ai", "paid_partnership",
    }
)  # fmt: skip
_AUDIENCES = ("following", "mentionedUsers", "subscribers", "verified")
_TOO_LONG = (
    "Your Tweet text is too long. For more information on how Twitter determines text length see "
    "https://github.com/twitter/twitter-text."
)
_LANGS = (
    ("ja", "\u3040", "\u30ff"),
    ("zh", "\u4e00", "\u9fff"),
    ("ar", "\u0600", "\u06ff"),
    ("ru", "\u0400", "\u04ff"),
)


def compose(call: Call) -> Callable[[int, int], Tweet]:
    """Check the body of a post, and give the function that makes the tweet once it has an id.

    Parameters
    ----------
    call : Call

    Raises
    ------
    Refused
        E30–E35.
    """
    body = call.json_body(_BODY)
    text = _text(call, body)
    reply, quoted = _reply(call, body), _quote(call, body)
    media, poll = _media(call, body), _poll(call, body)
    options = _object(call, body, "edit_options", {"previous_post_id"})
    before = None if options is None else version_before(call, options)
    given = [name for name in ("media", "poll", "quote_tweet_id", "card_uri") if body.get(name) is not None]
    if len(given) > 1:
        raise call.wrong("$", f"{' and '.join(given)} cannot be used together", given)
    settings = body.get("reply_settings")
    if settings is not None and settings not in _AUDIENCES:
        raise call.wrong("$.reply_settings", f"must be one of {', '.join(_AUDIENCES)}", settings)
    if not text and not media:
        raise call.wrong("$.text", "is missing but it is required, unless media is provided", body.get("text"))
    _check_length(call, text, reply)
    if before:
        media, quoted = media or before.media, quoted or call.state.world.tweet(before.quoted)
    elif call.state.settings.is_self_serve:
        _check_self_serve(call, text, reply, quoted)
    _check_duplicate(call, text, reply, quoted, media)
    make = _maker(call, text, reply, quoted, media, poll, settings or "everyone")
    if before is None:
        return make
    history = (*before.history, before.id)
    return lambda tweet_id, ms: replace(make(tweet_id, ms), conversation=before.conversation, history=history)


def row_of(call: Call, tweet: Tweet) -> str:
    """Say which row of the price list a post falls under.

    X does not say how it counts a quote, whose link X adds itself: as a link. A reply to oneself was not summoned.
    """
    body = call.json_body(_BODY)
    if (
        tweet.quoted
        or body.get("card_uri")
        or body.get("direct_message_deep_link")
        or links_in(_text(call, body), 0)[1]
    ):
        return "Post: Create (with URL)"
    answered = call.state.world.tweet(tweet.replied_to)
    if answered and answered.author != call.viewer.id and _is_called(call, answered):
        return "Post: Create (summoned reply)"
    return "Post: Create"


def _text(call: Call, body: dict[str, Any]) -> str:
    text = body.get("text", "")
    if not isinstance(text, str):
        raise call.wrong("$.text", "must be a string", text)
    if len(text) > LONGEST_PREMIUM:  # of whoever writes it, and before anything looks at each letter
        raise call.invalid(_TOO_LONG, "text", text[:200])
    if any("\ud800" <= letter <= "\udfff" or letter in "\ufffe\ufeff\uffff" for letter in text):
        raise call.wrong("$.text", "contains invalid characters", "")
    return unicodedata.normalize("NFC", text).replace("\r\n", "\n").strip()


def _object(call: Call, body: dict[str, Any], name: str, members: set[str]) -> dict[str, Any] | None:
    part = body.get(name)
    if part is None:
        return None
    if not isinstance(part, dict):
        raise call.wrong(f"$.{name}", "must be an object", part)
    call.only(part, members, f"$.{name}")
    return part


def _reply(call: Call, body: dict[str, Any]) -> Tweet | None:
    reply = _object(
        call, body, "reply", {"in_reply_to_tweet_id", "exclude_reply_user_ids", "auto_populate_reply_metadata"}
    )
    if reply is None:
        return None
    if "in_reply_to_tweet_id" not in reply:
        raise call.invalid("$.reply.in_reply_to_tweet_id: is missing but it is required", "$.reply", "{}")
    found = call.state.world.tweet(call.id_of(reply["in_reply_to_tweet_id"], "$.reply.in_reply_to_tweet_id"))
    if found is None:
        raise call.forbidden("You attempted to reply to a Tweet that is deleted or not visible to you.")
    return found


def _quote(call: Call, body: dict[str, Any]) -> Tweet | None:
    if body.get("quote_tweet_id") is None:
        return None
    found = call.state.world.tweet(call.id_of(body["quote_tweet_id"], "$.quote_tweet_id"))
    if found is None:
        raise call.wrong("$.quote_tweet_id", "names a Tweet that does not exist", body["quote_tweet_id"])
    return found


def _media(call: Call, body: dict[str, Any]) -> tuple[Media, ...]:
    media = _object(call, body, "media", {"media_ids", "tagged_user_ids"})
    if media is None:
        return ()
    ids = media.get("media_ids")
    if not isinstance(ids, list):
        raise call.wrong("$.media.media_ids", "is missing but it is required", media)
    if not 1 <= len(ids) <= 4:
        bound = "minimum of 1 item" if not ids else "maximum of 4 items"
        raise call.wrong("$.media.media_ids", f"there must be a {bound} in the array", ids)
    found = [call.state.uploads.of(call.viewer.id, call.id_of(one, "$.media.media_ids")) for one in ids]
    ready = [upload.media() for upload in found if upload and upload.is_ready]
    kinds = [one.kind for one in ready]
    if len(ready) != len(ids) or (len(ids) > 1 and kinds != ["photo"] * len(ids)) or "subtitles" in kinds:
        raise call.invalid("Your media IDs are invalid.", "media.media_ids", *map(str, ids))
    return tuple(ready)


def _poll(call: Call, body: dict[str, Any]) -> tuple[list[str], int] | None:
    poll = _object(call, body, "poll", {"options", "duration_minutes", "reply_settings"})
    if poll is None:
        return None
    options, minutes = poll.get("options"), poll.get("duration_minutes")
    if not isinstance(options, list) or not 2 <= len(options) <= 4:
        raise call.wrong("$.poll.options", "must have between 2 and 4 items", options)
    if not all(isinstance(option, str) and 1 <= len(option) <= 25 for option in options):
        raise call.wrong("$.poll.options", "each must have between 1 and 25 characters", options)
    if isinstance(minutes, bool) or not isinstance(minutes, int) or not 5 <= minutes <= 10_080:
        raise call.wrong("$.poll.duration_minutes", "is not between 5 and 10080", minutes)
    return options, minutes


def _check_length(call: Call, text: str, reply: Tweet | None) -> None:
    counted = text
    while reply and counted.startswith("@"):  # mentions that a reply begins with do not count
        counted = counted.partition(" ")[2]
    length = weighted_length(counted) if counted else 0
    if length > (LONGEST_PREMIUM if call.state.is_premium(call.viewer) else LONGEST):
        raise call.invalid(_TOO_LONG, "text", text[:200])


def _check_self_serve(call: Call, text: str, reply: Tweet | None, quoted: Tweet | None) -> None:
    if reply and not _is_called(call, reply):
        raise call.forbidden(
            "Reply to this conversation is not allowed because you have not been mentioned or otherwise engaged by "
            "the author of the post you are replying to."
        )
    if quoted and not _is_called(call, quoted):
        raise call.forbidden(
            "Quoting this post is not allowed because you have not been mentioned or are not part of the conversation "
            "thread of the post you are quoting."
        )
    if len(entities_of(text, (), call.state.world).get("cashtags", ())) > 1:
        raise call.forbidden("Posts may contain at most one cashtag.")


def _is_called(call: Call, tweet: Tweet) -> bool:
    """Whether a tweet is one's own, or its author mentions, answers or quotes one in it."""
    me, quoted = call.viewer, call.state.world.tweet(tweet.quoted)
    by_author = tweet.replied_to_user == me.id or (quoted is not None and quoted.author == me.id)
    return tweet.author == me.id or by_author or me.username.lower() in tweet.mentioned


def _check_duplicate(
    call: Call, text: str, reply: Tweet | None, quoted: Tweet | None, media: tuple[Media, ...]
) -> None:
    since = call.state.clock.world_now() - DAY
    written = _with_links(*links_in(text, 0))
    for other in call.state.world.posted(call.viewer.id):
        same_place = other.replied_to == (reply.id if reply else 0) and other.quoted == (quoted.id if quoted else 0)
        if other.ms < since or other.media or media or not same_place or other.retweeted:
            continue
        if _before_links(other) == written:
            raise call.forbidden("You are not allowed to create a Tweet with duplicate content.")


def _before_links(tweet: Tweet) -> str:
    """Put the URLs of a text back, as its author wrote them."""
    text = _with_links(tweet.note or tweet.text, tweet.links)
    quote = f"/status/{tweet.quoted}"
    return text.rpartition(" ")[0] if tweet.quoted and text.endswith(quote) else text


def _with_links(text: str, links: tuple[Link, ...]) -> str:
    for link in links:
        text = text.replace(link.short, link.expanded)
    return text


def _maker(
    call: Call,
    text: str,
    reply: Tweet | None,
    quoted: Tweet | None,
    media: tuple[Media, ...],
    poll: tuple[list[str], int] | None,
    settings: str,
) -> Callable[[int, int], Tweet]:
    me, world = call.viewer, call.state.world

    def make(tweet_id: int, ms: int) -> Tweet:
        whole, links = links_in(text, tweet_id)
        note, shown = "", whole
        if text and weighted_length(text) > LONGEST:
            note = whole
            shown, links = attach(truncate(whole, 250), links, f"https://x.com/i/web/status/{tweet_id}", tweet_id)
        if quoted:
            author = world.person(quoted.author)
            url = f"https://x.com/{author.username if author else 'i'}/status/{quoted.id}"
            shown, links = attach(shown, links, url, tweet_id)
        if media:
            shown, links = attach_media(shown, links, me.username, tweet_id, media[0])
        asked = None
        if poll:
            options, minutes = poll
            closes = ms + minutes * 60_000
            asked = Poll(str(tweet_id - 2048), tuple((option, 0) for option in options), minutes, closes)
        return Tweet(
            tweet_id, me.id, ms, shown, _lang(text), reply.conversation if reply else tweet_id, links, note,
            reply.id if reply else 0, reply.author if reply else 0, quoted.id if quoted else 0, 0, media, asked,
            reply_settings=settings, source="sandbox app",
        )  # fmt: skip

    return make


def _lang(text: str) -> str:
    for lang, first, last in _LANGS:
        if any(first <= letter <= last for letter in text):
            return lang
    return "en" if any(letter.isalpha() for letter in text) else "und"
