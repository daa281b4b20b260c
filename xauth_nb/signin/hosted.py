"""Secrets that a hosted notebook keeps for its user: Colab's, Kaggle's and Databricks'. Read, never written.

Their modules are imported only where they are, and asked on a thread, because some wait for the person without end.
A place that refuses is told in words; a value is never in them. Read in the sources and the documentation of the three
(``google.colab.userdata``, ``kaggle_secrets``, "Secret management" of Databricks), and not tried there.
"""

from __future__ import annotations

import os
import sys
import threading
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, NamedTuple

from xauth_nb.credentials import CLIENT_VARIABLES, TOKEN_VARIABLES
from xauth_nb.credentials.secrecy import Secret

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["how_to_keep_keys", "with_hosted"]

_PATIENCE = 10.0  # seconds for all questions together
_SCOPE_VARIABLE = "XAUTH_NB_SECRETS_SCOPE"
_NOT_THERE = ("SecretNotFoundError", "NotFoundError")
_NOT_THERE_WORDS = ("No user secrets exist", "does not exist")  # where the class of the error does not tell it
_REFUSED = ("NotebookAccessError", "CredentialError")


class _Place(NamedTuple):
    name: str
    get: Callable[[str], str]
    how_to_keep: str
    how_to_allow: str


def with_hosted(environ: Mapping[str, str]) -> tuple[Mapping[str, str], str]:
    """Add what the hosted notebook keeps to what the environment has. The environment wins, pair by pair.

    Parameters
    ----------
    environ : Mapping of str to str
        Usually ``os.environ``. A pair that it names, even in part, is not looked for.

    Returns
    -------
    Mapping of str to str
    str
        Why a secret that may be there could not be used; empty where nothing went wrong.
    """
    place = _find_place()
    wanted = [pairs for pairs in (CLIENT_VARIABLES, TOKEN_VARIABLES) if not _is_named(environ, pairs)]
    if place is None or not wanted:
        return environ, ""
    found: dict[str, Secret] = {}
    notes: list[str] = []
    asking = threading.Thread(target=_ask, args=(place, wanted, found, notes), name="xauth_nb secrets", daemon=True)
    asking.start()
    asking.join(_PATIENCE)
    if asking.is_alive():
        return environ, f"The secrets of {place.name} did not answer within {_PATIENCE:.0f} seconds, and were not used."
    return {**environ, **{name: value.plain() for name, value in found.items()}}, " ".join(notes)


def how_to_keep_keys() -> str:
    """Say how an app's keys are kept in the hosted notebook that this is; empty where it is none."""
    place = _find_place()
    return place.how_to_keep if place else ""


def _is_named(environ: Mapping[str, str], pairs: tuple[tuple[str, str], ...]) -> bool:
    return any(environ.get(name) for pair in pairs for name in pair)


def _ask(place: _Place, wanted: list[tuple[tuple[str, str], ...]], found: dict[str, Secret], notes: list[str]) -> None:
    """Ask for the first whole pair of each kind, and stop where the place refuses or fails."""
    for pairs in wanted:
        for pair in pairs:
            try:
                values = [_get(place, name) for name in pair]
            except _NotUsableError as error:
                notes.append(str(error))
                return
            if all(values):
                found.update({name: value for name, value in zip(pair, values, strict=True) if value})
                break
            if any(values):
                there, missing = pair if values[0] else pair[::-1]
                notes.append(f"{place.name} keeps {there} and not {missing}, and one is of no use alone.")


class _NotUsableError(Exception):
    """A place did not give what it may have."""


def _get(place: _Place, name: str) -> Secret | None:
    try:
        value = place.get(name)
    except Exception as error:  # noqa: BLE001 - each place has classes of its own, and an unknown text may hold a secret
        kind = type(error).__name__
        if kind in _NOT_THERE or any(words in str(error) for words in _NOT_THERE_WORDS):
            return None
        if kind in _REFUSED or "PERMISSION_DENIED" in str(error):
            raise _NotUsableError(
                f"{place.name} did not let this notebook read the secret {name}. {place.how_to_allow}"
            ) from None
        if "timeout" in kind.lower():
            raise _NotUsableError(f"{place.name} did not give the secret {name} in time. Run the cell again.") from None
        raise _NotUsableError(f"The secrets of {place.name} could not be read ({kind}), and were not used.") from None
    return Secret(value.strip()) if isinstance(value, str) and value.strip() else None


def _find_place() -> _Place | None:
    if _is_there("kaggle_secrets"):  # before Colab, from whose image that of Kaggle is made
        return _Place(
            "Kaggle",
            lambda name: import_module("kaggle_secrets").UserSecretsClient().get_secret(name),
            "To keep them in Kaggle: Add-ons → Secrets, with the labels X_API_KEY and X_API_SECRET, attached to this "
            "notebook.",
            "Attach it under Add-ons → Secrets, then run the cell again.",
        )
    if _is_there("google.colab"):
        return _Place(
            "Colab",
            lambda name: import_module("google.colab.userdata").get(name),
            "To keep them in Colab: Secrets (the key at the left), with the names X_API_KEY and X_API_SECRET and "
            "Notebook access switched on. A file in this virtual machine goes when the machine does.",
            "Switch on Notebook access for it under Secrets (the key at the left), then run the cell again.",
        )
    dbutils = getattr(sys.modules.get("__main__"), "dbutils", None)  # Databricks puts it into every notebook
    if dbutils is not None or "DATABRICKS_RUNTIME_VERSION" in os.environ:
        scope = os.environ.get(_SCOPE_VARIABLE, "xauth-nb")
        return _Place(
            "Databricks",
            lambda name: (dbutils or import_module("databricks.sdk.runtime").dbutils).secrets.get(scope, name),
            f"To keep them in Databricks: put X_API_KEY and X_API_SECRET into the secret scope {scope!r} "
            f"({_SCOPE_VARIABLE} names another).",
            f"Ask for the right to read the secret scope {scope!r}, then run the cell again.",
        )
    return None


def _is_there(module: str) -> bool:
    if module in sys.modules:
        return True
    try:
        return find_spec(module) is not None
    except (ImportError, ValueError):  # its parent is missing, or half made
        return False
