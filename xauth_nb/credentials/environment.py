"""Where credentials are looked for in an environment, and under which names."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from xauth_nb.credentials.kinds import ClientCredentials, TokenCredentials
from xauth_nb.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["CLIENT_VARIABLES", "TOKEN_VARIABLES", "client_credentials_from", "token_credentials_from"]

CLIENT_VARIABLES = (("X_API_KEY", "X_API_SECRET"), ("CONSUMER_KEY", "CONSUMER_SECRET"))
TOKEN_VARIABLES = (("X_ACCESS_TOKEN", "X_ACCESS_TOKEN_SECRET"),)

_Pair = tuple[str, str]


def client_credentials_from(environ: Mapping[str, str]) -> ClientCredentials | None:
    """Look for the app's key and secret in an environment.

    ``X_API_KEY`` / ``X_API_SECRET`` first, then ``CONSUMER_KEY`` / ``CONSUMER_SECRET``, as X's own samples name them.

    Parameters
    ----------
    environ : Mapping of str to str
        Usually ``os.environ``.

    Returns
    -------
    ClientCredentials or None
        ``None`` where neither pair is set.

    Raises
    ------
    UsageError
        If only half of a pair is set, or a value cannot be what it should.
    """
    names, pair = _pair_from(environ, CLIENT_VARIABLES)
    with _named(names):
        return ClientCredentials(*pair) if pair else None


def token_credentials_from(environ: Mapping[str, str]) -> TokenCredentials | None:
    """Look for an access token and its secret in an environment: ``X_ACCESS_TOKEN`` / ``X_ACCESS_TOKEN_SECRET``.

    Parameters
    ----------
    environ : Mapping of str to str
        Usually ``os.environ``.

    Returns
    -------
    TokenCredentials or None
        ``None`` where the pair is not set.

    Raises
    ------
    UsageError
        If only half of the pair is set, or a value cannot be what it should.
    """
    names, pair = _pair_from(environ, TOKEN_VARIABLES)
    with _named(names):
        return TokenCredentials(*pair) if pair else None


@contextlib.contextmanager
def _named(names: tuple[str, str] | None) -> Iterator[None]:
    """Say in an error where the values are from."""
    try:
        yield
    except UsageError as error:
        error.message = f"{error.message} The two are from {' and '.join(names or ())} in the environment."
        raise


def _pair_from(environ: Mapping[str, str], variables: tuple[_Pair, ...]) -> tuple[_Pair, _Pair] | tuple[None, None]:
    for name, secret_name in variables:
        value, secret = environ.get(name, ""), environ.get(secret_name, "")
        if value and secret:
            return (name, secret_name), (value, secret)
        if value or secret:
            there, missing = (name, secret_name) if value else (secret_name, name)
            raise UsageError(
                f"The environment variable {there} is set, but {missing} is not, and one is of no use alone.",
                remedy=f"Set {missing} too, or unset {there}.",
            )
    return None, None
