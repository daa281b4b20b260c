"""One link that a person opens, and the ear for its answer; a refused PIN ends both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xauth_nb.errors import LoginUnavailableError
from xauth_nb.oauth.callback import CallbackListener
from xauth_nb.oauth.exchange import OUT_OF_BAND, Exchange
from xauth_nb.oauth.mailbox import CallbackMailbox, is_for_server

if TYPE_CHECKING:
    from collections.abc import Callable

    from xauth_nb.credentials import ClientCredentials, TokenCredentials
    from xauth_nb.endpoints import Endpoints
    from xauth_nb.wire import Adapter

__all__ = ["Link"]


class Link:
    """Made by asking X for it, with the parameters and the errors of an exchange and its ``begin``.

    Parameters
    ----------
    on_answer : Callable, optional
        As in :meth:`~xauth_nb.signin.sign_in.SignIn.begin`.

    Attributes
    ----------
    client : ClientCredentials
    url : str
        The address for the person to open.
    why_by_pin : str
        Why it does although another callback was asked for; empty where it was not.
    """

    def __init__(
        self,
        client: ClientCredentials,
        *,
        endpoints: Endpoints,
        callback: str,
        access: str,
        adapter: Adapter,
        on_answer: Callable[[str], None] | None,
    ) -> None:
        self.client = client
        self.why_by_pin = ""
        self._listener: CallbackListener | CallbackMailbox | None = None
        by_server = is_for_server(callback)

        def exchange(callback: str) -> Exchange:
            return Exchange(client, endpoints=endpoints, callback=callback, access=access, adapter=adapter)

        self._exchange = exchange(callback if on_answer else OUT_OF_BAND)
        try:
            if on_answer and callback != OUT_OF_BAND and not by_server:
                # Listen before the link exists: whoever is quick must not meet a closed door.
                listener = CallbackListener(callback, on_answer, is_ours=lambda token: self._exchange.owns(token))
                try:
                    self._listener = listener.start()
                except LoginUnavailableError as error:  # the port is taken: the person can still sign in
                    self.why_by_pin = f"{error.message} So X shows a PIN instead."
                    self._exchange = exchange(OUT_OF_BAND)
            self.url = self._exchange.begin()
            if on_answer and by_server:  # announced before anybody sees the link
                self._listener = CallbackMailbox(self.url, on_answer).start()
        except BaseException:
            self.close()
            raise

    @property
    def is_by_pin(self) -> bool:
        """Whether X shows a PIN."""
        return self._exchange.callback == OUT_OF_BAND

    @property
    def is_open(self) -> bool:
        """Whether it is still good."""
        return self._exchange.authorize_url is not None

    def finish(self, answer: str) -> TokenCredentials:
        """Exchange the person's answer, as :meth:`~xauth_nb.oauth.exchange.Exchange.finish` does."""
        __tracebackhide__ = True
        try:
            return self._exchange.finish(answer)
        finally:
            del answer
            if not self.is_open:
                self.close()

    def close(self) -> None:
        """Give the link up, and close what listens for it."""
        if self._listener:
            self._listener.close()
            self._listener = None
        self._exchange.cancel()
