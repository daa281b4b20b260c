"""Uploads to a sandbox that fails on demand: each file arrives once and whole, or the error says what is left to do."""

from __future__ import annotations

import tracemalloc
from datetime import timedelta

import pytest
import requests
from requests.adapters import BaseAdapter

from xauth_nb.credentials import ClientCredentials, TokenCredentials
from xauth_nb.endpoints import X
from xauth_nb.errors import ApiError, ServerError, TransportError, UsageError
from xauth_nb.media import MediaSource
from xauth_nb.session import XSession

MB = 1 << 20
BEGIN = "/2/media/upload/initialize"
THE_UPLOAD = "/2/media/upload/"


def stored(sb, media):
    """The content that the sandbox has under an id."""
    return sb._state.uploads.by_key(media.media_key).content


@pytest.fixture
def large(files):
    """A photo of three parts and a bit."""
    return files.jpeg + bytes(range(256)) * (3 * MB // 256)


def test_a_photo_goes_up_and_can_be_tweeted(sb, session, files, steps, tmp_path):
    path = tmp_path / "plot.png"
    path.write_bytes(files.png)
    media = session.upload_media(path, alt_text="Two black dots")
    assert (media.kind, media.size, media.alt_text) == ("photo", len(files.png), "Two black dots")
    assert media.is_usable
    assert stored(sb, media) == files.png
    assert steps() == ["upload", "metadata"]
    answer = session.post("/2/tweets", json={"text": "look", "media": {"media_ids": [media.id]}})
    assert answer.status_code == 201
    assert session.waits == []


@pytest.mark.parametrize(("name", "kind"), [("animated", "gif"), ("mp4", "video"), ("mov", "video")])
def test_processing_is_awaited_as_x_asks(sb, session, files, name, kind):
    media = session.upload_media(getattr(files, name))
    assert media.kind == kind
    assert session.waits == [1.0, 1.0]
    assert session.post("/2/tweets", json={"media": {"media_ids": [media.id]}}).status_code == 201


def test_what_x_cannot_process_is_told_in_its_words(session, files):
    with pytest.raises(
        ApiError, match=r"could not process The content: Unsupported video format\.\n→ Convert"
    ) as caught:
        session.upload_media(files.mp4.replace(b"moov", b"free"))
    assert (caught.value.title, caught.value.detail) == ("InvalidMedia", "Unsupported video format")
    assert session._uploader._unfinished == {}, "what X refused is not continued"


def test_parts_have_a_megabyte_and_arrive_in_order(sb, session, large, steps):
    assert stored(sb, session.upload_media(large)) == large
    assert steps() == ["initialize", *["append"] * 4, "finalize"]


@pytest.mark.parametrize(
    "kind", [{"status": 503}, {"html": True}, {"reset": "before"}, {"reset": "after"}, {"truncate": True}]
)
@pytest.mark.parametrize("step", ["initialize", "first part", "third part", "finalize", "status", "metadata"])
@pytest.mark.deep(but_one_in=4)
def test_one_fault_at_any_step_costs_nothing(sb, session, files, large, after, step, kind):
    content = files.mp4 + large if step == "status" else large
    plans = {
        "first part": lambda: after("initialize", 1, lambda: sb.fail(path=THE_UPLOAD, **kind)),
        "third part": lambda: after("append", 2, lambda: sb.fail(path=THE_UPLOAD, **kind)),
        "finalize": lambda: after("append", 4, lambda: sb.fail(path=THE_UPLOAD, **kind)),
        "status": lambda: after("finalize", 1, lambda: sb.fail(method="GET", **kind)),
        "initialize": lambda: sb.fail(path=BEGIN, **kind),
        "metadata": lambda: sb.fail(path="/2/media/metadata", **kind),
    }
    plans[step]()
    media = session.upload_media(content, alt_text="grey")
    assert stored(sb, media) == content
    assert sb._faults._waiting == [], "the fault met its call"
    upload = sb._state.uploads.by_key(media.media_key)
    assert (upload.is_ready, upload.alt_text) == (True, "grey")
    kept = [one for one in sb._state.uploads._all.values() if one.is_final]
    assert len(kept) == 1


def test_an_end_in_doubt_looks_before_it_acts(sb, session, files, large, after, steps):
    after("append", 4, lambda: sb.fail(reset="after", path=THE_UPLOAD))
    session.upload_media(files.mp4 + large)
    assert steps() == ["initialize", *["append"] * 4, "finalize", "status", "status"]


def test_a_picture_whose_answer_was_lost_goes_up_again(sb, session, files, steps):
    sb.fail(reset="after", path="/2/media/upload")
    media = session.upload_media(files.png, alt_text="dots")
    assert steps() == ["upload", "upload", "metadata"]
    assert stored(sb, media) == files.png


@pytest.mark.parametrize(("fault", "error"), [({"status": 502}, ServerError), ({"reset": "after"}, TransportError)])
def test_a_broken_upload_goes_on_where_it_stopped(sb, session, large, after, steps, fault, error):
    after("append", 2, lambda: sb.fail(next=20, path=THE_UPLOAD, **fault))
    with pytest.raises(error, match="continues where it stopped"):
        session.upload_media(large)
    assert len(session.waits) < 10, "trying again has an end"
    sb.heal()
    before = len(steps())
    media = session.upload_media(large)
    assert stored(sb, media) == large
    assert steps()[before:] == ["append", "append", "finalize"]


def test_the_stop_button_keeps_what_has_come(sb, session, large, after, steps):
    def stop():
        raise KeyboardInterrupt

    after("append", 3, stop)
    with pytest.raises(KeyboardInterrupt):
        session.upload_media(large)
    assert stored(sb, session.upload_media(large)) == large
    assert steps() == ["initialize", *["append"] * 5, "finalize"]


def test_an_upload_that_x_forgot_begins_again(sb, session, large, after, steps):
    after("append", 2, lambda: sb.fail(next=20, path=THE_UPLOAD, status=502))
    with pytest.raises(ServerError):
        session.upload_media(large)
    sb.heal()
    sb._state.uploads._all.clear()
    assert stored(sb, session.upload_media(large)) == large


def test_the_same_content_is_uploaded_once(sb, session, files, steps, tmp_path):
    first = session.upload_media(files.png, alt_text="dots")
    path = tmp_path / "another name.png"
    path.write_bytes(files.png)
    assert session.upload_media(path, alt_text="dots") is first
    assert session.upload_media(first) is first
    assert steps().count("upload") == 1
    assert session.upload_media(path, alt_text="other words").id != first.id
    assert session.upload_media(path).id != first.id


def test_what_x_keeps_no_longer_is_uploaded_again(session, files):
    first = session.upload_media(files.png)
    key = (first.digest, None)
    session._uploader._uploaded[key] = type(first)(**{
        **{name: getattr(first, name) for name in first.__struct_fields__},
        "expires_at": first.expires_at - timedelta(days=2),
    })  # fmt: skip
    assert session.upload_media(files.png).id != first.id


def test_everything_is_checked_before_the_first_byte(sb, session, files, tmp_path):
    before = len(sb.requests)
    for wrong in (
        lambda: session.upload_media(tmp_path / "missing.png"),
        lambda: session.prepare_media([files.png] * 5),
        lambda: session.prepare_media([files.png, files.mp4]),
        lambda: session.prepare_media([files.png, files.jpeg], ["only one"]),
        lambda: session.prepare_media([files.png, files.jpeg], "only one"),
        lambda: session.prepare_media([MediaSource(files.png, alt_text="a")], ["b"]),
        lambda: session.upload_media([files.png, files.png]),
    ):
        with pytest.raises(UsageError):
            wrong()
    assert len(sb.requests) == before


def test_prepared_media_know_what_a_ledger_needs(session, files):
    one, two = session.prepare_media([files.png, files.jpeg], ["dots", None])
    assert (one.kind, one.alt_text, two.alt_text) == ("photo", "dots", None)
    assert one.digest == session.upload_media(one).digest
    assert session.prepare_media(files.mp4)[0].kind == "video"
    assert session.prepare_media(files.png, "dots")[0].alt_text == "dots"


def test_a_refused_token_is_not_tried_again(sb, session, files):
    sb.fail(next=9, status=403)
    with pytest.raises(ApiError):
        session.upload_media(files.png)
    assert session.waits == []


class Devourer(BaseAdapter):
    """An X that takes every part and forgets it; nothing is processed in time."""

    def __init__(self):
        super().__init__()
        self.received = 0

    def send(self, request, **_):
        self.received += len(request.body or b"")
        response = requests.Response()
        response.status_code, response.url, response.request = 200, request.url, request
        response._content = b'{"data": {"id": "7", "media_key": "7_7", "expires_after_secs": 86400, %s}}' % (
            b'"processing_info": {"state": "in_progress", "check_after_secs": 45, "progress_percent": 3}'
        )
        return response

    def close(self):
        pass


@pytest.fixture
def devoured():
    with XSession(ClientCredentials("key", "secret"), TokenCredentials("1-token", "secret"), endpoints=X) as session:
        session.mount(X.base_url, Devourer())
        session.sleep = lambda _: None
        yield session


def test_a_large_video_is_never_in_memory_as_a_whole(devoured, files, tmp_path, capsys):
    path = tmp_path / "talk.mp4"
    path.write_bytes(files.mp4)
    with path.open("r+b") as file:
        file.truncate(48 * MB)
    tracemalloc.start()
    try:
        with pytest.raises(ServerError, match="15 minutes and is not done"):
            devoured.upload_media(path)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert devoured.get_adapter(X.base_url).received > 48 * MB
    assert peak < 12 * MB
    assert "Uploading talk.mp4" in capsys.readouterr().err


def test_an_answer_that_is_no_upload_is_an_error(devoured, files):
    class Odd(Devourer):
        def send(self, request, **_):
            response = super().send(request)
            response._content = b'{"data": ["id"]}'
            return response

    devoured.mount(X.base_url, Odd())
    with pytest.raises(ServerError, match="not in the form"):
        devoured.upload_media(files.png)
