"""The examples: every public name has one in its docstring, and it is executed as a reader would, in a sandbox X."""

from __future__ import annotations

import contextlib
import doctest
import importlib
import inspect
import io
import pkgutil

import pytest
import requests
from shortcuts import token_of

import xauth_nb
from xauth_nb import XSession, login
from xauth_nb.oauth.store import TokenStore
from xauth_nb.testing.environment import SignedInSandbox

OPTIONS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
# These need a server, a terminal or a notebook of their own merely to be imported or run.
ELSEWHERE = ("xauth_nb.__main__", "xauth_nb.serverext", "xauth_nb.cli.demo")


def modules():
    yield xauth_nb
    for found in pkgutil.walk_packages(xauth_nb.__path__, "xauth_nb."):
        if not found.name.startswith(ELSEWHERE):
            yield importlib.import_module(found.name)


def examples():
    finder = doctest.DocTestFinder(exclude_empty=True)
    for module in modules():
        if ">>> " not in inspect.getsource(module):  # the finder reads slowly
            continue
        for found in finder.find(module, module.__name__):
            if found.examples:
                yield pytest.param(found, id=found.name)


@pytest.fixture(scope="session")
def drawn():
    """A figure, and the picture of it: drawing takes longer than most examples."""
    from matplotlib.figure import Figure

    figure, picture = Figure(figsize=(1, 1)), io.BytesIO()
    figure.savefig(picture, format="png")
    return figure, picture.getvalue()


def session_at(sandbox):
    return contextlib.closing(XSession(sandbox.client, token_of(sandbox), endpoints=sandbox.endpoints))


@pytest.fixture(scope="session")
def tweets():
    """Some tweets, read once: no example changes them."""
    with SignedInSandbox() as sandbox, session_at(sandbox) as reader:
        return reader.timeline("@grace", limit=20)


@pytest.fixture
def names(tmp_path, monkeypatch, drawn, tweets):
    """What examples may use without saying so: a session ``x`` of @ada, some tweets, a picture and a figure."""
    monkeypatch.chdir(tmp_path)
    figure, picture = drawn
    (tmp_path / "plot.png").write_bytes(picture)
    with SignedInSandbox() as sandbox, session_at(sandbox) as x:
        x.me()
        TokenStore().save(sandbox.client, token_of(sandbox), endpoints=sandbox.endpoints)
        yield {
            "x": x,
            "sb": sandbox,
            "client": sandbox.client,
            "endpoints": sandbox.endpoints,
            "login": login,
            "figure": figure,
            "tweets": tweets,
            "tweet": tweets[0],
        }


@pytest.mark.parametrize("example", list(examples()))
def test_an_example_gives_what_it_says(example, names):
    example.globs.update(names)
    said = []
    runner = doctest.DocTestRunner(optionflags=OPTIONS)
    runner.run(example, out=said.append, clear_globs=False)
    assert not runner.failures, "".join(said)


def test_every_public_name_has_an_example():
    without = [
        name
        for name in xauth_nb.__all__
        if name != "X" and ">>> " not in (inspect.getdoc(getattr(xauth_nb, name)) or "")
    ]
    assert not without


def test_every_public_verb_of_the_session_has_an_example():
    verbs = [
        name
        for room in xauth_nb.XSession.__mro__
        if room.__module__.startswith("xauth_nb.")
        for name, value in vars(room).items()
        if not name.startswith("_") and inspect.isfunction(value)
    ]
    of_requests = {*dir(requests.Session), "call", "hooks_held", "prepare_media"}
    ours = [name for name in verbs if name not in of_requests]
    without = [name for name in ours if ">>> " not in (inspect.getdoc(getattr(xauth_nb.XSession, name)) or "")]
    assert not without
