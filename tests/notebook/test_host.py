"""A front end made of jupyter_client, over real sockets, against a real ipykernel in a process of its own.

``XAUTH_NB_KERNEL_PYTHON`` names the interpreter whose ipykernel is tried; ``tests/browser/matrix.py`` goes through all.
"""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
import time
from pathlib import Path
from queue import Empty
from typing import TYPE_CHECKING, Any

import pytest
from jupyter_client import KernelManager
from jupyter_client.kernelspec import KernelSpecManager

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PATIENCE = 20.0  # seconds that anything may take before it counts as hung
KERNEL_PYTHON = os.environ.get("XAUTH_NB_KERNEL_PYTHON", sys.executable)

FORM = """
import time, ipywidgets
from xauth_nb.notebook.host import CannotWaitError, can_ask, find_host, in_this_cell, wait
pin, button, done = ipywidgets.Text(), ipywidgets.Button(description="Sign in"), []
button.on_click(lambda _: done.append(pin.value))
display(pin, button)
"""
FORM_THAT_WAITS = FORM + "print('before'); print(wait(lambda: bool(done), timeout=60), done)"


class FrontEnd:
    """A page: sends cells and clicks, and remembers all that it is told, in order."""

    def __init__(self, manager: KernelManager) -> None:
        self.manager = manager
        self.client = manager.blocking_client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=PATIENCE)
        self.told: list[dict[str, Any]] = []
        self.replies: dict[str, dict[str, Any]] = {}
        self.subshell: str | None = None

    def close(self) -> None:
        self.client.stop_channels()

    def send(self, kind: str, content: dict[str, Any], *, channel: str = "shell", metadata: Any = None) -> str:
        message = self.client.session.msg(kind, content, metadata=metadata)
        if self.subshell and channel == "shell":
            message["header"]["subshell_id"] = self.subshell
        getattr(self.client, f"{channel}_channel").send(message)
        return message["header"]["msg_id"]

    def run(self, code: str, *, allow_stdin: bool = True, cell_id: str | None = "a-cell") -> str:
        content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}, "stop_on_error": True}
        return self.send(
            "execute_request", {**content, "allow_stdin": allow_stdin}, metadata={"cellId": cell_id} if cell_id else {}
        )

    def type(self, value: str) -> str:
        data = {"method": "update", "state": {"value": value}, "buffer_paths": []}
        return self.send("comm_msg", {"comm_id": self.widget("TextModel"), "data": data})

    def click(self) -> str:
        data = {"method": "custom", "content": {"event": "click"}}
        return self.send("comm_msg", {"comm_id": self.widget("ButtonModel"), "data": data})

    def widget(self, model: str) -> str:
        """Wait until the newest widget of this kind has been opened by the kernel, and return its comm's id."""

        def opened() -> list[str]:
            opens = [m["content"] for m in self.told if m["msg_type"] == "comm_open"]
            return [c["comm_id"] for c in opens if c["data"]["state"].get("_model_name") == model]

        self.until(lambda: bool(opened()), f"a {model}")
        return opened()[-1]

    def until(self, is_so: Callable[[], bool], what: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while not is_so():
            self.listen(0.05)
            assert time.monotonic() < deadline, f"{what} did not come; told: {self.summary()}; {self.replies}"

    def listen(self, seconds: float) -> None:
        try:
            while True:
                self.told.append(self.client.get_iopub_msg(timeout=seconds))
                seconds = 0
        except Empty:
            pass
        for get in (self.client.get_shell_msg, self.client.get_control_msg):
            try:
                while True:
                    reply = get(timeout=0)
                    self.replies[reply["parent_header"]["msg_id"]] = reply["content"]
            except Empty:
                pass

    def reply(self, request: str) -> dict[str, Any]:
        """Wait for the answer and for the idle that closes it."""
        self.until(lambda: request in self.replies, f"the reply to {request}")
        self.until(lambda: "idle" in self.states(request), f"the idle of {request}")
        return self.replies[request]

    def of(self, request: str, kind: str) -> list[dict[str, Any]]:
        return [
            m["content"] for m in self.told if m["parent_header"].get("msg_id") == request and m["msg_type"] == kind
        ]

    def states(self, request: str) -> list[str]:
        return [content["execution_state"] for content in self.of(request, "status")]

    def text(self, request: str) -> str:
        return "".join(content["text"] for content in self.of(request, "stream") if content["name"] == "stdout")

    def printed(self, request: str, word: str) -> None:
        self.until(lambda: word in self.text(request), f"{word!r} printed")

    def summary(self) -> list[str]:
        return [f"{m['msg_type']} {str(m['content'])[:300]}" for m in self.told]

    def value(self, expression: str, **how: Any) -> Any:
        request = self.run(f"import json; print(json.dumps({expression}))", **how)
        assert self.reply(request)["status"] == "ok", self.replies[request]
        return json.loads(self.text(request))

    def answer_input(self, value: str) -> None:
        self.client.get_stdin_msg(timeout=PATIENCE)
        self.client.input(value)


class Machine:
    """Where kernels run: one serves many tests, and a new one comes when it has died."""

    def __init__(self, specs: Path) -> None:
        (specs / "tried").mkdir()
        argv = [KERNEL_PYTHON, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        (specs / "tried" / "kernel.json").write_text(
            json.dumps({"argv": argv, "display_name": "tried", "language": "python"})
        )
        self.finder = KernelSpecManager(kernel_dirs=[str(specs)], ensure_native_kernel=False)
        self.manager: KernelManager | None = None

    def kernel(self) -> KernelManager:
        if self.manager is None or not self.manager.is_alive():
            self.stop()
            self.manager = KernelManager(kernel_name="tried", kernel_spec_manager=self.finder)
            self.manager.start_kernel(stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        return self.manager

    def stop(self) -> None:
        if self.manager is not None and self.manager.has_kernel:
            self.manager.shutdown_kernel(now=True)
        self.manager = None


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    machine = Machine(tmp_path_factory.mktemp("kernels"))
    try:
        yield machine
    finally:
        machine.stop()


@pytest.fixture
def page(machine: Machine) -> Iterator[FrontEnd]:
    front_end = None
    try:
        front_end = FrontEnd(machine.kernel())
        yield front_end
        front_end.subshell = None
        if front_end.manager.is_alive():
            assert front_end.value("1 + 1") == 2, "the kernel is not well after the test"
    except BaseException:
        machine.stop()  # the next test starts afresh
        raise
    finally:
        if front_end is not None:
            front_end.close()


# --- waiting ---------------------------------------------------------------------------------------------------------


def test_a_waiting_cell_receives_what_is_typed_and_clicked(page: FrontEnd) -> None:
    cell = page.run(FORM_THAT_WAITS)
    typed, clicked = page.type("0012345"), page.click()
    assert page.reply(cell)["status"] == "ok"
    assert page.text(cell) == "before\nTrue ['0012345']\n"
    assert page.states(typed) == page.states(clicked) == ["busy", "idle"]


def test_output_lands_under_the_request_that_caused_it(page: FrontEnd) -> None:
    cell = page.run(
        FORM + "button.on_click(lambda _: print('handler'))\n"
        "print('before'); wait(lambda: bool(done), timeout=60); print('after')"
    )
    clicked = page.click()
    page.reply(cell)
    assert (page.text(cell), page.text(clicked)) == ("before\nafter\n", "handler\n")


def test_the_kernel_looks_busy_while_its_cell_waits(page: FrontEnd) -> None:
    cell = page.run(FORM_THAT_WAITS)
    typed = page.type("1")
    page.until(lambda: "idle" in page.states(typed), "the idle of the change")
    page.until(lambda: page.told[-1]["content"] == {"execution_state": "busy"}, "busy as the last word")
    assert page.told[-1]["parent_header"]["msg_id"] == cell
    page.click()
    page.reply(cell)
    assert page.states(cell)[-1] == "idle"


def test_twenty_five_queued_cells_run_afterwards_in_order_with_an_input_among_them(page: FrontEnd) -> None:
    waiting = page.run(FORM_THAT_WAITS + "\norder = []")
    page.printed(waiting, "before")
    cells = []
    for number in range(25):
        cells.append(page.run(f"order.append(input() if {number} in (0, 12) else {number})"))
        page.type(str(number))  # between the cells, so that the channel is mixed
    page.click()
    page.answer_input("first")
    page.answer_input("second")
    for cell in cells:
        assert page.reply(cell)["status"] == "ok"
    assert page.value("order") == ["first", *range(1, 12), "second", *range(13, 25)]
    assert page.text(waiting).endswith("True ['24']\n")


def test_cells_that_wait_one_after_the_other_each_wait_for_their_own_card(page: FrontEnd) -> None:
    first, second, third = page.run(FORM_THAT_WAITS), page.run(FORM_THAT_WAITS), page.run("print(done)")
    page.printed(first, "before")
    page.type("1"), page.click()
    page.reply(first)
    page.printed(second, "before")
    assert third not in page.replies
    page.until(lambda: sum(m["msg_type"] == "comm_open" for m in page.told) >= 2, "the second card")
    page.told = [m for m in page.told if m["parent_header"].get("msg_id") != first]
    page.type("2"), page.click()
    page.reply(third)
    assert page.text(third) == "['2']\n"


@pytest.mark.parametrize("attempt", [0, *(pytest.param(one, marks=pytest.mark.deep) for one in range(1, 5))])
def test_a_click_made_while_an_earlier_cell_ran_is_not_lost(page: FrontEnd, attempt: int) -> None:
    page.reply(page.run(FORM))
    slow = page.run("print('slow'); __import__('threading').Event().wait(0.3)")
    page.printed(slow, "slow")
    waiting = page.run("print(wait(lambda: bool(done), timeout=60), done)")
    page.type("77"), page.click()
    page.reply(waiting)
    assert page.text(waiting) == "True ['77']\n"


def test_a_thread_ends_the_wait_within_one_look(page: FrontEnd) -> None:
    cell = page.run(
        FORM
        + """
import threading
finished = []
threading.Timer(0.3, lambda: finished.append(time.monotonic())).start()
print(wait(lambda: bool(finished), timeout=60, poll=0.2), time.monotonic() - finished[0] < 10)"""
    )
    page.reply(cell)
    assert page.text(cell) == "True True\n"


def test_a_timeout_returns_false_in_time_without_using_the_processor(page: FrontEnd) -> None:
    cell = page.run(
        FORM
        + """
clock, used = time.monotonic(), time.process_time()
answer = wait(lambda: False, timeout=1)
print(answer, 1 <= time.monotonic() - clock < 10, time.process_time() - used < 0.3)"""
    )
    queued = page.run("print('queued')")
    page.reply(queued)
    assert (page.text(cell), page.text(queued)) == ("False True True\n", "queued\n")


def test_a_timeout_comes_although_messages_keep_coming_and_the_kernel_still_hears_afterwards(page: FrontEnd) -> None:
    cell = page.run(FORM + "print(wait(lambda: False, timeout=0.5))")
    while cell not in page.replies:
        page.type("x")
        page.listen(0.001)
    page.reply(cell)
    assert page.text(cell) == "False\n"


def test_a_reloaded_page_is_told_of_its_widgets_while_the_cell_waits(page: FrontEnd) -> None:
    cell = page.run(FORM_THAT_WAITS)
    page.printed(cell, "before")
    reloaded = FrontEnd(page.manager)  # asks for kernel_info, and would hang here
    try:
        asked = reloaded.send("comm_info_request", {"target_name": "jupyter.widget"})
        assert page.widget("ButtonModel") in reloaded.reply(asked)["comms"]
        data = {"method": "request_state"}
        state = reloaded.send("comm_msg", {"comm_id": page.widget("TextModel"), "data": data})
        reloaded.until(lambda: "idle" in reloaded.states(state), "the idle of the state")
        assert reloaded.of(state, "comm_msg")[0]["data"]["state"]["_model_name"] == "TextModel"
    finally:
        reloaded.close()
    page.click()
    page.reply(cell)


def test_an_error_in_a_handler_does_not_end_the_wait(page: FrontEnd) -> None:
    cell = page.run(
        FORM
        + """
pin.observe(lambda change: 1 / 0, "value")
button._click_handlers.callbacks.insert(0, lambda _: 1 / 0)
print(wait(lambda: bool(done), timeout=60), done)"""
    )
    typed, clicked = page.type("5"), page.click()
    assert page.reply(cell)["status"] == "ok"
    assert page.text(cell) == "True ['5']\n"
    assert "idle" in page.states(typed)
    assert "idle" in page.states(clicked)


def test_an_error_in_the_question_passes_through_and_hands_the_queue_back(page: FrontEnd) -> None:
    cell = page.run(
        FORM
        + """
def is_done():
    if done: raise LookupError("gone")
try:
    wait(is_done, timeout=60)
except LookupError as error:
    print(error)"""
    )
    queued = [page.run(f"print({number})") for number in range(3)]
    page.click()
    page.reply(queued[-1])
    assert "".join(page.text(request) for request in (cell, *queued)) == "gone\n0\n1\n2\n"


def test_questions_of_a_page_that_meet_their_answers_do_not_leave_the_wait_deaf(page: FrontEnd) -> None:
    cell = page.run(FORM_THAT_WAITS)
    page.printed(cell, "before")
    for number in range(100):  # without a remedy ipykernel 7.0 to 7.3 is deaf after about twenty
        asked = page.send("comm_info_request", {})
        page.until(lambda asked=asked: "idle" in page.states(asked), "the idle of the question")
        typed = page.type(str(number))
        page.until(lambda typed=typed: "idle" in page.states(typed), f"the idle of change {number}")
    page.click()
    page.reply(cell)
    assert page.text(cell).endswith("True ['99']\n")


def test_another_thread_changes_a_widget_in_the_name_of_the_cell(page: FrontEnd) -> None:
    cell = page.run(
        FORM
        + """
import threading
def change(value): pin.value = value; done.append(value)
threading.Thread(target=in_this_cell(change), args=("from afar",)).start()
print(wait(lambda: bool(done), timeout=60), done)"""
    )
    page.reply(cell)
    assert page.text(cell) == "True ['from afar']\n"
    changes = [content["data"].get("state", {}) for content in page.of(cell, "comm_msg")]
    assert {"value": "from afar"} in changes


# --- being stopped ---------------------------------------------------------------------------------------------------


def press_stop_by_signal(page: FrontEnd) -> None:
    page.manager.interrupt_kernel()


def press_stop_by_message(page: FrontEnd) -> None:
    page.send("interrupt_request", {}, channel="control")


@pytest.mark.parametrize("press_stop", [press_stop_by_signal, press_stop_by_message])
@pytest.mark.parametrize(
    "cell_code",
    [FORM_THAT_WAITS, "import asyncio; await asyncio.sleep(0)" + FORM_THAT_WAITS],
    ids=["plain cell", "async cell"],
)
def test_the_stop_button_ends_the_wait_aborts_the_queue_and_leaves_the_card_usable(
    page: FrontEnd, press_stop: Callable[[FrontEnd], None], cell_code: str
) -> None:
    cell = page.run(cell_code)
    page.printed(cell, "before")
    queued = page.run("print('never')")
    typed = page.type("1")
    page.until(lambda: "idle" in page.states(typed), "the first change")
    press_stop(page)
    assert page.reply(cell)["ename"] == "KeyboardInterrupt"
    assert page.reply(queued)["status"] == "aborted"
    clicked = page.click()
    page.until(lambda: "idle" in page.states(clicked), "the click after the stop")
    assert page.value("done") == ["1"]


def test_the_stop_button_breaks_off_a_handler_that_is_stuck(page: FrontEnd) -> None:
    cell = page.run(
        FORM
        + """
from threading import Event
button.on_click(lambda _: (print('stuck'), Event().wait(60)))
wait(lambda: False, timeout=60)"""
    )
    clicked = page.click()
    page.printed(clicked, "stuck")
    page.manager.interrupt_kernel()
    assert page.reply(cell)["ename"] == "KeyboardInterrupt"
    assert page.states(clicked) == ["busy", "idle"]


@pytest.mark.parametrize("restart", [False, pytest.param(True, marks=pytest.mark.deep)])
def test_a_kernel_that_shuts_down_does_not_wait_for_the_card(page: FrontEnd, restart: bool) -> None:
    cell = page.run(FORM_THAT_WAITS)
    page.printed(cell, "before")
    page.send("shutdown_request", {"restart": restart}, channel="control")
    deadline = time.monotonic() + 20  # on a busy machine; the card would wait for a minute
    while page.manager.is_alive():
        page.listen(0.02)
        assert time.monotonic() < deadline, "the kernel lives on"


# --- where waiting is impossible -------------------------------------------------------------------------------------

TRY_TO_WAIT = """
def try_to_wait(*_):
    try: print('waited', wait(lambda: False, timeout=30))
    except CannotWaitError as error: print('refused:', error)
"""


def test_a_handler_cannot_start_a_second_wait(page: FrontEnd) -> None:
    cell = page.run(FORM + TRY_TO_WAIT + "button.on_click(try_to_wait); print(wait(lambda: bool(done), timeout=60))")
    clicked = page.click()
    page.reply(cell)
    assert page.text(cell) == "True\n"
    assert page.text(clicked).startswith("refused: A cell of this kernel is waiting already")


def test_another_thread_cannot_wait(page: FrontEnd) -> None:
    cell = page.run(
        FORM
        + TRY_TO_WAIT
        + """
import threading
thread = threading.Thread(target=try_to_wait); thread.start(); thread.join()"""
    )
    page.reply(cell)
    assert page.text(cell).startswith("refused: Only a cell in the main shell")


def make_subshell(page: FrontEnd) -> str:
    made = page.send("create_subshell_request", {}, channel="control")
    page.until(lambda: "idle" in page.states(made), "an answer about subshells")
    page.listen(0.05)
    if made not in page.replies:
        page.click()  # the cell that waits ends
        pytest.skip("ipykernel 6 has no subshells")
    return page.replies[made]["subshell_id"]


def test_a_subshell_cannot_wait(page: FrontEnd) -> None:
    page.reply(page.run(FORM + TRY_TO_WAIT))
    page.subshell = make_subshell(page)
    cell = page.run("try_to_wait()")
    page.reply(cell)  # not less: ipykernel 7.0 to 7.3 can go deaf when a request meets a reply that is on its way out
    assert page.text(cell).startswith("refused: Only a cell in the main shell")


def test_clicks_that_are_sent_to_a_subshell_end_the_wait_as_well(page: FrontEnd) -> None:
    cell = page.run(FORM_THAT_WAITS)
    page.printed(cell, "before")
    page.subshell = make_subshell(page)
    page.type("8"), page.click()
    page.printed(cell, "True ['8']")


def test_a_kernel_with_other_insides_is_refused_at_once(page: FrontEnd) -> None:
    cell = page.run(
        FORM
        + TRY_TO_WAIT
        + """
from types import SimpleNamespace
shell, kernel = get_ipython(), get_ipython().kernel
try:
    shell.kernel = SimpleNamespace(shell_stream=kernel.shell_stream)
    try_to_wait()
finally:
    shell.kernel = kernel"""
    )
    page.reply(cell)
    assert page.text(cell).startswith("refused: This kernel cannot be waited in: AttributeError")


# --- who is there ----------------------------------------------------------------------------------------------------

WHO = (
    "(lambda h: [h.find_host().kind, h.find_host().has_person, h.find_host().can_draw, h.can_ask()])("
    "__import__('importlib').import_module('xauth_nb.notebook.host'))"
)


def test_a_notebook_with_a_person_is_told_from_a_console_and_from_an_unattended_run(page: FrontEnd) -> None:
    assert page.value(WHO) == ["notebook", True, True, True]
    assert page.value(WHO, allow_stdin=False) == ["unattended notebook", False, False, False]


def test_a_console_on_a_kernel_is_not_shown_a_card(page: FrontEnd) -> None:
    page.reply(page.run("import os; os.environ.pop('JPY_SESSION_NAME', None)"))
    assert page.value(WHO, cell_id=None) == ["console", True, False, True]
    page.reply(page.run("os.environ['JPY_SESSION_NAME'] = '/home/ada/tweets.ipynb'"))
    assert page.value(WHO, cell_id=None) == ["notebook", True, True, True]


def test_voila_is_known_by_its_environment(page: FrontEnd) -> None:
    page.reply(page.run("import os; os.environ['SERVER_SOFTWARE'] = 'voila/0.5.13'"))
    try:
        assert page.value(WHO, allow_stdin=False) == ["voila", True, True, False]
    finally:
        page.reply(page.run("del os.environ['SERVER_SOFTWARE']"))


def test_nobody_can_be_asked_between_two_cells(page: FrontEnd) -> None:
    page.reply(page.run(FORM + "button.on_click(lambda _: print(can_ask()))"))
    clicked = page.click()
    page.printed(clicked, "False")


PRINT_WHO = f"import json; print(json.dumps({WHO}))"


def run_at_a_terminal(argv: list[str]) -> str:
    ours, theirs = pty.openpty()
    try:
        done = subprocess.run(argv, stdin=theirs, capture_output=True, text=True, timeout=PATIENCE, check=True)
    finally:
        os.close(ours)
        os.close(theirs)
    return done.stdout.strip().splitlines()[-1]


def test_a_script_at_a_terminal_has_a_person_and_one_in_a_pipe_has_not() -> None:
    assert json.loads(run_at_a_terminal([sys.executable, "-c", PRINT_WHO])) == ["terminal", True, False, True]
    how = {"capture_output": True, "timeout": PATIENCE, "check": True}
    piped = subprocess.run([sys.executable, "-c", PRINT_WHO], stdin=subprocess.DEVNULL, **how)
    assert json.loads(piped.stdout) == ["unattended", False, False, False]
    closed = subprocess.run(["sh", "-c", f'exec {sys.executable} -c "$0" <&-', PRINT_WHO], **how)
    assert json.loads(closed.stdout) == ["unattended", False, False, False]


def test_ipython_at_a_terminal_has_a_person(tmp_path: Path) -> None:
    script = tmp_path / "who.py"
    script.write_text(PRINT_WHO)
    answer = run_at_a_terminal([sys.executable, "-m", "IPython", "--no-banner", "--colors=NoColor", str(script)])
    assert json.loads(answer) == ["ipython terminal", True, False, True]


def test_asking_who_is_there_imports_no_ipython() -> None:
    code = "import sys; from xauth_nb.notebook.host import find_host; find_host(); sys.exit('IPython' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], stdin=subprocess.DEVNULL, timeout=PATIENCE, check=True)
