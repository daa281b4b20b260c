"""What the token store keeps: apps and accounts, in a file or in the system's keyring. Reads and writes no file itself.

Every record has a constant repr, because a traceback may print local variables.
"""

from __future__ import annotations

import contextlib
import warnings
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import msgspec

from xauth_nb.credentials import ClientCredentials, TokenCredentials
from xauth_nb.credentials.secrecy import Secret
from xauth_nb.errors import StoreError, UsageError
from xauth_nb.oauth.names import plain_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xauth_nb.endpoints import Endpoints

__all__ = ["Account", "App", "Book", "DamagedError", "KeyringError", "decoded", "put", "withdraw"]

_VERSION = 1
_SERVICE = "xauth_nb"  # the name under which the system's keyring shows our entries


class DamagedError(Exception):
    """The content is not what we wrote. The store answers it by setting the file aside; users never see it."""


class KeyringError(StoreError):
    """The system's keyring does not keep a secret, or does not give it back. To users it is a :class:`StoreError`."""


class _Quiet(msgspec.Struct):
    def __repr__(self) -> str:
        return f"{type(self).__name__}(…)"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        return []


class App(_Quiet):
    """An app at a server. Without a secret: that is in the keyring."""

    endpoint: str
    key: str
    secret: Secret | None

    @classmethod
    def of(cls, client: ClientCredentials, endpoints: Endpoints) -> App:
        """Make the record of an app."""
        return cls(endpoints.base_url, client.key, Secret(client.secret))

    @property
    def identity(self) -> tuple[str, ...]:
        """What it is found by, in the file and in the keyring."""
        return self.endpoint, self.key

    def is_same(self, other: App) -> bool:
        """Say whether another record means the same app."""
        return self.identity == other.identity

    def opened(self) -> ClientCredentials:
        """Return the credentials, from the keyring where they are there."""
        return ClientCredentials(self.key, (self.secret or _fetch(self)).plain())

    def sealed(self) -> str:
        """Return what goes to the keyring."""
        return self.secret.plain() if self.secret else ""

    def moved_to_keyring(self) -> App:
        """Put the secret into the keyring and return the record without it."""
        _deposit(self)
        return App(self.endpoint, self.key, None)


class Account(_Quiet):
    """An account under an app. Without a secret: the keyring has token and secret, with a space between."""

    endpoint: str
    app: str
    screen_name: str | None
    user_id: str | None
    token: Secret | None
    secret: Secret | None
    last_used: Annotated[datetime, msgspec.Meta(tz=True)]

    @classmethod
    def of(cls, client: ClientCredentials, token: TokenCredentials, endpoints: Endpoints) -> Account:
        """Make the record of an account that is used now."""
        if not (token.user_id or token.screen_name):
            raise UsageError(
                "The token does not say whose it is, so it cannot be kept as a profile.",
                remedy="Log in with it first, so that X says whose it is: login(token=…).",
            )
        now = datetime.now(timezone.utc)
        server = endpoints.base_url
        sealed = Secret(token.token), Secret(token.secret)
        return cls(server, client.key, token.screen_name, token.user_id, *sealed, now)

    @property
    def handle(self) -> str:
        """The name as it is compared; empty where it is not known."""
        return (self.screen_name or "").lower()

    @property
    def identity(self) -> tuple[str, ...]:
        """What it is found by. The user id before the name: people change their handle and remain the same account."""
        return self.endpoint, self.app, self.user_id or self.handle

    def is_same(self, other: Account) -> bool:
        """Say whether another record means the same account: by the id, or by the name where one has no id."""
        if self.user_id and other.user_id:
            return self.identity == other.identity
        return (self.endpoint, self.app, self.handle) == (other.endpoint, other.app, other.handle)

    def is_called(self, profile: str | None) -> bool:
        """Say whether a user means this account by ``@ada``, ``Ada`` or a user id. ``None`` is anybody."""
        if profile is None:
            return True
        name = plain_name(profile)
        return bool(name) and (name == self.handle or profile.strip() == self.user_id)

    def opened(self) -> TokenCredentials:
        """Return the credentials, from the keyring where they are there."""
        if self.token is not None and self.secret is not None:
            return TokenCredentials(self.token.plain(), self.secret.plain(), self.user_id, self.screen_name)
        token, _, secret = map(Secret, _fetch(self).plain().partition(" "))
        return TokenCredentials(token.plain(), secret.plain(), self.user_id, self.screen_name)

    def sealed(self) -> str:
        """Return what goes to the keyring."""
        return f"{self.token.plain()} {self.secret.plain()}" if self.token and self.secret else ""

    def moved_to_keyring(self) -> Account:
        """Put token and secret into the keyring and return the record without them."""
        _deposit(self)
        return Account(self.endpoint, self.app, self.screen_name, self.user_id, None, None, self.last_used)


_Kept = TypeVar("_Kept", App, Account)


