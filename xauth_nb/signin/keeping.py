"""Keeping a sign-in for next time, and forgetting it when its session signs out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xauth_nb.credentials import TokenCredentials
from xauth_nb.oauth.store_file import without_home

if TYPE_CHECKING:
    from xauth_nb.credentials import ClientCredentials
    from xauth_nb.oauth.store import TokenStore
    from xauth_nb.session import XSession

__all__ = ["NOT_KEPT", "keep", "tie"]

NOT_KEPT = "not kept"


def keep(session: XSession, client: ClientCredentials, token: TokenCredentials, store: TokenStore | None) -> str:
    """Keep a new sign-in, if it is to be kept and X told whose it is; say in words where it is kept.

    Raises
    ------
    StoreError
        If it cannot be kept.
    """
    name = session.screen_name
    if store is None or name is None:
        return NOT_KEPT
    named = TokenCredentials(token.token, token.secret, token.user_id, name)
    store.save(client, named, endpoints=session.endpoints)
    return tie(session, client, name, store)


def tie(session: XSession, client: ClientCredentials, name: str, store: TokenStore) -> str:
    """Have the store forget an account as soon as its session signs out; say in words where it is kept."""

    def forget(_: bool) -> None:
        store.forget(name, endpoints=session.endpoints, client=client)

    session.on_logout(forget)
    return f"kept in {without_home(str(store.path.parent))}"
