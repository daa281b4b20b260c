"""A warning that points at the line of the user, however many of our own frames lie between."""

from __future__ import annotations

import sys
import warnings
from pathlib import Path

__all__ = ["warn_user"]

_OURS = str(Path(__file__).parents[1])


def warn_user(message: str) -> None:
    """Warn of something in the call that the user made: at their line, where a notebook shows it each time.

    Parameters
    ----------
    message : str
    """
    level, frame = 2, sys._getframe(1)
    while frame.f_code.co_filename.startswith(_OURS) and frame.f_back is not None:
        level, frame = level + 1, frame.f_back
    warnings.warn(message, stacklevel=level)
