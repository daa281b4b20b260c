"""Is this tweet the post whose answer did not arrive? Compares what X may have changed on the way; it asks nobody."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from xauth_nb.tweets.text import find_urls, normal_form

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xauth_nb.posting.content import Content
    from xauth_nb.tweets import Tweet

__all__ = ["is_same"]

_LEADING_MENTIONS = re.compile(r"^(?:@\w{1,15}\s+)+")
_SCHEME = re.compile(r"https?://", re.IGNORECASE)
_LAST_SLASH = re.compile(r"/(?=\s|$)")
_UNSEEN = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufe00-\ufe0f\ufeff]")
"""Marks of direction, spaces without width, variants of emoji: nobody sees whether a server has taken them off."""
_ENCODED_HOST = re.compile(r"\bxn--[a-z0-9-]+", re.IGNORECASE)


def is_same(tweet: Tweet, content: Content, media_ids: Sequence[str] | None) -> bool:
    """Compare a tweet of one's own with a post.

    X escapes the text, puts t.co links in place of addresses, adds one for a picture or a quote, and may put names in
    front of a reply; addresses and what nobody sees may come back written in another way.

    Parameters
    ----------
    tweet : Tweet
        With its entities, attachments and references.
    content : Content
    media_ids : sequence of str, optional
        What the post was sent with, in all its attempts; not given, any media will do.

    Returns
    -------
    bool
    """
    attached = tweet.attachments
    keys = (attached and attached.media_keys) or ()
    if content.edits:  # what it answers, quotes and carries is the older version's, as far as X keeps it
        is_version = tweet.id != content.edits and content.edits in (tweet.edit_history_tweet_ids or ())
        return is_version and _comparable(_as_written(tweet, content), content) == _comparable(content.text, content)
    return (
        tweet.reference("replied_to") == content.reply_to
        # The address of a tweet in the text makes X quote it, so a quote that was not asked for says nothing.
        and content.quote in (None, tweet.reference("quoted"))
        and len(keys) == len(content.media)
        # A media key is a kind, "_" and the id.
        and (media_ids is None or {key.rpartition("_")[2] for key in keys} <= set(media_ids))
        and bool(attached and attached.poll_ids) == bool(content.poll)
        and _comparable(_as_written(tweet, content), content) == _comparable(content.text, content)
    )


def _as_written(tweet: Tweet, content: Content) -> str:
    """Put back the addresses that the author wrote, and take off the links that X added."""
    text = tweet.full_text
    for url in tweet.urls:
        expanded = url.expanded_url or ""
        is_added = url.media_key or (content.quote and expanded.endswith(f"/status/{content.quote}"))
        if url.url:
            text = text.replace(url.url, "" if is_added else expanded or url.url)
    return text


def _comparable(text: str, content: Content) -> str:
    text = " ".join(_UNSEEN.sub("", normal_form(text)).split())
    if content.reply_to:
        text = _LEADING_MENTIONS.sub("", text)
    for url in sorted(set(find_urls(text)), key=len, reverse=True):  # one may begin another
        text = text.replace(url, _address(url))
    return _LAST_SLASH.sub("", _SCHEME.sub("", text))  # X writes "http://example.com" for "example.com"


def _address(url: str) -> str:
    """Write an address in one way, of the several that lead to the same place."""
    host, slash, rest = _SCHEME.sub("", url).partition("/")
    return f"{_ENCODED_HOST.sub(_decoded, host.lower())}{slash}{unquote(rest)}"


def _decoded(label: re.Match[str]) -> str:
    try:
        return label[0].encode("ascii").decode("idna")
    except UnicodeError:
        return label[0]
