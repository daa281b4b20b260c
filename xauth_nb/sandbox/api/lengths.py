"""How long a text is, and which links stand in it: counted by the package ``twitter_text``, not by the client's code.

The package takes time that grows with the square of a run such as "a.a.a.a", which an unfriendly text can be made of:
a second for 500 letters. So what joins the labels behind the last one that can end a domain is replaced by letters in
such runs first: it cannot be part of a link, and weighs the same.
"""

from __future__ import annotations

import re

from xauth_nb.sandbox.world import Link
from xauth_nb.sandbox.world.slots import display_of, short_for

__all__ = ["LONGEST", "LONGEST_PREMIUM", "links_in", "weighted_length"]

LONGEST, LONGEST_PREMIUM = 280, 25_000
_RUN = re.compile(r"[^\s/?#]{100,}")  # what people write is shorter, and goes to the package as it is
_JOINTS = re.compile(r"[._-]")


def weighted_length(text: str) -> int:
    """Count a text as twitter-text does.

    Parameters
    ----------
    text : str
        Of at most 25,000 characters: a longer one is refused before it is counted.
    """
    _load()
    from twitter_text import parse_tweet

    length: int = parse_tweet(_calmed(text)).weightedLength
    return length


def links_in(text: str, owner: int) -> tuple[str, tuple[Link, ...]]:
    """Replace the URLs of a posted text by short ones, bare domains included, as X does.

    Parameters
    ----------
    text : str
    owner : int
        The id of the tweet: each has short links of its own.
    """
    _load()
    from twitter_text.extract_urls import extract_urls_with_indices

    links, parts, last = [], [], 0
    for found in extract_urls_with_indices(_calmed(text)):
        start, end = found["indices"]
        url = text[start:end]
        whole = url if url.lower().startswith(("http://", "https://")) else f"http://{url}"
        links.append(Link(short_for(whole, owner), whole, display_of(whole)))
        parts += [text[last:start], links[-1].short]
        last = end
    return "".join([*parts, text[last:]]), tuple(links)


def _load() -> None:
    from xauth_nb.twitter_text import load  # not before: a sandbox starts without what counts

    load()


def _calmed(text: str) -> str:
    return _RUN.sub(_without_idle_joints, text)


def _without_idle_joints(run: re.Match[str]) -> str:
    labels = run[0].split(".")
    last = next((place for place in range(len(labels) - 1, 0, -1) if _can_end_a_domain(labels[place])), 0)
    domain, rest = ".".join(labels[: last + 1]), ".".join(labels[last + 1 :])
    if not last:
        return _JOINTS.sub("a", run[0])
    return f"{domain}.{_JOINTS.sub('a', rest)}" if last + 1 < len(labels) else domain


def _can_end_a_domain(label: str) -> bool:
    from twitter_text.regexp.valid_cctld import valid_cctld
    from twitter_text.regexp.valid_gtld import valid_gtld
    from twitter_text.regexp.valid_punycode import valid_punycode

    return any(re.match(kind.pattern, label, re.IGNORECASE) for kind in (valid_gtld, valid_cctld, valid_punycode))
