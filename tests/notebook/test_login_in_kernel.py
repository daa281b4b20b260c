"""``login()`` in a real kernel with a person: the page is no browser, but says and hears what one would.

What becomes of a waiting cell in all its ways is tested with the host; here it is the sign-in that waits.
"""

from __future__ import annotations

import http.client
import os
import re
import socket
import subprocess
import sys
import time
from queue import Empty
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from jupyter_client import KernelManager

from xauth_nb.oauth.store import TokenStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PATIENCE = 20.0


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

    def run(self, code: str) -> str:
        content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": True}
        message = self.client.session.msg("execute_request", content, metadata={"cellId": self.cell_id})
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

    def everything(self) -> str:
        """All that a front end was told."""
        self.listen()
        return str([message["content"] for message in self.told])


@pytest.fixture(scope="module")
def kernel() -> Iterator[KernelManager]:
    manager = KernelManager(kernel_name="python3")
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


def test_the_cell_waits_for_its_card_and_the_next_one_has_the_session(page, sandbox):
    cell, after = page.run("x = login()"), page.run("print(x.me().username)")
    page.pin(sandbox.approve(page.link(), as_user="grace"))
    assert page.reply(cell)["status"] == "ok"
    assert page.printed(after) == "grace\n"


def test_running_the_cell_again_shows_the_same_card_and_makes_no_new_link(page, sandbox):
    first = page.run("x = login(timeout=0.3)")
    assert page.reply(first)["ename"] == "LoginTimeoutError"
    again = page.run("x = login(); print(x.screen_name)")
    page.until(lambda: page.cards(again), "the card")
    assert page.cards(again) == page.cards(first)
    assert sum(request.path == "/oauth/request_token" for request in sandbox.requests) == 1
    page.pin(sandbox.approve(page.link()))
    assert page.printed(again) == "ada\n"


def test_other_options_make_another_card(page, sandbox):
    page.reply(first := page.run("login(timeout=0.3)"))
    page.reply(second := page.run("login(timeout=0.3, access='read')"))
    assert page.cards(first) != page.cards(second)
    assert sum(request.path == "/oauth/request_token" for request in sandbox.requests) == 2


def test_a_card_whose_time_was_over_still_signs_in(page, sandbox):
    cell = page.run("login(timeout=0.3)")
    assert "finish it, then run this cell again" in page.reply(cell)["evalue"]
    page.pin(sandbox.approve(page.link()))
    page.until(lambda: "Signed in as @ada" in page.everything(), "the welcome")
    assert page.printed(page.run("print(login().screen_name)")) == "ada\n"


def test_the_stop_button_ends_the_wait_and_leaves_the_card_usable(page, sandbox):
    cell = page.run("login()")
    link = page.link(cell)
    page.manager.interrupt_kernel()
    assert page.reply(cell)["ename"] == "KeyboardInterrupt"
    page.pin(sandbox.approve(link))
    assert page.printed(page.run("print(login().screen_name)")) == "ada\n"


def test_a_kept_sign_in_shows_one_line_and_returns_at_once(page, sandbox):
    TokenStore().save(sandbox.client, sandbox.sign_in("ada"), endpoints=sandbox.endpoints)
    cell = page.run("print(login().screen_name)")
    assert page.printed(cell) == "ada\n"
    assert len(page.cards(cell)) == 1
    assert "oauth/authorize" not in page.everything()


def test_save_false_keeps_nothing(page, sandbox):
    cell = page.run("x = login(save=False); print(x.screen_name)")
    page.pin(sandbox.approve(page.link(cell)))
    assert page.printed(cell) == "ada\n"
    assert TokenStore().accounts() == ()


