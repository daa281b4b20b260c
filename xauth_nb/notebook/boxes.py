"""Boxes for secrets: what was typed is taken out of the message before ipywidgets reads it, and out of every log.

A box of ipywidgets keeps its text in ``value``, which is synced, saved and echoed. Here ``value`` stays empty in the
kernel whatever the front end sends. In the page ``card.js`` empties the front end's half, and where no script of ours
may run, the kernel does it as soon as it gets to it.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import ipywidgets
from traitlets import Unicode
from traitlets.log import get_logger

from xauth_nb.credentials.secrecy import Secret
from xauth_nb.notebook.host import kernel_log

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
            _unlogged.add(self)

    def close(self) -> None:
        """Take it away."""
        super().close()
        _unlogged.discard(self)

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


class _Unlogged(logging.Filter):
    """Stands at the loggers that write down whole messages, while a box is open, and blanks those of our boxes.

    ``comm`` logs each message at DEBUG, and so do ipykernel's and traitlets' loggers. A record is blanked before any
    handler has it, those of the root logger included.
    """

    def __init__(self) -> None:
        super().__init__()
        self._boxes: dict[str, _Box] = {}
        self._loggers: set[logging.Logger] = set()

    def add(self, box: _Box) -> None:
        """Guard the messages of one more box."""
        self._boxes[box.comm.comm_id] = box
        for found in (logging.getLogger("Comm"), logging.getLogger("traitlets"), get_logger(), kernel_log()):
            logger = getattr(found, "logger", found)  # behind an adapter
            if logger is not None:
                logger.addFilter(self)  # once: it is known by identity
                self._loggers.add(logger)

    def discard(self, box: _Box) -> None:
        """Guard it no longer; with the last box the loggers are as they were."""
        self._boxes = {name: other for name, other in self._boxes.items() if other is not box}
        if not self._boxes:
            while self._loggers:
                self._loggers.pop().removeFilter(self)

    def filter(self, record: logging.LogRecord) -> bool:
        """Blank a record that names one of our boxes."""
        text = record.getMessage()
        if any(name in text for name in self._boxes):
            record.msg, record.args = "(a message of a box for secrets is not logged)", None
        return True


_unlogged = _Unlogged()
