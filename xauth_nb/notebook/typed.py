"""Warns when a secret was typed into the running cell; never quotes it, nor the line in which it stands."""

from __future__ import annotations

import warnings

from xauth_nb.credentials import ClientCredentials, TokenCredentials
from xauth_nb.notebook.host import running_code

__all__ = ["warn_of_typed_secrets"]

_SHORTEST = 8  # X's have 25 characters and more, and a shorter word may stand in a cell by chance
_warned: set[int] = set()
"""Hashes of cells that were warned of. A cell that makes two cards is told once."""


def warn_of_typed_secrets(client: ClientCredentials | None, token: TokenCredentials | None) -> None:
    """Warn, once for each cell, when one of these values stands in the source of the running cell.

    Parameters
    ----------
    client : ClientCredentials, optional
    token : TokenCredentials, optional
    """
    typed = _typed(client, token)  # names only: where warnings are errors, a traceback may print local variables
    if not typed:
        return
    # A warning shows the source line that it points at, and that line holds the secret. So it points at none.
    warnings.warn_explicit(
        f"{_listed(typed)} written in this cell: saved with the notebook, kept in IPython's history, and shared with "
        "whoever gets the file. Take it out of the cell: set X_API_KEY and X_API_SECRET in the environment, or call "
        "login() without it and paste the keys into the card. If the notebook was shared already, regenerate them in "
        "X's console → your app → Keys and tokens.",
        UserWarning,
        filename="<this cell>",
        lineno=1,
    )


def _typed(client: ClientCredentials | None, token: TokenCredentials | None) -> list[str]:
    """Name the values that stand in a cell which was not warned of yet."""
    values: dict[str, str] = {}
    if isinstance(client, ClientCredentials):
        values |= {"API Key": client.key, "API Key Secret": client.secret}
    if isinstance(token, TokenCredentials):
        values |= {"Access Token": token.token, "Access Token Secret": token.secret}
    code = running_code()
    typed = [name for name, value in values.items() if len(value) >= _SHORTEST and value in code]
    if not typed or hash(code) in _warned:
        return []
    _warned.add(hash(code))
    return typed


def _listed(names: list[str]) -> str:
    if len(names) == 1:
        return f"The {names[0]} is"
    return f"The {', '.join(names[:-1])} and {names[-1]} are"
