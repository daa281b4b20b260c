"""X's rate limits: what the headers last said, and how long to wait. Trusts the headers and no built-in table.

Facts: X's docs, "Rate limits"; those of 24-hour windows are not documented but seen on posts of tiered plans. On such
a refusal the quarter-hour window can still have calls left, so the longest exhausted window counts.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from xauth_nb.errors.stopping import stop_told
from xauth_nb.guesses import leading
from xauth_nb.style.dates import moment, moment_cell
from xauth_nb.style.frame import footer, frame
from xauth_nb.style.safe import escape
from xauth_nb.style.table import Column, table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from requests import Response

    from xauth_nb.errors import RateLimitedError

__all__ = [
    "Limits",
    "Window",
    "count_down",
    "exhausted_window",
    "in_its_days",
    "opens_at",
    "retry_after",
    "server_time",
    "wait_for",
    "world_time",
]

WAITS = 4
"""How often one call waits before its refusal is raised: a window that is still shut then is not one that opens."""

_WINDOWS = {
    "x-user-limit-24hour": "24 hours",
    "x-app-limit-24hour": "24 hours (the whole app)",
    "x-rate-limit": "15 minutes",
}
_COLUMNS = (
    Column("Call", "prose"),
    Column("Left", "number"),
    Column("Of", "number"),
    Column("Window"),
    Column("Opens again (UTC)", "date"),
)
_NONE_YET = "X has told nothing of its limits yet: no call was made."
_FAR = datetime(9999, 1, 1, tzinfo=timezone.utc).timestamp()
_WORLD = "x-world-date"
_NUMBER = re.compile(r"(?<!^)/\d+(?=/|$)")
_NAME = re.compile(r"(?<=/by/username/)[^/]+")


@dataclass(frozen=True)
class Window:
    """One window of one call.

    Attributes
    ----------
    name : str
        How long it is, in words.
    limit, remaining : int or None
        Calls in a whole window, and left in this one, where the headers say so.
    reset_at : datetime.datetime
        When it opens again, aware UTC, by the server's clock.
    """

    name: str
    limit: int | None
    remaining: int | None
    reset_at: datetime


def _windows(headers: Mapping[str, str]) -> list[Window]:
    found = []
    for prefix, name in _WINDOWS.items():
        limit, remaining, reset = (_count(headers.get(f"{prefix}-{part}")) for part in ("limit", "remaining", "reset"))
        if reset is not None and reset < _FAR:
            found.append(Window(name, limit, remaining, datetime.fromtimestamp(reset, timezone.utc)))
    return found


def _count(text: str | None) -> int | None:
    return int(text) if text is not None and text.isascii() and text.isdigit() else None


def exhausted_window(response: Response) -> Window | None:
    """Say which window a 429 is about: the longest without calls left, else the quarter of an hour.

    Parameters
    ----------
    response : requests.Response

    Returns
    -------
    Window or None
        ``None`` where the headers do not tell.
    """
    windows = _windows(response.headers)
    shut = [window for window in windows if window.remaining == 0]
    return shut[0] if shut else windows[-1] if windows else None


def retry_after(response: Response) -> float | None:
    """Read how long the server asks to be left alone, from the header ``Retry-After`` (RFC 9110 section 10.2.3).

    Parameters
    ----------
    response : requests.Response

    Returns
    -------
    float or None
        Seconds, whether the header gives these or a date; ``None`` without it.
    """
    said = response.headers.get("Retry-After", "").strip()
    if said.isascii() and said.isdigit():
        return float(said[:12])
    try:
        then = parsedate_to_datetime(said)
    except (ValueError, TypeError):
        return None
    then = then.replace(tzinfo=timezone.utc) if then.tzinfo is None else then
    now = server_time(response) or datetime.now(timezone.utc)
    return max((then - now).total_seconds(), 0.0)


def opens_at(response: Response) -> datetime | None:
    """Say when a call may be tried again, by the headers: the later one where there are two.

    Parameters
    ----------
    response : requests.Response

    Returns
    -------
    datetime.datetime or None
        Aware UTC; ``None`` where the headers do not tell.
    """
    window, seconds = exhausted_window(response), retry_after(response)
    times = [window.reset_at] if window else []
    if seconds is not None:
        now = server_time(response) or datetime.now(timezone.utc)
        times.append(now + timedelta(seconds=min(seconds, 1e9)))
    return max(times, default=None)


def server_time(response: Response) -> datetime | None:
    """Read the server's clock from the ``Date`` header, to a second; ``None`` without it.

    Parameters
    ----------
    response : requests.Response
    """
    try:
        found = parsedate_to_datetime(response.headers["Date"])
    except (KeyError, ValueError, TypeError):
        return None
    return found.replace(tzinfo=timezone.utc) if found.tzinfo is None else found


def world_time(headers: Mapping[str, str]) -> datetime | None:
    """Read the day of a practice server's tweets, where that is another than the day of its answers.

    Parameters
    ----------
    headers : Mapping of str to str
        Of an answer.
    """
    try:
        return parsedate_to_datetime(headers[_WORLD])
    except (KeyError, ValueError, TypeError):
        return None


def in_its_days(then: datetime, headers: Mapping[str, str]) -> datetime:
    """Say when something happens by the day of the server's tweets, beside which it is shown."""
    world, date = world_time(headers), headers.get("Date")
    return then + (world - parsedate_to_datetime(date)) if world and date else then


