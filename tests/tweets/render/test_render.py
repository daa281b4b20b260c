import locale
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from xauth_nb.tweets import Tweet, Tweets, User
from xauth_nb.tweets.joined import Joined
from xauth_nb.tweets.records import Entities, Media, Poll, PollOption, Reference, Tag, Url
from xauth_nb.tweets.render.cards import render_tweet
from xauth_nb.tweets.render.safe import clean, clip, safe_url
from xauth_nb.tweets.render.users import render_user
from xauth_nb.tweets.render.words import compact

GOLDEN = Path(__file__).resolve().parent / "golden"


def cases(timeline, hostile):
    ada = timeline.users["2244994945"]
    return {
        "list": timeline._repr_html_(),
        "first-two": timeline.show(limit=2)._repr_html_(),
        "table": timeline.show(table=True)._repr_html_(),
        "thread": timeline[:3].show(thread=True)._repr_html_(),
        "tweet": timeline[0]._repr_html_(),
        "tweet-with-media": timeline[:1].show(media=True)._repr_html_(),
        "quote": timeline[3]._repr_html_(),
        "poll": timeline[1]._repr_html_(),
        "user": ada._repr_html_(),
        "users": timeline.users._repr_html_(),
        "hostile": hostile._repr_html_(),
        "hostile-user": hostile.users["666"]._repr_html_(),
        "empty": Tweets()._repr_html_(),
        "text": str(timeline) + "\n",
        "text-table": str(timeline.show(table=True)) + "\n",
    }


@pytest.mark.parametrize(
    "name",
    [
        "list",
        "first-two",
        "table",
        "thread",
        "tweet",
        "tweet-with-media",
        "quote",
        "poll",
        "user",
        "users",
        "hostile",
        "hostile-user",
        "empty",
        "text",
        "text-table",
    ],
)
def test_a_rendering_is_the_one_that_was_reviewed(name, timeline, hostile, tmp_path):
    reviewed = GOLDEN / f"{name}.{'txt' if name.startswith('text') else 'html'}"
    received = cases(timeline, hostile)[name]
    if reviewed.exists() and reviewed.read_text(encoding="utf-8") == received:
        return
    candidate = tmp_path / reviewed.name
    candidate.write_text(received, encoding="utf-8")
    pytest.fail(
        f"{reviewed.name} is not what was reviewed. Look at {candidate} in a browser, light and dark; "
        f"if it is right, accept it: cp {candidate} {reviewed}"
    )


def test_every_reviewed_file_belongs_to_a_case(timeline, hostile):
    assert {path.stem for path in GOLDEN.iterdir()} == set(cases(timeline, hostile))


def test_hostile_tweets_are_shown_and_never_executed(hostile, inspect_html):
    shown = inspect_html(hostile.show(media=True)._repr_html_(), images=True)
    assert "<script>alert(1)</script>" in "".join(shown.text)
    assert shown.images == []
    assert not any("evil000001" in link or "javascript" in link for link in shown.links)
    assert inspect_html(hostile.users["666"]._repr_html_()).links == [
        "https://x.com/%22%3E%3Cscript%3Ealert%2811%29%3C%2Fscript%3E"
    ]
    assert "\x1b" not in str(hostile)


def test_nothing_remote_unless_media_are_asked_for(timeline, inspect_html):
    for html in (timeline._repr_html_(), *(tweet._repr_html_() for tweet in timeline)):
        inspect_html(html)
    shown = inspect_html(timeline.show(media=True)._repr_html_(), images=True)
    assert "https://pbs.twimg.com/media/one.jpg" in shown.images
    assert "https://pbs.twimg.com/profile_images/1/ada_normal.jpg" in shown.images


def test_a_list_shows_ten_and_counts_the_rest():
    many = Tweets(Tweet(id=str(i), text=f"number {i}.") for i in range(1, 3201))
    html = many._repr_html_()
    assert "number 10." in html
    assert "number 11." not in html
    assert "10 of 3,200 tweets" in html
    assert len(html) < 20_000


