"""Sign in to X (Twitter) from a notebook, then post and inspect tweets in later cells.

>>> import xauth_nb
>>> "X" in dir(xauth_nb)
True

The names in ``__all__`` are the public ones. Each loads when it is first used, so importing the package costs next to
nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xauth_nb.credentials import ClientCredentials, TokenCredentials
    from xauth_nb.endpoints import Endpoints, X
    from xauth_nb.errors import XAuthError

__all__ = ["ClientCredentials", "Endpoints", "TokenCredentials", "X", "XAuthError"]

_ROOMS = {
    "credentials": ("ClientCredentials", "TokenCredentials"),
    "endpoints": ("Endpoints", "X"),
    "errors": ("XAuthError",),
}
_HOMES = {name: room for room, names in _ROOMS.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'xauth_nb' has no attribute {name!r}")
    value = getattr(importlib.import_module(f"xauth_nb.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
