"""Drives a real JupyterLab or Notebook 7 in a real Chromium, as a person would: by its cells, menus and keys.

How to use it in a test of this folder (the fixtures are in ``conftest.py``)::

    @pytest.mark.browser
    @pytest.mark.parametrize("front", LAB_FIRST)  # in JupyterLab; a deep run tries Notebook 7 too
    def test_it(open_notebook, front):
        page = open_notebook(["x = 1", "x + 1"], front=front)   # a new file, a new kernel; env={"X": "1"} reaches it
        page.run_all()                                # or page.run_cell(0)
        page.wait_output(1, "2")                      # fails after a deadline, with what stands there instead
        page.output(0).get_by_label("PIN").fill("1")  # any Playwright locator works inside a cell's output
        page.interrupt(); page.restart_and_run_all(); page.reload(); page.save()   # save() returns the notebook
        page.screenshot("story")                      # tests/artefacts/story.png

or without pytest: ``with chromium() as browser, JupyterServer(folder) as server: NotebookPage(browser, server, ...)``.

``XAUTH_NB_KERNEL_PYTHON`` names the interpreter that runs the kernels; ``matrix.py`` goes through many.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

__all__ = ["LAB_FIRST", "PATIENCE", "VIEWPORT", "JupyterServer", "NotebookPage", "chromium", "chromium_path", "until"]

LAB_FIRST = ("lab", pytest.param("notebook", marks=pytest.mark.deep))  # Notebook 7 is made of the same parts
PATIENCE = 60.0  # seconds before anything counts as hung; two cores may be busy with other tests
KERNEL_PYTHON = os.environ.get("XAUTH_NB_KERNEL_PYTHON", sys.executable)  # read now: tests take such variables away
VIEWPORT = {"width": 1200, "height": 1000}
ARTEFACTS = Path(__file__).resolve().parents[1] / "artefacts"

# ipykernel 7.0 to 7.3 can go deaf when a request meets a reply on its way out, mostly while a page opens, when no code
# of ours has run yet: so its reader is roused here. tests/notebook/test_host.py goes without this.
STARTUP = """
def _rouse(kernel=get_ipython().kernel):
    import threading
    def go():
        while not threading.Event().wait(0.5):
            kernel.shell_channel_thread.io_loop.add_callback(kernel.shell_stream.flush)
    if getattr(kernel, "shell_channel_thread", None):
        threading.Thread(target=go, daemon=True).start()
_rouse()
del _rouse
"""
# JupyterLab ends with whoever started it, also where that was killed and could stop nothing.
JUPYTERLAB = """
import ctypes, sys
if sys.platform == "linux":
    ctypes.CDLL(None).prctl(1, 15)  # PR_SET_PDEATHSIG, SIGTERM
