import re
from datetime import datetime, timezone
from html.parser import HTMLParser
from pathlib import Path

import pytest

from xauth_nb.tweets import Provenance, parse_tweets
from xauth_nb.twitter_text import load

load()  # twitter_text, which some tests import, cannot be imported by itself everywhere
HERE = Path(__file__).resolve().parent


@pytest.fixture(scope="session")
def body():
    return lambda name: (HERE / "pages" / f"{name}.json").read_bytes()


@pytest.fixture(scope="session")
def provenance():
    return Provenance(
        path="/2/users/:id/tweets",
        query="@ada",
        account="@grace",
        when=datetime(2026, 3, 4, 19, 0, tzinfo=timezone.utc),
        cost=0.045,
    )


@pytest.fixture(scope="session")
def timeline(body, provenance):
    return parse_tweets(body("timeline"), provenance=provenance)


@pytest.fixture(scope="session")
def hostile(body):
    return parse_tweets(body("hostile"))


@pytest.fixture(scope="session")
def reference(reference):
    return lambda name: reference / name


class Inspector(HTMLParser):
    """Reads HTML as a browser's tokenizer does, and complains about everything that is not plainly static."""

    TAGS = frozenset({"a", "b", "bdi", "br", "div", "img", "span", "table", "tbody", "td", "th", "thead", "tr"})
    ATTRIBUTES = frozenset(
        {"alt", "aria-hidden", "aria-label", "class", "dir", "href", "lang", "loading", "referrerpolicy", "rel", "role"}
        | {"scope", "src", "style", "target", "title"}
    )

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.text, self.images, self.links = [], [], [], []

    def handle_starttag(self, tag, attrs):
        assert tag in self.TAGS, tag
        given = dict(attrs)
        assert len(given) == len(attrs), attrs
        assert set(given) <= self.ATTRIBUTES, attrs
        if tag == "a":
            assert re.match(r"https?://", given["href"]), given["href"]
            assert given["rel"] == "noopener noreferrer"
            self.links.append(given["href"])
        if tag == "img":
            self.images.append(given["src"])
        style = given.get("style", "").lower()
        assert not re.search(r"url\(|expression|@import|javascript", style), style
        if tag not in ("br", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open, tag
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)

    def handle_comment(self, data):
        raise AssertionError(f"a comment: {data}")

    handle_decl = handle_pi = unknown_decl = handle_comment


@pytest.fixture(scope="session")
def inspect_html():
    def inspect(html, *, images=False):
        found = Inspector()
        found.feed(html)
        found.close()
        assert found.open == []
        assert images or found.images == []
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", html)
        return found

    return inspect
