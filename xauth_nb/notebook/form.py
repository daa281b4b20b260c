"""The widgets of the card and how they are arranged in each state. Decides nothing and keeps nothing typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ipywidgets

from xauth_nb.credentials.secrecy import Secret
from xauth_nb.notebook import look
from xauth_nb.notebook.boxes import PasswordBox, TextBox

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Form"]


class Form:
    """Boxes, buttons and words.

    Parameters
    ----------
    practice : bool
        Whether to say that this is a sandbox and not X.

    Attributes
    ----------
    on_pin, on_keys : Callable
        Called with what was typed, in a holder: the PIN or the address; the API key and its secret, of which one is
        empty, because each box is told for itself.
    sign_in, again, retry, other_keys, go_on, cancel, sign_out : ipywidgets.Button
    """

    def __init__(self, *, practice: bool) -> None:
        self.on_pin: Callable[[Secret], None] = lambda _: None
        self.on_keys: Callable[[Secret, Secret], None] = lambda *_: None
        self.sign_in = _button("Sign in", "Sign in with what is in the box", primary=True)
        self.go_on = _button("Continue", "Use these keys", primary=True)
        self.again = _button("Start again", "Make a new link")
        self.retry = _button("Start again", "Make a new link", primary=True)
        self.other_keys = _button("Use other keys", "Type another API Key and Secret")
        self.cancel = _button("Cancel", "Give up this sign-in")
        for button in (self.again, self.other_keys, self.cancel):
            button.add_class("xauth-nb-quiet")
        self.sign_out = _button("Sign out", "Revoke the token at X and forget it here")
        self._style = ipywidgets.HTML(look.STYLE)
        self._heading = ipywidgets.HTML(look.heading("Sign in to X", practice=practice))
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

    def show_link(self, url: str | None, *, practice: bool = False, by_pin: bool = True) -> None:
        """Draw the two steps; without a link take the old one away, because the request token in it is of no more use.

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

    def acknowledge_key(self, is_there: bool) -> None:
        """Say in the emptied box that the API key has arrived."""
        self._key.placeholder = "received" if is_there else ""

    def close(self) -> None:
        """Take the boxes away, in the front end too."""
        for box in (self._pin, self._key, self._secret):
            box.close()

    def parts(self, status: str) -> list[ipywidgets.Widget]:
        """Arrange the card for a state.

        Parameters
        ----------
        status : str
            As in :class:`~xauth_nb.notebook.card.Card`.
        """
        busy = status == "busy"
        for control in (self._pin, self.sign_in, self.cancel, self.again):
            control.disabled = busy
        if status == "signed in":
            return [self._style, _row(self._person, self.sign_out), self._told]
        top = [self._style, self._heading]
        if status == "needs keys":
            keys = ipywidgets.VBox([ipywidgets.HTML(look.KEYS), self._key, self._secret])
            keys.add_class("xauth-nb-keys")
            return [*top, keys, self._told, _row(self.go_on, self.cancel)]
        if self._steps.value:
            pin = _row(self._pin, self.sign_in)
            return [*top, self._steps, pin, self._told, _row(self.again, self.cancel)]
        if busy:
            return [*top, self._told]
        return [*top, self._told, _row(self.retry, self.other_keys)]


def _button(text: str, tooltip: str, *, primary: bool = False) -> ipywidgets.Button:
    return ipywidgets.Button(description=text, tooltip=tooltip, button_style="primary" if primary else "")


def _row(*parts: ipywidgets.Widget) -> ipywidgets.HBox:
    row = ipywidgets.HBox(list(parts))
    row.add_class("xauth-nb-row")
    return row
