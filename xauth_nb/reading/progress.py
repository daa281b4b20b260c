"""A bar for what takes more than one page: records, pages, cost, and what is left of the rate limit. It only shows."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from xauth_nb.tweets.render.words import dollars

if TYPE_CHECKING:
    from types import TracebackType

__all__ = ["Progress"]

PATIENCE = 0.7
"""Seconds before a bar appears: what is done sooner needs none."""


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
