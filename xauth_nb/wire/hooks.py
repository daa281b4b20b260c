"""The user's hooks run when an answer is noted, and outside of all that repeats or translates.

What a hook raises is the user's own and passes through as it is: no request is repeated because of it, and it makes
neither a lost connection nor a doubt out of an answer.
"""

from __future__ import annotations

from contextvars import ContextVar, copy_context
from typing import TYPE_CHECKING, Any, TypeVar

from requests.hooks import dispatch_hook

from xauth_nb.errors import ApiError

if TYPE_CHECKING:
    from collections.abc import Callable

    from requests import Response

__all__ = ["held", "hook_runs", "last_alone"]

T = TypeVar("T")

_waiting: ContextVar[list[Callable[[], Response]] | None] = ContextVar("xauth_nb hooks", default=None)


def hook_runs(hooks: Any, response: Response, settings: dict[str, Any]) -> Response:
    """Run the hooks of an answer, now or when whoever holds them lets go.

    Parameters
    ----------
    hooks : dict
        Of the prepared request.
    response : requests.Response
    settings : dict
        What the request was sent with, as requests gives it to hooks.

    Returns
    -------
    requests.Response
        What the hooks make of it; the same where they wait.
    """
    waiting = _waiting.get()
    if waiting is None:
        return _dispatched(hooks, response, settings)
    if hooks.get("response"):
        waiting.append(lambda: _dispatched(hooks, response, settings))
    return response


def _dispatched(hooks: Any, response: Response, settings: dict[str, Any]) -> Response:
    made: Response = dispatch_hook("response", hooks, response, **settings)  # type: ignore[no-untyped-call]
    return made


def held(act: Callable[[], T]) -> T:
    """Act, and let hooks wait until it is over, by success or by an error; the stop button drops them.

    For a caller that must note what X answered before a hook may raise.

    Parameters
    ----------
    act : Callable
    """
    waiting: list[Callable[[], Response]] = []
    try:
        made = _collecting(waiting, act)
    except Exception:
        _run(waiting)
        raise
    _run(waiting)
    return made


def last_alone(ask: Callable[[], Response]) -> Response:
    """Ask, and run only the hooks of the answer that counts: those before it were asked for again.

    Parameters
    ----------
    ask : Callable
    """
    waiting: list[Callable[[], Response]] = []
    try:
        response = _collecting(waiting, ask)
    except ApiError:  # an answer came, and it is no
        _run(waiting[-1:])
        raise
    made = _run(waiting[-1:])
    return response if made is None else made  # an answer that is no good counts as false


def _collecting(waiting: list[Callable[[], Response]], act: Callable[[], T]) -> T:
    """Act in a context of its own, which ends with it whatever happens: the stop button leaves nothing set."""
    context = copy_context()
    context.run(_waiting.set, waiting)
    return context.run(act)


def _run(waiting: list[Callable[[], Response]]) -> Response | None:
    """Run them, or hand them on to an outer holder."""
    outer = _waiting.get()
    if outer is not None:
        outer += waiting
        return None
    response = None
    for one in waiting:
        response = one()
    return response
