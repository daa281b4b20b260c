"""``xauth-nb demo``: the tutorials in JupyterLab, or executed without a browser, against a sandbox X of their own."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import webbrowser
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from xauth_nb.errors import MissingDependencyError, UsageError, XAuthError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["execute", "serve"]

_START_SECONDS = 120
_GLANCE_SECONDS = 5
_QUIET_SECONDS = 5
_CELL_SECONDS = 120
_QUIET = {"fetchNews": "false", "checkForUpdates": False}


def serve(folder: Path, *, open_browser: bool = True) -> int:
    """Open the tutorials in JupyterLab, and stay until it ends.

    Parameters
    ----------
    folder : pathlib.Path
        Where the tutorials are copied to; what is there already is kept.
    open_browser : bool
        Print the address where ``False``, or where there is no browser.

    Returns
    -------
    int
        The exit code of JupyterLab, 0 after Ctrl-C or SIGTERM.

    Raises
    ------
    MissingDependencyError
        If JupyterLab is not installed.
    """
    _need("jupyterlab")
    print(f"Copying the tutorials to {folder} (a file that is there already is kept) …", flush=True)
    notebooks = _copy_tutorials(folder, outputs=False)
    log = folder / "jupyter.log"
    print("Starting a sandbox X …", flush=True)
    from xauth_nb.testing.environment import SignedInSandbox  # not before: it takes its time, and something was said

    with (
        _stopped_by_sigterm(),
        SignedInSandbox(signed_in_as=None) as sandbox,
        _lab_defaults() as defaults,
        log.open("wb") as diary,
    ):
        print(f"Starting JupyterLab (up to {_START_SECONDS} s the first time; its log is {log}) …", flush=True)
        token = secrets.token_urlsafe(24)
        lab = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *_lab_options(folder, notebooks[0].name)],
            # JUPYTER_TOKEN: arguments can be read by everybody on this machine.
            env={**os.environ, "JUPYTER_TOKEN": token, "JUPYTER_CONFIG_PATH": defaults},
            stdout=diary,
            stderr=diary,
        )
        try:
            address = f"{_address_of(lab, token, log)}lab/tree/{notebooks[0].name}?token={token}"
            print(f"\nThe tutorials are in {folder}, the sandbox X at {sandbox.base_url}: nothing leaves this machine.")
            if open_browser and _opened(_runtime_file(lab, "-open.html")):
                print("JupyterLab is open in your browser; if it is not, open this address:")
            else:
                print("Open this address in a browser:")
            print(f"\n    {address}\n\nCtrl-C ends both.", flush=True)
            return lab.wait()
        except KeyboardInterrupt:
            print("\nStopped.")
            return 0
        finally:
            _end(lab)


def execute(folder: Path) -> int:
    """Run every tutorial without a browser, each against a sandbox of its own, as notebook and as HTML page.

    Parameters
    ----------
    folder : pathlib.Path
        Where the tutorials are copied to; the results go to its sub-folder ``executed``.

    Returns
    -------
    int
        0 where all ran through, 1 where a cell failed.

    Raises
    ------
    MissingDependencyError
        If nbconvert is not installed.
    """
    from xauth_nb.testing.environment import SignedInSandbox

    _need("nbconvert")
    _need("ipykernel")
    results = folder / "executed"
    failed = 0
    for notebook in _copy_tutorials(folder):
        results.mkdir(exist_ok=True)
        with SignedInSandbox(), (results / "kernels.log").open("ab") as diary:
            error = _run(notebook, results, diary)
        print(f"{'failed' if error else 'ok':>6}  {notebook.name}{f': {error}' if error else ''}", flush=True)
        failed += bool(error)
    print(f"\nThe executed notebooks, and the same as web pages, are in {results}")
    return 1 if failed else 0


def _run(notebook: Path, results: Path, diary: BinaryIO) -> str:
    """Execute one notebook and write it down, also when a cell fails. Returns the error in words, or nothing."""
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError
    from nbconvert import HTMLExporter

    content: Any = nbformat.read(notebook, as_version=4)
    error = ""
    try:
        client = NotebookClient(content, timeout=_CELL_SECONDS, resources={"metadata": {"path": str(notebook.parent)}})
        client.execute(stderr=diary)  # what kernels and their libraries warn of concerns nobody who runs tutorials
    except CellExecutionError as failure:
        error = f"{failure.ename}: {failure.evalue}".splitlines()[0]
    nbformat.write(content, results / notebook.name)
    page, _ = HTMLExporter().from_notebook_node(content)
    (results / notebook.with_suffix(".html").name).write_text(page, encoding="utf-8")
    return error


def _copy_tutorials(folder: Path, *, outputs: bool = True) -> list[Path]:
    """Copy the tutorials, but never over a file that the person may have changed.

    Without outputs where a person runs them: nobody is to look signed in who has not signed in yet.
    """
    source = _tutorials()
    try:
        for file in [*source.glob("*.ipynb"), *source.glob("images/*")]:
            copy = folder / file.relative_to(source)
            if not copy.exists():
                copy.parent.mkdir(parents=True, exist_ok=True)
                if outputs or file.suffix != ".ipynb":
                    shutil.copyfile(file, copy)
                else:
                    copy.write_text(_without_outputs(file.read_text(encoding="utf-8")), encoding="utf-8")
    except OSError as error:
        raise UsageError(
            f"The folder {folder} cannot be used: {error.strerror}.", remedy="Choose another with --to FOLDER."
        ) from None
    return [folder / notebook.name for notebook in sorted(source.glob("*.ipynb"))]


def _without_outputs(notebook: str) -> str:
    content = json.loads(notebook)
    for cell in content["cells"]:
        if cell["cell_type"] == "code":
            cell |= {"outputs": [], "execution_count": None}
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def _tutorials() -> Path:
    """Find the tutorials: beside the package in a checkout, inside it when installed from a wheel."""
    package = Path(__file__).resolve().parents[1]
    places = (package / "tutorials", package.parent / "notebooks")
    return next(place for place in places if place.is_dir())


def _lab_options(folder: Path, first: str) -> list[str]:
    options = [f"--ServerApp.root_dir={folder.resolve()}", f"--LabApp.default_url=/lab/tree/{first}", "--no-browser"]
    # An expired announcement would be the first thing that a newcomer sees.
    options.append("--LabApp.news_url=None")
    # And it is said that nothing leaves this machine.
    options.append("--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        options.append("--allow-root")
    return options


@contextlib.contextmanager
def _lab_defaults() -> Iterator[str]:
    """Let JupyterLab not ask for news: the question would lie on the first page. Settings of one's own still count.

    Yields
    ------
    str
        A search path for ``JUPYTER_CONFIG_PATH``: JupyterLab reads defaults from ``labconfig`` in each folder of it.
    """
    with tempfile.TemporaryDirectory(prefix="xauth_nb-") as folder:
        file = Path(folder) / "labconfig" / "default_setting_overrides.json"
        file.parent.mkdir()
        file.write_text(json.dumps({"@jupyterlab/apputils-extension:notification": _QUIET}), encoding="utf-8")
        yield os.pathsep.join(filter(None, (folder, os.environ.get("JUPYTER_CONFIG_PATH"))))


def _address_of(lab: subprocess.Popen[bytes], token: str, log: Path) -> str:
    announced = _runtime_file(lab, ".json")
    spoke = time.monotonic()
    deadline = spoke + _START_SECONDS
    while time.monotonic() < deadline and lab.poll() is None:
        with contextlib.suppress(OSError, ValueError, KeyError):  # not there yet, or not whole
            told = json.loads(announced.read_text(encoding="utf-8"))
            if told["token"] == token:  # or a server of before left it, which had the same number and was killed
                return str(told["url"])
        if time.monotonic() - spoke > _QUIET_SECONDS:
            print("… still starting", flush=True)
            spoke = time.monotonic()
        time.sleep(0.1)
    raise XAuthError(
        "JupyterLab did not start.",
        remedy=f"Look into {log} for the reason; xauth-nb demo --execute needs no JupyterLab.",
    )


def _runtime_file(lab: subprocess.Popen[bytes], ending: str) -> Path:
    """Name a file of the server's: ``.json`` is its address, ``-open.html`` leads to the notebook.

    The token is in the second, and so on no command line. Jupyter's own list of servers is not asked, because to import
    it takes ten seconds where nothing is compiled yet.
    """
    from jupyter_core.paths import jupyter_runtime_dir

    return Path(jupyter_runtime_dir()) / f"jpserver-{lab.pid}{ending}"


def _opened(page: Path) -> bool:
    deadline = time.monotonic() + _GLANCE_SECONDS
    while not page.exists():  # it is written just after the server is announced
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    try:
        return webbrowser.open(page.as_uri())
    except webbrowser.Error:
        return False


@contextlib.contextmanager
def _stopped_by_sigterm() -> Iterator[None]:
    """Let SIGTERM do what Ctrl-C does: JupyterLab and its kernels must not outlive the demo."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _need(package: str) -> None:
    if find_spec(package) is None:
        raise MissingDependencyError(
            f"The demo needs {package}, which is not installed.", remedy="Run: pip install 'xauth-nb[demo]'"
        )
