"""X's rules for texts load where nothing has ``pkg_resources``: new environments of Python 3.12 have no setuptools."""

from __future__ import annotations

import subprocess
import sys

import pytest

START = "import sys\nsys.modules['pkg_resources'] = None  # as if there were none\n"
CALLS = {
    "lengths": "from xauth_nb.tweets.text import weighted_length; print(weighted_length('see https://x.com/ada 👋'))",
    "links": "from xauth_nb.tweets.text import find_urls; print(len(find_urls('see x.com')) + 29)",
    "sandbox": "from xauth_nb.sandbox.api.lengths import weighted_length as it; print(it('https://x.com/ada a 👋 b'))",
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_the_rules_load_without_pkg_resources(call):
    code = f"{START}{call}\nassert 'pkg_resources' not in sys.modules"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.strip() == "30", done.stderr
    assert "pkg_resources" not in done.stderr


def test_control_the_package_alone_does_not(tmp_path):
    code = f"{START}import twitter_text"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert "pkg_resources" in done.stderr
