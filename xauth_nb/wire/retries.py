"""Ask again what may be asked twice, after a fault that passes; never send a POST again.

Each attempt is prepared and signed anew. urllib3's own retries would repeat the request to the letter, nonce included,
and X refuses a nonce that it has seen (RFC 5849 section 3.3), so that a lost answer would come back as a 401.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from xauth_nb.wire.transport import BrokenAnswer, ConnectionFailed

if TYPE_CHECKING:
    from collections.abc import Callable

    from requests import Response

__all__ = ["attempt"]

REPEATABLE = {"GET", "HEAD", "DELETE"}
PASSING = {502, 503, 504}
PAUSES = (0.0, 0.4, 0.8)
"""Seconds before each further attempt, made up to half as long again by chance, so that clients fall out of step."""


def attempt(send: Callable[[], Response], method: str, *, sleep: Callable[[float], None]) -> Response:
    """Send once, or up to four times where the method allows it and the fault may pass.

    Parameters
    ----------
    send : Callable
        Prepares, signs and sends.
    method : str
    sleep : Callable
        Takes seconds.

    Returns
    -------
    requests.Response
        Whatever its status: after the last attempt, a 503 too.

    Raises
    ------
    TransportError
        What the last attempt raised; a time-out at once, because it has taken long enough.
    """
    for pause in PAUSES if method.upper() in REPEATABLE else ():
        try:
            response = send()
            if response.status_code not in PASSING:
                return response
            response.close()
        except (ConnectionFailed, BrokenAnswer) as error:
            if not error.may_pass:
                raise
        if pause:
            sleep(pause * random.uniform(1, 1.5))
    return send()
