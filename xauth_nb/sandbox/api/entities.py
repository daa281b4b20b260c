"""Find links, hashtags, cashtags and mentions in a text, with their places. Texts here are as X sends them."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Any

from xauth_nb.sandbox.world.records import MENTION

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xauth_nb.sandbox.world import Link, World

__all__ = ["as_sent", "entities_of"]

_HASHTAG = re.compile(r"(?<![\w&/])[##](\w*[^\W\d]\w*)")
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
    for name, pattern in (("hashtags", _HASHTAG), ("cashtags", _CASHTAG)):
        tags = [
            {"start": tag.start(), "end": tag.end(), "tag": tag[1]}
            for tag in pattern.finditer(text)
            if not any(start <= tag.start() < end for start, end in spans)
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
