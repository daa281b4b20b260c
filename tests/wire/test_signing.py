"""What is signed, held against the published vectors and against oauthlib, which shares no code with Authlib."""

from __future__ import annotations

import pickle
from urllib.parse import quote, unquote, urlencode, urlsplit

import pytest
import requests
from hypothesis import example, given
from hypothesis import strategies as st
from oauthlib.common import urldecode as oauthlib_urldecode
from oauthlib.oauth1.rfc5849 import signature as oauthlib_signature
from oauthlib.oauth1.rfc5849.utils import parse_authorization_header

from xauth_nb.credentials import ClientCredentials, TokenCredentials
from xauth_nb.endpoints import X
from xauth_nb.errors import LoginRequired
from xauth_nb.wire import RequestSigner, SignedSession

CLIENT = ClientCredentials("a-key", "a consumer-secret".replace(" ", "-"))
TOKEN = TokenCredentials("123-token", "a-token-secret")
FORM = "application/x-www-form-urlencoded"
text = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=20)
names = text.filter(lambda name: not name.startswith("oauth_"))  # the protocol's own; Authlib refuses them twice


def signed(signer, method, url, **parts):
    request = requests.Request(method, url, **parts).prepare()
    return signer(request)


def header_parameters(request):
    return {name: unquote(value) for name, value in parse_authorization_header(request.headers["Authorization"])}


def expected_signature(request, client_secret, token_secret, form=()):
    """Compute the signature of a request as it would go out, with oauthlib's own code."""
    parameters = oauthlib_signature.collect_parameters(
        uri_query=request.url.partition("?")[2],
        headers={"Authorization": request.headers["Authorization"]},
        exclude_oauth_signature=True,
    )
    base = oauthlib_signature.signature_base_string(
        request.method,
        oauthlib_signature.base_string_uri(request.url),
        oauthlib_signature.normalize_parameters([*parameters, *form]),
    )
    return oauthlib_signature.sign_hmac_sha1_with_client(
        base, type("Keys", (), {"client_secret": client_secret, "resource_owner_secret": token_secret})
    )


def test_every_published_vector_comes_out_of_the_signing_path(vectors, monkeypatch):
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")  # the oldest examples are plain http, which Authlib refuses
    assert len(vectors) == 21
    for vector in vectors:
        oauth, secret = vector["oauth_params"], vector["token_secret"]
        client = ClientCredentials(oauth["oauth_consumer_key"], vector["consumer_secret"])
        signer = RequestSigner(client, endpoints=X)
        signer.credentials = (client, SimpleToken(oauth.get("oauth_token"), secret))
        query, form = (pairs_of(vector[part]) for part in ("query_params", "form_params"))
        # Two vectors send the verifier in the form; we send it in the header, and the base string is the same.
        in_header = {**oauth, **{name: value for name, value in form if name.startswith("oauth_")}}
        form = [(name, value) for name, value in form if name not in in_header]
        headers = {"Authorization": "OAuth " + ", ".join(f'{k}="{quote(v, safe="~")}"' for k, v in in_header.items())}
        if form:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        url = vector["base_url"] + (f"?{urlencode(query)}" if query else "")
        computed = signer.get_oauth_signature(vector["method"], url, headers, urlencode(form))
        assert computed == vector["signature"], vector["name"]


def pairs_of(parameters):
    return list(parameters.items()) if isinstance(parameters, dict) else [tuple(pair) for pair in parameters or ()]


class SimpleToken:
    """A token as the vectors have it: one of them has a secret with spaces, which X would never give."""

    def __init__(self, token, secret):
        self.token, self.secret = token, secret


@given(
    query=st.lists(st.tuples(names, text), max_size=4),
    callback=st.one_of(st.just("oob"), text.map(lambda tail: f"http://127.0.0.1:8976/cb?back=%2F{tail}")),
)
def test_oauthlib_computes_the_same_signature_for_any_query_and_any_callback(query, callback):
    signer = RequestSigner(CLIENT, TOKEN, endpoints=X, callback=callback)
    request = signed(signer, "GET", "https://api.x.com/2/tweets", params=query)
    parameters = header_parameters(request)
    assert parameters["oauth_signature"] == expected_signature(request, CLIENT.secret, TOKEN.secret)
    assert parameters["oauth_callback"] == callback


@given(form=st.lists(st.tuples(names.filter(bool), text), min_size=1, max_size=4))
def test_oauthlib_computes_the_same_signature_for_any_form(form):
    signer = RequestSigner(CLIENT, TOKEN, endpoints=X)
    request = signed(signer, "POST", "https://api.x.com/oauth/access_token", data=form)
    assert header_parameters(request)["oauth_signature"] == expected_signature(
        request, CLIENT.secret, TOKEN.secret, form
    )


RAW = st.text(st.sampled_from("aZ09-._~%+=&;/?:@!$'()*,[]{}|^`\"<>é€ 2DFc\\\t"), max_size=30)


def as_oauthlib_reads(text):
    """Give the pairs of a query or a form; ``None`` where oauthlib refuses it."""
    try:
        return oauthlib_urldecode(text)
    except ValueError:
        return None


@given(query=RAW)
@example("query=$TSLA")
@example("query=rock'n'roll")
@example("a=%ff&b=%C3%A9")
@example("a=1&a=0&=&flag&&")
def test_a_query_as_somebody_wrote_it_is_signed_as_oauthlib_signs_what_requests_sends(query):
    signer = RequestSigner(CLIENT, TOKEN, endpoints=X)
    request = signed(signer, "GET", f"https://api.x.com/2/tweets/search/recent?{query}")
    if as_oauthlib_reads(urlsplit(request.url).query) is not None:
        assert header_parameters(request)["oauth_signature"] == expected_signature(request, CLIENT.secret, TOKEN.secret)


