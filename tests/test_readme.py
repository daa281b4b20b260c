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


SECRETS = {  # what the README promises of secrets, word for word, and the tests that hold the parts of it
    "No secret is in the notebook file, an output, a log, a traceback with its local variables, a repr or a pickle.": {
        "the notebook file": "test_secrets.py::test_no_secret_is_in_the_notebook_its_outputs_its_widget_state_its_logs_"
        "or_its_tracebacks",
        "an output, a log": "test_secrets.py::test_logging_was_at_debug_and_tracebacks_were_verbose",
        "a traceback with its local variables": "test_secret_frames.py::test_a_call_that_fails_leaves_nothing",
        "a repr": "test_secret_frames.py::test_no_property_gives_a_secret_to_who_did_not_ask_for_it",
        "a pickle": "test_secret_frames.py::test_no_pickle_holds_a_secret",
    },
    "It is kept in a file that only you can read, or the system's keyring.": {
        "a file that only you can read": "oauth/test_store.py::test_every_file_and_directory_is_private_after_the_"
        "first_write_and_after_a_rewrite",
        "the system's keyring": "oauth/test_store.py::test_with_a_keyring_the_file_holds_no_secret_and_everything_is_"
        "found",
    },
    "(Code that asks for it by name, an adapter that you mount, a debugger and a dump of the process's memory see "
    "it.)": {
        "by name": "test_secret_frames.py::test_no_property_gives_a_secret_to_who_did_not_ask_for_it",
    },
    "What you type into the card is in no saved widget state, echo or log, whether the kernel answers, is busy or has "
    "gone.": {
        "saved widget state": "browser/test_saved_notebook.py::test_no_typed_secret_is_in_the_saved_notebook",
        "echo or log": "notebook/test_typed_channels.py::test_what_is_typed_is_in_no_message_no_log_and_no_file",
        "busy or has gone": "browser/test_typed_secrets.py::test_without_an_answer_nothing_typed_is_saved_and_the_card_"
        "says_so",
    },
    "(Where a page forbids scripts, it is in the page's state until the kernel has read it.)": {
        "until the kernel has read it": "notebook/test_typed_channels.py::test_where_no_script_runs_the_kernel_empties_"
        "the_box_of_the_page",
    },
}


def test_what_the_readme_promises_of_secrets_is_what_tests_hold_word_for_word():
    rows = re.findall(r"^\| (No secret is .*?|What you type .*?) \| (.*?) \|$", README, flags=re.MULTILINE)
    assert " ".join(promise for promise, _ in rows) == " ".join(SECRETS)
    for promise, parts in SECRETS.items():
        held_by = next(named for whole, named in rows if promise in whole)
        for words, test in parts.items():
            file, _, name = test.partition("::")
            assert words in promise
            assert f"`tests/{file}`" in held_by, words
            assert f"def {name}(" in (ROOT / "tests" / file).read_text(encoding="utf-8"), words


@pytest.mark.parametrize("name", sorted(xauth_nb.__all__))
def test_every_public_name_is_shown_to_readers(name):
    books = [json.loads(book.read_text(encoding="utf-8")) for book in (ROOT / "notebooks").glob("*.ipynb")]
    shown = [README, *("".join(cell["source"]) for book in books for cell in book["cells"])]
    assert any(re.search(rf"\b{name}\b", text) for text in shown)
