"""The link, and who listens for its answer, where X sends the browser back to a Jupyter server."""

from __future__ import annotations

import pytest

from xauth_nb.errors import RequestTokenDeniedError
from xauth_nb.oauth.mailbox import mailbox_folder
from xauth_nb.signin.sign_in import SignIn

CALLBACK = "https://hub.example/user/ada/xauth/callback"


@pytest.fixture(autouse=True)
def a_home_of_its_own(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


@pytest.fixture
def hub_sandbox(x_sandbox):
    x_sandbox.callbacks.add(CALLBACK)
    yield x_sandbox
    x_sandbox.callbacks.discard(CALLBACK)


def test_a_callback_that_is_not_registered_is_named_and_nothing_is_announced(x_sandbox):
    sign_in = SignIn(x_sandbox.client, endpoints=x_sandbox.endpoints, callback="https://hub.example/xauth/callback")
    with pytest.raises(RequestTokenDeniedError, match=r"https://hub\.example/xauth/callback") as raised:
        sign_in.begin(print)
    assert raised.value.code == 415
    assert not mailbox_folder().exists()


def test_where_nobody_would_catch_the_redirect_x_shows_a_pin(hub_sandbox):
    sign_in = SignIn(hub_sandbox.client, endpoints=hub_sandbox.endpoints, callback=CALLBACK)
    pin = hub_sandbox.approve(sign_in.begin(), as_user="ada")
    assert pin.isdigit()
    assert sign_in.finish(pin).screen_name == "ada"
