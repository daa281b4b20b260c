"""What front ends define: their variables, the ground and the ink of an output, and rules that reach into our HTML.

JupyterLab 4.4 and nbconvert 7: read in the style sheets of the themes. VS Code 1.139: seen in a running one. Colab:
read in pages that were saved from it. Classic Notebook 6.5.7: its style sheet, and the variables of ipywidgets.
marimo 0.25: its style sheet.
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["FRONTS", "Front", "page", "section"]


class Front(NamedTuple):
    """One front end in one theme; ``ground`` and ``ink`` are what an output stands on and inherits.

    ``mark`` is what its page says of the theme, as an attribute of the root or the body.
    """

    variables: dict[str, str]
    ground: str
    ink: str
    mark: str = ""
    rules: dict[str, str] = {}  # noqa: RUF012  # of a tuple, never changed


LAB_LIGHT = {
    "--jp-layout-color0": "white",
    "--jp-layout-color1": "white",
    "--jp-layout-color2": "#eee",
    "--jp-layout-color3": "#bdbdbd",
    "--jp-content-font-color0": "#000",
    "--jp-content-font-color1": "rgba(0,0,0,.87)",
    "--jp-content-font-color2": "rgba(0,0,0,.54)",
    "--jp-ui-font-color0": "#000",
    "--jp-ui-font-color1": "rgba(0,0,0,.87)",
    "--jp-ui-font-color2": "rgba(0,0,0,.54)",
    "--jp-ui-font-color3": "rgba(0,0,0,.38)",
    "--jp-ui-inverse-font-color1": "#fff",
    "--jp-content-link-color": "#0d47a1",
    "--jp-brand-color1": "#1976d2",
    "--jp-border-color1": "#bdbdbd",
    "--jp-border-color2": "#e0e0e0",
    "--jp-error-color1": "#d32f2f",
    "--jp-warn-color0": "#e65100",
    "--jp-success-color1": "#388e3c",
    "--jp-rendermime-error-background": "#fdd",
}
LAB_DARK = {
    "--jp-layout-color0": "#111",
    "--jp-layout-color1": "#212121",
    "--jp-layout-color2": "#424242",
    "--jp-layout-color3": "#616161",
    "--jp-content-font-color0": "#fff",
    "--jp-content-font-color1": "#fff",
    "--jp-content-font-color2": "rgba(255,255,255,.7)",
    "--jp-ui-font-color0": "#fff",
    "--jp-ui-font-color1": "rgba(255,255,255,.87)",
    "--jp-ui-font-color2": "rgba(255,255,255,.54)",
    "--jp-ui-font-color3": "rgba(255,255,255,.38)",
    "--jp-ui-inverse-font-color1": "rgba(0,0,0,.8)",
    "--jp-content-link-color": "#64b5f6",
    "--jp-brand-color1": "#2196f3",
    "--jp-border-color1": "#616161",
    "--jp-border-color2": "#424242",
    "--jp-error-color1": "#f44336",
    "--jp-warn-color0": "#f57c00",
    "--jp-success-color1": "#4caf50",
    "--jp-rendermime-error-background": "rgba(244,67,54,.28)",
}
# ipywidgets brings these where a front end has none; VS Code takes them in its dark themes too.
WIDGETS = {
    "--jp-layout-color0": "white",
    "--jp-layout-color1": "white",
    "--jp-layout-color2": "#eeeeee",
    "--jp-layout-color3": "#bdbdbd",
    "--jp-content-font-color0": "black",
    "--jp-content-font-color1": "black",
    "--jp-content-font-color2": "#616161",
    "--jp-content-font-color3": "#9e9e9e",
    "--jp-ui-font-color0": "rgba(0,0,0,1)",
    "--jp-ui-font-color1": "rgba(0,0,0,.8)",
    "--jp-ui-font-color2": "rgba(0,0,0,.5)",
    "--jp-ui-font-color3": "rgba(0,0,0,.3)",
    "--jp-ui-inverse-font-color1": "rgba(255,255,255,.8)",
    "--jp-border-color1": "#9e9e9e",
    "--jp-border-color2": "#e0e0e0",
    "--jp-brand-color1": "#2196f3",
}


def _vscode(ground: str, ink: str, link: str) -> dict[str, str]:
    return {
        "--vscode-editor-background": ground,
        "--vscode-editor-foreground": ink,
        "--vscode-textLink-foreground": link,
    }


def _colab(ground: str, ink: str, link: str) -> dict[str, str]:
    return {
        "--colab-primary-surface-color": ground,
        "--colab-primary-text-color": ink,
        "--colab-anchor-color": link,
    }


LAB = {
    "a": "color:var(--jp-content-link-color)",
    "table": "color:var(--jp-ui-font-color1)",
    "tbody tr:nth-child(odd)": "background:var(--jp-layout-color0)",
    "pre .ansi-red-fg": "color:#e75c58",
    "pre .ansi-red-intense-fg": "color:#b22b31",
    ".traceback": "background:var(--jp-rendermime-error-background)",
}
CLASSIC = {
    "table": "color:black",
    "tbody tr:nth-child(odd)": "background:#f5f5f5",
    "a": "color:#337ab7",
    ".ansi-red-intense-fg": "color:#b22b31",
}
# VS Code lays white under each widget; the widget's text keeps the editor's colour.
VSCODE = {".cell-output-ipywidget-background": "background-color:white", "a": "color:var(--vscode-textLink-foreground)"}

DARK, LIGHT = ("#1f1f1f", "#cccccc", "#4daafc"), ("#ffffff", "#3b3b3b", "#005fb8")
# Only the themes of high contrast have this one.
EDGE, EDGE_LIGHT = {"--vscode-contrastBorder": "#6fc3df"}, {"--vscode-contrastBorder": "#0f4a85"}
HIGH, HIGH_LIGHT = ("#000000", "#ffffff", "#21a6ff"), ("#ffffff", "#292929", "#0f4a85")
COLAB_DARK, COLAB_LIGHT = ("#383838", "#d5d5d5", "#64b5f6"), ("#ffffff", "#212121", "#0000ee")

LAB_IS_LIGHT, LAB_IS_DARK = 'data-jp-theme-light="true"', 'data-jp-theme-light="false"'
COLAB_IS_LIGHT, COLAB_IS_DARK = 'theme="light"', 'theme="dark"'

FRONTS = {
    "JupyterLab, light": Front(LAB_LIGHT, "white", "rgba(0,0,0,.87)", LAB_IS_LIGHT, LAB),
    "JupyterLab, dark": Front(LAB_DARK, "#111", "#fff", LAB_IS_DARK, LAB),
    "Notebook 7, light": Front(LAB_LIGHT, "white", "rgba(0,0,0,.87)", LAB_IS_LIGHT, LAB),
    "Notebook 7, dark": Front(LAB_DARK, "#111", "#fff", LAB_IS_DARK, LAB),
    "VS Code, dark": Front(WIDGETS | _vscode(*DARK), *DARK[:2], "vscode-dark", VSCODE),
    "VS Code, dark, no widget yet": Front(_vscode(*DARK), *DARK[:2], "vscode-dark", VSCODE),
    "VS Code, light": Front(WIDGETS | _vscode(*LIGHT), *LIGHT[:2], "vscode-light", VSCODE),
    "VS Code, light, no widget yet": Front(_vscode(*LIGHT), *LIGHT[:2], "vscode-light", VSCODE),
    "VS Code, high contrast": Front(WIDGETS | _vscode(*HIGH) | EDGE, *HIGH[:2], "vscode-high-contrast", VSCODE),
    "VS Code, high contrast light": Front(
        WIDGETS | _vscode(*HIGH_LIGHT) | EDGE_LIGHT,
        *HIGH_LIGHT[:2],
        "vscode-high-contrast-light vscode-high-contrast",
        VSCODE,
    ),
    "Colab, light": Front(WIDGETS | _colab(*COLAB_LIGHT), *COLAB_LIGHT[:2], COLAB_IS_LIGHT),
    "Colab, dark": Front(WIDGETS | _colab(*COLAB_DARK), *COLAB_DARK[:2], COLAB_IS_DARK),
    "Colab, dark, without variables": Front({}, *COLAB_DARK[:2], COLAB_IS_DARK),
    "Colab, dark, those of ipywidgets alone": Front(WIDGETS, *COLAB_DARK[:2], COLAB_IS_DARK),
    "classic Notebook": Front({}, "#fff", "#000", "", CLASSIC),
    "classic Notebook, after a widget": Front(WIDGETS, "#fff", "#000", "", CLASSIC),
    "marimo, light": Front({}, "#fff", "#0f172a"),  # its own variables are of other names
    "marimo, dark": Front({}, "#181c1a", "#eceeed"),
    "exported page, light": Front(LAB_LIGHT, "white", "rgba(0,0,0,.87)", LAB_IS_LIGHT, LAB),
    "exported page, dark": Front(LAB_DARK, "#111", "#fff", LAB_IS_DARK, LAB),
    "page without variables, white": Front({}, "#ffffff", "#000000"),
    "page without variables, black": Front({}, "#0d1117", "#e6edf3"),  # a code host's dark page
}
# What ipywidgets' own style sheet says, as far as it colours.
_WIDGETS_CSS = """
.jupyter-button { color: var(--jp-ui-font-color1); background-color: var(--jp-layout-color2); }
.jupyter-button.mod-primary { color: var(--jp-ui-inverse-font-color1); background-color: var(--jp-brand-color1); }
.widget-label { color: var(--jp-ui-font-color1); }
.widget-text input { color: var(--jp-ui-font-color1); background-color: var(--jp-layout-color1); }
.widget-hbox { display: flex; } .widget-vbox { display: flex; flex-direction: column; }
.widget-text { display: flex; align-items: center; }
body { margin: 0; font: 14px sans-serif; }
.widget-text input { flex: 1 1 auto; min-width: 0; }
"""


def section(name: str, inner: str) -> str:
    """A part of a page that is this front end's: its variables, colours and rules hold inside alone."""
    front, number = FRONTS[name], list(FRONTS).index(name)
    variables = ";".join(f"{key}:{value}" for key, value in front.variables.items())
    attribute, classes = (front.mark, "") if "=" in front.mark else ("", front.mark)
    rules = "".join(f".front-{number} {selector} {{{said}}}" for selector, said in front.rules.items())
    return (
        f'<style>{rules}</style><section data-front="{name}" class="front-{number} {classes}" {attribute} '
        f'style="{variables};background:{front.ground};color:{front.ink};padding:16px">{inner}</section>'
    )


def page(sections: str) -> str:
    """A whole document of sections."""
    return f'<!doctype html><meta charset="utf-8"><style>{_WIDGETS_CSS}</style>{sections}'
