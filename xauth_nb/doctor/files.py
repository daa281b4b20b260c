"""Look at what is kept on this machine: store, keyring, ledger, and whether their disk takes more. Changes nothing."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import stat
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING

from xauth_nb.doctor.report import Check, Status
from xauth_nb.errors import StoreError
from xauth_nb.ledger.database import FILE
from xauth_nb.oauth.disk import try_folder, why_not
from xauth_nb.oauth.store import TokenStore
from xauth_nb.oauth.store_file import StoreFile, data_directory
from xauth_nb.oauth.store_records import Book, DamagedError, decoded
from xauth_nb.signin.keeping import STORE_VARIABLE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["kept", "keyring_works", "ledger", "store"]


def store() -> Check:
    """Look at the file of kept sign-ins: who could read it, and whether it can be read."""
    kept_at = TokenStore()
    path = kept_at.path
    loose = list(_loose(path))  # before it is read, because reading closes the file to others
    aside = kept_at.damaged_files()
    try:
        book = kept()
    except DamagedError:
        return Check(
            "store",
            "fail",
            f"{path} is damaged and cannot be read.",
            "Sign in again: the damaged file is then renamed and kept, and a new one begun.",
        )
    except StoreError as error:
        return Check("store", "fail", error.message, error.remedy)
    count = len(book.accounts) if book else 0
    said = {0: "Nobody's sign-in is kept", 1: "1 sign-in is kept"}.get(count, f"{count} sign-ins are kept")
    try:
        try_folder(path.parent)
    except OSError as error:
        why, remedy = why_not(error, path.parent)
        return Check("store", "fail", f"{said}, and no sign-in can be kept in {path.parent}: {why}.", remedy)
    if loose:
        return Check("store", "warn", f"{said}; others on this machine could open {' and '.join(loose)}.", _close(path))
    if aside:
        return Check(
            "store",
            "warn",
            f"{said} in {path.parent}, and a file that was damaged: {', '.join(aside)}.",
            "Delete it once you have signed in again: it may hold tokens.",
        )
    return Check(
        "store", "ok", f"{said} in {path.parent}{', which only you can open' if book else ''}; it can be written."
    )


def keyring_works() -> Check:
    """Say which keyring would be used, and whether the kept sign-ins need one."""
    book = None
    with contextlib.suppress(StoreError, DamagedError):  # the store's own check tells of these
        book = kept()
    apps, accounts = (book.apps, book.accounts) if book else ([], [])
    is_needed = any(app.secret is None for app in apps) or any(account.secret is None for account in accounts)
    is_wanted = os.environ.get(STORE_VARIABLE, "").strip().lower() == "keyring"
    if is_wanted and not is_needed:
        return _keyring("New sign-ins are to be kept in it. ", is_needed=True)
    return _keyring(is_needed=is_needed)


def kept() -> Book | None:
    """Read what is kept, as the store does, but leave a damaged file where it is.

    Raises
    ------
    StoreError, DamagedError
    """
    return StoreFile(TokenStore().path, patience=0).read(decoded)


def _keyring(need: str = "Sign-ins that are kept need it. ", *, is_needed: bool) -> Check:
    name = "keyring"
    bad: Status = "fail" if is_needed else "skipped"
    need = need if is_needed else "Not needed: sign-ins are kept in a file. "
    if find_spec("keyring") is None:
        finding = f"{need}The package is not installed."
        return Check(name, bad, finding, "Run: pip install 'xauth-nb[keyring]'" if is_needed else "")
    import keyring

    backend = keyring.get_keyring()
    if float(backend.priority) <= 0:
        finding = f"{need}This machine has none that works."
        return Check(name, bad, finding, "Unlock or install one, or sign in again." if is_needed else "")
    try:
        keyring.get_password("xauth_nb", "doctor")  # there is none: it is asked to see whether it answers
    except Exception as error:  # noqa: BLE001 - each backend raises its own
        finding = f"{need}{backend.name} does not answer ({type(error).__name__})."
        return Check(name, bad, finding, "Unlock it, or sign in again." if is_needed else "")
    return Check(name, "ok", f"{need if is_needed else ''}{backend.name} answers.")


def ledger() -> Check:
    """See whether the ledger of what was posted can be read, where there is one."""
    path = data_directory() / FILE
    try:
        try_folder(path.parent)
    except OSError as error:
        why, remedy = why_not(error, path.parent)
        finding = f"What is posted cannot be noted in {path.parent}: {why}."
        return Check("ledger", "fail", finding, f"{remedy} Until then only once=False posts.")
    if not path.exists():  # opening it as the ledger does would make or mend it, and the doctor changes nothing
        return Check("ledger", "skipped", "Nothing was posted from here yet, so there is no ledger. One could be kept.")
    try:
        with contextlib.closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=1)) as opened:
            (verdict,) = opened.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.Error as error:
        verdict = str(error)
    if verdict == "ok":
        return Check("ledger", "ok", f"{path} can be read, and its folder written.")
    return Check(
        "ledger",
        "fail",
        f"{path} cannot be read: {verdict}.",
        "Close the notebooks that post, then try again. If it stays so, move the file away: posts that were made "
        "before are then not recognised any more.",
    )


def _loose(path: Path) -> Iterator[str]:
    if sys.platform == "win32":  # there the folder's inherited rights say it
        return
    for each in (path.parent, path):
        with contextlib.suppress(OSError):
            mode = each.lstat().st_mode
            if mode & 0o077 and not stat.S_ISLNK(mode) and not mode & stat.S_ISVTX:
                yield f"{each} ({stat.filemode(mode)})"


def _close(path: Path) -> str:
    return f"Run: chmod 700 '{path.parent}'; chmod 600 '{path}'"