class Book(_Quiet):
    """Everything in the file. Later in a list means used later: clocks go backwards, the order does not."""

    version: int = _VERSION
    apps: list[App] = []
    accounts: list[Account] = []

    def app_of(self, account: Account) -> App:
        """Find the app that an account is kept under."""
        for app in self.apps:
            if app.identity == (account.endpoint, account.app):
                return app
        raise DamagedError

    def accounts_of(self, profile: str | None, endpoints: Endpoints, client: ClientCredentials | None) -> list[Account]:
        """Find the accounts that a user means, the last used last."""
        here = [account for account in self.accounts if account.endpoint == endpoints.base_url]
        return [a for a in here if (client is None or a.app == client.key) and a.is_called(profile)]

    def apps_of(self, endpoints: Endpoints) -> list[App]:
        """Find the apps at a server, the last used last."""
        return [app for app in self.apps if app.endpoint == endpoints.base_url]

    def encoded(self) -> bytes:
        """Return the content of the file."""
        return msgspec.json.format(msgspec.json.encode(self, enc_hook=_written), indent=2) + b"\n"


def _written(value: object) -> str:
    if isinstance(value, Secret):
        return value.plain()
    raise NotImplementedError


def _read(kind: type, value: object) -> Secret:
    if kind is Secret and isinstance(value, str):
        return Secret(value)
    raise NotImplementedError


class _Head(msgspec.Struct):
    version: Annotated[int, msgspec.Meta(ge=1)]


def decoded(content: bytes) -> Book:
    """Read the content of the file.

    Raises
    ------
    DamagedError
        If it is not what :meth:`Book.encoded` writes, or a person has edited it into something of no use.
    StoreError
        If a newer version has written it.
    """
    try:
        try:
            version = msgspec.json.decode(content, type=_Head).version
            book = msgspec.json.decode(content, type=Book, dec_hook=_read) if version <= _VERSION else Book()
        finally:
            del content  # a traceback may print the local variables of this frame
        if version > _VERSION:
            raise StoreError(
                f"The token store was written by a newer xauth_nb (format {version}, and this one knows {_VERSION}). "
                "It was left as it is.",
                remedy="Run: pip install --upgrade xauth-nb. Or set XAUTH_NB_HOME to another folder.",
            )
        for app in book.apps:
            if app.secret is not None:
                app.opened()
        for account in book.accounts:
            book.app_of(account)
            if not (account.user_id or account.screen_name):
                raise DamagedError
            if account.secret is not None:
                account.opened()
    except (msgspec.DecodeError, UsageError, RecursionError):
        raise DamagedError from None
    return book


def put(records: list[_Kept], record: _Kept) -> list[_Kept]:
    """Put a record last, in the place of those that mean the same, and return those."""
    replaced = [other for other in records if other.is_same(record)]
    for other in replaced:
        records.remove(other)
    records.append(record)
    return replaced


def withdraw(records: Sequence[App | Account]) -> None:
    """Delete from the keyring what is kept there. One that fails is only warned of: it must not hinder forgetting."""
    for record in records:
        if record.secret is not None:
            continue
        try:
            with _keyring() as keyring:
                if keyring.get_password(_SERVICE, " ".join(record.identity)) is not None:
                    keyring.delete_password(_SERVICE, " ".join(record.identity))
        except StoreError as error:
            warnings.warn(
                f"{error.message} An entry named {_SERVICE} may still be in it: delete it with the system's own tool.",
                stacklevel=3,
            )


def _deposit(record: App | Account) -> None:
    with _keyring() as keyring:
        keyring.set_password(_SERVICE, " ".join(record.identity), record.sealed())
    if _fetch(record).plain() != record.sealed():  # keyring's own null backend accepts everything and keeps nothing
        raise KeyringError("The system's keyring does not keep what it is given.", remedy=_WAY_OUT)


def _fetch(record: App | Account) -> Secret:
    with _keyring() as keyring:
        given = keyring.get_password(_SERVICE, " ".join(record.identity))
        if given is not None:
            return Secret(given)
    raise KeyringError(
        "The system's keyring has no such entry for a sign-in that was kept in it: emptied, or it keeps nothing.",
        remedy=_WAY_OUT,
    )


@contextlib.contextmanager
def _keyring() -> Iterator[Any]:
    try:
        import keyring

        yield keyring
    except ImportError:
        raise KeyringError(
            "The sign-in's secrets are in the system's keyring, and the package keyring is not installed.",
            remedy="Run: pip install 'xauth-nb[keyring]'. Or sign in again, by login(save='file').",
        ) from None
    except Exception as error:  # noqa: BLE001 - each backend raises its own, and the import of one may fail too
        raise KeyringError(
            "The sign-in's secrets belong in the system's keyring, and that does not work here "
            f"({type(error).__name__}): it may be locked, or this machine has none.",
            remedy=_WAY_OUT,
        ) from None  # a backend's frames may hold the secret


_WAY_OUT = "Unlock it; or sign in again, by login(save='file'), so that the token goes to a private file."
