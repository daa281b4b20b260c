"""Loads X's published rules for texts, the package ``twitter_text`` (twitter-text-parser 3.0.0).

It reads its list of emoji by ``pkg_resources``, asks for no package that has it, and so cannot be imported in a new
environment of Python 3.12 or later, nor beside setuptools 82, which has dropped it. One function of it is used.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
import threading
import warnings
from pathlib import Path
from types import ModuleType

__all__ = ["load_rules"]

_lock = threading.Lock()


def load_rules() -> None:
    """Import ``twitter_text``, whose parts can be imported then. Its tables take a moment; the next call costs nothing.

    Raises
    ------
    ImportError
        If twitter-text-parser is not installed.
    """
    if "twitter_text" in sys.modules:
        return
    with _lock:
        if importlib.util.find_spec("pkg_resources") is not None:
            with warnings.catch_warnings():
                warnings.filterwarnings("ignore", "pkg_resources is deprecated")  # nothing that a user could mend
                importlib.import_module("twitter_text")
            return
        sys.modules["pkg_resources"] = _StandIn("pkg_resources")  # nobody else can have it: there is none
        try:
            importlib.import_module("twitter_text")
        finally:
            del sys.modules["pkg_resources"]


class _StandIn(ModuleType):
    @staticmethod
    def resource_string(module: str, name: str) -> bytes:
        """Read a file beside a module."""
        return Path(str(sys.modules[module].__file__)).with_name(name).read_bytes()
