"""The stop button in a real kernel: one line for each thing that was stopped, and it stays a KeyboardInterrupt."""

from __future__ import annotations

import selectors
import socket
import subprocess

import pytest
from jupyter_client import KernelManager

PATIENCE = 60.0
SET_UP = """
import os, socket, time
from xauth_nb import ClientCredentials, TokenCredentials, XSession, login
from xauth_nb.endpoints import Endpoints
from xauth_nb.errors import RateLimitedError
from xauth_nb.wire.limits import wait_for
address = "http://127.0.0.1:{port}"
x = XSession(ClientCredentials("k" * 25, "s" * 50), TokenCredentials("42-" + "t" * 36, "u" * 45, "42", "ada"),
             endpoints=Endpoints.at(address))

def nap(_):
    bell = socket.create_connection(("127.0.0.1", {port}))
    bell.send(b"waiting")
    bell.recv(1)
"""
CELLS = {
    "a question": ("x.me()", "Stopped while waiting for X's answer.", ("not known",)),
    "a pull": ("x.timeline(limit=200)", "Stopped", ("not known",)),
    "a post": ("x.post_tweet('Once')", "Run the cell again", ("Traceback",)),
    "a post in any case": ("x.post_tweet('Twice', once=False)", "may have been sent", ("Traceback",)),
    "a like": ("x.like('20')", "Whether X acted on it is not known", ()),
    "a sign-in": (
        "os.environ |= {'XAUTH_NB_ENDPOINT': address, 'X_API_KEY': 'k' * 25, 'X_API_SECRET': 's' * 50}; login()",
        "The sign-in was stopped",
        (),
    ),
    "a wait": (
        "wait_for(RateLimitedError('full'), 2, patience=900, sleep=nap)",
        "X did nothing for this call",
        (),
    ),
}


class Silence:
    """A server that takes every request and answers none."""

    def __init__(self):
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = self._door.getsockname()[1]
        self._ears = selectors.DefaultSelector()
        self._ears.register(self._door, selectors.EVENT_READ)

    def hear(self):
        """Wait until somebody has asked something."""
        while True:
            heard = self._ears.select(PATIENCE)
            assert heard, "nobody has asked anything"
            for key, _ in heard:
                if key.fileobj is self._door:
                    self._ears.register(self._door.accept()[0], selectors.EVENT_READ)
                elif key.fileobj.recv(1 << 16):
                    return
                else:
                    self._ears.unregister(key.fileobj)
                    key.fileobj.close()

    def hang_up(self):
        """End all connections: what an earlier cell still sends would pass for the next one's question."""
        while self._door in [key.fileobj for key, _ in self._ears.select(0)]:
            self._door.accept()[0].close()
        for key in list(self._ears.get_map().values()):
            if key.fileobj is not self._door:
                self._ears.unregister(key.fileobj)
                key.fileobj.close()

    def close(self):
        for key in list(self._ears.get_map().values()):
            key.fileobj.close()
        self._ears.close()


@pytest.fixture(scope="module")
def kernel():
    manager, silence = KernelManager(kernel_name="python3"), Silence()
    manager.start_kernel(stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    client = manager.blocking_client()
    try:
        client.start_channels()
        client.wait_for_ready(timeout=PATIENCE)
        ready = client.execute(SET_UP.replace("{port}", str(silence.port)), reply=True, timeout=PATIENCE)
        assert ready["content"]["status"] == "ok"
        yield manager, client, silence
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
        silence.close()


@pytest.mark.parametrize("cell", CELLS)
def test_one_line_says_what_was_stopped(kernel, cell):
    manager, client, silence = kernel
    code, says, never = CELLS[cell]
    silence.hang_up()
    request = client.execute(code, allow_stdin=True)
    silence.hear()
    manager.interrupt_kernel()
    while (message := client.get_shell_msg(timeout=PATIENCE))["parent_header"].get("msg_id") != request:
        pass
    reply = message["content"]
    assert (reply["status"], reply["ename"]) == ("error", "KeyboardInterrupt"), reply
    told = "\n".join(reply["traceback"])
    assert len(told.splitlines()) == 1, told
    assert says in told
    for words in never:
        assert words not in told
