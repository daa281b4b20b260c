"""Tells where this code runs, who is there, and what they can be asked. Knows nothing about X or sign-in.

With :mod:`~xauth_nb.notebook.waiting`, which makes a cell wait, it holds all that this package knows about kernels and
front ends; the rest of the package asks here.
"""

from __future__ import annotations

import contextvars
import functools
import getpass
import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from xauth_nb.notebook import front_ends
from xauth_nb.notebook.waiting import CannotWaitError, check_waiting, wait
from xauth_nb.wire.in_page import is_in_page

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "CannotWaitError",
    "Host",
    "can_ask",
    "check_waiting",
    "find_host",
    "in_this_cell",
    "kernel_log",
    "running_code",
    "running_kernel",
    "show_error",
    "wait",
]

T = TypeVar("T")

Kind = Literal[
    "notebook",
    "console",
    "voila",
    "unattended notebook",
    "ipython terminal",
    "terminal",
    "unattended",
    "child of a kernel",
    "app server",
    "marimo",
    "web page",
]


@dataclass(frozen=True)
class Host:
    """Where a call was made from.

    Attributes
    ----------
    kind : str
        ``notebook``: JupyterLab, Notebook and their like. ``console``: a kernel with a person but without widgets
        (``jupyter console``). ``voila``: a page that appears only after all its cells ran. ``unattended notebook``:
        nbclient, nbconvert, papermill, nbval, or a front end that lets no cell ask. ``ipython terminal``, ``terminal``:
        a person at a tty. ``unattended``: a script without one (cron, a pipe). ``child of a kernel``: a program that a
        cell started with ``!``. ``app server``: code that Streamlit, ``marimo run`` and their like call. ``marimo``: it
        has no Jupyter widgets. ``web page``: Python itself runs in the browser (Pyodide).
    has_person : bool
        Somebody is there who can answer, now or (Voilà) once the page is shown.
    can_draw : bool
        Widgets are seen here, as far as can be known before one is shown.
    name : str
        The front end or program in words, such as ``"JupyterLab or Notebook 7"``.
    is_by_page : bool
        Whether the page of a notebook runs its cells itself, rather than its server or a console beside it.
    """

    kind: Kind
    has_person: bool
    can_draw: bool
    name: str = ""
    is_by_page: bool = True

    @property
    def has_kernel(self) -> bool:
        """Whether a Jupyter kernel runs this code, so that a widget can be made."""
        return self.kind in ("notebook", "console", "voila", "unattended notebook")


def find_host() -> Host:
    """Tell where the calling code runs. Call it inside the cell: a kernel knows only there whether a person is present.

    Returns
    -------
    Host
    """
    if is_in_page():
        return Host("web page", has_person=False, can_draw=False, name="Python inside a web page (Pyodide)")
    if front_ends.is_solara():  # before its kernels, which are not Jupyter's: each is of one visitor
        return Host("app server", has_person=False, can_draw=False, name="Solara")
    shell = _ipython()
    kernel = getattr(shell, "kernel", None)
    if kernel is None:
        return _without_kernel(is_ipython=shell is not None)
    request = _request(kernel)
    name = front_ends.name_front_end(kernel, request)
    if front_ends.is_voila():
        return Host("voila", has_person=True, can_draw=True, name=name)
    is_page = front_ends.is_from_page(request)
    if not _allows_stdin(kernel):
        # A page that lets no cell ask may still draw the card, and then somebody has pressed its run button.
        if is_page:
            return Host("notebook", has_person=True, can_draw=True, name=name)
        return Host("unattended notebook", has_person=False, can_draw=False, name=name)
    # A console sends no cell id, and only a server that opened a notebook names its file: nobody would see a card.
    if is_page or "JPY_SESSION_NAME" in os.environ or request.get("metadata", {}).get("cellId") is not None:
        is_by_page = not front_ends.is_run_beside(request)
        return Host("notebook", has_person=True, can_draw=True, name=name, is_by_page=is_by_page)
    return Host("console", has_person=True, can_draw=False, name=name)


