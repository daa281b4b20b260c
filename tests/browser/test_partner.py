"""Two people on one notebook, by jupyter-collaboration: what the second is shown, and what of it holds a secret.

``XAUTH_NB_COLLABORATION_PYTHON`` names an interpreter with JupyterLab, jupyter-collaboration and ipywidgets. It may be
that of ``test_no_card.py``: what runs the cells there is switched off here.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest
from canaries import in_files
from jupyter_browser import PATIENCE, VIEWPORT, JupyterServer
from playwright.sync_api import expect
from test_saved_notebook import CELLS, TYPED

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import OpenNotebook
    from playwright.sync_api import Browser, Page, WebSocket

pytestmark = [pytest.mark.browser, pytest.mark.deep]

PYTHON = os.environ.get("XAUTH_NB_COLLABORATION_PYTHON", "")  # read now: tests take such variables away


def test_a_partner_sees_what_happens_and_nothing_that_is_typed(
    open_notebook: OpenNotebook, browser: Browser, tmp_path: Path
) -> None:
    if not PYTHON:
        pytest.skip("XAUTH_NB_COLLABORATION_PYTHON names no interpreter that has jupyter-collaboration.")
    settings = {"../@jupyter-widgets/jupyterlab-manager/plugin": {"saveState": True}}
    server = JupyterServer(tmp_path / "server", server_python=PYTHON, settings=settings, debug=True)
    pages_run_their_cells(server)
    with server:
        page = open_notebook(CELLS, server=server)
        context = browser.new_context(viewport=VIEWPORT)
        try:
            partner, told = context.new_page(), []
            partner.on("websocket", lambda it: listen(it, told))
            partner.goto(f"{server.url}lab/workspaces/partner/tree/{page.name}?token={server.token}")
            expect(partner.locator(".jp-Notebook .jp-CodeCell")).to_have_count(len(CELLS), timeout=PATIENCE * 1000)
            for number in range(3):
                page.run_cell(number)
            card = page.output(2).locator(".xauth-nb-card")
            expect(output(partner, 2)).to_contain_text("A sign-in to X was begun here")
            asking = page.output(1).locator(".xauth-nb-card")
            for label, text in zip(("API Key", "API Key Secret"), TYPED, strict=True):
                asking.get_by_label(label, exact=True).fill(text)
                asking.get_by_label(label, exact=True).press("Enter")
            expect(asking).to_contain_text("does not accept the API key")
            pin = page.authorize(card.get_by_role("link"))
            assert pin
            card.get_by_label("PIN").fill(pin)
            card.get_by_label("PIN").press("Enter")
            expect(output(partner, 2)).to_contain_text("Signed in as @ada")
            page.save()
            for secret in (*TYPED, pin):
                assert not [each for each in told if secret.encode() in each]
            secrets = dict(zip(("API key", "API key secret", "PIN"), (*TYPED, pin), strict=True))
            assert in_files(server.folder, secrets) == []
            assert any(b"Signed in as @ada" in each for each in told), "the partner was told nothing"
        finally:
            context.close()
            page.close()  # while the server still runs


def pages_run_their_cells(server: JupyterServer) -> None:
    """Switch jupyter-server-nbmodel off, where it is installed beside what is tried here."""
    config = server.folder / "config"
    (config / "labconfig").mkdir(parents=True)
    off = {"disabledExtensions": {"@datalayer/jupyter-server-nbmodel": True}}
    (config / "labconfig" / "page_config.json").write_text(json.dumps(off))
    off = {"ServerApp": {"jpserver_extensions": {"jupyter_server_nbmodel": False}}}
    (config / "jupyter_server_config.json").write_text(json.dumps(off))


def listen(socket: WebSocket, told: list[bytes]) -> None:
    """Keep all that comes: the document's changes, and the kernel's messages."""
    socket.on("framereceived", lambda frame: told.append(frame if isinstance(frame, bytes) else frame.encode()))


def output(page: Page, number: int):
    return page.locator(".jp-Notebook .jp-CodeCell").nth(number).locator(".jp-Cell-outputArea")
