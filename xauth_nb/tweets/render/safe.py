"""The only gate between what people wrote on X and a page: nothing gets into HTML without passing through here.

Everything is escaped, only http and https addresses become links, and characters that re-order or hide text are taken
out: the direction of a text is left to ``dir="auto"`` and ``<bdi>``, which cannot leak out of their element.
"""

from __future__ import annotations

import html
import re
from urllib.parse import urlsplit

__all__ = ["clean", "clip", "escape", "link", "safe_url"]

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


def clip(text: str, limit: int, lines: int) -> tuple[str, int]:
    """Shorten a text at a word's end.

    Returns
    -------
    tuple of str and int
        What is left, and how many characters were cut.
    """
    kept = "\n".join(text.split("\n", lines)[:lines])
    if len(kept) > limit:
        kept = kept[:limit]
        space = max(kept.rfind(" "), kept.rfind("\n"))
        if space > limit * 0.8:
            kept = kept[:space]
    kept = kept if len(kept) == len(text) else kept.rstrip()
    return kept, len(text) - len(kept)


def safe_url(url: str | None) -> str | None:
    r"""Return a web address as it is, and ``None`` for everything else.

    >>> safe_url("https://x.com/ada")
    'https://x.com/ada'
    >>> safe_url("java\nscript:alert(1)") is None
    True
    """
    if not url or clean(url) != url or any(char.isspace() for char in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


def link(url: str | None, inner: str, style: str = "color:inherit;text-decoration:none") -> str:
    """Wrap HTML in a link that tells the other site nothing, or leave it as it is where there is no safe address.

    Parameters
    ----------
    url : str or None
    inner : str
        HTML, escaped already.
    style : str, optional
    """
    address = safe_url(url)
    if address is None:
        return inner
    return f'<a href="{escape(address)}" target="_blank" rel="noopener noreferrer" style="{style}">{inner}</a>'
