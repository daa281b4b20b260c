"""``login()`` in a real kernel with a person: the page is no browser, but says and hears what one would.

What becomes of a waiting cell in all its ways is tested with the host; here it is the sign-in that waits.
"""

from __future__ import annotations

import http.client
import socket
import subprocess
import sys
from urllib.parse import urlsplit

import pytest

from xauth_nb.oauth.store import TokenStore

PATIENCE = 20.0


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
        [sys.executable, "-c", code], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stderr.count("The API Key and API Key Secret are written in this cell") == 1
    assert secret not in done.stdout + done.stderr
    assert "LoginRequired" in done.stdout
    assert "print([running_code()])" in done.stdout.splitlines()[-1]
