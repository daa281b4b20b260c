"""Waits inside a notebook cell without going deaf. Knows nothing about who is there, X or sign-in.

A cell that waits for a click has a difficulty: the click comes as a message on the very channel that the waiting cell
blocks. ``jupyter_ui_poll``, a :class:`threading.Event` and ``await`` each hang on some ipykernel, so :func:`wait` reads
that channel itself: widget messages are answered at once, and all others (the queued cells) are handed back to the
kernel afterwards, in the order in which they came.

Private names are used, and looked up once by :class:`_Shell` before anything is touched: where one is missing,
:class:`CannotWaitError` says so, and the caller asks in another way. Read from the sources of ipykernel 6.29 to 7.4,
and run on 6.17 as well.
"""

from __future__ import annotations

import contextlib
import inspect
import math
import signal
import sys
import threading
import time
from collections import deque
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable
    from types import TracebackType

__all__ = ["CannotWaitError", "check_waiting", "wait"]

T = TypeVar("T")

# The last two let a page that is reloaded while the cell waits find its widgets again.
URGENT = frozenset({"comm_open", "comm_msg", "comm_close", "comm_info_request", "kernel_info_request"})


class CannotWaitError(Exception):
    """A cell of this kernel cannot wait for its card. An internal signal, never seen by users.

    Raised before anything was touched. Not raised for a time that ran out.
    """


def wait(is_done: Callable[[], bool], *, timeout: float | None, poll: float = 0.1) -> bool:
    """Block the running cell until ``is_done()``, while widgets keep working.

    Cells that were queued meanwhile run afterwards, in order. The stop button, and a kernel that shuts down, raise
    ``KeyboardInterrupt``; whatever ``is_done`` raises passes through as well. An error in a widget's handler is logged
    and the wait goes on. However it ends, every message that was not answered is back in the kernel's hands.

    Parameters
    ----------
    is_done : callable
        Asked after each message, and every ``poll`` seconds: another thread may make it true.
    timeout : float, optional
        Seconds to wait at most; ``None`` waits for ever.
    poll : float, default 0.1
        Seconds between two looks.

    Returns
    -------
    bool
        True when done, False when the time ran out.

    Raises
    ------
    CannotWaitError
        At once, when this is no kernel that can be waited in, not its main shell (another thread, a subshell), or when
        a cell is waiting already and a widget's handler starts a second wait.
    """
    shell = _Shell()
    if not _one_wait.acquire(blocking=False):
        raise CannotWaitError("A cell of this kernel is waiting already.")
    try:
        with _StopButton() as stop:
            return shell.serve(is_done, stop, math.inf if timeout is None else time.monotonic() + timeout, poll)
    finally:
        _one_wait.release()


def check_waiting() -> None:
    """Find out whether the running cell could :func:`wait`, without waiting.

    Raises
    ------
    CannotWaitError
        As :func:`wait` would.
    """
    _Shell()


_one_wait = threading.Lock()  # one kernel a process, one wait a kernel


class _StopButton:
    """Holds an interrupt back while a message is in our hands, so that none is lost, and lets it through elsewhere.

    It also replaces the handler of an ``async`` cell, which only asks the event loop: the loop that the wait blocks.
    """

    def __enter__(self) -> _StopButton:
        self._pressed = self._is_open = False
        self._usable = threading.current_thread() is threading.main_thread()  # elsewhere no interrupt arrives either
        if self._usable:
            self._before = signal.signal(signal.SIGINT, self._press)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        if self._usable:
            signal.signal(signal.SIGINT, signal.default_int_handler if self._before is None else self._before)
        if self._pressed and kind is None:
            raise KeyboardInterrupt

    def _press(self, *_: object) -> None:
        self._pressed = True
        if self._is_open:
            raise KeyboardInterrupt

    def close(self) -> None:
        """Hold interrupts back from here on."""
        self._is_open = False

    def through(self, call: Callable[..., T], *args: object) -> T:
        """Return ``call(*args)``, which an interrupt may break off."""
        self._is_open = True
        try:
            if self._pressed:
                raise KeyboardInterrupt
            return call(*args)
        finally:
            self._is_open = False


