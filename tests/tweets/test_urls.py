"""Links and lengths: what twitter-text says, in time that grows with the text and no faster."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twitter_text import extract_urls_with_indices, parse_tweet

from xauth_nb.posting.content import Content
from xauth_nb.posting.splitting import split_text
from xauth_nb.tweets.text import find_urls, weighted_length
from xauth_nb.tweets.urls import links_in

PIECES = [
    *("a", "b", "x_y", "-", "_", ".", "com", ".com", ".co", "uk", "http://", "https://", "/", "?", "=", "@", "#", "$"),
    *("日", "本", "ü", " ", "t.co/", "abc", "xn--a", ":80", "(", ")", ",", "+", "0.", "\u200f", "!", "www.", ".日本"),
    *("é.com", ".net5", "ß", "İ", "\n", "。", "👋", "👩\u200d👩", "e\u0301", "\ufe0f", "1\ufe0f\u20e3", "🇩🇪", "\r\n"),
]
HANGS = {
    "dots": "a." * 12_500,
    "dots and an end": "a." * 12_000 + "com",
    "an end and dots": "x.com" + ".a" * 12_000,
    "numbers": "10.0.0.1." * 2_700,
    "hyphens": "a-" * 12_000 + ".x",
    "an underscore before the end": "a-" * 12_000 + "a_a.com",
    "no ASCII": "ü" * 24_000 + ".x",
    "chains that break": "x.com..a" * 3_000,
    "parentheses": "x.com/" + "(a)" * 8_000,
    "links": "a.co " * 5_000,
    "marks": "e" + "\u0301" * 24_000,
    "marks out of order": "e" + "\u0301\u0323" * 12_000,
    "joiners": "👩\u200d" * 8_000,
    "selectors": "\ufe0f" * 25_000,
    "only dots": "." * 25_000,
}


@given(st.lists(st.sampled_from(PIECES), max_size=16).map("".join))
def test_links_and_lengths_are_those_of_twitter_text(text):
    said = [(one["indices"][0], one["indices"][1], one["url"]) for one in extract_urls_with_indices(text)]
    assert [tuple(link) for link in links_in(text)] == said
    assert weighted_length(text) == parse_tweet(text).weightedLength


@pytest.mark.parametrize(
    ("longest", "seconds"),
    [
        pytest.param(6_000, 6, marks=pytest.mark.deep(but_one_in=3)),
        pytest.param(25_000, 25, marks=pytest.mark.deep),
    ],
)
@pytest.mark.parametrize("text", HANGS.values(), ids=HANGS)
def test_no_text_that_may_be_posted_keeps_a_kernel_busy(text, longest, seconds):
    """A bound on hanging and no measurement: whole, each took from ten seconds to hours by the published pattern."""
    text = text[:longest]
    began = time.process_time()
    weighted_length(text)
    find_urls(text)
    Content.checked(text)
    split_text(text)
    assert time.process_time() - began < seconds


def test_a_link_of_more_than_4096_characters_is_none_and_what_follows_it_is_found():
    assert find_urls("https://example.com/" + "a" * 4_200 + " and example.org") == ["example.org"]