def test_a_thread_runs_from_the_oldest_on(timeline):
    html = timeline.show(thread=True)._repr_html_()
    assert html.index("کوزه") < html.index("Which one do you open")


def test_a_long_text_is_cut_at_a_word_and_says_how_much_is_missing():
    card = render_tweet(Tweet(id="1", text="word " * 5000))
    assert "23,000 more characters" in card
    assert len(card) < 4000
    lines = render_tweet(Tweet(id="1", text="\n".join("abc")[:1] + "\n\n\n\n\nx\n" * 3000))
    assert lines.count("<br>") <= 40


@pytest.mark.parametrize(
    ("text", "limit", "lines", "kept"),
    [
        ("abc", 3, 1, ("abc", 0)),
        ("a\nb\nc", 9, 2, ("a\nb", 2)),
        ("aaaa bbbb c", 10, 1, ("aaaa bbbb", 2)),
        ("", 5, 5, ("", 0)),
    ],
)
def test_clipping_counts_what_it_cuts(text, limit, lines, kept):
    assert clip(text, limit, lines) == kept


def test_links_lead_where_x_says_and_show_what_x_shows(timeline, inspect_html):
    shown = inspect_html(timeline[0]._repr_html_())
    assert "https://notebooks.example/transit?night=2026-03-03" in shown.links
    assert "https://x.com/hashtag/exoplanets" in shown.links
    assert "https://x.com/observatory" in shown.links
    assert "t.co" not in "".join(shown.text)


def test_a_mention_inside_an_address_or_a_word_is_no_link(inspect_html):
    text = "mail me@example.com, see https://a.example/@bob#c and C#sharp, $5, @ada."
    shown = inspect_html(render_tweet(Tweet(text=text)))
    assert shown.links == ["https://a.example/@bob#c", "https://x.com/ada"]


def test_unavailable_quotes_and_unknown_authors_are_said_in_words():
    from xauth_nb.tweets.records import Reference

    card = render_tweet(Tweet(id="1", text="x", referenced_tweets=(Reference(type="quoted", id="2"),)))
    assert "The quoted tweet was not loaded, or is gone." in card
    assert "unknown author" in card


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "java\tscript:alert(1)",
        " javascript:x",
        "data:text/html,x",
        "//evil.example",
        "http:evil",
        "https://",
        "vbscript:x",
        "https://a b",
        "https://x\u202e.example",
        "http://[::1",
        "",
        None,
    ],
)
def test_only_web_addresses_become_links(url):
    assert safe_url(url) is None


def test_what_reorders_text_is_taken_out_and_what_cannot_be_shown_is_marked():
    assert clean("\u202ea\u2066b\u2069") == "ab"
    assert clean("a\x00b\x1b[31m\ud800\x9b") == "a\ufffdb\ufffd[31m\ufffd\ufffd"
    assert clean("a\r\nb\u2028c\td") == "a\nb\nc d"
    assert clean("e" + "\u0301" * 500 + "x") == "e" + "\u0301" * 4 + "x"
    assert clean("کوزه\u200cگری 👩\u200d💻") == "کوزه\u200cگری 👩\u200d💻"


@pytest.mark.parametrize(
    ("number", "written"), [(0, "0"), (999, "999"), (1000, "1K"), (999_999, "999.9K"), (-1500, "-1.5K")]
)
def test_counts_are_short_and_never_rounded_up(number, written):
    assert compact(number) == written


def test_a_rendering_does_not_depend_on_the_locale_or_on_the_run(timeline):
    before = timeline._repr_html_()
    saved = locale.setlocale(locale.LC_ALL)
    try:
        for name in ("de_DE.UTF-8", "fr_FR.UTF-8", "C"):
            try:
                locale.setlocale(locale.LC_ALL, name)
            except locale.Error:
                continue
            assert timeline._repr_html_() == before
    finally:
        locale.setlocale(locale.LC_ALL, saved)


