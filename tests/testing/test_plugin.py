"""The plugin as strangers use it: their notebooks and their tests, in a folder that knows nothing of this project."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import nbformat
import pytest

from xauth_nb import UsageError, login
from xauth_nb.oauth.store_file import data_directory


def write(file, *cells):
    """Save a notebook; a cell is its source, or its source and what it printed when it was saved."""
    made = []
    for cell in cells:
        source, printed = cell if isinstance(cell, tuple) else (cell, None)
        made.append(nbformat.v4.new_code_cell(source, execution_count=len(made) + 1))
        if printed:
            made[-1].outputs = [nbformat.v4.new_output("stream", text=printed)]
    notebook = nbformat.v4.new_notebook(cells=made)
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, file)


def run(folder, *arguments, plugins=()):
    """Run pytest; with only these plugins if any are named, because the others take seconds to load."""
    named = [part for name in plugins for part in ("-p", name)]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *named, *arguments],
        cwd=folder,
        env={**os.environ, **({"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"} if plugins else {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=200,  # only a hang takes as long
        check=False,
    )
    return done.returncode, done.stdout


def test_a_strangers_notebook_that_calls_only_login_passes_unchanged(tmp_path):
    write(tmp_path / "theirs.ipynb", "from xauth_nb import login\nx = login()")
    before = (tmp_path / "theirs.ipynb").read_bytes()
    code, told = run(tmp_path, "--nbval-lax", "--xauth-sandbox")
    assert code == 0, told
    assert "1 passed" in told
    assert (tmp_path / "theirs.ipynb").read_bytes() == before


OURS, NBVAL = "xauth_nb.testing.plugin", "nbval.plugin"
LOGIN = "# NBVAL_IGNORE_OUTPUT\nfrom xauth_nb import login\nx = login()"
WHO = "print(x.user.username)"
WHERE = "print(x.endpoints.base_url)"
HOW_MANY = "print(len(x.timeline('@grace', limit=20)))"
CONFTEST = """
import pytest

def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.name == "graces.ipynb":
            item.add_marker(pytest.mark.xauth_world(tweets=0, signed_in_as="@grace"))
    items.sort(key=lambda item: item.name, reverse=True)  # as plugins do that shuffle
