"""What a cause is, and the exceptions that stand behind one."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

__all__ = ["AGAIN", "Cause", "Kind", "chain"]

AGAIN = "Try again in a moment."


class Kind(Enum):
    """What sort of failure it is."""

    BARRED = "barred"
    LOST = "lost"
    LATE = "late"
    BROKEN = "broken"


class Cause(NamedTuple):
    """A failure in words; ``is_private`` where the exception behind it may show a password."""

    kind: Kind
    message: str
    remedy: str
    is_private: bool = False


def chain(error: BaseException, outside: BaseException | None = None) -> list[BaseException]:
    """List an exception and all that stand behind it, as causes, reasons, arguments and PySocks' own ``socket_err``.

    Parameters
    ----------
    error : BaseException
    outside : BaseException, optional
        What was being handled when the request began: it may be another request's failure, and is none of this one's.
    """
    found: list[BaseException] = []
    waiting: list[object] = [error]
    while waiting:
        one = waiting.pop(0)
        if isinstance(one, BaseException) and not any(one is other for other in [*found, outside]):
            found.append(one)
            told = (getattr(one, name, None) for name in ("reason", "socket_err"))
            waiting += [*one.args, *told, one.__cause__, one.__context__]
    return found
