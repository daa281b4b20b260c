"""Keeping a sign-in for next time, and forgetting it when its session signs out."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from xauth_nb.credentials import TokenCredentials
from xauth_nb.errors import UsageError
from xauth_nb.oauth.store import TokenStore
from xauth_nb.oauth.store_file import without_home
from xauth_nb.oauth.store_records import KeyringError

if TYPE_CHECKING:
    from xauth_nb.credentials import ClientCredentials
    from xauth_nb.oauth.store import Profile
    from xauth_nb.session import XSession

__all__ = ["NOT_KEPT", "STORE_VARIABLE", "keep", "store_for", "tie"]

NOT_KEPT = "not kept"
STORE_VARIABLE = "XAUTH_NB_STORE"
"""Where sign-ins are kept if the call does not say: ``file`` or ``keyring``."""


def store_for(save: bool | str = True) -> TokenStore | None:
    """Open the store that new sign-ins go to.

    Parameters
    ----------
    save : bool or {"file", "keyring"}
        ``True`` for the one that ``XAUTH_NB_STORE`` names, and for the file where it names none.

    Returns
    -------
    TokenStore or None
        ``None`` where nothing is to be kept.

    Raises
    ------
    UsageError
        If it is neither of these.
    MissingDependencyError
        If the keyring is asked for and its package is not installed.
    """
    if save is False:
        return None
    given = os.environ.get(STORE_VARIABLE, "").strip().lower() or "file" if save is True else save
    if given not in ("file", "keyring"):
        what = f"The variable {STORE_VARIABLE} is {given!r}" if save is True else f"save={save!r} is given"
        raise UsageError(
            f"{what}, and a sign-in is kept in a file or in the keyring.",
            remedy=f"Set {STORE_VARIABLE} to file or keyring, or pass save=True, save='keyring' or save=False.",
        )
    return TokenStore(keyring=given == "keyring")


def keep(
    session: XSession, client: ClientCredentials, token: TokenCredentials, store: TokenStore | None
) -> tuple[str, str]:
    """Keep a new sign-in, if it is to be kept and X told whose it is.

    Returns
    -------
    tuple of str
        Where it is kept, in words; and what else the person should know, empty where there is nothing.

    Raises
    ------
    StoreError
        If it cannot be kept.
    """
    name = session.screen_name
    if store is None or name is None:
        return NOT_KEPT, ""
    named = TokenCredentials(token.token, token.secret, token.user_id, name)
    note = ""
    try:
        profile = store.save(client, named, endpoints=session.endpoints)
    except KeyringError as error:
        store = TokenStore(store.path.parent)
        profile = store.save(client, named, endpoints=session.endpoints)
        note = f"{error.message} So the sign-in is kept in a private file instead, {without_home(str(store.path))}."
    return tie(session, client, profile, store), note


def tie(session: XSession, client: ClientCredentials, profile: Profile, store: TokenStore) -> str:
    """Have the store forget an account as soon as its session signs out; say in words where it is kept."""

    def forget(_: bool) -> None:
        store.forget(profile.name, endpoints=session.endpoints, client=client)

    session.on_logout(forget)
    is_in_file = profile.where == str(store.path)
    return f"kept in {without_home(str(store.path.parent)) if is_in_file else profile.where}"
