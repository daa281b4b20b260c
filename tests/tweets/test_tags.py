"""Tags by twitter-text's rules, held against X's own conformance cases."""

from urllib.parse import quote

import pytest

from xauth_nb.tweets import Tweet
from xauth_nb.tweets.marks import marks_in
from xauth_nb.tweets.records import Entities, Mention, Tag, Url
from xauth_nb.tweets.tags import tags_in

yaml = pytest.importorskip("yaml")
KINDS = ("hashtags", "hashtags_from_astral", "mentions", "cashtags")


@pytest.fixture(scope="session")
def cases(reference):
    path = reference("twitter-text/extract.yml")
    if not path.is_file():
        pytest.skip("X's conformance cases are not beside the checkout")
    return yaml.safe_load(path.read_text(encoding="utf-8"))["tests"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_conformance_case_is_read_as_x_reads_it(cases, kind):
    wanted = "hashtags" if kind.startswith("hashtags") else kind
    wrong = [
        (case["text"], found, case["expected"])
        for case in cases[kind]
        if (found := [mark.name for mark in marks_in(case["text"], None) if mark.kind == wanted]) != case["expected"]
    ]
    assert wrong == []


def test_places_are_those_of_x(cases):
    for case in cases["hashtags_with_indices"]:
        found = [{"hashtag": tag.name, "indices": [tag.start, tag.end]} for tag in tags_in(case["text"])]
        assert [one for one in found if one in case["expected"]] == case["expected"], case["text"]


@pytest.mark.parametrize(
    "tag",
    ["हिन्दी", "தமிழ்", "ประเทศไทย", "日本", "한국", "السعودية", "می‌خواهم", "l·l", "caffe\u0301", "বাংলা", "ಕನ್ನಡ", "မြန်မာ"],
)
def test_a_tag_is_whole_in_every_script(tag):
    assert [one.name for one in tags_in(f"x #{tag}'s y")] == [tag]


def test_what_x_marked_counts_where_it_fits_and_is_looked_for_where_it_does_not():
    text = "@ada &amp; #BLACKPINK's https://t.co/x1 #other"
    sent = Entities(
        hashtags=(Tag(tag="BLACKPINK", start=99, end=109),),
        mentions=(Mention(username="ADA", start=0, end=4),),
        urls=(Url(url="https://t.co/x1", start=24, end=39), Url(url="https://t.co/gone", start=0, end=3)),
    )
    found = marks_in(text, sent)
    assert [(mark.kind, text[mark.start : mark.end]) for mark in found] == [
        ("mentions", "@ada"),
        ("hashtags", "#BLACKPINK"),
        ("urls", "https://t.co/x1"),
    ]


def test_twice_the_same_tag_has_two_places():
    sent = Entities(hashtags=(Tag(tag="a"), Tag(tag="a")))
    assert [mark.start for mark in marks_in("#a and #a", sent)] == [0, 7]


@pytest.mark.parametrize("tag", ["हिन्दी", "می‌خواهم", "l·l", "தமிழ்"])
@pytest.mark.parametrize("entities", [None, "sent"])
def test_a_card_links_the_whole_tag(tag, entities):
    sent = Entities(hashtags=(Tag(tag=tag),)) if entities else None
    html = Tweet(id="1", text=f"see #{tag}'s", entities=sent)._repr_html_()
    assert f'href="https://x.com/hashtag/{quote(tag)}"' in html


def test_a_card_links_what_x_marked_and_nothing_else():
    html = Tweet(id="1", text="#one #two", entities=Entities(hashtags=(Tag(tag="one"),)))._repr_html_()
    assert "hashtag/one" in html
    assert "hashtag/two" not in html
