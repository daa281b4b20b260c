"""The only gate between what people wrote on X and a page: nothing gets into HTML without passing through here.

Everything is escaped, and characters that re-order or hide text are taken out: the direction of a text is left to
``dir="auto"`` and ``<bdi>``, which cannot leak out of their element.
"""

from __future__ import annotations

import html
import re

__all__ = ["clean", "escape"]

_BIDI = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)), "")
# Controls of C0 and C1, and halves of surrogate pairs; tab and line feed stay.
_CONTROLS = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF), "\ufffd")
_NEUTRAL = {
    **_CONTROLS,
    **_BIDI,
    0x09: " ",
    0x0A: "\n",
    0x0D: "",
    0x85: "\n",
    0x2028: "\n",
    0x2029: "\n",
}
# No script needs more than four of these on a letter; a pile of them climbs over the lines above and below.
_MARK = r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_PILE = re.compile(f"({_MARK}{{4}}){_MARK}+")


def clean(text: str) -> str:
    r"""Take out what re-orders or piles up text, and show what cannot be shown as U+FFFD.

    >>> clean("evil\u202egpj.exe\x1b[2J")
    'evilgpj.exe�[2J'
    """
    return _PILE.sub(r"\1", text.replace("\r\n", "\n").translate(_NEUTRAL))


def escape(text: str) -> str:
    """Clean a text and make it safe between tags and inside quoted attributes."""
    return html.escape(clean(text), quote=True)
