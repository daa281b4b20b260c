"""Ask for several pages at a time, as far as the rate limit has room. What was asked for is waited for, and kept."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from types import TracebackType

    from xauth_nb.reading.pull import Pull
    from xauth_nb.reading.source import Answer
    from xauth_nb.tweets.page import Page

__all__ = ["THREADS", "Crew", "all_at_once"]

P = TypeVar("P", bound="Page[Any]")

THREADS = 16
"""More would not be faster: decoding takes its turn."""
WORK = 0.003
"""Seconds that a page takes here, with all that is to do about it. While one is waited for, others can be worked on."""


class Crew(Generic[P]):
    """Threads that fetch pages for one pull.

    Parameters
    ----------
    pull : Pull
        Each page is given to it as it comes, also those that come after an interruption or an error.
    """

    def __init__(self, pull: Pull[P]) -> None:
        self._pull = pull
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="xauth_nb reading")
        self._running: dict[Future[Answer[P]], Any] = {}
        self._done: SimpleQueue[Future[Answer[P]]] = SimpleQueue()

    @property
    def threads(self) -> int:
        """How many pages are worth asking for at a time: as many as keep one core busy while an answer is waited for.

        Where a server answers at once, more would only wait for each other, and each hand-over costs.
        """
        waited = self._pull.waited
        return THREADS if waited is None else max(1, min(THREADS, int(waited / WORK)))

    @property
    def is_idle(self) -> bool:
        """Whether nothing is being asked for."""
        return not self._running

    @property
    def has_room(self) -> bool:
        """Whether one more call may go out: it is worth a thread, and the rate limit has a call left."""
        left = self._pull.left  # those that are on their way may not be counted in it yet
        return len(self._running) < self.threads and (left is None or len(self._running) < left)

    def send(self, key: Any, more: Mapping[str, str]) -> None:
        """Ask for a page.

        Where nothing else runs, this thread asks if the limit is used up, so that waiting can be interrupted, or if
        the server answers at once, because a hand-over would take as long as the answer.

        Parameters
        ----------
        key : object
            What the page is known by.
        more : Mapping of str to str
            As for :meth:`Pull.fetch`.
        """
        if self.is_idle and (self._pull.left == 0 or self.threads == 1):
            future: Future[Answer[P]] = Future()
            future.set_result(self._pull.fetch(more))
        else:
            future = self._pool.submit(self._pull.fetch, more)
        self._running[future] = key
        future.add_done_callback(self._done.put)

    def arrive(self) -> Iterable[tuple[Any, P]]:
        """Wait for pages, and give those that have come.

        Raises
        ------
        XAuthError
            What any of the calls met.
        """
        done = [self._done.get()]
        with suppress(Empty):
            while True:
                done.append(self._done.get_nowait())
        return self._collect(done)

    def _collect(self, done: Iterable[Future[Answer[P]]]) -> list[tuple[Any, P]]:
        arrived, failed = [], None
        for future in done:
            key = self._running.pop(future)
            if (error := future.exception()) is not None:
                failed = failed or error
                continue
            self._pull.take(future.result())
            arrived.append((key, future.result().page))
        if failed is not None:
            raise failed
        return arrived

    def __enter__(self) -> Crew[P]:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)
        for future in list(self._running):
            if not future.cancelled() and future.exception() is None:
                self._pull.take(future.result())


def all_at_once(pull: Pull[P], calls: Iterable[Mapping[str, str]]) -> None:
    """Make calls that do not depend on each other; the first one alone, where it is the one that tells the limit.

    Parameters
    ----------
    pull : Pull
    calls : iterable of Mapping
        What each call differs in.
    """
    waiting = list(calls)
    if pull.left is None or len(waiting) == 1:
        pull.take(pull.fetch(waiting.pop(0)))
    if not waiting:
        return
    with Crew(pull) as crew:
        while waiting or not crew.is_idle:
            while waiting and (crew.has_room or crew.is_idle):
                crew.send(None, waiting.pop(0))
            crew.arrive()
