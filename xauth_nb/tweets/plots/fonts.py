"""Fonts for every script: what the machine has, asked only where matplotlib's own font lacks a letter."""

from __future__ import annotations

import unicodedata
from contextlib import suppress
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from matplotlib import __version__ as version
from matplotlib import font_manager, ft2font, rcParams

from xauth_nb.errors.warned import warn_user

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Drawable", "drawable"]

_SHAPED = frozenset(
    (
        *("Arabic", "Hebrew", "Syriac", "Devanagari", "Bengali", "Gurmukhi", "Gujarati", "Oriya", "Tamil", "Telugu"),
        *("Kannada", "Malayalam", "Sinhala", "Myanmar", "Khmer", "Tibetan"),
    )
)
"""Scripts whose letters join, change places or run from right to left."""
_SKIPPED = ("LastResort", "Last Resort", "Emoji", "Mono")
"""Fonts that draw boxes for letters, or only pictures; and those of fixed width, where another one does."""


class Drawable(NamedTuple):
    """Texts as they can be drawn.

    Parameters
    ----------
    texts : list of str
    style : dict
        What matplotlib is told of the font; empty where its own has all letters.
    """

    texts: list[str]
    style: dict[str, Any]


def drawable(texts: Sequence[str]) -> Drawable:
    """Choose fonts of this machine for texts, whatever scripts they are in.

    Letters that no font has are replaced by the name of their script, in brackets, and one warning says so: matplotlib
    would draw boxes, and warn for each of them.

    Parameters
    ----------
    texts : sequence of str
    """
    needed = {one for text in texts if not text.isascii() for one in text if not one.isspace()}
    if not needed:
        return Drawable(list(texts), {})
    _tell_of_shapes(needed)
    families, missing = _families(frozenset(needed))
    scripts: dict[str, None] = {}
    shown = [_without(text, missing, scripts) for text in texts]
    if scripts:
        warn_user(
            f"No font on this machine has the letters of {', '.join(scripts)}: their words are not drawn. Install "
            "one, such as Google's Noto (on Debian and Ubuntu: apt install fonts-noto), and restart the kernel. "
            "tweets.words() lists them all the same."
        )
    if len(families) == len(rcParams["font.family"]):
        return Drawable(shown, {})
    return Drawable(shown, {"fontfamily": list(families), "fontweight": "normal"})  # few fonts have a bold cut


def _tell_of_shapes(needed: set[str]) -> None:
    """Warn where letters that join or move would be drawn one by one: matplotlib shapes words from 3.11 on."""
    if hasattr(ft2font, "__libraqm_version__"):
        return
    scripts = sorted({script for one in needed if (script := _script(one)) in _SHAPED})
    if scripts:
        warn_user(
            f"matplotlib {version} draws the letters of {' and '.join(scripts)} one by one, from left to right: "
            "neither joined nor in their order. matplotlib 3.11 draws them right (on Python 3.11 or later: pip install "
            "-U matplotlib). tweets.words() lists the words as they are."
        )


def _without(text: str, missing: frozenset[str], scripts: dict[str, None]) -> str:
    parts: list[str] = []
    for is_missing, run in groupby(text, missing.__contains__):
        letters = "".join(run)
        if is_missing:
            scripts[_script(letters[0])] = None
            letters = f"({_script(letters[0])})"
        if not parts or parts[-1] != letters:
            parts.append(letters)
    return "".join(parts)


def _script(one: str) -> str:
    name = unicodedata.name(one, "Unknown").split()[0]
    return {"CJK": "Han", "Hangul": "Hangul"}.get(name, name.title())


@lru_cache(maxsize=32)
def _families(needed: frozenset[str]) -> tuple[tuple[str, ...], frozenset[str]]:
    """Say which fonts together have the letters, the usual one first, and which letters none has."""
    usual = font_manager.findfont(font_manager.FontProperties(family=rcParams["font.family"]))
    families = [*rcParams["font.family"]]
    missing = frozenset(one for one in needed - _letters(usual) if unicodedata.category(one) not in ("Cf", "Cc"))
    # A font that has more of what is missing comes first, so that a text is drawn in few.
    is_all_known = False
    while missing:
        best, has = "", frozenset[str]()
        for path, name in _installed():
            found = missing & _letters(path)
            if len(found) > len(has):
                best, has = name, found
            if has == missing:
                break
        if not best and not is_all_known:
            is_all_known = True
            if _take_in_new():
                continue
        if not best:
            break
        families.append(best)
        missing -= has
    return tuple(families), missing


@lru_cache(maxsize=1)
def _take_in_new() -> bool:
    """Show matplotlib the fonts that were installed since it last looked, which it does once a machine; say if any."""
    known = {entry.fname for entry in font_manager.fontManager.ttflist}
    new = [path for path in font_manager.findSystemFonts() if path not in known]
    for path in new:
        with suppress(OSError, RuntimeError, ValueError):  # no font, or one that FreeType cannot read
            font_manager.fontManager.addfont(path)
    return bool(new)


def _installed() -> list[tuple[str, str]]:
    """List fonts of usual weight and upright, those without serifs first."""
    found = [
        (entry.fname, entry.name)
        for entry in font_manager.fontManager.ttflist
        if entry.style == "normal"
        and entry.weight in (400, "normal", "regular", "book")
        and not any(word in entry.name for word in _SKIPPED)
    ]
    return sorted(set(found), key=lambda font: ("Sans" not in font[1], "Noto" not in font[1], font[1]))


@lru_cache(maxsize=512)
def _letters(path: str) -> frozenset[str]:
    try:
        return frozenset(map(chr, font_manager.get_font(path).get_charmap()))
    except (OSError, RuntimeError):  # a font that FreeType cannot read has no letters
        return frozenset()
