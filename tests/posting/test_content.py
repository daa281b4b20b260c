"""What may be posted: everything wrong is said before anything is sent or uploaded."""

from __future__ import annotations

import io

import pytest

from xauth_nb.errors import ServerError, TransportError, UsageError
from xauth_nb.posting.content import Content

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(64)
POST = {"method": "POST", "path": "/2/tweets"}
LOOK = {"method": "GET", "path": "/2/users/"}


def png(n):
    return PNG + bytes([n])


WRONG = {
    "empty text": {"text": ""},
    "blank text": {"text": " \n\t"},
    "no string": {"text": 5},
    "too long": {"text": "a" * 25_001},
    "half an emoji": {"text": "\ud83d"},
    "five photos": {"text": "t", "media": [png(n) for n in range(5)]},
    "a photo and a video": {"text": "t", "media": [png(1), MP4]},
    "a text file": {"text": "t", "media": b"just some words"},
    "a missing file": {"text": "t", "media": "no such file.png"},
    "two alt texts for one photo": {"text": "t", "media": png(1), "alt_text": ["one", "two"]},
    "alt text alone": {"text": "t", "alt_text": "of what?"},
    "poll with one answer": {"text": "t", "poll": ["yes"]},
    "poll with five": {"text": "t", "poll": list("abcde")},
    "poll with a long answer": {"text": "t", "poll": ["a" * 26, "b"]},
    "poll with an empty answer": {"text": "t", "poll": ["a", " "]},
    "poll that is a string": {"text": "t", "poll": "ab"},
    "poll too short": {"text": "t", "poll": ["a", "b"], "poll_minutes": 4},
    "poll too long": {"text": "t", "poll": ["a", "b"], "poll_minutes": 10_081},
    "poll and media": {"text": "t", "poll": ["a", "b"], "media": png(1)},
    "poll and quote": {"text": "t", "poll": ["a", "b"], "quote": "20"},
    "media and quote": {"text": "t", "media": png(1), "quote": "20"},
    "reply settings": {"text": "t", "reply_settings": "nobody"},
    "reply to nothing": {"text": "t", "reply_to": "not an id"},
    "quote of nothing": {"text": "t", "quote": "https://example.com/"},
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_what_cannot_be_right_is_refused_before_anything_is_sent(sb, x, wrong):
    before = len(sb.requests)
    with pytest.raises(UsageError) as caught:
        x.post_tweet(**wrong)
    assert caught.value.remedy
    assert len(sb.requests) == before
    assert list(x.ledger) == []


def test_the_body_has_no_empty_members():
    assert Content.checked("t").body(()) == {"text": "t"}


def test_a_poll_and_who_may_reply_arrive(x):
    tweet = x.get_tweet(x.post_tweet("Which?", poll=["this", "that"], poll_minutes=5, reply_settings="following"))
    assert [option.label for option in tweet.poll.options] == ["this", "that"]
    assert tweet.poll.duration_minutes == 5
    assert tweet.reply_settings == "following"


def test_a_quote_arrives(x):
    original = x.post_tweet("Original")
    assert x.get_tweet(x.post_tweet("Look at this", quote=original.url)).reference("quoted") == original.id


def test_photos_arrive_with_their_descriptions(x, tmp_path):
    path = tmp_path / "plot.png"
    path.write_bytes(png(1))
    tweet = x.post_tweet("Two", media=[path, io.BytesIO(png(2))], alt_text=["rising", None])
    assert [medium.alt_text for medium in x.get_tweet(tweet).media] == ["rising", None]


def test_a_photo_needs_no_text(x):
    assert len(x.get_tweet(x.post_tweet("", media=png(1))).media) == 1


def test_media_that_are_uploaded_already_are_taken_as_they_are(x):
    uploaded = x.upload_media(png(3))
    assert x.get_tweet(x.post_tweet("Uploaded", media=uploaded)).media[0].media_key == uploaded.media_key
    other = x.upload_media(png(4)).id
    assert len(x.get_tweet(x.post_tweet("By its id", media=other)).media) == 1


def test_the_same_photo_is_the_same_post_and_another_is_another(sb, x, signed_in):
    first = x.post_tweet("Plot", media=png(1))
    other = signed_in(sb)
    uploads = len([one for one in sb.requests if "/media/" in one.path])
    assert other.post_tweet("Plot", media=io.BytesIO(png(1))) == first
    assert len([one for one in sb.requests if "/media/" in one.path]) == uploads
    assert other.post_tweet("Plot", media=png(2)) != first


@pytest.mark.parametrize("fault", [{"reset": "after"}, {"truncate": True}])
def test_a_photo_whose_answer_got_lost_is_found_by_another_kernel(sb, x, signed_in, posts, fault):
    """X does not call it a duplicate, so that only the look keeps it from being posted twice."""
    sb.fail(**fault, **POST)
    sb.fail(50, status=503, **LOOK)
    with pytest.raises((TransportError, ServerError)):
        x.post_tweet("Plot", media=png(1))
    sb.heal()
    other = signed_in(sb)
    assert other.post_tweet("Plot", media=png(1)).id == other.ledger[-1].tweet_id
    assert len(posts()) == 1


def test_a_figure_is_posted_as_it_is(x):
    figure = pytest.importorskip("matplotlib.figure").Figure()
    figure.subplots().plot([1, 2, 3])
    assert len(x.get_tweet(x.post_tweet("A figure", media=figure, alt_text="A rising line")).media) == 1
