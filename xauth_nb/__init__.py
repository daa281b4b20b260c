"""Sign in to X (Twitter) from a notebook, then post and inspect tweets in later cells.

>>> import xauth_nb
>>> "X" in dir(xauth_nb)
True

The names in ``__all__`` are the public ones. Each loads when it is first used, so importing the package costs next to
nothing.

The house, from the ground up. Nothing imports upward, and rooms on one line do not know each other::

    style · twitter_text            how everything looks: palette, type, frame, table, dates; X's way to count a text
    errors · locking                what went wrong, in words; locks between processes
    credentials · endpoints · paths three kinds of credentials; which server; paths as people write them
    guesses                         what people guess, and the right call for it, told by the error
    tweets                          data -> sums (analysis) -> views (render, frames, graphs, plots) -> what is kept
                                    (archive, files) -> the objects people hold
    wire                            signs, sends, waits; a fault becomes an error, with its remedy
    oauth · costs · ledger          the exchange and the store; prices and the budget; what was posted
    media · account                 uploads; who a session acts for
    face                            what a face may use of the session
    reading · posting · handoff     faces: the public verbs; and beside them the hands that do the work
    session                         XSession: the flat list of its faces, on the wire
    signin                          what is known, the attempt, keeping it, the wrong account; draws nothing
    notebook · profiles             what draws, waits or asks; the accounts that are kept
    login, doctor, testing, cli     the doors
    sandbox                         a house of its own: a local X, which shares only the words

Where a thing goes. A verb: a method of a face, which asks a hand; its price into ``costs.prices``; its answer into
``sandbox.api``. A view of tweets: a function of data in ``tweets``, lent by one line to the object. A remedy: a row
in ``wire.remedies``. A front end: its mark in ``notebook.front_ends``. A data frame's column: a row in
``tweets.frames``. A guess that should lead on: a line in ``guesses``' tables.
"""

from __future__ import annotations

import importlib
import sys
from opcode import opmap
from types import FrameType, ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xauth_nb import sandbox
    from xauth_nb.credentials import ClientCredentials, TokenCredentials
    from xauth_nb.doctor import doctor
    from xauth_nb.endpoints import Endpoints, X
    from xauth_nb.errors import (
        ApiError,
        AuthorizationDeniedError,
        BudgetExceededError,
        CallbackMismatchError,
        CreditsError,
        DuplicateTweetError,
        ForbiddenError,
        LoginError,
        LoginRequired,
        LoginTimeoutError,
        LoginUnavailableError,
        MissingDependencyError,
        NotFoundError,
        RateLimitedError,
        RequestTokenDeniedError,
        ServerError,
        StoreError,
        TransportError,
        UnauthorizedError,
        UsageCapError,
        UsageError,
        VerifierRejectedError,
        WrongAccountError,
        XAuthError,
    )
    from xauth_nb.login import login
    from xauth_nb.notebook.widget import LoginWidget
    from xauth_nb.posting import Draft
    from xauth_nb.profiles import accounts, import_accounts, logout
    from xauth_nb.sandbox import Sandbox
    from xauth_nb.session import XSession
    from xauth_nb.tweets import Tweet, Tweets, User

__all__ = [
    "ApiError",
    "AuthorizationDeniedError",
    "BudgetExceededError",
    "CallbackMismatchError",
    "ClientCredentials",
    "CreditsError",
    "Draft",
    "DuplicateTweetError",
    "Endpoints",
    "ForbiddenError",
    "LoginError",
    "LoginRequired",
    "LoginTimeoutError",
    "LoginUnavailableError",
    "LoginWidget",
    "MissingDependencyError",
    "NotFoundError",
    "RateLimitedError",
    "RequestTokenDeniedError",
    "Sandbox",
    "ServerError",
    "StoreError",
    "TokenCredentials",
    "TransportError",
    "Tweet",
    "Tweets",
    "UnauthorizedError",
    "UsageCapError",
    "UsageError",
    "User",
    "VerifierRejectedError",
    "WrongAccountError",
    "X",
    "XAuthError",
    "XSession",
    "accounts",
    "doctor",
    "import_accounts",
    "login",
    "logout",
    "sandbox",
]

_IMPORT_FROM = opmap["IMPORT_FROM"]
_HOMES = {
    "ClientCredentials": "credentials",
    "TokenCredentials": "credentials",
    "Endpoints": "endpoints",
    "X": "endpoints",
    "doctor": "doctor",
    "login": "login",
    "LoginWidget": "notebook.widget",
    "Draft": "posting",
    "accounts": "profiles",
    "import_accounts": "profiles",
    "logout": "profiles",
    "Sandbox": "sandbox",
    "XSession": "session",
    "Tweet": "tweets",
    "Tweets": "tweets",
    "User": "tweets",
}


class _Facade(ModuleType):
    """Python binds an imported module to its name in the package, and would hide the function ``login`` so."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in _HOMES and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Facade


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise _missing(name, sys._getframe(1))
    if name == "sandbox":
        return importlib.import_module("xauth_nb.sandbox")
    # What is not listed is an error: they all live in one room.
    value = getattr(importlib.import_module(f"xauth_nb.{_HOMES.get(name, 'errors')}"), name)
    globals()[name] = value
    return value


def _missing(name: str, asking: FrameType) -> Exception:
    """Say what leads on. ``from xauth_nb import`` would drop the sentence of an ``AttributeError``: it gets its own."""
    from xauth_nb.guesses import named

    hint = "" if name.startswith("_") else named(name)
    if hint and asking.f_code.co_code[asking.f_lasti] == _IMPORT_FROM:
        return ImportError(f"cannot import name {name!r} from 'xauth_nb'. {hint}", name=__name__)
    said = f"module 'xauth_nb' has no attribute {name!r}"
    return AttributeError(f"{said}. {hint}" if hint else said, name=name, obj=None if hint else sys.modules[__name__])


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
