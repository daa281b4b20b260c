"""What a row of the table of remedies is, and how it says which refusals it speaks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from xauth_nb.errors import ApiError
    from xauth_nb.wire.problems import Problem

__all__ = ["CONSOLE", "SERVER_FAULT", "Remedy", "about", "status"]

CONSOLE = "X's console (console.x.com)"
SERVER_FAULT = 500


@dataclass(frozen=True)
class Remedy:
    """One row of the table. What X said itself is put behind the message, so no row repeats it.

    Attributes
    ----------
    fits : Callable
        Which problems the row speaks for.
    error : type of ApiError
    message, remedy : str
        May name ``{status}``, ``{call}``, ``{host}``, ``{who}``, ``{page}``, ``{to}``, ``{pause}``, ``{again}``,
        ``{window}``, ``{reset}``, ``{reset_date}`` and ``{instead}``.
    """

    fits: Callable[[Problem], bool]
    error: type[ApiError]
    message: str
    remedy: str


def about(*codes: int, says: tuple[str, ...] = (), kinds: tuple[str, ...] = ()) -> Callable[[Problem], bool]:
    """Fit a refusal by X's number, by the words of its sentence, or by the name of its kind.

    API v2 sends the sentences of v1.1 without their numbers, and sometimes in other statuses: a status says nothing.

    Parameters
    ----------
    *codes : int
    says : tuple of str, optional
        Parts of sentences, in lower case; one of them is enough.
    kinds : tuple of str, optional
        Last segments of a problem's ``type``.
    """

    def fits(problem: Problem) -> bool:
        if problem.is_page or problem.status >= SERVER_FAULT:
            return False
        said = f"{problem.detail}\n{problem.title}".lower()
        return problem.code in codes or problem.kind in kinds or any(words in said for words in says)

    return fits


def status(*given: int) -> Callable[[Problem], bool]:
    """Fit a refusal by its status alone."""
    return lambda problem: problem.status in given
