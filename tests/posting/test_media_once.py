"""A post with media is posted once, whatever the media are called by: an id, an upload, a figure, and its parts."""

from __future__ import annotations

import io
import warnings
from datetime import timedelta

import pytest
from msgspec.structs import replace

from xauth_nb.errors import ApiError, StoreError, UsageError
from xauth_nb.media import MediaSource
from xauth_nb.posting.media import only_ids

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\x9cc\xfc\xcf\xc0P\x0f\x00\x04\x85\x01\x80\x84\xa9\x8c!\x00\x00\x00\x00IEND\xaeB`\x82"
)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(200)


@pytest.fixture
def anew(sb, signed_in):
    """Open the notebook in a new kernel on the next day: X has dropped what was uploaded, and gives new ids."""

    def start(user="ada"):
        sb._state.uploads._all.clear()
        x = signed_in(sb, user)
        x._uploader._from_the_list = lambda source: None
        return x

    return start


@pytest.fixture
def calls(sb):
    def count(path):
        return sum(request.path == path for request in sb.requests)

    return count


FORMS = {
    "its id": lambda x, picture: x.upload_media(picture).id,
    "its id as a number": lambda x, picture: int(x.upload_media(picture).id),
    "its key": lambda x, picture: x.upload_media(picture).media_key,
    "the upload": lambda x, picture: x.upload_media(picture),
    "a described upload": lambda x, picture: x.upload_media(picture, alt_text="A dot"),
    "the id of a described upload": lambda x, picture: x.upload_media(picture, alt_text="A dot").id,
    "the id with blanks": lambda x, picture: f" {x.upload_media(picture).id}\n",
    "a list of its id": lambda x, picture: [x.upload_media(picture).id],
    "prepared": lambda x, picture: x.prepare_media(picture),
    "the picture": lambda x, picture: picture,
    "the picture as a file": lambda x, picture: io.BytesIO(picture),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("again", ["its id", "the picture", "a described upload"])
def test_a_picture_is_the_same_post_by_whatever_it_is_named(x, anew, posts, form, again, capsys):
    first = x.post_tweet("Plot", media=FORMS[form](x, PNG))
    other = anew()
    assert other.post_tweet("Plot", media=FORMS[again](other, PNG)) == first
    assert posts() == [first.text]
    assert other.post_tweet("Plot", media=FORMS[form](other, JPEG)) != first
    assert len(posts()) == 2


def test_several_ids_are_the_same_post_in_their_order(x, anew, posts):
    def ids(session):
        return [session.upload_media(one).id for one in (PNG, JPEG)]

    first = x.post_tweet("Two", media=ids(x))
    other = anew()
    assert other.post_tweet("Two", media=tuple(map(int, ids(other)))) == first
    assert other.post_tweet("Two", media=ids(other)[::-1]) != first, "they are shown in another order"
    assert len(posts()) == 2


def test_a_kernel_that_has_only_the_id_knows_what_it_stands_for(x, anew, posts):
    id = x.upload_media(PNG).id
    first = x.post_tweet("Plot", media=id)
    other = anew()
    assert other.post_tweet("Plot", media=id) == first
    assert other.post_tweet("Plot", media=PNG) == first


def test_an_id_of_elsewhere_is_told_and_only_where_it_matters(sb, x, anew, posts):
    answer = x.post("/2/media/upload", data={"media_category": "tweet_image"}, files={"media": ("p", PNG)})
    id = answer.json()["data"]["id"]
    assert any("goes by the id" in one for one in x.compose("Raw", media=id).warnings)
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        assert x.compose("Raw", media=id, key="raw").warnings == []
        x.post_tweet("Raw, named", media=id, key="raw")
        x.post_tweet("Raw, in any case", media=id, once=False)
    with pytest.warns(UserWarning, match=f"id {id} stands for is not known here"):
        first = x.post_tweet("Raw", media=id)
    with pytest.warns(UserWarning, match="the same picture under another id is another post"):
        assert anew().post_tweet("Raw", media=id) == first


def test_the_next_kernel_uploads_nothing_that_x_has(sb, x, signed_in, calls):
    first = x.upload_media(PNG, alt_text="A dot")
    other = signed_in(sb)
    assert other.upload_media(PNG, alt_text="A dot") == first
    assert other.upload_media(PNG).id != first.id, "a description belongs to the upload"
    assert calls("/2/media/upload") == 2
    assert calls("/2/media/metadata") == 1
    assert other.post_tweet("Kept", media=MediaSource(PNG, alt_text="A dot")).id
    assert calls("/2/media/upload") == 2


@pytest.mark.parametrize("form", ["the upload", "the picture", "its id", "prepared"])
def test_what_x_does_not_keep_any_more_is_uploaded_again(sb, x, posts, form):
    media = FORMS[form](x, PNG)
    x.upload_media(PNG)
    sb._state.uploads._all.clear()
    tweet = x.post_tweet("Late", media=media)
    assert len(x.get_tweet(tweet).media) == 1
    assert len(posts()) == 1
    assert [entry.state for entry in x.ledger] == ["posted"]


def test_an_upload_whose_time_is_over_is_uploaded_again_or_told(sb, x, signed_in, calls):
    media = x.upload_media(PNG, alt_text="A dot")
    old = replace(media, expires_at=media.expires_at - timedelta(days=2))
    assert x.get_tweet(x.post_tweet("Old", media=old)).media[0].alt_text == "A dot"
    other = signed_in(sb)
    before = len(sb.requests)
    with pytest.raises(UsageError, match=r"does not keep the upload \d+ any more"):
        other.post_tweet("Older", media=old)
    assert calls("/2/tweets") == 1
    assert [request.method for request in sb.requests[before:]] == []


def test_an_id_that_x_does_not_know_is_its_refusal(x, calls):
    with pytest.warns(UserWarning, match="not known here"), pytest.raises(ApiError, match="X does not know these"):
        x.post_tweet("No such", media="1234567890123456789")
    assert calls("/2/tweets") == 1
    assert list(x.ledger) == []


def test_one_of_two_that_x_does_not_know_is_its_refusal_after_the_other_went_up_again(sb, x, calls):
    with pytest.warns(UserWarning, match="not known here"), pytest.raises(ApiError, match="X does not know these"):
        x.post_tweet("One of two", media=[PNG, "1234567890123456789"])
    assert (calls("/2/tweets"), calls("/2/media/upload")) == (2, 2)
    assert list(x.ledger) == []


@pytest.mark.parametrize("form", ["the upload", "its id", "its key"])
def test_a_description_of_what_is_uploaded_is_set(x, calls, form):
    media = FORMS[form](x, PNG)
    assert x.compose("Described", media=media, alt_text="A dot").price == pytest.approx(0.02)
    tweet = x.post_tweet("Described", media=media, alt_text="A dot")
    assert x.get_tweet(tweet).media[0].alt_text == "A dot"
    assert (calls("/2/media/upload"), calls("/2/media/metadata")) == (1, 1)
    assert x.post_tweet("Described", media=media, alt_text="A dot") == tweet
    assert calls("/2/media/metadata") == 1
    again = x.upload_media(x.upload_media(PNG), alt_text="A dot, blue")
    assert (again.alt_text, calls("/2/media/metadata")) == ("A dot, blue", 2)


def test_an_upload_of_another_account_is_told_before_anything_is_sent(sb, x, signed_in):
    theirs = signed_in(sb, "grace").upload_media(PNG)
    before = len(sb.requests)
    for use in (lambda: x.post_tweet("Theirs", media=theirs), lambda: x.upload_media(theirs)):
        with pytest.raises(UsageError, match="another account"):
            use()
    assert len(sb.requests) == before


def test_a_list_of_uploads_that_cannot_be_read_stops_what_needs_it(x, signed_in, sb, posts):
    id = x.upload_media(PNG).id
    x._uploader._list.path.unlink()
    x._uploader._list.path.mkdir()
    with pytest.warns(UserWarning, match="Another kernel will not know"):
        assert x.upload_media(JPEG).id
    other = signed_in(sb)
    with pytest.raises(StoreError, match=r"What was uploaded from here could not be read"):
        other.post_tweet("Plot", media=id)
    assert posts() == []


def test_the_list_is_private_and_holds_no_secret(x, sb):
    x.upload_media(PNG, alt_text="A dot")
    path = x._uploader._list.path
    assert path.stat().st_mode & 0o077 == 0
    content = path.read_bytes()
    for secret in (x.token.token, x.token.secret, sb.client.secret):
        assert secret.encode() not in content


def test_a_photo_without_a_text_is_a_post(x, posts, sb, anew):
    tweet = x.post_tweet(media=PNG)
    assert len(x.get_tweet(tweet).media) == 1
    assert anew().post_tweet("", media=PNG) == tweet
    draft = x.compose(media=JPEG, alt_text="Grey")
    assert draft.is_ready
    assert "Grey" in draft._repr_html_()
    sb.fail(reset="after", method="POST", path="/2/tweets")
    assert draft.post().id == x.ledger[-1].tweet_id
    assert x.post_tweet("  \n", media=JPEG) == draft.tweet
    blank = x.post_tweet(" \n", media=JPEG + b"1")
    assert x.post_tweet(media=JPEG + b"1") == blank
    assert len(posts()) == 3
    assert str(draft.tweet)
    assert x.ledger._repr_html_()
    with pytest.raises(UsageError, match="text is empty"):
        x.post_tweet()


def test_only_ids_are_told_from_uploads(x):
    uploaded = x.upload_media(PNG)
    assert only_ids([uploaded, x._uploader.recall("12"), MediaSource(JPEG)]) == ["12"]


@pytest.mark.parametrize("how", ["sent", "known", "found"])
def test_the_card_of_a_new_tweet_shows_its_media_and_not_their_link(sb, signed_in, how):
    x = signed_in(sb)
    if how == "found":
        sb.fail(next=1, truncate=True, method="POST", path="/2/tweets")
    tweets = [x.post_tweet("A dot", media=[PNG, JPEG], alt_text=["Grey", None]) for _ in range(1 + (how == "known"))]
    there = x.get_tweet(tweets[-1].id)
    assert "https://t.co/" in there.text
    for tweet in (*tweets, there):
        assert "t.co" not in tweet._repr_html_()
        assert "Grey" in tweet._repr_html_()
        assert tweet.attachments == there.attachments
        assert [each.type for each in tweet.media] == ["photo", "photo"]


def test_a_link_that_somebody_wrote_stays_beside_media(sb, signed_in):
    x = signed_in(sb)
    assert "https://t.co/" in x.post_tweet("See https://example.com/a")._repr_html_()
    assert x.post_tweet("See https://example.com/b", media=PNG)._repr_html_().count("https://t.co/") == 2  # one link


def test_what_only_an_id_tells_is_not_made_up(sb, signed_in, tmp_path, monkeypatch):
    id = signed_in(sb).upload_media(PNG).id
    monkeypatch.setenv("XAUTH_NB_HOME", str(tmp_path / "another"))
    with pytest.warns(UserWarning, match="not known here"):
        tweet = signed_in(sb).post_tweet("A dot", media=id)
    assert tweet.media == ()
    assert "https://t.co/" in tweet._repr_html_()
