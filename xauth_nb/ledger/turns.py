"""Turns: of those who post the same from this machine at once, one goes first, and the next sees what became of it."""

from __future__ import annotations

import hashlib
import unicodedata
from typing import TYPE_CHECKING

from xauth_nb.errors import StoreError
from xauth_nb.locking import HeldError, file_lock
from xauth_nb.oauth.disk import DiskError, why_not
from xauth_nb.oauth.ownership import make_private_directory

if TYPE_CHECKING:
    import contextlib
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from xauth_nb.locking import Holder

__all__ = ["take_turn"]

_TURNS = 1024
"""How many files there are at the most of each kind; two names with the same file only wait for each other."""


def take_turn(
    folder: Path,
    kind: str,
    names: Iterable[str],
    *,
    longest: float,
    told: Callable[[Holder | None], None] | None = None,
) -> contextlib.AbstractContextManager[object]:
    """Take a turn, by a lock that the system takes back from a kernel that dies.

    Parameters
    ----------
    folder : pathlib.Path
        Where the files of the locks are.
    kind : str
        Turns of different kinds have nothing to do with each other.
    names : iterable of str
        Who posts what; blanks and the form of accents make no difference.
    longest : float
        Seconds that one holder may keep it before it is an error.
    told : Callable, optional
        As in :func:`~xauth_nb.locking.file_lock`.

    Returns
    -------
    context manager
        It holds the turn already.

    Raises
    ------
    StoreError
        If somebody keeps it for too long, or the file cannot be made.
    """
    whole = "\n".join(" ".join(unicodedata.normalize("NFC", name).split()) for name in names)
    place = int.from_bytes(hashlib.sha256(whole.encode("utf-8", "surrogatepass")).digest()[:8], "big") % _TURNS
    try:
        make_private_directory(folder)
        return file_lock(folder / f"{kind}-{place}", longest, told=told)
    except HeldError as error:
        who = str(error.holder) if error.holder else "somebody else"
        raise StoreError(
            f"A post of the same, or one that shares its turn, has been under way for more than {longest:g} seconds in "
            f"{who}. Two at a time could post it twice, so nothing was sent.",
            remedy="Wait until that one is done, or stop its cell, then try again.",
        ) from None
    except OSError as error:
        why, remedy = why_not(error, folder)
        raise DiskError(f"A turn to post could not be taken in {folder}: {why}.", remedy=remedy) from error
