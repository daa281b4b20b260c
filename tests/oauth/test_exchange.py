"""The three legs against the sandbox, which verifies with oauthlib what is signed here with Authlib."""

from __future__ import annotations

import threading
import time
import traceback

import pytest
from authlib.oauth1.rfc5849 import client_auth
from requests.adapters import HTTPAdapter

from xauth_nb.credentials import ClientCredentials
from xauth_nb.endpoints import Endpoints
from xauth_nb.errors import (
    AuthorizationDeniedError,
    CallbackMismatchError,
    LoginError,
    LoginUnavailableError,
    RequestTokenDeniedError,
    TransportError,
    UsageError,
    VerifierRejectedError,
)
from xauth_nb.oauth.exchange import Exchange, State
from xauth_nb.session import XSession

CALLBACK = "http://127.0.0.1:8976/callback"


def exchange_at(sandbox, **options):
    return Exchange(options.pop("client", sandbox.client), endpoints=sandbox.endpoints, **options)


def test_a_sign_in_by_pin_uses_one_connection_and_three_requests(x_sandbox):
    exchange = exchange_at(x_sandbox)
    pin = x_sandbox.approve(exchange.begin(), as_user="ada")
    pages = len(x_sandbox.requests), x_sandbox.connections
    token = exchange.finish(pin)
    session = XSession(x_sandbox.client, token, endpoints=x_sandbox.endpoints, adapter=exchange.session.adapter)
    assert session.me().username == "ada"
    ours = [
        request for request in x_sandbox.requests if request.path.startswith(("/oauth/request", "/oauth/access", "/2/"))
    ]
    assert [(each.method, each.path) for each in ours] == [
        ("POST", "/oauth/request_token"),
        ("POST", "/oauth/access_token"),
        ("GET", "/2/users/me"),
    ]
    assert len({each.connection for each in ours}) == 1
    assert x_sandbox.connections == pages[1]
    assert (token.screen_name, token.user_id, exchange.state) == ("ada", session.user.id, State.SIGNED_IN)


def test_a_sign_in_by_callback_takes_the_whole_redirected_address(x_sandbox):
    exchange = exchange_at(x_sandbox, callback=CALLBACK)
    address = x_sandbox.approve(exchange.begin(), as_user="grace")
    assert address.startswith(CALLBACK + "?")
    assert exchange.finish(address).screen_name == "grace"


def test_the_link_carries_the_request_token_and_no_callback(x_sandbox):
    exchange = exchange_at(x_sandbox)
    link = exchange.begin()
    assert link.startswith(x_sandbox.base_url + "/oauth/authorize?oauth_token=")
    assert "callback" not in link
    assert exchange.begin() == link


def test_asking_for_read_access_gives_a_token_that_may_only_read(x_sandbox):
    exchange = exchange_at(x_sandbox, access="read")
    token = exchange.finish(x_sandbox.approve(exchange.begin()))
    session = XSession(x_sandbox.client, token, endpoints=x_sandbox.endpoints)
    session.me()
    assert session.access == "read"


def test_an_unusable_answer_leaves_the_link_standing(x_sandbox):
    exchange = exchange_at(x_sandbox)
    pin = x_sandbox.approve(exchange.begin())
    for answer in ("", "hello", exchange.authorize_url):
        with pytest.raises(UsageError):
            exchange.finish(answer)
    assert exchange.finish(f" {pin[:3]} {pin[3:]} ").screen_name == "ada"


def test_a_redirect_of_another_sign_in_is_refused_and_the_link_stands(x_sandbox):
    ours, other = exchange_at(x_sandbox, callback=CALLBACK), exchange_at(x_sandbox, callback=CALLBACK)
    ours.begin()
    foreign = x_sandbox.approve(other.begin())
    with pytest.raises(CallbackMismatchError, match="another sign-in"):
        ours.finish(foreign)
    assert ours.finish(x_sandbox.approve(ours.authorize_url)).screen_name == "ada"


def test_e7_a_wrong_pin_ends_the_exchange_and_says_what_to_do(x_sandbox):
    exchange = exchange_at(x_sandbox)
    pin = x_sandbox.approve(exchange.begin())
    wrong = f"{(int(pin) + 1) % 10**7:07d}"
    with pytest.raises(VerifierRejectedError, match="PIN") as caught:
        exchange.finish(wrong)
    assert "Start again" in caught.value.remedy
    assert wrong not in str(caught.value)
    assert (exchange.state, exchange.authorize_url) == (State.FAILED, None)
    with pytest.raises(LoginError, match="is over"):
        exchange.finish(pin)


def test_e8_a_link_that_is_too_old_is_told_apart_from_a_wrong_pin(x_sandbox, monkeypatch):
    exchange = exchange_at(x_sandbox)
    pin = x_sandbox.approve(exchange.begin())
    x_sandbox.clock.advance(minutes=16)
    monkeypatch.setattr(client_auth, "generate_timestamp", lambda: str(int(time.time()) + 16 * 60))
    with pytest.raises(VerifierRejectedError, match="fifteen minutes") as caught:
        exchange.finish(pin)
    assert caught.value.is_link_gone
    assert exchange.state is State.EXPIRED


