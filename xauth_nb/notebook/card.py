"""The sign-in card: ipywidgets around :class:`SignIn`; what is typed never enters a trait that is synced or saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ipywidgets
from IPython.display import display, update_display

from xauth_nb.errors import LoginRequired
from xauth_nb.notebook import look
from xauth_nb.notebook.course import Course
from xauth_nb.notebook.form import Form
from xauth_nb.notebook.states import OVER, TODO
from xauth_nb.notebook.still import PLAIN_TEXT, about_keys, heading, person_of, still_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from xauth_nb.credentials import ClientCredentials
    from xauth_nb.session import XSession
    from xauth_nb.signin.sign_in import SignIn

__all__ = ["Card"]

_VIEW = "application/vnd.jupyter.widget-view+json"


class Card(ipywidgets.VBox):  # type: ignore[misc]  # ipywidgets ships no types
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
        self._form = form = Form(heading=heading(sign_in), about_keys=about_keys(sign_in))
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
    def status(self) -> str:
        """Where the sign-in stands, as the class says."""
        return self._course.status

    @property
    def sign_in(self) -> SignIn:
        """What it draws."""
        return self._sign_in

    @property
    def is_seen(self) -> bool:
        """Whether a front end has told that it draws the card."""
        return bool(self._view_count)

    @property
    def session(self) -> XSession:
        """The session.

        Raises
        ------
        LoginRequired
            If the sign-in is not finished, saying what to do.
        """
        session = self._sign_in.session
        if session is not None and session.is_signed_in:
            return session
        todo = TODO.get(self.status, TODO["link ready"])
        what = (
            "This card has signed out." if self.status == "signed out" else "Nobody has signed in with this card yet."
        )
        raise LoginRequired(what, remedy=f"{todo}; then run this cell again.")

    @property
    def authorize_url(self) -> str | None:
        """The link that the card shows; ``None`` while it shows none."""
        return self._sign_in.authorize_url

    @property
    def is_over(self) -> bool:
        """Whether there is nothing to wait for any more."""
        return self.status in OVER

    def submit(self, answer: str) -> XSession:
        """Do what the button does, with an answer given in code.

        Parameters
        ----------
        answer : str
            A PIN, the whole redirected address, or its query.

        Returns
        -------
        XSession

        Raises
        ------
        UsageError, LoginError, TransportError
            What the card shows in words as well.
        """
        __tracebackhide__ = True
        try:
            return self._course.submit(answer) or self.session
        finally:
            del answer

    def on_login(self, callback: Callable[[XSession], None]) -> None:
        """Call a function with the session as soon as somebody has signed in (at once, if that is so already).

        Parameters
        ----------
        callback : Callable
            Takes the :class:`~xauth_nb.XSession`. This is how a Voilà dashboard goes on, where no cell can wait.
        """
        self._course.on_login.append(callback)
        if self._sign_in.session:
            callback(self._sign_in.session)

    def use_keys(self, client: ClientCredentials) -> None:
        """Go on with these keys of an app; call :meth:`begin` next."""
        self._course.use_keys(client)

    def begin(self) -> None:
        """Make a new link, as :meth:`restart` does.

        Raises
        ------
        LoginError, TransportError
            What the card shows in words as well.
        """
        self._course.begin(must_raise=True)

    def restart(self) -> None:
        """Give up the link and make a new one; a session that the card gave stays as it is."""
        self._course.restart()

    def logout(self) -> None:
        """Sign out: revoke the token at X, forget it here, and say so in the card."""
        self._course.logout()

    def close(self) -> None:
        """Take the card away; what waits for it ends. A session that it gave stays."""
        if hasattr(self, "_form"):  # ipywidgets closes widgets that were never made, too
            self._course.close()
            self._form.close()
        super().close()

    def _draw(self, text: str, next_step: str, is_error: bool) -> None:
        """Draw the state that the course has come to."""
        form, sign_in = self._form, self._sign_in
        # First of all, what must not stay: a link that is of no more use.
        form.show_link(self.authorize_url, practice=sign_in.endpoints.is_practice, by_pin=sign_in.is_by_pin)
        form.acknowledge_keys(*self._course.received)
        form.say(text, next_step, is_error=is_error)
        form.show_person(person_of(sign_in))
        self.children = form.parts(self._course.state)
        self._tell_elsewhere()

    def _tell_elsewhere(self) -> None:
        """Bring the words up to date that are shown where the widget is not: to another person on this notebook."""
        if not self._told_elsewhere:
            return
        bundle = self._repr_mimebundle_()
        if bundle["text/html"] != self._told_elsewhere:
            self._told_elsewhere = bundle["text/html"]
            update_display(bundle, raw=True, display_id=self._display_id)
