"""A real Jupyter server with the extension, switched on by the file that the wheel installs."""

from __future__ import annotations

import contextlib
import hashlib
import http.client
import http.cookiejar
import os
import queue
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from importlib.resources import files
from urllib.parse import quote, urlencode, urlsplit

import pytest

from xauth_nb.endpoints import X
from xauth_nb.oauth.mailbox import CallbackMailbox, mailbox_folder

pytest.importorskip("jupyter_server", reason="Jupyter's server is not installed: pip install 'xauth-nb[hub]'")

OURS = "CE545gAAAAAAABtaAAABcbPlJBQ"
THEIRS = "Zm9yZXYAAAAAABtaAAABcbPlJBQ"
GONE = "c3RyYW5nAAAAAABtaAAABcbPlJBQ"
VERIFIER = "canaryVerifier0123456789abcdefgh"
TOKEN = "the-servers-own-token"
BASE = "/user/a.b%40c/"  # a dot and an escape, as JupyterHub makes them of a user's name
PATIENCE = 150  # seconds; a server that starts on a busy machine took more than sixty


def approval(token=OURS):
    return urlencode({"oauth_token": token, "oauth_verifier": VERIFIER})


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


class Server:
    """A Jupyter server in a folder of its own, at a free port."""

    def __init__(self, folder):
        config = folder / "config" / "jupyter_server_config.d"
        config.mkdir(parents=True)
        shutil.copy(str(files("xauth_nb.serverext") / "enable.json"), config / "xauth_nb.json")
        (folder / "home").mkdir()
        self.folder = folder
        self.env = {**os.environ, "HOME": str(folder / "home"), "JUPYTER_CONFIG_DIR": str(folder / "config")}
        self.env |= {"JUPYTER_RUNTIME_DIR": str(folder / "runtime"), "JUPYTER_TOKEN": TOKEN}
        self.env |= {"XDG_DATA_HOME": str(folder / "home" / "data"), "JUPYTER_DATA_DIR": str(folder / "jupyter")}
        self.log = folder / "server.log"
        with socket.socket() as probe:  # older servers do not tell which port they took for 0
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}{BASE}"

    def __enter__(self):
        argv = [sys.executable, "-m", "jupyter_server", "--no-browser", "--allow-root", "--debug"]
        argv += ["--ServerApp.ip=127.0.0.1", f"--ServerApp.port={self.port}", f"--ServerApp.base_url={BASE}"]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(argv, cwd=self.folder, env=self.env, stdout=log, stderr=log)
        try:
            self.wait_until_up()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait(20)

    def wait_until_up(self):
        end = time.monotonic() + PATIENCE
        while True:
            assert self.process.poll() is None, f"the server died: {self.log.read_text()[-2000:]}"
            assert time.monotonic() < end, f"no server: {self.log.read_text()[-2000:]}"
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"{self.url}api", timeout=10).close()
                return
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(0.05)

    def ask(self, query, *, method="GET", token=TOKEN, path="xauth/callback", opener=None):
        request = urllib.request.Request(f"{self.url}{path}?{query}", method=method)
        request.add_header("Accept", "text/html")
        if token:
            request.add_header("Authorization", f"token {token}")
        try:
            with (opener or urllib.request.build_opener(Stay)).open(request, timeout=PATIENCE) as response:
                return response.status, response.headers, response.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.headers, error.read().decode()


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with Server(tmp_path_factory.mktemp("server")) as server:
        yield server


@pytest.fixture
def waiting(server, monkeypatch):
    """A kernel that waits; another environment than the server's, but the same home."""
    monkeypatch.setenv("HOME", server.env["HOME"])
    monkeypatch.setenv("XDG_DATA_HOME", server.env["XDG_DATA_HOME"])
    answers = queue.Queue()
    with CallbackMailbox(X.authorize_url(OURS), answers.put):
        yield answers
    assert answers.empty()
    assert list(mailbox_folder().iterdir()) == []


def finish(server, waiting):
    """Answer after all, which shows that the kernel has gone on waiting."""
    assert waiting.empty()
    status, _, page = server.ask(approval())
    assert (status, "Back to your notebook" in page) == (200, True)
    assert waiting.get(timeout=10) == approval()


