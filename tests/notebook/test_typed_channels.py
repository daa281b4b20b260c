"""What is typed, followed through a real kernel: every message to every page, every logger at DEBUG, every new file.

The page is no browser, but sends what one sends, so it passes through ``comm``, ipykernel and ipywidgets as in life.
"""

from __future__ import annotations

import logging
import os
import re
import subprocess
import time
from pathlib import Path
from queue import Empty

import pytest
from jupyter_client import KernelManager

from xauth_nb.notebook.unlogged import unlogged

PATIENCE = 30.0
START = """
import logging, os
logging.basicConfig(level=logging.DEBUG, filename={log!r}, force=True)
for logger in [get_ipython().kernel.log, *map(logging.getLogger, list(logging.root.manager.loggerDict))]:
    logger.setLevel(logging.DEBUG)
    logger.propagate = True
get_ipython().run_line_magic("xmode", "Verbose")
os.environ.update({env!r})
from xauth_nb import LoginWidget
"""
PLAIN = "import ipywidgets\nbox = ipywidgets.Text(description='PIN', continuous_update=False)\nbox"


class Page:
    def __init__(self, manager):
        self.client = manager.blocking_client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=PATIENCE)
        self.told = []

    def run(self, code):
        cell = self.client.execute(code)
        return self.until(lambda: cell in self.ended() and self.printed(cell), code)

    def until(self, is_so, what):
        end = time.monotonic() + PATIENCE
        while not (found := is_so()):
            assert time.monotonic() < end, f"{what}: {str(self.told)[-2000:]}"
            self.listen()
        return found

    def listen(self):
        try:
            while True:
                self.told.append(self.client.get_iopub_msg(timeout=0.05))
        except Empty:
            pass

    def ended(self):
        return [
            each["parent_header"].get("msg_id")
            for each in self.told
            if each["content"].get("execution_state") == "idle"
        ]

    def printed(self, cell):
        said = [each for each in self.told if each["parent_header"].get("msg_id") == cell]
        errors = [each["content"]["traceback"] for each in said if each["msg_type"] == "error"]
        assert not errors, errors
        return "".join(each["content"]["text"] for each in said if each["msg_type"] == "stream") or " "

    def type(self, label, text):
        """Fill a box as the front end does, and wait until the kernel is done with it."""
        opened = [each["content"] for each in self.told if each["msg_type"] == "comm_open"]
        box = [each["comm_id"] for each in opened if each["data"]["state"].get("description") == label][-1]
        data = {"method": "update", "state": {"value": text}, "buffer_paths": []}
        message = self.client.session.msg("comm_msg", {"comm_id": box, "data": data})
        self.client.shell_channel.send(message)
        self.until(lambda: message["header"]["msg_id"] in self.ended(), f"the end of {label}")

    def everything(self):
        """All that any page of this kernel was told."""
        self.listen()
        return str(self.told)


@pytest.fixture
def kernel(x_sandbox, tmp_path):
    """A kernel in a folder of its own, with a page, all logs in a file, and the secrets that are typed."""
    manager = KernelManager(kernel_name="python3")
    env = {**os.environ, "HOME": str(tmp_path), "IPYTHONDIR": str(tmp_path / "ipython"), "TMPDIR": str(tmp_path)}
    manager.start_kernel(stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL, env=env, cwd=str(tmp_path))
    page = Page(manager)
    try:
        ours = {"XAUTH_NB_ENDPOINT": x_sandbox.base_url, "XAUTH_NB_HOME": str(tmp_path / "kept")}
        page.run(START.format(log=str(tmp_path / "all.log"), env=ours))
        yield page, tmp_path
    finally:
        page.client.stop_channels()
        manager.shutdown_kernel(now=True)


def files_with(secret, folder, *, but=()):
    """The files under a folder that hold a secret."""
    every = [path for path in Path(folder).rglob("*") if path.is_file() and path.name not in but]
    return [path.name for path in every if secret.encode() in path.read_bytes()]


