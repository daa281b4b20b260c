"""The prompt at a real (pseudo) terminal: plain Python, IPython, and ``xauth-nb login``, against the sandbox."""

from __future__ import annotations

import http.client
import io
import itertools
import json
import os
import pty
import re
import select
import signal
import socket
import subprocess
import sys
import termios
import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from canaries import in_error

from xauth_nb import login

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE = 60.0  # seconds before anything counts as hung
LOGIN = "from xauth_nb import login; x = login(timeout=60); print('RESULT', x.screen_name)"
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]|\x1b\][^\x07]*\x07|\x1b[=>]")


class Terminal:
    """A person at a terminal: reads the screen, types, and looks whether typing is shown."""

    def __init__(self, argv: list[str], **environment: str) -> None:
        self.keyboard, theirs = pty.openpty()
        self.echoed_at_first = self.echoes()
        # A session of its own, so that the terminal is its controlling one, and Ctrl-C reaches it as a signal.
        self.process = subprocess.Popen(
            [sys.executable, "-c", _TAKE_TERMINAL, *argv],
            stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
            env={**os.environ, "TERM": "dumb", **environment},
        )  # fmt: skip
        os.close(theirs)
        self.screen = ""
        self.seen = 0

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(20)
        os.close(self.keyboard)

    def echoes(self) -> bool:
        return bool(termios.tcgetattr(self.keyboard)[3] & termios.ECHO)

    def look(self, seconds: float) -> bool:
        """Read what is new; False when the other side is gone."""
        if select.select([self.keyboard], [], [], seconds)[0]:
            try:
                self.screen += ESCAPES.sub("", os.read(self.keyboard, 65536).decode(errors="replace"))
            except OSError:  # how Linux says that nobody has the terminal open any more
                return False
        return True

    def until(self, pattern: str) -> None:
        """Read until something is there that was not waited for yet."""
        deadline = time.monotonic() + PATIENCE
        while not (found := re.compile(pattern).search(self.screen, self.seen)):
            assert self.look(0.1), f"it ended without {pattern!r}:\n{self.screen}"
            assert time.monotonic() < deadline, f"{pattern!r} did not come:\n{self.screen}"
        self.seen = found.end()

    def type(self, text: str) -> None:
        os.write(self.keyboard, text.encode())

    def answer(self, question: str, text: str) -> None:
        """Wait for a question that hides what is typed, and answer it."""
        self.until(re.escape(question))
        assert not self.echoes(), "what is typed would be shown"
        self.type(text)

    def link(self, *, other_than: str = "") -> str:
        pattern = r"(http://127\.0\.0\.1:\d+/oauth/authorize\?oauth_token=[\w-]+)\s"
        deadline = time.monotonic() + PATIENCE
        while not (links := [each for each in re.findall(pattern, self.screen) if each != other_than]):
            assert self.look(0.1), f"it ended without a link:\n{self.screen}"
            assert time.monotonic() < deadline, f"no link came:\n{self.screen}"
        return links[-1]

    def end(self) -> int:
        """Read until the other side has gone, and give its exit code."""
        deadline = time.monotonic() + PATIENCE
        while self.look(0.1):
            assert time.monotonic() < deadline, f"it does not end:\n{self.screen}"
        return self.process.wait(PATIENCE)


