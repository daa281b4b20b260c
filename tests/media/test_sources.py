"""What is said about a file before a byte of it is sent."""

from __future__ import annotations

import contextlib
import gc
import hashlib
import io
import os
import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xauth_nb.errors import UsageError
from xauth_nb.media import MediaSource, check_media_set

KINDS = [
    ("jpeg", "photo", "image/jpeg"),
    ("png", "photo", "image/png"),
    ("webp", "photo", "image/webp"),
    ("gif", "photo", "image/gif"),
    ("animated", "gif", "image/gif"),
    ("mp4", "video", "video/mp4"),
    ("mov", "video", "video/quicktime"),
]


@pytest.mark.parametrize(("name", "kind", "media_type"), KINDS, ids=[row[0] for row in KINDS])
def test_the_kind_is_told_by_the_content_and_never_by_the_name(files, tmp_path, name, kind, media_type):
    content = getattr(files, name)
    path = tmp_path / "holiday.txt"
    path.write_bytes(content)
    with path.open("rb") as opened:
        for source in (path, str(path), content, bytearray(content), io.BytesIO(content), opened):
            found = MediaSource(source)
            assert (found.kind, found.media_type, found.size) == (kind, media_type, len(content))
            assert found.digest == hashlib.sha256(content).hexdigest()


def test_pillow_agrees_on_what_is_animated():
    image = pytest.importorskip("PIL.Image", reason="Pillow is the other opinion, and is not installed here")
    frames = [image.new("P", (40, 30), color) for color in (1, 2, 3)]
    for frame in frames:
        frame.putpalette([value for shade in range(256) for value in (shade, 255 - shade, 128)])
    for count in (1, 2, 3):
        buffer = io.BytesIO()
        frames[0].save(buffer, format="GIF", save_all=True, append_images=frames[1:count], duration=90, comment=b"hi")
        again = image.open(io.BytesIO(buffer.getvalue()))
        assert (MediaSource(buffer).kind == "gif") == again.is_animated == (count > 1)
        assert MediaSource(again).kind == MediaSource(buffer).kind


def test_a_figure_and_an_image_are_taken_as_they_are(files):
    matplotlib = pytest.importorskip("matplotlib.figure", reason="matplotlib is not installed here")
    image = pytest.importorskip("PIL.Image", reason="Pillow is not installed here")
    figure = matplotlib.Figure()
    figure.subplots().plot([1, 2, 3])
    first, second = MediaSource(figure), MediaSource(figure)
    assert (first.kind, first.media_type, first.name) == ("photo", "image/png", "The Figure")
    assert first.digest == second.digest, "a cell that runs again must be known again"
    picture = image.open(io.BytesIO(files.png))
    assert MediaSource(picture).media_type == "image/png"
    photo = io.BytesIO()
    picture.convert("RGB").save(photo, format="JPEG")
    assert MediaSource(image.open(photo)).media_type == "image/jpeg"


def test_a_source_that_nobody_holds_any_more_ends_without_a_warning(files):
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        MediaSource(io.BytesIO(files.png))
        gc.collect()
    assert [str(one.message) for one in told if "SpooledTemporaryFile" in str(one.message)] == []


def test_an_open_file_is_read_whole_and_left_where_it_was(files):
    just_written = io.BytesIO()
    just_written.write(files.png)
    assert MediaSource(just_written).size == len(files.png)
    assert just_written.tell() == len(files.png)
    reader, writer = os.pipe()
    with os.fdopen(reader, "rb") as stream:
        os.write(writer, files.png)
        os.close(writer)
        assert MediaSource(stream).size == len(files.png)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"name,likes\nada,3\n", "looks like text"),
        ("größer, als man denkt ".encode() * 9, "looks like text"),
        (b"%PDF-1.7\n\xe2\xe3\xcf\xd3", "first bytes"),
        (b"BM" + bytes(80), "first bytes"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(80), "first bytes"),
        (b"\x00\x00\x00\x18ftypM4A " + bytes(80), "first bytes"),
        (b"\xff\xd8\xff" + bytes(5 << 20), "5.0 MB, and X takes 5 MB of a photo"),
    ],
    ids=["empty", "table", "prose", "pdf", "bmp", "heic", "sound", "large"],
)
def test_what_x_would_not_take_is_refused_here(tmp_path, content, said):
    path = tmp_path / "picture.png"
    path.write_bytes(content)
    for source in (path, content):
        with pytest.raises(UsageError, match=said):
            MediaSource(source)


