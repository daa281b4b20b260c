"""The accounts that are kept on this machine: list them, sign one out, bring them over from other programs.

It shows no secret and asks nobody: :func:`xauth_nb.login` is the way in.
"""

from __future__ import annotations

import os
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from xauth_nb.credentials import TokenCredentials, client_credentials_from
from xauth_nb.endpoints import Endpoints
from xauth_nb.errors import ApiError, StoreError, UsageError
from xauth_nb.oauth.imports import read_accounts
from xauth_nb.oauth.store import Profile, TokenStore
from xauth_nb.oauth.store_file import without_home
from xauth_nb.session import NOT_REVOKED, XSession
from xauth_nb.signin.keeping import store_for
from xauth_nb.style.dates import moment, moment_cell
from xauth_nb.style.frame import footer, frame
from xauth_nb.style.safe import clean, escape
from xauth_nb.style.table import Column, table

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Accounts", "accounts", "import_accounts", "logout"]

_USED = "last used (UTC)"
_COLUMNS: dict[str, Callable[[Profile], str]] = {
    "account": lambda profile: clean(profile.name),
    "server": lambda profile: profile.endpoint.partition("://")[2],
    "app": lambda profile: profile.app,
    _USED: lambda profile: moment(profile.last_used).removesuffix(" UTC"),
    "kept in": lambda profile: without_home(profile.where),
}


_NONE = "No account is kept here."


class Accounts(tuple[Profile, ...]):
    """A tuple of profiles that prints as a table."""

    __slots__ = ()

    def __repr__(self) -> str:
        if not self:
            return _NONE
        rows = [list(_COLUMNS), *([cell(profile) for cell in _COLUMNS.values()] for profile in self)]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)

    def _repr_html_(self) -> str:
        if not self:
            return frame(footer(_NONE, alone=True))
        rows = (
            [
                moment_cell(profile.last_used) if title == _USED else escape(cell(profile))
                for title, cell in _COLUMNS.items()
            ]
            for profile in self
        )
        kinds: dict[str, Literal["date", "prose"]] = {_USED: "date", "kept in": "prose"}
        return table([Column(title[0].upper() + title[1:], kinds.get(title, "words")) for title in _COLUMNS], rows)


def accounts() -> Accounts:
    """List the accounts that are kept on this machine, the last used first.

    Returns
    -------
    tuple of Profile
        It prints as a table. A profile's ``name`` is what :func:`~xauth_nb.login` and :func:`logout` take. Nothing in
        it is secret.

    Raises
    ------
    StoreError
        If the store cannot be read as it is.

    Examples
    --------
    >>> [profile.name for profile in accounts()]
    ['@ada']
    """
    return Accounts(TokenStore().accounts())


def logout(profile: str | None = None) -> bool:
    """Sign an account out: revoke its token at X, then forget it here.

    Where X does not answer, the token is forgotten here all the same, and a warning says where to revoke it. The app's
    key stays, so that the next sign-in asks for none. A token that the environment gives is not touched:
    :meth:`XSession.logout` revokes the token of a session, wherever it is from.

    Parameters
    ----------
    profile : str, optional
        Such as ``"@ada"``; where not given, the account that ``login()`` would take from the store. If none is kept,
        nothing happens.

    Returns
    -------
    bool
        Whether X confirmed that everything of this account is revoked.

    Raises
    ------
    UsageError
        If no account of that name is kept.
    StoreError
        If the store cannot be read or written as it is.

    Examples
    --------
    >>> logout("@ada")
    True
    """
    endpoints, store = Endpoints.from_environment(os.environ), TokenStore()
    if profile is None:
        last = store.find(endpoints=endpoints, client=client_credentials_from(os.environ))
        if last is None:
            return True
        profile = last.profile.name
    is_revoked, is_known = True, False
    try:
        while stored := store.find(profile, endpoints=endpoints):  # once for each app that it is kept under
            is_known = True
            session, client = XSession(stored.client, stored.token, endpoints=endpoints), stored.client
            is_revoked &= session._sign_out(stacklevel=3)
            store.forget(profile, endpoints=endpoints, client=client)
    except StoreError as error:
        # A keyring that has lost the token must not keep the account here for ever.
        is_known, is_revoked = store.forget(profile, endpoints=endpoints), False
        warnings.warn(f"{NOT_REVOKED} ({error.message})", stacklevel=2)
    if not is_known:
        raise UsageError(
            f"No account {profile} is kept here for {endpoints.host}.", remedy="accounts() lists those that are."
        )
    return is_revoked


def import_accounts(path: str | Path | None = None) -> Accounts:
    """Bring over the accounts of twurl, twarc or xurl: ask X whose each token is, and keep it for ``login()``.

    Nothing is written where they come from. The default account of twurl or xurl comes last in its file, and the last
    one is what ``login()`` takes next. ``XAUTH_NB_STORE`` says where they are kept.

    Parameters
    ----------
    path : str or pathlib.Path, optional
        One of their files; all that lie in their usual places where not given.

    Returns
    -------
    tuple of Profile
        What was kept, as :func:`accounts` lists it. A token that X refuses is left out, and a warning says so.

    Raises
    ------
    ApiError
        If X refuses all of them.
    TransportError
        If X does not answer. What was kept until then stays.
    StoreError
        If a file cannot be read or holds no OAuth 1.0a account, or the store cannot be written.
    MissingDependencyError
        If the file is YAML (twurl, xurl) and PyYAML is not installed.

    Examples
    --------
    >>> import_accounts("~/.twarc")  # doctest: +SKIP
    """
    endpoints, store = Endpoints.from_environment(os.environ), store_for() or TokenStore()
    kept: dict[tuple[str, str], Profile] = {}
    refused: list[tuple[str, ApiError]] = []
    for client, token in read_accounts(path):
        with XSession(client, token, endpoints=endpoints) as session:
            try:
                user = session.me()
            except ApiError as error:
                refused.append((token.screen_name or token.user_id or "without a name", error))
                continue
        named = TokenCredentials(token.token, token.secret, user.id, user.username)
        profile = store.save(client, named, endpoints=endpoints)
        kept[profile.name, profile.app] = profile
    if refused and not kept:
        raise refused[0][1]
    for name, refusal in refused:
        warnings.warn(f"The account {name} was not imported. {refusal}", stacklevel=2)
    return Accounts(kept.values())
