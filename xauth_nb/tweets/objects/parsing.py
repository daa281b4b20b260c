"""X's answers as tweets and users."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.json import Decoder

from xauth_nb.tweets import parse
from xauth_nb.tweets.objects.collection import Tweets, Users
from xauth_nb.tweets.objects.models import MANY_TWEETS, MANY_USERS, ONE_TWEET, Tweet, User
from xauth_nb.tweets.parse import Answer

if TYPE_CHECKING:
    from xauth_nb.tweets.page import Provenance

__all__ = ["parse_tweet", "parse_tweets", "parse_user", "parse_users"]

_ONE_USER = Decoder(Answer[User, Tweet, User])


def parse_tweet(body: bytes, *, status: int = 200) -> Tweet:
    """Read the answer to a single look-up (or to a new post), with what came along joined.

    Parameters
    ----------
    body : bytes
        The whole body of X's answer.
    status : int, optional
        Its HTTP status, for the error.

    Returns
    -------
    Tweet

    Raises
    ------
    NotFoundError
        If X answered without the tweet: it was deleted, is protected, or never was. X does so with a status of 200,
        and ``title`` and ``detail`` carry its words.
    ServerError
        If the bytes are not what the API promises. The message says where.
    """
    return parse.read_tweet(ONE_TWEET, body, status)


def parse_user(body: bytes, *, status: int = 200) -> User:
    """Read the answer of ``/2/users/me`` and of the other single look-ups.

    Parameters
    ----------
    body, status
        As in :func:`parse_tweet`.

    Returns
    -------
    User

    Raises
    ------
    NotFoundError, ServerError
        As in :func:`parse_tweet`.
    """
    return parse.read_user(_ONE_USER, body, status)


def parse_tweets(body: bytes, *, status: int = 200, provenance: Provenance | None = None) -> Tweets:
    """Read one page of tweets: a timeline, a search, or a look-up of many ids.

    A page without ``data`` is an empty page: so X answers where nothing was found.

    Parameters
    ----------
    body, status
        As in :func:`parse_tweet`.
    provenance : Provenance, optional
        Where the page came from.

    Returns
    -------
    Tweets
        With ``next_token``, and in ``errors`` what X could not give (partial errors).

    Raises
    ------
    ServerError
        As in :func:`parse_tweet`.
    """
    return Tweets._of(parse.read_tweets(MANY_TWEETS, body, status, provenance))


def parse_users(body: bytes, *, status: int = 200, provenance: Provenance | None = None) -> Users:
    """Read one page of users: a look-up of many names, or who reposted a tweet.

    Parameters
    ----------
    body, status, provenance
        As in :func:`parse_tweets`.

    Returns
    -------
    Users

    Raises
    ------
    ServerError
        As in :func:`parse_tweet`.
    """
    return Users._of(parse.read_users(MANY_USERS, body, status, provenance))