"""


@pytest.mark.deep  # this repository's own notebooks run so
def test_under_xdist_notebooks_keep_their_cells_their_order_and_their_worlds(tmp_path):
    pytest.importorskip("xdist")
    # Outputs are compared: who is signed in, the world, and an address whose port was another one then.
    rest = (WHERE, "http://127.0.0.1:5000\n")
    write(tmp_path / "adas.ipynb", LOGIN, (WHO, "ada\n"), rest, (HOW_MANY, "20\n"), (WHO, "somebody else\n"))
    write(tmp_path / "graces.ipynb", LOGIN, (WHO, "grace\n"), rest, (HOW_MANY, "0\n"))
    (tmp_path / "conftest.py").write_text(CONFTEST)
    (tmp_path / "test_python.py").write_text(
        "def test_one(x_session): assert x_session.user.username == 'ada'\n"
        "def test_two(signed_in_as): assert signed_in_as('grace').user.username == 'grace'\n"
    )
    asked = ("--nbval", "--xauth-sandbox", "-n", "2", "--dist=loadgroup", "--strict-markers")
    code, told = run(tmp_path, *asked, plugins=(OURS, NBVAL, "xdist.plugin"))
    assert code == 1
    assert "FAILED adas.ipynb::Cell 4" in told, "outputs were not compared"
    assert "1 failed, 10 passed" in told, told


def test_what_varies_from_run_to_run_is_not_compared_and_the_rest_is(tmp_path):
    def plot(seed):
        return f"a plot, data:image/png;base64,{seed}AAAA+/12== of 3 tweets at http://127.0.0.1:{seed}/2\n"

    code = f"print({plot(4711)!r}, end='')"
    write(tmp_path / "theirs.ipynb", (code, plot(815)), (code, plot(815).replace("3 tweets", "4 tweets")))
    code, told = run(tmp_path, "--nbval", "--xauth-sandbox", plugins=(OURS, NBVAL))
    assert code == 1
    assert "FAILED theirs.ipynb::Cell 1" in told
    assert "1 failed, 1 passed" in told, told


def test_a_mark_that_cannot_be_right_is_explained_in_notebooks_too(tmp_path):
    write(tmp_path / "theirs.ipynb", "1 + 1")
    (tmp_path / "conftest.py").write_text(CONFTEST.replace("graces", "theirs").replace("@grace", "nobody_here"))
    (tmp_path / "test_wrong.py").write_text(
        "import pytest\n"
        "mark = pytest.mark.xauth_world\n"
        "@mark(1000)\ndef test_positional(x_sandbox): pass\n"
        "@mark(twets=1000)\ndef test_misspelt(x_sandbox): pass\n"
        "@mark(tweets='many')\ndef test_words(x_sandbox): pass\n"
        "@mark(tier='gold')\ndef test_choice(x_sandbox): pass\n"
        "@mark(at='noon')\ndef test_moment(x_sandbox): pass\n"
        "@mark(suspended=3)\ndef test_type(x_sandbox): pass\n"
        "@mark(signed_in_as='grace')\ndef test_fixture(x_sandbox): pass\n"
        "@mark(signed_in_as=3)\ndef test_who(x_sandbox): pass\n"
    )
    code, told = run(tmp_path, "--nbval-lax", "--xauth-sandbox", plugins=(OURS, NBVAL))
    assert code == 1
    assert "9 errors" in told
    for words in (
        "it takes keywords only",
        "no switch called twets",
        "tweets is a number, and not 'many'",
        "'gold' is not a switch",
        "one of its values has the wrong type",
        "takes signed_in_as= for notebooks only",
        "signed_in_as is a name",
        "nobody_here",
        "An example: @pytest.mark.xauth_world(tweets=1000",
    ):
        assert words in told, words
    assert "INTERNALERROR" not in told
    assert "plugin.py" not in told, "our frames are of no use to the person"


def test_the_mark_is_told_by_pytest(tmp_path):
    assert "@pytest.mark.xauth_world(tweets=" in run(tmp_path, "--markers", plugins=(OURS,))[1]


@pytest.mark.xauth_world(tweets=0, permissions="read")
def test_the_mark_chooses_the_world_of_a_python_test(x_session):
    assert x_session.access == "read"
    assert len(x_session.timeline("@grace")) == 0


def test_signed_in_as_gives_a_session_and_lets_login_and_kernels_act_as_that_user(signed_in_as, x_sandbox, tmp_path):
    before = dict(os.environ)
    grace = signed_in_as("@grace")
    assert grace.user.username == "grace"
    with login() as x:
        assert x.user.username == "grace"
    asked = "import json; from xauth_nb import login; print(json.dumps(login().user.username))"
    assert json.loads(subprocess.check_output([sys.executable, "-c", asked], text=True, timeout=60)) == "grace"
    ada = signed_in_as("ada")
    assert os.environ["X_ACCESS_TOKEN"] == ada.token.token
    assert grace.me().username == "grace", "the first session goes on"
    assert x_sandbox.base_url == os.environ["XAUTH_NB_ENDPOINT"] != before.get("XAUTH_NB_ENDPOINT")


def test_after_signed_in_as_the_environment_and_the_kept_sign_ins_are_as_before():
    assert "X_ACCESS_TOKEN" not in os.environ
    assert data_directory().name == "xauth_nb home"


def test_somebody_who_does_not_exist_is_told_by_name(signed_in_as):
    with pytest.raises(UsageError, match="nobody_here"):
        signed_in_as("nobody_here")


def test_the_session_of_a_test_keeps_out_of_the_users_own_files(x_session):
    assert data_directory().name.startswith("xauth_nb-")
    x_session.post_tweet("Kept where the test ends")
    assert any(data_directory().iterdir())
    assert login().user == x_session.user