def test_the_redirect_completes_the_card_while_the_cell_waits(page, sandbox):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        callback = f"http://127.0.0.1:{probe.getsockname()[1]}/callback"
    sandbox.callbacks.add(callback)
    cell = page.run(f"print(login(callback={callback!r}).screen_name)")
    where = urlsplit(sandbox.approve(page.link()))
    browser = http.client.HTTPConnection(where.hostname, where.port, timeout=PATIENCE)
    try:
        browser.request("GET", f"{where.path}?{where.query}")
        assert browser.getresponse().status == 200
    finally:
        browser.close()
    assert page.printed(cell) == "ada\n"


@pytest.mark.parametrize("where", ["a notebook that asks for it", "a console"])
def test_the_prompt_in_a_kernel_asks_by_its_input_line_and_hides_what_is_typed(page, sandbox, where):
    page.cell_id = None if where == "a console" else "a-cell"
    cell = page.run("print(login(ui='prompt').screen_name)" if page.cell_id else "print(login().screen_name)")
    link = page.link(cell)
    asked = page.client.get_stdin_msg(timeout=PATIENCE)["content"]
    assert (asked["prompt"], asked["password"]) == ("PIN (not shown): ", True)
    page.client.input(sandbox.approve(link))
    assert page.printed(cell) == "ada\n"
    assert page.cards(cell) == []
    assert "Signed in as @ada" in page.stream(cell, "stderr")


# --- keys that were typed into a cell --------------------------------------------------------------------------------

TYPED = """
from contextlib import suppress
from xauth_nb import ClientCredentials, TokenCredentials
for time in ("first", "second"):
    with suppress(TimeoutError):
        {make}(client=ClientCredentials({key!r}, {secret!r}), {more})
"""


def typed(client, make="login", more="timeout=0.1"):
    return TYPED.format(key=client.key, secret=client.secret, make=make, more=more)


@pytest.mark.parametrize(("make", "more"), [("login", "timeout=0.1"), ("LoginWidget", "")])
def test_a_key_in_the_cell_is_warned_of_once_without_showing_it(page, sandbox, make, more):
    cell = page.run(typed(sandbox.client, make, more))
    assert page.reply(cell)["status"] == "ok"
    warned = page.stream(cell, "stderr")
    assert warned.count("UserWarning") == 1
    assert "The API Key and API Key Secret are written in this cell" in warned
    told = str([message["content"] for message in page.told if message["msg_type"] != "execute_input"])
    assert sandbox.client.secret not in told
    assert sandbox.client.key not in told


def test_a_token_in_the_cell_is_warned_of(page, sandbox):
    token = sandbox.sign_in("ada")
    cell = page.run(typed(sandbox.client, more=f"token=TokenCredentials({token.token!r}, {token.secret!r})"))
    page.reply(cell)
    warned = page.stream(cell, "stderr")
    assert "API Key, API Key Secret, Access Token and Access Token Secret are written in this cell" in warned
    assert token.secret not in warned
    assert token.token not in warned


def test_keys_that_come_from_elsewhere_are_not_warned_of(page, sandbox):
    page.printed(page.run(f"from xauth_nb import ClientCredentials\nkeys = {[sandbox.client.key]!r}"))
    cell = page.run("login(client=ClientCredentials(keys[0], os.environ['X_API_SECRET']), timeout=0.1)")
    page.reply(cell)
    assert page.stream(cell, "stderr") == ""


def test_at_an_ipython_terminal_the_history_is_what_is_looked_at():
    secret = "canary-0123456789-api-secret"
    code = (
        "from IPython.core.interactiveshell import InteractiveShell\n"
        "shell = InteractiveShell.instance()\n"
        "cell = '''from xauth_nb import login, ClientCredentials\n"
        f'login(client=ClientCredentials("canary-0123456789-api-key", "{secret}"))\'\'\'\n'
        "shell.run_cell(cell, store_history=True)\n"
        "shell.run_cell('from xauth_nb.notebook.host import running_code; print([running_code()])', store_history=True)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True
    )
    assert done.stderr.count("The API Key and API Key Secret are written in this cell") == 1
    assert secret not in done.stdout + done.stderr
    assert "LoginRequired" in done.stdout
    assert "print([running_code()])" in done.stdout.splitlines()[-1]
