"""Accounts: the one that a session acts for, which X is asked of once and only if it must, and others by name or id."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xauth_nb.errors import UsageError
from xauth_nb.oauth.names import plain_name
from xauth_nb.tweets import USER_PARAMETERS, User, parse_user
from xauth_nb.tweets.ids import refuse_float
from xauth_nb.tweets.text import LONG_TWEET_LIMIT, TWEET_LIMIT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from requests import Response

    from xauth_nb.tweets import Tweet
    from xauth_nb.wire import SignedSession

__all__ = ["Account", "find_user", "user_id", "user_key"]

_NAME = re.compile(r"[A-Za-z0-9_]{1,15}")
_ID = re.compile(r"[0-9]{1,19}")
_PREMIUM = ("Basic", "Premium", "PremiumPlus")


class Account:
    """Who a token acts for.

    Parameters
    ----------
    wire : SignedSession
        Asks X.
    id, name : str, optional
        What the token says of it already.

    Attributes
    ----------
    user : User or None
        The account as X last described it.
    """

    def __init__(self, wire: SignedSession, *, id: str | None = None, name: str | None = None) -> None:
        self.user: User | None = None
        self._wire, self._id, self._name = wire, id, name

    def ask(self) -> User:
        """Ask X who it is, and remember it.

        Raises
        ------
        ApiError, TransportError
        """
        self.user = parse_user(self._wire.call("GET", "/2/users/me", params=USER_PARAMETERS).content)
        return self.user

    def known(self) -> User:
        """Say who it is; X is asked where that is not known yet."""
        return self.user or self.ask()

    @property
    def id(self) -> str:
        """The account's id; X is asked where the token does not tell."""
        return (self.user.id if self.user else self._id) or self.ask().id

    @property
    def name(self) -> str | None:
        """The name without "@", as far as it is known; nobody is asked."""
        return self.user.username if self.user else self._name

    @property
    def handle(self) -> str | None:
        """The name with "@", once X has told it."""
        return f"@{self.user.username}" if self.user else None

    @property
    def author(self) -> User:
        """The account as far as it is known, for a tweet that it has not posted yet; nobody is asked."""
        return self.user or User(id=self._id or "", username=self._name or "")

    @property
    def tweet_limit(self) -> int:
        """How long its tweets may be; without knowing about Premium, 280."""
        return LONG_TWEET_LIMIT if self.author.subscription_type in _PREMIUM else TWEET_LIMIT

    def signed(self, tweet: Tweet) -> Tweet:
        """Put the account under a tweet of its own, which X gives without an author, as far as it is known."""
        return tweet.with_author(self.user) if self.user else tweet


def find_user(
    call: Callable[..., Response], user: str | int | User, parameters: Mapping[str, str] = USER_PARAMETERS
) -> User:
    """Look up an account at X.

    Parameters
    ----------
    call : Callable
        As :meth:`SignedSession.call`.
    user : str, int or User
        A name, with or without "@"; or an id.
    parameters : Mapping of str to str, optional
        Which fields are asked for.

    Raises
    ------
    UsageError, NotFoundError, ApiError, TransportError
    """
    kind, value = user_key(user)
    path = f"/2/users/{value}" if kind == "ids" else f"/2/users/by/username/{value}"
    return parse_user(call("GET", path, params=parameters).content)


def user_id(call: Callable[..., Response], user: str | int | User) -> str:
    """Give the id of an account; X is asked where only its name is known.

    Parameters
    ----------
    call : Callable
        As :meth:`SignedSession.call`.
    user : str, int or User

    Raises
    ------
    UsageError, NotFoundError, ApiError, TransportError
    """
    kind, value = user_key(user)
    return value if kind == "ids" else find_user(call, value).id


def user_key(user: str | int | User) -> tuple[str, str]:
    """Tell an id from a name: which parameter of the API takes it, and how.

    Parameters
    ----------
    user : str, int or User

    Raises
    ------
    UsageError
        If it cannot be either.
    """
    if isinstance(user, User):
        return "ids", user.id
    refuse_float(user)
    text = str(user).strip()
    if not isinstance(user, bool) and _ID.fullmatch(text):
        return "ids", text
    plain = plain_name(text)
    if not isinstance(user, str) or not _NAME.fullmatch(plain):
        raise UsageError(
            f"{user!r} cannot be an account's name.",
            remedy="A name has 1 to 15 letters, digits and underscores, such as '@ada'; an id is a number.",
        )
    return "usernames", plain
