"""On a server that would log X's answer the extension adds nothing, and says why."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from xauth_nb.serverext import FLOOR, _load_jupyter_server_extension

jupyter_server = pytest.importorskip("jupyter_server", reason="jupyter-server is not installed")


class Server:
    """What the extension uses of a server."""

    base_url = "/"

    def __init__(self):
        self.routes, self.said = [], []
        self.web_app = SimpleNamespace(settings={}, add_handlers=lambda _, routes: self.routes.extend(routes))
        self.log = SimpleNamespace(info=self.say, error=self.say)

    def say(self, text, *args):
        self.said.append(text % args)


@pytest.mark.parametrize("version", ["1.24.0", "2.0.0", "2.16.9", "2.17.0rc1"])
def test_an_older_server_is_refused_with_the_reason(monkeypatch, version):
    monkeypatch.setattr(jupyter_server, "__version__", version)
    server = Server()
    _load_jupyter_server_extension(server)
    assert server.routes == []
    assert server.web_app.settings == {}
    (said,) = server.said
    assert version in said
    assert "into its log" in said
    assert "pip install 'xauth-nb[hub]'" in said


@pytest.mark.parametrize("version", ["2.17.0", "2.21.1", "3.0.0"])
def test_a_newer_one_is_served(monkeypatch, version):
    monkeypatch.setattr(jupyter_server, "__version__", version)
    server = Server()
    _load_jupyter_server_extension(server)
    assert [route[0] for route in server.routes] == ["/xauth/callback"]


def test_the_extra_asks_for_the_same_floor():
    file = Path(__file__).parents[2] / "pyproject.toml"
    assert re.search(r'hub = \["jupyter-server>=([\d.]+)"', file.read_text())[1] == FLOOR
