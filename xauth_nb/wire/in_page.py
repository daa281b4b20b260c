"""Python inside a web page (Pyodide: JupyterLite, PyScript, the playground of marimo), from which nothing reaches X."""

from __future__ import annotations

import sys

from xauth_nb.errors import TransportError

__all__ = ["is_in_page", "refuse_in_page"]


def is_in_page() -> bool:
    """Whether this Python was compiled for a browser. No socket, no thread (seen in Pyodide 314)."""
    return sys.platform == "emscripten"


def refuse_in_page() -> None:
    """Refuse what would go to a server.

    Raises
    ------
    TransportError
        Where Python runs inside a web page.
    """
    if is_in_page():
        error = TransportError(
            "Python runs inside a web page here (Pyodide, as in JupyterLite), and nothing can reach X from there: a "
            "page has no connections of its own, and X lets no page of others read what its API answers.",
            remedy="Use a notebook whose kernel runs on a computer: JupyterLab, VS Code, Colab. Files that were saved "
            "there can be read here: Tweets.from_file.",
        )
        error.is_unsent = True
        raise error
