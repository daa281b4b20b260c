"""Boxes for secrets: what was typed is taken out of the message before ipywidgets reads it, and out of every log.

A box of ipywidgets keeps its text in ``value``, which is synced, saved and echoed. Here ``value`` stays empty in the
kernel whatever the front end sends. In the page ``card.js`` empties the front end's half, and where no script of ours
may run, the kernel does it as soon as it gets to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ipywidgets
from traitlets import Unicode

from xauth_nb.credentials.secrecy import Secret
from xauth_nb.notebook.unlogged import unlogged

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["PasswordBox", "TextBox"]


class _Box(ipywidgets.Text):  # type: ignore[misc]  # ipywidgets ships no types
    """A box whose text is handed on and never kept. Takes the options of an ipywidgets ``Text``.

    Attributes
    ----------
    on_typed : Callable
        Called with what was typed.
    """

    value = Unicode("").tag(sync=True, echo_update=False)  # the second: not to the other pages of this kernel

    def __init__(self, **options: Any) -> None:
        self.on_typed: Callable[[Secret], None] = lambda _: None
        super().__init__(**options, continuous_update=False)  # told on Enter and on leaving, not at every key
        self.observe(lambda _: self._take_value(), "value")

    def open(self) -> None:
        """Tell the front end of this box; from here on no log holds its messages."""
        super().open()
        if self.comm is not None:
            unlogged.add(self.comm.comm_id, self)

    def close(self) -> None:
        """Take it away."""
        super().close()
        unlogged.discard(self)

    def _handle_msg(self, message: dict[str, Any]) -> None:
        """Take the text out of a message, wherever that stands in a frame above, and leave the rest to ipywidgets."""
        state = message["content"]["data"].get("state", {})
        typed = Secret(state.pop("value", ""))
        super()._handle_msg(message)
        if typed:
            self.send_state("value")  # empty: where the page has not emptied its half itself
            self.on_typed(typed)

    def _take_value(self) -> None:
        """Take a text that was set in Python."""
        if self.value:
            typed, self.value = Secret(self.value), ""
            self.on_typed(typed)


class TextBox(_Box):
    """Shows what is typed: a PIN, which is good for one sign-in."""


class PasswordBox(_Box, ipywidgets.Password):  # type: ignore[misc]  # the same
    """Shows dots."""
