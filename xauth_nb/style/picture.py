"""A plot in a notebook: a picture with a clear ground, which is laid on paper, or turned light where a page is dark."""

from __future__ import annotations

import base64

from xauth_nb.style.palette import PAPER, PENCIL
from xauth_nb.style.safe import escape

__all__ = ["picture"]

# What a page says of itself: JupyterLab, Notebook 7 and exported pages; VS Code; Colab.
_DARK = (
    '[data-jp-theme-light="false"],.vscode-dark,.vscode-high-contrast:not(.vscode-high-contrast-light),[theme="dark"]'
)
# Dark becomes light; then the hues are turned back, and grey is made lighter yet, because Colab's dark is a grey.
_IN_THE_DARK = (
    f":is({_DARK}) .xauth-nb-plot{{background:none!important;color:inherit!important;"
    "filter:invert(1) hue-rotate(180deg) brightness(1.3)}"
)


def picture(png: bytes, alt: str) -> str:
    """Show a picture that is drawn in the palette's ``PENCIL``, at twice its size, on a clear ground.

    No ink can be read on white and on black alike, so paper lies under it where nothing is known of the page, also
    where a code host takes the style element away.

    Parameters
    ----------
    png : bytes
    alt : str
        What it shows, in words.

    Returns
    -------
    str
        HTML.
    """
    width = int.from_bytes(png[16:20], "big") // 2
    data, said = base64.b64encode(png).decode("ascii"), escape(alt)
    return (
        f'<style>{_IN_THE_DARK}</style><img class="xauth-nb-plot" src="data:image/png;base64,{data}" alt="{said}" '
        f'title="{said}" width="{width}" '
        f'style="background-color:{PAPER};color:{PENCIL};border-radius:12px;max-width:100%;height:auto">'
    )
