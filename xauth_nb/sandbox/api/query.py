"""Read a search query: words, phrases, operators, negation, OR and brackets, with X's precedence (AND before OR).

Source: X's docs, "Build a query". A query that X would refuse raises :class:`QueryError` with a message like X's.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xauth_nb.sandbox.api.entities import as_sent, entities_of

if TYPE_CHECKING:
    from xauth_nb.sandbox.world import Tweet, World

__all__ = ["QueryError", "parse"]

Test = Callable[["Tweet"], bool]
DEEPEST = 50

_TOKEN = re.compile(r'\s*(?:(?P<bracket>[()])|(?P<word>-(?=\()|-?(?:\w+:)?(?:"[^"]*"|[^\s()"]+)))', re.UNICODE)
_OPERATOR = re.compile(r"(?P<name>[a-z_]+):(?P<value>.+)", re.DOTALL)
_WORDS = re.compile(r"\w+")
_KINDS = ("retweet", "reply", "quote", "verified", "nullcast")
_PARTS = ("hashtags", "cashtags", "links", "mentions", "media", "images", "videos", "video_link", "geo")
_AT_LEAST = {
    **dict.fromkeys(("min_likes", "min_faves"), "likes"),
    **dict.fromkeys(("min_reposts", "min_retweets"), "retweets"),
    "min_replies": "replies",
    "min_quotes": "quotes",
}


class QueryError(Exception):
    """The query cannot be read."""


@dataclass(frozen=True)
class _Clause:
    """One test, and whether it can stand alone: ``is:``, ``has:`` and ``lang:`` only narrow something else."""

    test: Test
    stands: bool


def parse(query: str, world: World) -> Test:
    """Make the test that a query means.

    Parameters
    ----------
    query : str
    world : World
        Knows who is who.

    Raises
    ------
    QueryError
        If X would refuse it.
    """
    tokens, place = [], 0
    while query[place:].strip():
        found = _TOKEN.match(query, place)
        if not found:
            raise QueryError(f"no viable alternative at input '{query[place:].strip()[:40]}' (at position {place + 1})")
        tokens.append(found["bracket"] or found["word"])
        place = found.end()
    reader = _Reader(tokens, world)
    clause = reader.either(0)
    if reader.tokens:
        raise QueryError(f"extraneous input '{reader.tokens[0]}' expecting <EOF>")
    if not clause.stands:
        raise QueryError("Rules must contain at least one positive, non-stopword clause (at position 1)")
    return clause.test


class _Reader:
    """Recursive descent over the tokens."""

    def __init__(self, tokens: list[str], world: World) -> None:
        self.tokens = tokens
        self._world = world

    def either(self, depth: int) -> _Clause:
        clauses = [self._all(depth)]
        while self.tokens and self.tokens[0] == "OR":
            self.tokens.pop(0)
            clauses.append(self._all(depth))
        return _Clause(lambda tweet: any(one.test(tweet) for one in clauses), all(one.stands for one in clauses))

    def _all(self, depth: int) -> _Clause:
        clauses: list[_Clause] = []
        while self.tokens and self.tokens[0] not in (")", "OR"):
            if self.tokens[0] == "AND":
                raise QueryError("Ambiguous use of and as a keyword. Use a space to logically join two clauses")
            clauses.append(self._one(depth))
        if not clauses:
            raise QueryError(f"missing clause at '{self.tokens[0] if self.tokens else '<EOF>'}'")
        return _Clause(lambda tweet: all(one.test(tweet) for one in clauses), any(one.stands for one in clauses))

    def _one(self, depth: int) -> _Clause:
        part = self.tokens.pop(0)
        negated = part == "-" and self.tokens[:1] == ["("]
        if negated:
            self.tokens.pop(0)
        if negated or part.startswith("("):
            if depth >= DEEPEST:
                raise QueryError("the query is nested too deeply")
            inner = self.either(depth + 1)
            if self.tokens[:1] != [")"]:
                raise QueryError("missing ')' at '<EOF>'")
            self.tokens.pop(0)
            return _Clause(lambda tweet: not inner.test(tweet), False) if negated else inner
        if part.startswith("-") and len(part) > 1:
            inner = self._term(part[1:])
            return _Clause(lambda tweet: not inner.test(tweet), False)
        return self._term(part)

    def _term(self, token: str) -> _Clause:
        operator = _OPERATOR.fullmatch(token)
        if operator and not token.startswith(("http:", "https:")):
            return self._operator(operator["name"], operator["value"].strip('"'))
        if token[:1] in "#@$" and len(token) > 1:
            return _Clause(self._tag(token[0], token[1:]), True)
        return _Clause(_text_test(token), True)

    def _operator(self, name: str, value: str) -> _Clause:
        world = self._world
        if name in ("from", "to", "retweets_of"):
            person = world.named(value)
            wanted = person.id if person else -1
            people: dict[str, Test] = {
                "from": lambda tweet: tweet.author == wanted,
                "to": lambda tweet: tweet.replied_to_user == wanted,
                "retweets_of": lambda tweet: _author(world.tweet(tweet.retweeted)) == wanted,
            }
            return _Clause(people[name], True)
        if name == "lang":
            return _Clause(lambda tweet: tweet.lang == value, False)
        if name == "url":
            return _Clause(lambda tweet: any(value.lower() in link.expanded.lower() for link in tweet.links), True)
        if name in ("place", "place_country"):
            return _Clause(self._place(name, value.lower()), True)
        ids: dict[str, Callable[[Tweet], int]] = {
            "conversation_id": lambda tweet: tweet.conversation,
            "in_reply_to_tweet_id": lambda tweet: tweet.replied_to,
            "retweets_of_tweet_id": lambda tweet: tweet.retweeted,
            "quotes_of_tweet_id": lambda tweet: tweet.quoted,
        }
        if name in ids:
            return _Clause(lambda tweet: str(ids[name](tweet)) == value, True)
        if name in _AT_LEAST:
            if not value.isascii() or not value.isdigit():
                raise QueryError(f"invalid value '{value}' for operator '{name}': it has to be a number")
            least, counted = int(value[:12]), _AT_LEAST[name]
            return _Clause(lambda tweet: getattr(world.metrics(tweet), counted) >= least, False)
        if name == "is" and value in _KINDS:
            return _Clause(self._kind(value), False)
        if name == "has" and value in _PARTS:
            return _Clause(self._part(value), False)
        raise QueryError(f"Reference to invalid operator '{name}'. Operator is not available in current product or")

    def _kind(self, value: str) -> Test:
        world = self._world
        kinds: dict[str, Test] = {
            "retweet": lambda tweet: tweet.is_retweet,
            "reply": lambda tweet: tweet.is_reply,
            "quote": lambda tweet: bool(tweet.quoted),
            "verified": lambda tweet: (person := world.person(tweet.author)) is not None and person.verified,
            "nullcast": lambda tweet: False,
        }
        return kinds[value]

    def _part(self, value: str) -> Test:
        def names(tweet: Tweet) -> set[str]:
            found = set(entities_of(as_sent(tweet.text), (), self._world))
            kinds = {media.kind for media in tweet.media}
            found |= {"geo"} if self._world.spot(tweet) else set()
            found |= {"links"} if any(not link.media_key for link in tweet.links) else set()
            found |= {"media"} if kinds else set()
            found |= {"images"} if "photo" in kinds else set()
            return found | ({"videos", "video_link"} if "video" in kinds else set())

        return lambda tweet: value in names(tweet)

    def _place(self, name: str, value: str) -> Test:
        def test(tweet: Tweet) -> bool:
            spot = self._world.spot(tweet)
            if spot is None:
                return False
            town = spot.place
            told = (town.country_code,) if name == "place_country" else (town.id, town.name, town.full_name)
            return value in map(str.lower, told)

        return test

    def _tag(self, sign: str, name: str) -> Test:
        if sign == "@":
            return lambda tweet: name.lower() in tweet.mentioned
        kind = {"#": "hashtags", "$": "cashtags"}[sign]

        def test(tweet: Tweet) -> bool:
            tags = entities_of(as_sent(tweet.text), (), self._world).get(kind, ())
            return not tweet.is_retweet and any(tag["tag"].lower() == name.lower() for tag in tags)

        return test


def _author(tweet: Tweet | None) -> int | None:
    return tweet.author if tweet else None


def _text_test(token: str) -> Test:
    """Match a word, or a phrase in quotes; since May 2026 words no longer find retweets (X's changelog)."""
    phrase = token.strip('"').lower()
    words = _WORDS.findall(phrase)
    by_word = phrase.isascii() and len(words) >= 1

    def test(tweet: Tweet) -> bool:
        if tweet.is_retweet:
            return False
        text = (tweet.note or tweet.text).lower()
        if not by_word:
            return phrase in text
        found = _WORDS.findall(text)
        size = len(words)
        return any(found[start : start + size] == words for start in range(len(found) - size + 1))

    return test
