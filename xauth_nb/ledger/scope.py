"""Which server's posts and uploads belong together: its address, and in a sandbox also the world behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xauth_nb.wire import SignedSession

__all__ = ["server_of"]


def server_of(wire: SignedSession) -> str:
    """Name the server that a session talks to, as the ledger keeps it.

    Parameters
    ----------
    wire : SignedSession
    """
    server, credentials = wire.endpoints.base_url, wire.auth.credentials
    if wire.endpoints.is_practice and credentials:
        # The next sandbox at this port is another world with another key, and has none of these tweets.
        server += f" {credentials[0].key}"
    return server
