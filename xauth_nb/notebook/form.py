"""The widgets of the card, which show a sheet. Decides nothing and keeps nothing typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ipywidgets

from xauth_nb.credentials.secrecy import Secret
from xauth_nb.notebook import look
from xauth_nb.notebook.boxes import PasswordBox, TextBox
from xauth_nb.notebook.sheet import BUTTONS

if TYPE_CHECKING:
    from collections.abc import Callable

    from xauth_nb.notebook.sheet import Box, Row, Sheet

__all__ = ["Form"]

_FOCUS = "xauth-nb-focus"


class Form:
    """Boxes, buttons and words.

    Parameters
    ----------
    sheet : Sheet
        The first one, of which the widgets are made; :meth:`show` draws it.

    Attributes
    ----------
    on_pin, on_keys : Callable
        Called with what was typed, in a holder: the PIN or the address; the API key and its secret, of which one is
        empty, because each box is told for itself.
    on_press : Callable
        Called with the name of a button, as :mod:`~xauth_nb.notebook.states` has it.
    """

    def __init__(self, sheet: Sheet) -> None:
        self.on_pin: Callable[[Secret], None] = lambda _: None
        self.on_keys: Callable[[Secret, Secret], None] = lambda *_: None
        self.on_press: Callable[[str], None] = lambda _: None
        self._style = ipywidgets.HTML(look.STYLE)
        self._html = {name: ipywidgets.HTML(html) for name, html in sheet.html.items()}
        self._buttons = {name: self._button(name) for name in BUTTONS}
        self._pin = TextBox(**_words(sheet.boxes["pin"]))
        self._key = PasswordBox(**_words(sheet.boxes["key"]))
        self._secret = PasswordBox(**_words(sheet.boxes["secret"]))
        self._boxes = {"pin": self._pin, "key": self._key, "secret": self._secret}
        self._pin.on_typed = lambda typed: self.on_pin(typed)
        self._key.on_typed = lambda typed: self.on_keys(typed, Secret(""))
        self._secret.on_typed = lambda typed: self.on_keys(Secret(""), typed)
        self._parts = {**self._html, **self._boxes, **self._buttons}
        self._rows: dict[Row, ipywidgets.Widget] = {}

    def show(self, sheet: Sheet) -> list[ipywidgets.Widget]:
        """Draw a sheet.

        Returns
        -------
        list of Widget
            From top to bottom.
        """
        self._html["steps"].value = sheet.html["steps"]  # first of all: a link that is of no more use must not stay
        for name, box in sheet.boxes.items():
            widget = self._boxes[name]
            widget.description, widget.placeholder = box.label, box.placeholder
            (widget.add_class if box.is_wide else widget.remove_class)("xauth-nb-address")
        for name, html in sheet.html.items():
            self._html[name].value = html
        self._pin.disabled = sheet.is_busy
        for name, button in self._buttons.items():
            button.disabled = sheet.is_busy
            button.button_style = "primary" if name == sheet.filled else ""
            (button.remove_class if name == sheet.filled else button.add_class)("xauth-nb-quiet")
        for name, widget in self._parts.items():
            (widget.add_class if name == sheet.focus else widget.remove_class)(_FOCUS)
        return [self._style, *map(self._arranged, sheet.rows)]

    def close(self) -> None:
        """Take the boxes away, in the front end too."""
        for box in self._boxes.values():
            box.close()

    def _arranged(self, row: Row) -> ipywidgets.Widget:
        """Arrange a row, once: a new one would be drawn anew, and what is just being typed in it would be gone."""
        if row not in self._rows:
            parts = [self._parts[name] for name in row.parts]
            if not row.look:
                return parts[0]
            box = ipywidgets.HBox(parts) if row.look == "xauth-nb-row" else ipywidgets.VBox(parts)
            box.add_class(row.look)
            self._rows[row] = box
        return self._rows[row]

    def _button(self, name: str) -> ipywidgets.Button:
        text, tooltip = BUTTONS[name]
        button = ipywidgets.Button(description=text, tooltip=tooltip)
        button.on_click(lambda _: self.on_press(name))
        return button


def _words(box: Box) -> dict[str, str]:
    return {"description": box.label, "placeholder": box.placeholder}
