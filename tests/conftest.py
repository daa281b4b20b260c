"""What every test stands on: no network but this machine, no environment or home of the person who runs the tests."""

from __future__ import annotations

import json
import os
import socket
from pathlib import Path

import pytest
from hypothesis import settings

# Machines are slow at times, and CI should say the same of the same code twice. Elsewhere new examples are tried.
settings.register_profile("patient", deadline=None, derandomize=os.environ.get("CI") == "true")
settings.load_profile("patient")

REFERENCE = Path(__file__).resolve().parents[2] / "shared" / "reference"
_OURS = ("X_API_", "X_ACCESS_", "CONSUMER_", "XAUTH_NB_")


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch, tmp_path):
    """Take away every variable that the package reads, and give it a home of its own."""
    for name in list(os.environ):
        if name.startswith(_OURS):
            monkeypatch.delenv(name)
    monkeypatch.setenv("XAUTH_NB_HOME", str(tmp_path / "xauth_nb home"))
    monkeypatch.setenv("BROWSER", "true")  # the command of that name: no test opens a browser of this machine


@pytest.fixture(autouse=True)
def only_this_machine(monkeypatch):
    """Refuse every connection that would leave this machine."""
    connect = socket.socket.connect

    def guarded(self, address):
        is_here = address[0] in ("::1", "localhost") or str(address[0]).startswith("127.")
        if self.family in (socket.AF_INET, socket.AF_INET6) and not is_here:
            raise AssertionError(f"a test wanted to reach {address[0]}")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session")
def vectors():
    """The published signing vectors, where they lie beside the checkout."""
    file = REFERENCE / "oauth1-vectors.json"
    if not file.exists():
        pytest.skip("the signing vectors are not beside this checkout (../shared/reference/oauth1-vectors.json)")
    return json.loads(file.read_text(encoding="utf-8"))
