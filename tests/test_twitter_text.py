"""The package twitter_text is found wherever it is installed, whatever setuptools is beside it, and says nothing."""

from __future__ import annotations

import subprocess
import sys

import pytest

CALLS = (
    "from xauth_nb.tweets.text import weighted_length as count; count('x.com 👋')",
    "from xauth_nb.tweets.text import find_urls; find_urls('see example.com')",
    "from xauth_nb.sandbox.api.lengths import weighted_length as count; count('x.com 👋')",
    "from xauth_nb.sandbox.api.lengths import links_in; links_in('see example.com', 1)",
)


def run(code):
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize("call", CALLS)
def test_a_text_is_counted_without_pkg_resources(call):
    """Setuptools has dropped it in version 82, and from Python 3.12 on an environment has no setuptools at all."""
    done = run(f"import sys; sys.modules['pkg_resources'] = None; {call}; assert not sys.modules.get('pkg_resources')")
    assert (done.returncode, done.stderr) == (0, "")


def test_control_the_package_alone_needs_it():
    assert "pkg_resources" in run("import sys; sys.modules['pkg_resources'] = None; import twitter_text").stderr