def test_e10_cancel_is_told_and_needs_a_new_link(x_sandbox):
    exchange = exchange_at(x_sandbox, callback=CALLBACK)
    address = x_sandbox.deny(exchange.begin())
    with pytest.raises(AuthorizationDeniedError, match="Cancel"):
        exchange.finish(address)
    assert exchange.state is State.DENIED


@pytest.mark.parametrize("part", ["key", "secret"])
def test_e1_wrong_keys_name_the_place_where_the_right_ones_are(x_sandbox, part):
    keys = {"key": x_sandbox.client.key, "secret": x_sandbox.client.secret, part: "wrong0123456789"}
    with pytest.raises(RequestTokenDeniedError, match="API key and secret") as caught:
        exchange_at(x_sandbox, client=ClientCredentials(**keys)).begin()
    assert (caught.value.status, caught.value.code) == (401, 32)
    assert keys["secret"] not in str(caught.value)


def test_e3_a_callback_that_is_not_registered_is_named(x_sandbox):
    with pytest.raises(RequestTokenDeniedError, match=r"http://127\.0\.0\.1:1/other") as caught:
        exchange_at(x_sandbox, callback="http://127.0.0.1:1/other").begin()
    assert caught.value.code == 415
    assert "console" in caught.value.remedy


def test_e6_a_wrong_clock_is_told_in_seconds(x_sandbox):
    x_sandbox.clock.skew(hours=1)
    with pytest.raises(RequestTokenDeniedError, match=r"3[56]\d\d seconds behind") as caught:
        exchange_at(x_sandbox).begin()
    assert "clock" in caught.value.remedy


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ({"status": 503}, LoginUnavailableError),
        ({"status": 200, "html": True}, LoginUnavailableError),
        ({"status": 502, "html": True}, LoginUnavailableError),
        ({"reset": "before"}, TransportError),
        ({"truncate": True}, TransportError),
    ],
    ids=str,
)
def test_a_server_in_trouble_is_told_and_the_same_pin_works_afterwards(x_sandbox, fault, error):
    exchange = exchange_at(x_sandbox)
    x_sandbox.fail(next=1, **fault)
    with pytest.raises(error) as caught:
        exchange.begin()
    assert caught.value.remedy
    pin = x_sandbox.approve(exchange.begin())
    if not fault.get("truncate"):  # then X has used the PIN, though its answer broke off
        x_sandbox.fail(next=1, **fault)
        with pytest.raises(error):
            exchange.finish(pin)
    assert exchange.finish(pin).screen_name == "ada"


def test_a_server_that_is_not_there_is_told(x_sandbox):
    exchange = exchange_at(x_sandbox)
    x_sandbox.stop()
    with pytest.raises(TransportError, match="No connection"):
        exchange.begin()
    assert exchange.state is State.NEW


def test_enter_followed_by_a_click_exchanges_once(x_sandbox):
    exchange = exchange_at(x_sandbox)
    pin = x_sandbox.approve(exchange.begin())
    tokens = []
    presses = [threading.Thread(target=lambda: tokens.append(exchange.finish(pin))) for _ in range(4)]
    for press in presses:
        press.start()
    for press in presses:
        press.join(20)
    assert len(set(map(id, tokens))) == 1
    assert [each.path for each in x_sandbox.requests].count("/oauth/access_token") == 1


class Stopped(HTTPAdapter):
    """The stop button, pressed while the answer is awaited."""

    def send(self, request, **options):
        raise KeyboardInterrupt


def test_the_stop_button_shows_no_frame_that_holds_the_pin(x_sandbox):
    exchange = exchange_at(x_sandbox)
    pin = x_sandbox.approve(exchange.begin())
    exchange.session.mount(x_sandbox.base_url, Stopped())
    with pytest.raises(KeyboardInterrupt) as caught:
        exchange.finish(pin)
    frames = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    shown = [frame for frame in frames.stack if "test_exchange" not in frame.filename]
    assert not [frame.name for frame in shown if pin in str(frame.locals)]
    exchange.session.mount(x_sandbox.base_url, HTTPAdapter())
    assert exchange.finish(pin).screen_name == "ada"


def test_nothing_secret_is_in_the_repr_or_the_dict(x_sandbox):
    exchange = exchange_at(x_sandbox)
    exchange.begin()
    secrets = (x_sandbox.client.secret, exchange._temporary.secret)
    assert not [secret for secret in secrets if secret in f"{exchange!r} {vars(exchange)!r}"]


def test_cancelling_forgets_the_link():
    exchange = Exchange(ClientCredentials("key", "secret"), endpoints=Endpoints.at("https://api.x.com"))
    exchange.cancel()
    assert exchange.state is State.CANCELLED
    with pytest.raises(LoginError, match="cancelled"):
        exchange.begin()
