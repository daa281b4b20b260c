"""The credentials. Nothing here is ever printed, copied or pickled.

RFC 5849 section 1.1 names them: *client credentials* (X: API Key and Secret), *temporary credentials* (request token)
and *token credentials* (access token and secret). They are three types on purpose: a type checker refuses a session
that is built on a request token.
"""

from __future__ import annotations

from typing import ClassVar, NoReturn

from xauth_nb.credentials.secrecy import Discreet, Secret, clean_errors
from xauth_nb.credentials.shapes import (
    JSON,
    NAMED,
    NOT_FILLED_IN,
    QUOTED,
    keys_are_swapped,
    looks_like,
    token_is_swapped,
)
from xauth_nb.errors import UsageError

__all__ = [
    "ClientCredentials",
    "TemporaryCredentials",
    "TokenCredentials",
]

HOME_VARIABLE = "XAUTH_NB_HOME"
"""Where this package keeps its files, if not in the system's place for user data."""
_PLACE = "In X's console open your app → Keys and tokens, and copy"
_TAKE_KEYS = (
    f"{_PLACE} API Key and API Key Secret, under Consumer Keys: sign-in here is OAuth 1.0a, which takes no bearer "
    "token, and no Client ID and Client Secret."
)
_TAKE_TOKEN = f"{_PLACE} Access Token and Access Token Secret; or leave the token out and sign in by login()."
_MEND = {
    QUOTED: "Take the quotes away: docker's --env-file, for one, hands them on as a part of the value.",
    NOT_FILLED_IN: "Put the value itself there: what should have filled it in (a shell, docker, a template) did not.",
    JSON: "Give only the value itself, without braces, names and quotes.",
    NAMED: "Give only what stands after the name.",
}


class _Credentials(Discreet):
    """An immutable holder with a constant repr, no ``__dict__``, and no way into a pickle or a copy."""

    __slots__: ClassVar[tuple[str, ...]] = ()
    _unlisted = frozenset({"key", "secret", "token"})
    _secret: Secret

    @property
    def secret(self) -> str:
        """The half that never travels. Who asks for it by name is given it; ``dir()`` does not list it."""
        return self._secret.plain()

    def _fill(self, **values: str | Secret | None) -> None:
        for name, value in values.items():
            object.__setattr__(self, name, value)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        msg = f"{type(self).__name__} does not change; make a new one"
        raise AttributeError(msg)

    def __delattr__(self, name: str) -> NoReturn:
        self.__setattr__(name, None)

    def __repr__(self) -> str:
        return f"{type(self).__name__}(…)"

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        msg = (
            f"{type(self).__name__} holds secrets and is not pickled or copied: a pickle is a file that gets shared. "
            "Keep a profile instead: login(save=True) stores it, and login('@name') finds it again."
        )
        raise TypeError(msg)

    def __copy__(self) -> NoReturn:
        self.__reduce_ex__(None)

    def __deepcopy__(self, memo: object) -> NoReturn:
        self.__reduce_ex__(None)

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in self.__slots__)

    def __hash__(self) -> int:
        return hash(tuple(getattr(self, name) for name in self.__slots__))


class ClientCredentials(_Credentials):
    """The app's key and secret: X's console calls them API Key and API Key Secret ("Consumer Keys").

    Parameters
    ----------
    key : str
        API Key, ``oauth_consumer_key`` in RFC 5849.
    secret : str
        API Key Secret.

    Raises
    ------
    UsageError
        If either is empty, holds a space or a line end inside, stands in quotes, is certainly something else, such as
        a bearer token or an OAuth 2 Client ID, or the two are swapped.

    Examples
    --------
    >>> ClientCredentials("xvz1evFS4wEEPTGEFPHBog", "L8qq9PZyRg6ieKGEKhZolGC0vJWLw8iEJ88DRdyOg")
    ClientCredentials(…)
    """

    __slots__ = ("_key", "_secret")
    _key: Secret

    def __init__(self, key: str, secret: str) -> None:
        try:
            with clean_errors():
                _refuse_swapped("API key", key, secret)
                self._fill(
                    _key=Secret(_clean("API key", key)),
                    _secret=Secret(_clean("API key secret", secret)),
                )
        finally:
            del key, secret  # a traceback may print the local variables of this frame

    @property
    def key(self) -> str:
        """API Key. Not listed either: people paste the wrong half into its box."""
        return self._key.plain()


