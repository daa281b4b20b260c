"""What the card shows in a state: its words, its boxes and buttons, and how they are arranged. Draws nothing.

Whatever draws a card (ipywidgets in :mod:`~xauth_nb.notebook.form`, a page's own elements in marimo) takes this sheet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from xauth_nb.notebook import look
from xauth_nb.notebook.states import STATES
from xauth_nb.notebook.still import about_keys, heading, person_of

if TYPE_CHECKING:
    from xauth_nb.notebook.states import State
    from xauth_nb.signin.sign_in import SignIn

__all__ = ["BUTTONS", "Box", "Row", "Sheet", "sheet_of"]

BUTTONS = {
    "sign_in": ("Sign in", "Sign in with what is in the box"),
    "go_on": ("Continue", "Use these keys"),
    "again": ("Start again", "Make a new link"),
    "other_keys": ("Use other keys", "Type another API Key and Secret"),
    "cancel": ("Cancel", "Give up this sign-in"),
    "sign_out": ("Sign out", "Revoke the token at X and forget it here"),
    "other_account": ("Use another account", "Sign in with another account; this one stays signed in"),
}
"""What stands on each button of the table of states, and what is told of it when the pointer rests there."""


class Box(NamedTuple):
    """A box for what is typed."""

    label: str
    placeholder: str = ""
    is_wide: bool = False


class Row(NamedTuple):
    """Parts by name, and the class of the style sheet that lays them out; one part alone has none."""

    parts: tuple[str, ...]
    look: str = ""


class Sheet(NamedTuple):
    """All of a card in one moment.

    Attributes
    ----------
    html : dict
        By the name of the part: ``heading``, ``about_keys``, ``steps``, ``denied``, ``told``, ``person``.
    boxes : dict
        ``pin``, ``key`` and ``secret``.
    rows : tuple of Row
        From top to bottom.
    filled, focus : str
        The filled button, and the part that the keyboard goes on with; empty for none.
    is_busy : bool
        Whether nothing can be typed or pressed.
    """

    html: dict[str, str]
    boxes: dict[str, Box]
    rows: tuple[Row, ...]
    filled: str
    focus: str
    is_busy: bool


def sheet_of(sign_in: SignIn, state: str, received: tuple[bool, bool], message: str) -> Sheet:
    """Put a card together.

    Parameters
    ----------
    sign_in : SignIn
    state : str
        A row of :data:`~xauth_nb.notebook.states.STATES`.
    received : tuple of bool
        Whether the API key and its secret have arrived, which is said in each emptied box.
    message : str
        HTML of :func:`look.message`.
    """
    row, url = STATES[state], sign_in.authorize_url
    practice, by_pin = sign_in.endpoints.is_practice, sign_in.is_by_pin
    html = {
        "heading": heading(sign_in, row),
        "about_keys": about_keys(sign_in) if row.body == "keys" else "",
        "steps": look.steps(url, practice=practice, by_pin=by_pin) if url else "",  # used up, it is of use to nobody
        "denied": look.DENIED,
        "told": message,
        "person": look.person(person_of(sign_in)),
    }
    key, secret = ("received" if each else "" for each in received)
    boxes = {
        "pin": Box("PIN", "7 digits") if by_pin else Box("Address", "of the page, or a PIN", is_wide=True),
        "key": Box("API Key", key),
        "secret": Box("API Key Secret", secret),
    }
    focus = "steps" if row.focus == "link" else row.focus
    return Sheet(html, boxes, _rows(row, has_link=url is not None), row.filled, focus, row.status == "busy")


def _rows(state: State, *, has_link: bool) -> tuple[Row, ...]:
    filled = (state.filled,) if state.filled else ()
    heading, told, buttons = Row(("heading",)), Row(("told",)), _row(*filled, *state.others)
    if state.body == "person":
        return Row(("person",)), told, _row(*state.others)
    if state.body == "keys":
        return heading, Row(("about_keys", "key", "secret"), "xauth-nb-keys"), told, buttons
    if state.body == "link" and has_link:
        return heading, Row(("steps",)), _row("pin", *filled), told, _row("denied", *state.others)
    return (heading, told, buttons) if buttons.parts else (heading, told)


def _row(*parts: str) -> Row:
    return Row(parts, "xauth-nb-row")
