"""Read lists and single records for one session: choose the way that fits the list, and say who asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any, TypeVar

from xauth_nb.account import find_user
from xauth_nb.errors import ApiError, UsageError
from xauth_nb.reading.archiving import archived
from xauth_nb.reading.asking import asked, calls_for, in_order
from xauth_nb.reading.bringing import Run
from xauth_nb.reading.crew import all_at_once
from xauth_nb.reading.fields import user_parameters
from xauth_nb.reading.pull import Pull, in_a_row
from xauth_nb.reading.recollecting import recollected
from xauth_nb.reading.refreshing import refreshed
from xauth_nb.reading.source import Source
from xauth_nb.reading.windows import in_windows, newest_first
from xauth_nb.tweets import Tweets, User, Users
from xauth_nb.tweets.ids import first_id_at
from xauth_nb.tweets.objects.kept import TWEETS, USERS

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Mapping, Sequence
    from typing import TypeAlias

    from xauth_nb.account import Account
    from xauth_nb.costs import Costs
    from xauth_nb.reading.fields import Fields
    from xauth_nb.reading.listing import Listing
    from xauth_nb.reading.pull import P
    from xauth_nb.reading.refreshing import Refreshed
    from xauth_nb.wire import SignedSession

__all__ = ["Keep", "Reader"]

Keep: TypeAlias = "str | os.PathLike[str] | None"
"""The folder of an archive; ``None`` for none."""
T = TypeVar("T")
_BAD_REQUEST = 400
_AHEAD = 60.0
"""Seconds; X's lists are asked for with bounds that lie as much inside of what it takes."""
_NOT_YET = timedelta(seconds=10)  # X takes no end that is nearer to now (X's docs, "Timelines")


class Reader:
    """Reads for one session.

    Parameters
    ----------
    wire : SignedSession
    account : Account
        Who asks.
    costs : Costs
    now : callable
        Gives the server's time, in Unix seconds.
    """

    def __init__(self, wire: SignedSession, account: Account, costs: Costs, now: Callable[[], float]) -> None:
        self._wire, self._account, self._now = wire, account, now
        self._source = Source(wire, costs, now)

    def now(self) -> datetime:
        """Give the server's now, in UTC; this machine's until the server has told its own."""
        return datetime.fromtimestamp(self._now(), timezone.utc)

    def id_before(self, ago: timedelta) -> int:
        """Give the lowest id of a moment so long before the server's now."""
        return first_id_at(self.now() - ago)

    def tweets(self, listing: Listing[Tweets], limit: int, archive: Keep = None, *, new_only: bool = False) -> Tweets:
        """Read a list of tweets, in windows where all of it is wanted, into an archive where one is named."""
        return self.by_its_clock(
            listing,
            lambda listing: self._tweets(listing, limit, archive, new_only=new_only),
            is_kept=archive is not None,
        )

    def by_its_clock(
        self, listing: Listing[Tweets], read: Callable[[Listing[Tweets]], T], *, is_kept: bool = False
    ) -> T:
        """Read; where X refuses it because a bound lay too far back by its own time, once more from there.

        A session learns the server's time by its answers alone, and time passes where a rate limit is waited for. A
        refusal that another bound would not change is raised as it is.

        Parameters
        ----------
        listing : Listing
        read : callable
            Is given the list; the second time with the oldest that X takes by its own time.
        is_kept : bool, optional
            Whether what an archive lacks is read, which has bounds of its own.
        """
        before = self._now()
        try:
            return read(listing)
        except ApiError as error:
            ahead = self._now() - before
            if error.status != _BAD_REQUEST or ahead < _AHEAD or not listing.oldest:
                raise
            later = replace(listing, oldest=listing.oldest + (int(ahead * 1000) << 22))
            if not is_kept and later.bounds() == listing.bounds():
                raise
        return read(later)

    def _tweets(self, listing: Listing[Tweets], limit: int, archive: Keep, *, new_only: bool) -> Tweets:
        listing = replace(listing, latest=self.id_before(_NOT_YET))
        if archive is not None:
            run = self._run(archive, TWEETS, Tweets, new_only=new_only)
            read = archived if listing.has_bounds else recollected
            with run.lock():
                found: Tweets = read(run, listing, limit)
                return found
        _mind(new_only=new_only)
        if listing.has_bounds and listing.reach and limit >= listing.reach:
            return self._pull(listing, limit, newest_first).run(in_windows)
        return self._pull(listing, limit, Tweets.concatenate).run(in_a_row)

    def users(self, listing: Listing[Users], limit: int, archive: Keep = None, *, new_only: bool = False) -> Users:
        """Read a list of accounts, page after page, into an archive where one is named."""
        if archive is not None:
            run = self._run(archive, USERS, Users, new_only=new_only)
            with run.lock():
                found: Users = recollected(run, listing, limit)
                return found
        _mind(new_only=new_only)
        return self._pull(listing, limit, Users.concatenate).run(in_a_row)

    def many(
        self,
        listing: Listing[P],
        keys: Sequence[tuple[str, str]],
        paths: Mapping[str, str],
        archive: Keep = None,
        *,
        new_only: bool = False,
    ) -> P:
        """Look up many records by calls that do not depend on each other.

        Parameters
        ----------
        listing : Listing
        keys : sequence of (str, str)
            By which parameter each is asked for, and its value there.
        paths : Mapping of str to str
            Where each parameter is taken.
        archive, new_only
            What it holds, and what X did not give, is not asked for again.

        Returns
        -------
        Tweets or Users
            In the order that was asked for, each once.
        """
        of: Any = Users if listing.unit == "users" else Tweets
        if archive is not None:
            run = self._run(archive, USERS if of is Users else TWEETS, of, new_only=new_only)
            with run.lock():
                found: P = asked(run, listing, keys, paths)
                return found
        _mind(new_only=new_only)
        order = in_order(keys)
        pull = self._pull(listing, len(keys), lambda pages: order(of.concatenate(pages).unique()))
        return pull.run(lambda pull: all_at_once(pull, calls_for(keys, paths)))

    def refresh(self, archive: str | os.PathLike[str]) -> Refreshed:
        """Ask anew for all that an archive holds."""
        return refreshed(self._source, archive, account=self._account.handle, now=self._now)

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

    def _run(self, archive: str | os.PathLike[str], kind: Any, of: Any, *, new_only: bool) -> Run[Any]:
        return Run(self._source, archive, kind, of, account=self._account.handle, now=self._now, new_only=new_only)

    def _pull(self, listing: Listing[P], limit: int, arrange: Callable[[Sequence[P]], P]) -> Pull[P]:
        return Pull(self._source, listing, limit, account=self._account.handle, arrange=arrange)


def _mind(*, new_only: bool) -> None:
    if new_only:
        raise UsageError(
            "new_only=True gives what an archive did not hold before, and no archive is named.",
            remedy='Name its folder: archive="a/".',
        )
