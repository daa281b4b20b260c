"""From an error answer to the error of ours. Only X's own short ``detail`` is quoted, never a whole body."""

from __future__ import annotations

import contextlib
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from xauth_nb.errors import ApiError, RateLimitedError
from xauth_nb.wire.limits import exhausted_window, in_its_days, opens_at, retry_after, server_time
from xauth_nb.wire.problems import Problem, is_page, read_problem
from xauth_nb.wire.remedies import again, instead_of, remedy_for

if TYPE_CHECKING:
    from requests import Response

__all__ = ["CLOCK_TOLERANCE", "check", "clock_offset", "fault", "one_line", "quoted", "skewed_clock"]

_LONGEST = 320  # letters of a sentence of X's: its longest have some 280
CLOCK_TOLERANCE = 300
"""Seconds by which X lets a timestamp differ from its own clock before it answers 401 (observed)."""


def check(response: Response) -> Response:
    """Raise the error that an answer deserves; give a good answer back.

    Parameters
    ----------
    response : requests.Response

    Returns
    -------
    requests.Response
        The same object, where its status is below 300 and it is no web page.

    Raises
    ------
    ApiError
        Or the subclass that fits, with ``response``, ``status`` and ``remedy``.
    """
    if response.status_code >= 300 or is_page(response):
        raise fault(response, read_problem(response))
    return response


def fault(response: Response, problem: Problem) -> ApiError:
    """Make the error for a problem that was already read, such as one inside a 200.

    Parameters
    ----------
    response : requests.Response
    problem : Problem

    Returns
    -------
    ApiError
        To be raised by the caller.
    """
    row = remedy_for(problem)
    window = exhausted_window(response)
    reset_at = opens_at(response)
    shown = reset_at and in_its_days(reset_at, response.headers)
    pause = retry_after(response)
    words = {
        "status": problem.status,
        "who": "X" if problem.is_of_x else "X, or something on the way to it,",
        "call": f"{problem.method} {problem.path}" if problem.method and problem.path else "this call",
        "page": f" titled “{one_line(problem.title)}”" if problem.title else "",
        "pause": "" if pause is None else f"It asks for a pause of {pause:.0f} seconds first. ",
        "host": urlsplit(response.url or "").netloc or "X",
        "to": _leads_to(response),
        "window": f"a window of {window.name}" if window else "X does not say which window",
        "reset": f"at {shown:%H:%M:%S} UTC on {shown:%d %B}" if shown else "later",
        "reset_date": one_line(str(problem.fields.get("reset_date", ""))) or "the next billing cycle",
        "instead": instead_of(problem.path),
        "again": again(problem),
    }
    message, remedy = row.message.format_map(words), row.remedy.format_map(words)
    offset = clock_offset(response)
    if problem.status == 401 and offset is not None and abs(offset) > CLOCK_TOLERANCE:
        message, remedy = skewed_clock(offset)
    message += quoted(problem)
    details: dict[str, Any] = {
        "remedy": remedy,
        "status": problem.status,
        "code": problem.code,
        "title": problem.title,
        "detail": problem.detail,
        "response": response,
    }
    if issubclass(row.error, RateLimitedError):
        return row.error(message, reset_at=reset_at, **details)
    return row.error(message, **details)


def skewed_clock(offset: float) -> tuple[str, str]:
    """Say that this machine's clock is wrong, and by how much.

    Parameters
    ----------
    offset : float
        Seconds that this machine is ahead of the server (negative: behind).

    Returns
    -------
    tuple of str
        Message and remedy.
    """
    direction = "ahead of" if offset > 0 else "behind"
    return (
        f"This machine's clock is {abs(offset):.0f} seconds {direction} the server's, and a signature may differ by "
        f"{CLOCK_TOLERANCE} at most.",
        "Let the machine set its clock by itself (NTP), then try again. Keys and PIN are probably right.",
    )


def clock_offset(response: Response) -> float | None:
    """Compare this machine's clock with the server's ``Date`` header.

    Parameters
    ----------
    response : requests.Response

    Returns
    -------
    float or None
        Seconds that this machine is ahead (negative: behind), to a second's precision; ``None`` without the header.
    """
    theirs = server_time(response)
    return None if theirs is None else (datetime.now(timezone.utc) - theirs).total_seconds()


def quoted(problem: Problem) -> str:
    """Give X's own sentence, to be put behind ours; nothing where it said none.

    Parameters
    ----------
    problem : Problem
    """
    said = one_line(problem.detail or problem.title)
    if problem.is_page or not said:
        return ""
    if len(said) > _LONGEST:
        said = f"{said[:_LONGEST].rstrip()}…"
    end = "" if said[-1] in ".!?…" else "."
    who = "X" if problem.is_of_x or problem.path.startswith("/oauth/") else "The answer"  # these legs know plain text
    return f" {who} says: “{said}”{end}" if problem.has_reason else f" {who} says no more than “{said.rstrip('.')}”."


def _leads_to(response: Response) -> str:
    with contextlib.suppress(ValueError):
        host = urlsplit(response.headers.get("location", "")).hostname
        return f" to {one_line(host)[:100]}" if host else ""
    return ""


def one_line(text: str) -> str:
    """Make a server's words fit to print: no line ends, no control characters that a terminal would obey."""
    return "".join(character for character in " ".join(text.split()) if character.isprintable())
