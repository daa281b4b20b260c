"""Which server's posts and uploads belong together: its address, and in a sandbox also the world behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xauth_nb.wire import SignedSession

__all__ = ["server_of"]

_ONE_SERVER = {"https://api.twitter.com": "https://api.x.com"}
"""X's API under its old name has the same accounts and tweets."""


def server_of(wire: SignedSession) -> str:
    """Name the server that a session talks to, as the ledger keeps it.

    Parameters
    ----------
    wire : SignedSession
    """
    server, credentials = wire.endpoints.base_url, wire.auth.credentials
    server = _ONE_SERVER.get(server, server)
    if wire.endpoints.is_practice and credentials:
        # The next sandbox at this port is another world with another key, and has none of these tweets.
        server += f" {credentials[0].key}"
    return server
