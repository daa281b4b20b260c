"""The sign-in card: ipywidgets around :class:`SignIn`; what is typed never enters a trait that is synced or saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ipywidgets
from IPython.display import display, update_display

from xauth_nb.notebook import look
from xauth_nb.notebook.controls import Controls
from xauth_nb.notebook.course import Course
from xauth_nb.notebook.form import Form
from xauth_nb.notebook.sheet import sheet_of
from xauth_nb.notebook.still import PLAIN_TEXT, still_of

if TYPE_CHECKING:
    from xauth_nb.signin.sign_in import SignIn

__all__ = ["Card"]

_VIEW = "application/vnd.jupyter.widget-view+json"


class Card(Controls, ipywidgets.VBox):  # type: ignore[misc]  # ipywidgets ships no types
    """Draws a :class:`SignIn`: asks for what is missing, and tells how it went.

    Parameters
    ----------
    sign_in : SignIn
        With a session already, the card is one line; without client credentials it asks for them first.

    Attributes
    ----------
    status : str
        ``"needs keys"``, ``"link ready"``, ``"busy"``, ``"signed in"``, ``"signed out"``, ``"failed"``, ``"cancelled"``
        or ``"closed"``.
    """

    def __init__(self, sign_in: SignIn) -> None:
        sign_in.warm()  # while the widgets are made, and the person reads them
        self._sign_in = sign_in
        self._course = course = Course(sign_in, self._draw)
        self._form = form = Form(sheet_of(sign_in, course.state, course.received, look.message("")))
        form.on_pin, form.on_keys, form.on_press = course.answer, course.take_keys, course.press
        super().__init__(_view_count=0)  # from here on the front end counts the places in which it draws the card
        self._display_id = f"xauth-nb-{self.model_id}"
        self._told_elsewhere = ""
        self.add_class(look.CARD_CLASS)
        course.start()

    def __repr__(self) -> str:
        return PLAIN_TEXT

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        """Show the widget where it runs; elsewhere (a code host, an exported page) who signed in, as it is now."""
        view = {"version_major": 2, "version_minor": 0, "model_id": self.model_id}
        return still_of(self._sign_in, self.status) | {_VIEW: view}

    def _ipython_display_(self) -> None:
        """Show it under an id, so that the words for whoever does not see the widget can follow what happens."""
        bundle = self._repr_mimebundle_()
        self._told_elsewhere = bundle["text/html"]
        display(bundle, raw=True, display_id=self._display_id)

    @property
    def is_seen(self) -> bool:
        """Whether a front end has told that it draws the card."""
        return bool(self._view_count)

    def close(self) -> None:
        """Take the card away; what waits for it ends. A session that it gave stays."""
        if hasattr(self, "_form"):  # ipywidgets closes widgets that were never made, too
            self._course.close()
            self._form.close()
        super().close()

    def _draw(self, text: str, next_step: str, is_error: bool) -> None:
        """Draw the state that the course has come to."""
        message = look.message(text, next_step, is_error=is_error)
        self.children = self._form.show(sheet_of(self._sign_in, self._course.state, self._course.received, message))
        self._tell_elsewhere()

    def _tell_elsewhere(self) -> None:
        """Bring the words up to date that are shown where the widget is not: to another person on this notebook."""
        if not self._told_elsewhere:
            return
        bundle = self._repr_mimebundle_()
        if bundle["text/html"] != self._told_elsewhere:
            self._told_elsewhere = bundle["text/html"]
            update_display(bundle, raw=True, display_id=self._display_id)
