import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xauth_nb.tweets.text import TWEET_LIMIT, URL_LENGTH, find_urls, unbreakable_spans, weighted_length

yaml = pytest.importorskip("yaml", reason="PyYAML reads twitter-text's conformance files, and is not installed here")


SELECTION = json.loads(Path(__file__).with_name("twitter_text_cases.json").read_text(encoding="utf-8"))


def test_lengths_links_and_spans_are_those_of_a_selection_of_twitter_text_s_cases():
    for text, length in SELECTION["lengths"]:
        assert weighted_length(text) == length, text
    for text, links in SELECTION["links"]:
        assert find_urls(text) == links, text
    for text, spans in SELECTION["spans"]:
        assert [list(span) for span in unbreakable_spans(text)] == spans, text


def cases(path, group):
    return yaml.safe_load(path.read_text(encoding="utf-8"))["tests"][group]


@pytest.mark.parametrize(
    "group", ["WeightedTweetsWithDiscountedEmojiCounterTest", "UnicodeDirectionalMarkerCounterTest"]
)
def test_the_length_is_that_of_twitter_text_s_own_conformance_suite(reference, group):
    found = cases(reference("twitter-text/validate.yml"), group)
    assert found
    for case in found:
        assert weighted_length(case["text"]) == case["expected"]["weightedLength"], case["description"]


def test_links_are_those_of_twitter_text_s_own_conformance_suite(reference):
    found = cases(reference("twitter-text/extract.yml"), "urls")
    assert len(found) > 80
    for case in found:
        assert find_urls(case["text"]) == case["expected"], case["description"]


def test_what_must_not_be_torn_is_where_the_conformance_suite_says(reference):
    found = cases(reference("twitter-text/extract.yml"), "urls_with_indices")
    assert found
    for case in found:
        assert [list(span) for span in unbreakable_spans(case["text"])] == [
            entity["indices"] for entity in case["expected"]
        ], case["description"]
    assert unbreakable_spans("👨‍👩‍👧 example.com/👋 🇳🇴") == [(0, 5), (6, 18), (18, 19), (20, 22)]


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", 0),
        ("a" * 280, TWEET_LIMIT),
        ("日本" * 70, 280),
        ("cafe\u0301", 4),
        ("👨‍👩‍👧", 2),
        ("https://example.com", URL_LENGTH),
    ],
)
def test_known_lengths(text, length):
    assert weighted_length(text) == length


def test_a_bare_domain_is_a_link_too():
    assert find_urls("see example.com ok") == ["example.com"]
    assert weighted_length("see example.com ok") == 30


@given(st.text(alphabet=st.characters() | st.sampled_from("\ud800\udc00@.:/#")))
def test_every_text_has_a_length(text):
    assert weighted_length(text) >= 0
    assert isinstance(find_urls(text), list)
