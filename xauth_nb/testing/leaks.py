"""Look for secrets in what is about to be shared, and say where they are. Never shows one, not even a part."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from xauth_nb.credentials.secrecy import Secret, clean_errors
from xauth_nb.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["assert_no_secrets"]

_SECRET_VARIABLE = re.compile(r"(X|CONSUMER|TWITTER)_(.*_)?(SECRET|TOKEN|PASSWORD)")
_SHORTEST = 7  # a PIN; a shorter value stands in a text by chance
# X's shapes: an access token is the account's number and 25 to 45 characters; secrets have 32 to 50 (observed).
_VALUE = r"(?:\d{1,20}-[A-Za-z0-9]{25,45}|(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z0-9]{32,60})(?![A-Za-z0-9])"
_NAME = (
    r"(?:(?:api|app|consumer|client|token|access)[_ -]?(?:key[_ -]?|token[_ -]?)?secret"
    r"|(?:access|bearer|oauth)[_ -]?token|oauth_verifier)"
)
_NAMED = re.compile(rf"{_NAME}[^A-Za-z0-9]{{1,12}}{_VALUE}", re.IGNORECASE)
_IN_A_CALL = re.compile(rf"(?:Client|Token)Credentials\(\s*[^()]{{1,120}}?[\"']{_VALUE}")


def assert_no_secrets(notebook: str | Path | Mapping[str, Any]) -> None:
    """Fail if a secret is in a notebook, a file or a folder, and say where, without showing it.

    Looked for are: what the sandboxes of the running test have issued; secrets and tokens of the environment
    (``X_API_SECRET``, ``X_ACCESS_TOKEN`` …); the secrets of the sign-ins that are kept on this machine; and whatever
    has the shape of X's tokens and stands behind a name such as ``access_token`` (shapes observed in X's docs).

    Parameters
    ----------
    notebook : str, pathlib.Path or nbformat.NotebookNode
        A notebook, any other file, a folder with everything in it, or a notebook in memory.

    Raises
    ------
    AssertionError
        With the places: cell and output, or line.
    UsageError
        If there is no such file, or what was given is no notebook.

    Examples
    --------
    >>> assert_no_secrets({"cells": [{"cell_type": "code", "source": "x = login()", "outputs": []}]})
    """
    __tracebackhide__ = True
    try:
        with clean_errors():
            found = _found_in(notebook)  # places only: a traceback may print the local variables of this frame
    finally:
        del notebook
    if found:
        count = "A secret is" if len(found) == 1 else f"{len(found)} secrets are"
        raise AssertionError(
            "\n  ".join([f"{count} in what was to be shared (not shown here):", *found])
            + "\n→ Take it out or clear the output, and save. If the file was shared already: regenerate the app's "
            "keys (X's console → your app → Keys and tokens), and sign out with logout()."
        )


def _found_in(notebook: str | Path | Mapping[str, Any]) -> list[str]:
    known = {Secret(secret): what for secret, what in _known()}
    found = []
    for place, text in _texts(notebook):
        named = dict.fromkeys(what for secret, what in known.items() if _stands_in(secret, text))
        # A secret that is known is told once, by what it is.
        guesses = {} if named else dict.fromkeys(_guesses(text))
        found += [f"{place}: {what}" for what in [*named, *guesses]]
    return found


def _known() -> Iterator[tuple[str, str]]:
    """Give every secret that can be known here, and what it is; the same value is told by its last description."""
    from xauth_nb.oauth.store import TokenStore

    yield from ((secret, f"the {what} of a sign-in that is kept here") for secret, what in TokenStore().secrets())
    if "xauth_nb.testing.environment" in sys.modules:
        for sandbox in sys.modules["xauth_nb.testing.environment"].running:
            yield from ((secret, f"the {what} of the sandbox") for secret, what in sandbox.secrets)
    for name, value in os.environ.items():
        if _SECRET_VARIABLE.fullmatch(name) and len(value.strip()) >= _SHORTEST:
            yield value.strip(), f"the value of the environment variable {name}"


def _stands_in(secret: Secret, text: str) -> bool:
    """Say whether a secret is in a text, plain or as in an address, and not as a part of something longer."""
    return any(
        form in text and re.search(rf"(?<![A-Za-z0-9]){re.escape(form)}(?![A-Za-z0-9])", text)
        for form in {secret.plain(), quote(secret.plain(), safe="")}
    )


def _guesses(text: str) -> Iterator[str]:
    for shape in (_NAMED, _IN_A_CALL):
        if shape.search(text):
            yield "something that has the shape of X's tokens, behind a name of one"
            return


def _texts(notebook: str | Path | Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Give every text, and the place where it stands."""
    if not isinstance(notebook, (str, Path)):
        yield from _of_notebook("", notebook)
        return
    path = Path(notebook)
    if not path.exists():
        raise UsageError(f"There is no file {path}, so nothing was searched.", remedy="Check the path.")
    files = sorted(each for each in path.rglob("*") if each.is_file()) if path.is_dir() else [path]
    for file in files:
        if ".git" not in file.parts:
            yield from _of_file(str(file.relative_to(path)) if path.is_dir() else file.name, file)


def _of_file(name: str, file: Path) -> Iterator[tuple[str, str]]:
    text = file.read_bytes().decode("utf-8", "replace")
    if file.suffix == ".ipynb":
        try:
            content = json.loads(text)
        except ValueError:
            content = None  # not a notebook after all
        if isinstance(content, dict) and "cells" in content:
            yield from _of_notebook(f"{name}, ", content)
            return
    for number, line in enumerate(text.splitlines(), 1):
        yield f"{name}, line {number}", line


def _of_notebook(prefix: str, content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    cells = content.get("cells")
    if not isinstance(cells, list) or not all(isinstance(cell, dict) for cell in cells):
        raise UsageError(
            f"{prefix.rstrip(', ') or 'What was given'} is no notebook (no list of cells), so it was not searched.",
            remedy="Save it again, or search its text: write it to a file whose name does not end in .ipynb.",
        )
    for number, cell in enumerate(cells, 1):
        yield f"{prefix}cell {number}, source", _joined(cell.get("source", ""))
        for count, output in enumerate(cell.get("outputs", ()), 1):
            yield f"{prefix}cell {number}, output {count}", _joined(output)
        yield (
            f"{prefix}cell {number}, metadata and attachments",
            _joined([cell.get("metadata"), cell.get("attachments")]),
        )
    yield f"{prefix}metadata (with the state of widgets)", _joined(content.get("metadata"))


def _joined(part: object) -> str:
    """Put together every text in a part of a notebook, as it reads: a list of strings is one text in lines."""
    if isinstance(part, str):
        return part
    if isinstance(part, dict):
        return "\n".join(f"{key}: {_joined(value)}" for key, value in part.items())
    if isinstance(part, (list, tuple)):
        return ("" if _is_text(part) else "\n").join(map(_joined, part))
    return "" if part is None else str(part)


def _is_text(parts: Iterable[object]) -> bool:
    return all(isinstance(part, str) for part in parts)
