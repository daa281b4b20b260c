"""May this token write? What X would refuse is refused before the call."""

from __future__ import annotations

from xauth_nb.wire.problems import Problem
from xauth_nb.wire.remedies import remedy_for

__all__ = ["require_write"]


def require_write(access: str | None) -> None:
    """Refuse what X would refuse.

    Parameters
    ----------
    access : str or None
        As X last said; where it has not told, only X can say.

    Raises
    ------
    ForbiddenError
        If the token may only read.
    """
    if access == "read":
        row = remedy_for(Problem(403, kind="oauth1-permissions"))
        raise row.error(row.message, remedy=row.remedy, status=403)