class Limits:
    """What X last said of its limits, one row for each kind of call and window; shown as a table.

    Examples
    --------
    >>> user = x.me()
    >>> [(call, window.name, window.limit) for call, window in x.limits]
    [('GET /2/users/me', '15 minutes', 75)]
    """

    def __init__(self) -> None:
        self._headers: dict[tuple[str, str], Mapping[str, str]] = {}

    def note(self, response: Response) -> None:
        """Remember the headers of an answer.

        Parameters
        ----------
        response : requests.Response
        """
        if "x-rate-limit-limit" in response.headers:
            path = urlsplit(response.url).path
            self._headers[str(response.request.method), _kind(path)] = response.headers

    def remaining(self, method: str, path: str) -> int | None:
        """Say how many calls a window that is still open has left, as X last said; ``None`` where it is not known.

        Parameters
        ----------
        method, path : str
        """
        windows = _windows(self._headers.get((method, _kind(path)), {}))
        now = datetime.now(timezone.utc)
        left = [window.remaining for window in windows if window.remaining is not None and window.reset_at > now]
        return min(left, default=None)

    def __iter__(self) -> Iterator[tuple[str, Window]]:
        for (method, path), headers in sorted(self._headers.items()):
            for window in _windows(headers):
                yield f"{method} {path}", replace(window, reset_at=in_its_days(window.reset_at, headers))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    if not TYPE_CHECKING:  # a type checker is to refuse what is not there
        __getattr__ = leading("Limits")

    def __repr__(self) -> str:
        rows = [
            f"{call:<44}{_said(window.remaining):>8} of {_said(window.limit):>7} left in {window.name}, "
            f"until {moment(window.reset_at, seconds=True)}"
            for call, window in self
        ]
        return "\n".join(rows) or "<Limits: nothing was asked yet>"

    def _repr_html_(self) -> str:
        rows = [
            (
                escape(call),
                _said(window.remaining),
                _said(window.limit),
                escape(window.name),
                moment_cell(window.reset_at, seconds=True),
            )
            for call, window in self
        ]
        return table(_COLUMNS, rows, width=720) if rows else frame(footer(_NONE_YET, alone=True))


def _kind(path: str) -> str:
    return _NAME.sub(":username", _NUMBER.sub("/:id", path))


def _said(count: int | None) -> str:
    return "?" if count is None else f"{count:,}"


def wait_for(error: RateLimitedError, waited: int, *, patience: float, sleep: Callable[[float], None]) -> None:
    """Wait until a call may be tried again, under a bar that counts down; raise the refusal where that is too long.

    Parameters
    ----------
    error : RateLimitedError
        With the response, whose clock counts and not ours.
    waited : int
        How often this call has waited already.
    patience : float
        The longest wait that is allowed, in seconds.
    sleep : Callable
        Takes seconds; called once for each.

    Raises
    ------
    RateLimitedError
        The same, where the window opens too late, or was waited for too often.
    KeyboardInterrupt
        As the stop button gives it, within a second.
    """
    seconds = _seconds(error, waited)
    if waited >= WAITS or seconds > patience:
        raise error
    with stop_told("Stopped while waiting for X's rate limit. X did nothing for this call."):
        count_down(seconds, "waiting for X's rate limit", sleep)


def count_down(seconds: float, why: str, sleep: Callable[[float], None]) -> None:
    """Wait under a bar that counts down.

    Parameters
    ----------
    seconds : float
    why : str
        Stands before the bar.
    sleep : Callable
        Takes seconds; called once for each.
    """
    from tqdm.auto import tqdm

    whole = max(1, round(seconds))
    with tqdm(total=whole, desc=why, unit="s", leave=False) as bar:
        for _ in range(whole):
            sleep(1)
            bar.update()


def _seconds(error: RateLimitedError, waited: int) -> float:
    if error.reset_at is None or error.response is None:
        return 2.0 ** (waited + 1) * random.uniform(0.5, 1)
    now = server_time(error.response) or datetime.now(timezone.utc)
    # One second more: the header counts in whole ones.
    return max((error.reset_at - now + timedelta(seconds=1)).total_seconds(), 1)