class TemporaryCredentials(_Credentials):
    """A request token and its secret (RFC 5849 section 2.1): good for one sign-in, and for nothing else.

    Parameters
    ----------
    token, secret : str
    """

    __slots__ = ("_secret", "_token")
    _token: Secret

    def __init__(self, token: str, secret: str) -> None:
        self._fill(_token=Secret(token), _secret=Secret(secret))

    @property
    def token(self) -> str:
        """Request token; it stands in the link."""
        return self._token.plain()


class TokenCredentials(_Credentials):
    """An access token and its secret, and whose they are.

    Parameters
    ----------
    token, secret : str
        Access Token and Access Token Secret. They do not expire; the user revokes them.
    user_id : str, optional
        The account's id. X writes it at the front of the token, so it is read from there when not given.
    screen_name : str, optional
        The account's name, without "@".

    Raises
    ------
    UsageError
        If token or secret is empty, holds a space or a line end inside, stands in quotes, is certainly something else,
        or the two are swapped.

    Examples
    --------
    >>> TokenCredentials("6253282-eWudHldSbIaelX7swms", "2EEfA6BG5ly3sR3XjE0IBSnlQu4ZrUzPiYTmrkVU").user_id
    '6253282'
    """

    __slots__ = ("_secret", "_token", "screen_name", "user_id")
    _token: Secret
    user_id: str | None
    screen_name: str | None

    def __init__(self, token: str, secret: str, user_id: str | None = None, screen_name: str | None = None) -> None:
        try:
            with clean_errors():
                _refuse_swapped("access token", token, secret)
                self._fill(
                    _token=Secret(_clean("access token", token)),
                    _secret=Secret(_clean("access token secret", secret)),
                    screen_name=screen_name,
                )
        finally:
            del token, secret
        prefix, dash, _ = self.token.partition("-")
        is_id = dash and prefix.isascii() and prefix.isdigit()
        self._fill(user_id=prefix if user_id is None and is_id else user_id)

    @property
    def token(self) -> str:
        """Access Token. Not listed either."""
        return self._token.plain()


def _refuse_swapped(what: str, first: object, second: object) -> None:
    if not (isinstance(first, str) and isinstance(second, str)):
        return
    if (keys_are_swapped if what == "API key" else token_is_swapped)(first.strip(), second.strip()):
        raise UsageError(
            f"{what[0].upper()}{what[1:]} and {what} secret stand in each other's place, by what they look like.",
            remedy="Swap the two.",
        )


def _clean(what: str, given: object) -> str:
    """Strip the spaces that come with a copied key; refuse what cannot be one. Never quotes the value."""
    if not isinstance(given, str):
        raise UsageError(f"The {what} must be a string, not {type(given).__name__}.", remedy="Pass it in quotes.")
    value = given.strip()
    if not value:
        raise UsageError(f"The {what} is empty.", remedy="Copy it from X's console → your app → Keys and tokens.")
    kind = looks_like(value)
    if kind and kind != f"an {what}":
        raise UsageError(
            f"The {what} looks like {kind}, so it was not used.",
            remedy=_MEND.get(kind) or (_TAKE_TOKEN if what.startswith("access") else _TAKE_KEYS),
        )
    if not value.isprintable() or any(character.isspace() for character in value) or not value.isascii():
        raise UsageError(
            f"The {what} has a space, a line end or an unusual character in it, so it was not copied whole or clean.",
            remedy="Copy it again from X's console → your app → Keys and tokens.",
        )
    return value