hostile_text = st.text() | st.sampled_from(
    [
        "<script>alert(1)</script>",
        '" onload="x',
        "'><img src=x onerror=y>",
        "javascript:x",
        "\u202e",
        "\ud800",
        "&lt;b&gt;",
        "https://t.co/a",
        'https://x/"onclick=',
        "#<b>",
        "@a<b",
        "]]>",
        "<!--",
        "</div>",
        "&#60;",
        "$A<",
    ]
)
texts = st.lists(hostile_text, max_size=6).map(" ".join)
maybe = st.none() | texts
numbers = st.none() | st.integers(-(2**63), 2**63 - 1)


@given(
    tweet=st.builds(
        Tweet,
        id=texts,
        text=texts,
        lang=maybe,
        username=maybe,
        author_id=maybe,
        entities=st.builds(
            Entities,
            urls=st.lists(st.builds(Url, url=maybe, expanded_url=maybe, display_url=maybe, media_key=maybe)).map(tuple),
            hashtags=st.lists(st.builds(Tag, tag=texts)).map(tuple),
        ),
        created_at=st.none() | st.datetimes(timezones=st.timezones()),
    ),
    user=st.builds(
        User, id=texts, name=texts, username=texts, url=maybe, description=maybe, location=maybe, verified_type=maybe
    ),
)
def test_whatever_people_write_is_only_text(tweet, user, inspect_html):
    signed = tweet.with_author(user)
    inspect_html(render_tweet(signed))
    inspect_html(render_user(user))
    inspect_html(Tweets([tweet, signed]).show(table=True)._repr_html_())
    inspect_html(Tweets([tweet, signed]).show(thread=True)._repr_html_())
    for words in (str(signed), repr(signed), repr(user), str(user)):
        assert "\x1b" not in words
        assert "\u202e" not in words
    assert "\n" not in repr(signed) + repr(user)


@given(
    media=st.builds(
        Media,
        type=maybe,
        url=maybe,
        alt_text=maybe,
        width=numbers,
        height=numbers,
        duration_ms=numbers,
        preview_image_url=maybe,
    ),
    poll=st.builds(
        Poll, options=st.lists(st.builds(PollOption, label=texts, votes=numbers)).map(tuple), voting_status=maybe
    ),
)
def test_whatever_is_attached_is_only_text(media, poll, inspect_html):
    from xauth_nb.tweets.render.parts import media_boxes, poll_bars

    inspect_html(media_boxes((media,), media=True), images=True)
    inspect_html(poll_bars(poll))


@pytest.mark.parametrize(
    ("id", "versions", "said"),
    [
        ("3", ("1", "2", "3"), "· edited"),
        ("1", ("1", "2", "3"), "· edited since"),
        ("1", ("1",), None),
        ("1", None, None),
        ("1", (), None),
    ],
)
def test_a_card_says_that_a_tweet_was_edited(id, versions, said):
    tweet = Tweet(id=id, text="x", edit_history_tweet_ids=versions)
    retweet = Tweet(id="9", text="RT x", referenced_tweets=(Reference(type="retweeted", id=id),))
    retweet = replace(retweet, _joined=Joined(tweets=[tweet]))
    for html in (tweet._repr_html_(), retweet._repr_html_(), Tweets([tweet]).show(thread=True)._repr_html_()):
        found = re.findall(r">(· edited[^<]*)<", html)
        assert found == ([said] if said else [])
    assert str(tweet).splitlines()[0].endswith(said or "unknown")


def test_a_ground_is_never_set_without_the_ink_on_it(timeline, hostile):
    pages = [html for name, html in cases(timeline, hostile).items() if not name.startswith("text")]
    seen = [style for html in pages for style in re.findall(r'style="([^"]*)"', html)]
    grounds = [style for style in seen if "background" in style]
    assert grounds
    assert [style for style in grounds if not re.search(r"(?:^|;)color:", style)] == []


def test_no_display_is_read_as_mathematics(timeline, hostile):
    for name, html in cases(timeline, hostile).items():
        if not name.startswith("text"):
            assert html.startswith('<div class="mathjax_ignore tex2jax_ignore" '), name
