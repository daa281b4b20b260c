"""The quick signature is the same as Authlib's and oauthlib's, or it is not given at all."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st
from oauthlib.oauth1.rfc5849 import signature as oauthlib_signature

from xauth_nb.credentials import ClientCredentials, TokenCredentials
from xauth_nb.endpoints import X
from xauth_nb.wire import RequestSigner
from xauth_nb.wire.quick import QuickSigner

CLIENT = ClientCredentials("a-key", "a-consumer-secret")
TOKEN = TokenCredentials("123-token", "a-token-secret")
text = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=20)
methods = st.sampled_from(["GET", "POST", "PUT", "DELETE"])


def parameters_of(header):
    return {name: unquote(value) for name, value in re.findall(r'(oauth_\w+)="([^"]*)"', header)}


def by_oauthlib(method, url, header):
    found = oauthlib_signature.collect_parameters(
        uri_query=url.partition("?")[2], headers={"Authorization": header}, exclude_oauth_signature=True
    )
    base = oauthlib_signature.signature_base_string(
        method, oauthlib_signature.base_string_uri(url), oauthlib_signature.normalize_parameters(found)
    )
    keys = type("Keys", (), {"client_secret": CLIENT.secret, "resource_owner_secret": TOKEN.secret})
    return oauthlib_signature.sign_hmac_sha1_with_client(base, keys)


def by_authlib(method, url, header):
    signer = RequestSigner(CLIENT, TOKEN, endpoints=X)
    return signer.get_oauth_signature(method, url, {"Authorization": header}, "")


@given(method=methods, query=st.lists(st.tuples(text.filter(bool), text), max_size=5))
def test_three_signers_agree_on_every_query_that_requests_sends(method, query):
    url = requests.Request(method, "https://api.x.com/2/tweets/search/recent", params=query).prepare().url
    header = QuickSigner(CLIENT, TOKEN).header(method, url)
    if header is None:  # then Authlib signs it, which tests/wire/test_signing.py holds against oauthlib
        return
    assert parameters_of(header)["oauth_signature"] == by_oauthlib(method, url, header)
    if not any(name.startswith("oauth_") for name, _ in query):  # Authlib takes these for its own
        assert parameters_of(header)["oauth_signature"] == by_authlib(method, url, header)


@given(query=st.text(st.sampled_from("aZ09-._~%+=&;/?:@!$'()*,[]é 2DFc"), max_size=30))
def test_a_query_that_was_written_by_hand_is_signed_rightly_or_left_to_authlib(query):
    url = f"https://api.x.com/2/tweets?{query}"
    header = QuickSigner(CLIENT, TOKEN).header("GET", url)
    assert header is None or parameters_of(header)["oauth_signature"] == by_oauthlib("GET", url, header)


@pytest.mark.parametrize(
    "params",
    [
        {},
        {"ids": ",".join(str(2_100_000_000_000_000_000 + n) for n in range(100)), "tweet.fields": "created_at,text"},
        {"query": '(notebook OR "open data") -is:retweet ☃ ~', "max_results": "100"},
        [("a", ""), ("a1", "x"), ("a", "b")],
    ],
)
def test_what_the_api_is_asked_every_day_is_signed_quickly(params):
    url = requests.Request("GET", "https://api.x.com/2/tweets", params=params).prepare().url
    assert QuickSigner(CLIENT, TOKEN).header("GET", url)


@pytest.mark.parametrize("url", ["https://api.x.com/2/caf%C3%A9", "https://API.x.com/2/tweets", "https://api.x.com"])
def test_an_unusual_address_is_left_to_authlib(url):
    assert QuickSigner(CLIENT, TOKEN).header("GET", url) is None


def test_a_form_is_left_to_authlib_and_json_is_not():
    def length_of_nonce(**body):
        request = requests.Request("POST", "https://api.x.com/2/tweets", **body).prepare()
        RequestSigner(CLIENT, TOKEN, endpoints=X)(request)
        return len(parameters_of(request.headers["Authorization"])["oauth_nonce"])

    assert length_of_nonce(json={"text": "a"}) == 32
    assert length_of_nonce(data={"text": "a"}) == 30  # Authlib's


def test_no_nonce_comes_twice_and_nothing_secret_shows():
    signer = QuickSigner(CLIENT, TOKEN)
    headers = [signer.header("GET", "https://api.x.com/2/users/me") for _ in range(1000)]
    assert len({parameters_of(header)["oauth_nonce"] for header in headers}) == 1000
    shown = f"{signer!r} {signer._parameters} {signer._before} {signer._keyed!r} {headers[0]}"
    assert CLIENT.secret not in shown
    assert TOKEN.secret not in shown
