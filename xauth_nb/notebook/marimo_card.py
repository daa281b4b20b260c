"""The sign-in card in marimo: an anywidget. What is typed comes in messages of its own, and is in no synced trait.

marimo runs the cells below again when the *page* has changed a synced trait. So the card counts the changes of who is
signed in, and the page answers each count with the same number: then these cells run by themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import anywidget
from traitlets import Dict, Int

from xauth_nb.credentials.secrecy import Secret
from xauth_nb.notebook import look
from xauth_nb.notebook.controls import Controls
from xauth_nb.notebook.course import Course
from xauth_nb.notebook.sheet import BUTTONS, sheet_of
from xauth_nb.notebook.unlogged import unlogged

if TYPE_CHECKING:
    from collections.abc import Callable

    from xauth_nb.session import XSession
    from xauth_nb.signin.sign_in import SignIn

__all__ = ["MarimoCard"]

_TYPED = "xauth-nb-typed"  # the key under which the page sends what was typed, and by which logs leave it out


class MarimoCard(Controls, anywidget.AnyWidget):  # type: ignore[misc]  # anywidget's base ships no types
    """Draws a :class:`SignIn` as :class:`~xauth_nb.notebook.card.Card` does, by the same sheets.

    Parameters
    ----------
    sign_in : SignIn

    Attributes
    ----------
    sheet : dict
        What the page shows.
    changes, seen : int
        How often who is signed in has changed, and which of these changes the page has answered.
    """

    _esm = look.MODULE
    _css = look.MODULE_CSS
    sheet = Dict().tag(sync=True)
    changes = Int(0).tag(sync=True)
    seen = Int(0).tag(sync=True)

    def __init__(self, sign_in: SignIn) -> None:
        sign_in.warm()  # while the page draws, and the person reads
        self._sign_in = sign_in
        self._course = course = Course(sign_in, self._draw)
        self._known: XSession | None = sign_in.session  # the cells below find it when they run first
        super().__init__()
        unlogged.add(_TYPED, MarimoCard)
        if self.comm is not None:
            _tell_end(self.comm, course.close)
        course.start()

    def close(self) -> None:
        """Take the card away. A session that it gave stays."""
        if hasattr(self, "_course"):
            self._course.close()
        super().close()

    def _handle_msg(self, message: dict[str, Any]) -> None:
        """Take the text out of a message, wherever that stands in a frame above, and do what the page asks."""
        content = message["content"]["data"].get("content")
        if not isinstance(content, dict):  # an answer to a change
            super()._handle_msg(message)
            return
        typed = Secret(str(content.pop(_TYPED, "")))
        part = content.get("part")
        if part == "pin" and typed:
            self._course.answer(typed)
        elif part == "key" and typed:
            self._course.take_keys(typed, Secret(""))
        elif part == "secret" and typed:
            self._course.take_keys(Secret(""), typed)
        elif part in BUTTONS:
            self._course.press(part)

    def _draw(self, text: str, next_step: str, is_error: bool) -> None:
        """Draw the state that the course has come to."""
        message = look.message(text, next_step, is_error=is_error)
        sheet = sheet_of(self._sign_in, self._course.state, self._course.received, message)
        boxes = {name: box._asdict() for name, box in sheet.boxes.items()}
        rows = [row._asdict() for row in sheet.rows]
        self.sheet = {**sheet._asdict(), "boxes": boxes, "rows": rows, "buttons": BUTTONS}
        if self.status in ("signed in", "signed out"):  # not while another account is asked for
            session = self._sign_in.session if self.is_signed_in else None
            if session is not self._known:
                self._known = session
                self.changes += 1


def _tell_end(comm: Any, end: Callable[[], None]) -> None:
    """Have ``end`` called when marimo closes a comm: it does so when the cell runs again, and tells no widget."""
    close = comm.close

    def close_told(*args: Any, **options: Any) -> None:
        end()
        close(*args, **options)

    comm.close = close_told
