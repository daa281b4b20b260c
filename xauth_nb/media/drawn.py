"""Figures and images, as programs hold them: find the figure in what a plot returned, and make a picture of it.

Nothing is imported for that: what can ``savefig`` is a figure, what can ``save`` is an image.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from xauth_nb.errors import UsageError
from xauth_nb.media import identity

__all__ = ["each", "picture_of"]

_DEPTH = 5
_SHAPES = {"svg.hashsalt": "xauth_nb", "svg.fonttype": "none", "svg.image_inline": True}
"""Names in an SVG that do not depend on chance, and letters as letters: how a font draws them is not what is shown."""
_SAVING: dict[str, dict[str, Any]] = {"JPEG": {"quality": 95}, "GIF": {"save_all": True}}


def each(given: object) -> list[object]:
    """List what was given as media, one by one.

    Lists, tuples, dictionaries of Axes, and numpy's and pandas' arrays of objects are taken apart. Axes, lines, bars
    and grids stand for their figure, which counts once, however many of its parts are given.

    Parameters
    ----------
    given : object
    """
    found: list[object] = []
    for one in _flat(given):
        figure = _figure_of(one)
        if figure is None:
            found.append(one)
        elif not any(figure is other for other in found):
            found.append(figure)
    return found


def picture_of(source: Any) -> tuple[bytes, str | None]:
    """Make a picture of a figure or an image.

    Parameters
    ----------
    source : object
        A figure is taken as PNG; an image in its own format if that is JPEG, WebP or GIF, and otherwise as PNG.

    Returns
    -------
    tuple
        The content, and what it shows (:mod:`xauth_nb.media.identity`), where that is not read from the content.

    Raises
    ------
    UsageError
        If it is neither, or cannot be drawn.
    """
    figure = _figure_of(source)
    name = f"The {type(source if figure is None else figure).__name__}"
    try:
        if figure is not None:
            shown = _shown(figure)  # first, so that drawing the picture does not move anything before
            return _saved(figure), shown
        if hasattr(source, "save"):
            own = getattr(source, "format", None)
            form = own if own in ("JPEG", "WEBP", "GIF") else "PNG"
            buffer = io.BytesIO()
            source.save(buffer, format=form, **_SAVING.get(form, {}))
            return buffer.getvalue(), identity.of_image(source)
    except (OSError, TypeError, ValueError, AttributeError, ImportError) as error:
        raise UsageError(
            f"{name} could not be turned into a picture: {error}.", remedy="Save it to a file and pass its path."
        ) from error
    raise UsageError(
        f"Media cannot be made from {type(source).__name__}.",
        remedy="Pass a path, bytes, an open binary file, a matplotlib figure or its Axes, or a Pillow image.",
    )


def _flat(given: Any) -> Iterator[object]:
    kind = getattr(getattr(given, "dtype", None), "kind", "")
    if isinstance(given, Mapping):
        given = list(given.values())
    elif kind in ("O", "U") or (kind in ("i", "u") and getattr(given, "ndim", 0) < 2):
        given = given.tolist()  # of objects, or of ids; an array of pixels stays as it is
    if isinstance(given, (list, tuple)):
        for one in given:
            yield from _flat(one)
    else:
        yield given


def _figure_of(source: Any) -> Any:
    """Give the figure that something is, or is drawn in; ``None`` for what is no drawing."""
    for _ in range(_DEPTH):  # Axes stand in a part of a figure, and that in the figure
        if source is None or hasattr(source, "savefig"):
            return source
        source = getattr(source, "figure", None) or getattr(source, "fig", None)
    return None


def _saved(figure: Any) -> bytes:
    buffer = io.BytesIO()
    try:
        figure.savefig(buffer, format="png", metadata={"Software": None})  # which would name the version
    except TypeError:  # a figure of another library
        buffer = io.BytesIO()
        figure.savefig(buffer, format="png")
    return buffer.getvalue()


def _shown(figure: Any) -> str | None:
    """Hash a figure by its shapes; ``None`` for one of another library.

    Not by its pixels: where a line or a letter lies between two of them, the last bit of a sum decides, and that
    depends on where numpy's arrays happen to lie in memory. An SVG is always drawn at 72 dots per inch.
    """
    matplotlib = sys.modules.get("matplotlib")
    if matplotlib is None:
        return None
    buffer = io.BytesIO()
    try:
        with matplotlib.rc_context(_SHAPES):
            figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    except (TypeError, ValueError):
        return None
    return identity.of_shapes(buffer.getvalue())
