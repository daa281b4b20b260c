"""Networks in tweets: who retweets, quotes, answers and mentions whom, and which hashtags stand together."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from xauth_nb.errors import UsageError
from xauth_nb.tweets.analysis.texts import texts_once
from xauth_nb.tweets.joined import came_along
from xauth_nb.tweets.marks import marks_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

    from xauth_nb.tweets.joined import JoinedTweet

__all__ = ["KINDS", "Edge", "find_edges"]


class Edge(NamedTuple):
    """How often one refers to another.

    Parameters
    ----------
    source, target : str
        The name of who refers, and of who is referred to; an id where the name is not known. Of hashtags the two, with
        "#", in the order of the alphabet.
    source_id, target_id : str or None
        ``None`` where X sent none, and for hashtags.
    times : int
        In how many tweets.
    first, last : datetime.datetime or None
        Of these tweets.
    """

    source: str
    target: str
    source_id: str | None
    target_id: str | None
    times: int
    first: datetime | None
    last: datetime | None


class _End(NamedTuple):
    """An account, as far as a tweet tells it."""

    id: str | None
    name: str | None


def find_edges(tweets: Iterable[JoinedTweet], kind: str) -> list[Edge]:
    """Add up who refers to whom, most often first.

    Parameters
    ----------
    tweets : iterable of Tweet
    kind : str
        One of :data:`KINDS`.

    Raises
    ------
    UsageError
        If there is no such kind.
    """
    if kind not in KINDS:
        raise UsageError(f"There is no network of {kind!r}.", remedy=f"Choose one of {', '.join(KINDS)}.")
    rows = [tweet for tweet in tweets if tweet.id] if kind != "hashtags" else texts_once(tweets)
    people = _People(rows)
    found: dict[tuple[str, str], list[datetime | None]] = {}
    for tweet in dict.fromkeys(rows):
        for source, target in set(_keys(tweet, kind, people)):
            found.setdefault((source, target), []).append(tweet.created_at)
    edges = []
    for (source, target), times in found.items():
        known = sorted(time for time in times if time is not None)
        ends = (_End(None, source), _End(None, target)) if kind == "hashtags" else (people[source], people[target])
        (source_id, source_name), (target_id, target_name) = ends
        edges.append(
            Edge(
                source_name or source_id or "",
                target_name or target_id or "",
                source_id,
                target_id,
                len(times),
                known[0] if known else None,
                known[-1] if known else None,
            )
        )
    return sorted(edges, key=lambda edge: (-edge.times, edge.source, edge.target))


def _keys(tweet: JoinedTweet, kind: str, people: _People) -> Iterator[tuple[str, str]]:
    if kind == "hashtags":
        tags = sorted({f"#{tag.lower()}" for tag in tweet.hashtags})
        yield from combinations(tags, 2)
        return
    author = people.key(_End(tweet.author_id, tweet.author.username if tweet.author else tweet.username))
    for end in KINDS[kind](tweet):
        key = people.key(end)
        if author and key:
            yield author, key


class _People:
    """Accounts that are known by an id, a name, or both: each has one key, however a tweet tells it."""

    def __init__(self, tweets: list[JoinedTweet]) -> None:
        self._names: dict[str, str] = {}  # by id
        self._ids: dict[str, str] = {}  # by name, in small letters
        for user in came_along(tweets, "users").values():
            self._learn(user.id, user.username)
        for tweet in tweets:
            self._learn(tweet.author_id, tweet.username)
            for mention in tweet.mentions:
                self._learn(mention.id, mention.username)
            if tweet.reference("retweeted") and (entities := tweet.entities):
                for mention in entities.mentions or ():
                    self._learn(mention.id, mention.username)

    def _learn(self, id: str | None, name: str | None) -> None:
        if id and name:
            self._names.setdefault(id, name)
            self._ids.setdefault(name.lower(), id)

    def key(self, end: _End) -> str | None:
        """Give the id, or the name where no id is known for it."""
        if end.id:
            return end.id
        return self._ids.get(end.name.lower(), f"@{end.name.lower()}") if end.name else None

    def __getitem__(self, key: str) -> _End:
        return _End(None, key[1:]) if key.startswith("@") else _End(key, self._names.get(key))


def _retweeted(tweet: JoinedTweet) -> Iterator[_End]:
    if not tweet.reference("retweeted"):
        return
    if (original := tweet.retweeted) is not None and original.author_id:
        yield _End(original.author_id, original.author.username if original.author else None)
        return
    # Without the original X still names its author: the text begins with "RT @name:", and marks the mention.
    entities = tweet.entities
    for mark in marks_in(tweet.text, entities):
        if mark.kind == "mentions" and mark.start == len("RT "):
            mentions = (entities and entities.mentions) or ()
            id = next((one.id for one in mentions if one.username.lower() == mark.name.lower()), None)
            yield _End(id, mark.name)


def _quoted(tweet: JoinedTweet) -> Iterator[_End]:
    id = tweet.reference("quoted")
    if not id or tweet.reference("retweeted"):
        return
    if (quoted := tweet.quoted) is not None and quoted.author_id:
        yield _End(quoted.author_id, quoted.author.username if quoted.author else None)
        return
    for url in tweet.urls:  # its address is in the text, with the name in it
        parts = urlsplit(url.expanded_url or "").path.split("/")
        if len(parts) > 3 and parts[2:4] == ["status", id] and parts[1] != "i":
            yield _End(None, parts[1])
            return


def _answered(tweet: JoinedTweet) -> Iterator[_End]:
    if tweet.reference("replied_to") and tweet.in_reply_to_user_id:
        yield _End(tweet.in_reply_to_user_id, None)


def _mentioned(tweet: JoinedTweet) -> Iterator[_End]:
    if not tweet.reference("retweeted"):
        yield from (_End(mention.id, mention.username) for mention in tweet.mentions)


KINDS: dict[str, Callable[[JoinedTweet], Iterator[_End]]] = {
    "retweets": _retweeted,
    "quotes": _quoted,
    "replies": _answered,
    "mentions": _mentioned,
    "hashtags": lambda tweet: iter(()),
}
"""How each kind finds whom a tweet refers to; hashtags refer to each other."""
