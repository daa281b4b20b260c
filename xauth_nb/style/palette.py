"""The colours and sizes of all displays, as inline styles: they stay where ``<style>`` is stripped.

A ground is never set without the colour of the text on it, nor the other way round. The pair is asked for in this
order: VS Code's, because VS Code defines JupyterLab's *light* variables in its dark themes too; Colab's, for the same
reason; JupyterLab's; and where there are none, both are the page's own. So a text stands on the ground that it was
chosen for. A plain value stands before each variable, for sanitizers that drop what they do not know.

Greys are the text's own colour, less opaque, and hold 4.5 : 1 wherever the text holds 7 : 1. A colour that says
something is a ground of its own with white text on it, which reads in the same way on every page.
"""

from __future__ import annotations

__all__ = [
    "ACCENT",
    "BAD",
    "BODY",
    "CALM",
    "DISCS",
    "EDGE",
    "FINE",
    "FONT",
    "GOLD",
    "GOOD",
    "HAIRLINE",
    "LINK",
    "MUTED",
    "PAPER",
    "PENCIL",
    "PLAIN",
    "RULE",
    "SMALL",
    "SURFACE",
    "TINT",
    "TITLE",
    "WARN",
    "filled",
]

# The type scale.
TITLE, BODY, SMALL, FINE = "font-size:16px", "font-size:14px", "font-size:13px", "font-size:12px"
FONT = (
    "font-family:system-ui,-apple-system,sans-serif;"
    "font-family:var(--jp-ui-font-family,system-ui,-apple-system,'Segoe UI',Roboto,sans-serif);line-height:1.45"
)


def _first(*variables: str, plain: str) -> str:
    """Write the first of these variables that a page defines, else the plain value."""
    for variable in reversed(variables):
        plain = f"var(--{variable},{plain})"
    return plain


_GROUND = _first("vscode-editor-background", "colab-primary-surface-color", "jp-layout-color1", plain="transparent")
_INK = _first("vscode-editor-foreground", "colab-primary-text-color", "jp-content-font-color1", plain="inherit")
_LINK = _first("vscode-textLink-foreground", "colab-anchor-color", "jp-content-link-color", plain="inherit")

SURFACE = f"background-color:transparent;color:inherit;background-color:{_GROUND};color:{_INK}"
"""The ground of a display and the text on it."""
MUTED = "opacity:0.76"
HAIRLINE = "rgba(128,128,128,0.3)"
EDGE = f"border-color:var(--vscode-contrastBorder,{HAIRLINE})"
"""After the border of what stands alone: VS Code's themes of high contrast, and no others, say how edges are seen."""
PLAIN = "background:none;color:inherit"
"""Takes away the stripes, hovers and colours that front ends give to tables."""
RULE = f"background-color:{HAIRLINE};color:inherit"
TINT = "background-color:rgba(128,128,128,0.08);color:inherit"
"""A ground that is hardly another one."""
LINK = (
    f"color:inherit;color:{_LINK};text-decoration:underline;text-decoration-color:rgba(128,128,128,0.5);"
    "text-underline-offset:2px"
)
"""The line says that it is a link where no colour does."""

# White text on each of these holds 4.5 : 1.
ACCENT, GOOD, WARN, BAD, CALM, GOLD = "#1b6ac2", "#26805a", "#84681a", "#b3424a", "#5c6670", "#8a6508"
DISCS = ("#b3424a", "#a8551f", "#84681a", "#4f7a28", "#26805a", "#1f7a86", "#2b6cb0", "#4f5fc4", "#7a53bd", "#a0479c")

PAPER, PENCIL = "#ffffff", "#656d78"
"""The ground and the ink of a picture, which cannot follow the page: 5.2 : 1; without the ground 3.6 : 1 on black."""


def filled(color: str) -> str:
    """Return the style of white text on one of the colours."""
    return f"background-color:{color};color:#ffffff"
