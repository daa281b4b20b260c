"""What the browser meets when X sends it back: hand the query over, show a small page; never log or echo it."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import JupyterHandler
from tornado import web

from xauth_nb.oauth.mailbox import Delivery
from xauth_nb.oauth.pages import DENIED, NOT_FETCHED, OVER, RECEIVED, SECURITY_POLICY, UNKNOWN

if TYPE_CHECKING:
    from xauth_nb.oauth.mailbox import Postman

__all__ = ["CallbackHandler"]

_PATIENCE = 5.0  # seconds for the kernel to fetch its answer before the page says that it does not
_PAGES = {
    Delivery.APPROVAL: RECEIVED,
    Delivery.REFUSAL: DENIED,
    Delivery.REPEATED: OVER,
    Delivery.REFUSED: UNKNOWN,
}


class CallbackHandler(JupyterHandler):
    """``GET <base_url>/xauth/callback``: only for who may use this server; every other method is refused by Tornado."""

    auth_resource = "xauth_nb"

    def initialize(self, postman: Postman) -> None:
        """Take what the route gives.

        Parameters
        ----------
        postman : Postman
        """
        self._postman = postman

    @property
    def content_security_policy(self) -> str:
        """Nothing may be loaded, and nobody may put the page into a frame."""
        return SECURITY_POLICY

    def set_default_headers(self) -> None:
        """Keep the address, which holds the verifier, out of caches and of the next request."""
        super().set_default_headers()
        self.set_header("Cache-Control", "no-store")
        self.set_header("Referrer-Policy", "no-referrer")

    @web.authenticated
    @authorized(action="execute")  # type: ignore[untyped-decorator]  # its result has no type
    async def get(self) -> None:
        """Hand the answer over, and see whether it is fetched."""
        query = self.request.query
        delivery = self._postman.deliver(query)
        page = _PAGES[delivery]
        if delivery in (Delivery.APPROVAL, Delivery.REFUSAL) and not await self._is_fetched(query):
            page = NOT_FETCHED
        self.set_status(page.status)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        await self.finish(page.html)

    async def _is_fetched(self, query: str) -> bool:
        end = time.monotonic() + _PATIENCE
        while not self._postman.is_fetched(query):
            if time.monotonic() > end:
                return False
            await asyncio.sleep(0.05)
        return True
