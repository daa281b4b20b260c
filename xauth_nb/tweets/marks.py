"""Where links, mentions, hashtags and cashtags stand in a text, by X's own marks. Nothing is guessed where X marked.

X counts positions in the text as it sent it, escaped. Each mark is checked against the text: one that does not fit is
looked for. Only where X sent no marks at all, twitter-text's rules find them, which X itself applies.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from xauth_nb.tweets.joined import entities_of
from xauth_nb.tweets.tags import tags_in
from xauth_nb.tweets.urls import links_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xauth_nb.tweets.data import TweetData
    from xauth_nb.tweets.joined import JoinedTweet
    from xauth_nb.tweets.records import Entities

__all__ = ["Mark", "marked_text", "marks_in"]

_SIGNS = {"hashtags": "#＃", "cashtags": "$", "mentions": "@＠", "urls": ""}


class Mark(NamedTuple):
    """One thing that X marks in a text.

    Parameters
    ----------
    start, end : int
        Its place, the sign included.
    kind : {"hashtags", "cashtags", "mentions", "urls"}
    name : str
        Without the sign; of a link its short address.
    """

    start: int
    end: int
    kind: str
    name: str


def marked_text(tweet: JoinedTweet) -> tuple[str, list[Mark]]:
    """Give the whole text as X sent it, of a retweet that of the original, and what X marks in it.

    Parameters
    ----------
    tweet : Tweet

    Returns
    -------
    tuple of str and list of Mark
        In order; none overlaps another. Of a retweet whose original did not come along the text is cut, and begins
        with ``RT @name:``, which is taken off.
    """
    shown: TweetData = tweet.retweeted or tweet
    text = shown.note_tweet.text if shown.note_tweet and shown.note_tweet.text else shown.text
    marks = marks_in(text, entities_of(shown))
    if shown is tweet and tweet.reference("retweeted") and text.startswith("RT @"):
        head = next((mark.end for mark in marks if mark.kind == "mentions" and mark.start == 3), 0)
        head += text[head : head + 2] == ": " and 2
        text, marks = text[head:], [mark._replace(start=mark.start - head, end=mark.end - head) for mark in marks]
    return text, [mark for mark in marks if mark.start >= 0]


def marks_in(text: str, entities: Entities | None) -> list[Mark]:
    """Find what X marks in a text.

    Parameters
    ----------
    text : str
        As sent.
    entities : Entities or None
        What came with it.
    """
    found = list(_by_rules(text)) if entities is None else sorted(_sent(text, entities))
    marks: list[Mark] = []
    for mark in found:
        if not marks or mark.start >= marks[-1].end:
            marks.append(mark)
    return marks


def _sent(text: str, entities: Entities) -> Iterator[Mark]:
    every = [
        *(("urls", one.url, one.start, one.end) for one in entities.urls or ()),
        *(("hashtags", one.tag, one.start, one.end) for one in entities.hashtags or ()),
        *(("cashtags", one.tag, one.start, one.end) for one in entities.cashtags or ()),
        *(("mentions", one.username, one.start, one.end) for one in entities.mentions or ()),
    ]
    taken: dict[tuple[str, str], int] = {}
    for kind, name, start, end in every:
        if not name:
            continue
        if start is None or end is None or not _fits(text[start:end], kind, name):
            start = _place(text, kind, name, taken.get((kind, name), 0))
            if start < 0:
                continue
            end = start + len(name) + bool(_SIGNS[kind])
        taken[kind, name] = end
        yield Mark(start, end, kind, name)


def _fits(part: str, kind: str, name: str) -> bool:
    signs = _SIGNS[kind]
    if signs:
        return part[:1] in signs and part[1:].lower() == name.lower() if part else False
    return part == name


def _place(text: str, kind: str, name: str, start: int) -> int:
    folded, wanted = text.lower(), name.lower()
    places = [folded.find(sign + wanted, start) for sign in _SIGNS[kind] or ("",)]
    return min((place for place in places if place >= 0), default=-1)


def _by_rules(text: str) -> Iterator[Mark]:
    links = [Mark(link.start, link.end, "urls", link.url) for link in links_in(text)]
    tags = [Mark(*tag) for tag in tags_in(text)]
    # A link may have "#part" in it, and "@name".
    yield from sorted([*links, *(tag for tag in tags if not any(one.start < tag.end <= one.end for one in links))])
