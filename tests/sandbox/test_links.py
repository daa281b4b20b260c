"""Whatever is read from a sandbox leads to that sandbox's pages, and never to a stranger's page on X."""

from __future__ import annotations

import re

import pytest
import requests
from shortcuts import token_of

from xauth_nb import XSession
from xauth_nb.tweets import Tweet, User


@pytest.fixture
def x(sb, tmp_path, monkeypatch):
    monkeypatch.setenv("XAUTH_NB_HOME", str(tmp_path))
    session = XSession(sb.client, token_of(sb), endpoints=sb.endpoints)
    session.me()
    yield session
    session.close()


def links_of(shown):
    return re.findall(r'href="([^"]+)"', shown if isinstance(shown, str) else shown._repr_html_())


def all_that_is_shown(x):
    posted = x.post_tweet("Hello @grace, see #opendata and $TSLA")
    return {
        "posted": posted,
        "answered": x.get_tweet(x.post_tweet("Yes", reply_to=posted)),
        "user": x.user,
        "users": x.followers(limit=5),
        "timeline": x.timeline("@grace", limit=50),
        "quotes": x.search("from:ada is:quote", limit=20),
        "table": x.timeline("@ada", limit=20).show(table=True),
        "thread": x.timeline("@ada", limit=20, referenced=True).show(thread=True, limit=20),
        "ledger": x.ledger,
    }


def test_every_link_leads_to_the_sandbox_and_to_a_page_that_is_there(sb, x):
    found = set()
    for what, shown in all_that_is_shown(x).items():
        links = links_of(shown)
        assert links, what
        assert not [link for link in links if re.match(r"https?://(\w+\.)?(x|twitter)\.com\b", link)], what
        found |= {link for link in links if link.startswith(sb.base_url)}
    kinds = {re.sub(r"\d{3,}", "1", link.removeprefix(sb.base_url)).partition("?")[0] for link in found}
    assert {"/ada", "/grace", "/i/status/1", "/hashtag/opendata", "/search"} <= kinds
    for link in sorted(found):
        page = requests.get(link, timeout=10)
        there = sb.world.named(link.rsplit("/", 1)[-1]) is not None or "/status/" in link or "hashtag" in link
        assert page.status_code == 200 or not there, link
        assert "Sandbox – this is not X." in page.text
        assert "<script" not in page.text


def test_url_and_the_line_of_a_second_post_lead_there_too(sb, x, capsys):
    tweet = x.post_tweet("Once")
    x.post_tweet("Once")
    assert tweet.url == f"{sb.base_url}/ada/status/{tweet.id}"
    assert tweet.url in capsys.readouterr().out
    assert x.user.profile_url == f"{sb.base_url}/ada"
    assert x.ledger[-1].url == f"{sb.base_url}/i/status/{tweet.id}"


def test_a_post_of_an_account_that_was_not_asked_for_leads_there_too(sb, tmp_path, monkeypatch):
    monkeypatch.setenv("XAUTH_NB_HOME", str(tmp_path))
    with XSession(sb.client, token_of(sb), endpoints=sb.endpoints) as x:
        tweet = x.post_tweet("Hello #opendata")
        assert tweet.author is None
        assert tweet.url.startswith(f"{sb.base_url}/")
        assert all(link.startswith(sb.base_url) for link in links_of(tweet))
        assert requests.get(tweet.url, timeout=10).status_code == 200


@pytest.mark.parametrize(
    "picture",
    [
        None,
        "https://pbs.twimg.com/profile_images/1/a.jpg",
        "http://pbs.twimg.com/a.jpg",
        "http://127.0.0.1.evil.example/a.png",
        "http://127.0.0.1@evil.example/a.png",
        "javascript://127.0.0.1/a.png",
    ],
)
def test_what_is_of_x_leads_to_x(picture):
    user = User(id="1", username="ada", profile_image_url=picture)
    assert user.profile_url == "https://x.com/ada"
    assert Tweet(id="20").with_author(user).url == "https://x.com/ada/status/20"


def test_a_persons_page_is_escaped_and_says_who_is_not_there(sb):
    page = requests.get(f"{sb.base_url}/grace", timeout=10)
    assert "Grace Linden" in page.text
    assert page.text.count("<article") > 5
    assert "Only those whom @quiet_kim lets follow" in requests.get(f"{sb.base_url}/quiet_kim", timeout=10).text
    for nobody in ("nobody", "gone_gary", "%3Cb%3Ebold"):
        answer = requests.get(f"{sb.base_url}/{nobody}", timeout=10)
        assert answer.status_code == 404
        assert "<b>bold" not in answer.text
    words = requests.get(f"{sb.base_url}/search", params={"q": "<b>x"}, timeout=10)
    assert "&lt;b&gt;x" in words.text
    assert "<b>x" not in words.text