def test_what_is_typed_is_in_no_message_no_log_and_no_file(kernel, x_sandbox):
    page, folder = kernel
    page.run("card = LoginWidget()\ncard")
    key, secret = x_sandbox.client.key, x_sandbox.client.secret
    page.type("API Key", key)
    page.type("API Key Secret", secret)
    link = page.run("print(card.authorize_url)").strip()
    wrong = "a wrong canary"
    page.type("PIN", wrong)
    assert "not a PIN" in page.everything()
    pin = x_sandbox.approve(link)
    page.type("PIN", pin)
    assert "ada" in page.run("print(card.session.screen_name)")
    log = (folder / "all.log").read_text()
    assert "is not logged" in log, "nothing was logged, so nothing was tested"
    assert "handle_msg" not in log or "comm_id" in log
    for name, typed in {"secret": secret, "PIN": pin, "wrong PIN": wrong}.items():
        assert typed not in page.everything(), name
        assert files_with(typed, folder, but=["tokens.json"]) == [], name  # where it is kept, and says so
    assert key not in page.everything()
    assert files_with(key, folder, but=["tokens.json"]) == []
    state = page.run("import ipywidgets.embed as e; print(e.dependency_state([card], drop_defaults=False))")
    assert not [each for each in (key, secret, pin) if each in state]


def test_a_function_of_the_user_that_raises_is_shown_without_the_message_above_it(kernel, x_sandbox):
    page, folder = kernel
    client = x_sandbox.client
    keys = f"X_API_KEY={client.key!r}, X_API_SECRET=open({str(keys_in(folder, client))!r}).read()"
    page.run(f"import os; os.environ.update({keys})")
    page.run("card = LoginWidget(save=False)\ncard.on_login(lambda x: 1 / 0)\ncard")
    pin = x_sandbox.approve(page.run("print(card.authorize_url)").strip())
    page.type("PIN", pin)
    page.until(lambda: "ZeroDivisionError" in page.everything(), "the error")
    assert pin not in page.everything()
    assert files_with(pin, folder) == []


def test_where_no_script_runs_the_kernel_empties_the_box_of_the_page(kernel):
    page, _ = kernel
    page.run("card = LoginWidget()\ncard")
    page.type("API Key", "a-canary-key-0123456789")
    updates = [each["content"]["data"] for each in page.told if each["msg_type"] == "comm_msg"]
    assert {"value": ""} in [each.get("state") for each in updates if each.get("method") == "update"]


def keys_in(folder, client):
    file = folder / "the-persons-own-file"
    file.write_text(client.secret)
    return file


def test_the_loggers_are_as_they_were_when_the_last_card_is_closed(kernel):
    page, _ = kernel
    look = "print(len(logging.getLogger('Comm').filters), len(get_ipython().kernel.log.filters))"
    assert page.run(look).split() == ["0", "0"]
    page.run("one, two = LoginWidget(), LoginWidget()")
    assert page.run(look).split() == ["1", "1"]
    page.run("one.close()")
    assert page.run(look).split() == ["1", "1"]
    page.run("two.close()")
    assert page.run(look).split() == ["0", "0"]


def test_messages_of_other_widgets_are_logged_as_before(kernel):
    page, folder = kernel
    page.run("card = LoginWidget()\ncard")
    page.run(PLAIN.replace("PIN", "Other"))
    page.type("Other", "not-a-secret-of-ours")
    assert "not-a-secret-of-ours" in (folder / "all.log").read_text()


@pytest.mark.parametrize("args", [("a-comm-of-ours",), ("another",)])
def test_a_record_that_cannot_be_written_harms_nobody_and_shows_nothing(args, capsys):
    box = object()
    unlogged.add("a-comm-of-ours", box)
    try:
        logging.getLogger("Comm").error("%d: a-canary", *args)
    finally:
        unlogged.discard(box)
    assert ("a-canary" in capsys.readouterr().err) == (args == ("another",))


def test_control_a_plain_box_is_seen_in_messages_logs_and_files(kernel):
    page, folder = kernel
    page.run(PLAIN)
    page.type("PIN", "8264915")
    assert "8264915" in page.everything(), "echo"
    assert re.search(r"handle_msg\[.*8264915", (folder / "all.log").read_text())
    assert files_with("8264915", folder) == ["all.log"]
