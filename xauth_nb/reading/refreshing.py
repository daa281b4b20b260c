"""Ask anew for what an archive holds: counts as they are now, and what X does not give any more is marked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

from xauth_nb.reading.asking import calls_for, not_given
from xauth_nb.reading.bringing import Run
from xauth_nb.reading.crew import all_at_once
from xauth_nb.reading.listing import tweet_listing, user_listing
from xauth_nb.tweets import Tweets, Users
from xauth_nb.tweets.archive.reading import archives_in, fields_in, notes_of
from xauth_nb.tweets.objects.kept import TWEETS, USERS

if TYPE_CHECKING:
    import os
    from collections.abc import Callable

    from xauth_nb.reading.source import Source
    from xauth_nb.tweets.archive.folder import Folder
    from xauth_nb.tweets.page import Page

__all__ = ["Refreshed", "refreshed"]


@dataclass(frozen=True)
class Refreshed:
    """What a refresh found.

    Attributes
    ----------
    updated : int
        How many records X gave anew.
    unavailable : dict of str to str
        What X does not give any more, by id, in X's words: deleted, protected, suspended.
    withheld : dict of str to tuple of str
        What X withholds in some countries, by id.
    cost : float
        In US dollars, estimated.
    is_complete : bool
        Whether all of it was asked for; otherwise the same call goes on.
    """

    updated: int
    unavailable: dict[str, str]
    withheld: dict[str, tuple[str, ...]]
    cost: float
    is_complete: bool = True


def refreshed(
    source: Source, path: str | os.PathLike[str], *, account: str | None, now: Callable[[], float]
) -> Refreshed:
    """Ask for all records of an archive, a hundred with each call; see :meth:`XSession.refresh`."""
    folder_path = archives_in(path)[0]
    noted = notes_of(folder_path)
    of: Any = Users if noted.kind == "users" else Tweets
    # X gives private metrics of thirty days only, and an error in the place of older tweets.
    fields = [name for name in fields_in(folder_path) if not name.endswith("_metrics")]
    listing: Any
    if of is Users:
        listing, where = user_listing("/2/users", noted.query, 100, fields), "/2/users"
    else:
        where = "/2/tweets"
        listing = tweet_listing(where, noted.query, (1, 100), referenced=False, fields=fields)
    run: Run[Any] = Run(
        source, folder_path, USERS if of is Users else TWEETS, of, account=account, now=now, new_only=False
    )
    spent = source.spent
    with run.lock(), run.open(noted.query) as folder:
        renewer = _Renewer(folder)
        today = datetime.fromtimestamp(now(), timezone.utc).date()
        source.know(where, folder.collected_on(today), today)  # X bills a record once a day, whichever process asks
        keys = [("ids", str(id)) for id in sorted(folder.ids(), reverse=True)]
        is_whole = True
        if keys:
            pull = run.pull(listing, len(keys), renewer.keep)
            is_whole = pull.run(lambda pull: all_at_once(pull, calls_for(keys, {"ids": where}))).is_complete
    return Refreshed(
        renewer.updated, renewer.unavailable, renewer.withheld, round(source.spent - spent, 6), is_complete=is_whole
    )


class _Renewer:
    """Puts each hundred into the archive."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self.updated = 0
        self.unavailable: dict[str, str] = {}
        self.withheld: dict[str, tuple[str, ...]] = {}

    def keep(self, page: Page[Any]) -> Page[Any]:
        """Keep what X says now."""
        absent = {id: why for id, why in not_given(page).items() if id.isdigit() and self._folder.holds(id)}
        self._folder.renew(page, absent)
        self.updated += len(page)
        self.unavailable.update(absent)
        self.withheld.update({one.id: tuple(one.withheld.country_codes or ()) for one in page if one.withheld})
        return page
