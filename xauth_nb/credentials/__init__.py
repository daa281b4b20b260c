"""The three credentials of RFC 5849, where they are looked for, and how secrets are kept out of sight."""

from xauth_nb.credentials.kinds import (
    CLIENT_VARIABLES,
    HOME_VARIABLE,
    TOKEN_VARIABLES,
    ClientCredentials,
    TemporaryCredentials,
    TokenCredentials,
    client_credentials_from,
    token_credentials_from,
)

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
