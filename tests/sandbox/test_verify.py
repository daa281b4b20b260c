"""The verifier against published vectors, and against requests that cannot be read."""

from __future__ import annotations

from urllib.parse import quote, urlencode, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xauth_nb.sandbox.verify import MalformedError, read_signed

FORM = "application/x-www-form-urlencoded"


def pairs(params):
    return list(params.items()) if isinstance(params, dict) else [tuple(pair) for pair in params or []]


def header(vector):
    signed = {**vector["oauth_params"], "oauth_signature": vector["signature"]}
    return "OAuth " + ", ".join(f'{name}="{quote(value, safe="")}"' for name, value in signed.items())


def arrived(vector, **changes):
    parts = urlsplit(vector["base_url"])
    query = urlencode(pairs(vector["query_params"]), quote_via=quote)
    form = urlencode(pairs(vector["form_params"]), quote_via=quote)
    given = {
        "method": vector["method"],
        "scheme": parts.scheme,
        "host": parts.netloc,
        "target": parts.path + (f"?{query}" if query else ""),
        "authorization": header(vector),
        "content_type": FORM if form else "",
        "body": form.encode(),
    }
    return read_signed(**{**given, **changes})


def test_every_published_and_computed_vector_verifies(vectors):
    assert len(vectors) == 21
    for vector in vectors:
        secrets = vector["consumer_secret"], vector["token_secret"] or ""
        assert arrived(vector).is_signed_with(*secrets), vector["name"]


def test_a_vector_with_anything_changed_does_not_verify(vectors):
    for vector in vectors:
        secrets = vector["consumer_secret"], vector["token_secret"] or ""
        assert not arrived(vector, method="PUT").is_signed_with(*secrets), vector["name"]
        assert not arrived(vector, host="api.example.com").is_signed_with(*secrets)
        assert not arrived(vector, target="/2/other").is_signed_with(*secrets)
        assert not arrived(vector).is_signed_with(secrets[0] + "x", secrets[1])
        assert not arrived(vector).is_signed_with(secrets[0], secrets[1] + "x")
        assert not arrived(vector, content_type=FORM, body=b"added=1").is_signed_with(*secrets)


def test_the_vector_of_the_rfc_with_a_name_twice_is_known_as_such(vectors):
    named = {vector["name"]: vector for vector in vectors}
    assert arrived(named["rfc5849-3.4.1-base-string"]).has_duplicates
    assert not arrived(named["get-users-me"]).has_duplicates


def test_a_body_that_is_no_form_is_not_signed(vectors):
    named = {vector["name"]: vector for vector in vectors}
    vector = named["json-post-2-tweets"]
    read = arrived(vector, content_type="application/json", body=b'{"text": "anything"}')
    assert read.is_signed_with(vector["consumer_secret"], vector["token_secret"])


@pytest.mark.parametrize(
    "authorization",
    ["", "OAuth", "Bearer abc", "OAuth nonsense", 'OAuth oauth_nonce="1"', "OAuth oauth_nonce=%zz", "OAuth =,=,="],
)
def test_a_header_without_the_parameters_is_malformed(authorization):
    with pytest.raises(MalformedError):
        read_signed("GET", "http", "h", "/2/users/me", authorization, "", b"")


@given(st.text(max_size=60), st.text(max_size=60), st.binary(max_size=60))
def test_whatever_arrives_is_read_or_refused(authorization, target, body):
    try:
        read = read_signed("POST", "http", "h", f"/{target}", f"OAuth {authorization}", FORM, body)
    except MalformedError:
        return
    assert not read.is_signed_with("secret")


def test_a_read_request_shows_no_parameter(vectors):
    vector = vectors[15]
    assert "0123456" in dict(arrived(vector).params).values()
    assert "0123456" not in repr(arrived(vector))
