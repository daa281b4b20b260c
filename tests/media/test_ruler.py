"""Uploads to a provider that is not ours, each of its faults at each step: whole, in one tweet, in few requests."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path

import pytest

from xauth_nb.credentials import ClientCredentials, TokenCredentials
from xauth_nb.endpoints import Endpoints
from xauth_nb.errors import ServerError, TransportError
from xauth_nb.session import XSession

RULER = Path(__file__).resolve().parents[3] / "shared" / "ruler"
PASSING = ("reset", "close", "reset_after", "close_after", "truncated", "html_502", "html_200", "bad_json")
PASSING += ("unavailable", "overloaded_html", "rate_limit")
STEPS = {
    "in one call": ("POST /2/media/upload", "POST /2/media/metadata"),
    "in parts": (
        "POST /2/media/upload/initialize",
        "POST /2/media/upload/*/append",
        "POST /2/media/upload/*/finalize",
        "GET /2/media/upload",
        "POST /2/media/metadata",
    ),
}


@pytest.fixture
def provider():
    if not (RULER / "provider.py").exists():
        pytest.skip("the ruler is not beside this checkout (../shared/ruler/provider.py)")
    sys.path.insert(0, str(RULER))
    try:
        from provider import Provider

        with Provider() as running:
            yield running
    finally:
        sys.path.remove(str(RULER))


@pytest.fixture
def kernel(provider):
    """Open sessions of one account, as kernels do one after the other."""
    token = TokenCredentials(*provider.issue_access_token("oracle_alice"))
    client = ClientCredentials(provider.consumer_key, provider.consumer_secret)
    opened = []

    def start():
        x = XSession(client, token, endpoints=Endpoints.at(provider.base_url))
        x.waits = []
        x.sleep = x.waits.append
        opened.append(x)
        return x

    yield start
    for x in opened:
        x.close()


def asked(provider):
    return [request for request in provider.requests if request.path.startswith("/2/media")]


@pytest.mark.parametrize("fault", PASSING)
@pytest.mark.parametrize("way", STEPS)
@pytest.mark.deep(but_one_in=3)
def test_one_fault_at_any_step_costs_a_few_requests(provider, kernel, files, way, fault):
    provider.media_polls = 2
    for number, step in enumerate(STEPS[way]):
        content = (files.png if way == "in one call" else files.mp4) + bytes(number + 1)
        x = kernel()
        before, text = len(asked(provider)), f"{fault} at {number}"
        provider.faults.add(fault, on=step, **({"reset_in": 2} if fault == "rate_limit" else {}))
        tweet = x.post_tweet(text, media=content, alt_text="A dot")
        assert not list(provider.faults), "the fault met its call"
        assert len(asked(provider)) - before <= 12, step
        assert sum(x.waits) < 12, step
        held = [one for one in provider.media.values() if one["data"] == content]
        assert len(held) <= 2
        assert any(one.get("alt") == "A dot" for one in held)
        assert kernel().post_tweet(text, media=content) == tweet
    assert len(provider.posts_by("oracle_alice")) == len(STEPS[way])
    provider.assert_clean()


@pytest.mark.parametrize("fault", ["reset", "reset_after", "unavailable", "html_200"])
@pytest.mark.parametrize("way", STEPS)
@pytest.mark.deep(but_one_in=3)
def test_a_dead_server_is_told_soon_and_the_run_after_it_makes_one_tweet(provider, kernel, files, way, fault):
    content = files.png if way == "in one call" else files.mp4
    x = kernel()
    for step in STEPS[way]:
        dead = provider.faults.add(fault, on=step, times=0)
        before, waits = len(asked(provider)), len(x.waits)
        # X ended the upload although its answer was lost, and STATUS says so: then there is nothing to tell.
        is_known = fault == "reset_after" and step.endswith("finalize")
        with contextlib.nullcontext() if is_known else pytest.raises((ServerError, TransportError)):
            x.post_tweet("Dead", media=content, alt_text="A dot")
        if is_known:
            break
        assert len(asked(provider)) - before <= 17, step
        assert sum(x.waits[waits:]) < 15, step
        provider.faults.remove(dead)
    x.post_tweet("Dead", media=content, alt_text="A dot")
    assert len(provider.posts_by("oracle_alice")) == 1


def test_an_id_stands_for_its_picture_after_a_restart(provider, kernel, files):
    first = kernel()
    tweet = first.post_tweet("Plot", media=first.upload_media(files.png).id)
    provider.media.clear()
    other = kernel()
    other._uploader._from_the_list = lambda source: None
    again = other.upload_media(files.png).id
    assert other.post_tweet("Plot", media=again) == tweet
    assert len(provider.posts_by("oracle_alice")) == 1


def test_media_that_the_provider_dropped_are_uploaded_again(provider, kernel, files):
    x = kernel()
    media = x.upload_media(files.png)
    provider.media.clear()
    x.post_tweet("Late", media=media)
    assert len(provider.posts_by("oracle_alice")) == 1
