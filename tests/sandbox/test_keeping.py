"""A sandbox in a file: what was done survives a restart, and a file that is none of its own is left alone."""

from __future__ import annotations

import json
import os

import pytest
import requests
from requests_oauthlib import OAuth1

from xauth_nb.errors import UsageError
from xauth_nb.sandbox import Sandbox


def signed(sb, token):
    return OAuth1(sb.client.key, sb.client.secret, token.token, token.secret)


def call(sb, token, method, path, **kwargs):
    answer = requests.request(method, sb.base_url + path, auth=signed(sb, token), timeout=20, **kwargs)
    assert answer.status_code < 300, answer.text
    return answer.json()


@pytest.mark.parametrize("at", [None, "2026-09-16T15:00:00Z"])
def test_what_was_done_survives_a_restart(tmp_path, sandbox, at):
    file = tmp_path / "practice.json"
    sb = sandbox(at, file=file, tweets=500)
    token = sb.sign_in("ada")
    me = f"/2/users/{token.user_id}"
    theirs = str(sb.world.ids(sb.world.named("grace").id, 1)[0])
    face = requests.get(f"{sb.base_url}/profile_images/ada.png", timeout=10).content
    picture = call(
        sb, token, "POST", "/2/media/upload", data={"media_category": "tweet_image"}, files={"media": ("a.png", face)}
    )["data"]
    asked = {"text": "ask é & 日本", "poll": {"options": ["yes", "no"], "duration_minutes": 60}}
    posted = call(sb, token, "POST", "/2/tweets", json=asked)["data"]["id"]
    call(
        sb,
        token,
        "POST",
        "/2/tweets",
        json={"text": "look https://example.org", "media": {"media_ids": [picture["id"]]}},
    )
    gone = call(sb, token, "POST", "/2/tweets", json={"text": "never mind"})["data"]["id"]
    call(sb, token, "DELETE", f"/2/tweets/{gone}")
    call(sb, token, "POST", f"{me}/likes", json={"tweet_id": theirs})
    call(sb, token, "POST", f"{me}/muting", json={"target_user_id": "90331845"})
    mine = call(sb, token, "POST", "/2/lists", json={"name": "Kept"})["data"]["id"]

    def looked_at(one):
        fields = {
            "max_results": "100",
            "tweet.fields": "created_at,attachments,entities",
            "expansions": "attachments.poll_ids",
        }
        lists = (f"{me}/tweets", f"{me}/liked_tweets", f"{me}/muting", f"{me}/owned_lists", f"{me}/mentions")
        return [call(one, token, "GET", path, params=fields if "tweet" in path else {}) for path in lists]

    before = looked_at(sb)
    assert gone not in json.dumps(before)
    sb.stop()
    again = sandbox(file=file)
    assert (again.client.key, again.client.secret) == (sb.client.key, sb.client.secret)
    assert again.spent == sb.spent
    assert looked_at(again) == before
    assert requests.get(f"{again.base_url}/media/{picture['media_key']}.png", timeout=10).content == face
    newer = call(again, token, "POST", "/2/tweets", json={"text": "after the restart"})["data"]["id"]
    assert int(newer) > int(mine) > int(posted)
    assert looked_at(again)[0]["data"][0]["id"] == newer


def test_a_killed_sandbox_has_lost_nothing_and_a_signed_out_token_stays_out(tmp_path, sandbox):
    file = tmp_path / "practice.json"
    sb = sandbox(file=file, tweets=50)  # is not stopped before the second one reads
    token, other = sb.sign_in("ada"), sb.sign_in("grace")
    call(sb, token, "POST", "/2/tweets", json={"text": "kept at once"})
    call(sb, other, "POST", "/1.1/oauth/invalidate_token")
    again = sandbox(file=file)
    assert [tweet.text for tweet in again.world.posted()] == ["kept at once"]
    answer = requests.get(f"{again.base_url}/2/users/me", auth=signed(again, other), timeout=10)
    assert answer.status_code == 401


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such modes")
def test_only_its_owner_can_read_the_file(tmp_path, sandbox):
    file = tmp_path / "practice.json"
    sandbox(file=file, tweets=0)
    assert file.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in tmp_path.iterdir()] == ["practice.json"]


def damaged(whole):
    kept = json.loads(whole)
    yield "is not the file of a sandbox", b""
    yield "is not the file of a sandbox", b"\x89PNG\r\n\x1a\n"
    yield "is not the file of a sandbox", b'{"tweets": 4}'
    yield "is damaged", whole[: len(whole) // 2]
    yield "is damaged", whole.replace(b'"version":1', b'"version":2')
    for name in ("deeds", "tokens", "anchor"):
        yield "is damaged", json.dumps({**kept, name: "x"}, separators=(",", ":")).encode()


def test_a_foreign_or_damaged_file_is_refused_and_left_as_it_is(tmp_path, sandbox):
    file = tmp_path / "practice.json"
    sb = sandbox(file=file, tweets=50)
    token = sb.sign_in("ada")
    call(sb, token, "POST", "/2/tweets", json={"text": "hello"})
    sb.stop()
    for words, content in damaged(file.read_bytes()):
        file.write_bytes(content)
        with pytest.raises(UsageError, match=words):
            Sandbox(file=file)
        assert file.read_bytes() == content


def test_a_place_where_nothing_can_be_written_is_told_at_the_start(tmp_path):
    with pytest.raises(UsageError, match="cannot write"):
        Sandbox(file=tmp_path / "missing" / "practice.json", tweets=0)
    with pytest.raises(UsageError, match="cannot read"):
        Sandbox(file=tmp_path, tweets=0)
