"""Read lists and single records for one session: choose the way that fits the list, and say who asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xauth_nb.account import find_user
from xauth_nb.reading.archiving import archived
from xauth_nb.reading.crew import all_at_once
from xauth_nb.reading.fields import user_parameters
from xauth_nb.reading.pull import Pull, in_a_row
from xauth_nb.reading.source import Source
from xauth_nb.reading.windows import in_windows, newest_first
from xauth_nb.tweets import Tweets, User, Users

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Mapping, Sequence

    from xauth_nb.account import Account
    from xauth_nb.costs import Costs
    from xauth_nb.reading.fields import Fields
    from xauth_nb.reading.listing import Listing
    from xauth_nb.reading.pull import P
    from xauth_nb.wire import SignedSession

__all__ = ["Reader"]


class Reader:
    """Reads for one session.

    Parameters
    ----------
    wire : SignedSession
    account : Account
        Who asks.
    costs : Costs
    """

    def __init__(self, wire: SignedSession, account: Account, costs: Costs) -> None:
        self._wire, self._account = wire, account
        self._source = Source(wire, costs)

    def tweets(self, listing: Listing[Tweets], limit: int, archive: str | os.PathLike[str] | None = None) -> Tweets:
        """Read a list of tweets, in windows where all of it is wanted, into an archive where one is named."""
        if archive is not None:
            return archived(self._source, listing, limit, archive, account=self._account.handle)
        if listing.has_bounds and listing.reach and limit >= listing.reach:
            return self._pull(listing, limit, newest_first).run(in_windows)
        return self._pull(listing, limit, Tweets.concatenate).run(in_a_row)

    def users(self, listing: Listing[Users], limit: int) -> Users:
        """Read a list of accounts, page after page."""
        return self._pull(listing, limit, Users.concatenate).run(in_a_row)

    def many(
        self,
        listing: Listing[P],
        calls: Sequence[Mapping[str, str]],
        wanted: int,
        arrange: Callable[[Sequence[P]], P],
    ) -> P:
        """Look up many records by calls that do not depend on each other.

        Parameters
        ----------
        listing : Listing
        calls : sequence of Mapping
            What each call differs in.
        wanted : int
            How many records there are at the most.
        arrange : Callable
            Puts them into the order that was asked for.
        """
        return self._pull(listing, wanted, arrange).run(lambda pull: all_at_once(pull, calls))

    def one(self, path: str, parameters: Mapping[str, str]) -> bytes:
        """Read a single record as it comes."""
        return self._wire.call("GET", path, params=parameters).content

    def user(self, user: str | int | User, fields: Fields = ()) -> User:
        """Look up an account."""
        return find_user(self._wire.call, user, user_parameters(fields))

    def account_of(self, user: str | int | User | None) -> User:
        """Say whose list is asked for: one's own, that of somebody who is known, or of somebody to look up."""
        if user is None:
            return self._account.known()
        return user if isinstance(user, User) else self.user(user)

    def _pull(self, listing: Listing[P], limit: int, arrange: Callable[[Sequence[P]], P]) -> Pull[P]:
        return Pull(self._source, listing, limit, account=self._account.handle, arrange=arrange)
