"""How long X finds a text, and what it takes for a link. It counts as X does, and judges nothing that only X can.

The rules are those of twitter-text's configuration 3 ("Counting characters" in X's docs): 280 in all, a link counts
23, an emoji 2, Latin letters 1, most others 2, after normalisation to NFC. Top-level domains are those of 2021, when
the rules were last published: a newer one counts as plain text here, and as a link on X.
"""

from __future__ import annotations

__all__ = [
    "LONG_TWEET_LIMIT",
    "TWEET_LIMIT",
    "URL_LENGTH",
    "find_urls",
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
    from twitter_text import parse_tweet  # its tables take a while to load, and reading needs none of them

    return int(parse_tweet(whole_characters(text)).weightedLength)


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
    from twitter_text import extract_urls

    return [str(url) for url in extract_urls(whole_characters(text))]


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
    from twitter_text import extract_emojis_with_indices, extract_urls_with_indices

    spans: list[tuple[int, int]] = []
    found = [entity["indices"] for entity in (*extract_urls_with_indices(text), *extract_emojis_with_indices(text))]
    for start, end in sorted(found):
        if not spans or start >= spans[-1][1]:
            spans.append((start, end))
    return spans


def whole_characters(text: str) -> str:
    r"""Join the halves of surrogate pairs; a single half, which cannot be sent, becomes the replacement character.

    >>> whole_characters("\ud83d\udc4b")
    '👋'
    """
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
