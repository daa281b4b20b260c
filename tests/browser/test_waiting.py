"""A cell that waits for a form of plain widgets, in JupyterLab and Notebook 7, as a person meets it.

All of it is deep: that ``login()`` waits for its card so, ``test_login_card.py`` and ``test_story.py`` say.
"""

from __future__ import annotations

import re
import urllib.request
from typing import TYPE_CHECKING

import pytest
from jupyter_browser import JupyterServer, until

if TYPE_CHECKING:
    from conftest import OpenNotebook
    from jupyter_browser import NotebookPage

pytestmark = [pytest.mark.browser, pytest.mark.deep, pytest.mark.parametrize("front", ["lab", "notebook"])]

FORM = """
import ipywidgets, threading
from xauth_nb.notebook.host import find_host, in_this_cell, wait
pin = ipywidgets.Text(description="PIN", continuous_update={continuous})
button, says, answers = ipywidgets.Button(description="Sign in"), ipywidgets.Label("open"), []
def answer(*_):
    if pin.value and not answers:
        answers.append(pin.value)
        says.value = "thank you"
button.on_click(answer)
pin.observe(lambda change: setattr(says, "value", "typed " + change.new), "value")
if not {continuous}: pin.observe(answer, "value")
display(ipywidgets.VBox([pin, button, says]))
"""
TYPED = FORM.format(continuous=True)
ENTERED = FORM.format(continuous=False)
WAIT = "print(find_host().kind); print('returned', wait(lambda: bool(answers), timeout={timeout}), answers)"
QUEUED = [f"order = {'[]' if number == 0 else 'order'} + [{number}]; print('ran', order)" for number in range(4)]


def answer(page: NotebookPage, cell: int, pin: str) -> None:
    page.output(cell).get_by_label("PIN").press_sequentially(pin)  # key by key: each is a message that must be answered
    page.wait_output(cell, f"typed {pin}")  # a click does not wait for the last keys, which ipywidgets may hold back
    page.output(cell).get_by_role("button", name="Sign in").click()


def test_run_all_waits_for_a_click_and_then_runs_the_queued_cells_in_order(
    open_notebook: OpenNotebook, front: str
) -> None:
    page = open_notebook([TYPED + WAIT.format(timeout=None), *QUEUED], front=front)
    page.run_all()
    page.wait_output(0, "notebook")
    page.wait_running(4)
    answer(page, 0, "0012345")
    page.wait_output(0, "returned True ['0012345']")
    page.wait_output(4, "ran [0, 1, 2, 3]")
    page.wait_output(0, "thank you")


def test_enter_ends_the_wait(open_notebook: OpenNotebook, front: str) -> None:
    page = open_notebook([ENTERED + WAIT.format(timeout=None)], front=front)
    page.run_cell(0)
    page.output(0).get_by_label("PIN").press_sequentially("0012345")
    page.page.keyboard.press("Enter")
    page.wait_output(0, "returned True ['0012345']")


def test_a_callback_on_another_thread_ends_the_wait_and_is_seen_in_the_form(
    open_notebook: OpenNotebook, front: str
) -> None:
    listen = """
import http.server
class Callback(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers()
        take("from afar")
    def log_message(self, *_): pass
@in_this_cell
def take(value): pin.value = value; answer()
listener = http.server.HTTPServer(("127.0.0.1", 0), Callback)
threading.Thread(target=listener.handle_request, daemon=True).start()
print("listening on", listener.server_port)
"""
    page = open_notebook([TYPED + listen + WAIT.format(timeout=None), *QUEUED], front=front)
    page.run_all()
    page.wait_output(0, "notebook")
    port = re.search(r"listening on (\d+)", page.output(0).inner_text())
    assert port
    urllib.request.urlopen(f"http://127.0.0.1:{port[1]}/callback", timeout=20).close()
    page.wait_output(0, "returned True ['from afar']")
    page.wait_output(0, "thank you")
    page.wait_output(4, "ran [0, 1, 2, 3]")


def test_the_stop_button_ends_the_wait_and_the_form_can_be_used_when_the_cell_runs_again(
    open_notebook: OpenNotebook, front: str
) -> None:
    page = open_notebook([TYPED, "display(button, pin, says); " + WAIT.format(timeout=None), *QUEUED], front=front)
    page.run_cell(0)
    page.wait_finished(0)
    page.run_all()
    page.wait_output(1, "notebook")
    page.interrupt()
    page.wait_output(1, "KeyboardInterrupt")
    until(lambda: page.kernel()["execution_state"] == "idle", "an idle kernel after the stop")
    assert page.prompt(2) == "[ ]:"
    page.run_cell(1)
    page.wait_output(1, "notebook")
    answer(page, 1, "77")
    page.wait_output(1, "returned True ['77']")


def test_a_timeout_returns_and_the_queued_cells_run(open_notebook: OpenNotebook, front: str) -> None:
    page = open_notebook([TYPED + WAIT.format(timeout=1.5), *QUEUED], front=front)
    page.run_all()
    page.wait_output(0, "returned False []")
    page.wait_output(4, "ran [0, 1, 2, 3]")


def test_a_cell_that_is_run_again_waits_again(open_notebook: OpenNotebook, front: str) -> None:
    page = open_notebook([TYPED + WAIT.format(timeout=None)], front=front)
    for pin in ("11", "22"):
        page.run_cell(0)
        page.wait_running(0)
        page.wait_output(0, "open")
        answer(page, 0, pin)
        page.wait_output(0, f"returned True ['{pin}']")


def test_restart_and_run_all_waits(open_notebook: OpenNotebook, front: str) -> None:
    page = open_notebook([TYPED + WAIT.format(timeout=None), *QUEUED], front=front)
    page.run_all()
    page.wait_output(0, "notebook")
    page.restart_and_run_all()
    until(lambda: page.output(0).get_by_text("notebook").count() == 1, "the cell again")
    page.wait_running(4)
    answer(page, 0, "5")
    page.wait_output(4, "ran [0, 1, 2, 3]")


def test_a_page_that_is_reloaded_while_the_cell_waits_finds_its_form(open_notebook: OpenNotebook, front: str) -> None:
    page = open_notebook([TYPED + WAIT.format(timeout=None) + "; print(order := [9])", *QUEUED], front=front)
    page.run_cell(0)
    page.wait_output(0, "notebook")
    page.save()
    page.reload()
    answer(page, 0, "31")
    page.wait_output(0, "thank you")
    until(lambda: page.kernel()["execution_state"] == "idle", "the end of the cell")
    page.run_cell(1)
    page.wait_output(1, "ran [0]")


def test_it_works_as_well_with_comms_over_subshells_switched_off(
    open_notebook: OpenNotebook, front: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    settings = {"apputils-extension/kernels-settings": {"commsOverSubshells": "disabled"}}
    with JupyterServer(tmp_path_factory.mktemp("jupyter") / "server", settings=settings) as server:
        page = open_notebook([TYPED + WAIT.format(timeout=None), *QUEUED], front=front, server=server)
        page.run_all()
        page.wait_output(0, "notebook")
        answer(page, 0, "0012345")
        page.wait_output(0, "returned True ['0012345']")
        page.wait_output(4, "ran [0, 1, 2, 3]")
