"""How long X finds a text, and what it takes for a link. It counts as X does, and judges nothing that only X can.

The rules are those of twitter-text's configuration 3 ("Counting characters" in X's docs): 280 in all, a link counts
23, an emoji 2, Latin letters 1, most others 2, after normalisation to NFC. Top-level domains are those of 2021, when
the rules were last published: a newer one counts as plain text here, and as a link on X.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from itertools import groupby

from xauth_nb import twitter_text
from xauth_nb.tweets.urls import links_in

__all__ = [
    "LONG_TWEET_LIMIT",
    "TWEET_LIMIT",
    "URL_LENGTH",
    "find_urls",
    "normal_form",
    "unbreakable_spans",
    "weighted_length",
    "whole_characters",
]

TWEET_LIMIT = 280
"""The weighted length of a tweet without Premium."""
LONG_TWEET_LIMIT = 25_000
"""The length of a tweet with Premium (X's changelog, 2024-08-20)."""
URL_LENGTH = 23
"""What each link counts, however long it is."""
_MANY = 100
"""Marks above one letter; no language has as many."""
_LINE_END = re.compile(r"\r\n|\r|\n")


def weighted_length(text: str) -> int:
    """Count a text as X does.

    Parameters
    ----------
    text : str

    Returns
    -------
    int
        To be compared with :data:`TWEET_LIMIT`.

    Examples
    --------
    >>> weighted_length("Hello, world! 👋")
    16
    >>> weighted_length("see https://example.com/a/very/long/path")
    27
    """
    twitter_text.load()  # its tables take a while, and reading needs none of them
    from twitter_text.config import config
    from twitter_text.get_character_weight import get_character_weight

    rules = config["defaults"]
    normal = _LINE_END.sub("\n", normal_form(whole_characters(text)))
    weight = position = 0
    for start, end, is_link in (*_entities(normal), (len(normal), len(normal), False)):
        weight += sum(
            count * get_character_weight(one, rules) for one, count in Counter(normal[position:start]).items()
        )
        if start < end:
            weight += URL_LENGTH * rules["scale"] if is_link else rules["default_weight"]
        position = end
    return int(weight / rules["scale"])


def find_urls(text: str) -> list[str]:
    """List what X would turn into links, which is also what makes a post cost more.

    Parameters
    ----------
    text : str

    Returns
    -------
    list of str
        As they stand in the text; also domains without ``https://``.

    Examples
    --------
    >>> find_urls("see example.com, or https://x.com/ada")
    ['example.com', 'https://x.com/ada']
    """
    return [link.url for link in links_in(whole_characters(text))]


def unbreakable_spans(text: str) -> list[tuple[int, int]]:
    """Find the links and emoji of a text: cut in two, each would be something else.

    Parameters
    ----------
    text : str
        Of :func:`whole_characters`.

    Returns
    -------
    list of tuple of int
        Where each begins and ends, in order; none overlaps another.

    Examples
    --------
    >>> unbreakable_spans("see example.com 👋")
    [(4, 15), (16, 17)]
    """
    return [(start, end) for start, end, _ in _entities(text)]


def normal_form(text: str) -> str:
    r"""Normalise a text to NFC, as X does before it counts, in time that grows with its length.

    Python sorts the marks above a letter by insertion, which takes half a second for 25,000 of them. Sorted before,
    they are in order already. (Unicode 16, section 3.11, "Canonical Ordering Algorithm".)

    Parameters
    ----------
    text : str

    Examples
    --------
    >>> normal_form("e\u0301")
    'é'
    """
    if len(text) > _MANY:
        parts = []
        for is_mark, run in groupby(text, lambda one: unicodedata.combining(one) != 0):
            letters = "".join(run)
            if is_mark and len(letters) > _MANY:
                marks = (mark for letter in letters for mark in unicodedata.normalize("NFD", letter))
                letters = "".join(sorted(marks, key=unicodedata.combining))
            parts.append(letters)
        text = "".join(parts)
    return unicodedata.normalize("NFC", text)


def _entities(text: str) -> list[tuple[int, int, bool]]:
    """Find links and emoji, in order, and none inside another; each with whether it is a link."""
    twitter_text.load()
    from twitter_text import extract_emojis_with_indices

    found = [(link.start, link.end, True) for link in links_in(text)]
    found += [(*emoji["indices"], False) for emoji in extract_emojis_with_indices(text)]
    entities: list[tuple[int, int, bool]] = []
    for entity in sorted(found):
        if not entities or entity[0] >= entities[-1][1]:
            entities.append(entity)
    return entities


def whole_characters(text: str) -> str:
    r"""Join the halves of surrogate pairs; a single half, which cannot be sent, becomes the replacement character.

    >>> whole_characters("\ud83d\udc4b")
    '👋'
    """
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
