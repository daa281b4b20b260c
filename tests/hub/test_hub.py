"""Two people on a real JupyterHub sign in at the same time, by redirect, each in a kernel of their own.

Needs JupyterHub and its proxy, which are no part of the extra ``test``, and is skipped without them. To run it::

    pip install jupyterhub && npm install --prefix /tmp/proxy configurable-http-proxy &&
    PATH=$PATH:/tmp/proxy/node_modules/.bin pytest tests/hub

It takes about half a minute. What the pages of a person do is done here over HTTP and a kernel's own channels.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from html import unescape
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

from xauth_nb.sandbox import Sandbox

PROXY = shutil.which("configurable-http-proxy")
pytest.importorskip("jupyterhub", reason="JupyterHub is not installed: the docstring of this file says how")
websocket = pytest.importorskip("websocket", reason="websocket-client is not installed; it comes with Jupyter's server")
pytestmark = pytest.mark.skipif(
    PROXY is None, reason="JupyterHub's proxy is not on the PATH: the docstring of this file says how"
)

PATIENCE = 90
PEOPLE = {"ada": "user/ada/xauth/callback", "grace": "hub/user-redirect/xauth/callback"}
"""Where X sends them back to: to an address of their own, and to the one that a hub has for everybody."""

CONFIG = """
import sys
import jupyterhub.log
# The hub's own log hides tokens and verifiers in addresses, but not in an address that is the "next" of another one.
jupyterhub.log.SCRUB_PARAM_KEYS += ("next",)
c = get_config()
c.JupyterHub.bind_url = "{bind}"
c.JupyterHub.hub_port = {hub_port}
c.JupyterHub.db_url = "sqlite:///:memory:"
c.JupyterHub.log_level = "DEBUG"
c.ConfigurableHTTPProxy.command = ["{proxy}"]
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{proxy_port}"
c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allow_all = True
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = "{homes}/{{username}}"
c.Spawner.cmd = [sys.executable, "-m", "jupyterhub.singleuser"]
c.Spawner.args = ["--allow-root", "--debug"]
c.Spawner.environment = {environment}
c.JupyterHub.services = [{{"name": "driver", "api_token": "{token}"}}]
c.JupyterHub.load_roles = [
    {{"name": "driver", "services": ["driver"], "scopes": ["admin:users", "admin:servers", "access:servers"]}}
]
"""


def free_ports(count):
    with contextlib.ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]


class Hub:
    """JupyterHub with its proxy; servers are processes of this machine, homes are folders of this test."""

    def __init__(self, folder, sandbox):
        port, hub_port, proxy_port = free_ports(3)
        self.url, self.token, self.homes = f"http://127.0.0.1:{port}/", secrets.token_hex(16), folder / "homes"
        self.folder, self.log = folder, folder / "hub.log"
        enabled = folder / "etc" / "jupyter_server_config.d"
        enabled.mkdir(parents=True)
        shutil.copy(str(files("xauth_nb.serverext") / "enable.json"), enabled / "xauth_nb.json")
        environment = {
            "JUPYTER_CONFIG_PATH": str(enabled.parent),
            "PYTHONPATH": os.pathsep.join(filter(None, [str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH")])),
            "XAUTH_NB_ENDPOINT": sandbox.base_url,
            "X_API_KEY": sandbox.client.key,
            "X_API_SECRET": sandbox.client.secret,
            "XAUTH_NB_CALLBACK": "https://hub.example{prefix}xauth/callback",
        }
        (folder / "config.py").write_text(
            CONFIG.format(
                bind=self.url,
                hub_port=hub_port,
                proxy_port=proxy_port,
                proxy=PROXY,
                homes=self.homes,
                environment=environment,
                token=self.token,
            )
        )

    def __enter__(self):
        argv = [sys.executable, "-m", "jupyterhub", "-f", "config.py"]
        environment = {name: value for name, value in os.environ.items() if name != "XAUTH_NB_HOME"}
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                argv, cwd=self.folder, env=environment, stdout=log, stderr=log, start_new_session=True
            )
        try:
            self.until(lambda: self.api("GET", "").ok, "a hub")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        try:
            self.process.send_signal(signal.SIGTERM)  # it stops the proxy and everybody's servers
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(20)

    def until(self, is_so, what):
        end = time.monotonic() + PATIENCE
        while True:
            assert self.process.poll() is None, f"the hub died: {self.log.read_text()[-3000:]}"
            assert time.monotonic() < end, f"no {what}: {self.log.read_text()[-3000:]}"
            with contextlib.suppress(requests.ConnectionError):
                if is_so():
                    return
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(0.1)

    def api(self, method, path, **options):
        headers = {"Authorization": f"token {self.token}"}
        return requests.request(method, f"{self.url}hub/api/{path}", headers=headers, timeout=PATIENCE, **options)

    def start_server_of(self, name):
        assert self.api("POST", f"users/{name}").ok
        assert self.api("POST", f"users/{name}/server").ok
        self.until(lambda: self.api("GET", f"users/{name}").json()["servers"].get("", {}).get("ready"), "server")

    def browser_of(self, name):
        """A browser in which somebody has signed in to the hub, and to their own server."""
        browser = requests.Session()
        page = browser.get(f"{self.url}hub/login", timeout=PATIENCE)
        xsrf = re.search(r'name="_xsrf" value="([^"]+)"', page.text)[1]
        form = {"username": name, "password": "any", "_xsrf": xsrf}
        assert browser.post(f"{self.url}hub/login", form, timeout=PATIENCE).ok
        return browser


class Kernel:
    """A kernel of somebody's server, spoken to as a notebook page does."""

    def __init__(self, hub, name):
        headers = {"Authorization": f"token {hub.token}"}
        self._url = f"{hub.url}user/{name}/api/kernels"
        made = requests.post(self._url, headers=headers, json={}, timeout=PATIENCE)
        made.raise_for_status()
        address = f"{self._url}/{made.json()['id']}/channels".replace("http", "ws", 1)
        self._channels = websocket.create_connection(address, header=headers, timeout=PATIENCE)
        self._seen = ""
        self._printed = ""

    def close(self):
        self._channels.close()

    def run(self, code):
        self._deadline = time.monotonic() + PATIENCE
        content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": True}
        header = {"msg_id": secrets.token_hex(8), "msg_type": "execute_request", "username": "", "session": "page"}
        message = {"header": {**header, "version": "5.3"}, "parent_header": {}, "content": content}
        message["metadata"] = {"cellId": secrets.token_hex(4)}  # as a notebook's pages send it, and consoles do not
        self._channels.send(json.dumps({**message, "channel": "shell", "buffers": []}))

    def _next(self):
        assert time.monotonic() < self._deadline, f"the cell goes on and on, and has printed {self._printed!r}"
        text = self._channels.recv()
        message = json.loads(text)
        self._seen += text
        if message["msg_type"] == "stream":
            self._printed += message["content"]["text"]
        return message

    def link(self):
        """The link that the card shows."""
        while True:
            for value in self._strings(self._next()["content"]):
                if found := re.search(r'href="([^"]+/oauth/authorize\?[^"]+)"', value):
                    return unescape(found[1])

    def _strings(self, content):
        if isinstance(content, str):
            yield content
        for each in content.values() if isinstance(content, dict) else content if isinstance(content, list) else ():
            yield from self._strings(each)

    def finish(self):
        """What the cell printed, once it has run."""
        while True:
            message = self._next()
            if message["msg_type"] == "execute_reply":
                assert message["content"]["status"] == "ok", message["content"]
            asked = message["parent_header"].get("msg_type")
            if (asked, message["content"].get("execution_state")) == ("execute_request", "idle"):
                printed, self._printed = self._printed, ""
                return printed

    def has_seen(self, text):
        return text in self._seen


