"""The folder of an archive: who may write to it, how far it has come, and what is added and read back."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from xauth_nb.errors import StoreError, UsageError
from xauth_nb.locking import file_lock, sync_directory
from xauth_nb.tweets.archive.parts import (
    Part,
    Remembered,
    encode,
    next_part,
    parts_in,
    read_ids,
    read_notes,
    read_tweets,
)
from xauth_nb.tweets.joined import JoinedTweet
from xauth_nb.tweets.page import Page, Provenance

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

    from xauth_nb.tweets.parse import TweetDecoder

__all__ = ["Folder", "State", "read_archive"]

F = TypeVar("F", bound="Folder")
P = TypeVar("P", bound=Page[Any])
T = TypeVar("T", bound=JoinedTweet)

_LOCK = ".lock"  # whoever reads the folder passes over names that begin with a dot; polars only if they are empty


@dataclass(frozen=True, kw_only=True)
class State:
    """How far an archive has come. What is missing is older than ``until_id`` and newer than ``since_id``.

    Parameters
    ----------
    count : int
        How many tweets are kept.
    newest_id, oldest_id : str or None
        The highest and the lowest id of all.
    since_id, until_id : str or None
        Between which ids to go on reading; ``None`` where there is no such bound. When all was read, ``since_id`` is
        the newest id, and what is missing is what is new.
    next_token : str or None
        With which the page after the last one was to be asked for.
    is_complete : bool
        Whether the last page that was kept had no page after it.
    """

    count: int = 0
    newest_id: str | None = None
    oldest_id: str | None = None
    since_id: str | None = None
    until_id: str | None = None
    next_token: str | None = None
    is_complete: bool = False


class Folder:
    """An open archive, whatever its tweets are to its user; see :class:`xauth_nb.tweets.objects.archive.Archive`."""

    def __init__(self, path: str | os.PathLike[str], *, query: str) -> None:
        self.path = Path(path).expanduser()
        self.query = query
        with self._in_words("opened"), contextlib.ExitStack() as held:
            if self.path.exists() and not self.path.is_dir():
                raise UsageError(f"{self.path} is a file, and an archive is a folder.", remedy="Name another place.")
            parts = parts_in(self.path)
            self._refuse_strangers(parts)
            self.path.mkdir(parents=True, exist_ok=True)
            try:
                held.enter_context(file_lock(self.path / _LOCK, patience=0, is_signed=False))
            except TimeoutError:
                raise StoreError(
                    f"The archive {self.path} is open in another process or another cell.",
                    remedy="Wait until that one has finished, or restart the kernel that hangs. Reading the folder "
                    "with Tweets.from_archive, pandas, polars, DuckDB or Dask is possible all the while.",
                ) from None
            self._parts = parts_in(self.path)  # somebody may have added to it until the lock was ours
            self._reach = _reach(self._parts)
            self._remembered = self._last_notes()
            for left in self.path.glob(".part-*"):  # of a process that was killed while it wrote
                left.unlink()
            self._held = held.pop_all()

    def __enter__(self: F) -> F:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the folder back; closing twice does no harm."""
        self._held.close()

    @property
    def state(self) -> State:
        """How far it has come."""
        kept = self._remembered
        oldest, newest = self._reach or (None, None)
        return State(
            count=kept.count,
            newest_id=str(newest) if newest else None,
            oldest_id=str(oldest) if oldest else None,
            since_id=kept.since_id,
            until_id=kept.until_id,
            next_token=kept.next_token,
            is_complete=kept.is_complete,
        )

    def add(self, page: P) -> P:
        """Keep a page, and with it where to go on: on disk when this returns, or not at all.

        Parameters
        ----------
        page : Tweets
            The next page, older than the one before it; its ``next_token`` says whether more follows. After a last
            page the next one is the newest of another run.

        Returns
        -------
        Tweets
            Those of them that were not kept before.

        Raises
        ------
        UsageError
            If a tweet has no id of X's.
        StoreError
            If it cannot be written; the archive is then as it was.
        """
        strange = next((tweet for tweet in page if not (tweet.id.isascii() and tweet.id.isdigit())), None)
        if strange is not None:
            raise UsageError(
                f"The id of a tweet is {strange.id!r}, and X's ids are digits.",
                remedy="Archive tweets that came from X.",
            )
        kept = self._kept_near(page)
        new = page.unique().filter(lambda tweet: tweet.id not in kept)
        now = self._after(page, len(new))
        if new or now != self._remembered:
            part = next_part(self.path, self._parts, new)
            with self._in_words("written"):
                _write(part.path, encode(new, msgspec.structs.replace(now, errors=page.errors)))
            self._parts.append(part)
            self._reach = _reach([part, *([Part(0, *self._reach, self.path)] if self._reach else [])])
            self._remembered = now
        return new

    def read(self, decoder: TweetDecoder[T]) -> Page[T]:
        """Read all of it back, newest first, as the tweets and users that a decoder makes."""
        return _together(self._parts, self._remembered, decoder=decoder)

    def _after(self, page: Page[JoinedTweet], count: int) -> Remembered:
        before = self._remembered
        # A page after a last one begins another stretch, which ends where everything is kept already.
        floor = self.state.newest_id if before.is_complete else before.since_id
        ids = [int(tweet.id) for tweet in page]
        is_last = page.next_token is None
        if before.until_id is not None:
            ids.append(int(before.until_id))
        newest = max((int(self.state.newest_id or 0), *ids))
        return Remembered(
            query=self.query,
            count=before.count + count,
            since_id=(str(newest) if newest else None) if is_last else floor,
            until_id=str(min(ids)) if ids and not is_last else None,
            next_token=page.next_token,
            is_complete=is_last,
        )

    def _kept_near(self, page: Page[JoinedTweet]) -> frozenset[str]:
        """Read the ids of the parts that may hold some of the page. Most pages lie beyond all that is kept."""
        if not page or not self._reach:
            return frozenset()
        ids = [int(tweet.id) for tweet in page]
        oldest, newest = min(ids), max(ids)
        if newest < self._reach[0] or oldest > self._reach[1]:
            return frozenset()
        near = [part for part in self._parts if part.oldest <= newest and part.newest >= oldest]
        return frozenset().union(*(read_ids(part.path) for part in near))

    def _refuse_strangers(self, parts: list[Part]) -> None:
        if parts or not self.path.exists():
            return
        other = next((file for file in self.path.iterdir() if not file.name.startswith(".")), None)
        if other is not None:
            raise UsageError(
                f"The folder {self.path} is no archive: it holds {other.name}.", remedy="Name a new or an empty folder."
            )

    def _last_notes(self) -> Remembered:
        if not self._parts:
            return Remembered(query=self.query)
        last = self._parts[-1].path
        notes = read_notes(last)
        if notes is None:
            raise UsageError(
                f"The folder {self.path} is no archive: {last.name} was written by another program.",
                remedy="Name a new or an empty folder.",
            )
        if notes.query != self.query:
            raise UsageError(
                f"The archive {self.path} keeps another collection: {notes.query}, and not {self.query}.",
                remedy="Name another folder. Several archives in one folder above them can be read together.",
            )
        return msgspec.structs.replace(notes, errors=())

    @contextlib.contextmanager
    def _in_words(self, done: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise StoreError(
                f"The archive {self.path} could not be {done}: {error.strerror or type(error).__name__}.",
                remedy="Make room or give yourself access there, or name another folder. What was kept stays kept.",
            ) from error


def read_archive(path: str | os.PathLike[str], decoder: TweetDecoder[T]) -> Page[T]:
    """Read an archive, or all archives in a folder; see :meth:`xauth_nb.tweets.Tweets.from_archive`."""
    folder = Path(path).expanduser()
    parts = parts_in(folder, deep=True)
    if not parts:
        raise UsageError(
            f"There is no archive in {folder}.",
            remedy="An archive is the folder that was named with archive=, and holds files such as "
            "part-00000001-….parquet.",
        )
    last = {part.path.parent: part for part in parts}  # the last one of each folder
    notes = [found for part in last.values() if (found := read_notes(part.path)) is not None]
    return _together(parts, *notes, decoder=decoder)


def _together(parts: list[Part], *notes: Remembered, decoder: TweetDecoder[T]) -> Page[T]:
    kept: Page[T] = Page.concatenate(read_tweets(part.path, decoder) for part in parts)
    source = replace(
        kept.provenance or Provenance(pages=len(parts)),
        query=" + ".join(dict.fromkeys(one.query for one in notes)) or None,
        is_complete=all(one.is_complete for one in notes),
    )
    found = kept.unique().sorted(reverse=True)
    token = notes[0].next_token if len(notes) == 1 else None
    return Page(found, next_token=token, errors=kept.errors, provenance=source)


def _reach(parts: list[Part]) -> tuple[int, int] | None:
    """Give the lowest and the highest id of all; ``None`` where there is none."""
    full = [part for part in parts if part.newest]
    return (min(part.oldest for part in full), max(part.newest for part in full)) if full else None


def _write(path: Path, content: bytes) -> None:
    new = path.with_name(f".{path.name}")
    try:
        with new.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
    sync_directory(path.parent)
