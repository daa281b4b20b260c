"""marimo in Chromium: two cells sign in, the later one runs by itself, and nothing typed is kept anywhere.

marimo is no part of the environment of these tests: ``XAUTH_NB_MARIMO_PYTHON`` names an interpreter that has it, with
this package and its extras ``marimo`` and ``sandbox``.
"""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from jupyter_browser import ARTEFACTS, PATIENCE, until
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

PYTHON = os.environ.get("XAUTH_NB_MARIMO_PYTHON", sys.executable)  # read now: tests take such variables away
IMPORT = "import marimo as mo\nfrom xauth_nb import LoginWidget, errors, login"
CARD = "card = LoginWidget()\ncard"
GO_ON = "mo.stop(not card.is_signed_in)\nx = card.session\nprint('later cell:', x.me().username)"
KEPT = "mo.stop(not card.is_signed_in)\ny = login()\nmo.output.append(mo.md(f'kept for {y.screen_name}'))"
REFUSED = "try:\n    login()\nexcept errors.LoginRequired as error:\n    mo.output.append(mo.plain_text(str(error)))"


class Marimo:
    """A server of marimo with one notebook, in a folder that is also its user's home."""

    def __init__(self, folder: Path, cells: list[str], *, mode: str, theme: str, env: dict[str, str]) -> None:
        self.folder, self.path = folder, folder / "notebook.py"
        body = "".join(f"\n@app.cell\ndef _():\n{_indented(cell)}\n    return\n" for cell in cells)
        self.path.write_text(f"import marimo\n\napp = marimo.App()\n{body}")
        settings = folder / ".config" / "marimo" / "marimo.toml"
        settings.parent.mkdir(parents=True)
        settings.write_text(f'[display]\ntheme = "{theme}"\n')
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.url = f"http://127.0.0.1:{free.getsockname()[1]}/"
        self.argv = [PYTHON, "-m", "marimo", "--log-level", "debug", mode, "notebook.py", "--headless", "--no-token"]
        self.argv += ["--port", self.url.rpartition(":")[2].strip("/")]
        own = {"HOME": str(folder), "XDG_CONFIG_HOME": str(folder / ".config"), "PYTHONPATH": str(_package().parent)}
        self.env = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ} | own | env

    def __enter__(self) -> Marimo:
        self.log = (self.folder / "server.log").open("wb")
        self.process = subprocess.Popen(
            self.argv,
            cwd=self.folder,
            env=self.env,
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,
        )
        try:
            until(self._is_up, f"a server of marimo (see {self.log.name})")
        except BaseException:
            self.__exit__()
            raise
        return self

    def _is_up(self) -> bool:
        assert self.process.poll() is None, f"marimo died: {Path(self.log.name).read_text()[-2000:]}"
        try:
            return urllib.request.urlopen(f"{self.url}health", timeout=PATIENCE).status == 200
        except OSError:
            return False

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(20)
        finally:
            self.log.close()

    def files(self) -> dict[str, str]:
        """All that marimo has written, but for what our own store keeps on purpose."""
        return {
            str(path.relative_to(self.folder)): path.read_text(encoding="utf-8", errors="replace")
            for path in self.folder.rglob("*")
            if path.is_file() and "xauth" not in str(path.relative_to(self.folder))
        }


def _package() -> Path:
    import xauth_nb

    return Path(xauth_nb.__file__).parent


def _indented(cell: str) -> str:
    return "\n".join(f"    {line}" for line in cell.splitlines())


@pytest.fixture
def serve() -> Iterator[Callable[..., Marimo]]:
    has_it = "import marimo, anywidget, flask"
    if subprocess.run([PYTHON, "-c", has_it], capture_output=True, timeout=60, check=False).returncode:
        pytest.skip("marimo is not installed here; XAUTH_NB_MARIMO_PYTHON can name an interpreter that has it.")
    servers: list[Marimo] = []
    place = tempfile.TemporaryDirectory(dir="/var/tmp")  # marimo takes a file in /tmp for one without a name
    folder = Path(place.name)

    def start(cells: list[str], *, mode: str = "edit", theme: str = "light", **env: str) -> Marimo:
        servers.append(Marimo(folder, cells, mode=mode, theme=theme, env=env).__enter__())
        return servers[-1]

    try:
        yield start
    finally:
        for server in servers:
            server.__exit__()
        place.cleanup()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1000, "height": 1100})
    context.set_default_timeout(PATIENCE * 1000)
    page = context.new_page()
    ARTEFACTS.mkdir(exist_ok=True)
    try:
        yield page
    finally:
        page.screenshot(path=ARTEFACTS / "marimo-last.png")
        context.close()


