"""Credentials, endpoints and errors: the words that everything else is made of."""

from __future__ import annotations

import copy
import inspect
import pickle

import pytest

import xauth_nb.errors as errors
from xauth_nb.credentials import (
    ClientCredentials,
    TemporaryCredentials,
    TokenCredentials,
    client_credentials_from,
    token_credentials_from,
)
from xauth_nb.endpoints import Endpoints, X
from xauth_nb.errors import UsageError, XAuthError

HOLDERS = [
    ClientCredentials("key", "canary-secret"),
    TemporaryCredentials("token", "canary-secret"),
    TokenCredentials("1-token", "canary-secret", "1", "ada"),
]


@pytest.mark.parametrize("holder", HOLDERS, ids=repr)
def test_a_holder_of_secrets_shows_keeps_and_copies_nothing(holder):
    assert repr(holder) == str(holder) == f"{holder}" == f"{type(holder).__name__}(…)"
    for spread in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match="not pickled or copied"):
            spread(holder)
    with pytest.raises(TypeError):
        vars(holder)
    with pytest.raises(AttributeError, match="does not change"):
        holder.secret = "other"


def test_a_copied_key_loses_the_spaces_around_it_and_nothing_else():
    assert ClientCredentials(" key\n", "\tsecret ") == ClientCredentials("key", "secret")


@pytest.mark.parametrize("bad", ["", "  ", "two words", "line\nend", "naïve", None, 5])
def test_what_cannot_be_a_key_is_refused_without_being_quoted(bad):
    with pytest.raises(UsageError) as caught:
        ClientCredentials("key", bad)
    assert caught.value.remedy
    assert not str(bad).strip() or str(bad) not in str(caught.value) or bad in (None, 5)


def test_an_oauth2_client_id_is_recognised():
    with pytest.raises(UsageError, match=r"OAuth 2\.0 Client ID"):
        ClientCredentials("VGhpc0lzQW5JZDoxOmNp", "secret")


def test_the_user_id_is_read_from_the_token():
    assert TokenCredentials("6253282-abc", "secret").user_id == "6253282"
    assert TokenCredentials("abc", "secret").user_id is None


def test_the_environment_is_read_in_order_and_half_a_pair_is_an_error():
    assert client_credentials_from({}) is None
    assert client_credentials_from({"CONSUMER_KEY": "k", "CONSUMER_SECRET": "s"}).key == "k"
    both = {"X_API_KEY": "first", "X_API_SECRET": "s", "CONSUMER_KEY": "second", "CONSUMER_SECRET": "s"}
    assert client_credentials_from(both).key == "first"
    with pytest.raises(UsageError, match="X_API_SECRET is not"):
        client_credentials_from({"X_API_KEY": "k"})
    with pytest.raises(UsageError, match="X_ACCESS_TOKEN is not"):
        token_credentials_from({"X_ACCESS_TOKEN_SECRET": "s"})


@pytest.mark.parametrize(
    "address",
    [
        "",
        "api.x.com",
        "http://api.x.com",
        "https://",
        "https://api.x.com/2",
        "https://u:p@api.x.com",
        "ftp://127.0.0.1",
    ],
)
def test_an_endpoint_that_is_not_safe_is_refused(address):
    with pytest.raises(UsageError, match="https"):
        Endpoints.at(address)


@pytest.mark.parametrize(
    ("address", "base"),
    [
        ("https://API.x.com/", "https://api.x.com"),
        ("https://api.x.com:443", "https://api.x.com"),
        ("http://127.0.0.1:5000", "http://127.0.0.1:5000"),
        ("http://[::1]:5000", "http://[::1]:5000"),
    ],
)
def test_an_endpoint_has_one_spelling(address, base):
    assert Endpoints.at(address).base_url == base


def test_the_endpoint_comes_from_the_environment():
    assert Endpoints.from_environment({}) is X
    assert Endpoints.from_environment({"XAUTH_NB_ENDPOINT": "http://127.0.0.1:1"}).is_practice
    assert not X.is_practice


def test_every_error_is_in_the_tree_in_the_docstring_and_says_when_not_to_raise_it():
    kinds = [each for _, each in inspect.getmembers(errors, inspect.isclass) if issubclass(each, XAuthError)]
    assert {each.__name__ for each in kinds} == set(errors.__all__)
    for kind in kinds:
        assert kind.__name__ in errors.__doc__
        if kind not in (XAuthError, errors.LoginError, errors.ApiError):
            assert any(word in kind.__doc__ for word in ("Not ", "not ")), kind


def test_a_message_has_its_remedy_and_a_notebook_shows_a_short_block():
    error = errors.LoginRequired("Nobody is here.", remedy="Come back.")
    assert str(error) == "Nobody is here.\n→ Come back."
    assert error._render_traceback_() == ["\x1b[1mLoginRequired\x1b[0m: Nobody is here.", "→ Come back."]


def test_in_a_notebook_an_error_is_cut_between_words_only():
    address = "https://example.org/" + "a" * 90
    lines = errors.LoginRequired(f"{'a word ' * 30}{address}", remedy="one\n\ntwo")._render_traceback_()
    assert max(len(line) for line in lines if line != address) <= 79 + len("\x1b[1m\x1b[0m")
    assert address in lines
    assert lines[-3:] == ["→ one", "", "two"]
