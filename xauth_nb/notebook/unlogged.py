"""Keeps messages that carry what was typed out of every log, at every level, while a box for secrets is open."""

from __future__ import annotations

import logging

from traitlets.log import get_logger

from xauth_nb.notebook.host import kernel_log

__all__ = ["unlogged"]

_NAMES = ("Comm", "traitlets", "marimo")


class _Unlogged(logging.Filter):
    """Stands at the loggers that write down whole messages, while a box is open, and blanks those of our boxes.

    ``comm`` logs each message at DEBUG, and so do ipykernel's, traitlets' and marimo's loggers. A record is blanked
    before any handler has it, those of the root logger included.
    """

    def __init__(self) -> None:
        super().__init__()
        self._comms: dict[str, object] = {}
        self._loggers: set[logging.Logger] = set()

    def add(self, comm_id: str, box: object) -> None:
        """Guard the messages of one more box."""
        self._comms[comm_id] = box
        for found in (*map(logging.getLogger, _NAMES), get_logger(), kernel_log()):
            logger = getattr(found, "logger", found)  # behind an adapter
            if logger is not None:
                logger.addFilter(self)  # once: it is known by identity
                self._loggers.add(logger)

    def discard(self, box: object) -> None:
        """Guard it no longer; with the last box the loggers are as they were."""
        self._comms = {name: other for name, other in self._comms.items() if other is not box}
        if not self._comms:
            while self._loggers:
                self._loggers.pop().removeFilter(self)

    def filter(self, record: logging.LogRecord) -> bool:
        """Blank a record that names one of our boxes."""
        try:
            text = record.getMessage()
        except Exception:  # noqa: BLE001 - arguments that do not fit: who logs is not to hear of it, says logging
            text = f"{record.msg} {record.args}"
        if any(name in text for name in list(self._comms)):  # other threads may open a box
            record.msg, record.args = "(a message of a box for secrets is not logged)", None
        return True


unlogged = _Unlogged()
