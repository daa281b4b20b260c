"""Find what X takes for a link, in time that grows with the text and no faster. The rules are twitter-text's own.

The published pattern, tried at every letter, walks the rest of a chain of dots each time and asks at every dot for one
of 1,500 top-level domains: 25,000 letters of ``a.a.a.`` take it minutes. Here the dots before a top-level domain are
found first, in one pass, and the pattern is tried only where a domain can reach one of them.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from xauth_nb import twitter_text

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Link", "links_in"]

_PROTOCOL = len("https://")
_LONGEST = 4096
"""Characters of a link, with its ``https://`` (twitter-text, ``MAX_URL_LENGTH``)."""
_SPACE = re.compile(r"\s|$")
_DOT = re.compile(r"\.(?=[^\W_])")
_FAR = 64
"""Letters that tell whether a dot stands before a top-level domain: the longest one has 24."""
_LONGEST_SLUG = 40
"""Letters behind t.co/ that X takes (twitter-text, ``extractUrlsWithIndices``)."""


class Link(NamedTuple):
    """A link in a text.

    Parameters
    ----------
    start, end : int
        Where it stands, in characters.
    url : str
    """

    start: int
    end: int
    url: str


class _Rules(NamedTuple):
    """The patterns of twitter-text, and those that say where they can match at all."""

    url: re.Pattern[str]
    tco: re.Pattern[str]
    no_start: re.Pattern[str]
    chain: re.Pattern[str]
    ascii_chain: re.Pattern[str]
    tld: re.Pattern[str]


@functools.cache
def _rules() -> _Rules:
    twitter_text.load()  # its tables take a while, and reading needs none of them
    from twitter_text.regexp.extract_url import extract_url
    from twitter_text.regexp.invalid_url_without_protocol_preceding_chars import (
        invalid_url_without_protocol_preceding_chars,
    )
    from twitter_text.regexp.latin_accent_chars import latin_accent_chars
    from twitter_text.regexp.valid_cctld import valid_cctld
    from twitter_text.regexp.valid_domain_chars import valid_domain_chars
    from twitter_text.regexp.valid_gtld import valid_gtld
    from twitter_text.regexp.valid_punycode import valid_punycode
    from twitter_text.regexp.valid_tco_url import valid_tco_url

    letter = valid_domain_chars.pattern
    label = rf"{letter}(?:[_-]*{letter})*"
    ascii_label = f"[-a-z0-9{getattr(latin_accent_chars, 'pattern', latin_accent_chars)}]+"
    ends = "|".join(one.pattern for one in (valid_gtld, valid_cctld, valid_punycode))
    return _Rules(
        url=extract_url,
        tco=valid_tco_url,
        no_start=invalid_url_without_protocol_preceding_chars,
        chain=re.compile(rf"{label}(?:\.{label})*"),
        ascii_chain=re.compile(rf"{ascii_label}(?:\.{ascii_label})*", re.IGNORECASE),
        tld=re.compile(rf"\.(?=[^\W_])(?:{ends})", re.IGNORECASE),
    )


@functools.lru_cache(maxsize=16)  # a draft counts, prices and draws the same text
def links_in(text: str) -> tuple[Link, ...]:
    """List the links of a text, as twitter-text extracts them.

    Parameters
    ----------
    text : str

    Returns
    -------
    tuple of Link
        In order; also domains without ``https://``.
    """
    if "." not in text:
        return ()
    found: list[Link] = []
    position = 0
    for low, high in _places(text):
        start = max(low - _PROTOCOL - 1, position)
        while start < high:
            # A path may nest parentheses, which takes the pattern long; what is too long for a link need not be walked.
            if match := _rules().url.match(text, start, max(start + _LONGEST, high) + _FAR):
                found += _links_of(match)
                is_cut = len(match[3]) > _LONGEST
                position = start = _end_of_word(text, match.end()) if is_cut else match.end()
            else:
                start += 1
    return tuple(found)


def _end_of_word(text: str, position: int) -> int:
    space = _SPACE.search(text, position)
    return space.start() if space else len(text)


def _places(text: str) -> Iterator[tuple[int, int]]:
    """Say where domains can begin: from where to where, before a top-level domain that can be reached from there."""
    dots = [dot.start() for dot in _DOT.finditer(text) if _is_before_tld(text[dot.start() : dot.start() + _FAR])]
    for chain in _rules().chain.finditer(text):
        mine = dots[bisect_left(dots, chain.start()) : bisect_left(dots, chain.end())]
        underscored = []
        while mine:
            label = text.rfind(".", chain.start(), mine[-1]) + 1 or chain.start()
            last = text.rfind("_", label, mine[-1])
            if last < 0:
                yield chain.start(), mine[-1]
                break
            underscored.append((last + 1, mine[-1]))  # the label before a top-level domain holds no underscore
            mine.pop()
        yield from reversed(underscored)


@functools.lru_cache(maxsize=1024)
def _is_before_tld(following: str) -> bool:
    return _rules().tld.match(following) is not None


def _links_of(match: re.Match[str]) -> list[Link]:
    """Judge one match as twitter-text does: its length, what stands before it, and letters that are not ASCII."""
    _, before, url, protocol, domain, _, path, _ = match.groups()
    start = match.end() - len(url)
    if not _is_valid(url, protocol or "https://", domain):
        return []
    if protocol is not None:
        if short := _rules().tco.search(url):
            if short[1] and len(short[1]) > _LONGEST_SLUG:
                return []
            url = short[0]
        return [Link(start, start + len(url), url)]
    if _rules().no_start.match(before):
        return []
    parts = [Link(start + low, start + high, domain[low:high]) for low, high in _ascii_domains(domain)]
    if parts and path:
        last = parts[-1]
        parts[-1] = Link(last.start, match.end(), url.replace(domain, last.url))
    return parts


def _ascii_domains(domain: str) -> Iterator[tuple[int, int]]:
    ends = {match.start(): match.end() for match in _rules().tld.finditer(domain)}
    for chain in _rules().ascii_chain.finditer(domain):
        reached = [end for dot, end in ends.items() if chain.start() < dot <= chain.end()]
        if reached:
            yield chain.start(), reached[-1]


def _is_valid(url: str, protocol: str, domain: str) -> bool:
    from twitter_text.extract_urls import is_valid_url

    return bool(is_valid_url(url, protocol, domain))
