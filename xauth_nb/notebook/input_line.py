"""The kernel's own input line, with what ``getpass`` there has not: a time limit, and an ear for the widgets meanwhile.

The question is a message to the front end, and so is the answer (Jupyter's messaging protocol, "stdin"). It goes only
where a cell runs whose front end takes it; never to the terminal of the server, which is what ``getpass`` falls back to
once the cell has ended.
"""

from __future__ import annotations

import contextlib
import math
import time
from typing import TYPE_CHECKING, Any

from xauth_nb.credentials.secrecy import Secret
from xauth_nb.notebook.host import CannotWaitError, can_ask, running_kernel, wait

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["CannotAskError", "ask_kernel"]

_GLANCE = 100  # milliseconds between two looks, where the widgets cannot be served meanwhile


class CannotAskError(Exception):
    """No cell is running whose front end would take an answer. An internal signal, never seen by users."""


def ask_kernel(label: str, *, deadline: float, is_over: Callable[[], bool] = lambda: False) -> Secret | None:
    """Ask for a line that is not shown; the widgets of this kernel go on working meanwhile, if its cells can wait.

    Parameters
    ----------
    label : str
    deadline : float
        As :func:`time.monotonic` counts; infinite for none.
    is_over : callable
        Whether the question has become idle: it was answered another way.

    Returns
    -------
    Secret or None
        ``None`` if it is over.

    Raises
    ------
    CannotAskError
        If no front end would be asked, now or because the cell ended while a thread was asking.
    TimeoutError
        If nothing came in time.
    EOFError
        If the input ends (Ctrl-D).
    KeyboardInterrupt
        If the stop button was pressed.
    """
    question = _Question(label)

    def is_done() -> bool:
        return question.is_answered() or is_over()

    left = deadline - time.monotonic()
    try:
        wait(is_done, timeout=None if math.isinf(left) else max(0.0, left))
    except CannotWaitError:
        while not is_done() and time.monotonic() < deadline:
            if not can_ask():
                raise CannotAskError from None
            question.socket.poll(_GLANCE)
    if question.answer is not None:
        if question.answer.plain() == "\x04":
            raise EOFError
        return question.answer
    if is_over():
        return None
    raise TimeoutError


class _Question:
    """One request for input that is on its way.

    Raises
    ------
    CannotAskError
        As :func:`ask_kernel` does.
    """

    def __init__(self, label: str) -> None:
        kernel = running_kernel()
        if kernel is None or not can_ask():
            raise CannotAskError
        try:
            self.answer: Secret | None = None
            self.socket, self._session = kernel.stdin_socket, kernel.session
            parent, sender = kernel.get_parent("shell"), kernel._parent_ident["shell"]
            while self.socket.poll(0):  # an answer that came too late for an earlier question
                self.socket.recv_multipart()
            content = {"prompt": label, "password": True}
            sent = self._session.send(self.socket, "input_request", content, parent, ident=sender)
            self._ids = ("", None, sent["header"]["msg_id"])  # not every front end says which question it answers
        except (AttributeError, LookupError, TypeError) as error:  # another kind of kernel
            raise CannotAskError from error

    def is_answered(self) -> bool:
        """Look whether the answer has come."""
        while self.answer is None and self.socket.poll(0):
            with contextlib.suppress(ValueError, KeyError, TypeError):  # not a whole message: unsigned, or no answer
                reply: dict[str, Any] = self._session.recv(self.socket)[1]
                answer = Secret(str(reply["content"].pop("value")))
                if reply.get("parent_header", {}).get("msg_id") in self._ids:
                    self.answer = answer
        return self.answer is not None
