"""What may stand around each request to our own server: keepers of accounts, clocks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    import requests

__all__ = ["Observer"]


class Observer(Protocol):
    """Stands around each request to our own server, to keep account of it or to forbid it."""

    def watch(
        self, request: requests.PreparedRequest, send: Callable[[], requests.Response], *, is_whole: bool
    ) -> requests.Response:
        """Send a request by ``send()``, or raise; return the answer.

        Parameters
        ----------
        request : requests.PreparedRequest
        send : Callable
        is_whole : bool
            Whether the body has come with the answer; ``False`` for one that streams.
        """