class _Held(NamedTuple):
    """A message that is in our hands, and how to give it back."""

    frames: list[Any]
    hand_back: Callable[[], object]


class _Shell:
    """The main shell channel of the running ipykernel: the one place that touches private names.

    Raises
    ------
    CannotWaitError
        A name is missing, or the caller is not in the event loop that reads this channel.
    """

    def __init__(self) -> None:
        try:
            from IPython import get_ipython

            ipython = get_ipython()
            self.kernel = kernel = ipython.kernel
            thread = getattr(kernel, "shell_channel_thread", None)
            self.rouse: Callable[[float], object] = lambda delay: None
            if thread is None:  # ipykernel 6: the main thread reads the socket itself
                self.stream = self.replies = kernel.shell_stream
            else:  # ipykernel 7: another thread reads the socket and passes on what is for the main shell
                self.stream = thread.manager.get_shell_channel_to_subshell_pair(None).to_stream
                self.replies = thread.manager.get_subshell_to_shell_channel_socket(None)
                # Up to 7.3 a request that meets a reply on its way out can leave the socket's reader asleep for good.
                loop, wake = thread.io_loop, kernel.shell_stream.flush
                self.rouse = lambda delay: loop.add_callback(loop.call_later, delay, wake)
            self.socket = self.stream.socket
            # What the stream itself does with a message: as many turns of the event loop, hence the same order.
            self.hand_back = partial(self.stream._run_callback, self.stream._recv_callback)
            self.session, self.handlers, self.log = kernel.session, kernel.shell_handlers, kernel.log
            self.get_parent, self.set_parent = kernel.get_parent, kernel.set_parent
            self.parent_ident = kernel._parent_ident
            self.publish_status = kernel._publish_status
            self.is_leaving = partial(getattr, ipython, "exit_now")
            self.is_leaving()
            is_here = self.stream._recv_callback is not None and _running_loop() is self.stream.io_loop.asyncio_loop
        except Exception as error:
            raise CannotWaitError(f"This kernel cannot be waited in: {error!r}") from error
        if not is_here:
            raise CannotWaitError(
                "Only a cell in the main shell of a kernel can wait, not another thread or a subshell."
            )

    def serve(self, is_done: Callable[[], bool], stop: _StopButton, deadline: float, poll: float) -> bool:
        """Answer urgent messages until ``is_done()`` (True) or the deadline (False); hand all others back."""
        arrived: deque[_Held] = deque()
        later: list[_Held] = []
        try:
            self._take_what_was_read(arrived)
            while not stop.through(is_done):
                if arrived:
                    if urgent := self._urgent(arrived[0].frames):
                        arrived.popleft()
                        self._answer(*urgent, stop)
                    else:
                        later.append(arrived.popleft())
                    continue
                left = min(poll, deadline - time.monotonic())
                if left <= 0:
                    return False
                if self.is_leaving():
                    raise KeyboardInterrupt(_LEAVING)
                if self._has_message(stop, left):
                    frames = self.socket.recv_multipart(copy=False)
                    arrived.append(_Held(frames, partial(self.hand_back, frames)))
                else:
                    self.rouse(0)
            return True
        finally:
            stop.close()
            for held in (*later, *arrived):
                held.hand_back()
            self.stream.flush()  # what has come since goes behind it, and the stream learns that its socket was read
            for delay in (0.2, 1, 5):  # the reply of this cell is about to go out, while the person goes on typing
                self.rouse(delay)

    def _has_message(self, stop: _StopButton, seconds: float) -> bool:
        try:
            return bool(stop.through(self.socket.poll, math.ceil(seconds * 1000)))
        except Exception:  # ZMQError: a kernel that shuts down closes its sockets from another thread
            if self.is_leaving():
                raise KeyboardInterrupt(_LEAVING) from None
            raise

    def _take_what_was_read(self, arrived: deque[_Held]) -> None:
        """Take the messages that the kernel read before this cell began: clicks made while an earlier one ran."""
        queue = getattr(self.kernel, "msg_queue", None)  # ipykernel 6 keeps them here
        while queue is not None and not queue.empty():
            _, dispatch, args = queue.get_nowait()
            frames = args[0] if dispatch == self.kernel.dispatch_shell else []
            arrived.append(_Held(frames, partial(self.kernel.schedule_dispatch, dispatch, *args)))
        for frames in _frames_in_tasks():  # ipykernel 7 has made a task of each; those not urgent stay there, in order
            if self._is_urgent(frames):
                taken = list(frames)
                frames[:] = map(type(frames[0]), self._nothing())
                arrived.append(_Held(taken, partial(self.hand_back, taken)))

    def _nothing(self) -> list[bytes]:
        """Return a message for a task whose own is answered here: the quietest there is, a question from nobody."""
        parts: list[bytes] = self.session.serialize(self.session.msg("comm_info_request", {"target_name": ""}))
        return parts

    def _is_urgent(self, frames: list[Any]) -> bool:
        try:
            _, parts = self.session.feed_identities(frames, copy=False)
            peek = self.session.deserialize(parts, content=False, copy=False)
        except Exception:  # noqa: BLE001 - not a message, or answered already: the kernel knows what to do with it
            return False
        return peek["msg_type"] in URGENT

    def _urgent(self, frames: list[Any]) -> tuple[list[bytes], dict[str, Any]] | None:
        """Return sender and content of a message that is to be answered now, None for any other."""
        if not self._is_urgent(frames):
            return None
        idents, parts = self.session.feed_identities(frames, copy=False)
        return idents, self.session.deserialize(parts, copy=False)

    def _answer(self, idents: list[bytes], message: dict[str, Any], stop: _StopButton) -> None:
        """Do for one message what the kernel does, then be the cell again."""
        _flush_output()
        cell = (self.parent_ident["shell"], self.get_parent("shell"))
        self.set_parent(idents, message, channel="shell")
        self.publish_status("busy", "shell")
        try:
            answer = stop.through(self.handlers[message["msg_type"]], self.replies, idents, message)
            if inspect.iscoroutine(answer):  # the two info requests are coroutines that never suspend
                with contextlib.closing(answer), contextlib.suppress(StopIteration):
                    answer.send(None)
        except Exception:
            self.log.exception("A widget's message could not be handled")
        finally:
            _flush_output()
            self.publish_status("idle", "shell")  # ipywidgets sends no further change of a widget before this
            self.set_parent(*cell, channel="shell")
            self.publish_status("busy", "shell")  # front ends would show an idle kernel beside the cell that waits
            if self.replies is self.stream:
                self._send_replies()

    def _send_replies(self) -> None:
        from zmq.constants import POLLOUT

        self.stream.flush(POLLOUT)


_LEAVING = "the kernel is shutting down"
_MESSAGE_TASKS = frozenset({"Kernel.shell_main", "_async_in_context.<locals>.run_in_context"})


def _frames_in_tasks() -> list[list[Any]]:
    """Find the messages in tasks of ipykernel 7, which cannot run while this cell blocks the loop; oldest first."""
    import asyncio  # a kernel has it already; a terminal, which waits another way, need not load it

    found: dict[int, list[Any]] = {}
    for task in sorted(asyncio.all_tasks(), key=_age):
        coroutine: Any = task.get_coro()
        if getattr(coroutine, "__qualname__", "") in _MESSAGE_TASKS and coroutine.cr_frame is not None:
            local = coroutine.cr_frame.f_locals
            found.update({id(frames): frames for frames in (local.get("msg"), *local.get("args", ())) if frames})
    return list(found.values())


def _age(task: asyncio.Task[object]) -> tuple[int, str]:
    name = task.get_name()  # asyncio counts: Task-9, Task-10
    return len(name), name


def _running_loop() -> asyncio.AbstractEventLoop | None:
    import asyncio

    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


def _flush_output() -> None:
    """Send what was printed while its cell is still the parent."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