from jupyterlab.labapp import main
main()
"""
SETTINGS = {
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    "apputils-extension/themes": {"adaptive-theme": True},  # dark where a page says so
    "notebook-extension/tracker": {"windowingMode": "none"},  # every cell stays in the page, seen or not
}

OPEN = """path => jupyterapp.commands.execute(
    'docmanager:open', {path, factory: 'Notebook', kernel: {name: 'tried'}}).then(() => null)"""
SAVES_WIDGETS = "() => jupyterapp.commands.isToggled('@jupyter-widgets/jupyterlab-manager:saveWidgetState')"
CLOSE = "() => [...jupyterapp.shell.widgets('main')].forEach(each => each.dispose())"

expect.set_options(timeout=PATIENCE * 1000)  # Playwright's own five seconds say only that a machine is busy

_NUMBERED = re.compile(r"^\[\d+\]:$")


def _exactly(text: str) -> re.Pattern[str]:
    return re.compile(f"^{re.escape(text)}$")


def until(is_so: Callable[[], object], what: str, patience: float = PATIENCE) -> None:
    """Wait for a condition that is not in the page."""
    deadline = time.monotonic() + patience
    while not is_so():
        assert time.monotonic() < deadline, f"not within {patience:.0f} s: {what}"
        time.sleep(0.05)


def chromium_path() -> str | None:
    """Find the machine's own Chromium or Chrome."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """Start the machine's Chromium, and stop it."""
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), headless=True, args=flags)
        try:
            yield browser
        finally:
            browser.close()


class JupyterServer:
    """A Jupyter server in a folder of its own: no user's settings, kernels or running servers are seen or touched.

    Parameters
    ----------
    folder : Path
        Where everything is written; notebooks go to ``folder / "notebooks"``.
    kernel_python : str, optional
        The interpreter whose ipykernel runs the cells.
    env : dict, optional
        Added to the environment of the kernels.
    settings : dict, optional
        JupyterLab's settings by plugin, for instance ``{"apputils-extension/kernels-settings": {"commsOverSubshells":
        "disabled"}}``.
    server_python : str, optional
        The interpreter whose JupyterLab serves.
    debug : bool, optional
        Whether it logs at DEBUG, to ``folder / "server.log"``.
    """

    def __init__(
        self,
        folder: Path,
        *,
        kernel_python: str | None = None,
        env: dict[str, str] | None = None,
        settings: dict[str, dict[str, Any]] | None = None,
        server_python: str = sys.executable,
        debug: bool = False,
    ) -> None:
        self.server_python, self.debug = server_python, debug
        self.folder, self.notebooks, self.token = folder, folder / "notebooks", secrets.token_hex(16)
        self.notebooks.mkdir(parents=True)
        self.write_kernel(kernel_python or KERNEL_PYTHON, env or {})
        for plugin, values in {**SETTINGS, **(settings or {})}.items():
            file = folder / "settings" / "@jupyterlab" / f"{plugin}.jupyterlab-settings"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(values))

        startup = folder / "ipython" / "profile_default" / "startup" / "rouse.py"
        startup.parent.mkdir(parents=True)
        startup.write_text(STARTUP)

    def write_kernel(self, python: str, env: dict[str, str]) -> None:
        spec = self.folder / "data" / "kernels" / "tried" / "kernel.json"
        spec.parent.mkdir(parents=True, exist_ok=True)
        argv = [python, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        spec.write_text(json.dumps({"argv": argv, "display_name": "tried", "language": "python", "env": env}))

    def __enter__(self) -> JupyterServer:
        own = {"HOME": "home", "JUPYTER_CONFIG_DIR": "config", "JUPYTER_DATA_DIR": "data", "IPYTHONDIR": "ipython"}
        own |= {"JUPYTER_RUNTIME_DIR": "runtime", "JUPYTERLAB_SETTINGS_DIR": "settings"}
        own |= {"JUPYTERLAB_WORKSPACES_DIR": "workspaces"}
        env = {**os.environ, **{name: str(self.folder / place) for name, place in own.items()}}
        argv = [self.server_python, "-c", JUPYTERLAB, "--no-browser", "--allow-root", "--ServerApp.port=0"]
        argv += ["--ServerApp.ip=127.0.0.1", f"--ServerApp.root_dir={self.notebooks}"]
        argv += ["--KernelSpecManager.ensure_native_kernel=False", "--LabApp.news_url=None"]
        argv += ["--LabApp.expose_app_in_browser=True"]  # a second notebook can be opened in a tab, and all closed
        argv += ["--debug"] * self.debug
        (self.folder / "home").mkdir()
        self.log = (self.folder / "server.log").open("wb")
        self.process = subprocess.Popen(
            argv,
            cwd=self.folder,
            env={**env, "JUPYTER_TOKEN": self.token},
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,
        )
        try:
            until(self._is_up, f"a Jupyter server (see {self.log.name})")
        except BaseException:
            self.__exit__()
            raise
        return self

    def _is_up(self) -> bool:
        assert self.process.poll() is None, f"the Jupyter server died: {Path(self.log.name).read_text()[-2000:]}"
        found = list((self.folder / "runtime").glob("jpserver-*.json"))
        try:
            self.url = json.loads(found[0].read_text())["url"]
            self.api("status")
        except (IndexError, ValueError, OSError):
            return False
        return True

    def is_running(self) -> bool:
        """Tell whether the server's process lives."""
        return self.process.poll() is None

    def __exit__(self, *_: object) -> None:
        try:
            self.process.send_signal(signal.SIGTERM)  # shuts its kernels down as well
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)  # kernels notice within a second that their parent is gone
            self.process.wait(20)
        finally:
            self.log.close()

    def api(self, path: str, method: str = "GET") -> Any:
        """Ask the server's REST API."""
        ask = urllib.request.Request(f"{self.url}api/{path}", method=method)
        ask.add_header("Authorization", f"token {self.token}")
        with urllib.request.urlopen(ask, timeout=PATIENCE) as answer:
            return json.loads(answer.read() or "null")

    def write_notebook(self, name: str, cells: Sequence[str]) -> Path:
        """Write a notebook of code cells."""
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in cells])
        notebook.metadata["kernelspec"] = {"name": "tried", "display_name": "tried", "language": "python"}
        path = self.notebooks / name
        nbformat.write(notebook, path)
        return path