def _without_kernel(*, is_ipython: bool) -> Host:
    if front_ends.is_marimo_app():
        return Host("app server", has_person=False, can_draw=False, name="marimo run")
    if front_ends.is_marimo():
        return Host("marimo", has_person=False, can_draw=False, name="marimo")
    server = front_ends.find_server()
    if server and not is_ipython:
        return Host("app server", has_person=False, can_draw=False, name=server)
    if not _has_terminal():
        return Host("unattended", has_person=False, can_draw=False, name="a script without a terminal")
    if front_ends.is_child_of_kernel():
        return Host("child of a kernel", has_person=False, can_draw=False, name="a program that a notebook started")
    if is_ipython:
        return Host("ipython terminal", has_person=True, can_draw=False, name="IPython in a terminal")
    return Host("terminal", has_person=True, can_draw=False, name="a terminal")


def can_ask() -> bool:
    """Tell whether ``input()`` and ``getpass()`` reach a person from here.

    In a kernel they do so only while a cell of a front end that allows it is running. In a handler that runs between
    two cells ``getpass`` would ask at the terminal of the Jupyter server, where nobody looks.

    Returns
    -------
    bool
    """
    kernel = running_kernel()
    if kernel is None:
        return _has_terminal()
    return _allows_stdin(kernel) and getpass.getpass == getattr(kernel, "getpass", None)


def running_code() -> str:
    """Return the source of the cell that is running, as the person typed it.

    Returns
    -------
    str
        Empty where there is no cell: in a script, on another thread, in a widget's handler.
    """
    shell = _ipython()
    try:
        if hasattr(shell, "kernel"):
            return str(shell.kernel.get_parent("shell")["content"]["code"])
        return str(shell.history_manager.input_hist_raw[-1])
    except (AttributeError, LookupError):
        return ""


def in_this_cell(call: Callable[..., T]) -> Callable[..., T]:
    """Return ``call`` as something that another thread may call and that still speaks for the cell that is running now.

    Wrap what a thread does to widgets in it. ipykernel 7.0 knows of no cell on other threads, and each change of a
    widget there raises ``LookupError``; other versions take the cell that ran last.

    Parameters
    ----------
    call : callable

    Returns
    -------
    callable
    """
    context = contextvars.copy_context()

    @functools.wraps(call)
    def wrapped(*args: object) -> T:
        return context.copy().run(call, *args)  # a copy, because two threads may not be in one context

    return wrapped


def running_kernel() -> Any:
    """Return the kernel that this code runs in, None where there is none."""
    return getattr(_ipython(), "kernel", None)


def kernel_log() -> Any:
    """Return the logger of the running kernel, None where there is no kernel."""
    return getattr(running_kernel(), "log", None)


def show_error(error: Exception) -> None:
    """Show an error with the frames from where it was caught, in the way of this place; it goes no further.

    Parameters
    ----------
    error : Exception
        Being handled.
    """
    shell = _ipython()
    if shell is None:
        sys.excepthook(type(error), error, error.__traceback__)
    else:
        shell.showtraceback((type(error), error, error.__traceback__))


def _ipython() -> Any:
    """Return the running IPython shell, or None. Nothing is imported: a script that has no IPython is not in one."""
    return sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None


def _allows_stdin(kernel: Any) -> bool:
    return bool(getattr(kernel, "_allow_stdin", False))


def _request(kernel: Any) -> dict[str, Any]:
    """Return the request of the running cell; nothing where there is none."""
    try:
        return kernel.get_parent() or {}
    except (AttributeError, LookupError):  # another kind of kernel, or a thread, which ipykernel 7.0 gives no parent
        return {}


def _has_terminal() -> bool:
    try:
        return sys.stdin.isatty()
    except (AttributeError, ValueError):  # no stdin at all, or one that is closed
        return False