def test_a_large_gif_and_a_large_video_have_limits_of_their_own(files, tmp_path):
    assert MediaSource(files.animated + bytes(14 << 20)).kind == "gif"
    with pytest.raises(UsageError, match="15 MB of an animated GIF"):
        MediaSource(files.animated + bytes(15 << 20))
    path = tmp_path / "sparse.mp4"
    path.write_bytes(files.mp4)
    with path.open("r+b") as file:
        file.truncate((512 << 20) + 1)
    with pytest.raises(UsageError, match="512 MB of a video"):
        MediaSource(path)


def test_paths_that_lead_nowhere(tmp_path, files):
    with pytest.raises(UsageError, match=r"no file .*plot\.png"):
        MediaSource(tmp_path / "plot.png")
    with pytest.raises(UsageError, match="is a directory"):
        MediaSource(tmp_path)
    with pytest.raises(UsageError, match="is an address"):
        MediaSource("https://example.com/cat.png")
    path = tmp_path / "later.png"
    path.write_bytes(files.png)
    source = MediaSource(path)
    path.write_bytes(files.png + b"more")
    with pytest.raises(UsageError, match="was changed"):
        next(source.parts())
    path.unlink()
    with pytest.raises(UsageError, match="cannot be read"):
        next(source.parts())


def test_objects_that_are_no_media():
    class Saver:
        def save(self, path):
            raise AssertionError("never reached")

    with pytest.raises(UsageError, match="cannot be made from int"):
        MediaSource(3)
    with pytest.raises(UsageError, match="open as text"):
        MediaSource(io.StringIO("picture"))
    with pytest.raises(UsageError, match="could not be turned into a picture"):
        MediaSource(Saver())


def test_a_description_has_a_thousand_characters_and_an_empty_one_is_none(files):
    assert MediaSource(files.png, alt_text="a" * 1000).alt_text == "a" * 1000
    assert MediaSource(files.png, alt_text=" ").alt_text is None
    with pytest.raises(UsageError, match="1,001 characters"):
        MediaSource(files.png, alt_text="a" * 1001)
    with pytest.raises(UsageError, match="must be text"):
        MediaSource(files.png, alt_text=3)


@pytest.mark.parametrize(("names", "fits"), [
    ("png png jpeg webp", True),
    ("gif gif", True),
    ("animated", True),
    ("mp4", True),
    ("", True),
    ("png png png png png", False),
    ("animated png", False),
    ("animated animated", False),
    ("mp4 mov", False),
])  # fmt: skip
def test_four_photos_or_one_gif_or_one_video(files, names, fits):
    media = [MediaSource(getattr(files, name)) for name in names.split()]
    if fits:
        check_media_set(media)
    else:
        with pytest.raises(UsageError, match="up to four photos"):
            check_media_set(media)


@given(st.binary(max_size=200) | st.binary(max_size=120).map(b"GIF89a".__add__))
def test_no_content_whatever_breaks_the_reading(content):
    with contextlib.suppress(UsageError):
        assert MediaSource(content).kind in ("photo", "gif", "video")


@given(st.binary(min_size=1, max_size=3000), st.integers(0, 3))
def test_the_parts_are_the_content(content, first):
    whole = b"\xff\xd8\xff" + content * 900
    assert b"".join(MediaSource(whole).parts(first=first)) == whole[first << 20 :]


def test_a_copy_is_closed_in_silence_with_the_last_source_that_holds_it(files, recwarn):
    gc.collect()
    recwarn.clear()  # what other tests have left open is told here
    content = MediaSource(io.BytesIO(files.png))
    described = content.described_as("a plot")
    del content
    with described.open() as file:
        assert file.read(4) == b"\x89PNG"
    del described, file
    gc.collect()
    with pytest.raises(UsageError, match="open as text"):
        MediaSource(io.StringIO("text"))
    gc.collect()
    assert [str(each.message) for each in recwarn] == []
