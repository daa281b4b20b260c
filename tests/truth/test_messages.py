"""Every message of the package in one file, to be read aloud: whole sentences, and a next step to each error.

``pytest tests/truth/test_messages.py -s`` says where the file is.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import NamedTuple

import xauth_nb
from xauth_nb import errors

HERE = Path(xauth_nb.__file__).parent
ERRORS = {name for name in errors.__all__ if name != "XAuthError"} | {"XAuthError", "KeyringError", "DiskError"}
SPEAKING = ERRORS | {"Check", "Reason", "Cause", "Remedy", "LoginRequired", "warn", "say", "_say", "tell", "print"}
TOLD_ELSEWHERE = ("posting/answer.py", "posting/looking.py")
"""Whoever catches what these raise tells what it was for, and how to go on."""
OWN_WORDS = re.compile(r"[A-Za-z]{2}")


class Message(NamedTuple):
    where: str
    by: str
    text: str


def words(node):
    """A text as it is written, with what is filled in between braces; None for anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(
            one.value if isinstance(one, ast.Constant) else f"{{{ast.unparse(one.value)}}}" for one in node.values
        )
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = words(node.left), words(node.right)
        return None if left is None or right is None else left + right
    if isinstance(node, ast.IfExp):
        chosen = [text for text in (words(node.body), words(node.orelse)) if text]
        return " / ".join(chosen) or None
    return None


def messages(within):
    """What is said by an error, a check, a warning, a line that is printed; and what is put together before."""
    for path in sorted(HERE.rglob("*.py")):
        place = path.relative_to(HERE).as_posix()
        if not place.startswith(within):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                if name in SPEAKING:
                    said = [*node.args, *(one.value for one in node.keywords)]
                    yield from (Message(f"{place}:{one.lineno}", name, text) for one in said if (text := words(one)))
            elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name | ast.Attribute):
                target = getattr(node.targets[0], "id", getattr(node.targets[0], "attr", ""))
                if target in ("message", "remedy", "finding") and (text := words(node.value)):
                    yield Message(f"{place}:{node.lineno}", target, text)


def sentences(within=""):
    """Messages of the files whose path begins so, or so: all files take a while to be read."""
    return [one for one in messages(within) if " " in one.text.strip() and OWN_WORDS.search(one.text)]


def test_all_of_them_stand_in_one_file_and_are_whole_sentences(tmp_path):
    told = sentences()
    file = tmp_path / "messages.txt"
    file.write_text("".join(f"{one.where}  {one.by}\n    {one.text}\n" for one in told), encoding="utf-8")
    print(f"{len(told)} messages are in {file}")
    assert len(told) > 400
    odd = [
        f"{one.where}: {one.text}"
        for one in told
        if one.by in ERRORS | {"message", "remedy", "Reason"}
        and not one.text.startswith(("<", "Run: pip install", "Update: pip install"))
        and (
            not re.search(r"[.:…!?}\])'\"]\s*$", one.text)
            or re.search(r"  |\bplease\b|\bunfortunately\b|\bsimply\b", one.text, re.I)
        )
    ]
    assert odd == []


def test_every_error_that_is_raised_with_words_says_what_to_do_next():
    without = []
    for path in sorted(HERE.rglob("*.py")):
        place = path.relative_to(HERE).as_posix()
        if place in TOLD_ELSEWHERE:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call)):
                continue
            has_remedy = any(one.arg in ("remedy", None) for one in node.exc.keywords) or len(node.exc.args) > 1
            if getattr(node.exc.func, "id", "") in ERRORS and not has_remedy:
                without.append(f"{place}:{node.lineno}")
    assert without == []
