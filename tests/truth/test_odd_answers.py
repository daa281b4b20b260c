"""What comes instead of an answer of X: pages, texts, redirects, damage, no HTTP at all; and who is blamed for it."""

from __future__ import annotations

import gzip
import sys
from pathlib import Path

import pytest
from surfaces import ADA, CLIENT

from xauth_nb.endpoints import Endpoints
from xauth_nb.errors import XAuthError
from xauth_nb.oauth.exchange import Exchange
from xauth_nb.session import XSession

sys.path.insert(0, str(Path(__file__).parents[1] / "wire"))  # the servers of its tests
from proxies import Canned

JSON, HTML, TEXT = "Content-Type: application/json", "Content-Type: text/html", "Content-Type: text/plain"


def answer(status, body=b"", *headers):
    """Make an answer of a server that hangs up after it, and says so: else the next attempt may meet a dying line."""
    body = body if isinstance(body, bytes) else body.encode()
    lines = (f"HTTP/1.1 {status} So", *headers, f"Content-Length: {len(body)}", "Connection: close")
    head = "".join(f"{one}\r\n" for one in lines)
    return head.encode() + b"\r\n" + body


SOMEBODY = "Somebody between here and X"
NO_HTTP = "is no answer in HTTP"
ODD = {
    # what comes, what must be said of it to x.me(), and what would be false
    "a page of scripts": (answer(200, "<script>location='http://hotel/'</script>", HTML), SOMEBODY, "X's answer"),
    "a piece of a page": (answer(200, "<b>Blocked</b> by policy", HTML), SOMEBODY, "X has changed"),
    "a page that begins as XML": (
        answer(200, '<?xml version="1.0"?><!DOCTYPE html PUBLIC "x"><html><title>No</title></html>'),
        "titled “No”",
        "XML",
    ),
    "a text": (answer(200, "Blocked by policy 17", TEXT), "begins with “Blocked by policy 17”", "X's answer"),
    "a text, refused": (answer(403, "Blocked by policy 17", TEXT), "something on the way to it, refuses", "X says"),
    "a text, refused, quoted": (answer(403, "Blocked", TEXT), "The answer says: “Blocked”", "X says"),
    "another's JSON": (answer(403, '{"message": "Denied"}', JSON), "The answer says: “Denied”", "X says"),
    "nothing, 403": (answer(403), "X, or something on the way to it, refuses", "X refuses"),
    "nothing, 400": (answer(400), "does not say why", "Correct what X names"),
    "nothing, 401": (answer(401), "something on the way to it", "this signature"),
    "nothing, 404": (answer(404), "does not find any call GET /2/users/me", "deleted"),
    "nothing, 405": (answer(405), "something on the way to it", "X refuses"),
    "nothing, 408": (answer(408), "did not arrive whole in time", "refuses"),
    "nothing, 410": (answer(410), "gone for good", "refuses"),
    "nothing, 451": (answer(451), "legal reasons", "does not know"),
    "nothing, 502": (answer(502), "something on the way to it, has a fault of its own", "X has a fault"),
    "nothing, 522": (answer(522), "Cloudflare", "X has a fault"),
    "nothing, 999": (answer(999), "does not know", "has a fault"),
    "511": (answer(511, "Network Authentication Required"), "wants a sign-in of its own", "fault"),
    "401 of a proxy": (
        answer(401, "Login required", 'WWW-Authenticate: Basic realm="corp"'),
        "Something between here and X asks",
        "signature",
    ),
    "401 of Windows": (answer(401, "", "WWW-Authenticate: Negotiate"), "Something between here and X", "revoked"),
    "407 that wants Windows": (answer(407, "", "Proxy-Authenticate: NTLM"), "NTLM, Kerberos", "signature"),
    "a redirect": (
        answer(302, "", "Location: https://sso.corp.test/login?u=1"),
        "A redirect to sso.corp.test came",
        "X answered",
    ),
    "a redirect without a place": (answer(301), "A redirect came", "X answered"),
    "a redirect to itself": (answer(307, "", "Location: /2/users/me"), "A redirect came", "X answered"),
    "a redirect to nonsense": (answer(307, "", "Location: http://[:1"), "A redirect came", "X answered"),
    "not modified": (answer(304), "not modified", "redirect"),
    "HTTP/0.9": (b"hello\n", NO_HTTP, "was lost"),
    "a page without a status": (b"<html><title>Blocked</title></html>\r\n\r\n", NO_HTTP, "was lost"),
    "no status": (b"HTTP/1.1 abc\r\n\r\n", NO_HTTP, "was lost"),
    "HTTP/2": (b"\x00\x00\x12\x04" + bytes(30) + b"\r\n", NO_HTTP, "was lost"),
    "too long a header": (b"HTTP/1.1 200 OK\r\nX: " + b"a" * 70_000 + b"\r\n\r\n", NO_HTTP, "was lost"),
    "nothing at all": (b"", "was lost before an answer came", NO_HTTP),
    "what is no gzip": (answer(200, "not gzip", "Content-Encoding: gzip"), "cannot be unpacked", "broke off"),
    "half of a gzip": (
        answer(200, gzip.compress(b'{"data": {"id": "1", "username": "ada"}}')[:-20], "Content-Encoding: gzip"),
        "cannot be read",
        "X's answer",
    ),
    "a bad chunk": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n", "unpacked", "broke off"),
    "half a chunk": (b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n40\r\n{"da', "broke off", "unpacked"),
    "half an answer": (b'HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\n{"da', "broke off", "unpacked"),
    "no data": (answer(200, "{}", JSON), "neither data nor errors", "X's answer"),
    "nothing": (answer(204), "it is empty", "X's answer"),
}


@pytest.mark.parametrize("odd", ODD)
def test_what_comes_instead_of_an_answer_is_told_as_what_it_is(odd):
    raw, says, never = ODD[odd]
    with Canned(raw, hangs_up=True) as server, opened(server) as x, pytest.raises(XAuthError) as caught:
        x.me()
    assert says in str(caught.value)
    assert never not in str(caught.value)
    assert caught.value.remedy


def opened(server):
    x = XSession(CLIENT, ADA, endpoints=Endpoints.at(f"http://127.0.0.1:{server.port}"))
    x.sleep, x.patience, x.timeout = lambda _: None, 0, (5, 5)
    return x


@pytest.mark.parametrize(
    ("raw", "says", "never"),
    [
        (ODD["511"][0], "sign in there", "Try again in a moment"),
        (answer(511, "<html><title>Hotel</title></html>"), "“Hotel”", "Try again in a moment"),
        (answer(204), "not with a token", "refuses"),
        (answer(200, "<script>location='/'</script>"), SOMEBODY, "half an answer"),
        (answer(404), "XAUTH_NB_ENDPOINT", "X does not"),
        (answer(403), "something on the way to it", "X refuses"),
        (ODD["401 of a proxy"][0], "Something between here and X", "API Key and API Key Secret"),
        (ODD["HTTP/0.9"][0], NO_HTTP, "was lost"),
        (ODD["a redirect"][0], "sso.corp.test", "X answered"),
    ],
)
def test_at_the_first_leg_of_a_sign_in_too(raw, says, never):
    with Canned(raw, hangs_up=True) as server:
        exchange = Exchange(CLIENT, endpoints=Endpoints.at(f"http://127.0.0.1:{server.port}"))
        with pytest.raises(XAuthError) as caught:
            exchange.begin()
        exchange.session.close()
    assert says in str(caught.value)
    assert never not in str(caught.value)


@pytest.mark.parametrize("odd", ["a text", "HTTP/0.9", "511", "a redirect", "nothing, 408", "what is no gzip"])
def test_a_post_that_met_it_is_in_doubt_and_not_said_to_be_unsent(odd):
    with Canned(ODD[odd][0], hangs_up=True) as server, opened(server) as x, pytest.raises(XAuthError) as caught:
        x.post_tweet("Once")
    assert "Whether X made the tweet is not known" in str(caught.value)
    assert "not sent" not in str(caught.value)
    assert "X answered" not in str(caught.value)