def run_all(page: Page, server: Marimo, last: str) -> None:
    page.goto(server.url)
    expect(page.locator(".cm-content", has_text=last).first).to_be_visible()
    page.get_by_test_id("run-button").last.click()


@pytest.mark.parametrize("theme", ["light", pytest.param("dark", marks=pytest.mark.deep)])
def test_two_cells_sign_in_and_the_later_one_runs_by_itself(serve, page, x_sandbox, theme) -> None:
    told: list[str] = []  # what the kernel tells the page: outputs, and the state of widgets
    page.on("websocket", lambda it: it.on("framereceived", lambda frame: told.append(str(frame))))
    server = serve([IMPORT, REFUSED, CARD, GO_ON, KEPT], theme=theme, XAUTH_NB_ENDPOINT=x_sandbox.base_url)
    run_all(page, server, "kept for")
    card = page.locator(".xauth-nb-card")
    expect(page.get_by_text("mo.stop(not card.is_signed_in); x = card.session")).to_be_visible()
    for label, text in (("API Key", x_sandbox.client.key), ("API Key Secret", x_sandbox.client.secret)):
        card.get_by_label(label, exact=True).fill(text)
        card.get_by_label(label, exact=True).press("Enter")
    expect(card.get_by_role("link")).to_be_visible()
    card.screenshot(path=ARTEFACTS / f"marimo-link-{theme}.png")
    pin = x_sandbox.approve(card.get_by_role("link").get_attribute("href"))
    assert page.get_by_text("later cell: ada").count() == 0
    card.get_by_label("PIN").fill(pin)
    card.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("later cell: ada")).to_be_visible()
    expect(page.get_by_text("kept for ada")).to_be_visible()
    expect(page.get_by_text("Signed in as @ada")).to_have_count(2)  # the card, and the line of login()
    page.screenshot(path=ARTEFACTS / f"marimo-signed-in-{theme}.png")

    page.locator(".cm-content").first.click()
    page.keyboard.press("Control+End")
    page.keyboard.type("  # saved")
    page.keyboard.press("Control+s")
    until(lambda: "# saved" in server.path.read_text(), "a saved notebook")
    until(lambda: any("later cell: ada" in text for name, text in server.files().items() if name.endswith(".py.json")),
          "a session in the cache")  # fmt: skip
    typed = (x_sandbox.client.key, x_sandbox.client.secret, pin)
    kept = {**server.files(), "told": "".join(told), "page": page.content(), "card": card.inner_html()}
    assert "a message of a box for secrets is not logged" in kept["server.log"]
    assert "LoginWidget" in kept["notebook.py"]
    assert "Signed in as @ada" in kept["told"]
    assert [(name, text) for name, held in kept.items() for text in typed if text in held] == []

    page.reload()
    expect(card).to_contain_text("Signed in as @ada")
    card.get_by_role("button", name="Sign out").click()
    expect(card).to_contain_text("Signed out")
    expect(page.get_by_text("later cell: ada")).to_have_count(0)


def test_an_app_asks_no_visitor_at_the_terminal_of_its_server(serve, page, x_sandbox) -> None:
    keys = {"X_API_KEY": x_sandbox.client.key, "X_API_SECRET": x_sandbox.client.secret}
    server = serve([IMPORT, REFUSED, CARD], mode="run", XAUTH_NB_ENDPOINT=x_sandbox.base_url, **keys)
    page.goto(server.url)
    expect(page.locator(".xauth-nb-card")).to_contain_text("whoever opens this page next acts as that account")
    expect(page.get_by_text(re.compile("called by marimo run, not by a person"))).to_be_visible()
    assert "Open this address" not in server.files()["server.log"]
