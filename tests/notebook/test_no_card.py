"""``login()`` where no card appears, where no cell may ask, and what another person on the notebook is told."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import time

import pytest

LOGIN = "x = login(); print('RESULT', x.screen_name)"


def bundles(page, cell):
    """What the output of a cell has shown, one after the other: HTML for whoever sees no widget."""
    page.listen()
    return [
        message["content"]["data"]["text/html"]
        for message in page.told
        if message["msg_type"] in ("display_data", "update_display_data")
        and "text/html" in message["content"]["data"]
        and message["parent_header"].get("msg_id") in (cell, message["parent_header"].get("msg_id"))
    ]


# --- no card appears -------------------------------------------------------------------------------------------------


def test_where_no_view_is_made_the_link_is_printed_and_the_input_line_asks_within_ten_seconds(page, sandbox):
    began = time.monotonic()
    cell = page.run(LOGIN)
    asked = page.question()
    assert time.monotonic() - began < 10
    assert asked == {"prompt": "PIN (not shown): ", "password": True}
    page.until(lambda: "/oauth/authorize" in page.stream(cell, "stdout"), "the link")
    told = page.stream(cell, "stdout")
    assert "has not drawn the sign-in card" in told
    assert "lacks ipywidgets" in told
    assert "above" not in told
    pin = sandbox.approve(page.link(cell), as_user="grace")
    page.client.input(pin)
    assert page.printed(cell).endswith("RESULT grace\n")
    assert pin not in page.everything()


def test_where_the_server_runs_the_cell_no_package_is_said_to_be_missing(page, sandbox):
    page.printed(page.run("os.environ['JPY_SESSION_NAME'] = '/home/ada/a.ipynb'"))
    page.cell_id = None
    cell = page.run(LOGIN)
    page.question()
    page.until(lambda: "was run by the server" in page.stream(cell, "stdout"), "why there is no card")
    assert "lacks ipywidgets" not in page.stream(cell, "stdout")
    page.client.input(sandbox.approve(page.link(cell)))
    assert page.printed(cell).endswith("RESULT ada\n")


def test_where_a_view_is_made_nothing_is_asked_at_the_input_line(page, sandbox):
    cell = page.run("x = login(timeout=7); print('RESULT', x.screen_name)")
    page.see(cell)
    assert page.reply(cell)["ename"] == "LoginTimeoutError"  # two seconds after the question would have come
    assert page.stream(cell, "stderr") + page.stream(cell, "stdout") == ""


def test_a_card_that_is_seen_late_signs_in_while_the_input_line_asks(page, sandbox):
    cell = page.run(LOGIN)
    page.question()
    page.see(cell)
    page.pin(sandbox.approve(page.link(cell)))
    assert page.printed(cell).endswith("RESULT ada\n")


def test_keys_are_asked_for_too_and_a_wrong_pin_brings_a_new_link(page, sandbox):
    page.printed(page.run("keys = {name: os.environ.pop(name) for name in ('X_API_KEY', 'X_API_SECRET')}"))
    cell = page.run(LOGIN)
    assert page.question()["prompt"] == "API Key: "
    page.client.input(sandbox.client.key)
    assert page.question()["prompt"] == "API Key Secret: "
    page.client.input(sandbox.client.secret)
    assert page.question()["prompt"] == "PIN (not shown): "
    first = page.link(cell)
    page.client.input("0000000")
    page.question()
    page.until(lambda: page.link(cell) != first, "a new link")
    page.client.input(sandbox.approve(page.link(cell)))
    assert page.printed(cell).endswith("RESULT ada\n")
    assert sandbox.client.secret not in page.everything()


def test_five_answers_that_are_none_end_it(page, sandbox):
    cell = page.run(LOGIN)
    for _ in range(5):
        page.question()
        page.client.input("")
    assert page.reply(cell)["ename"] == "UsageError"
    assert page.stream(cell, "stderr").count("→") == 4  # the fifth is the error of the cell


def test_the_input_line_keeps_to_the_timeout(page, sandbox):
    cell = page.run("login(timeout=6)")
    page.question()
    assert page.reply(cell)["ename"] == "LoginTimeoutError"
    assert "within 6 seconds" in page.replies[cell]["evalue"]


@pytest.mark.parametrize("code", ["login(ui='prompt', timeout=0.5)", "login(timeout=0.5)"])
def test_so_does_a_prompt_in_a_kernel(page, sandbox, code):
    page.cell_id = None  # a console
    assert page.reply(page.run(code))["ename"] == "LoginTimeoutError"


def test_a_late_answer_to_an_earlier_question_answers_no_later_one(page, sandbox):
    page.reply(page.run("login(ui='prompt', timeout=0.5)"))
    page.question()
    page.client.input("typed too late")
    cell = page.run("print(login(ui='prompt', timeout=20).screen_name)")
    page.question()
    page.client.input(sandbox.approve(page.link(cell)))
    assert page.printed(cell) == "ada\n"


def test_the_stop_button_ends_the_question(page, sandbox):
    cell = page.run(LOGIN)
    page.question()
    page.manager.interrupt_kernel()
    assert page.reply(cell)["ename"] == "KeyboardInterrupt"


def test_a_login_of_a_thread_asks_nobody_once_its_cell_has_ended(page, sandbox):
    in_thread = (
        "import threading\nended = []\n"
        "def sign_in():\n    try: login(timeout=15)\n    except Exception as error: ended.append(repr(error))\n"
        "thread = threading.Thread(target=sign_in, daemon=True); thread.start(); thread.join(3)"
    )
    page.printed(page.run(in_thread))
    page.question()  # while the cell ran
    between = page.run("import time; time.sleep(0)")
    page.reply(between)
    told = page.printed(page.run("thread.join(10); print(ended)"))
    assert "the cell that asked has ended" in told or "LoginTimeoutError" in told


# --- no cell may ask -------------------------------------------------------------------------------------------------


def test_a_front_end_without_input_is_not_told_that_nobody_is_here(page, sandbox):
    reply = page.reply(page.run("login()", allow_stdin=False))
    assert reply["ename"] == "LoginRequired"
    assert "or its front end takes no typed answers" in reply["evalue"]
    assert "nobody is here" not in reply["evalue"]
    assert "LoginWidget()" in reply["evalue"]
    assert "ui='widget'" in reply["evalue"]


def test_a_page_without_input_gets_the_card_and_is_waited_for_when_it_draws_it(page, sandbox):
    page.is_browser = True
    cell = page.run(LOGIN, allow_stdin=False)
    page.see(cell)
    page.pin(sandbox.approve(page.link()))
    assert page.printed(cell) == "RESULT ada\n"


def test_an_explicit_widget_is_drawn_and_waited_for(page, sandbox):
    cell = page.run("print(login(ui='widget').screen_name)", allow_stdin=False)
    page.see(cell)
    page.pin(sandbox.approve(page.link()))
    assert page.printed(cell) == "ada\n"


def test_an_explicit_widget_that_no_page_draws_ends_in_words_and_soon(page, sandbox):
    began = time.monotonic()
    reply = page.reply(page.run("login(ui='widget')", allow_stdin=False))
    assert time.monotonic() - began < 10
    assert "has not drawn the sign-in card, and lets no cell ask" in reply["evalue"]


def test_an_explicit_prompt_without_input_ends_in_words(page, sandbox):
    reply = page.reply(page.run("login(ui='prompt')", allow_stdin=False))
    assert reply["ename"] == "LoginRequired"
    assert "takes no typed answers" in reply["evalue"]


def test_classic_notebook_sends_no_cell_id_and_gets_the_card(page, sandbox):
    page.cell_id, page.is_browser = None, True
    cell = page.run(LOGIN)
    page.see(cell)
    page.pin(sandbox.approve(page.link()))
    assert page.printed(cell) == "RESULT ada\n"


# --- another person on the same notebook ------------------------------------------------------------------------------


def test_whoever_sees_no_widget_is_told_what_happens(page, sandbox):
    cell = page.run("login(expect='@ada')")
    page.see(cell)
    link = page.link()
    assert "A sign-in to X as @ada was begun here" in bundles(page, cell)[-1]
    page.pin(sandbox.approve(link, as_user="ada"))
    page.reply(cell)
    page.until(lambda: "Signed in as @ada" in bundles(page, cell)[-1], "the news")
    page.reply(page.run("login().logout()"))
    assert all("run this cell to see" not in each for each in bundles(page, cell))


# --- programs that a cell starts, and app servers --------------------------------------------------------------------

TELL = "import json; from xauth_nb.notebook.host import find_host; print(json.dumps(find_host().kind))"


def at_a_terminal(code, **environment):
    ours, theirs = pty.openpty()
    try:
        done = subprocess.run(
            [sys.executable, "-c", code], stdin=theirs, capture_output=True, text=True, timeout=60, check=False,
            env={**os.environ, **environment},
        )  # fmt: skip
    finally:
        os.close(ours)
        os.close(theirs)
    return done.stdout + done.stderr


@pytest.mark.parametrize("command", ["-m xauth_nb login", "-c 'from xauth_nb import login; login()'"])
def test_a_program_that_a_cell_starts_is_told_at_once_that_nobody_can_type(page, sandbox, command):
    began = time.monotonic()
    told = page.printed(page.run(f"!{sys.executable} {command}"))
    assert "a notebook's cell started this program" in told.replace("\r\n", " ")
    assert time.monotonic() - began < 15
    assert sandbox.requests == []


def test_without_a_server_the_pagers_of_a_kernel_tell_it():
    of_kernel = {"TERM": "xterm-color", "PAGER": "cat", "GIT_PAGER": "cat", "CLICOLOR": "1"}
    assert "child of a kernel" in at_a_terminal(TELL, **of_kernel)
    assert "terminal" in at_a_terminal(TELL, TERM="xterm-color", PAGER="cat")


@pytest.mark.parametrize("ui", ["auto", "prompt"])
def test_code_that_a_server_calls_never_asks_at_the_terminal_of_the_server(sandbox, ui):
    code = (
        "import http.server, threading, urllib.request, xauth_nb\n"
        "class Page(http.server.BaseHTTPRequestHandler):\n"
        "    def do_GET(self):\n"
        f"        try: xauth_nb.login(ui={ui!r}, timeout=5)\n"
        "        except Exception as error: told.append(f'{type(error).__name__} {error}')\n"
        "told = []\n"
        "server = http.server.HTTPServer(('127.0.0.1', 0), Page)\n"
        "address = f'http://127.0.0.1:{server.server_port}/'\n"
        "def visit():\n"
        "    try: urllib.request.urlopen(address)\n"
        "    except Exception: pass\n"
        "threading.Thread(target=visit, daemon=True).start()\n"
        "server.handle_request()\n"  # on the main thread, as a small server has it
        "print(*told)"
    )
    told = at_a_terminal(code)
    assert "LoginRequired" in told
    assert "called by socketserver" in told
    assert "PIN" not in told


def test_a_script_obeys_an_explicit_prompt(sandbox, monkeypatch):
    monkeypatch.setenv("X_API_KEY", sandbox.client.key)
    monkeypatch.setenv("X_API_SECRET", sandbox.client.secret)
    code = "from xauth_nb import login; login(ui='prompt')"
    done = subprocess.run(
        [sys.executable, "-c", code], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False,
        start_new_session=True,
    )  # fmt: skip
    assert "/oauth/authorize" in done.stderr
    assert "The input ended before the sign-in was finished" in done.stderr
