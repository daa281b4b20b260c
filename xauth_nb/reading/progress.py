"""A bar for what takes more than one page: records, pages, cost, and what is left of the rate limit. It only shows."""

from __future__ import annotations

import os
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from xauth_nb.tweets.render.words import dollars

if TYPE_CHECKING:
    from types import TracebackType

__all__ = ["Progress", "Together"]

PATIENCE = 0.7
"""Seconds before a bar appears: what is done sooner needs none."""


_together: ContextVar[Together | None] = ContextVar("xauth_nb bar of several readings", default=None)


class Together:
    """One bar for several readings, in place of one for each; use it in a ``with`` statement.

    Parameters
    ----------
    total : int
        How many readings there are.
    unit : str
        What they are called.
    """

    def __init__(self, total: int, unit: str) -> None:
        self._total, self._unit = total, unit
        self._bar: Any = None
        self._records = 0

    def begin(self, name: str) -> None:
        """Say which one is being read."""
        self._bar.set_postfix_str(f"{name}, {self._records:,} so far", refresh=False)

    def add(self, records: int) -> None:
        """Count records of the one that is being read."""
        self._records += records

    def done(self) -> None:
        """Count one that was read."""
        self._bar.update(1)

    def __enter__(self) -> Together:
        from tqdm.auto import tqdm

        is_off = os.environ.get("TQDM_DISABLE", "") not in ("", "0")
        self._bar = tqdm(total=self._total, unit=f" {self._unit}", delay=PATIENCE, leave=False, disable=is_off)
        _together.set(self)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        _together.set(None)
        self._bar.close()


class Progress:
    """A tqdm bar on standard error, drawn from the second page on.

    Parameters
    ----------
    total : int or None
        How many records are asked for, where that has an end.
    unit : str
        What they are called.
    """

    def __init__(self, total: int | None, unit: str) -> None:
        self._total, self._unit = total, unit
        self._bar: Any = None
        self._records = self.pages = 0
        self._together = _together.get()

    def add(self, records: int, *, left: int | None, cost: float | None = None) -> None:
        """Count a page.

        Parameters
        ----------
        records : int
            How many came with it.
        left : int, optional
            How many calls the rate limit has left.
        cost : float, optional
            What all pages have cost so far, estimated.
        """
        self.pages += 1
        if self._together is not None:
            self._together.add(records)
            return
        self._records += records
        if self._total is not None:
            self._records = min(self._records, self._total)
        if self._bar is None:
            if self._records == self._total:
                return
            from tqdm.auto import tqdm

            # tqdm reads its own variable for bars of text only, not for those of notebooks.
            is_off = os.environ.get("TQDM_DISABLE", "") not in ("", "0")
            self._bar = tqdm(total=self._total, unit=f" {self._unit}", delay=PATIENCE, leave=False, disable=is_off)
        words = [f"{self.pages} pages"]
        words += [f"about {dollars(cost)}"] if cost is not None else []
        words += [f"{left:,} calls left"] if left is not None else []
        self._bar.set_postfix_str(", ".join(words), refresh=False)
        self._bar.update(self._records - self._bar.n)

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.close()
