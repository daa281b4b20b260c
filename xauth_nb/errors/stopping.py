"""The stop button in one line. It stays a :class:`KeyboardInterrupt`, so that it stops "Run All" as every other one."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["stop_told"]


@contextlib.contextmanager
def stop_told(text: str) -> Iterator[None]:
    """Have a stop within the block shown in a notebook as one line, instead of the frames that lead to the socket.

    Parameters
    ----------
    text : str
        What was stopped, and how to go on. Of two blocks the inner one tells it.
    """
    try:
        yield
    except KeyboardInterrupt as stop:
        if not hasattr(stop, "_render_traceback_"):  # IPython looks for this name
            line = f"\x1b[1;31m{type(stop).__name__}\x1b[0m: {text}"
            vars(stop)["_render_traceback_"] = lambda: [line]
        raise
