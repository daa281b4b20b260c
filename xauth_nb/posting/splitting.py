"""One long text as the tweets of a thread. It cuts where a reader would pause, never inside a link or a character."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

from xauth_nb.errors import UsageError
from xauth_nb.tweets.text import TWEET_LIMIT, unbreakable_spans, weighted_length, whole_characters

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["split_text"]

_SHORTEST = 50
_PARAGRAPH = re.compile(r"(?<=\S)(?=[^\S\n]*\n\s*\n)")
_SENTENCE = re.compile(r"(?<=\S)(?=[^\S\n]*\n)|[.!?…][\"'”’»)\]]*(?=\s)|[。！？｡][」』”’）]*")
_WORD = re.compile(r"(?<=\S)(?=\s)")
_JOINER = "\u200d"


def split_text(text: str, *, numbered: bool = False, limit: int = TWEET_LIMIT) -> list[str]:
    """Split a text into parts that each fit into a tweet.

    A part ends at the end of a paragraph if it is more than half full there, else at the end of a line or sentence,
    else of a word. A word that is longer than a tweet is cut, as is a text without spaces; a link, an emoji and a
    letter with its accents never are. No two neighbours would fit into one part.

    Parameters
    ----------
    text : str
        Only white space between the parts is left out.
    numbered : bool, optional
        End each part with its number, as in ``… 3/12``. A text that fits into one tweet gets none.
    limit : int, optional
        The weighted length of a part (:func:`xauth_nb.tweets.text.weighted_length`), with its number.

    Returns
    -------
    list of str
        One or more, in order.

    Raises
    ------
    UsageError
        If the text is empty, or the limit is below 50.

    Examples
    --------
    >>> [part[-24:] for part in split_text("A first word. " * 30, numbered=True)]
    [' word. A first word. 1/2', ' word. A first word. 2/2']
    """
    if limit < _SHORTEST:
        raise UsageError(f"Parts of {limit} characters are too short to split at.", remedy=f"Use {_SHORTEST} or more.")
    text = whole_characters(text).strip()
    if not text:
        raise UsageError("The text is empty, and there is nothing to split.", remedy="Write something.")
    if not numbered:
        return _Splitter(text, limit).parts(limit)
    if weighted_length(text) <= limit:
        return [text]
    splitter = _Splitter(text, limit)
    digits = 1
    while True:
        parts = splitter.parts(limit - len(f" {'9' * digits}/{'9' * digits}"))
        if len(str(len(parts))) <= digits:
            return [f"{part} {number}/{len(parts)}" for number, part in enumerate(parts, 1)]
        digits += 1


class _Splitter:
    """A text with the places where it may be cut, and how much it weighs up to each of them."""

    def __init__(self, text: str, limit: int) -> None:
        self.text = text
        spans = list(_atoms(text, limit))
        self.ends = [end for _, end in spans]
        self.weights = list(accumulate(_weight(text[start:end]) for start, end in spans))
        cuts = set(self.ends)
        self.paragraphs, self.sentences, self.words = (
            [place for match in pattern.finditer(text) if (place := match.end()) in cuts] + [len(text)]
            for pattern in (_PARAGRAPH, _SENTENCE, _WORD)
        )

    def parts(self, room: int) -> list[str]:
        """Cut the text into parts of a weight, and join those neighbours that turn out to fit together."""
        text, slices = self.text, list[tuple[int, int]]()
        start = 0
        while start < len(text):
            end = start + len(text[start : self._cut(start, room)].rstrip())
            if slices and weighted_length(text[slices[-1][0] : end]) <= room:
                start, _ = slices.pop()
            slices.append((start, end))
            start = end + len(text[end:]) - len(text[end:].lstrip())
        return [text[start:end] for start, end in slices]

    def _cut(self, start: int, room: int) -> int:
        """Choose where the part that begins here ends."""
        before = self._weight_at(start)
        last = max(bisect_right(self.weights, before + room) - 1, bisect_right(self.ends, start))
        while last > bisect_right(self.ends, start) and weighted_length(self.text[start : self.ends[last]]) > room:
            last -= 1
        furthest = self.ends[last]
        if furthest == len(self.text):
            return furthest
        for places in (self.paragraphs, self.sentences):
            place = _last(places, start, furthest)
            if place and self._weight_at(place) - before > room / 2:
                return place
        place = _last(self.words, start, furthest)
        if place and self._word_weight(place) <= room:
            return place
        return furthest

    def _word_weight(self, place: int) -> int:
        """Weigh the word that begins after a place; what is longer than a tweet will be cut anyway, so cut it here."""
        end = self.words[bisect_right(self.words, place)] if place < len(self.text) else place
        return self._weight_at(end) - self._weight_at(place)

    def _weight_at(self, place: int) -> int:
        atom = bisect_right(self.ends, place)
        return self.weights[atom - 1] if atom else 0


def _last(places: list[int], start: int, end: int) -> int:
    """Return the last place after ``start`` and up to ``end``; 0 where there is none."""
    at = bisect_right(places, end) - 1
    return places[at] if at >= 0 and places[at] > start else 0


def _atoms(text: str, limit: int) -> Iterator[tuple[int, int]]:
    """Walk over what must not be cut: links, emoji, letters with their marks, and what joiners hold together."""
    spans = dict(unbreakable_spans(text))
    start = 0
    while start < len(text):
        end = spans.get(start, start + 1)
        is_link = end - start > 1 and "." in text[start:end]
        most = start + limit // 2
        while not is_link and end < len(text) and end <= most and (_clings(text[end]) or text[end - 1] == _JOINER):
            end = spans.get(end, end + 1)
        if end > most and not is_link:
            end = start + 1  # a pile of marks that no tweet could hold
        yield start, end
        start = end


def _clings(character: str) -> bool:
    """Say whether a character belongs to the one before it."""
    return (
        unicodedata.category(character) in ("Mn", "Me", "Mc")
        or character == _JOINER
        or "\U0001f3fb" <= character <= "\U0001f3ff"  # skin tones
        or "\u1160" <= character <= "\u11ff"  # the vowels and finals of a Korean syllable
    )


@lru_cache(maxsize=8192)
def _weight(atom: str) -> int:
    return weighted_length(atom)
