"""The token store's file: private, replaced as a whole, under a lock; never half-written, never written through a link.

Knows nothing of what is in it. The content appears here only as a function, so that no frame of a traceback holds it.
The look at the file and the renaming are also what the ledger stands on.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import stat
import sys
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from xauth_nb.credentials import HOME_VARIABLE
from xauth_nb.errors import StoreError
from xauth_nb.locking import HeldError, file_lock, sync_directory
from xauth_nb.oauth.disk import system_directory, why_not
from xauth_nb.oauth.ownership import check_ours, make_private_directory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["NotPlainError", "StoreFile", "data_directory", "free_name", "is_there", "without_home"]

_Content = TypeVar("_Content")


def data_directory() -> Path:
    """Say where this package keeps its files: ``XAUTH_NB_HOME``, else the place that the system has for such things.

    Raises
    ------
    StoreError
        If there is none.
    """
    given = os.environ.get(HOME_VARIABLE, "").strip()
    if not given:
        return system_directory()
    try:
        return Path(given).expanduser()
    except RuntimeError:
        raise StoreError(
            f"{HOME_VARIABLE}={given} begins with ~, and no home is known that it could stand for.",
            remedy="Write the whole path.",
        ) from None


def without_home(text: str) -> str:
    """Write ``~`` for the user's home, as people read paths and without naming the user.

    Parameters
    ----------
    text : str
    """
    try:
        home = Path.home()
    except RuntimeError:  # a container whose user has neither a name nor a home
        return text
    return text if home == Path(home.anchor) else text.replace(str(home), "~")


class StoreFile:
    """One file that only its owner can read, in a directory that only its owner can enter.

    Parameters
    ----------
    path : pathlib.Path
        The file. Beside it stand ``….lock``, which stays, and ``….new`` while it is being written.
    patience : float
        Seconds to wait for another process that is writing.
    """

    def __init__(self, path: Path, *, patience: float) -> None:
        self.path = path
        self._patience = patience

    def read(self, decode: Callable[[bytes], _Content]) -> _Content | None:
        """Return the whole content; ``None`` where there is no file. Takes no lock: the file is only ever replaced.

        A file of ours that others could read is closed to them first.

        Parameters
        ----------
        decode : Callable
            What to make of the bytes.

        Raises
        ------
        StoreError
            If it is a link or no plain file, may be another user's, or cannot be read.
        """
        with self._in_words("read"):
            try:
                if not is_there(self.path):
                    return None
            except NotPlainError:
                what = "a link to another place" if self.path.is_symlink() else "not a plain file"
                raise StoreError(
                    f"The token store {self.path} is {what}, and tokens are neither read nor written through that.",
                    remedy=f"Move it away, or set {HOME_VARIABLE} to the folder that the token store should be in.",
                ) from None
            return decode(self.path.read_bytes())

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the lock that every writer takes, in this process and in others; make the directory where it is missing.

        Raises
        ------
        StoreError
            If the directory cannot be made or is not trusted, or another process holds the lock for too long.
        """
        with self._in_words("written"):
            with contextlib.suppress(NotPlainError):  # reading tells it
                is_there(self.path)  # before the folder is closed: who could write into it may have done so
            make_private_directory(self.path.parent)
            # The lock has a file of its own, which is never removed: the other one is a new file after every writing.
            with contextlib.ExitStack() as held:
                try:
                    held.enter_context(file_lock(self.path.with_name(self.path.name + ".lock"), self._patience))
                except HeldError as error:
                    raise StoreError(
                        f"The token store {self.path} is being written by {error.holder or 'another process'}, which "
                        f"has held it for more than {self._patience:g} seconds.",
                        remedy="Try again. If it stays so, restart the notebook kernel that hangs.",
                    ) from None
                yield

    def replace(self, content: Callable[[], bytes]) -> None:
        """Put new content in place, whole or not at all. The caller holds the lock.

        Parameters
        ----------
        content : Callable
            Returns the bytes.

        Raises
        ------
        StoreError
            If it cannot be written; the old file is then as it was.
        """
        new = self.path.with_name(self.path.name + ".new")
        with self._in_words("written"):
            new.unlink(missing_ok=True)  # of a writer that was killed: whoever holds the lock is the only one
            try:
                with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                    new.chmod(0o600)  # whatever the umask took
                    file.write(content())
                    file.flush()
                    os.fsync(file.fileno())
                new.replace(self.path)
            except BaseException:
                new.unlink(missing_ok=True)
                raise
            sync_directory(self.path.parent)

    def set_aside(self) -> Path:
        """Rename the file, so that nothing overwrites it, and return its new name. The caller holds the lock.

        Raises
        ------
        StoreError
            If it cannot be renamed.
        """
        aside = free_name(self.path)
        with self._in_words("set aside, though it is damaged"):
            self.path.rename(aside)
        return aside

    @contextlib.contextmanager
    def _in_words(self, done: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            why, remedy = why_not(error, self.path)
            raise StoreError(
                f"The token store {self.path} could not be {done}: {why}.",
                remedy=f"{remedy} login(save=False) signs in without keeping the token.",
            ) from error


class NotPlainError(Exception):
    """Something else than a plain file stands there, such as a link."""


def is_there(path: Path) -> bool:
    """Say whether a file of ours is there, and close it where others could read it.

    Raises
    ------
    NotPlainError
        If it is a link or no plain file.
    PermissionError
        If another user may have put or changed it there.
    """
    try:
        found = path.lstat()
    except FileNotFoundError:
        return False
    if not stat.S_ISREG(found.st_mode):
        raise NotPlainError
    check_ours(path.parent, path.parent.stat())
    check_ours(path, found)
    if sys.platform != "win32" and found.st_mode & 0o077:
        with contextlib.suppress(OSError):  # somebody else's file, or a read-only disk
            path.chmod(0o600)
    return True


def free_name(path: Path) -> Path:
    """Find a name for a damaged file, beside it, that nothing has yet."""
    now = f"{datetime.now(timezone.utc):%Y%m%dT%H%M%SZ}"
    names = (f"{path.name}.damaged-{now}" + (f"-{n}" if n else "") for n in itertools.count())
    return next(found for found in map(path.with_name, names) if not found.exists())
