"""JupyterLab that draws no widgets, as where one Lab serves kernels of other environments, or runs the cells itself.

``XAUTH_NB_NBMODEL_PYTHON`` names an interpreter with JupyterLab, jupyter-collaboration and jupyter-server-nbmodel.
"""

from __future__ import annotations

import json
import os
import time
from typing import TYPE_CHECKING

import pytest
from jupyter_browser import JupyterServer
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import OpenNotebook
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

NBMODEL = os.environ.get("XAUTH_NB_NBMODEL_PYTHON", "")  # read now: tests take such variables away
START = "from xauth_nb import Sandbox, login\nsb = Sandbox().start()"
LOGIN = "x = login(client=sb.client, endpoints=sb.endpoints)"
AFTER = "print('ran after', x.screen_name)\nsb.stop()"


@pytest.fixture(scope="module")
def without_widgets(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[JupyterServer]:
    server = JupyterServer(tmp_path_factory.mktemp("bare") / "server")
    config = server.folder / "config" / "labconfig" / "page_config.json"
    config.parent.mkdir(parents=True)
    config.write_text(json.dumps({"disabledExtensions": {"@jupyter-widgets/jupyterlab-manager": True}}))
    with server:
        yield server


@pytest.fixture(scope="module")
def running_cells(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[JupyterServer]:
    if not NBMODEL:
        pytest.skip("XAUTH_NB_NBMODEL_PYTHON names no interpreter that has jupyter-server-nbmodel.")
    with JupyterServer(tmp_path_factory.mktemp("nbmodel") / "server", server_python=NBMODEL) as server:
        yield server


@pytest.mark.parametrize(
    ("server", "why"),
    [  # what tests/notebook/test_no_card.py says of a kernel whose page draws nothing
        pytest.param("without_widgets", "lacks ipywidgets", marks=pytest.mark.deep),
        ("running_cells", "was run by the server"),
    ],
)
def test_the_link_and_a_hidden_input_line_are_there_within_ten_seconds(
    open_notebook: OpenNotebook, request: pytest.FixtureRequest, server: str, why: str
) -> None:
    page = open_notebook([START, LOGIN, AFTER], server=request.getfixturevalue(server))
    page.run_cell(0)
    page.wait_finished(0)
    began = time.monotonic()
    page.run_cell(1)
    page.run_cell(2)
    box = page.output(1).locator("input")
    expect(box).to_be_visible()
    assert time.monotonic() - began < 10
    assert box.get_attribute("type") == "password"
    assert page.output(1).locator(".xauth-nb-card").count() == 0
    page.wait_output(1, "has not drawn the sign-in card")
    page.wait_output(1, why)
    page.screenshot("no-card")
    pin = page.authorize(page.output(1).locator("a", has_text="oauth_token"))
    assert pin
    box.fill(pin)
    box.press("Enter")
    page.wait_output(2, "ran after ada")
    page.cell(2).locator(".cm-content").click()  # the box had the focus, and is gone
    assert pin not in json.dumps(page.save())
