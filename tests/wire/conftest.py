"""Servers, proxies and certificates for the ways to X, all on this machine; ``proxies.py`` has them."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # tests are no package, and all here share one module

from proxies import Authority

VARIABLES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")


@pytest.fixture(autouse=True)
def no_way_of_this_machine(monkeypatch):
    """Forget the proxies and authorities of whoever runs the tests."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture(scope="session")
def authority(tmp_path_factory):
    """An authority that vouches for ``api.test`` and this machine."""
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def opened():
    """Open servers, proxies and sessions; all are closed when the test is over."""
    with contextlib.ExitStack() as stack:
        yield stack.enter_context
