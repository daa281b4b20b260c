"""What is known before anybody is asked: which callback is taken."""

from __future__ import annotations

import pytest

from xauth_nb.endpoints import Endpoints, X
from xauth_nb.oauth.store import TokenStore
from xauth_nb.signin.known import prepare

CALLBACK = "https://hub.example/user/ada/xauth/callback"


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


def test_what_made_a_sign_in_necessary_is_not_said_any_more_when_it_is_done(x_sandbox):
    sign_in = prepare("@ada", client=x_sandbox.client, endpoints=x_sandbox.endpoints)
    assert sign_in.note.startswith("No sign-in of @ada is kept here")
    sign_in.finish(x_sandbox.approve(sign_in.begin()))
    assert (sign_in.note, sign_in.reason) == ("", None)
    assert TokenStore().accounts()[0].name == "@ada"


def test_the_card_and_the_unattended_run_have_their_words_from_one_place(x_sandbox):
    for name in ("ada", "grace"):
        TokenStore().save(x_sandbox.client, x_sandbox.sign_in(name), endpoints=x_sandbox.endpoints)
    sign_in = prepare("@omar", endpoints=x_sandbox.endpoints)
    error = sign_in.reason.unattended("this is a test.")
    assert sign_in.note.splitlines() == [
        "No sign-in of @omar is kept here; those that are kept are @grace and @ada.",
        "→ Check how the name is written.",
    ]
    assert error.message.startswith(sign_in.reason.message)
    assert error.remedy.startswith(sign_in.reason.remedy)
    assert sign_in.reason.message in str(sign_in.reason.at_a_prompt())
