"""Faults on demand: what a network or an overloaded server does to a client. Nothing here happens unasked."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any, Literal

from xauth_nb.errors import UsageError

__all__ = ["Fault", "Faults"]

API_PATHS = ("/2/", "/1.1/", "/oauth/request_token", "/oauth/access_token")
_HTML = (
    "<!DOCTYPE html><html><head><title>{status} {phrase}</title></head>"
    "<body><center><h1>{status} {phrase}</h1></center><hr><center>sandbox edge</center></body></html>"
)


@dataclass(frozen=True)
class Fault:
    """One kind of trouble, and how many calls it meets.

    Parameters
    ----------
    left : int
        How many calls are still to be met.
    status : int, optional
        Answer with this status instead of acting.
    html : bool
        Answer with a page of an edge server instead of JSON.
    delay : float
        Seconds to wait first.
    reset : {"before", "after"}, optional
        Drop the connection before or after the call was acted on.
    truncate : bool
        Break off in the middle of the answer.
    method, path : str, optional
        Meet only calls with this method, and with this beginning of the path.
    body : dict or str, optional
        What is answered: an object as JSON, a text as it stands.
    """

    left: int
    status: int | None = None
    html: bool = False
    delay: float = 0.0
    reset: Literal["before", "after"] | None = None
    truncate: bool = False
    method: str | None = None
    path: str | None = None
    body: dict[str, Any] | str | None = None

    def meets(self, method: str, path: str) -> bool:
        """Say whether a call is met. Pages are spared unless their path is given."""
        if self.method and self.method.upper() != method:
            return False
        return path.startswith(self.path) if self.path else path.startswith(API_PATHS)

    @property
    def answer(self) -> tuple[int, str, bytes] | None:
        """Status, content type and body that replace the real answer, if any."""
        if self.status is None and not self.html:
            return None
        status = self.status or 503
        if isinstance(self.body, str):
            kind = "application/xml" if self.body.startswith("<?xml") else "text/html"  # X calls its plain text so too
            return status, f"{kind}; charset=utf-8", self.body.encode()
        if self.body is not None:
            return status, "application/json; charset=utf-8", json.dumps(self.body, separators=(",", ":")).encode()
        phrase = HTTPStatus(status).phrase
        if self.html:
            return status, "text/html; charset=UTF-8", _HTML.format(status=status, phrase=phrase).encode()
        body = {"title": phrase, "detail": phrase, "type": "about:blank", "status": status}
        return status, "application/json; charset=utf-8", json.dumps(body, separators=(",", ":")).encode()


class Faults:
    """The faults that wait for their calls, in the order in which they were asked for."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Let a fault wait.

        Parameters
        ----------
        fault : Fault

        Raises
        ------
        UsageError
            If it would meet nothing, or would do nothing.
        """
        acts = fault.status or fault.html or fault.delay > 0 or fault.reset or fault.truncate
        if fault.left < 1 or not acts or (fault.body is not None and fault.status is None):
            raise UsageError(
                "This fault would never happen.",
                remedy="Say what goes wrong, and for how many calls: sb.fail(next=2, status=503).",
            )
        if fault.status is not None and fault.status not in set(HTTPStatus):
            raise UsageError(f"{fault.status} is not an HTTP status.", remedy="Choose one, such as 503.")
        with self._lock:
            self._waiting.append(fault)

    def take(self, method: str, path: str) -> Fault | None:
        """Find the fault that meets this call, and use it up by one."""
        with self._lock:
            for position, fault in enumerate(self._waiting):
                if fault.meets(method, path):
                    if fault.left == 1:
                        del self._waiting[position]
                    else:
                        self._waiting[position] = replace(fault, left=fault.left - 1)
                    return fault
        return None

    def clear(self) -> None:
        """Forget the faults that have not happened."""
        with self._lock:
            self._waiting.clear()
