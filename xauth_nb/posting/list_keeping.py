"""Keep lists of one's own: make and delete them, add and remove accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xauth_nb.account import user_id
from xauth_nb.errors import UsageError
from xauth_nb.face import Face
from xauth_nb.posting.permission import warn_of_access
from xauth_nb.posting.switching import switched
from xauth_nb.tweets.lists import TweetList, list_id
from xauth_nb.wire.faults import fault
from xauth_nb.wire.problems import read_problem

if TYPE_CHECKING:
    from xauth_nb.tweets import User

__all__ = ["ListKeeping"]

_LONGEST = {"name": 25, "description": 100}


class ListKeeping(Face):
    """Lists of one's own."""

    def create_list(self, name: str, *, description: str = "", private: bool = False) -> TweetList:
        """Make a list. Making it twice makes two: :meth:`lists` says which there are.

        Parameters
        ----------
        name : str
            1 to 25 characters.
        description : str, optional
            100 characters at most.
        private : bool, optional
            Whether only this account sees it.

        Returns
        -------
        TweetList

        Raises
        ------
        UsageError, ForbiddenError, ApiError, TransportError

        Examples
        --------
        >>> x.create_list("Observers").name
        'Observers'
        """
        warn_of_access(self.access)
        for what, text in (("name", name), ("description", description)):
            if not isinstance(text, str) or len(text) > _LONGEST[what] or (what == "name" and not text.strip()):
                raise UsageError(
                    f"{text!r} cannot be the {what} of a list.", remedy=f"It has {_LONGEST[what]} characters at most."
                )
        given = {"name": name, "description": description, "private": private}
        response = self.call("POST", "/2/lists", json={key: value for key, value in given.items() if value})
        try:
            id = str(response.json()["data"]["id"])
        except (ValueError, KeyError, TypeError):
            raise fault(response, read_problem(response)) from None
        return TweetList(id=id, name=name, description=description or None, private=private)

    def delete_list(self, of: TweetList | str | int) -> bool:
        """Delete a list of one's own.

        Parameters
        ----------
        of : TweetList, str or int
            The list, its id or its address.

        Returns
        -------
        bool
            Whether X says that it is deleted.

        Raises
        ------
        UsageError, NotFoundError, ForbiddenError, ApiError, TransportError

        Examples
        --------
        >>> x.delete_list(x.create_list("For a moment"))
        True
        """
        return switched(self, "DELETE", f"/2/lists/{list_id(of)}", "deleted")

    def add_to_list(self, of: TweetList | str | int, user: str | int | User) -> bool:
        """Add an account to a list of one's own. Adding it again changes nothing.

        Parameters
        ----------
        of : TweetList, str or int
            The list, its id or its address.
        user : str, int or User

        Returns
        -------
        bool
            Whether X says that it is a member.

        Raises
        ------
        UsageError, NotFoundError, ForbiddenError, ApiError, TransportError

        Examples
        --------
        >>> x.add_to_list(x.create_list("Observers"), "@grace")
        True
        """
        path = f"/2/lists/{list_id(of)}/members"
        return switched(self, "POST", path, "is_member", {"user_id": user_id(self.call, user)})

    def remove_from_list(self, of: TweetList | str | int, user: str | int | User) -> bool:
        """Remove an account from a list of one's own.

        Parameters
        ----------
        of : TweetList, str or int
            The list, its id or its address.
        user : str, int or User

        Returns
        -------
        bool
            Whether X says that it is no member any more.

        Raises
        ------
        UsageError, NotFoundError, ForbiddenError, ApiError, TransportError

        Examples
        --------
        >>> observers = x.create_list("Observers")
        >>> x.add_to_list(observers, "@grace"), x.remove_from_list(observers, "@grace")
        (True, True)
        """
        path = f"/2/lists/{list_id(of)}/members/{user_id(self.call, user)}"
        return not switched(self, "DELETE", path, "is_member")
