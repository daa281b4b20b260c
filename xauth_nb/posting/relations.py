"""Whom the account follows and mutes; asking twice is asking once, and nothing is done for another account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xauth_nb.account import user_id
from xauth_nb.face import Face
from xauth_nb.posting.switching import switched

if TYPE_CHECKING:
    from xauth_nb.tweets import User

__all__ = ["Relations"]


class Relations(Face):
    """Following and muting."""

    def follow(self, user: str | int | User) -> bool:
        """Follow an account. Following it again changes nothing.

        Parameters
        ----------
        user : str, int or User
            ``"@ada"``, an id or a :class:`User`.

        Returns
        -------
        bool
            Whether X says that it is followed; ``False`` where a protected account has to agree first.

        Raises
        ------
        NotFoundError
            If there is no such account.
        ForbiddenError
            If the token may only read, or the package has no follows: self-serve ones lost them in April 2026.
        UsageError, ApiError, TransportError

        Examples
        --------
        >>> x.follow("@grace")
        True
        """
        return _relate(self, "following", user, on=True)

    def unfollow(self, user: str | int | User) -> bool:
        """Follow an account no longer.

        Parameters
        ----------
        user : str, int or User
            As in :meth:`follow`.

        Returns
        -------
        bool
            Whether X says that it is not followed any more.

        Raises
        ------
        NotFoundError, ForbiddenError, UsageError, ApiError, TransportError
            As in :meth:`follow`.

        Examples
        --------
        >>> x.unfollow("@grace")
        True
        """
        return not _relate(self, "following", user, on=False)

    def mute(self, user: str | int | User) -> bool:
        """Mute an account: its tweets leave one's home timeline, and it is not told.

        Parameters
        ----------
        user : str, int or User
            As in :meth:`follow`.

        Returns
        -------
        bool
            Whether X says that it is muted.

        Raises
        ------
        NotFoundError, ForbiddenError, UsageError, ApiError, TransportError
            As in :meth:`follow`.

        Examples
        --------
        >>> x.mute("@grace")
        True
        """
        return _relate(self, "muting", user, on=True)

    def unmute(self, user: str | int | User) -> bool:
        """Mute an account no longer.

        Parameters
        ----------
        user : str, int or User
            As in :meth:`follow`.

        Returns
        -------
        bool
            Whether X says that it is not muted any more.

        Raises
        ------
        NotFoundError, ForbiddenError, UsageError, ApiError, TransportError
            As in :meth:`follow`.

        Examples
        --------
        >>> x.unmute("@grace")
        True
        """
        return not _relate(self, "muting", user, on=False)


def _relate(face: Relations, what: str, user: str | int | User, *, on: bool) -> bool:
    """Do it as the account that signed in: X takes no other in the path."""
    other = user_id(face.call, user)
    path = f"/2/users/{face._account.id}/{what}"
    if on:
        return switched(face, "POST", path, what, {"target_user_id": other})
    return switched(face, "DELETE", f"{path}/{other}", what)
