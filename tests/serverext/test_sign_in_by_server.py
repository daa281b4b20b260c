"""A sign-in whose answer comes by way of a Jupyter server, from the card's side."""

from __future__ import annotations

import queue
from urllib.parse import urlsplit

import pytest

from xauth_nb import LoginWidget
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
