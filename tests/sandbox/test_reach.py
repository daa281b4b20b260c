"""Who can reach a sandbox: this machine alone, unless somebody consented; and it says the truth about it."""

from __future__ import annotations

import socket
import urllib.request

import pytest

from xauth_nb.errors import UsageError
from xauth_nb.sandbox import Sandbox
from xauth_nb.sandbox.command import _told


@pytest.mark.parametrize("host", ["0.0.0.0", "", "::", "192.0.2.7", "example.org"])
def test_an_address_that_others_can_reach_needs_consent(host):
    with pytest.raises(UsageError, match="reached from other machines") as caught:
        Sandbox(host=host)
    assert "reachable=True" in caught.value.remedy


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.0.0.2"])
def test_this_machine_needs_none_and_nothing_is_said(host):
    sandbox = Sandbox(host=host)
    assert not sandbox.is_reachable


def test_a_sandbox_that_listens_everywhere_says_so_and_gives_the_address_that_works_here():
    with Sandbox(host="0.0.0.0", reachable=True) as sandbox:
        assert sandbox.base_url.startswith("http://127.0.0.1:")
        assert "Other machines can reach it" in _told(sandbox)
        assert sandbox.endpoints.is_practice
        assert urllib.request.urlopen(f"{sandbox.base_url}/", timeout=20).status == 200


def test_the_address_is_the_one_at_which_it_listens():
    with Sandbox(host="127.0.0.2") as sandbox:
        assert sandbox.base_url.startswith("http://127.0.0.2:")
        port = int(sandbox.base_url.rpartition(":")[2])
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.2", port)) == 0
        assert "Other machines" not in _told(sandbox)
