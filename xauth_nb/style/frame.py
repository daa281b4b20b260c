"""What displays are made of: the frame around each, marks, discs. Static HTML in which nothing is loaded."""

from __future__ import annotations

import zlib

from xauth_nb.style import palette
from xauth_nb.style.safe import clean, escape

__all__ = ["TEXT_ONLY", "disc", "footer", "frame", "pill"]

TEXT_ONLY = 'class="mathjax_ignore tex2jax_ignore"'
"""Keeps MathJax 3 and 4, and MathJax 2, from reading two prices as a formula: on the outermost element of a display."""


def frame(inner: str, *, width: int = 600, dashed: bool = False) -> str:
    """Draw the frame that every display stands in.

    Parameters
    ----------
    inner : str
        HTML.
    width : int, optional
        The most that it takes, in pixels.
    dashed : bool, optional
        What is not final yet.

    Returns
    -------
    str
        HTML.
    """
    line = "dashed" if dashed else "solid"
    return (
        f'<div {TEXT_ONLY} style="box-sizing:border-box;max-width:{width}px;margin:8px 0;'
        f"border:1px {line} {palette.HAIRLINE};{palette.EDGE};border-radius:12px;"
        f'{palette.SURFACE};{palette.FONT};{palette.BODY};text-align:left;overflow:hidden">{inner}</div>'
    )


def footer(text: str, *, alone: bool = False) -> str:
    """Draw the last line of a frame, parted from what is above unless it stands alone.

    Parameters
    ----------
    text : str
        Plain; it is escaped here.
    alone : bool, optional
    """
    border = "" if alone else f"border-top:1px solid {palette.HAIRLINE};"
    return (
        f'<div style="padding:8px 16px;{border}{palette.FINE};overflow-wrap:break-word">'
        f'<span style="{palette.MUTED}">{escape(text)}</span></div>'
    )


def pill(text: str, color: str) -> str:
    """Draw a word on a ground of its own, one of the palette's colours."""
    return (
        f'<span style="display:inline-block;padding:0 8px;border-radius:10px;{palette.filled(color)};{palette.FINE};'
        f'font-weight:600;line-height:20px;white-space:nowrap">{escape(text)}</span>'
    )


def disc(name: str, key: str, *, size: int, picture: str = "") -> str:
    """Draw an account's disc: its initial, in a colour of its own, and the picture over it where there is one.

    Parameters
    ----------
    name : str
        Whose first letter is shown.
    key : str
        The handle, else the id: it decides the colour, so an account has the same one in every display.
    size : int
        In pixels.
    picture : str, optional
        HTML of an image.
    """
    initial = next((char for char in clean(name) if char.isalnum()), "?").upper()[:1]
    color = palette.DISCS[zlib.crc32(key.casefold().encode("utf-8", "replace")) % len(palette.DISCS)]
    return (
        f'<div aria-hidden="true" style="width:{size}px;height:{size}px;border-radius:50%;flex:none;'
        f"{palette.filled(color)};text-align:center;font-weight:600;font-size:{size * 45 // 100}px;"
        f'line-height:{size}px;overflow:hidden">{picture or escape(initial)}</div>'
    )