CELL = """
from xauth_nb import login
x = login(callback={callback!r}, timeout=60)
print("signed in as", x.screen_name, "kept:", x.me().username)
"""


@pytest.fixture
def sandbox():
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def hub(tmp_path, sandbox):
    with Hub(tmp_path, sandbox) as hub:
        yield hub


def test_two_people_sign_in_by_redirect_at_the_same_time_and_each_gets_their_own_token_only(hub, sandbox):
    callbacks = {name: hub.url + path for name, path in PEOPLE.items()}
    sandbox.callbacks.update(callbacks.values())
    for name in PEOPLE:
        hub.start_server_of(name)
    with contextlib.ExitStack() as stack:
        browsers = {name: stack.enter_context(hub.browser_of(name)) for name in PEOPLE}
        kernels = {name: stack.enter_context(contextlib.closing(Kernel(hub, name))) for name in PEOPLE}

        for name, kernel in kernels.items():
            kernel.run(CELL.format(callback=callbacks[name]))
        links = {name: kernel.link() for name, kernel in kernels.items()}  # now both wait
        answers = {name: sandbox.approve(link, as_user=name) for name, link in links.items()}

        # The answer of one is of no use at the server of the other, whoever brings it there.
        for name, other in itertools.permutations(PEOPLE):
            query = urlsplit(answers[other]).query
            at_mine = browsers[name].get(f"{hub.url}user/{name}/xauth/callback?{query}", timeout=PATIENCE)
            assert (at_mine.status_code, "Not a sign-in that is waiting" in at_mine.text) == (400, True)
            at_theirs = browsers[name].get(f"{hub.url}user/{other}/xauth/callback?{query}", timeout=PATIENCE)
            assert at_theirs.status_code in (403, 404)
            nobody = requests.get(f"{hub.url}user/{other}/xauth/callback?{query}", timeout=PATIENCE)
            assert urlsplit(nobody.url).path == "/hub/login"

        for name in PEOPLE:
            page = browsers[name].get(answers[name], timeout=PATIENCE)
            assert (page.status_code, "Back to your notebook" in page.text) == (200, True)
            assert urlsplit(page.url).path == f"/user/{name}/xauth/callback"
            again = browsers[name].get(answers[name], timeout=PATIENCE)
            assert (again.status_code, "Already done" in again.text) == (200, True)
        for name, kernel in kernels.items():
            assert kernel.finish() == f"signed in as {name} kept: {name}\n"

        for name, other in itertools.permutations(PEOPLE):
            data = hub.homes / name / ".local" / "share" / "xauth_nb"
            kept = (data / "tokens.json").read_text()
            assert f'"{name}"' in kept
            assert f'"{other}"' not in kept
            assert list((data / "callbacks").iterdir()) == []

        verifiers = [re.search(r"oauth_verifier=([^&]+)", answer)[1] for answer in answers.values()]
        for verifier in verifiers:
            assert not any(kernel.has_seen(verifier) for kernel in kernels.values())
            assert verifier not in hub.log.read_text()

        # Whoever runs the hub can set the callback for everybody.
        kernels["ada"].run(
            "from xauth_nb import X; from xauth_nb.signin.known import prepare; print(prepare(endpoints=X).callback)"
        )
        assert kernels["ada"].finish() == "https://hub.example/user/ada/xauth/callback\n"
