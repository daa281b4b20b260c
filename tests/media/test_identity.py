"""What is the same picture, by what it shows; and what plots, grids and images hand over."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xauth_nb.errors import UsageError
from xauth_nb.media import MediaSource, each

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(pixels=bytes(12), *, level=6, cuts=1, notes=(), width=2, height=2, end=True):
    rows = b"".join(b"\0" + pixels[row * 3 * width : (row + 1) * 3 * width] for row in range(height))
    packed = zlib.compress(rows, level)
    step = -(-len(packed) // cuts)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    content = SIGNATURE + chunk(b"IHDR", header) + b"".join(chunk(*note) for note in notes)
    content += b"".join(chunk(b"IDAT", packed[at : at + step]) for at in range(0, len(packed), step))
    return content + (chunk(b"IEND", b"") if end else b"")


SAME = {
    "packed otherwise": png(level=0),
    "in pieces": png(cuts=5),
    "written by another version": png(notes=[(b"tEXt", b"Software\0Matplotlib version99.0")]),
    "with a date": png(notes=[(b"tIME", bytes(7))]),
    "with dots per inch": png(notes=[(b"pHYs", bytes(9))]),
    "with a note in other letters": png(notes=[(b"iTXt", b"Title\0\0\0\0\0\xc3\xa9"), (b"zTXt", b"a\0\0b")]),
}
OTHER = {
    "another pixel": png(bytes(11) + b"\1"),
    "another shape": png(width=4, height=1),
    "other colours": png(notes=[(b"gAMA", struct.pack(">I", 45455))]),
    "a colour that is not to be seen": png(notes=[(b"tRNS", bytes(6))]),
    "cut off": png(end=False),
}


@pytest.mark.parametrize("name", SAME)
def test_a_png_that_shows_the_same_is_the_same(name):
    assert SAME[name] != png()
    assert MediaSource(SAME[name]).identity == MediaSource(png()).identity
    assert MediaSource(SAME[name]).digest != MediaSource(png()).digest


@pytest.mark.parametrize("name", OTHER)
def test_a_png_that_shows_something_else_is_another(name):
    assert MediaSource(OTHER[name]).identity != MediaSource(png()).identity


def test_a_png_that_moves_is_its_bytes():
    moving = png(notes=[(b"acTL", bytes(8))])
    assert MediaSource(moving).identity == MediaSource(moving).digest


@given(st.binary(max_size=80), st.integers(0, 60))
def test_a_damaged_png_is_its_bytes_or_its_pixels_and_never_an_error(rubbish, cut):
    source = MediaSource(png()[: 8 + cut] + rubbish)
    assert len(source.identity) == 64


def test_a_picture_that_would_fill_the_memory_is_not_unpacked(monkeypatch):
    pixels = zlib.compress(bytes(300 << 20), 1)
    bomb = SIGNATURE + chunk(b"IHDR", bytes(13)) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    tracemalloc.start()
    try:
        source = MediaSource(bomb)
        assert tracemalloc.get_traced_memory()[1] < 8 << 20
    finally:
        tracemalloc.stop()
    assert source.identity == source.digest


# Figures


@pytest.fixture
def pyplot():
    matplotlib = pytest.importorskip("matplotlib", reason="matplotlib is not installed here")
    matplotlib.use("agg")
    from matplotlib import pyplot

    yield pyplot
    pyplot.close("all")


@pytest.fixture
def small(pyplot):
    """Figures of a quarter of the usual size are drawn in less time."""
    with pyplot.rc_context({"figure.figsize": (3.2, 2.4)}):
        yield


def draw(pyplot, shift=0, **settings):
    figure, axes = pyplot.subplots(**settings)
    axes.plot([1, 2, 3], [shift, 3, 1], label="posts")
    axes.set_title("Posts a day")
    axes.set_xticks([1, 2, 3], ["Mon", "Tue", "Wed"])
    axes.set_yticks([0, 3], ["none", "three"])
    axes.legend()
    return figure


@pytest.mark.parametrize("layout", [None, "tight", "constrained"])
def test_a_figure_is_the_same_with_other_dots_per_inch(pyplot, layout):
    coarse, fine = draw(pyplot, dpi=72, layout=layout), draw(pyplot, dpi=200, layout=layout)
    fine.savefig(io.BytesIO())  # drawn before, as a notebook does
    first, second = MediaSource(coarse), MediaSource(fine)
    assert first.identity == second.identity
    assert first.size < second.size, "what goes up is as sharp as it was drawn"
    with pyplot.rc_context({"savefig.dpi": 150}):
        assert MediaSource(coarse).identity == first.identity
    assert MediaSource(draw(pyplot, shift=1, layout=layout)).identity != first.identity


def test_the_last_bit_of_a_sum_makes_no_other_figure(pyplot):
    """A letter between two pixels goes to the one or the other by a rounding error, and that by where memory lies."""
    figure = pyplot.figure(figsize=(1, 1), dpi=100)
    words = figure.text(0.1, 0.5, "word")

    def pixels(x):
        words.set_x(x)
        file = io.BytesIO()
        figure.savefig(file, format="rgba", dpi=100)
        return file.getvalue()

    left, right = 0.1, 0.12
    assert pixels(left) != pixels(right)
    while right - left > 1e-14:
        middle = (left + right) / 2
        left, right = (middle, right) if pixels(middle) == pixels(left) else (left, middle)
    pixels(left)
    first = MediaSource(figure).identity
    assert pixels(left) != pixels(right)
    assert MediaSource(figure).identity == first


def test_figures_are_told_apart_by_what_they_show(pyplot, small):
    import numpy as np

    def seen(change):
        figure = draw(pyplot)
        change(figure.axes[0])
        found = MediaSource(figure).identity
        pyplot.close(figure)
        return found

    changes = [
        lambda axes: None,
        lambda axes: axes.set_title("Posts a day."),
        lambda axes: axes.set_title("Posts a day: 0.121"),
        lambda axes: axes.set_title("Posts a day: 0.124"),
        lambda axes: axes.lines[0].set_color("red"),
        lambda axes: axes.lines[0].set_linewidth(1.6),
        lambda axes: axes.lines[0].set_alpha(0.5),
        lambda axes: axes.set_ylim(0, 4),
        lambda axes: axes.imshow(np.eye(3)),
        lambda axes: axes.imshow(np.eye(3)[::-1]),
        lambda axes: axes.scatter([1], [1]),
        lambda axes: axes.set_facecolor("black"),
    ]
    found = [seen(change) for change in changes]
    assert len(set(found)) == len(changes)
    assert [seen(change) for change in changes] == found


def test_a_figure_is_the_same_under_another_version_of_matplotlib(pyplot, monkeypatch):
    import matplotlib

    figure = draw(pyplot)
    first, file = MediaSource(figure), io.BytesIO()
    figure.savefig(file, format="png")
    monkeypatch.setattr(matplotlib, "__version__", "99.0")
    later = io.BytesIO()
    figure.savefig(later, format="png")
    assert file.getvalue() != later.getvalue()
    assert MediaSource(figure).identity == first.identity
    assert MediaSource(figure).digest == first.digest
    assert MediaSource(file).identity == MediaSource(later).identity


def test_a_figure_looks_after_it_was_taken_as_it_did_before(pyplot):
    figure = draw(pyplot, dpi=120)
    MediaSource(figure)
    assert figure.dpi == 120
    assert tuple(figure.get_size_inches()) == (6.4, 4.8)


def plots(pyplot):
    numpy = pytest.importorskip("numpy")
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"day": [1, 2, 3], "posts": [3, 1, 2], "kind": ["a", "b", "a"]})
    figure, axes = pyplot.subplots(2, 2)
    yield "axes", axes[0, 0], 1
    yield "an array of axes", axes, 1
    yield "figure and axes", (figure, axes), 1
    yield "lines", axes[0, 0].plot([1, 2]), 1
    yield "bars", axes[0, 0].bar([1, 2], [3, 4]), 1
    yield "a mosaic", pyplot.figure().subplot_mosaic("AB"), 1
    yield "a part of a figure", pyplot.figure().subfigures(1, 2)[0].subplots(), 1
    yield "pandas' axes", frame.plot(), 1
    yield "pandas' array of axes", frame.plot(subplots=True), 1
    yield "pandas' histograms", frame.hist(), 1
    yield "pandas' series of axes", frame.groupby("kind").posts.plot(), 1
    yield "two figures", [frame.plot(), pyplot.figure()], 2
    yield "an array of figures", numpy.array([pyplot.figure(), pyplot.figure()], dtype=object), 2
    yield "pyplot", pyplot, 1


def test_what_a_plot_returns_is_taken_as_its_figure(pyplot, small):
    for name, given_, count in plots(pyplot):
        found = each(given_)
        assert (name, len(found)) == (name, count)
        for one in found:
            assert MediaSource(one).media_type == "image/png", name
            assert hasattr(one, "savefig"), name


def test_seaborns_grids_are_taken(pyplot):
    seaborn = pytest.importorskip("seaborn", reason="seaborn is not installed here")
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"day": [1, 2, 3, 4], "posts": [3, 1, 2, 2]})
    for grid in (seaborn.relplot(frame, x="day", y="posts"), seaborn.jointplot(frame, x="day", y="posts")):
        assert MediaSource(grid).kind == "photo"
        assert MediaSource(grid).identity == MediaSource(grid).identity
    assert MediaSource(seaborn.lineplot(frame, x="day", y="posts")).kind == "photo"


def test_grids_without_savefig_lead_to_their_figure(pyplot):
    class Grid:
        fig = draw(pyplot)

    class Newer:
        figure = Grid()

    assert each([Grid(), Newer(), Grid.fig]) == [Grid.fig]
    assert MediaSource(Newer()).identity == MediaSource(Grid.fig).identity


def test_figures_of_other_libraries_are_taken_by_their_picture():
    class Plain:
        def savefig(self, file, format):
            file.write(png())

    class Broken:
        def savefig(self, file, format):
            raise ValueError("no backend")

    assert MediaSource(Plain()).identity == MediaSource(png()).identity
    with pytest.raises(UsageError, match=r"The Broken could not be turned into a picture: no backend\."):
        MediaSource(Broken())


def test_ids_in_arrays_are_ids_and_pixels_are_refused():
    numpy = pytest.importorskip("numpy")
    assert each(numpy.array([1, 2])) == [1, 2]
    assert each(numpy.int64(7)) == [7]
    assert each(numpy.array(["a.png"])) == ["a.png"]
    (pixels,) = each(numpy.zeros((2, 2, 3), dtype="uint8"))
    with pytest.raises(UsageError, match="Media cannot be made from ndarray"):
        MediaSource(pixels)


def test_images_are_what_they_show():
    image = pytest.importorskip("PIL.Image", reason="Pillow is not installed here")
    red, blue = image.new("RGB", (30, 20), "red"), image.new("RGB", (30, 20), "blue")
    assert MediaSource(red).identity == MediaSource(red.copy()).identity != MediaSource(blue).identity
    photo, noted = io.BytesIO(), io.BytesIO()
    red.save(photo, format="JPEG", quality=95)
    red.save(noted, format="JPEG", quality=95, comment=b"another version")
    first, second = image.open(photo), image.open(noted)
    assert MediaSource(first).identity == MediaSource(second).identity
    frames = io.BytesIO()
    red.save(frames, format="GIF", save_all=True, append_images=[blue])
    moving = image.open(io.BytesIO(frames.getvalue()))
    moving.seek(1)
    assert MediaSource(moving).kind == "gif"
    assert moving.tell() == 1
    assert MediaSource(moving).identity != MediaSource(red).identity
