"""Look up many records into an archive: what it holds, and what X once did not give, is not asked for again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from msgspec.structs import replace

from xauth_nb.reading.bringing import Run
from xauth_nb.reading.crew import all_at_once
from xauth_nb.tweets.archive.notes import Gap
from xauth_nb.tweets.archive.reading import absent_in, names_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from xauth_nb.reading.listing import Listing
    from xauth_nb.tweets.archive.folder import Folder
    from xauth_nb.tweets.page import Page

__all__ = ["AT_ONCE", "asked", "calls_for", "in_order", "not_given"]

P = TypeVar("P", bound="Page[Any]")

AT_ONCE = 100
"""How many ids or names one call takes (X's docs, "Posts lookup" and "Users lookup")."""
_NOT_GIVEN = "X gave neither the record nor a reason"


def calls_for(keys: Sequence[tuple[str, str]], paths: Mapping[str, str]) -> Iterator[Mapping[str, str]]:
    """Say which calls ask for records, a hundred with each.

    Parameters
    ----------
    keys : sequence of (str, str)
        By which parameter each is asked for, and its value there.
    paths : Mapping of str to str
        Where each parameter is taken.
    """
    for kind, path in paths.items():
        values = [value for its_kind, value in keys if its_kind == kind]
        for start in range(0, len(values), AT_ONCE):
            yield {"path": path, kind: ",".join(values[start : start + AT_ONCE])}


def in_order(keys: Sequence[tuple[str, str]]) -> Callable[[Any], Any]:
    """Make what puts records into the order in which they were asked for."""
    places = {key: place for place, key in enumerate(keys)}

    def place(record: Any) -> int:
        name = getattr(record, "username", None) or ""
        by_name = places.get(("usernames", name.lower()), len(places))
        return min(places.get(("ids", record.id), len(places)), by_name)

    return lambda page: page.sorted(place)


def asked(run: Run[P], listing: Listing[P], keys: Sequence[tuple[str, str]], paths: Mapping[str, str]) -> P:
    """Look up what an archive does not hold.

    Parameters
    ----------
    run : Run
    listing, keys, paths
        As for :meth:`Reader.many`.

    Raises
    ------
    ApiError, TransportError, StoreError
        What came until then is in the archive.
    """
    with run.open(listing.query) as folder:
        absent = absent_in(folder.path)
        held = _held(folder, keys)
        wanted = [key for key in keys if key not in held and key[1] not in absent]
        is_whole = True
        if wanted:
            keep: Any = _Keeper(run, folder).keep
            pull = run.pull(listing, len(wanted), keep)
            is_whole = pull.run(lambda pull: all_at_once(pull, calls_for(wanted, paths))).is_complete
        if is_whole:
            held = _held(folder, wanted)
            absent = absent_in(folder.path)
            rest = {key[1]: _NOT_GIVEN for key in wanted if key not in held and key[1] not in absent}
            if rest or folder.gaps:
                folder.add(run.of(), notes=replace(folder.notes, gaps=()), absent=rest)
        every = set(keys)
        order = in_order(keys)
        return run.result(listing, folder, is_whole=is_whole, wanted=lambda page: order(_of(page, every)))


def not_given(page: Page[Any]) -> dict[str, str]:
    """Say what X did not give of what was asked for, by id or name in lower case, and in which words."""
    named = ((str(problem.resource_id or problem.value or "").lower(), problem) for problem in page.errors)
    return {name: problem.title or problem.detail or _NOT_GIVEN for name, problem in named if name}


class _Keeper:
    """Puts each hundred into the archive, with what X did not give of them."""

    def __init__(self, run: Run[Any], folder: Folder) -> None:
        self._run, self._folder = run, folder

    def keep(self, page: Page[Any]) -> Page[Any]:
        """Keep a page."""
        notes = replace(self._folder.notes, gaps=(Gap(why="not all of them have been asked for yet"),))
        self._run.brought(self._folder.add(page, notes=notes, absent=not_given(page)))
        return page


def _held(folder: Folder, keys: Sequence[tuple[str, str]]) -> set[tuple[str, str]]:
    names = names_in(folder) if any(kind == "usernames" for kind, _ in keys) else set()
    return {(kind, value) for kind, value in keys if (value in names if kind == "usernames" else folder.holds(value))}


def _of(page: Any, keys: set[tuple[str, str]]) -> Any:
    """Leave out what was asked for by other calls."""

    def is_wanted(record: Any) -> bool:
        name = getattr(record, "username", None) or ""
        return ("ids", record.id) in keys or ("usernames", name.lower()) in keys

    return page.filter(is_wanted)
