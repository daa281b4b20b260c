"""Who may add to the folder of an archive: one at a time. Here too: what a disk refuses, in words."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from xauth_nb.errors import StoreError, UsageError
from xauth_nb.locking import file_lock
from xauth_nb.paths import path_of
from xauth_nb.tweets.archive.parts import RAW, parts_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import FileIO

__all__ = ["folder_lock", "in_words"]

_LOCK = ".lock"  # whoever reads the folder passes over names that begin with a dot


def folder_lock(path: str | os.PathLike[str]) -> FileIO:
    """Make the folder of an archive where there is none, and take its lock.

    Hold it with ``with folder_lock(path):`` and without a name: then whatever interrupts the work gives it back.

    Raises
    ------
    UsageError
        If the path is a file, or a folder of something else.
    StoreError
        If somebody else has it open, or the disk refuses.
    """
    folder = path_of(path).absolute()
    with in_words(folder, "opened"):
        if folder.exists() and not folder.is_dir():
            raise UsageError(f"{folder} is a file, and an archive is a folder.", remedy="Name another place.")
        _refuse_strangers(folder)
        folder.mkdir(parents=True, exist_ok=True)
        try:
            return file_lock(folder / _LOCK, patience=0, is_signed=False)
        except TimeoutError:
            raise StoreError(
                f"The archive {folder} is open in another process or another cell.",
                remedy="Wait until that one has finished, or restart the kernel that hangs. Reading the folder "
                "with Tweets.from_archive, pandas, polars, DuckDB or Dask is possible all the while.",
            ) from None


def _refuse_strangers(folder: Path) -> None:
    if not folder.exists() or parts_in(folder):
        return
    known = (RAW, _LOCK)
    other = next((file for file in folder.iterdir() if not file.name.startswith(".") and file.name not in known), None)
    if other is not None:
        raise UsageError(
            f"The folder {folder} is no archive: it holds {other.name}.", remedy="Name a new or an empty folder."
        )


@contextlib.contextmanager
def in_words(path: Path, done: str) -> Iterator[None]:
    """Say of an error of the disk what could not be done.

    Raises
    ------
    StoreError
    """
    try:
        yield
    except OSError as error:
        raise StoreError(
            f"The archive {path} could not be {done}: {error.strerror or type(error).__name__}.",
            remedy="Make room or give yourself access there, or name another folder. What was kept stays kept.",
        ) from error