class NotebookPage:
    """One notebook, open in one tab, with a kernel of its own. Cells count from 0.

    Parameters
    ----------
    browser : Browser or BrowserContext
        A context is shared with other notebooks, and so are the files of JupyterLab that it has loaded.
    server : JupyterServer
    cells : sequence of str
        The sources of the notebook's code cells.
    front : {"lab", "notebook"}
    name : str
        The file's name; a new one for each notebook.
    tab : playwright.sync_api.Page, optional
        A tab of this server's JupyterLab in which no notebook is open: to load it anew takes five times the work.
    **context
        For Playwright's new context: ``color_scheme="dark"``, ``viewport={"width": 500, "height": 800}``, …

    Attributes
    ----------
    page : playwright.sync_api.Page
    path : Path
        The notebook file.
    """

    def __init__(
        self,
        browser: Browser | BrowserContext,
        server: JupyterServer,
        cells: Sequence[str],
        *,
        front: str,
        name: str,
        tab: Page | None = None,
        **context: Any,
    ) -> None:
        self.server, self.front, self.name = server, front, name
        self.path = server.write_notebook(name, cells)
        self._is_shared = isinstance(browser, BrowserContext)
        self.context = browser if self._is_shared else browser.new_context(**{"viewport": VIEWPORT, **context})
        self.context.set_default_timeout(PATIENCE * 1000)
        self.page = tab or self.context.new_page()
        try:
            if tab:
                tab.bring_to_front()  # it may have stood behind others, where nothing is drawn
                tab.evaluate(OPEN, name)
            else:
                place = {"lab": "lab/workspaces/w{}/tree", "notebook": "notebooks"}[front].format(name.split(".")[0])
                self.page.goto(f"{server.url}{place}/{name}?token={server.token}")
            self._wait_until_open(len(cells))
            until(lambda: self.kernel()["execution_state"] == "idle", "an idle kernel")
        except BaseException:
            self.screenshot(f"could-not-open-{front}-{name}")
            self.close()
            raise

    def _wait_until_open(self, cells: int) -> None:
        expect(self.page.locator(".jp-Notebook .jp-CodeCell")).to_have_count(cells)
        expect(self.page.locator("#main, #jupyterlab-splash").first).to_be_visible()
        expect(self.page.locator("#jupyterlab-splash")).to_have_count(0)
        until(lambda: self.kernel().get("connections", 0) >= 1, "a kernel that the page is connected to")

    def kernel(self) -> dict[str, Any]:
        """Return what the server knows of this notebook's kernel: ``id``, ``execution_state``, ``connections``."""
        sessions = [session for session in self.server.api("sessions") if session["path"] == self.name]
        return sessions[0]["kernel"] if sessions else {"execution_state": "none"}

    def close(self) -> None:
        """Close the tab and stop the kernel; a server that has gone took its kernels with it."""
        (self.page if self._is_shared else self.context).close()
        self._stop_kernel()

    def leave(self) -> Page | None:
        """Close the notebook and stop its kernel, and give the tab of JupyterLab, if it is as it was found."""
        is_reusable = self.front == "lab" and self._is_shared and not self.page.is_closed() and self.server.is_running()
        if not is_reusable or self.page.locator(".jp-Dialog").count():
            self.close()
            return None
        self.page.evaluate(CLOSE)
        self._stop_kernel()
        return self.page

    def _stop_kernel(self) -> None:
        if self.server.is_running() and "id" in (kernel := self.kernel()):
            self.server.api(f"kernels/{kernel['id']}", "DELETE")

    # --- what a person sees

    def cell(self, number: int) -> Locator:
        """Return a cell."""
        return self.page.locator(".jp-Notebook .jp-CodeCell").nth(number)

    def output(self, number: int) -> Locator:
        """Return the output area of a cell: look for widgets in here."""
        return self.cell(number).locator(".jp-Cell-outputArea")

    def wait_output(self, number: int, text: str) -> None:
        """Wait until the output of a cell contains a text."""
        expect(self.output(number)).to_contain_text(text)

    def prompt(self, number: int) -> str:
        """Return ``[ ]:``, ``[*]:`` while the cell runs or is queued, or its number, ``[3]:``."""
        return self.cell(number).locator(".jp-InputPrompt").inner_text().strip()

    def wait_finished(self, number: int) -> None:
        """Wait until a cell has run and has its number."""
        expect(self.cell(number).locator(".jp-InputPrompt")).to_have_text(_NUMBERED)

    def wait_running(self, number: int) -> None:
        """Wait until a cell runs or is queued."""
        expect(self.cell(number).locator(".jp-InputPrompt")).to_have_text("[*]:")

    # --- what a person does

    def run_cell(self, number: int) -> None:
        """Put the cursor into a cell and press Control and Enter."""
        self.cell(number).locator(".cm-content").click()
        self.page.keyboard.press("Control+Enter")

    def run_all(self) -> None:
        """Choose Run, Run All Cells."""
        self.choose("Run", "Run All Cells")

    def interrupt(self) -> None:
        """Choose Kernel, Interrupt Kernel."""
        self.choose("Kernel", "Interrupt Kernel")

    def restart_and_run_all(self) -> None:
        """Choose Kernel, Restart Kernel and Run All Cells, and agree."""
        self.choose("Kernel", "Restart Kernel and Run All Cells…")
        self.page.locator(".jp-Dialog button.jp-mod-accept").click()

    def choose(self, menu: str, item: str) -> None:
        """Open a menu of the menu bar and choose an item, as it is written there."""
        self.page.locator(".lm-MenuBar-itemLabel", has_text=_exactly(menu)).click()
        self.page.locator(".lm-Menu-itemLabel:visible", has_text=_exactly(item)).click()

    def save_state_of_widgets(self, wanted: bool) -> None:
        """Choose Settings, Save Widget State Automatically, unless it is as wanted; it is kept for later notebooks."""
        if self.page.evaluate(SAVES_WIDGETS) != wanted:
            self.choose("Settings", "Save Widget State Automatically")
            until(lambda: self.page.evaluate(SAVES_WIDGETS) == wanted, "another setting")

    def reload(self) -> None:
        """Reload the page, and wait until its notebook is there and connected."""
        cells = self.page.locator(".jp-Notebook .jp-CodeCell").count()
        self.page.reload()
        self._wait_until_open(cells)

    def save(self) -> nbformat.NotebookNode:
        """Press Control and S, wait for the file, and return it."""
        before = self.path.stat().st_mtime_ns
        self.page.keyboard.press("Control+s")
        until(lambda: self.path.stat().st_mtime_ns != before and self._is_whole(), "a saved file")
        return nbformat.read(self.path, as_version=4)

    def _is_whole(self) -> bool:
        try:
            return bool(json.loads(self.path.read_text(encoding="utf-8")))
        except ValueError:
            return False

    def authorize(self, link: Locator) -> str:
        """Open the link, press Authorize app, and bring back the PIN; nothing where the tab is sent to the callback."""
        with self.context.expect_page() as opened:
            link.click()
        tab = opened.value
        tab.get_by_role("button", name="Authorize app").click()
        tab.wait_for_load_state()
        found = re.search(r"\b\d{7}\b", tab.locator("body").inner_text())
        tab.close()
        return found[0] if found else ""

    def screenshot(self, name: str) -> Path:
        """Keep a picture of the page in ``tests/artefacts``."""
        ARTEFACTS.mkdir(exist_ok=True)
        path = ARTEFACTS / f"{name}.png"
        self.page.screenshot(path=path)
        return path
