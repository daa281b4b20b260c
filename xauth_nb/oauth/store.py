"""Keep app keys and account tokens for the next run; never show a secret, never overwrite what it cannot read.

Design section 6. A profile is ``@handle``, per app and per endpoint. How the file is written is the business of
``store_file``, what is in it that of ``store_records``.
"""

from __future__ import annotations

import contextlib
import warnings
from dataclasses import dataclass
from datetime import datetime, timezone
from importlib.util import find_spec
from typing import TYPE_CHECKING

from xauth_nb.errors import MissingDependencyError, StoreError
from xauth_nb.oauth.store_file import StoreFile, data_directory
from xauth_nb.oauth.store_records import Account, App, Book, DamagedError, decoded, put, withdraw
from xauth_nb.style.dates import moment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from xauth_nb.credentials import ClientCredentials, TokenCredentials
    from xauth_nb.endpoints import Endpoints

__all__ = ["Profile", "Stored", "TokenStore"]


@dataclass(frozen=True, repr=False)
class Profile:
    """An account that the store knows, without anything secret.

    Parameters
    ----------
    screen_name, user_id : str or None
        Whose account it is; at least one is known.
    endpoint : str
        The server, as :attr:`Endpoints.base_url` writes it.
    app : str
        The app's API key with its middle left out.
    last_used : datetime.datetime
        Aware, UTC.
    where : str
        Where the secrets are, for people: a path, or "the system's keyring".
    """

    screen_name: str | None
    user_id: str | None
    endpoint: str
    app: str
    last_used: datetime
    where: str

    @property
    def name(self) -> str:
        """What ``login()`` takes: ``@handle``, or the user id where no handle is known."""
        return f"@{self.screen_name}" if self.screen_name else str(self.user_id)

    def __repr__(self) -> str:
        server = self.endpoint.partition("://")[2]
        return f"<{self.name} at {server}, app {self.app}, last used {moment(self.last_used)}>"


@dataclass(frozen=True)
class Stored:
    """What :meth:`TokenStore.find` found: all that a session needs. Its repr shows the profile and no secret."""

    profile: Profile
    client: ClientCredentials
    token: TokenCredentials