# Makes the terminal the controlling one, and gives Ctrl-C its usual meaning, which pytest's parent may have taken away.
_TAKE_TERMINAL = """
import fcntl, os, signal, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
signal.signal(signal.SIGINT, signal.default_int_handler)
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""


@pytest.fixture
def terminal(x_sandbox, monkeypatch) -> Iterator[type[Terminal]]:
    monkeypatch.setenv("XAUTH_NB_ENDPOINT", x_sandbox.base_url)
    monkeypatch.setenv("X_API_KEY", x_sandbox.client.key)
    monkeypatch.setenv("X_API_SECRET", x_sandbox.client.secret)
    opened: list[Terminal] = []

    def open_one(*argv: str, **environment: str) -> Terminal:
        opened.append(Terminal(list(argv), **environment))
        return opened[-1]

    try:
        yield open_one
    finally:
        for each in opened:
            each.close()


@pytest.fixture(params=["python", "ipython", "command"])
def asking(request, terminal, tmp_path) -> Terminal:
    """Each way in which the prompt is met, up to the moment before it asks."""
    if request.param == "python":
        return terminal("-c", LOGIN)
    if request.param == "command":
        return terminal("-m", "xauth_nb", "login", "--timeout", "60")
    shell = terminal(
        "-m", "IPython", "--no-banner", "--no-confirm-exit", "--colors=NoColor", "--simple-prompt",
        IPYTHONDIR=str(tmp_path / "ipython"),
    )  # fmt: skip
    shell.until(r"In \[1\]:")
    shell.type(LOGIN + "\n")
    return shell


def is_ipython(terminal: Terminal) -> bool:
    return "In [1]" in terminal.screen


def test_the_link_is_printed_the_pin_is_not_shown_and_somebody_is_signed_in(asking, x_sandbox):
    pin = x_sandbox.approve(asking.link(), as_user="grace")
    asking.answer("PIN (not shown): ", pin + "\n")
    asking.until("Signed in as @grace")
    assert "practice: a sandbox, not X" in asking.screen
    if is_ipython(asking):
        asking.until("RESULT grace")
        asking.type("exit()\n")
    assert asking.end() == 0
    assert pin not in asking.screen
    assert asking.echoed_at_first


IDLE = """
import io, sys
class Window(io.TextIOBase):  # as idlelib.run has it: isatty() is true, and there is no fileno()
    lines = iter(__import__("json").loads(sys.argv[1]))
    def isatty(self): return True
    def readline(self, size=-1): return next(self.lines, "")
