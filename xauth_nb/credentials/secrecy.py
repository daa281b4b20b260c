"""Keeps secrets out of sight: a holder that shows nothing, and errors whose frames and requests have forgotten theirs.

Whatever prints local variables (a verbose traceback, a crash reporter, a variable inspector) prints attributes too, or
walks ``dir()``. So a secret is plain text only where it is used, and nowhere where it is kept.
"""

from __future__ import annotations

import contextlib
import traceback
from typing import TYPE_CHECKING, ClassVar, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["Discreet", "Secret", "clean_errors", "forget_locals"]


class Secret:
    """A text that is shown only to who asks for it. Its attributes lead to a function, and no further.

    Parameters
    ----------
    text : str

    Examples
    --------
    >>> kept = Secret("not for everybody")
    >>> kept
    Secret(…)
    >>> kept.plain()
    'not for everybody'
    """

    __slots__ = ("_give",)
    _give: Callable[[], str]

    def __init__(self, text: str) -> None:
        self._give = lambda: text

    def plain(self) -> str:
        """Return the text. Use it where it stands, and keep it in no local variable."""
        return self._give()

    def __repr__(self) -> str:
        return "Secret(…)"

    def __bool__(self) -> bool:
        return bool(self._give())

    def __eq__(self, other: object) -> bool:
        return self._give() == other._give() if isinstance(other, Secret) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._give())

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("A secret is not pickled or copied: a pickle is a file that gets shared.")


class Discreet:
    """Has properties that give a secret to who asks for them by name, and that ``dir()`` does not list."""

    __slots__: ClassVar[tuple[str, ...]] = ()
    _unlisted: ClassVar[frozenset[str]] = frozenset()

    def __dir__(self) -> list[str]:
        return sorted(set(super().__dir__()) - self._unlisted)


@contextlib.contextmanager
def clean_errors() -> Iterator[None]:
    """Let no error out of a block before it has forgotten what its frames held; see :func:`forget_locals`."""
    try:
        yield
    except BaseException as error:
        forget_locals(error)
        raise


def forget_locals(error: BaseException) -> None:
    """Empty the local variables of all frames that an error and its causes have left, and unsign their requests.

    The lines that a traceback shows stay. Frames that still run keep their variables.

    Parameters
    ----------
    error : BaseException
    """
    for one in _all_of(error):
        traceback.clear_frames(one.__traceback__)
        if one.__suppress_context__:
            one.__context__ = None  # nobody is shown it, and a parser's error holds the whole text
        for request in (getattr(one, "request", None), getattr(getattr(one, "response", None), "request", None)):
            if request is not None:
                request.headers.pop("Authorization", None)  # the header of a sign-in's last leg holds the PIN


def _all_of(error: BaseException) -> Iterator[BaseException]:
    """Go through an error, its causes, and the errors that these were made of (urllib3 wraps them as arguments)."""
    found: dict[int, BaseException] = {}
    ahead: list[object] = [error]
    while ahead:
        one = ahead.pop()
        if isinstance(one, BaseException) and id(one) not in found:
            found[id(one)] = one
            ahead += [one.__cause__, one.__context__, getattr(one, "reason", None), *one.args]
    yield from found.values()
