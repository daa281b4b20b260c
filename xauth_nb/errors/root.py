"""The root of all errors, and those that come from neither a sign-in nor an answer of X."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Any

from xauth_nb.style.frame import frame, pill
from xauth_nb.style.palette import BAD
from xauth_nb.style.safe import escape

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["BudgetExceededError", "MissingDependencyError", "StoreError", "TransportError", "UsageError", "XAuthError"]


_COLUMNS = 79
# What a terminal obeys, and what turns the reading order: C0 and C1 without tab and line feed, surrogates, bidi.
_UNSHOWABLE = dict.fromkeys({*range(0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000)} - {0x09, 0x0A}, "\ufffd")
_UNSHOWABLE |= dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)), "")


class XAuthError(Exception):
    """The root: catch it to catch everything that this package raises on purpose.

    Parameters
    ----------
    message : str
        What happened, and why it probably did, in whole sentences.
    remedy : str, optional
        What to do next, in whole sentences.

    Attributes
    ----------
    message, remedy : str
        The two parts; ``str(error)`` is both.
    partial : Tweets or Users or None
        What had come before a reading call failed: it is kept, because it may have been paid for.

    Examples
    --------
    >>> try:
    ...     x.get_tweet("1")
    ... except XAuthError as error:
    ...     print(error.remedy)
    It was deleted, suspended or protected, or never existed. Check the id or the name on x.com.
    """

    partial: Sequence[Any] | None = None

    def __init__(self, message: str, *, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        text = f"{self.message}\n→ {self.remedy}" if self.remedy else self.message
        return text.translate(_UNSHOWABLE)  # it may quote a server, or a name that somebody gave himself

    def _render_traceback_(self) -> list[str]:
        """Show a short block in a notebook instead of forty lines of stack (IPython looks for this name).

        It also keeps ``%xmode Verbose`` from printing the local variables of a frame that holds a PIN. The name is
        bold and not red: a notebook's red cannot be read on the ground that a dark one gives to errors. The lines fit
        a terminal, because a notebook cuts longer ones in the middle of a word.
        """
        name, lines = type(self).__name__, []
        for line in f"{name}: {self}".splitlines():
            lines += wrap(line, _COLUMNS, break_long_words=False, break_on_hyphens=False) or [""]
        return [lines[0].replace(name, f"\x1b[1m{name}\x1b[0m", 1), *lines[1:]]

    def _repr_html_(self) -> str:
        """Show one that was caught: what happened, and what to do next."""
        remedy = f'<div style="margin-top:4px"><b>→ </b>{_lines(self.remedy)}</div>' if self.remedy else ""
        return frame(
            f'<div style="padding:12px 16px;overflow-wrap:anywhere">{pill(type(self).__name__, BAD)}'
            f'<div style="margin-top:8px">{_lines(self.message)}</div>{remedy}</div>',
            width=720,
        )


def _lines(text: str) -> str:
    return "<br>".join(map(escape, text.splitlines()))


class UsageError(XAuthError, ValueError):
    """The call cannot be right, whatever X would say.

    Raised before anything is sent. Not for values that only X can judge, such as a wrong PIN.

    Examples
    --------
    >>> x.post_tweet(" ")
    Traceback (most recent call last):
    xauth_nb.errors.root.UsageError: The text is empty...
    """


class TransportError(XAuthError):
    """No whole answer came: no connection, a time-out, or an answer that broke off.

    Whether X acted on the request is then unknown, unless ``is_unsent``. Not for any answer with a status.

    Attributes
    ----------
    is_unsent : bool
        Whether it is certain that nothing was sent, because no connection came about.

    Examples
    --------
    >>> sb.stop()
    >>> x.me()
    Traceback (most recent call last):
    ...
    xauth_nb.wire.transport.ConnectionFailed: No connection to 127.0.0.1...
    """

    is_unsent = False


class BudgetExceededError(XAuthError):
    """The next call would cost more than the budget has left, so it was not made. Not for X's own limits.

    Examples
    --------
    >>> x.budget = 0.10
    >>> x.post_tweet("A link costs more: https://example.org")
    Traceback (most recent call last):
    xauth_nb.errors.root.BudgetExceededError: ...
    """


class StoreError(XAuthError):
    """The token store, the ledger or an archive cannot be used as it is. Not for a profile that does not exist.

    Examples
    --------
    >>> import os, pathlib
    >>> from xauth_nb import accounts
    >>> pathlib.Path("a file").touch()
    >>> os.environ["XAUTH_NB_HOME"] = "a file"
    >>> accounts()
    Traceback (most recent call last):
    xauth_nb.errors.root.StoreError: ...
    """


class MissingDependencyError(XAuthError, ImportError):
    """An optional package is needed for this call, and the message says the exact command. Not for broken installs.

    Examples
    --------
    It is an :class:`ImportError` too:

    >>> issubclass(MissingDependencyError, ImportError)
    True
    """
