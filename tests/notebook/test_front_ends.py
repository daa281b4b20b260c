"""Front ends are told from each other by their marks, each as it was seen in one or read in its source."""

from __future__ import annotations

import os
import sys
import types

import pytest

from xauth_nb.notebook import front_ends

FILE = {"JPY_SESSION_NAME": "/home/ada/a.ipynb"}
PAGE = {"header": {"msg_id": "0b6a-4f1c", "session": "77aa"}}  # JavaScript sends a UUID
CLIENT = {"header": {"msg_id": "77aa_4711_3", "session": "77aa"}}  # jupyter_client counts
OLD_CLIENT = {"header": {"msg_id": "77aa_3", "session": "77aa"}}


class Kernel:
    """Of ipykernel."""


SpyderKernel = type("SpyderKernel", (Kernel,), {"__module__": "spyder_kernels.console.kernel"})

SEEN = [  # environment, kernel, request, name
    ({}, Kernel, PAGE | {"metadata": {"cellId": "5e1b"}}, "JupyterLab or Notebook 7"),
    (FILE, Kernel, PAGE | {"metadata": {"cellId": "5e1b"}}, "JupyterLab or Notebook 7"),
    ({}, Kernel, PAGE, "classic Notebook"),
    (FILE, Kernel, CLIENT, "a notebook whose cells its page does not run"),  # jupyter-server-nbmodel 0.2.9
    (FILE, Kernel, CLIENT | {"metadata": {"cellId": "5e1b"}}, "a Jupyter notebook"),
    (FILE, Kernel, {}, "a Jupyter notebook"),  # on a thread, nothing is known of the cell
    ({}, Kernel, CLIENT, "a console on a Jupyter kernel"),
    ({}, Kernel, OLD_CLIENT, "a console on a Jupyter kernel"),
    ({}, Kernel, {}, "a console on a Jupyter kernel"),
    ({}, SpyderKernel, CLIENT, "Spyder"),
    ({"VSCODE_PID": "1"}, Kernel, PAGE | {"metadata": {"cellId": "5e1b"}}, "VS Code"),
    ({}, Kernel, PAGE | {"metadata": {"cellId": "vscode-notebook-cell:/a#1"}}, "VS Code"),
    ({"COLAB_RELEASE_TAG": "release-colab", "JPY_SESSION_NAME": "a"}, Kernel, PAGE, "Google Colab"),
    ({"KAGGLE_KERNEL_RUN_TYPE": "Interactive", "COLAB_GPU": "0"}, Kernel, PAGE, "Kaggle"),
    ({"DATABRICKS_RUNTIME_VERSION": "15.4"}, Kernel, CLIENT, "Databricks"),
    ({"SERVER_SOFTWARE": "voila/0.5.13"}, Kernel, CLIENT, "Voilà"),
]  # fmt: skip


@pytest.mark.parametrize(("environment", "kernel", "request_", "name"), SEEN)
def test_the_front_end_is_named(monkeypatch, environment, kernel, request_, name):
    marks = ("JPY_", "VSCODE_", "COLAB_", "KAGGLE_", "DATABRICKS_", "SERVER_SOFTWARE", "VOILA_")
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


@pytest.mark.parametrize("package", ["streamlit", "uvicorn", "bokeh", "gradio"])
def test_a_server_in_the_stack_is_named(package):
    call = {"__name__": f"{package}.runtime.runner", "look": front_ends.find_server}
    exec("found = look()", call)
    assert call["found"] == package
    assert front_ends.find_server() == ""
