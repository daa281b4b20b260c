"""Tweets and users as an archive keeps them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xauth_nb.tweets import parse
from xauth_nb.tweets.archive.kinds import Kind, renewed_tweet_rows, tweet_lines, tweet_rows, user_lines, user_rows
from xauth_nb.tweets.lines import from_lines
from xauth_nb.tweets.objects.models import MANY_TWEETS, MANY_USERS, ONE_TWEET
from xauth_nb.tweets.renewed import renewed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xauth_nb.tweets.page import Page, Provenance

__all__ = ["TWEETS", "USERS"]


def _parse_tweets(line: bytes, provenance: Provenance | None) -> Page[Any]:
    return parse.read_tweets(MANY_TWEETS, line, 200, provenance)


def _parse_users(line: bytes, provenance: Provenance | None) -> Page[Any]:
    return parse.read_users(MANY_USERS, line, 200, provenance)


def _parse_old(lines: Iterable[str]) -> tuple[Any, ...]:
    return from_lines(lines, ONE_TWEET)


TWEETS: Kind[Page[Any]] = Kind(
    "tweets", _parse_tweets, tweet_lines, tweet_rows, _parse_old, renewed=renewed, renewed_rows=renewed_tweet_rows
)
USERS: Kind[Page[Any]] = Kind("users", _parse_users, user_lines, user_rows)
