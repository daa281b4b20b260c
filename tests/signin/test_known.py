"""What is known before anybody is asked: which callback is taken."""

from __future__ import annotations

import pytest

from xauth_nb.endpoints import Endpoints, X
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
