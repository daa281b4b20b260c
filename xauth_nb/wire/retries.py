"""Ask again what may be asked twice, after a fault that passes; never send anything else again.

Each attempt is prepared and signed anew. urllib3's own retries would repeat the request to the letter, nonce included,
and X refuses a nonce that it has seen (RFC 5849 section 3.3), so that a lost answer would come back as a 401.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from xauth_nb.errors import TransportError
from xauth_nb.wire.limits import count_down, retry_after

if TYPE_CHECKING:
    from collections.abc import Callable

    from requests import Response

__all__ = ["REPEATABLE", "attempt", "follows_a_loss"]

REPEATABLE = {"GET", "HEAD", "DELETE"}
PASSING = {502, 503, 504}
PAUSES = (0.0, 0.4, 0.8)
"""Seconds before each further attempt, made up to half as long again by chance, so that clients fall out of step."""


def attempt(
    send: Callable[[], Response], *, is_repeatable: bool, patience: float, sleep: Callable[[float], None]
) -> Response:
    """Send once, or up to four times where that is allowed and the fault may pass.

    Parameters
    ----------
    send : Callable
        Prepares, signs and sends.
    is_repeatable : bool
        Whether asking twice is asking once.
    patience : float
        The longest pause that the server may ask for, in seconds; it is told by the answer where it asks for more.
    sleep : Callable
        Takes seconds.

    Returns
    -------
    requests.Response
        Whatever its status: after the last attempt, a 503 too. :func:`follows_a_loss` says whether an attempt before
        it was in doubt.

    Raises
    ------
    TransportError
        What the last attempt raised; a time-out at once, because it has taken long enough. It is unsent only if every
        attempt was.
    """
    is_doubtful = False
    for pause in PAUSES if is_repeatable else ():
        asked = None
        try:
            response = send()
        except TransportError as error:
            is_doubtful |= not error.is_unsent
            if not getattr(error, "may_pass", False):
                error.is_unsent = not is_doubtful
                raise
        else:
            asked = retry_after(response)
            if response.status_code not in PASSING or (asked or 0) > patience:
                return _after(response, is_doubtful)
            is_doubtful = True
            response.close()
        if asked:
            count_down(asked, "waiting as X asks", sleep)
        elif pause:
            sleep(pause * random.uniform(1, 1.5))
    try:
        return _after(send(), is_doubtful)
    except TransportError as error:
        error.is_unsent = error.is_unsent and not is_doubtful
        raise


def follows_a_loss(response: Response) -> bool:
    """Say whether an attempt before this answer may have been carried out already.

    Parameters
    ----------
    response : requests.Response
    """
    return bool(getattr(response, "_follows_a_loss", False))


def _after(response: Response, is_doubtful: bool) -> Response:
    response._follows_a_loss = is_doubtful  # type: ignore[attr-defined]  # ours
    return response
