"""Something to show: HTML for a notebook, the same in plain text for everything else. It holds strings and no more."""

from __future__ import annotations

__all__ = ["Display"]


class Display:
    """A finished rendering: a notebook shows its HTML, a terminal its text.

    Parameters
    ----------
    html, text : str
    """

    __slots__ = ("html", "text")

    def __init__(self, html: str, text: str) -> None:
        self.html = html
        self.text = text

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return self.text
