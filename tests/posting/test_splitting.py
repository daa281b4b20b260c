"""A long text becomes the tweets of a thread: nothing lost, nothing torn, no part too many."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twitter_text import parse_tweet

from xauth_nb.errors import UsageError
from xauth_nb.posting.splitting import split_text
from xauth_nb.tweets.text import find_urls, weighted_length

URL = "https://example.com/" + "a-long-path/" * 30
FAMILY = "👨‍👩‍👧‍👦"
pieces = [
    "a",
    "data",
    "notebook",
    "Ende.",
    "Really?",
    "“Yes.”",
    "e\u0301te\u0301",
    "日本語の文章です。",
    "データ",
    "🇳🇴",
]
giants = ["x" * 150, "ü" * 400, "語" * 170, FAMILY * 150]
words = st.sampled_from([*pieces, *giants, FAMILY, "👋🏽", URL, "example.com", "@ada", "#plot", "\u200b"]) | st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\ufeff\uffff"), max_size=9
)
texts = st.lists(st.tuples(words, st.sampled_from([" ", " ", " ", "", "\n", "\n\n"])), min_size=1, max_size=50).map(
    lambda pairs: "".join(word + space for word, space in pairs)
)


def squeezed(text):
    return re.sub(r"\s+", "", text)


def places(text, parts):
    """Where each part lies in the text."""
    at, found = 0, []
    for part in parts:
        at = text.index(part, at)
        found.append((at, at + len(part)))
        at += len(part)
    return found


@given(texts.filter(str.strip), st.booleans(), st.sampled_from([280, 280, 60, 1000]))
def test_nothing_is_lost_every_part_fits_and_no_two_neighbours_would_fit_into_one(text, numbered, limit):
    parts = split_text(text, numbered=numbered, limit=limit)
    spare = 0
    if numbered and len(parts) > 1:
        assert [part.rsplit(" ", 1)[1] for part in parts] == [f"{n}/{len(parts)}" for n in range(1, len(parts) + 1)]
        assert all(weighted_length(part) <= limit for part in parts)
        spare = 2 + 2 * len(str(len(parts)))
        parts = [part.rsplit(" ", 1)[0] for part in parts]
    assert squeezed("".join(parts)) == squeezed(text)
    for part in parts:
        assert part == part.strip() != ""
        assert weighted_length(part) <= limit - spare
        assert limit > 280 or parse_tweet(part).valid
    where = places(text, parts)
    for (start, _), (_, end) in itertools.pairwise(where):
        assert weighted_length(text[start:end]) > limit - spare


@given(
    st.lists(
        st.sampled_from([URL, "https://x.com/ada/status/20", "word", "語" * 60, FAMILY, "👋🏽", "e\u0301"]),
        min_size=9,
        max_size=60,
    )
)
def test_no_link_no_emoji_and_no_accent_is_torn(pieces):
    text = " ".join(pieces)
    parts = split_text(text)
    assert [url for part in parts for url in find_urls(part)] == find_urls(text)
    assert sum(part.count(FAMILY) for part in parts) == text.count(FAMILY)
    assert sum(part.count("👋🏽") for part in parts) == text.count("👋🏽")
    assert not any(part.startswith(("\u0301", "\u200d", "🏽")) for part in parts)


def test_a_short_text_stays_one_and_gets_no_number():
    assert split_text("  Hello.\n") == split_text("Hello.", numbered=True) == ["Hello."]
    assert split_text("a" * 280, numbered=True) == ["a" * 280]


def test_it_pauses_where_a_reader_would():
    paragraph = "This is a sentence of some forty letters. " * 5
    assert split_text(paragraph.strip() + "\n\n" + paragraph) == [paragraph.strip()] * 2
    sentences = split_text(paragraph * 3)
    assert all(part.endswith(".") for part in sentences)
    assert [part.split()[-1] for part in split_text("word " * 100)] == ["word", "word"]
    assert split_text("- point one is here\n" * 20)[0].endswith("here")


def test_a_text_without_spaces_is_cut_between_characters_and_at_its_own_full_stops():
    assert [len(part) for part in split_text("語" * 300)] == [140, 140, 20]
    assert all(part.endswith("。") for part in split_text(("語" * 40 + "。") * 9))
    assert [part.count(FAMILY) for part in split_text(FAMILY * 300)] == [140, 140, 20]


def test_numbers_of_two_digits_find_room():
    parts = split_text("word " * 700, numbered=True)
    assert len(parts) > 9
    assert parts[-1].endswith(f" {len(parts)}/{len(parts)}")
    assert max(map(weighted_length, parts)) <= 280


def test_halves_of_a_surrogate_pair_are_one_character():
    assert split_text("\ud83d\udc4b" * 200)[0] == "👋" * 140


def test_what_cannot_be_split():
    with pytest.raises(UsageError, match="empty"):
        split_text(" \n ")
    with pytest.raises(UsageError, match="too short"):
        split_text("text", limit=10)


def test_the_longest_text_is_quick():
    parts = split_text("日本 example.com, and more of it. " * 750)
    assert len(parts) > 50
