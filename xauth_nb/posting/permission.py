"""May this token write? Only X can say; what its header said last is told before the call, and no more."""

from __future__ import annotations

import sys
import warnings

__all__ = ["warn_of_access"]


def warn_of_access(access: str | None) -> None:
    """Tell that X's header said of this token that it may only read. The call is made all the same.

    The header is a hint: X documents it in passing, and its own playground sends one that is written into its code.

    Parameters
    ----------
    access : str or None
        The last ``x-access-level``.
    """
    if access == "read":
        warnings.warn(
            "X's last answer said (x-access-level: read) that this token may only read, so X will probably refuse "
            "this. It is sent all the same: the header is a hint, and X decides.",
            stacklevel=_outside(),
        )


def _outside() -> int:
    """Count the frames up to the cell that called, however many verbs of ours lie between."""
    level, frame = 2, sys._getframe(2)
    while frame.f_back and frame.f_globals.get("__name__", "").startswith("xauth_nb."):
        level, frame = level + 1, frame.f_back
    return level
