"""Paths as people write them: ``~`` stands for a home, and not everybody has one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from xauth_nb.errors import UsageError

if TYPE_CHECKING:
    import os

__all__ = ["path_of"]


def path_of(given: str | os.PathLike[str]) -> Path:
    """Read a path, in which ``~`` is the home of this user, and ``~name`` that of another.

    Parameters
    ----------
    given : str or os.PathLike

    Raises
    ------
    UsageError
        If no such home is known.
    """
    try:
        return Path(given).expanduser()
    except RuntimeError:
        raise UsageError(
            f"{given} begins with ~, and no home is known that it could stand for.", remedy="Write the whole path."
        ) from None
