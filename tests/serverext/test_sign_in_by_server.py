"""A sign-in whose answer comes by way of a Jupyter server, from the card's side; and which callback is taken."""

from __future__ import annotations

import queue
from urllib.parse import urlsplit

import pytest

from xauth_nb import LoginWidget
from xauth_nb.endpoints import Endpoints, X
from xauth_nb.errors import RequestTokenDeniedError
from xauth_nb.notebook.known import prepare
from xauth_nb.notebook.signin import SignIn
from xauth_nb.oauth.mailbox import Delivery, Postman, mailbox_folder

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


def query_of(address):
    return urlsplit(address).query


def test_the_card_completes_by_itself_when_the_server_gets_the_answer(hub_sandbox):
    card = LoginWidget(client=hub_sandbox.client, endpoints=hub_sandbox.endpoints, callback=CALLBACK, save=False)
    signed_in = queue.Queue()
    card.on_login(signed_in.put)
    answer = query_of(hub_sandbox.approve(card.authorize_url, as_user="ada"))
    assert Postman().deliver(answer) is Delivery.APPROVAL
    assert signed_in.get(timeout=20).screen_name == "ada"
    assert card.status == "signed in"
    assert list(mailbox_folder().iterdir()) == []


def test_starting_again_forgets_the_old_link(hub_sandbox):
    card = LoginWidget(client=hub_sandbox.client, endpoints=hub_sandbox.endpoints, callback=CALLBACK, save=False)
    try:
        old = query_of(hub_sandbox.approve(card.authorize_url, as_user="ada"))
        card.restart()
        assert Postman().deliver(old) is Delivery.REFUSED
        assert len(list(mailbox_folder().iterdir())) == 1
    finally:
        card.close()
    assert list(mailbox_folder().iterdir()) == []


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


@pytest.mark.parametrize(
    ("variable", "prefix", "expected"),
    [
        (None, None, "oob"),
        ("", None, "oob"),
        (" oob ", "/user/ada/", "oob"),
        ("https://hub.example/hub/user-redirect/xauth/callback", "/user/ada/", None),
        ("https://hub.example{prefix}xauth/callback", "/user/ada/", CALLBACK),
        (
            "https://hub.example{prefix}xauth/callback",
            "/user/ada/gpu/",
            "https://hub.example/user/ada/gpu/xauth/callback",
        ),
        ("https://lab.example{prefix}xauth/callback", None, "https://lab.example/xauth/callback"),
    ],
)
def test_whoever_runs_the_server_can_say_where_x_sends_people_back_to(monkeypatch, variable, prefix, expected):
    for name, value in (("XAUTH_NB_CALLBACK", variable), ("JUPYTERHUB_SERVICE_PREFIX", prefix)):
        monkeypatch.delenv(name, raising=False) if value is None else monkeypatch.setenv(name, value)
    assert prepare(endpoints=X).callback == (expected or variable)


def test_what_the_call_says_is_taken_and_practice_has_callbacks_of_its_own(monkeypatch):
    monkeypatch.setenv("XAUTH_NB_CALLBACK", CALLBACK)
    assert prepare(endpoints=X, callback="http://127.0.0.1:8976/callback").callback == "http://127.0.0.1:8976/callback"
    assert prepare(endpoints=Endpoints.at("http://127.0.0.1:5000")).callback == "oob"
