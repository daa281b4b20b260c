"""Look at this machine: Python, packages, front end, store, keyring, ledger. Sends nothing and mends nothing."""

from __future__ import annotations

import contextlib
import platform
import sqlite3
import stat
import sys
from importlib import metadata
from importlib.util import find_spec
from typing import TYPE_CHECKING

from xauth_nb.doctor.report import Check, Status
from xauth_nb.errors import StoreError
from xauth_nb.ledger.database import FILE
from xauth_nb.notebook.host import CannotWaitError, check_waiting, find_host
from xauth_nb.oauth.store import TokenStore
from xauth_nb.oauth.store_file import StoreFile, data_directory
from xauth_nb.oauth.store_records import Book, DamagedError, decoded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["front_end", "kept", "keyring_works", "ledger", "packages", "python", "sandbox_extra", "store"]

_NAME = "xauth-nb"
_EXTRAS = ("data", "polars", "plot", "keyring", "sandbox", "hub")
_HOSTS = {
    "console": "login() asks at its prompt.",
    "voila": "LoginWidget and its on_login fit it, because its page appears only after the last cell.",
    "unattended notebook": "A notebook that runs unattended, or whose front end takes no typed answers: login() needs "
    "a token from the environment or a kept one; LoginWidget() draws a card where widgets are shown.",
    "ipython terminal": "login() prints a link and asks.",
    "terminal": "login() prints a link and asks.",
    "unattended": "Nobody can be asked: login() needs a token from the environment or a kept one.",
    "child of a kernel": "Nobody can type into it: call login() in a cell of the notebook.",
    "app server": "Nobody can be asked: login() needs a token from the environment or a kept one.",
    "marimo": "It has no Jupyter widgets: login() needs a token from the environment or a kept one.",
}


def python() -> Check:
    """Say which Python and which version of this package run here."""
    here = f"Python {platform.python_version()} on {platform.system()} ({platform.machine()}), xauth_nb {_version()}"
    floor = sys.version_info >= (3, 10)
    return Check("python", "ok" if floor else "fail", f"{here}.", "" if floor else "Use Python 3.10 or newer.")


def packages() -> Check:
    """Compare the packages that are installed with the ranges that this one needs."""
    from packaging.requirements import Requirement

    try:
        lines = metadata.requires(_NAME) or []
    except metadata.PackageNotFoundError:
        return Check("packages", "skipped", "xauth-nb is used from its source folder, so its ranges are not known.")
    wrong: dict[str, str] = {}
    there: dict[str, bool] = dict.fromkeys(_EXTRAS, True)
    must_be_mended = False
    for requirement in map(Requirement, lines):
        extra = next((e for e in ("", *_EXTRAS) if requirement.marker is None or _fits(requirement, e)), None)
        if extra is None:  # of an extra that is for people who work on this package, or of another platform
            continue
        found = _version(requirement.name)
        if not found and extra:
            there[extra] = False
        elif not found or not requirement.specifier.contains(found, prereleases=True):
            must_be_mended |= not extra
            wrong[f"{requirement.name}{requirement.specifier}"] = f"{requirement.name} {found or 'is missing'}"
    if wrong:
        needed = " ".join(f"'{each}'" for each in wrong)
        finding = f"Outside of what is needed: {', '.join(wrong.values())}."
        return Check("packages", "fail" if must_be_mended else "warn", finding, f"Run: pip install {needed}")
    extras = ", ".join(extra for extra in _EXTRAS if there[extra]) or "none"
    return Check("packages", "ok", f"All versions are in range; extras that are installed: {extras}.")


def front_end() -> Check:
    """Say where this runs, who is there, and whether a cell can wait for its card."""
    host = find_host()
    name = f"{host.name[:1].upper()}{host.name[1:]}"
    if host.kind != "notebook":
        return Check("front end", "ok", f"{name}. {_HOSTS[host.kind]}")
    here = f"{name}, with a person, on ipykernel {_version('ipykernel')}"
    try:
        check_waiting()
    except CannotWaitError as error:
        return Check(
            "front end",
            "warn",
            f"{here}, whose cells cannot wait for the card here. {error}",
            "login() asks by its input line, or stops and says so: finish the card, then run the cell again.",
        )
    return Check("front end", "ok", f"{here}: login() draws its card and waits.")


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
    if loose:
        return Check("store", "warn", f"{said}; others on this machine could open {' and '.join(loose)}.", _close(path))
    if aside:
        return Check(
            "store",
            "warn",
            f"{said} in {path.parent}, and a file that was damaged: {', '.join(aside)}.",
            "Delete it once you have signed in again: it may hold tokens.",
        )
    return Check("store", "ok", f"{said} in {path.parent}{', which only you can open' if book else ''}.")


def keyring_works() -> Check:
    """Say which keyring would be used, and whether the kept sign-ins need one."""
    book = None
    with contextlib.suppress(StoreError, DamagedError):  # the store's own check tells of these
        book = kept()
    apps, accounts = (book.apps, book.accounts) if book else ([], [])
    is_needed = any(app.secret is None for app in apps) or any(account.secret is None for account in accounts)
    return _keyring(is_needed=is_needed)


def kept() -> Book | None:
    """Read what is kept, as the store does, but leave a damaged file where it is.

    Raises
    ------
    StoreError, DamagedError
    """
    return StoreFile(TokenStore().path, patience=0).read(decoded)


def _keyring(*, is_needed: bool) -> Check:
    name = "keyring"
    bad: Status = "fail" if is_needed else "skipped"
    need = "Sign-ins that are kept need it. " if is_needed else "Not needed: sign-ins are kept in a file. "
    if find_spec("keyring") is None:
        finding = f"{need}The package is not installed."
        return Check(name, bad, finding, "Run: pip install 'xauth-nb[keyring]'" if is_needed else "")
    import keyring

    backend = keyring.get_keyring()
    if float(backend.priority) <= 0:
        finding = f"{need}This machine has none that works."
        return Check(name, bad, finding, "Unlock or install one, or sign in again." if is_needed else "")
    return Check(name, "ok", f"{need if is_needed else ''}{backend.name} can be used.")


def ledger() -> Check:
    """See whether the ledger of what was posted can be read, where there is one."""
    path = data_directory() / FILE
    if not path.exists():  # opening it as the ledger does would make or mend it, and the doctor changes nothing
        return Check("ledger", "skipped", "Nothing was posted from here yet, so there is no ledger.")
    try:
        with contextlib.closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=1)) as opened:
            (verdict,) = opened.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.Error as error:
        verdict = str(error)
    if verdict == "ok":
        return Check("ledger", "ok", f"{path} can be read.")
    return Check(
        "ledger",
        "fail",
        f"{path} cannot be read: {verdict}.",
        "Close the notebooks that post, then try again. If it stays so, move the file away: posts that were made "
        "before are then not recognised any more.",
    )


def sandbox_extra() -> Check:
    """Say whether a sandbox could run here."""
    missing = [name for name in ("flask", "oauthlib") if find_spec(name) is None]
    if missing:
        return Check(
            "sandbox", "skipped", f"It needs {' and '.join(missing)}.", "To practise: pip install 'xauth-nb[sandbox]'"
        )
    return Check("sandbox", "ok", "sandbox.use() can start a practice X on this machine.")


def _version(package: str = _NAME) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "from its source folder" if package == _NAME else ""


def _fits(requirement: object, extra: str) -> bool:
    return bool(requirement.marker.evaluate({"extra": extra}))  # type: ignore[attr-defined]  # packaging is optional


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
