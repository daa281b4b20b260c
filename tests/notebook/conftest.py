"""A notebook page that is no browser, and a kernel of its own, for the tests of this folder that ask for them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import uuid
from queue import Empty
from typing import TYPE_CHECKING, Any

import pytest
from jupyter_client import KernelManager

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PATIENCE = 20.0
KERNEL_PYTHON = os.environ.get("XAUTH_NB_KERNEL_PYTHON", sys.executable)  # tests/browser/matrix.py goes through many


@pytest.fixture
def sandbox(x_sandbox, monkeypatch):
    monkeypatch.setenv("XAUTH_NB_ENDPOINT", x_sandbox.base_url)
    return x_sandbox


class Page:
    """A notebook page that is no browser: runs cells, reads what is shown, fills the card's boxes."""

    def __init__(self, manager: KernelManager) -> None:
        self.manager = manager
        self.client = manager.blocking_client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=PATIENCE)
        self.told: list[dict[str, Any]] = []
        self.replies: dict[str, dict[str, Any]] = {}
        self.cell_id: str | None = "a-cell"
        self.is_browser = False

    def run(self, code: str, *, allow_stdin: bool = True) -> str:
        content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}}
        content["allow_stdin"] = allow_stdin
        message = self.client.session.msg("execute_request", content, metadata={"cellId": self.cell_id})
        if self.is_browser:  # what JupyterLab's and Notebook's JavaScript sends
            message["header"]["msg_id"] = message["msg_id"] = str(uuid.uuid4())
        self.client.shell_channel.send(message)
        return message["header"]["msg_id"]

    def listen(self) -> None:
        for get, seconds in ((self.client.get_iopub_msg, 0.05), (self.client.get_shell_msg, 0)):
            try:
                while True:
                    message = get(timeout=seconds)
                    self.told.append(message)
                    if message["msg_type"] == "execute_reply":
                        self.replies[message["parent_header"]["msg_id"]] = message["content"]
            except Empty:
                pass

    def until(self, is_so: Callable[[], Any], what: str) -> Any:
        deadline = time.monotonic() + PATIENCE
        while not (found := is_so()):
            self.listen()
            assert time.monotonic() < deadline, f"{what} did not come; told: {self.everything()[-3000:]}"
        return found

    def reply(self, cell: str) -> dict[str, Any]:
        self.until(lambda: cell in self.replies, "the reply")
        self.until(
            lambda: any(
                message["content"] == {"execution_state": "idle"} and message["parent_header"].get("msg_id") == cell
                for message in self.told
            ),
            "the idle",
        )
        return self.replies[cell]

    def printed(self, cell: str, stream: str = "stdout") -> str:
        assert self.reply(cell)["status"] == "ok", self.replies[cell]
        return self.stream(cell, stream)

    def stream(self, cell: str, stream: str) -> str:
        return "".join(
            message["content"]["text"]
            for message in self.told
            if message["msg_type"] == "stream"
            and message["content"]["name"] == stream
            and message["parent_header"].get("msg_id") == cell
        )

    def link(self, cell: str | None = None) -> str:
        """The newest link that was told, by any widget or stream (of one cell)."""

        def links() -> list[str]:
            told = [message for message in self.told if cell in (None, message["parent_header"].get("msg_id"))]
            return re.findall(r"http://127\.0\.0\.1:\d+/oauth/authorize\?oauth_token=[\w-]+", str(told))

        self.until(links, "a link")
        return links()[-1]

    def cards(self, cell: str) -> list[str]:
        """Which widgets a cell shows."""
        data = [
            message["content"]["data"]
            for message in self.told
            if message["msg_type"] == "display_data" and message["parent_header"].get("msg_id") == cell
        ]
        view = "application/vnd.jupyter.widget-view+json"
        return [each[view]["model_id"] for each in data if view in each]

    def pin(self, value: str) -> None:
        """Fill the box of the newest card."""

        def boxes() -> list[str]:
            opened = [message["content"] for message in self.told if message["msg_type"] == "comm_open"]
            return [each["comm_id"] for each in opened if each["data"]["state"].get("description") == "PIN"]

        self.until(boxes, "the box")
        data = {"method": "update", "state": {"value": value}, "buffer_paths": []}
        self.client.shell_channel.send(self.client.session.msg("comm_msg", {"comm_id": boxes()[-1], "data": data}))

    def see(self, cell: str) -> None:
        """Tell that the card of a cell is drawn, as ipywidgets' pages do."""
        card = self.until(lambda: self.cards(cell), "the card")[0]
        data = {"method": "update", "state": {"_view_count": 1}, "buffer_paths": []}
        self.client.shell_channel.send(self.client.session.msg("comm_msg", {"comm_id": card, "data": data}))

    def question(self) -> dict[str, Any]:
        """Wait for a question at the input line."""
        return self.client.get_stdin_msg(timeout=PATIENCE)["content"]

    def everything(self) -> str:
        """All that a front end was told."""
        self.listen()
        return str([message["content"] for message in self.told])


@pytest.fixture(scope="module")
def kernel() -> Iterator[KernelManager]:
    manager = KernelManager(kernel_name="python3")
    manager.kernel_spec.argv[0] = KERNEL_PYTHON
    manager.start_kernel(stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    try:
        yield manager
    finally:
        manager.shutdown_kernel(now=True)


@pytest.fixture
def page(kernel, sandbox) -> Iterator[Page]:
    page = Page(kernel)
    try:
        ours = {name: value for name, value in os.environ.items() if name.startswith(("X_", "XAUTH_"))}
        ours |= {"X_API_KEY": sandbox.client.key, "X_API_SECRET": sandbox.client.secret}
        page.printed(page.run(f"import os; os.environ.update({ours!r}); from xauth_nb import login, LoginWidget"))
        page.told.clear()
        yield page
        assert page.printed(page.run("print(1 + 1)")) == "2\n"
    finally:
        page.client.stop_channels()
