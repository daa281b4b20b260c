"""The package twitter_text, which counts as X counts, imported without pkg_resources. Counts nothing itself.

The package reads one file by ``pkg_resources``, which came with setuptools until version 82, comes with no environment
of Python 3.12 or newer, and warns of itself. So a stand-in reads that file.
"""

from __future__ import annotations

import sys
import threading
from importlib import import_module
from importlib.resources import files
from types import ModuleType

__all__ = ["load"]

_NEEDED = "pkg_resources"
_lock = threading.Lock()


def load() -> None:
    """Import the package, so that its parts can be imported as usual.

    Its tables take a moment to load: call this where something is counted, and not before.
    """
    with _lock:
        before = sys.modules.get(_NEEDED)
        if before is None and "twitter_text" not in sys.modules:
            sys.modules[_NEEDED] = _stand_in()
            try:
                import_module("twitter_text")
            finally:
                del sys.modules[_NEEDED]


def _stand_in() -> ModuleType:
    module = ModuleType(_NEEDED)
    module.resource_string = lambda place, name: files(place.rpartition(".")[0]).joinpath(name).read_bytes()  # type: ignore[attr-defined]
    return module
