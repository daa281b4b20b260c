"""What a command says: of commands rather than of calls, on any terminal and in any file, and nothing a terminal obeys.

The errors of the package speak to people in notebooks. What they name is the same thing here under another name.
"""

from __future__ import annotations

import codecs
import contextlib
import os
import re
import sys
from typing import TYPE_CHECKING, TextIO

from xauth_nb.tweets.render.safe import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["finish", "in_commands", "on_any_output", "say", "tell"]

_COMMANDS = tuple(
    (re.compile(call), command)
    for call, command in (
        (r"If a person does answer here, login\(ui='prompt'\) [^.]*\. ", ""),
        (r"Call login\(\) in the cell itself", "Call login in the cell itself, in Python"),
        (r"by sandbox\.stop\(\) or with the kernel that started it", "with the program that started it"),
        (r"for X itself sandbox\.stop\(\), then login\(\)", "for X itself unset XAUTH_NB_ENDPOINT"),
        (r"login\(\) in JupyterLab, or the command xauth-nb login", "xauth-nb login in a terminal"),
        (r"login\(save='file'\)", "XAUTH_NB_STORE=file xauth-nb login"),
        (r" ?login\(save=False\)[^.]*\.", ""),
        (r"login\(timeout=None\)", "xauth-nb login --timeout 0"),
        (r"login\(token=…\)", "X_ACCESS_TOKEN and X_ACCESS_TOKEN_SECRET set"),
        (r"login\('(@[^']+)'\)", r"xauth-nb login --profile \1"),
        (r"logout\('(@\w+)'\)", r"xauth-nb logout \1"),
        (r"sandbox\.use\(\)( again)?", r"xauth-nb sandbox\1"),
        (r"(login|logout|accounts|doctor)\(\)", r"xauth-nb \1"),
        (r"this notebook expects (@\w+)", r"\1 is expected"),
        (r"x\.timeline\([^)]*\)", "the account on x.com"),
        (r"; x\.patience is [^.]*\.", "."),
        (r",? or pass client=ClientCredentials\([^)]*\)", ""),
        (r"leave client= out, and unset", "unset"),
        (r"(?<=Pass )endpoints=Endpoints\.at\([^)]*\), or correct the variable", "correct the variable"),
        (r"Pass correct", "Correct"),
        (r"leave callback= out", "leave --callback out"),
        (r"callback='([^']*)'", r"--callback \1"),
        (r"(expect|profile)='(@?\w+)'", r"--\1 \2"),
        (r"(expect|profile|timeout)=", r"--\1 "),
        (r"pass that as callback=", "pass that as --callback"),
        (r"(?<!-)\b(port|file)=", r"--\1"),
        (r", or pass save=True, save='keyring' or save=False", ""),
        (r"([Rr])un (?:this|the) cell again", r"\1un the command again"),
        (r"session\.timeout = \([^)]*\) waits longer\. ?", ""),
    )
)
_INSTEAD = {"→": "->", "…": "...", "–": "-", "—": "-", "“": '"', "”": '"', "‘": "'", "’": "'", "·": "-", "\ufffd": "?"}
_HANDLER = "xauth_nb.readable"


def in_commands(text: str) -> str:
    """Say with commands what a message says with calls.

    Parameters
    ----------
    text : str

    Examples
    --------
    >>> in_commands("Sign in again with login(); accounts() lists those that are kept.")
    'Sign in again with xauth-nb login; xauth-nb accounts lists those that are kept.'
    """
    for call, command in _COMMANDS:
        text = call.sub(command, text)
    return text


def say(text: object) -> None:
    """Print a result, whatever characters people have put into their names."""
    print(clean(str(text)))


def tell(text: object) -> None:
    """Tell what went wrong, beside the output."""
    print(clean(f"xauth-nb: {in_commands(str(text))}".rstrip()), file=sys.stderr)


@contextlib.contextmanager
def on_any_output() -> Iterator[None]:
    """Let output and errors take every character, in whatever encoding they are written."""
    streams = [stream for stream in (sys.stdout, sys.stderr) if hasattr(stream, "reconfigure")]
    before = [stream.errors for stream in streams]
    for stream in streams:
        _errors(stream, _HANDLER)
    try:
        yield
    finally:
        for stream, errors in zip(streams, before, strict=True):
            with contextlib.suppress(ValueError, OSError):  # it was closed, or its disk is full
                _errors(stream, errors)


def finish() -> None:
    """Write out what was printed.

    Raises
    ------
    OSError
        If nobody reads it any more, or the disk is full. Python is then kept from trying again at its end.
    """
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError:
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise


def _errors(stream: TextIO, errors: str | None) -> None:
    stream.reconfigure(errors=errors)  # type: ignore[attr-defined]  # asked before


def _readable(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object[error.start : error.end]
    return "".join(_INSTEAD.get(one) or one.encode("ascii", "backslashreplace").decode() for one in text), error.end


codecs.register_error(_HANDLER, _readable)
