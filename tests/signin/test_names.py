"""How people write an account, and keys that are told as what they are."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xauth_nb import ClientCredentials, TokenCredentials, UsageError, login
from xauth_nb.credentials.shapes import hint_for_keys, hint_for_token, looks_like
from xauth_nb.oauth.names import plain_name
from xauth_nb.oauth.store import TokenStore

ALNUM = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"


def alnum(*lengths):
    return st.sampled_from(lengths).flatmap(lambda length: st.text(ALNUM, min_size=length, max_size=length))


@pytest.mark.parametrize(
    "written",
    [
        "ada",
        "@Ada",
        " @ada ",
        "＠ada",
        "＠ａｄａ",
        "@ada\u200b",
        "https://x.com/ada",
        "http://www.twitter.com/Ada/?lang=en",
        "x.com/ada",
        "mobile.twitter.com/ada/status/20",
        "https://twitter.com/#!/ada",
        "https://x.com/@ada",
        "http://127.0.0.1:5000/ada",
    ],
)
def test_a_name_in_every_way_of_writing_it(written, x_sandbox, monkeypatch):
    assert plain_name(written) == "ada"
    monkeypatch.setenv("XAUTH_NB_ENDPOINT", x_sandbox.base_url)
    TokenStore().save(x_sandbox.client, x_sandbox.sign_in("ada"), endpoints=x_sandbox.endpoints)
    assert login(written, expect=written).screen_name == "ada"


@given(st.from_regex(r"[a-z0-9_]{1,15}", fullmatch=True))
def test_a_plain_name_stays_itself(name):
    assert plain_name(name) == plain_name(f"@{name}") == plain_name(f"https://x.com/{name}") == name


@given(alnum(21, 22, 25), alnum(41, 42, 43, 50))
def test_keys_of_the_right_shape_are_taken_and_swapped_ones_are_not(key, secret):
    client = ClientCredentials(key, secret)
    assert (client.key, client.secret) == (key, secret)
    assert hint_for_keys(key, secret) == ""
    with pytest.raises(UsageError, match="each other's place") as caught:
        ClientCredentials(secret, key)
    assert key not in str(caught.value)


@given(st.integers(1, 10**19), alnum(31, 35, 41), alnum(40, 45))
def test_tokens_of_the_right_shape_are_taken_and_swapped_ones_are_not(id, rest, secret):
    assert TokenCredentials(f"{id}-{rest}", secret).user_id == str(id)
    assert hint_for_token(f"{id}-{rest}", secret) == ""
    with pytest.raises(UsageError, match="each other's place"):
        TokenCredentials(secret, f"{id}-{rest}")
    with pytest.raises(UsageError, match="looks like an access token"):
        ClientCredentials(f"{id}-{rest}", secret)


@given(st.text(ALNUM, min_size=12, max_size=30), st.sampled_from(["ci", "at", "rt"]), st.booleans())
def test_what_oauth_2_gives_is_told(text, kind, is_padded):
    made = base64.urlsafe_b64encode(f"{text}:1:{kind}".encode()).decode()
    words = {"ci": "OAuth 2.0 Client ID", "at": "OAuth 2.0 access token", "rt": "OAuth 2.0 refresh token"}[kind]
    with pytest.raises(UsageError, match=words):
        ClientCredentials(made if is_padded else made.rstrip("="), "s" * 50)


@given(alnum(25, 50))
def test_nothing_is_taken_for_something_else(value):
    assert looks_like(value) == ""