def test_the_answer_reaches_the_kernel_and_the_page_holds_nothing_of_it(server, waiting):
    status, headers, page = server.ask(approval())
    assert waiting.get(timeout=10) == approval()
    assert (status, "Back to your notebook" in page) == (200, True)
    assert VERIFIER not in page
    assert OURS not in page
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


def test_a_refusal_reaches_the_kernel_too(server, waiting):
    status, _, page = server.ask(f"denied={OURS}")
    assert (status, "Sign-in cancelled" in page) == (200, True)
    assert waiting.get(timeout=10) == f"denied={OURS}"


def test_a_second_tab_reads_that_it_is_done(server, waiting):
    finish(server, waiting)
    for query in (approval(), f"denied={OURS}"):
        status, _, page = server.ask(query)
        assert (status, "Already done" in page) == (200, True)


@pytest.mark.parametrize(
    "query",
    [approval(THEIRS), f"denied={THEIRS}", "", "oauth_verifier=x", approval() + "&x=" + "y" * 50_000],
    ids=["forged", "forged refusal", "empty", "no token", "50 kB"],
)
def test_any_other_answer_is_refused_and_the_kernel_goes_on_waiting(server, waiting, query):
    status, headers, page = server.ask(query)
    assert (status, "Not a sign-in that is waiting" in page) == (400, True)
    assert headers["Cache-Control"] == "no-store"
    finish(server, waiting)


def test_a_query_of_ten_megabytes_is_cut_off_by_the_server(server, waiting):
    try:
        status, _, _ = server.ask(approval() + "&x=" + "y" * 10_000_000)
    except (OSError, http.client.HTTPException):
        status = 400  # it hung up in the middle
    assert status in (400, 414, 431)
    finish(server, waiting)


@pytest.mark.parametrize("method", ["HEAD", "POST", "PUT", "DELETE"])
def test_only_get_is_answered(server, waiting, method):
    status, _, _ = server.ask(approval(), method=method)
    assert status == 405
    finish(server, waiting)


def test_without_the_servers_login_nothing_is_handed_over(server, waiting):
    for token in ("", "a wrong token"):
        status, headers, page = server.ask(approval(), token=token)
        assert status == 302
        assert urlsplit(headers["Location"]).path == f"{BASE}login"
        assert VERIFIER not in page
    finish(server, waiting)


def test_who_signs_in_to_the_server_first_comes_back_and_the_answer_arrives(server, waiting):
    cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
    opener = urllib.request.build_opener(cookies)
    _, _, page = server.ask(approval(), token="", opener=opener)
    xsrf = re.search(r'name="_xsrf" value="([^"]+)"', page)
    assert xsrf, "no login form"
    target = f"{server.url}login?next={quote(f'{BASE}xauth/callback?{approval()}', safe='')}"
    form = urlencode({"password": TOKEN, "_xsrf": xsrf[1]}).encode()
    with opener.open(target, form, timeout=PATIENCE) as response:
        assert "Back to your notebook" in response.read().decode()
    assert waiting.get(timeout=10) == approval()


def test_the_address_is_matched_as_it_is_and_not_as_a_pattern(server, waiting):
    with contextlib.closing(http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=PATIENCE)) as connection:
        connection.request(
            "GET", f"/user/aXb%40c/xauth/callback?{approval()}", headers={"Authorization": f"token {TOKEN}"}
        )
        assert connection.getresponse().status == 404
    finish(server, waiting)


def test_the_page_says_so_when_the_kernel_is_gone(server, waiting):
    name = hashlib.sha256(GONE.encode()).hexdigest()
    (mailbox_folder() / f"{name}.wait").touch(0o600)  # what a kernel leaves that was killed
    try:
        status, _, page = server.ask(approval(GONE))
        assert (status, "The notebook does not answer" in page) == (200, True)
    finally:
        (mailbox_folder() / f"{name}.answer").unlink()
    finish(server, waiting)


def test_nothing_secret_is_in_the_servers_log_at_its_most_talkative(server):
    log = server.log.read_text()
    assert "xauth/callback" in log
    assert "xauth_nb: sign-ins to X can come back to" in log
    assert VERIFIER not in log
    assert quote(approval(), safe="") not in log
