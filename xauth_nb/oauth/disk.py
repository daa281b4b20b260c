"""What a disk says that does not take what we write, in words that name it; and a way to find out beforehand."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from typing import TYPE_CHECKING

from xauth_nb.credentials import HOME_VARIABLE
from xauth_nb.errors import StoreError
from xauth_nb.locking import try_lock

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["DiskError", "system_directory", "try_folder", "why_not"]

_NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP}
_FULL = {errno.ENOSPC, errno.EDQUOT} if hasattr(errno, "EDQUOT") else {errno.ENOSPC}
_PROBE = 64 * 1024
"""Bytes that are written to see whether there is room: more than a file system keeps in a file's own entry."""


class DiskError(StoreError):
    """The disk does not take or give a file of ours; what is in it is not at fault. To users a :class:`StoreError`."""


def system_directory() -> Path:
    """Say where the system keeps the data of this user's programs.

    Raises
    ------
    StoreError
        If this user has no home, as in a container whose user nobody has entered.
    """
    import platformdirs

    try:
        return platformdirs.user_data_path("xauth_nb", appauthor=False)
    except RuntimeError:
        raise StoreError(
            "This user has no home folder (HOME is not set to an absolute path, and the system has no entry for the "
            "user), so there is no place to keep anything in.",
            remedy=f"Set {HOME_VARIABLE} to a folder of yours, by its whole path, such as /var/data/xauth_nb.",
        ) from None


def why_not(error: OSError, path: Path) -> tuple[str, str]:
    """Say why a file of ours could not be used.

    Parameters
    ----------
    error : OSError
    path : pathlib.Path
        The file or the folder.

    Returns
    -------
    tuple of str
        The reason, as the end of a sentence, and what to do.
    """
    elsewhere = f"set {HOME_VARIABLE} to a folder of yours on another disk"
    if error.errno in _NO_LOCKS:
        return (
            f"{_disk(path)} gives no locks, as some network disks do not, and without them two programs could spoil "
            "each other's writing",
            f"{elsewhere[0].upper()}{elsewhere[1:]}, such as one of this machine's own.",
        )
    if error.errno in _FULL:
        full = "is full" if error.errno == errno.ENOSPC else "has no more room for this user (quota)"
        return f"{_disk(path)} {full}", f"Make room there, or {elsewhere}."
    if error.errno == errno.EFBIG:
        return (
            f"this program may not write files so large ({path})",
            "Raise the limit (ulimit -f), or ask whoever runs the machine.",
        )
    if error.errno == errno.EROFS:
        return f"{_disk(path)} is read-only", f"{elsewhere[0].upper()}{elsewhere[1:]}."
    return error.strerror or type(error).__name__, (
        f"Make room or give yourself access there, or set {HOME_VARIABLE} to a folder of yours."
    )


def try_folder(folder: Path) -> None:
    """Write and lock a file without a name in a folder, or in the one above it that is there. Nothing is left of it.

    Parameters
    ----------
    folder : pathlib.Path

    Raises
    ------
    OSError
        If it cannot be written, has no room, or gives no locks.
    """
    there = next(one for one in (folder, *folder.parents) if one.exists())
    with tempfile.TemporaryFile(dir=there) as probe:
        probe.write(bytes(_PROBE))
        probe.flush()
        os.fsync(probe.fileno())
        try_lock(probe.fileno())


def _disk(path: Path) -> str:
    """Name the disk that a path is on, by where it is mounted."""
    with contextlib.suppress(OSError):
        mounted = next((str(one) for one in (path, *path.parents) if os.path.ismount(one)), "")
        if mounted:
            return f"the disk mounted at {mounted}"
    return f"the disk of {path}"
