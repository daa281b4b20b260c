"""The widgets of the card and how they are arranged in each state. Decides nothing and keeps nothing typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ipywidgets

from xauth_nb.credentials.secrecy import Secret
from xauth_nb.notebook import look
from xauth_nb.notebook.boxes import PasswordBox, TextBox
from xauth_nb.notebook.states import STATES

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Form"]

_FOCUS = "xauth-nb-focus"
_BUTTONS = {
    "sign_in": ("Sign in", "Sign in with what is in the box"),
    "go_on": ("Continue", "Use these keys"),
    "again": ("Start again", "Make a new link"),
    "other_keys": ("Use other keys", "Type another API Key and Secret"),
    "cancel": ("Cancel", "Give up this sign-in"),
    "sign_out": ("Sign out", "Revoke the token at X and forget it here"),
    "other_account": ("Use another account", "Sign in with another account; this one stays signed in"),
}


class Form:
    """Boxes, buttons and words.

    Parameters
    ----------
    heading : str
        HTML: what the card is for, and whether this is a sandbox and not X.
    about_keys : str
        HTML: where keys are found, and what becomes of them.

    Attributes
    ----------
    on_pin, on_keys : Callable
        Called with what was typed, in a holder: the PIN or the address; the API key and its secret, of which one is
        empty, because each box is told for itself.
    on_press : Callable
        Called with the name of a button, as :mod:`~xauth_nb.notebook.states` has it.
    """

    def __init__(self, *, heading: str, about_keys: str) -> None:
        self.on_pin: Callable[[Secret], None] = lambda _: None
        self.on_keys: Callable[[Secret, Secret], None] = lambda *_: None
        self.on_press: Callable[[str], None] = lambda _: None
        self._buttons = {name: self._button(name) for name in _BUTTONS}
        self._style = ipywidgets.HTML(look.STYLE)
        self._heading = ipywidgets.HTML(heading)
        self._about_keys = ipywidgets.HTML(about_keys)
        self._denied = ipywidgets.HTML(look.DENIED)
        self._steps = ipywidgets.HTML()
        self._told = ipywidgets.HTML(look.message(""))
        self._person = ipywidgets.HTML()
        self._pin = TextBox(description="PIN", placeholder="7 digits")
        self._key = PasswordBox(description="API Key")
        self._secret = PasswordBox(description="API Key Secret")
        self._pin.on_typed = lambda typed: self.on_pin(typed)
        self._key.on_typed = lambda typed: self.on_keys(typed, Secret(""))
        self._secret.on_typed = lambda typed: self.on_keys(Secret(""), typed)

    def say(self, text: str, next_step: str = "", *, is_error: bool = False) -> None:
        """Tell what happened and what to do next."""
        self._told.value = look.message(text, next_step, is_error=is_error)

    def show_link(self, url: str | None, *, practice: bool, by_pin: bool) -> None:
        """Draw the link, or take it away: it is of no use to anybody once it was used.

        Parameters
        ----------
        url : str or None
        practice, by_pin : bool
            As in :func:`look.steps`.
        """
        self._steps.value = look.steps(url, practice=practice, by_pin=by_pin) if url else ""
        self._pin.description = "PIN" if by_pin else "Address"
        self._pin.placeholder = "7 digits" if by_pin else "of the page, or a PIN"
        (self._pin.remove_class if by_pin else self._pin.add_class)("xauth-nb-address")

    def show_person(self, who: look.Person | None) -> None:
        """Draw who is signed in."""
        self._person.value = look.person(who)

    def acknowledge_keys(self, key: bool, secret: bool) -> None:
        """Say in each emptied box whether its text has arrived."""
        self._key.placeholder = "received" if key else ""
        self._secret.placeholder = "received" if secret else ""

    def close(self) -> None:
        """Take the boxes away, in the front end too."""
        for box in (self._pin, self._key, self._secret):
            box.close()

    def parts(self, name: str) -> list[ipywidgets.Widget]:
        """Arrange the card for a state.

        Parameters
        ----------
        name : str
            A row of :data:`~xauth_nb.notebook.states.STATES`.
        """
        state = STATES[name]
        self._pin.disabled = state.status == "busy"
        for each, button in self._buttons.items():
            button.disabled = state.status == "busy"
            button.button_style = "primary" if each == state.filled else ""
            (button.remove_class if each == state.filled else button.add_class)("xauth-nb-quiet")
        self._focus(state.focus)
        filled = [self._buttons[state.filled]] if state.filled else []
        others = [self._buttons[each] for each in state.others]
        if state.body == "person":
            return [self._style, self._person, self._told, _row(*others)]
        top = [self._style, self._heading]
        if state.body == "keys":
            keys = ipywidgets.VBox([self._about_keys, self._key, self._secret])
            keys.add_class("xauth-nb-keys")
            return [*top, keys, self._told, _row(*filled, *others)]
        if state.body == "link" and self._steps.value:
            return [*top, self._steps, _row(self._pin, *filled), self._told, _row(self._denied, *others)]
        return [*top, self._told, *([_row(*filled, *others)] if filled or others else [])]

    def _focus(self, part: str) -> None:
        parts = {"key": self._key, "secret": self._secret, "pin": self._pin, "link": self._steps, **self._buttons}
        for name, widget in parts.items():
            (widget.add_class if name == part else widget.remove_class)(_FOCUS)

    def _button(self, name: str) -> ipywidgets.Button:
        text, tooltip = _BUTTONS[name]
        button = ipywidgets.Button(description=text, tooltip=tooltip)
        button.on_click(lambda _: self.on_press(name))
        return button


def _row(*parts: ipywidgets.Widget) -> ipywidgets.HBox:
    row = ipywidgets.HBox(list(parts))
    row.add_class("xauth-nb-row")
    return row
