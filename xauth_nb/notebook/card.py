"""The sign-in card: ipywidgets around :class:`SignIn`; what is typed never enters a trait that is synced or saved."""

from __future__ import annotations

import contextlib
import threading
from typing import TYPE_CHECKING, Any

import ipywidgets
from IPython.display import display, update_display

from xauth_nb.credentials import ClientCredentials
from xauth_nb.credentials.secrecy import Secret
from xauth_nb.errors import LoginRequired, XAuthError
from xauth_nb.notebook import look
from xauth_nb.notebook.form import Form
from xauth_nb.notebook.host import in_this_cell, show_error
from xauth_nb.session import NOT_REVOKED

if TYPE_CHECKING:
    from collections.abc import Callable

    from xauth_nb.session import XSession
    from xauth_nb.signin.sign_in import SignIn

__all__ = ["Card", "show_still"]

_PLAIN_TEXT = 'xauth_nb: the sign-in card, shown where widgets run; login(ui="prompt") asks without it'
_VIEW = "application/vnd.jupyter.widget-view+json"
_OVER = ("signed in", "signed out", "cancelled", "closed")
_TODO = {
    "link ready": "Finish the sign-in in the card: open the link, paste the PIN, press Sign in",
    "needs keys": "Type the app's API Key and Secret into the card",
    "failed": "Press Start again in the card and finish the sign-in",
    "cancelled": "Press Start again in the card and finish the sign-in",
    "signed out": "Press Start again in the card and sign in",
    "closed": "Run the cell that makes the card again and finish the sign-in in it",
}


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
        self.status = "busy"
        self._sign_in = sign_in
        self._key: Secret | None = None
        self._has_complaint = False
        self._on_login: list[Callable[[XSession], None]] = []
        # Handlers run on the main thread, on a subshell's thread, or on that of the callback listener.
        self._lock = threading.RLock()
        self._form = form = Form(practice=sign_in.endpoints.is_practice)
        form.on_pin = self._answer
        form.on_keys = self._take_keys
        form.sign_in.on_click(lambda _: self._press_sign_in())
        form.go_on.on_click(lambda _: self._press_go_on())
        form.again.on_click(lambda _: self.restart())
        form.retry.on_click(lambda _: self.restart())
        form.other_keys.on_click(lambda _: self._ask_keys())
        form.cancel.on_click(lambda _: self._press_cancel())
        form.sign_out.on_click(lambda _: self.logout())
        super().__init__(_view_count=0)  # from here on the front end counts the places in which it draws the card
        self._display_id = f"xauth-nb-{self.model_id}"
        self._told_elsewhere = ""
        self.add_class(look.CARD_CLASS)
        if sign_in.session:
            self._welcome(sign_in.session)
        elif sign_in.client is None:
            self._ask_keys()
        else:
            self._begin(sign_in.note)

    def __repr__(self) -> str:
        return _PLAIN_TEXT

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        """Show the widget where it runs; elsewhere (a code host, an exported page) who signed in, as it is now."""
        view = {"version_major": 2, "version_minor": 0, "model_id": self.model_id}
        return _still(self._sign_in, self.status) | {_VIEW: view}

    def _ipython_display_(self) -> None:
        """Show it under an id, so that the words for whoever does not see the widget can follow what happens."""
        bundle = self._repr_mimebundle_()
        self._told_elsewhere = bundle["text/html"]
        display(bundle, raw=True, display_id=self._display_id)

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
        todo = _TODO.get(self.status, _TODO["link ready"])
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
        return self.status in _OVER

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
        with self._lock:
            if self._sign_in.session:
                return self.session
            self._show("busy", "Asking X …")
            try:
                session = self._sign_in.finish(answer)
            except XAuthError as error:
                self._complain(error)
                raise
            except BaseException:
                self._show_open_or_failed("That was interrupted.")
                raise
            finally:
                del answer
            self._welcome(session)
        for callback in self._on_login:
            callback(session)
        return session

    def on_login(self, callback: Callable[[XSession], None]) -> None:
        """Call a function with the session as soon as somebody has signed in (at once, if that is so already).

        Parameters
        ----------
        callback : Callable
            Takes the :class:`~xauth_nb.XSession`. This is how a Voilà dashboard goes on, where no cell can wait.
        """
        self._on_login.append(callback)
        if self._sign_in.session:
            callback(self._sign_in.session)

    def use_keys(self, client: ClientCredentials) -> None:
        """Go on with these keys of an app; call :meth:`begin` next."""
        with self._lock:
            self._sign_in.client = client

    def begin(self) -> None:
        """Make a new link, as :meth:`restart` does.

        Raises
        ------
        LoginError, TransportError
            What the card shows in words as well.
        """
        with self._lock:
            self._begin(must_raise=True)

    def restart(self) -> None:
        """Give up the link and make a new one."""
        with self._lock:
            self._sign_in.session = None
            if self._sign_in.client is None:
                self._ask_keys()
            else:
                self._begin()

    def logout(self) -> None:
        """Sign out: revoke the token at X, forget it here, and say so in the card."""
        with self._lock:
            if self._sign_in.session:
                self._sign_in.session.logout()

    def close(self) -> None:
        """Take the card away; what waits for it ends. A session that it gave stays."""
        if hasattr(self, "_sign_in") and not self._sign_in.session and self.status != "closed":
            self._sign_in.close()
            self._show("closed", "This card was closed.")
        super().close()
        if hasattr(self, "_form"):
            self._form.close()

    # What the person does.

    def _answer(self, answer: Secret) -> None:
        """Take a PIN from the box, or the redirect that the callback listener caught, on its thread."""
        if self.authorize_url is None:
            return  # late: it was answered or cancelled meanwhile, and the card has said so
        try:
            with contextlib.suppress(XAuthError):  # the card says it
                self.submit(answer.plain())
        except Exception as error:  # noqa: BLE001 - of an on_login function; the frames above hold the message of the box
            show_error(error)

    def _press_sign_in(self) -> None:
        # Leaving the box to press the button has submitted its text already. What that said must stay.
        if self.status == "link ready" and not self._has_complaint:
            what = "the PIN" if self._sign_in.is_by_pin else "the address of the page that you land on"
            self._form.say("The box is empty.", f"Open the page, press Authorize app, and paste {what}.", is_error=True)

    def _take_keys(self, key: Secret, secret: Secret) -> None:
        with self._lock:
            self._key = key or self._key
            if not secret:
                self._form.acknowledge_key(True)
                return
            try:
                client = ClientCredentials(self._key.plain() if self._key else "", secret.plain())
            except XAuthError as error:
                self._ask_keys()
                self._complain(error)
                return
            self._sign_in.client = client
            self._begin()

    def _press_go_on(self) -> None:
        if self.status == "needs keys" and not self._has_complaint:
            missing = "API Key Secret" if self._key else "API Key"
            self._form.say(f"The {missing} is missing.", "Paste it into its box, then press Enter.", is_error=True)

    def _press_cancel(self) -> None:
        with self._lock:
            self._sign_in.close()
            self._show("cancelled", "The sign-in was cancelled.")

    # What follows.

    def _ask_keys(self) -> None:
        with self._lock:
            self._sign_in.stop()
            self._sign_in.warm()
            self._key = None
            self._form.acknowledge_key(False)
            self._show("needs keys", self._sign_in.note)

    def _begin(self, note: str = "", *, must_raise: bool = False) -> None:
        with self._lock:
            self._show("busy", "Asking X for a link …")
            try:
                self._sign_in.begin(in_this_cell(lambda query: self._answer(Secret(query))))
            except XAuthError as error:
                self._complain(error)
                if must_raise:
                    raise
            except BaseException:
                self._show_open_or_failed("That was interrupted.")
                raise
            else:
                self._show("link ready", note)

    def _welcome(self, session: XSession) -> None:
        session.on_logout(self._say_goodbye)
        self._show("signed in", self._sign_in.note)

    def _say_goodbye(self, is_revoked: bool) -> None:
        text = "Signed out. The token was revoked and forgotten." if is_revoked else NOT_REVOKED
        self._show("signed out", text, is_error=not is_revoked)

    def _complain(self, error: XAuthError) -> None:
        self._show_open_or_failed(error.message, error.remedy)

    def _show_open_or_failed(self, text: str, next_step: str = "") -> None:
        if self.status != "needs keys":
            self.status = "link ready" if self.authorize_url else "failed"
        self._show(self.status, text, next_step, is_error=True)

    def _show(self, status: str, text: str = "", next_step: str = "", *, is_error: bool = False) -> None:
        with self._lock:
            # First of all, what must not stay: a key that was typed, and a link that is of no more use.
            if status != "needs keys":
                self._key = None
            self._form.show_link(
                self.authorize_url,
                practice=self._sign_in.endpoints.is_practice,
                by_pin=self._sign_in.is_by_pin,
            )
            self._has_complaint = is_error
            self._form.say(text, next_step, is_error=is_error)
            self._form.show_person(_person(self._sign_in))
            (self.add_class if status == "signed in" else self.remove_class)(look.LINE_CLASS)
            self.children = self._form.parts(status)
            self.status = status  # last: whoever waits for it finds everything done
            self._tell_elsewhere()

    def _tell_elsewhere(self) -> None:
        """Bring the words up to date that are shown where the widget is not: to another person on this notebook."""
        if not self._told_elsewhere or self.status not in (*_OVER, "failed", "link ready"):
            return
        bundle = self._repr_mimebundle_()
        if bundle["text/html"] != self._told_elsewhere:
            self._told_elsewhere = bundle["text/html"]
            update_display(bundle, raw=True, display_id=self._display_id)


def show_still(sign_in: SignIn) -> None:
    """Put the picture of a card into the output of the running cell: who is signed in, with nothing to press."""
    display(_still(sign_in, "signed in"), raw=True)


def _still(sign_in: SignIn, status: str) -> dict[str, Any]:
    return {"text/plain": _PLAIN_TEXT, "text/html": look.still(_person(sign_in), status, sign_in.expect)}


def _person(sign_in: SignIn) -> look.Person | None:
    session = sign_in.session
    if session is None or not session.is_signed_in:
        return None
    access = {None: "access not told", "read": "may only read"}.get(session.access, "may read and post")
    place = "practice, not X" if sign_in.endpoints.is_practice else sign_in.kept
    name = session.user.name if session.user else None
    budget = "no budget" if session.budget is None else f"budget ${session.budget:,.2f}"
    return look.Person(session.screen_name or "", name or "", (access, place, budget))
