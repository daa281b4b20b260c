"""Read a whole timeline in several id windows at a time, for at most a quarter more calls than page after page.

A snowflake id carries its time, so a stretch of a timeline can be asked for with ``since_id`` and ``until_id`` before
the pages above it have come. Where to cut is a guess from the density so far. A wrong guess costs no tweet, because
every gap is read until X says that nothing is left in it; it costs at most one page that is not full, and a cut is made
only while all such pages together stay within the quarter (:meth:`_Windows.affords_a_cut`). Where X has said how many
tweets an account has, it is cut into windows after the first page; otherwise after a few pages in a row. A short
timeline is never cut. In whatever order the answers come, the quarter is kept; only where a fifth of the tweets that X
counted is gone (:data:`CERTAIN`), some calls more are made, and never more than eight.

Only what is read to its end is read so. Where ``limit`` ends it earlier, a window could bring tweets that nobody asked
for, and X would bill them. And as windows save nothing but waiting, there are no more of them than there is waiting to
fill: a server that answers at once is asked in a row, for the fewest calls.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from xauth_nb.reading.crew import Crew
from xauth_nb.tweets import Tweets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xauth_nb.reading.pull import Pull

__all__ = ["in_windows", "newest_first"]

WORTH_A_CUT = 2
"""Pages that a gap has to promise before it is cut in two."""

WORTH_WAITING = 0.02
"""Seconds that an answer has to take before windows are worth their calls. X takes some 100 ms, a sandbox a few."""

CERTAIN = 0.8
"""The part of X's count of an account's tweets that is relied on: some may have been deleted since X counted."""


def in_windows(pull: Pull[Tweets]) -> None:
    """Read all that a list has, in windows.

    Parameters
    ----------
    pull : Pull
        Of a list with bounds and a reach, and a limit that is not below the reach.
    """
    windows = _Windows(pull)
    with Crew(pull) as crew:
        while windows.gaps:
            windows.cut(crew.threads if (pull.waited or 0) >= WORTH_WAITING else 1)
            for gap in windows.idle():
                if crew.has_room or crew.is_idle:
                    gap.is_asked = True
                    crew.send(gap, gap.call(windows.bounds, pull.listing.size(windows.page)))
            for gap, page in crew.arrive():
                windows.fill(gap, page)


def newest_first(pages: Sequence[Tweets]) -> Tweets:
    """Put the pages of windows together, in the order in which one page after the other would have brought them."""
    found = Tweets.concatenate(pages).unique().sorted(reverse=True)
    return Tweets(found, errors=found.errors)


@dataclass(eq=False)
class _Gap:
    """Ids that are not read yet; the bounds themselves do not belong to it. ``None``: as the whole list is bounded."""

    low: int
    high: int
    is_lowest: bool = True
    is_highest: bool = True
    is_asked: bool = False
    is_sure: bool = False  # X said that there is more in it
    token: str | None = None  # continues after a page without tweets
    seen: set[str] = field(default_factory=set)

    def call(self, bounds: dict[str, str], size: str) -> dict[str, str]:
        said = {**bounds, "max_results": size}
        if not self.is_lowest:
            said["since_id"] = str(self.low)
        if not self.is_highest:
            said["until_id"] = str(self.high)
        if self.token:
            said["pagination_token"] = self.token
        return said


class _Windows:
    """The gaps of one timeline, newest first, and the sums that decide where to cut."""

    def __init__(self, pull: Pull[Tweets]) -> None:
        listing = pull.listing
        self._pull = pull
        self.bounds = listing.bounds()
        self.page = listing.sizes[1]
        self.gaps = [_Gap(max(listing.span.since_id, listing.floor), listing.span.until_id)]
        self._promised = min(int(listing.promised * CERTAIN), listing.reach or 0)
        self._tweets = self._width = 0

    def idle(self) -> list[_Gap]:
        return [gap for gap in self.gaps if not gap.is_asked]

    def fill(self, gap: _Gap, page: Tweets) -> None:
        """Take what a page brought out of its gap."""
        gap.is_asked = False
        ids = [int(tweet.id) for tweet in page if tweet.id]
        lowest = min(ids, default=gap.high)
        if not page.next_token or page.next_token in gap.seen:
            self.gaps.remove(gap)
        elif lowest < gap.high:
            self._width += max(ids) - lowest
            gap.high, gap.is_highest, gap.is_sure, gap.token = lowest, False, True, None
        else:
            gap.token = page.next_token
            gap.seen.add(page.next_token)
        self._tweets += len(page)
        if self.gaps and not self.gaps[0].is_highest:
            self._pull.front = str(self.gaps[0].high)

    def cut(self, most: int) -> None:
        """Cut gaps in two, to no more than ``most``, as long as it is affordable and one of them promises enough."""
        while len(self.gaps) < most and self.affords_a_cut():
            expected = self._expected()
            worth = max(WORTH_A_CUT * self.page, sum(expected.values()) / (len(self.gaps) + 1))
            idle = [gap for gap in self.idle() if gap.is_sure and not gap.token and expected[gap] >= worth]
            if not idle:
                return
            gap = max(idle, key=lambda one: expected[one])
            width = min(expected[gap] / 2 / self._density, (gap.high - gap.low) / 2)
            middle = gap.high - int(width)
            below = _Gap(gap.low, middle, is_lowest=gap.is_lowest, is_highest=False)
            self.gaps.insert(self.gaps.index(gap) + 1, below)
            # Bounds do not belong to a gap, so the upper one begins below the middle to hold that id itself.
            gap.low, gap.is_lowest, gap.is_sure = middle - 1, False, False

    def affords_a_cut(self) -> bool:
        """Whether one gap more would keep to the quarter, even if each gap turned out to hold nothing more.

        As long as pages are full, calls and pages grow alike, and what holds here goes on holding. What X has promised
        beyond the tweets that are known fills as many pages, wherever it lies; the last page in a row is taken to be
        full, because there may be more than was promised.
        """
        known = self._tweets + sum(gap.is_sure for gap in self.gaps)
        in_a_row = -(-max(known, self._promised) // self.page)
        calls = len(self._pull.pages) + len(self.gaps) + 1 + (in_a_row * self.page - known) // self.page
        return 4 * calls <= 5 * in_a_row

    @property
    def _density(self) -> float:
        """Tweets an id, on all pages so far: that of one page would take a burst for the rule."""
        return self._tweets / max(self._width, 1)

    def _expected(self) -> dict[_Gap, float]:
        """Guess how many tweets each gap holds: the lowest one at the most what X keeps and the others do not hold."""
        expected = {gap: (gap.high - gap.low) * self._density for gap in self.gaps}
        rest = (self._pull.listing.reach or 0) - self._tweets
        lowest = self.gaps[-1]
        others = sum(expected[gap] for gap in self.gaps[:-1])
        expected[lowest] = max(min(expected[lowest], rest - others), 0)
        return expected
