"""The façade: it names what is public, costs next to nothing, and every name is typed as users will use it."""

from __future__ import annotations

import importlib
import subprocess
import sys

import pytest

import xauth_nb


def test_every_public_name_is_there_and_says_where_it_comes_from():
    for name in xauth_nb.__all__:
        value = getattr(xauth_nb, name)
        assert value.__doc__, name
    assert set(xauth_nb.__all__) <= set(dir(xauth_nb))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = xauth_nb.nothing


def modules_after(statement):
    code = f"import sys; {statement}; print(*sorted({{name.partition('.')[0] for name in sys.modules}}))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True).stdout
    return set(told.split())


def test_importing_the_package_loads_nothing_heavy():
    loaded = modules_after("import xauth_nb")
    assert not loaded & {"requests", "authlib", "ipywidgets", "IPython", "msgspec", "pandas", "flask", "matplotlib"}


def test_a_session_loads_neither_widgets_nor_frames_nor_the_sandbox_nor_jose():
    loaded = modules_after("from xauth_nb import XSession")
    assert not loaded & {"ipywidgets", "IPython", "pandas", "polars", "pyarrow", "matplotlib", "flask", "oauthlib"}
    assert not loaded & {"joserfc", "cryptography"}


def test_login_loads_no_widgets_before_they_are_drawn():
    assert not modules_after("from xauth_nb import login") & {"ipywidgets", "pandas", "flask"}


@pytest.mark.parametrize("name", ["errors", "credentials", "endpoints", "wire", "oauth.exchange", "tweets", "session"])
def test_every_room_imports_alone(name):
    subprocess.run([sys.executable, "-c", f"import xauth_nb.{name}"], timeout=60, check=True)
    assert importlib.import_module(f"xauth_nb.{name}").__doc__
