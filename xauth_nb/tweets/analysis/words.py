"""The words of many tweets, in every script. Words are parted by Unicode's rules, as ICU applies them.

Languages that put no space between words (Thai, Lao, Khmer, Burmese, Chinese, Japanese) are parted by ICU's
dictionaries. Sources: Unicode Standard Annex 29, "Word Boundaries"; ICU's documentation, "Boundary Analysis".
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from xauth_nb.errors import MissingDependencyError
from xauth_nb.tweets.analysis.texts import texts_once
from xauth_nb.tweets.data import unescaped
from xauth_nb.tweets.joined import is_cut
from xauth_nb.tweets.marks import marked_text
from xauth_nb.tweets.stopwords import STOPWORDS
from xauth_nb.tweets.text import normal_form

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xauth_nb.tweets.joined import JoinedTweet

__all__ = ["Word", "count_words", "split_words"]


class Word(NamedTuple):
    """A word, and in how many texts it stands.

    Parameters
    ----------
    word : str
        In small letters; a hashtag or cashtag with its sign.
    kind : {"word", "hashtag", "cashtag"}
    times : int
    """

    word: str
    kind: str
    times: int


def count_words(tweets: Iterable[JoinedTweet], *, retweets: bool) -> list[Word]:
    """Count in how many texts each word stands, most frequent first.

    Parameters
    ----------
    tweets : iterable of Tweet
    retweets : bool
        Whether each retweet counts, or a text once however often it was passed on.
    """
    counts: Counter[tuple[str, str]] = Counter()
    for tweet in tweets if retweets else texts_once(tweets):
        # Once a text: one that repeats a word a hundred times is one tweet that uses it.
        counts.update(_words_of(tweet))
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [Word(word, kind, count) for (word, kind), count in ranked]


def _words_of(tweet: JoinedTweet) -> set[tuple[str, str]]:
    text, marks = marked_text(tweet)
    found: set[tuple[str, str]] = set()
    parts, at = [], 0
    for mark in marks:
        parts.append(text[at : mark.start])
        at = mark.end
        if mark.kind in ("hashtags", "cashtags"):
            sign, kind = ("#", "hashtag") if mark.kind == "hashtags" else ("$", "cashtag")
            found.add((sign + normal_form(mark.name).lower(), kind))
    rest = text[at:]
    if rest.endswith("…") and is_cut(tweet, tweet.retweeted):
        rest = rest[: -len(rest.split()[-1])] if rest.split() else ""  # the word in which X cut it
    text = unescaped(" ".join([*parts, rest]))
    return found | {(word, "word") for word in split_words(text) if word not in STOPWORDS}


def split_words(text: str) -> list[str]:
    """Part a text into its words, in small letters. What has no letter, or is one character, is none.

    Parameters
    ----------
    text : str

    Raises
    ------
    MissingDependencyError
        If ICU is missing.

    Examples
    --------
    >>> split_words("आज मौसम अच्छा है, Don’t worry: 3 > 2")
    ['आज', 'मौसम', 'अच्छा', 'है', "don't", 'worry']
    """
    try:
        from icu4py.breakers import WordBreaker
    except ImportError as error:
        raise MissingDependencyError(
            "Words in every script need ICU, which is not installed here.", remedy="Run: pip install 'xauth-nb[words]'"
        ) from error
    words = (part.lower() for part in WordBreaker(normal_form(text).replace("’", "'"), "und"))
    return [word for word in words if len(word) > 1 and any(unicodedata.category(one)[0] == "L" for one in word)]
