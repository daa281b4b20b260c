"""Many timelines and many searches at once: one archive, one bar, one budget; what is gone is named and not fatal."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from xauth_nb.account import user_key
from xauth_nb.errors import ForbiddenError, NotFoundError, UsageError, XAuthError
from xauth_nb.face import Face
from xauth_nb.reading.asking import AT_ONCE
from xauth_nb.reading.listing import user_listing
from xauth_nb.reading.owned import excluded, mind_reach, timeline_listing, timeline_reach
from xauth_nb.reading.progress import Together
from xauth_nb.reading.recent import checked_query, oldest_found, search_listing, warn_of_reach
from xauth_nb.reading.span import checked_limit, make_span
from xauth_nb.tweets import Gathered
from xauth_nb.tweets.records import Problem

if TYPE_CHECKING:
    import os

    from xauth_nb.reading.fields import Fields
    from xauth_nb.reading.listing import Listing
    from xauth_nb.reading.owned import Kind
    from xauth_nb.reading.reader import Reader
    from xauth_nb.reading.span import Moment
    from xauth_nb.tweets import Tweets, User
    from xauth_nb.wire import AppOnly

__all__ = ["Many"]

T = TypeVar("T")


class Many(Face):
    """Several readings as one."""

    _reader: Reader
    _app: AppOnly

    def timelines(
        self,
        users: Iterable[str | int | User],
        limit: int | None = 100,
        *,
        since: Moment | None = None,
        until: Moment | None = None,
        exclude: Kind | Iterable[Kind] | None = None,
        referenced: bool = False,
        fields: Fields = (),
        archive: str | os.PathLike[str] | None = None,
        new_only: bool = False,
    ) -> Gathered:
        """Read the timelines of many accounts. Accounts that are gone or closed are named in ``errors``.

        Parameters
        ----------
        users : iterable of str, int or User
            Each as :meth:`timeline` takes it. Those that are not given as a :class:`User` are looked up together.
        limit : int, optional
            How many tweets of each account at the most.
        since, until, exclude, referenced, fields, new_only
            As in :meth:`timeline`.
        archive : str or os.PathLike, optional
            A folder with an archive for each account in it; :meth:`Tweets.from_archive` opens all of them as one.

        Returns
        -------
        Gathered
            By ``@name``; its ``to_pandas()`` has a column ``query``, and ``tweets`` is all of it together.

        Raises
        ------
        UsageError
            If an argument cannot be right; nothing is sent.
        ApiError, TransportError, BudgetExceededError
            With what had come in ``partial``.

        Examples
        --------
        >>> gathered = x.timelines(["@grace", "@luc", "@nobody_here"], limit=10)
        >>> {name: len(tweets) for name, tweets in gathered.items()}
        {'@grace': 10, '@luc': 10}
        >>> [error.value for error in gathered.errors]
        ['nobody_here']
        """
        limit, span, kinds = checked_limit(limit), make_span(since, until), excluded(exclude)
        mind_reach(limit, timeline_reach(kinds), "of an account")
        owners, errors = self._owners(_several(users, "users", '["@ada", "@grace"]'))
        listings = {
            f"@{owner.username}": timeline_listing(owner, span, kinds, referenced=referenced, fields=fields)
            for owner in owners
        }
        return _gather(self._reader, listings, limit, archive, errors, "timelines", new_only=new_only)

    def searches(
        self,
        queries: Iterable[str],
        limit: int | None = 100,
        *,
        since: Moment | None = None,
        until: Moment | None = None,
        everything: bool = False,
        referenced: bool = False,
        fields: Fields = (),
        archive: str | os.PathLike[str] | None = None,
        new_only: bool = False,
    ) -> Gathered:
        """Search for many things, each as :meth:`search` does.

        Parameters
        ----------
        queries : iterable of str
        limit : int, optional
            How many tweets of each query at the most.
        since, until, everything, referenced, fields, new_only
            As in :meth:`search`.
        archive : str or os.PathLike, optional
            A folder with an archive for each query in it.

        Returns
        -------
        Gathered
            By query. A tweet that several queries find stands under each of them, and once in ``tweets``.

        Raises
        ------
        UsageError, ApiError, TransportError, BudgetExceededError
            As in :meth:`timelines`.

        Examples
        --------
        >>> gathered = x.searches(["from:grace", "from:ada"], limit=10)
        >>> gathered.to_pandas()["query"].unique().tolist()
        ['from:grace', 'from:ada']
        """
        limit, span = checked_limit(limit), make_span(since, until)
        oldest = oldest_found(self._reader)
        words = [checked_query(query) for query in _several(queries, "queries", '["#pandas", "#polars"]')]
        if not everything:
            warn_of_reach(span, since, oldest)
        listings = {
            one: search_listing(
                one,
                everything=everything,
                referenced=referenced,
                fields=fields,
                span=span,
                oldest=oldest,
                call=self._app.call,
            )
            for one in words
        }
        return _gather(self._reader, listings, limit, archive, [], "searches", new_only=new_only)

    def _owners(self, users: list[str | int | User]) -> tuple[list[User], list[Problem]]:
        """Look up those who are not known yet, a hundred at a time; in the order asked for, each once."""
        keys = {user_key(user): user for user in users}
        known = {("ids", user.id): user for user in users if not isinstance(user, (str, int))}
        unknown = [key for key in keys if key not in known]
        errors: tuple[Problem, ...] = ()
        if unknown:
            listing = user_listing("/2/users", f"{len(keys):,} accounts by id or name", AT_ONCE)
            found = self._reader.many(listing, unknown, {"ids": "/2/users", "usernames": "/2/users/by"})
            errors = found.errors
            for user in found:
                known |= {("ids", user.id): user, ("usernames", user.username.lower()): user}
        owners = {known[key].id: known[key] for key in keys if key in known}
        return list(owners.values()), list(errors)


def _several(given: Iterable[T], name: str, such: str) -> list[T]:
    if isinstance(given, (str, bytes)) or not isinstance(given, Iterable):
        raise UsageError(f"{name} has to be a list, and {given!r} is none.", remedy=f"Pass one, in brackets: {such}.")
    values = list(given)
    if not values:
        raise UsageError(f"{name} is empty, so there is nothing to read.", remedy=f"Pass a list such as {such}.")
    return values


def _gather(
    reader: Reader,
    listings: dict[str, Listing[Tweets]],
    limit: int,
    archive: str | os.PathLike[str] | None,
    errors: list[Problem],
    unit: str,
    *,
    new_only: bool,
) -> Gathered:
    found: dict[str, Tweets] = {}
    with Together(len(listings), unit) as bar:
        for name, listing in listings.items():
            bar.begin(name)
            folder = None if archive is None else Path(archive) / _folder(name)
            try:
                found[name] = reader.tweets(listing, limit, folder, new_only=new_only)
            except (NotFoundError, ForbiddenError) as error:
                errors.append(Problem(title=error.title or "Forbidden", detail=error.message, value=name))
            except XAuthError as error:
                if error.partial is not None:
                    found[name] = error.partial  # type: ignore[assignment]  # a reader of tweets gives tweets
                error.partial = Gathered(found, errors=errors, is_complete=False).tweets
                raise
            else:
                errors += found[name].errors
                if not found[name].is_complete:  # the stop button
                    return Gathered(found, errors=errors, is_complete=False)
            bar.done()
    return Gathered(found, errors=errors)


def _folder(name: str) -> str:
    """Name a folder after a query: readable, and another one for each."""
    plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:40]
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{plain}-{digest}" if plain else digest
