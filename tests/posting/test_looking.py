"""What is looked at after a doubt: between which times at X, and which tweet counts as the one that was sent."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from requests.adapters import BaseAdapter

from xauth_nb.credentials import ClientCredentials, TokenCredentials
from xauth_nb.endpoints import X
from xauth_nb.errors import NotFoundError, TransportError
from xauth_nb.posting.content import Content
from xauth_nb.posting.matching import is_same
from xauth_nb.session import XSession
from xauth_nb.tweets import parse_tweet


class Scripted(BaseAdapter):
    """Answers one call after the other from a list of statuses and bodies; an exception is raised."""

    def __init__(self, *answers):
        super().__init__()
        self.answers, self.asked = list(answers), []

    def send(self, request, **_):
        self.asked.append((request.method, urlsplit(request.url).path, parse_qs(urlsplit(request.url).query)))
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        response = requests.Response()
        response.status_code, response.url, response.request = answer[0], request.url, request
        response._content = json.dumps(answer[1]).encode()
        return response

    def close(self):
        pass


@pytest.fixture
def over():
    """Make sessions of account 1 over an adapter, as if it were X."""
    made = []

    def make(*answers):
        adapter = Scripted(*answers)
        x = XSession(ClientCredentials("key", "secret"), TokenCredentials("1-token", "secret"), endpoints=X)
        x.mount(X.base_url, adapter)
        made.append(x)
        return x, adapter

    try:
        yield make
    finally:
        for x in made:
            x.close()


LOST = requests.ConnectionError("reset")
NOTHING = (200, {"meta": {"result_count": 0}})


def tweet(id, text, **fields):
    return {"id": str(id), "text": text, "author_id": "1", **fields}


def test_x_is_asked_for_the_time_of_the_attempt_and_no_more(over):
    x, adapter = over(LOST, NOTHING)
    before = datetime.now(timezone.utc)
    with pytest.raises(TransportError):
        x.post_tweet("Lost")
    method, path, query = adapter.asked[1]
    assert (method, path) == ("GET", "/2/users/1/tweets")
    since = datetime.fromisoformat(query["start_time"][0].replace("Z", "+00:00"))
    assert timedelta(minutes=9) < before - since < timedelta(minutes=11), "X takes clocks that are 5 minutes off"
    assert "end_time" not in query


def test_every_page_of_that_time_is_read_but_a_repeated_token_does_not_go_on_for_ever(over):
    page = (200, {"data": [tweet(21, "Another")], "meta": {"result_count": 1, "next_token": "same"}})
    x, adapter = over(LOST, page, page, page, page)
    with pytest.raises(TransportError):
        x.post_tweet("Lost")
    assert len(adapter.asked) <= 4


def test_a_tweet_on_the_second_page_is_found(over):
    first = (200, {"data": [tweet(22, "Another")], "meta": {"result_count": 1, "next_token": "two"}})
    second = (200, {"data": [tweet(21, "Lost &amp; found")], "meta": {"result_count": 1}})
    x, adapter = over(LOST, first, second)
    assert x.post_tweet("Lost & found").id == "21"
    assert adapter.asked[2][2]["pagination_token"] == ["two"]


def test_a_tweet_of_the_ledger_that_x_does_not_find_is_deleted(over):
    """As after a deletion whose answer got lost, which the wire repeats."""
    gone = {"title": "Not Found Error", "type": "https://api.x.com/2/problems/resource-not-found", "status": 404}
    x, _ = over((201, {"data": tweet(21, "Posted")}), (404, gone), (404, gone))
    x.post_tweet("Posted")
    assert x.delete_tweet("21") is True
    with pytest.raises(NotFoundError):
        x.delete_tweet("20")


SAME = {
    "escaped": ("a < b & c", {}, "a &lt; b &amp; c", {}),
    "composed": ("Cafe\u0301", {}, "Café", {}),
    "blanks": ("  a\r\nb ", {}, "a\nb", {}),
    "bare domain": ("see example.com ok", {}, "see https://t.co/a ok", {"a": "http://example.com"}),
    "a host in capitals": ("See Example.COM/A ok", {}, "See https://t.co/a ok", {"a": "http://example.com/A"}),
    "an encoded host": ("http://münchen.de/", {}, "https://t.co/a", {"a": "http://xn--mnchen-3ya.de"}),
    "an encoded path": (
        "https://example.com/é?q=ü",
        {},
        "https://t.co/a",
        {"a": "https://example.com/%C3%A9?q=%C3%BC"},
    ),
    "an address that begins another": (
        "https://a.de https://a.de/ü",
        {},
        "https://t.co/a https://t.co/b",
        {"a": "https://A.de", "b": "https://A.de/%C3%BC"},
    ),
    "the variant of an emoji": ("I \u2764\ufe0f you", {}, "I \u2764 you", {}),
    "marks of direction": ("\u200fשלום\u200e a", {}, "שלום a", {}),
    "odd blanks": ("a\u00a0\u3000b\u2028c", {}, "a b c", {}),
    "entities as text": ("write &amp; for &", {}, "write &amp;amp; for &amp;", {}),
    "last slash": ("https://example.com/", {}, "https://t.co/a", {"a": "https://example.com"}),
    "names in front of a reply": ("yes", {"reply_to": "9"}, "@grace @linus yes", {}),
    "quote": ("look", {"quote": "9"}, "look https://t.co/q", {"q": "https://x.com/grace/status/9"}),
    "address of a tweet": ("see https://x.com/g/status/9", {}, "see https://t.co/q", {"q": "https://x.com/g/status/9"}),
}
OTHER = {
    "another text": ("one", {}, "two", {}),
    "another link of the same host": ("example.com/A", {}, "https://t.co/a", {"a": "http://example.com/a"}),
    "another emoji": ("I \u2764 you", {}, "I \u2763 you", {}),
    "another link": ("https://example.com/1", {}, "https://t.co/a", {"a": "https://example.com/2"}),
    "a reply": ("yes", {}, "yes", {"replied_to": "9"}),
    "a reply to another": ("yes", {"reply_to": "8"}, "yes", {"replied_to": "9"}),
    "names where nothing is answered": ("yes", {}, "@grace yes", {}),
}


def seen(given, text, links):
    """Make a tweet as X shows it."""
    replied_to = links.get("replied_to") or given.get("reply_to")
    kinds = {"replied_to": replied_to, "quoted": given.get("quote")}
    urls = [{"url": f"https://t.co/{name}", "expanded_url": to} for name, to in links.items() if name != "replied_to"]
    body = tweet(
        21,
        text,
        entities={"urls": urls},
        referenced_tweets=[{"type": kind, "id": id} for kind, id in kinds.items() if id],
    )
    return parse_tweet(json.dumps({"data": body}).encode(), status=200)


@pytest.mark.parametrize("case", SAME.values(), ids=SAME)
def test_what_x_changes_on_the_way_does_not_count(case):
    text, given, shown, links = case
    assert is_same(seen(given, shown, links), Content.checked(text, **given), ())


@pytest.mark.parametrize("case", OTHER.values(), ids=OTHER)
def test_another_tweet_is_not_taken_for_it(case):
    text, given, shown, links = case
    made = seen({}, shown, links)
    assert not is_same(made, Content.checked(text, **given), ())