class TokenStore:
    """Where app keys and account tokens are kept from one run to the next.

    Making one touches no disk. Nothing is overwritten because it could not be read: a damaged file is renamed and a
    warning says so; the file of a newer version is refused and left alone.

    Parameters
    ----------
    directory : pathlib.Path, optional
        Where; ``XAUTH_NB_HOME`` or the system's place for user data where not given.
    keyring : bool
        Put the secrets into the system's keyring and only an index into the file. What is found is read from where it
        is, whatever is said here.
    patience : float
        Seconds to wait for another process that is writing.

    Attributes
    ----------
    path : pathlib.Path
        The file.

    Raises
    ------
    MissingDependencyError
        If the keyring is asked for and its package is not installed.
    """

    def __init__(self, directory: Path | None = None, *, keyring: bool = False, patience: float = 10) -> None:
        if keyring and find_spec("keyring") is None:
            raise MissingDependencyError(
                "Keeping tokens in the system's keyring needs the package keyring, which is not installed.",
                remedy="Run: pip install 'xauth-nb[keyring]'",
            )
        self._file = StoreFile((directory or data_directory()) / "tokens.json", patience=patience)
        self.path = self._file.path
        self._keyring = keyring

    def save(self, client: ClientCredentials, token: TokenCredentials, *, endpoints: Endpoints) -> Profile:
        """Keep an account and its app, in the place of what was kept of the same account, and mark it as last used.

        Parameters
        ----------
        client : ClientCredentials
        token : TokenCredentials
            With the account's name, or at least its id.
        endpoints : Endpoints
            The server that the token is good for.

        Returns
        -------
        Profile

        Raises
        ------
        StoreError
            If it cannot be kept. What was kept before is then as it was, and the token is good all the same.
        UsageError
            If the token does not say whose it is.
        """
        app, account = App.of(client, endpoints), Account.of(client, token, endpoints)
        if self._keyring:  # before the lock is taken: a keyring may ask a person for a password
            app, account = app.moved_to_keyring(), account.moved_to_keyring()
        with self._changing() as book:
            replaced: list[App | Account] = [*put(book.apps, app), *put(book.accounts, account)]
        new = (app.identity, account.identity) if self._keyring else ()
        withdraw([record for record in replaced if record.identity not in new])
        return self._profile(account)

    def find(
        self, profile: str | None = None, *, endpoints: Endpoints, client: ClientCredentials | None = None
    ) -> Stored | None:
        """Look up an account.

        Parameters
        ----------
        profile : str, optional
            ``"@ada"`` or ``"ada"``, in any case, or a user id; the only or the last used account where not given.
        endpoints : Endpoints
        client : ClientCredentials, optional
            Only accounts of this app; it is then handed back as given, because its secret may be newer than ours.

        Returns
        -------
        Stored or None

        Raises
        ------
        StoreError
            If the file or the keyring cannot be read as it is.
        """
        book = self._read()
        found = book.accounts_of(profile, endpoints, client)
        if not found:
            return None
        return Stored(self._profile(found[-1]), client or book.app_of(found[-1]).opened(), found[-1].opened())

    def find_client(self, *, endpoints: Endpoints) -> ClientCredentials | None:
        """Look up the key and secret of the app that was last used at this server.

        Parameters
        ----------
        endpoints : Endpoints

        Returns
        -------
        ClientCredentials or None

        Raises
        ------
        StoreError
            As in :meth:`find`.
        """
        apps = self._read().apps_of(endpoints)
        return apps[-1].opened() if apps else None

    def accounts(self) -> tuple[Profile, ...]:
        """List every account that is kept, the last used first.

        Returns
        -------
        tuple of Profile

        Raises
        ------
        StoreError
            If the file cannot be read as it is.
        """
        return tuple(self._profile(account) for account in reversed(self._read().accounts))

    def damaged_files(self) -> list[str]:
        """Name the files that could not be read and were set aside, the oldest first."""
        return sorted(one.name for one in self.path.parent.glob(f"{self.path.name}.damaged-*"))

    def secrets(self) -> Iterator[tuple[str, str]]:
        """Give every secret that is kept, and what it is: for a search that makes sure that none has got out.

        What a keyring does not give up is left out. Do not print what this gives.

        Yields
        ------
        tuple of str
            The secret, and its name.

        Raises
        ------
        StoreError
            If the file cannot be read as it is.
        """
        book = self._read()
        for app in book.apps:
            with contextlib.suppress(StoreError):
                yield app.opened().secret, "API key secret"
        for account in book.accounts:
            with contextlib.suppress(StoreError):
                token = account.opened()
                yield token.token, "access token"
                yield token.secret, "access token secret"

    def mark_used(self, stored: Stored, *, endpoints: Endpoints) -> None:
        """Remember that an account was used now. One that was forgotten in the meantime stays forgotten.

        Parameters
        ----------
        stored : Stored
            What :meth:`find` returned.
        endpoints : Endpoints

        Raises
        ------
        StoreError
            If that cannot be written.
        """
        used = Account.of(stored.client, stored.token, endpoints)
        with self._changing() as book:
            for account in [account for account in book.accounts if account.is_same(used)]:
                account.last_used = used.last_used
                put(book.accounts, account)
                put(book.apps, book.app_of(account))

    def forget(self, profile: str, *, endpoints: Endpoints, client: ClientCredentials | None = None) -> bool:
        """Forget an account, under one app or under all; the app's key stays. Nothing is said to X.

        Parameters
        ----------
        profile : str
            As in :meth:`find`.
        endpoints : Endpoints
        client : ClientCredentials, optional
            Only under this app.

        Returns
        -------
        bool
            Whether there was anything to forget.

        Raises
        ------
        StoreError
            If the file cannot be written. A keyring that does not give a secret up is only warned of.
        """
        if not self._read().accounts_of(profile, endpoints, client):
            return False
        with self._changing() as book:
            doomed = book.accounts_of(profile, endpoints, client)
            book.accounts = [account for account in book.accounts if account not in doomed]
        withdraw(doomed)
        return True

    def _read(self) -> Book:
        try:
            return self._file.read(decoded) or Book()
        except DamagedError:
            with self._file.locked():  # to rename it, and to look again: it may just have been put right
                return self._read_or_set_aside()

    @contextlib.contextmanager
    def _changing(self) -> Iterator[Book]:
        """Hand out what is kept, and put back what has become of it, with no other writer in between."""
        with self._file.locked():
            book = self._read_or_set_aside()
            yield book
            self._file.replace(book.encoded)

    def _read_or_set_aside(self) -> Book:
        try:
            return self._file.read(decoded) or Book()
        except DamagedError:
            aside = self._file.set_aside()
        warnings.warn(
            f"The token store {self.path} was damaged and could not be read. It is kept beside it as {aside.name}, "
            "and a new one is begun: sign in again.",
            stacklevel=2,
        )
        return Book()

    def _profile(self, account: Account) -> Profile:
        return Profile(
            screen_name=account.screen_name,
            user_id=account.user_id,
            endpoint=account.endpoint,
            app=_masked(account.app),
            last_used=account.last_used.astimezone(timezone.utc),
            where="the system's keyring" if account.secret is None else str(self.path),
        )


def _masked(key: str) -> str:
    return f"{key[:4]}…{key[-2:]}" if len(key) >= 12 else f"{key[:2]}…"
