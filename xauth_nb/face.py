"""What a face is: public verbs on one subject, lent to the session. Faces stand beside each other and share only this.

The work is done by hands: plain classes and functions that are given the session's wire, its account and its costs
when they are made, and inherit nothing of it. A verb of a face checks what its caller gave and asks a hand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import requests

    from xauth_nb.account import Account
    from xauth_nb.endpoints import Endpoints
    from xauth_nb.wire import RequestSigner

__all__ = ["Face"]


class Face:
    """What verbs may use of the session that they are lent to; a hand that they need is named beside them.

    Attributes
    ----------
    endpoints : Endpoints
    auth : RequestSigner
    access : str or None
    """

    endpoints: Endpoints
    auth: RequestSigner
    access: str | None
    _account: Account

    if TYPE_CHECKING:  # the wire has it, and a face comes before the wire

        def call(self, method: str, url: str, **kwargs: Any) -> requests.Response:
            """Send a request; see :meth:`SignedSession.call`."""
