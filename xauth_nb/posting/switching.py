"""Turn something on or off at X that can be said twice without harm: a like, a repost, a follow, a membership."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xauth_nb.posting.permission import warn_of_access
from xauth_nb.wire.faults import fault
from xauth_nb.wire.problems import read_problem

if TYPE_CHECKING:
    from xauth_nb.face import Face

__all__ = ["switched"]


def switched(face: Face, method: str, path: str, answer: str, body: dict[str, Any] | None = None) -> bool:
    """Ask for it, again where the answer is lost, and say what X says of it.

    Parameters
    ----------
    face : Face
        Whose call it is.
    method, path : str
    answer : str
        The member of X's answer that tells.
    body : dict, optional

    Raises
    ------
    ForbiddenError
        If the token may only read.
    ApiError, TransportError
    """
    warn_of_access(face.access)
    response = face.call(method, path, is_repeatable=True, **({} if body is None else {"json": body}))
    try:
        return bool(response.json()["data"][answer])
    except (ValueError, KeyError, TypeError):
        raise fault(response, read_problem(response)) from None
