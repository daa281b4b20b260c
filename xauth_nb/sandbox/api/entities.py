"""Find links, hashtags, cashtags and mentions in a text, with their places. Texts here are as X sends them."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Any
from unicodedata import category

from xauth_nb.sandbox.world.records import MENTION

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xauth_nb.sandbox.world import Link, World

__all__ = ["as_sent", "entities_of"]

_SIGN = re.compile(r"(?<![\w&/])[#\uff03]")
_JOINING = "_\u200c\u200d\u00b7\u30fb"  # in a tag without being letters: of Persian, of Catalan, of Japanese
_CASHTAG = re.compile(r"(?<![\w$])\$([A-Za-z]{1,6}(?:[._][A-Za-z]{1,2})?)(?![\w$])")


def as_sent(text: str) -> str:
    """Escape a text as X does: the three characters ``& < >``, and no quotes."""
    return escape(text, quote=False)


def entities_of(text: str, links: Sequence[Link], world: World) -> dict[str, Any]:
    """Find the entities of a text.

    Parameters
    ----------
    text : str
        As sent.
    links : sequence of Link
        The short links that stand in it.
    world : World
        Knows who exists: only they are mentioned.
    """
    found: dict[str, Any] = {}
    urls = [(text.find(link.short), link) for link in links]
    if urls := [(start, link) for start, link in urls if start >= 0]:
        found["urls"] = [_url(start, link) for start, link in sorted(urls, key=lambda pair: pair[0])]
    spans = [(start, start + len(link.short)) for start, link in urls]
    cashtags = ((tag.start(), tag.end()) for tag in _CASHTAG.finditer(text))
    for name, places in (("hashtags", _hashtags(text)), ("cashtags", cashtags)):
        tags = [
            {"start": at, "end": to, "tag": text[at + 1 : to]}
            for at, to in places
            if not any(start <= at < end for start, end in spans)
        ]
        if tags:
            found[name] = tags
    mentions = []
    for mention in MENTION.finditer(text):
        person = world.named(mention[1])
        if person:
            place = {"start": mention.start(), "end": mention.end()}
            mentions.append({**place, "username": person.username, "id": str(person.id)})
    if mentions:
        found["mentions"] = mentions
    return found


def _hashtags(text: str) -> Iterator[tuple[int, int]]:
    """Find the hashtags of every script: the vowel signs of Indian ones are marks, and belong to the word."""
    for sign in _SIGN.finditer(text):
        end = sign.end()
        while end < len(text) and (text[end].isalnum() or text[end] in _JOINING or category(text[end])[0] == "M"):
            end += 1
        if any(one.isalpha() for one in text[sign.end() : end]):
            yield sign.start(), end


def _url(start: int, link: Link) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "start": start,
        "end": start + len(link.short),
        "url": link.short,
        "expanded_url": link.expanded,
        "display_url": link.display,
    }
    if link.media_key:
        shown["media_key"] = link.media_key
    elif link.title:
        shown |= {"status": 200, "title": link.title, "unwound_url": link.expanded}
    return shown
