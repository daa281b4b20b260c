"""The session against a fake transport: one adapter that remembers what it was given."""

from __future__ import annotations

import pytest
import requests
from authlib.oauth1.client import OAuth1Client
from requests.adapters import BaseAdapter

from xauth_nb.credentials import ClientCredentials, TokenCredentials
from xauth_nb.endpoints import X
from xauth_nb.errors import TransportError
from xauth_nb.wire import SignedSession


class Recorder(BaseAdapter):
    """Answers every request with the same, or raises."""

    def __init__(self, status=200, headers=(), error=None):
        super().__init__()
        self.status, self.headers, self.error = status, dict(headers), error
        self.sent = []

    def send(self, request, **options):
        self.sent.append((request, options))
        if self.error:
            raise self.error
        response = requests.Response()
        response.status_code, response.url, response.request = self.status, request.url, request
        response.headers.update(self.headers)
        response._content = b"{}"
        return response

    def close(self):
        pass


def session_over(recorder):
    session = SignedSession(ClientCredentials("key", "secret"), TokenCredentials("1-token", "secret"), endpoints=X)
    session.mount("https://", recorder)
    session.mount(X.base_url, recorder)
    session.sleep = lambda _: None
    return session


def test_it_is_a_requests_session_and_authlibs_client():
    session = session_over(Recorder())
    assert isinstance(session, requests.Session)
    assert isinstance(session, OAuth1Client)


@pytest.mark.parametrize("path", ["/2/users/me", "2/users/me", "https://api.x.com/2/users/me"])
def test_a_path_is_joined_to_the_server(path):
    recorder = Recorder()
    session_over(recorder).get(path)
    assert recorder.sent[0][0].url == "https://api.x.com/2/users/me"


def test_every_request_has_a_timeout_and_may_have_its_own():
    recorder = Recorder()
    session = session_over(recorder)
    session.get("/2/users/me")
    session.get("/2/users/me", timeout=1)
    assert [options["timeout"] for _, options in recorder.sent] == [(5, 30), 1]


@pytest.mark.parametrize("ask", [{}, {"allow_redirects": True}])
def test_no_redirect_of_a_signed_call_is_followed(ask):
    recorder = Recorder(302, {"location": "https://example.com/steal"})
    response = session_over(recorder).get("/2/users/me", **ask)
    assert response.status_code == 302
    assert len(recorder.sent) == 1


def test_another_host_gets_no_signature_no_header_and_no_cookie_of_ours():
    recorder = Recorder()
    session = session_over(recorder)
    session.headers["X-Ours"] = "1"
    session.cookies.set("guest_id", "ours")
    session.get("https://example.com/")
    headers = recorder.sent[0][0].headers
    assert not {"Authorization", "X-Ours", "Cookie"} & set(headers)
    assert "xauth_nb" not in headers["User-Agent"]


def test_the_access_level_is_read_from_the_header_and_kept_when_it_is_absent():
    recorder = Recorder(headers={"x-access-level": "read-write"})
    session = session_over(recorder)
    assert session.access is None
    session.get("/2/users/me")
    recorder.headers = {}
    session.get("/2/users/me")
    assert session.access == "read-write"


def every_exception_of_requests():
    names = vars(requests.exceptions).values()
    return sorted(
        (each for each in names if isinstance(each, type) and issubclass(each, requests.RequestException)),
        key=lambda each: each.__name__,
    )


@pytest.mark.parametrize("kind", every_exception_of_requests(), ids=lambda kind: kind.__name__)
def test_every_exception_of_requests_becomes_a_transport_error_that_is_still_one_of_requests(kind):
    error = kind("m", "", 0) if kind is requests.exceptions.JSONDecodeError else kind("boom")
    with pytest.raises(TransportError) as caught:
        session_over(Recorder(error=error)).get("/2/users/me")
    # This one of them needs a text and a place in it, and no transport raises it.
    assert isinstance(caught.value, kind if kind is not requests.exceptions.JSONDecodeError else kind.__base__)
    assert caught.value.remedy
    assert "api.x.com" in str(caught.value)


def test_a_timeout_can_be_caught_as_requests_users_do():
    with pytest.raises(requests.Timeout):
        session_over(Recorder(error=requests.ReadTimeout("slow"))).get("/2/users/me")


@pytest.mark.parametrize(
    "params",
    [
        {"ids": "1,2,3", "tweet.fields": "text,lang"},
        {"query": 'ünïcode ~ (from:ada) "quoted" #tag+1 100% a&b=c', "max_results": 10},
        {"ids": ["1", "2"], "nothing": None},
        [("a", "1"), ("a", "2")],
        {"a": "", "flag": True, "half": 0.5},
        "already=written",
        {},
        None,
    ],
)
@pytest.mark.parametrize("path", ["/2/tweets", "/2/tweets?first=1", "/2/tweets#part", "/2/a b/ü"])
def test_the_address_is_the_one_that_requests_would_have_written(params, path):
    session = session_over(recorder := Recorder())
    session.get(path, params=params)
    own = requests.Request("GET", X.url(path), params=params).prepare()
    assert recorder.sent[0][0].url == own.url
    assert recorder.sent[0][0].headers["Authorization"].startswith("OAuth ")


def test_parameters_and_auth_of_the_session_and_of_the_request_are_minded():
    session = session_over(recorder := Recorder())
    session.get("/2/tweets", params={"a": "1"}, auth=("user", "password"))
    session.params = {"b": "2"}
    session.get("/2/tweets", params={"a": "1"})
    (basic, _), (joined, _) = recorder.sent
    assert basic.headers["Authorization"].startswith("Basic ")
    assert basic.url.endswith("/2/tweets?a=1")
    assert joined.url.endswith("/2/tweets?b=2&a=1")
