"""The README: its examples run, its links lead somewhere, and every public name is shown to readers somewhere."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import xauth_nb
from xauth_nb.testing.environment import SignedInSandbox

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_python_of_the_readme_runs_from_top_to_bottom(monkeypatch):
    monkeypatch.setenv("MPLBACKEND", "Agg")
    blocks = re.findall(r"^```python\n(.*?)^```$", README, flags=re.MULTILINE | re.DOTALL)
    assert blocks
    names: dict[str, object] = {}
    with SignedInSandbox() as sandbox:
        try:
            for block in blocks:
                exec(compile(block, "README.md", "exec"), names)
            posted = [call for call in sandbox.requests if (call.method, call.path) == ("POST", "/2/tweets")]
            assert len(posted) == 1
        finally:
            names["x"].close()


def test_every_file_that_the_readme_names_is_there():
    named = {*re.findall(r"\]\((?!https?:)([^)#]+)\)", README), *re.findall(r"`((?:tests|xauth_nb)/[\w/.]+)`", README)}
    assert named
    assert not [name for name in sorted(named) if not (ROOT / name).exists()]


def test_each_place_in_which_it_runs_has_a_test_or_says_that_it_was_not_run():
    section = README.partition("## Where it runs")[2].partition("\n## ")[0]
    rows = [line for line in section.splitlines() if line.startswith("|")][2:]
    assert len(rows) > 10
    assert not [row for row in rows if "`tests/" not in row.split("|")[3] and "read, not run" not in row.split("|")[3]]


def test_every_notebook_is_in_the_readme():
    assert not [book.name for book in (ROOT / "notebooks").glob("*.ipynb") if f"notebooks/{book.name}" not in README]


def test_the_two_commands_are_one_line_each():
    commands = re.findall(r"^python3 -m venv .*$", README, flags=re.MULTILINE)
    assert len(commands) == 2
    assert commands[0].endswith("xauth-nb demo")
    assert commands[1].endswith("pytest")


@pytest.mark.parametrize("name", sorted(xauth_nb.__all__))
def test_every_public_name_is_shown_to_readers(name):
    books = [json.loads(book.read_text(encoding="utf-8")) for book in (ROOT / "notebooks").glob("*.ipynb")]
    shown = [README, *("".join(cell["source"]) for book in books for cell in book["cells"])]
    assert any(re.search(rf"\b{name}\b", text) for text in shown)
