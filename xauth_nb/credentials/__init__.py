"""The three credentials of RFC 5849, where they are looked for, and how secrets are kept out of sight."""

from xauth_nb.credentials.environment import (
    CLIENT_VARIABLES,
    TOKEN_VARIABLES,
    client_credentials_from,
    token_credentials_from,
)
from xauth_nb.credentials.kinds import HOME_VARIABLE, ClientCredentials, TemporaryCredentials, TokenCredentials

__all__ = [
    "CLIENT_VARIABLES",
    "HOME_VARIABLE",
    "TOKEN_VARIABLES",
    "ClientCredentials",
    "TemporaryCredentials",
    "TokenCredentials",
    "client_credentials_from",
    "token_credentials_from",
]
