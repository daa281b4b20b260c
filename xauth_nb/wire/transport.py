"""Turn what is raised on the way into :class:`~xauth_nb.errors.TransportError`; every one of them.

The errors raised here are also the ``requests`` exceptions that they stand for, because a session that *is* a
``requests.Session`` is used by code that catches those.
"""

from __future__ import annotations

import functools
import http.client
import sys
import traceback
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import requests
from urllib3.exceptions import HTTPError

from xauth_nb.errors import TransportError, UsageError, XAuthError
from xauth_nb.wire.causes import Kind, cause_of, chain, proves_unsent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from xauth_nb.wire.trip import Trip
    from xauth_nb.wire.way import Way

__all__ = ["BrokenAnswer", "ConnectionFailed", "NotRead", "transport_errors", "usage_errors"]

_RAISED = (requests.RequestException, HTTPError, http.client.HTTPException, OSError, ValueError)


class ConnectionFailed(TransportError, requests.ConnectionError):  # noqa: N818 - reads as what happened
    """No connection, or it was lost before an answer came.

    Attributes
    ----------
    may_pass : bool
        Whether the same might succeed in a moment; not where a proxy or a certificate is in the way.
    """

    may_pass = True


class WayBarred(ConnectionFailed):
    """A proxy, a certificate or a setting is in the way."""

    may_pass = False


class TimedOut(TransportError, requests.Timeout):  # noqa: N818
    """The server took longer than the time-out."""


class BrokenAnswer(TransportError, requests.exceptions.ChunkedEncodingError):  # noqa: N818
    """The answer began and broke off, or could not be decoded."""

    may_pass = True


class NotRead(TransportError, requests.exceptions.ContentDecodingError):  # noqa: N818
    """The answer is larger than any that X gives, or could become so, and was not read to its end."""


_CLASSES: dict[Kind, type[TransportError]] = {
    Kind.BARRED: WayBarred,
    Kind.LOST: ConnectionFailed,
    Kind.LATE: TimedOut,
    Kind.BROKEN: BrokenAnswer,
}


@contextmanager
def transport_errors(way: Callable[[], Way], trip: Trip | None, *, is_repeated: bool = False) -> Iterator[None]:
    """Translate the exceptions of one request to our own server.

    Parameters
    ----------
    way : Callable
        Describes the way; called where something went wrong.
    trip : Trip or None
        What became of it; ``None`` where an adapter of the user's sends it, whose connections tell nothing.
    is_repeated : bool, optional
        Whether that adapter may send a request several times, so that the last failure proves nothing of the others.

    Raises
    ------
    TransportError
        With ``is_unsent`` where nothing of the request has left.
    """
    outside = sys.exc_info()[1]
    try:
        yield
    except XAuthError:
        raise
    except _RAISED as error:
        behind = chain(error, outside)
        has_left = trip.has_left if trip and trip.was_seen else None
        described = way()
        cause = cause_of(behind, described, has_left=has_left)
        if trip and trip.is_over:
            said = f"{described.host} gave no whole answer within {described.longest:.0f} seconds."
            cause = cause._replace(kind=Kind.LATE, message=said)
        raised = joined(_CLASSES[cause.kind], type(error))(cause.message, remedy=cause.remedy)
        if has_left is not None:
            raised.is_unsent = not has_left
        else:  # a setting barred the way before any connection, or urllib3 says so itself
            is_barred = trip is not None and cause.kind is Kind.BARRED
            raised.is_unsent = is_barred or (proves_unsent(behind) and not is_repeated)
        if described.proxy:
            _forget(behind, words=cause.is_private)
        del behind
        if cause.is_private:
            raised.__suppress_context__ = True  # it may show the proxy's password
            raise raised from None
        raise raised from error


def _forget(behind: list[BaseException], *, words: bool) -> None:
    """Empty the frames of requests and urllib3, which hold the proxy's address; and what they say, where it quotes it.

    The address may hold a password, and a verbose traceback shows the local variables that lead to these errors.
    """
    for one in behind:
        traceback.clear_frames(one.__traceback__)
        if words:
            one.args = ()
            vars(one).clear()


@contextmanager
def usage_errors() -> Iterator[None]:
    """Translate what requests raises while it prepares a request, before anything is sent.

    Raises
    ------
    UsageError
    """
    try:
        yield
    except XAuthError:
        raise
    except (requests.RequestException, ValueError, TypeError) as error:
        raise joined(UsageError, type(error))(
            f"This request cannot be made, so nothing was sent: {' '.join(str(error).split())[:200]}",
            remedy="Correct the address, the parameters, the headers or the body; they are as in requests.",
        ) from error


def joined(ours: Any, theirs: type[BaseException]) -> Any:
    """Make a class that is an error of ours and the one that requests would have raised.

    Parameters
    ----------
    ours : type of XAuthError
    theirs : type of BaseException
    """
    if issubclass(ours, theirs):
        return ours
    one: Any
    for one in theirs.__mro__:  # some have a layout of their own that no other exception can share
        if issubclass(ours, one):
            break
        try:
            made = _made(ours, one)
            made("probe")
        except TypeError:
            continue
        return made
    return ours


@functools.cache
def _made(ours: Any, theirs: Any) -> Any:
    return type(ours.__name__, (ours, theirs), {"__module__": ours.__module__, "__reduce__": _reduce})


def _reduce(error: XAuthError) -> tuple[Any, ...]:
    return _remade, (*type(error).__bases__, error.args), {**vars(error), "request": None, "response": None}


def _remade(ours: Any, theirs: Any, arguments: tuple[Any, ...]) -> XAuthError:
    remade: XAuthError = _made(ours, theirs)(*arguments)
    return remade
