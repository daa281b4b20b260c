"""Which front end or program this code runs under, by a table of marks. Reads them, and asks and draws nothing.

Each mark was seen in a running front end or read in its public source. None proves that a person is there: that is
what :mod:`~xauth_nb.notebook.host` finds out.
"""

from __future__ import annotations

import os
import sys
import threading
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "find_server",
    "has_visitors",
    "is_child_of_kernel",
    "is_from_page",
    "is_marimo",
    "is_marimo_app",
    "is_run_beside",
    "is_solara",
    "is_voila",
    "name_front_end",
]


class _Cell(NamedTuple):
    """What is known of the cell that is running: the kernel, and the request that a front end sent."""

    kernel: Any
    request: dict[str, Any]


def _has(*variables: str) -> Callable[[_Cell], bool]:
    return lambda _: any(name in os.environ for name in variables)


def _is_kernel_of(package: str) -> Callable[[_Cell], bool]:
    return lambda cell: any(each.__module__.partition(".")[0] == package for each in type(cell.kernel).__mro__)


def _is_mute(request: dict[str, Any]) -> bool:
    return request.get("content", {}).get("allow_stdin") is False


_MARKS: tuple[tuple[str, Callable[[_Cell], bool]], ...] = (
    ("Voilà", lambda _: is_voila()),
    ("Kaggle", _has("KAGGLE_KERNEL_RUN_TYPE")),  # before Colab: its image is made from Colab's
    ("Google Colab", _has("COLAB_RELEASE_TAG", "COLAB_GPU")),
    ("Databricks", _has("DATABRICKS_RUNTIME_VERSION")),
    ("Deepnote", _has("DEEPNOTE_PROJECT_ID")),
    ("Spyder", _is_kernel_of("spyder_kernels")),
    ("Positron", _is_kernel_of("positron")),  # before VS Code, whose variables it has as well
    ("VS Code", _has("VSCODE_PID", "VSCODE_CWD")),
    ("VS Code", lambda cell: str(_cell_id(cell.request)).startswith("vscode-notebook-cell:")),
    ("JupyterLab or Notebook 7", lambda cell: _cell_id(cell.request) is not None and is_from_page(cell.request)),
    ("a page that lets no cell ask", lambda cell: is_from_page(cell.request) and _is_mute(cell.request)),
    ("classic Notebook", lambda cell: is_from_page(cell.request) and "JPY_SESSION_NAME" not in os.environ),
    ("a notebook whose cells its page does not run", lambda cell: is_run_beside(cell.request)),
    ("a Jupyter notebook", lambda cell: _cell_id(cell.request) is not None or "JPY_SESSION_NAME" in os.environ),
    ("a program that runs notebooks", lambda cell: _is_mute(cell.request)),
    ("a console on a Jupyter kernel", lambda _: True),
)
"""The first that fits is the name. VS Code sets its marks for the kernels that it starts, and not in its terminals."""

_SERVERS = frozenset({
    "streamlit", "bokeh", "panel", "gradio", "dash", "shiny", "solara", "uvicorn", "hypercorn", "gunicorn", "waitress",
    "werkzeug", "wsgiref", "cherrypy", "cheroot", "aiohttp", "socketserver",
})  # fmt: skip
"""Programs that call a person's code to answer a browser. Their standard input is the server's terminal."""


def name_front_end(kernel: Any, request: dict[str, Any]) -> str:
    """Name the front end that sent the running cell.

    Parameters
    ----------
    kernel : ipykernel.kernelbase.Kernel
    request : dict
        The ``execute_request``; empty where there is none.
    """
    return next(name for name, fits in _MARKS if fits(_Cell(kernel, request)))


def is_voila() -> bool:
    """Whether Voilà made this kernel (seen in 0.5.13)."""
    return "VOILA_KERNEL_ID" in os.environ or os.environ.get("SERVER_SOFTWARE", "").startswith("voila/")


def is_from_page(request: dict[str, Any]) -> bool:
    """Whether a browser sent this request: jupyter_client, which runs notebooks unattended, numbers its messages.

    Its ids are ``<session>_<process>_<number>``, and ``<session>_<number>`` before 7.0; pages send a UUID alone.
    """
    header = request.get("header", {})
    return bool(header.get("msg_id")) and not str(header["msg_id"]).startswith(f"{header.get('session')}_")


def is_run_beside(request: dict[str, Any]) -> bool:
    """Whether a notebook's cell was sent by no page: by its server (seen in jupyter-server-nbmodel 0.2.9) or a console.

    Then its page draws no widget, not those of ipywidgets itself either.
    """
    is_numbered = bool(request.get("header", {}).get("msg_id")) and not is_from_page(request)
    return is_numbered and _cell_id(request) is None and "JPY_SESSION_NAME" in os.environ


def is_marimo() -> bool:
    """Whether a cell of marimo is running. It has no IPython, and its kernel has marimo loaded already."""
    running = getattr(sys.modules.get("marimo"), "running_in_notebook", None)
    return bool(running and running())


def is_marimo_app() -> bool:
    """Whether that notebook was started for visitors (``marimo run``), and not to be edited."""
    return is_marimo() and sys.modules["marimo"].app_meta().mode == "run"


def is_solara() -> bool:
    """Whether Solara's server runs this code, for one of its visitors (seen in 1.64)."""
    runs = getattr(sys.modules.get("solara.server.kernel_context"), "has_current_context", None)
    return bool(runs and runs())


def has_visitors() -> bool:
    """Whether this notebook is a page that others open. All of them run as the server's user, and share sign-ins."""
    return is_voila() or is_marimo_app() or is_solara()


def is_child_of_kernel() -> bool:
    """Whether a cell started this program (``!python script.py``): nobody can type into the terminal that it is given.

    A kernel has ``JPY_PARENT_PID`` from its server; where there was no server, the pagers that ipykernel sets tell it.
    """
    of_kernel = {"TERM": "xterm-color", "PAGER": "cat", "GIT_PAGER": "cat", "CLICOLOR": "1"}
    return "JPY_PARENT_PID" in os.environ or all(os.environ.get(name) == it for name, it in of_kernel.items())


def find_server() -> str:
    """Name the app server that called this code, empty where none did.

    A server calls it from its own code, or on a thread: then the terminal, if there is one, is not the visitor's.
    """
    frame = sys._getframe()
    while frame := frame.f_back:  # type: ignore[assignment]  # the outermost has none
        package = str(frame.f_globals.get("__name__", "")).partition(".")[0]
        if package in _SERVERS:
            return package
    return "" if threading.current_thread() is threading.main_thread() else "a thread"


def _cell_id(request: dict[str, Any]) -> object:
    return request.get("metadata", {}).get("cellId")
