"""Front ends are told from each other by their marks, each as it was seen in one or read in its source."""

from __future__ import annotations

import os
import sys
import threading
import types

import pytest

from xauth_nb import (
    ClientCredentials,
    LoginWidget,
    Sandbox,
    TokenCredentials,
    X,
    XAuthError,
    XSession,
    doctor,
    login,
    sandbox,
)
from xauth_nb.errors import LoginRequired
from xauth_nb.notebook import front_ends
from xauth_nb.notebook.host import find_host

KEYS, TOKEN = ClientCredentials("a" * 25, "b" * 50), TokenCredentials("1-" + "c" * 40, "d" * 45)

FILE = {"JPY_SESSION_NAME": "/home/ada/a.ipynb"}
PAGE = {"header": {"msg_id": "0b6a-4f1c", "session": "77aa"}}  # JavaScript sends a UUID
CLIENT = {"header": {"msg_id": "77aa_4711_3", "session": "77aa"}}  # jupyter_client counts
OLD_CLIENT = {"header": {"msg_id": "77aa_3", "session": "77aa"}}
MUTE = {"content": {"allow_stdin": False}}


class Kernel:
    """Of ipykernel."""


SpyderKernel = type("SpyderKernel", (Kernel,), {"__module__": "spyder_kernels.console.kernel"})

PositronKernel = type("PositronIPyKernel", (Kernel,), {"__module__": "positron.positron_ipkernel"})

SEEN = [  # environment, kernel, request, name
    ({}, Kernel, PAGE | {"metadata": {"cellId": "5e1b"}}, "JupyterLab or Notebook 7"),
    (FILE, Kernel, PAGE | {"metadata": {"cellId": "5e1b"}}, "JupyterLab or Notebook 7"),
    ({}, Kernel, PAGE, "classic Notebook"),
    (FILE, Kernel, CLIENT, "a notebook whose cells its page does not run"),  # jupyter-server-nbmodel 0.2.9
    (FILE, Kernel, CLIENT | {"metadata": {"cellId": "5e1b"}}, "a Jupyter notebook"),
    (FILE, Kernel, {}, "a Jupyter notebook"),  # on a thread, nothing is known of the cell
    ({}, Kernel, CLIENT, "a console on a Jupyter kernel"),
    ({}, Kernel, CLIENT | MUTE, "a program that runs notebooks"),  # nbclient
    ({}, Kernel, PAGE | MUTE, "a page that lets no cell ask"),
    (FILE, Kernel, PAGE | MUTE | {"metadata": {"cellId": "5e1b"}}, "JupyterLab or Notebook 7"),
    ({}, Kernel, OLD_CLIENT, "a console on a Jupyter kernel"),
    ({}, Kernel, {}, "a console on a Jupyter kernel"),
    ({}, SpyderKernel, CLIENT, "Spyder"),
    ({"VSCODE_PID": "1"}, PositronKernel, PAGE | {"metadata": {"cellId": "5e1b"}}, "Positron"),  # read
    ({"DEEPNOTE_PROJECT_ID": "1"}, Kernel, PAGE, "Deepnote"),  # read
    ({"VSCODE_PID": "1"}, Kernel, PAGE | {"metadata": {"cellId": "5e1b"}}, "VS Code"),
    ({}, Kernel, PAGE | {"metadata": {"cellId": "vscode-notebook-cell:/a#1"}}, "VS Code"),
    ({"COLAB_RELEASE_TAG": "release-colab", "JPY_SESSION_NAME": "a"}, Kernel, PAGE, "Google Colab"),
    ({"KAGGLE_KERNEL_RUN_TYPE": "Interactive", "COLAB_GPU": "0"}, Kernel, PAGE, "Kaggle"),
    ({"DATABRICKS_RUNTIME_VERSION": "15.4"}, Kernel, CLIENT, "Databricks"),
    ({"SERVER_SOFTWARE": "voila/0.5.13"}, Kernel, CLIENT, "Voilà"),
]  # fmt: skip


@pytest.mark.parametrize(("environment", "kernel", "request_", "name"), SEEN)
def test_the_front_end_is_named(monkeypatch, environment, kernel, request_, name):
    marks = ("JPY_", "VSCODE_", "COLAB_", "DEEPNOTE_", "KAGGLE_", "DATABRICKS_", "SERVER_SOFTWARE", "VOILA_")
    for each in [each for each in os.environ if each.startswith(marks)]:
        monkeypatch.delenv(each)
    for each, value in environment.items():
        monkeypatch.setenv(each, value)
    assert front_ends.name_front_end(kernel(), request_) == name


def test_a_page_is_told_from_a_program_by_how_it_numbers_its_messages():
    assert front_ends.is_from_page(PAGE)
    assert not any(front_ends.is_from_page(request) for request in (CLIENT, OLD_CLIENT, {}, {"header": {}}))


def test_marimo_is_known_when_it_runs_and_not_when_it_is_only_imported(monkeypatch):
    marimo = types.SimpleNamespace(running_in_notebook=lambda: marimo.runs, runs=True)
    monkeypatch.setitem(sys.modules, "marimo", marimo)
    assert front_ends.is_marimo()
    marimo.runs = False
    assert not front_ends.is_marimo()
    monkeypatch.delitem(sys.modules, "marimo")
    assert not front_ends.is_marimo()


def test_solara_is_known_by_its_visitor_although_it_has_a_kernel_for_each(monkeypatch):
    context = types.ModuleType("solara.server.kernel_context")
    context.has_current_context = lambda: context.is_visited
    monkeypatch.setitem(sys.modules, "solara.server.kernel_context", context)
    context.is_visited = True
    assert (find_host().kind, find_host().name) == ("app server", "Solara")
    assert front_ends.has_visitors()
    with pytest.raises(LoginRequired, match="called by Solara, not by a person"):
        login(ui="prompt")
    context.is_visited = False
    assert find_host().name != "Solara"
    assert not front_ends.has_visitors()


@pytest.mark.parametrize(
    "call",
    [
        login,
        lambda: login(client=KEYS, token=TOKEN),
        lambda: login(ui="prompt"),
        LoginWidget,
        lambda: XSession(KEYS, TOKEN, endpoints=X),
        lambda: Sandbox().start(),
        sandbox.use,
    ],
)
def test_in_a_web_page_it_is_said_at_once_that_nothing_reaches_x(monkeypatch, call):
    monkeypatch.setattr(sys, "platform", "emscripten")  # as Pyodide 314 has it: neither sockets nor threads
    with pytest.raises(XAuthError, match=r"runs inside a web page.*Pyodide, as in JupyterLite"):
        call()


def test_the_doctor_names_the_web_page_and_starts_no_thread(monkeypatch):
    monkeypatch.setattr(sys, "platform", "emscripten")
    monkeypatch.setattr(threading.Thread, "start", lambda _: pytest.fail("a thread"))
    report = doctor()
    assert (report["front end"].status, report["network"].status) == ("fail", "fail")
    assert report["front end"].finding.startswith("Python inside a web page (Pyodide).")
    assert "nothing can reach X" in report["network"].finding
    assert "app keys" not in [check.name for check in report]  # login() asks for none there


@pytest.mark.parametrize("package", ["streamlit", "uvicorn", "bokeh", "gradio", "dash"])
def test_a_server_in_the_stack_is_named(package):
    call = {"__name__": f"{package}.runtime.runner", "look": front_ends.find_server}
    exec("found = look()", call)
    assert call["found"] == package
    assert front_ends.find_server() == ""
