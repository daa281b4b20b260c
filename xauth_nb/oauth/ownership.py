"""Whose a file or folder is: what another user could have put there is not trusted, what we make is ours alone."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
from pathlib import Path

__all__ = ["check_ours", "make_folders", "make_private_directory"]

_OTHERS_WRITE = 0o022


def check_ours(path: Path, found: os.stat_result) -> None:
    """Refuse a file or a folder that another user owns, or can write: then its content may be theirs.

    A folder such as ``/tmp``, in which each may touch only their own files, is no danger to a file of ours.

    Parameters
    ----------
    path : pathlib.Path
    found : os.stat_result
        Of the path.

    Raises
    ------
    PermissionError
        Saying which of the two it is.
    """
    if sys.platform == "win32":
        return
    what = f"the folder {path}" if stat.S_ISDIR(found.st_mode) else path.name
    if found.st_uid not in (os.geteuid(), 0):
        raise PermissionError(errno.EPERM, f"{what} belongs to another user, and is not trusted")
    if found.st_mode & _OTHERS_WRITE and not found.st_mode & stat.S_ISVTX:
        raise PermissionError(errno.EPERM, f"other users may write into {what}, so what is in there is not trusted")


def make_folders(folder: Path) -> None:
    """Make a folder and those above it that are missing, each for its owner alone, under any umask."""
    for missing in reversed([one for one in (folder, *folder.parents) if not one.exists()]):
        with contextlib.suppress(FileExistsError):  # another process was quicker
            missing.mkdir(mode=0o700)
            missing.chmod(0o700)


def make_private_directory(directory: Path) -> None:
    """Make a directory that only its owner can enter, and close one of ours that others could.

    Raises
    ------
    PermissionError
        If it belongs to somebody else, or others can write there all the same.
    """
    make_folders(directory)
    if sys.platform != "win32":
        found = directory.stat()
        # A folder that others need too is left as it is, and the file in it is private all the same: a shared one such
        # as /tmp, and one that holds the home or the working folder, because somebody named it in the variable.
        needed = (os.environ.get("HOME") or "/", Path.cwd())
        above = any(Path(here).is_relative_to(directory.resolve()) for here in needed)
        ours = found.st_uid == os.geteuid() and not found.st_mode & stat.S_ISVTX and not above
        if ours and found.st_mode & 0o077:  # one that somebody made read-only stays so
            directory.chmod(0o700)
        check_ours(directory, directory.stat())
