"""A draft shows what a post will be and what it lacks, sends nothing, and posts as post_tweet does."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from xauth_nb import Draft
from xauth_nb.errors import UsageError

PNG = b"\x89PNG\r\n\x1a\n" + bytes(60)
GIF = b"GIF89a" + bytes(60)


class Reader(HTMLParser):
    """Collects the text and complains about what is not static or not closed."""

    def __init__(self, html):
        super().__init__()
        self.text, self.images, self.open = "", [], []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        assert tag in ("a", "b", "bdi", "br", "div", "img", "span")
        given = dict(attrs)
        assert not [name for name in given if name.startswith("on")]
        assert "url(" not in given.get("style", "")
        if tag == "img":
            self.images.append(given["src"])
        elif tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


def shown(draft):
    return Reader(draft._repr_html_())


def test_nothing_is_sent_until_it_is_posted(x, sb, posts):
    before = len(sb.requests)
    draft = x.compose("Hello from a draft")
    assert isinstance(draft, Draft)
    assert (draft.text, draft.weighted_length, draft.account) == ("Hello from a draft", 18, "@ada")
    assert draft.is_ready
    assert draft.problems == []
    for view in (shown(draft).text, repr(draft)):
        assert "Draft" in view
        assert "18 / 280" in view
        assert "@ada" in view
    assert len(sb.requests) == before
    assert draft.post().text == "Hello from a draft"
    assert posts().count("Hello from a draft") == 1


def test_after_posting_it_shows_the_tweet_and_posts_no_second(x, posts):
    draft = x.compose("Once")
    tweet = draft.post()
    assert draft.tweet == tweet
    assert draft._repr_html_() == tweet._repr_html_()
    assert repr(draft) == str(tweet)
    assert draft.post() == tweet
    assert x.compose("Once").post() == tweet
    assert posts().count("Once") == 1


def test_it_posts_with_everything_that_it_was_given(x, sb):
    first = x.post_tweet("To be answered")
    draft = x.compose("An answer", reply_to=first, media=[PNG, GIF], alt_text=["A plot", None], key="answer")
    assert "Replying to @ada" in shown(draft).text
    posted = x.get_tweet(draft.post())
    assert posted.reference("replied_to") == first.id
    assert [one.alt_text for one in posted.media] == ["A plot", None]
    with pytest.raises(UsageError, match="names another post"):
        x.compose("Something else", key="answer").post()
    poll = x.get_tweet(x.compose("Which?", poll=["This", "That"], poll_minutes=60, reply_settings="following").post())
    assert [option.label for option in poll.poll.options] == ["This", "That"]


@pytest.mark.parametrize(
    ("text", "options", "said"),
    [
        ("", {}, "text is empty"),
        ("a" * 25_001, {}, "25,001 characters"),
        ("Which?", {"poll": ["one"]}, "two to four answers"),
        ("Which?", {"poll": ["a", "b"], "media": PNG}, "one of them only"),
        ("Who?", {"reply_settings": "nobody"}, "could be allowed"),
        ("To whom?", {"reply_to": "https://example.com"}, "example.com"),
    ],
)  # fmt: skip
def test_what_cannot_be_posted_is_an_error_before_and_when_it_is_posted(x, sb, text, options, said):
    before = len(sb.requests)
    draft = x.compose(text, **options)
    assert not draft.is_ready
    assert said in draft.errors[0]
    assert said in shown(draft).text
    assert said in repr(draft)
    with pytest.raises(UsageError):
        draft.post()
    assert len(sb.requests) == before


@pytest.mark.parametrize(
    ("text", "options", "said"),
    [
        ("word " * 60, {}, "19 over 280"),
        ("see example.com", {}, "$0.20"),
        ("$TSLA and $AAPL", {}, "2 cashtags ($TSLA, $AAPL)"),
        ("look", {"media": [PNG, GIF], "alt_text": ["A plot", None]}, "no alt text"),
        ("so true", {"quote": "20"}, "does not let self-serve apps quote"),
    ],
)  # fmt: skip
def test_what_x_may_refuse_or_charge_for_is_a_warning(x, text, options, said):
    draft = x.compose(text.strip(), **options)
    assert draft.is_ready
    assert len(draft.warnings) == 1
    assert said in draft.warnings[0]
    assert said in shown(draft).text
    assert said in repr(draft)


def test_an_account_with_premium_may_write_more(x):
    x.user = replace(x.user, subscription_type="Premium")
    draft = x.compose("word " * 60)
    assert (draft.limit, draft.warnings) == (25_000, [])
    assert "300 / 25,000" in repr(draft)


def test_a_video_needs_no_alt_text_and_media_that_are_wrong_are_told_at_once(x, tmp_path):
    video = b"\0\0\0\x18ftypmp42" + bytes(60)
    assert x.compose("watch", media=video).problems == []
    with pytest.raises(UsageError, match="There is no file"):
        x.compose("look", media=tmp_path / "missing.png")
    with pytest.raises(UsageError, match="up to four photos"):
        x.compose("look", media=[PNG] * 5)


def test_a_small_picture_is_shown_and_a_large_one_is_named(x, tmp_path):
    path = tmp_path / "<b>plot.png"
    path.write_bytes(PNG)
    small = x.compose("look", media=path, alt_text='"a" <plot>')
    assert shown(small).images[0].startswith("data:image/png;base64,iVBORw0")
    assert "<b>plot.png" in shown(small).text
    assert '"a" <plot>' in shown(small).text
    large = x.compose("look", media=PNG + bytes(200_000), alt_text="A plot")
    assert shown(large).images == []
    assert "195 KB" in shown(large).text


def test_a_poll_shows_its_answers_and_how_long_it_is_open(x):
    for minutes, words in ((1440, "1 day"), (180, "3 hours"), (1441, "1,441 minutes")):
        draft = x.compose("Which?", poll=["This", "<That>"], poll_minutes=minutes)
        for view in (shown(draft).text, repr(draft)):
            assert f"Open for {words}" in view
            assert "<That>" in view


def test_a_quoted_tweet_is_part_of_the_card(x):
    quoted = x.post_tweet("The original words")
    assert "The original words" in shown(x.compose("Look at this", quote=quoted)).text


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=400) | st.text("<>&\"'\u202e\x1b ", max_size=30))
def test_no_text_whatever_breaks_the_card(x, text):
    draft = x.compose(text)
    assert f"{draft.weighted_length:,} / 280" in shown(draft).text
    assert "\x1b" not in repr(draft) + draft._repr_html_()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(["a", "語", "👨‍👩‍👧 ", "e\u0301", "https://example.com/a/path ", "example.com "]),
    st.integers(-3, 3),
    st.text("ab語👋🏽. ", max_size=5),
)
def test_the_sandbox_refuses_as_too_long_just_what_the_draft_calls_so(x, unit, more, tail):
    text = (unit * (280 // x.compose(unit).weighted_length + more) + tail).strip()
    draft = x.compose(text)
    answer = x.post("/2/tweets", json={"text": text})
    is_too_long = answer.status_code == 400 and "too long" in answer.text
    assert is_too_long == any("over 280" in warning for warning in draft.warnings)
