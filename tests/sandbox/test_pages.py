"""The pages that a person sees: safe, readable without colour or script, and honest about not being X."""

from __future__ import annotations

import json
import re
from urllib.parse import parse_qsl

import pytest
import requests
from requests_oauthlib import OAuth1


@pytest.fixture
def link(hand, sb):
    def make(callback="oob"):
        answer = hand(sb, callback_uri=callback)("POST", "/oauth/request_token")
        return sb.endpoints.authorize_url(dict(parse_qsl(answer.text))["oauth_token"])

    return make


def get(url):
    return requests.get(url, timeout=10)


def form_of(page):
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]+)">', page.text))


def decide(url, **form):
    return requests.post(url.partition("?")[0], data=form, allow_redirects=False, timeout=10)


def test_every_page_says_that_it_is_not_x_and_loads_nothing_from_elsewhere(sb, link):
    asked = get(link())
    pages = [get(sb.base_url), asked, get(sb.endpoints.authorize_url("used"))]
    pages.append(decide(link(), **form_of(get(link())), user="ada"))
    for page in pages:
        assert "Sandbox – this is not X." in page.text
        assert not re.search(r'(?:src|href|url\()\s*=?\s*["\']?(?:https?:)?//', page.text)
        assert "<script" not in page.text
        assert page.headers["X-Frame-Options"] == "DENY"
        assert page.headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert "prefers-color-scheme:dark" in page.text


def test_the_page_asks_who_signs_in_and_offers_everybody(sb, link):
    page = get(link())
    assert re.findall(r'type="radio" name="user" value="(\w+)"', page.text) == sb.users
    assert page.text.count("checked>") == 1
    assert get(link() + "&screen_name=luc").text.count('value="luc" checked') == 1


def test_a_decision_needs_the_token_of_the_form(sb, link):
    url = link()
    form = form_of(get(url))
    for forged in ({}, {"authenticity_token": "guessed"}, {"authenticity_token": "💥"}):
        answer = decide(url, **{**form, "authenticity_token": "", **forged}, user="ada", decision="approve")
        assert answer.status_code == 403
        assert "Whoa there!" in answer.text
    assert 'class="pin"' in decide(url, **form, user="ada", decision="approve").text


def test_a_link_that_cannot_be_used_says_so(sb, link):
    url = link()
    sb.approve(url)
    for dead in (url, sb.endpoints.authorize_url("unknown")):
        assert "The request token for this page is invalid" in get(dead).text
    assert "There is no request token for this page" in get(sb.endpoints.url("/oauth/authorize")).text


def test_the_link_back_after_cancel_is_escaped(hand, sb, link):
    sb.callbacks.add('http://127.0.0.1:8976/"><b>x')
    url = link('http://127.0.0.1:8976/"><b>x')
    page = decide(url, **form_of(get(url)), decision="cancel")
    assert "<b>x" not in page.text
    assert "denied=" in page.text


def test_authenticate_asks_as_authorize_does(link):
    assert "Authorize app" in get(link().replace("/oauth/authorize", "/oauth/authenticate")).text


def test_an_app_that_reads_is_told_apart_on_the_page(hand, sb):
    mine = hand(sb, callback_uri="oob")
    answer = mine("POST", "/oauth/request_token", params={"x_auth_access_type": "read"})
    page = get(sb.endpoints.authorize_url(dict(parse_qsl(answer.text))["oauth_token"]))
    assert "post and delete" not in page.text
    assert "reading only" in page.text


def test_a_posted_tweet_arrives_on_the_home_page_escaped_and_newest_first(hand, sb):
    mine = hand(sb, "ada")
    assert "Nothing yet" in get(sb.base_url).text
    for text in ("<script>alert(1)</script>", "second \u202e flipped"):
        body = json.dumps({"text": text}).encode()
        posted = mine("POST", "/2/tweets", body=body, headers={"Content-Type": "application/json"}).json()["data"]
    page = get(sb.base_url).text
    assert "<script>alert" not in page
    assert page.index("second") < page.index("&lt;script&gt;")
    assert "second" in get(f"{sb.base_url}/ada/status/{posted['id']}").text
    assert get(f"{sb.base_url}/ada/status/1").status_code == 404


def test_pictures_are_drawn_and_uploads_are_shown(sb, hand):
    png = get(sb.base_url + "/media/3_123.png")
    assert png.headers["Content-Type"] == "image/png"
    assert png.content.startswith(b"\x89PNG\r\n\x1a\n")
    assert png.content == get(sb.base_url + "/media/3_123.png").content
    assert png.content != get(sb.base_url + "/media/3_124.png").content
    face = get(sb.base_url + "/profile_images/ada.png").content
    mine = hand(sb, "ada")
    url = sb.endpoints.url("/2/media/upload")
    signed = OAuth1(sb.client.key, sb.client.secret, mine.token.token, mine.token.secret)
    form, files = {"media_category": "tweet_image"}, {"media": ("face.png", face, "image/png")}
    sent = requests.post(url, auth=signed, data=form, files=files, timeout=10)
    key = sent.json()["data"]["media_key"]
    assert get(f"{sb.base_url}/media/{key}.png").content == face


def test_the_addresses_of_pictures_and_faces_lead_to_this_sandbox(hand, sb):
    mine = hand(sb, "ada")
    params = {
        "query": "from:mae has:media",
        "max_results": "100",
        "expansions": "attachments.media_keys,author_id",
        "media.fields": "url,preview_image_url",
        "user.fields": "profile_image_url",
    }
    found = mine("GET", "/2/tweets/search/recent", params=params).json()["includes"]
    faces = [user["profile_image_url"] for user in found["users"]]
    pictures = [one.get("url") or one["preview_image_url"] for one in found["media"]]
    for address in (*faces[:2], *pictures[:3]):
        assert address.startswith(f"{sb.base_url}/")
        assert get(address).headers["Content-Type"] == "image/png"