sys.stdin = Window()
"""


def test_a_window_that_calls_itself_a_terminal_is_asked_and_says_that_it_shows_what_is_typed(x_sandbox, monkeypatch):
    monkeypatch.setenv("XAUTH_NB_ENDPOINT", x_sandbox.base_url)
    keys = [x_sandbox.client.key + "\n", x_sandbox.client.secret + "\n", "not a PIN\n"]
    done = subprocess.run(
        [sys.executable, "-c", IDLE + LOGIN, json.dumps(keys)],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=PATIENCE, check=False, start_new_session=True,
    )  # fmt: skip
    assert "PIN (shown here): " in done.stdout
    assert "not shown" not in done.stdout + done.stderr
    assert "/oauth/authorize?oauth_token=" in done.stderr
    assert "LoginRequired: The input ended before the sign-in was finished." in done.stderr


def test_after_a_wrong_pin_a_new_link_is_there_at_once(asking, x_sandbox):
    first = asking.link()
    x_sandbox.approve(first)
    asking.answer("PIN (not shown): ", "0000000\n")
    second = asking.link(other_than=first)
    assert "does not accept this PIN" in asking.screen
    asking.answer("PIN (not shown): ", x_sandbox.approve(second) + "\n")
    asking.until("Signed in as @ada")


def test_an_answer_that_is_none_is_told_and_the_link_stays(asking, x_sandbox):
    link = asking.link()
    asking.answer("PIN (not shown): ", "hello\n")
    asking.until("not a PIN")
    asking.answer("PIN (not shown): ", x_sandbox.approve(link) + "\n")
    asking.until("Signed in as @ada")
    assert asking.screen.count("/oauth/authorize?") == 1


def test_ctrl_c_ends_it_and_the_terminal_shows_again_what_is_typed(asking):
    asking.link()
    asking.answer("PIN (not shown): ", "\x03")
    if is_ipython(asking):
        asking.until("KeyboardInterrupt")
        asking.until(r"In \[2\]:")
        asking.type("print(40 + 2)\n")
        asking.until("42")
    else:
        assert asking.end() in (130, -signal.SIGINT)
    assert asking.echoes()


def test_ctrl_d_ends_it_in_words_and_the_terminal_shows_again_what_is_typed(asking):
    asking.link()
    asking.answer("PIN (not shown): ", "\x04")
    asking.until("The input ended before the sign-in was finished")
    if is_ipython(asking):
        asking.until(r"In \[2\]:")
        assert "Traceback" not in asking.screen
    else:
        assert asking.end() == 1
    assert asking.echoes()


def test_keys_are_asked_for_without_being_shown_and_again_if_they_cannot_be_right(terminal, x_sandbox, monkeypatch):
    monkeypatch.delenv("X_API_KEY")
    monkeypatch.delenv("X_API_SECRET")
    person = terminal("-c", LOGIN)
    person.answer("API Key: ", "VGhpc0lzQW5JZDoxOmNp\n")
    person.answer("API Key Secret: ", "canary-secret\n")
    person.until(r"OAuth 2\.0 Client ID")
    person.answer("API Key: ", x_sandbox.client.key + "\n")
    person.answer("API Key Secret: ", x_sandbox.client.secret + "\n")
    person.answer("PIN (not shown): ", x_sandbox.approve(person.link()) + "\n")
    person.until("RESULT ada")
    for typed in ("VGhpc0", "canary", x_sandbox.client.key, x_sandbox.client.secret):
        assert typed not in person.screen


def test_a_paste_that_is_slow_is_not_shown_between_two_questions_and_nothing_of_it_is_left(terminal, x_sandbox):
    x_sandbox.fail(next=1, delay=2, path="/oauth/access_token")
    person = terminal("-c", f"{LOGIN}; print('NEXT', input('then? '))")
    person.answer("PIN (not shown): ", x_sandbox.approve(person.link()) + "\n")
    person.until("\n")  # nobody asks now: the answer is on its way to X
    assert not person.echoes()
    person.type("a-late-canary\n")
    person.until("RESULT ada")
    person.until(r"then\? ")
    assert person.echoes()
    person.type("mine\n")
    person.until("NEXT mine")
    assert "a-late-canary" not in person.screen


class BreaksAfterTheAnswer(io.StringIO):
    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if text == "\n" and self.getvalue().endswith("(not shown): "):
            raise BrokenPipeError
        return super().write(text)


def test_a_terminal_that_breaks_after_the_answer_leaves_it_in_no_frame(x_sandbox, monkeypatch):
    keyboard, theirs = pty.openpty()
    typed = "a-canary-answer"
    with os.fdopen(theirs) as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        monkeypatch.setattr(sys, "stderr", BreaksAfterTheAnswer())
        os.write(keyboard, f"{typed}\n".encode())
        with pytest.raises(BrokenPipeError) as caught:
            login(client=x_sandbox.client, endpoints=x_sandbox.endpoints, ui="prompt")
        assert "PIN (not shown): " in sys.stderr.getvalue()
        assert termios.tcgetattr(keyboard)[3] & termios.ECHO
    os.close(keyboard)
    assert in_error(caught.value, {"answer": typed}) == []


def test_wrong_keys_are_told_and_no_pin_is_asked(terminal, monkeypatch):
    monkeypatch.setenv("X_API_SECRET", "wrong")
    person = terminal("-c", LOGIN)
    assert person.end() == 1
    assert "does not accept the API key and secret" in person.screen
    assert "PIN" not in person.screen


def test_it_asks_five_times_and_no_more(terminal):
    person = terminal("-c", LOGIN)
    person.link()
    for _ in range(5):
        person.answer("PIN (not shown): ", "hello\n")
    assert person.end() == 1
    assert person.screen.count("PIN (not shown)") == 5


def test_nobody_who_answers_ends_in_a_timeout(terminal):
    person = terminal("-c", LOGIN.replace("60", "0.5"))
    assert person.end() == 1
    assert "LoginTimeoutError" in person.screen
    assert person.echoes()


def test_what_a_person_refuses_on_the_page_is_told(terminal, x_sandbox):
    person = terminal("-c", LOGIN)
    token = person.link().partition("oauth_token=")[2]
    person.answer("PIN (not shown): ", f"https://example.com/?denied={token}\n")
    assert person.end() == 1
    assert "AuthorizationDeniedError" in person.screen
    assert person.screen.count("/oauth/authorize?") == 1


def test_another_account_than_expected_is_refused_and_not_kept(terminal, x_sandbox):
    person = terminal("-c", LOGIN.replace("login(", "login(expect='@grace', "))
    link = person.link()
    assert "Authorize app as @grace" in person.screen
    person.answer("PIN (not shown): ", x_sandbox.approve(link, as_user="ada") + "\n")
    assert person.end() == 1
    assert "WrongAccountError" in person.screen
    assert "@ada signed in, but this notebook expects @grace" in person.screen.replace("\r\n", " ")


def free_callback() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}/callback"


def test_in_callback_mode_the_browser_is_the_answer_and_nothing_is_typed(terminal, x_sandbox):
    x_sandbox.callbacks.add(callback := free_callback())
    person = terminal("-c", LOGIN.replace("login(", f"login(callback={callback!r}, "))
    where = urlsplit(x_sandbox.approve(person.link()))
    person.until("Waiting for the browser")
    browser = http.client.HTTPConnection(where.hostname, where.port, timeout=PATIENCE)
    try:
        browser.request("GET", f"{where.path}?{where.query}")
        assert browser.getresponse().status == 200
    finally:
        browser.close()
    person.until("RESULT ada")
    assert person.end() == 0
    assert person.echoes()


def test_in_callback_mode_the_address_can_be_pasted_from_another_machine(terminal, x_sandbox):
    x_sandbox.callbacks.add(callback := free_callback())
    person = terminal("-c", LOGIN.replace("login(", f"login(callback={callback!r}, "))
    address = x_sandbox.approve(person.link())
    person.answer("paste the address where it ended: ", address + "\n")
    person.until("RESULT ada")
    assert address not in person.screen


@pytest.mark.parametrize("cuts", [(70,), (12, 60, 100), (-3,)], ids=str)
def test_an_address_that_is_pasted_in_several_lines_is_one_answer(terminal, x_sandbox, cuts):
    x_sandbox.callbacks.add(callback := free_callback())
    person = terminal("-c", LOGIN.replace("login(", f"login(callback={callback!r}, "))
    address = x_sandbox.approve(person.link())
    places = [0, *(cut % len(address) for cut in cuts), len(address)]
    lines = [address[one:two] for one, two in itertools.pairwise(places)]
    person.answer("paste the address where it ended: ", "\n".join(lines) + "\n")  # all at once, as a paste is
    person.until("RESULT ada")
    assert address.partition("oauth_verifier=")[2][:10] not in person.screen


def test_an_address_without_its_end_is_refused_after_enter_and_the_link_stays(terminal, x_sandbox):
    x_sandbox.callbacks.add(callback := free_callback())
    person = terminal("-c", LOGIN.replace("login(", f"login(callback={callback!r}, "))
    address = x_sandbox.approve(person.link())
    person.answer("paste the address where it ended: ", address.partition("&")[0] + "\n")
    person.answer("just Enter if that was all): ", "\n")
    person.until("no oauth_verifier in it")
    person.answer("paste the address where it ended: ", "\n")
    person.until("Nothing was typed or pasted")
    assert "The box" not in person.screen
    person.answer("paste the address where it ended: ", address + "\n")
    person.until("RESULT ada")


@pytest.mark.parametrize("display", [{"BROWSER": "{script} %s"}, {}], ids=["a browser", "no browser"])
def test_a_browser_is_opened_only_where_one_is(terminal, tmp_path, monkeypatch, display):
    script, opened = tmp_path / "browser", tmp_path / "opened"
    script.write_text(f'#!/bin/sh\necho "$1" >{opened}\n')
    script.chmod(0o755)
    for name in ("BROWSER", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))  # nothing of this machine can be started
    (tmp_path / "www-browser").symlink_to(script)  # what Debian calls a browser that takes over the terminal
    person = terminal(
        "-c", LOGIN, TERM="xterm", **{name: value.format(script=script) for name, value in display.items()}
    )
    link = person.link()
    person.until(r"PIN \(not shown\)")
    if display:
        deadline = time.monotonic() + PATIENCE
        while not (opened.exists() and opened.read_text().endswith("\n")):
            assert time.monotonic() < deadline, "the browser was not opened"
            person.look(0.05)
        assert opened.read_text().strip() == link
    else:
        assert not opened.exists()
