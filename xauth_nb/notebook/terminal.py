"""Read one line without showing it, until a deadline, or until the answer comes another way.

``getpass`` can do neither of the last two. Where there is no POSIX terminal (Windows, a pipe), it is what is used.
"""

from __future__ import annotations

import contextlib
import getpass
import os
import queue
import select
import sys
import time
from typing import TYPE_CHECKING

from xauth_nb.errors import LoginRequired
from xauth_nb.notebook.host import find_host
from xauth_nb.notebook.input_line import CannotAskError, ask_kernel

if sys.platform != "win32":
    import termios

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["can_hide", "has_browser", "read_hidden", "unechoed"]

_GLANCE = 0.1  # seconds between two looks at what comes another way
_LONGEST = 65_536  # bytes; a terminal hands over one line at a time, and none is longer


def read_hidden(label: str, *, deadline: float, elsewhere: queue.SimpleQueue[str]) -> str:
    """Ask for a line that is not echoed, where that can be: by the terminal only within :func:`unechoed`.

    Parameters
    ----------
    label : str
    deadline : float
        As :func:`time.monotonic` counts.
    elsewhere : queue.SimpleQueue of str
        What another thread puts here is the answer as well.

    Raises
    ------
    TimeoutError
        If nothing came in time.
    EOFError
        If the input ends (Ctrl-D).
    KeyboardInterrupt
        If Ctrl-C was pressed.
    LoginRequired
        If this is a kernel whose front end takes no answers from its cells.
    """
    if find_host().has_kernel:
        return _read_in_kernel(label, deadline=deadline, elsewhere=elsewhere)
    if sys.stdin is None or sys.stdin.closed:
        raise EOFError
    if not can_hide():
        return input(label.replace("not shown", "shown here"))  # getpass would ask at another terminal
    if sys.platform == "win32" or not _is_at_terminal():
        typed = getpass.getpass(label)
        return typed if elsewhere.empty() else elsewhere.get()
    terminal = sys.stdin.fileno()
    _tell(label)
    try:
        while time.monotonic() < deadline:
            with contextlib.suppress(queue.Empty):
                return elsewhere.get_nowait()
            if select.select([terminal], [], [], min(_GLANCE, max(0, deadline - time.monotonic())))[0]:
                # Not sys.stdin.readline(): it would take lines that belong to the next question into its buffer.
                line = os.read(terminal, _LONGEST)
                if not line:
                    raise EOFError
                return line.decode(errors="replace")
    finally:
        _tell("\n")  # the person's own was not echoed
    raise TimeoutError


@contextlib.contextmanager
def unechoed() -> Iterator[None]:
    """Let the terminal show nothing that is typed, between the questions neither: a slow paste comes in pieces.

    However it ends, the terminal is as it was. What was typed beyond the last answer is dropped, as by ``getpass``: a
    shell would show it and keep it in its history.
    """
    if sys.platform == "win32" or not _is_at_terminal() or sys.stdin is None or sys.stdin.closed or not can_hide():
        yield
        return
    terminal = sys.stdin.fileno()
    before = termios.tcgetattr(terminal)
    quiet = [*before[:3], before[3] & ~termios.ECHO, *before[4:]]
    try:
        termios.tcsetattr(terminal, termios.TCSADRAIN, quiet)
        yield
    finally:
        termios.tcsetattr(terminal, termios.TCSAFLUSH, before)


def _read_in_kernel(label: str, *, deadline: float, elsewhere: queue.SimpleQueue[str]) -> str:
    try:
        typed = ask_kernel(label, deadline=deadline, is_over=lambda: not elsewhere.empty())
    except CannotAskError:
        raise LoginRequired(
            "Nobody can be asked here: no cell is running, or its front end takes no typed answers.",
            remedy="Call login() in a cell of a front end that does, or without ui='prompt'; or use LoginWidget().",
        ) from None
    return typed.plain() if typed else elsewhere.get() if not elsewhere.empty() else ""


def can_hide() -> bool:
    """Tell whether what is typed can be kept off the screen. IDLE's window calls itself a terminal, and cannot."""
    try:
        return sys.stdin is None or sys.stdin.fileno() >= 0 or not _is_at_terminal()
    except (AttributeError, OSError, ValueError):  # io.UnsupportedOperation is the last two
        return not _is_at_terminal()


def has_browser() -> bool:
    """Tell whether a browser can be opened beside this terminal, rather than in it or on a machine far away."""
    if not _is_at_terminal():
        return False
    if "BROWSER" in os.environ:
        return True
    if sys.platform in ("win32", "darwin"):
        return "SSH_CONNECTION" not in os.environ
    return "DISPLAY" in os.environ or "WAYLAND_DISPLAY" in os.environ


def _is_at_terminal() -> bool:
    return find_host().kind in ("terminal", "ipython terminal")  # rather than in a kernel, whose terminal is a server's


def _tell(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()