@given(
    form=RAW, content_type=st.sampled_from([FORM, FORM.title(), FORM.upper(), f"{FORM}; charset=UTF-8", f" {FORM} "])
)
@example("status=rock'n'roll&price=$5", FORM)
def test_a_form_as_somebody_wrote_it_is_signed_as_oauthlib_signs_it(form, content_type):
    signer = RequestSigner(CLIENT, TOKEN, endpoints=X)
    for body in (form, form.encode()):
        headers = {"Content-Type": content_type.strip()}
        request = signed(signer, "POST", "https://api.x.com/1.1/statuses/update.json", data=body, headers=headers)
        assert request.body == (body or None)
        assert request.headers["Content-Type"] == content_type.strip()
        pairs = as_oauthlib_reads(form)
        if pairs is not None:
            expected = expected_signature(request, CLIENT.secret, TOKEN.secret, pairs)
            assert header_parameters(request)["oauth_signature"] == expected


@pytest.mark.parametrize("host", ["https://api.x.com:443", "HTTPS://API.X.COM", "https://api.x.com:0443"])
@pytest.mark.parametrize("query", ["", "?ids=1,2", "?query=$TSLA"])
def test_the_usual_port_and_capitals_are_left_out_of_what_is_signed(host, query):
    """RFC 5849 section 3.4.1.2."""
    signer = RequestSigner(CLIENT, TOKEN, endpoints=X)
    request = requests.Request("GET", f"https://api.x.com/2/tweets{query}").prepare()
    request.url = request.url.replace("https://api.x.com", host)
    signer(request)
    request.url = request.url.replace(host, "https://api.x.com")
    assert header_parameters(request)["oauth_signature"] == expected_signature(request, CLIENT.secret, TOKEN.secret)


def test_a_host_header_is_what_is_signed_as_the_server_sees_it():
    request = signed(
        RequestSigner(CLIENT, TOKEN, endpoints=X), "GET", "https://api.x.com/2", headers={"Host": "X.test"}
    )
    signature = header_parameters(request)["oauth_signature"]
    request.url = "https://x.test/2"
    assert signature == expected_signature(request, CLIENT.secret, TOKEN.secret)


def test_a_json_body_is_not_signed_and_is_not_touched():
    signer = RequestSigner(CLIENT, TOKEN, endpoints=X)
    request = signed(signer, "POST", "https://api.x.com/2/tweets", json={"text": "a=b&c=d"})
    parameters = header_parameters(request)
    assert request.body == b'{"text": "a=b&c=d"}'
    assert "oauth_body_hash" not in parameters
    assert parameters["oauth_signature"] == expected_signature(request, CLIENT.secret, TOKEN.secret)


def test_a_multipart_body_is_not_signed_and_is_not_touched():
    signer = RequestSigner(CLIENT, TOKEN, endpoints=X)
    request = signed(
        signer, "POST", "https://api.x.com/2/media/upload", files={"media": b"\x89PNG"}, data={"media_category": "x"}
    )
    assert b"\x89PNG" in request.body
    assert header_parameters(request)["oauth_signature"] == expected_signature(request, CLIENT.secret, TOKEN.secret)


def test_the_callback_and_the_verifier_belong_to_one_signer_and_leak_into_no_other():
    first = header_parameters(signed(RequestSigner(CLIENT, endpoints=X, callback="oob"), "POST", X.request_token_url))
    third = header_parameters(
        signed(RequestSigner(CLIENT, TOKEN, endpoints=X, verifier="0123456"), "POST", X.access_token_url)
    )
    later = header_parameters(signed(SignedSession(CLIENT, TOKEN, endpoints=X).auth, "GET", X.url("/2/users/me")))
    assert first["oauth_callback"] == "oob"
    assert "oauth_token" not in first
    assert third["oauth_verifier"] == "0123456"
    assert "oauth_callback" not in third
    assert not {"oauth_callback", "oauth_verifier"} & later.keys()


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/2/users/me",
        "https://api.x.com.example.com/",
        "http://api.x.com/2/users/me",
        "https://api.x.com:8443/2/users/me",
        "https://api.x.com@example.com/",
    ],
)
def test_no_other_host_scheme_or_port_is_ever_signed(url):
    request = signed(RequestSigner(CLIENT, TOKEN, endpoints=X), "GET", url)
    assert "Authorization" not in request.headers


def test_after_forgetting_every_signature_is_refused():
    signer = RequestSigner(CLIENT, TOKEN, endpoints=X)
    signer.forget()
    with pytest.raises(LoginRequired, match="signed out"):
        signed(signer, "GET", "https://api.x.com/2/users/me")


def test_no_secret_is_in_a_repr_a_dict_or_a_pickle():
    session = SignedSession(CLIENT, TOKEN, endpoints=X)
    signer = RequestSigner(CLIENT, TOKEN, endpoints=X, verifier="0123456")
    shown = f"{session!r} {vars(session)!r} {session.auth!r} {vars(session.auth)!r} {session.token!r} {vars(signer)!r}"
    assert not [secret for secret in (CLIENT.secret, TOKEN.secret, "0123456") if secret in shown]
    with pytest.raises(TypeError, match="not pickled"):
        pickle.dumps(session)
    with pytest.raises(TypeError, match="not pickled"):
        pickle.dumps(signer)
