"""The doctor inside a kernel knows whether a cell can wait there, and whether somebody is present."""

from __future__ import annotations

import time

import pytest
from jupyter_client.manager import start_new_kernel

CODE = "from xauth_nb import doctor; check = doctor(timeout=10)['front end']; print(check.status, check.finding)"


@pytest.fixture(scope="module")
def kernel(tmp_path_factory):
    import os

    env = {**os.environ, "JPY_SESSION_NAME": "mine.ipynb", "XAUTH_NB_ENDPOINT": "http://127.0.0.1:9"}
    env["IPYTHONDIR"] = str(tmp_path_factory.mktemp("ipython"))
    manager, client = start_new_kernel(env=env)
    try:
        yield client
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def told(client, code, *, allow_stdin):
    """Run code as a notebook's page does, which names the cell, and give what it printed."""
    content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": allow_stdin}
    request = client.session.msg("execute_request", content, metadata={"cellId": "a-cell"})
    client.shell_channel.send(request)
    printed, end = [], time.monotonic() + 60
    while True:
        message = client.get_iopub_msg(timeout=max(0, end - time.monotonic()))
        if message["parent_header"].get("msg_id") == request["header"]["msg_id"]:
            if message["msg_type"] in ("stream", "error"):
                printed.append(message["content"].get("text") or str(message["content"]))
            elif message["content"].get("execution_state") == "idle":
                return "".join(printed)


def test_in_a_cell_with_a_person_it_says_that_login_waits(kernel):
    assert "ok A Jupyter notebook, with a person, on ipykernel" in (said := told(kernel, CODE, allow_stdin=True))
    assert "login() draws its card and waits." in said


def test_on_another_thread_of_the_same_kernel_no_cell_can_wait(kernel):
    code = f"import threading\ndef ask():\n    {CODE}\nt = threading.Thread(target=ask); t.start(); t.join()"
    said = told(kernel, code, allow_stdin=True)
    assert "warn A Jupyter notebook, with a person" in said
    assert "cannot wait for the card here" in said


def test_in_a_run_without_a_person_it_says_what_login_needs(kernel):
    assert "ok A Jupyter notebook. A notebook that runs unattended, or" in told(kernel, CODE, allow_stdin=False)
