"""Hashtags, mentions and cashtags in a text, by the rules that X applies itself. It judges nothing that X has marked.

Source: twitter-text's grammar of 3.1, with its conformance cases: letters and marks of every script, and beside them
the few characters that belong into words without being letters, such as the middle dot of Catalan.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Tag", "tags_in"]

_SPECIAL = frozenset(
    "_\u200c\u200d\ua67e\u05be\u05f3\u05f4\uff5e\u301c\u309b\u309c\u30a0\u30fb\u3003\u0f0b\u0f0c\u00b7"
)
_SIGN = re.compile("[#＃](?!\ufe0f|\u20e3)")
_MENTION = re.compile(
    r"(?:(?<![A-Za-z0-9_!#$%&*@＠])|(?<=\b[Rr][Tt]))[@＠](\w{1,20})(?![@＠]|[\w\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]|://)",
    re.ASCII,
)
_CASHTAG = re.compile(r"(?:(?<=^)|(?<=\s))\$([A-Za-z]{1,6}(?:[._][A-Za-z]{1,2})?)(?=$|\s|[!-/:-@\[-`{-~])", re.ASCII)


class Tag(NamedTuple):
    """One tag, with its place.

    Parameters
    ----------
    start, end : int
        The sign included.
    kind : {"hashtags", "mentions", "cashtags"}
    name : str
        Without the sign.
    """

    start: int
    end: int
    kind: str
    name: str


def tags_in(text: str) -> list[Tag]:
    """Find what X would mark in a text, but for links.

    Parameters
    ----------
    text : str

    Returns
    -------
    list of Tag
        In order.

    Examples
    --------
    >>> [tag.name for tag in tags_in("#हिन्दी, #can't, no#tag and @ada")]
    ['हिन्दी', 'can', 'ada']
    """
    found = list(_hashtags(text))
    found += [Tag(match.start(), match.end(), "mentions", match[1]) for match in _MENTION.finditer(text)]
    found += [Tag(match.start(), match.end(), "cashtags", match[1]) for match in _CASHTAG.finditer(text)]
    return sorted(found)


def _hashtags(text: str) -> Iterator[Tag]:
    for sign in _SIGN.finditer(text):
        start, end = sign.start(), sign.end()
        before = text[start - 1 : start]
        # The selectors of an emoji count as marks, and end it all the same.
        if before and before not in "\ufe0e\ufe0f" and (_belongs(before) or before == "&"):
            continue
        while end < len(text) and _belongs(text[end]):
            end += 1
        name = text[start + 1 : end]
        if any(_is_letter(one) for one in name) and not text.startswith(("#", "＃", "://"), end):
            yield Tag(start, end, "hashtags", name)


def _is_letter(one: str) -> bool:
    return unicodedata.category(one)[0] in "LM"


def _belongs(one: str) -> bool:
    return _is_letter(one) or one in _SPECIAL or unicodedata.category(one) == "Nd"
