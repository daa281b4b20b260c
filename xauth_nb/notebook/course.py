"""What happens in the card: from what a person does to the next state and its words. Knows no widget.

A button wins over a box: what a box sent because it lost its focus to *Cancel* is taken back.
"""

from __future__ import annotations

import contextlib
import threading
from typing import TYPE_CHECKING

from xauth_nb.credentials import ClientCredentials
from xauth_nb.credentials.secrecy import Secret
from xauth_nb.errors import AuthorizationDeniedError, XAuthError
from xauth_nb.notebook.host import in_this_cell, show_error
from xauth_nb.notebook.states import STATES, after
from xauth_nb.session import NOT_REVOKED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from xauth_nb.session import XSession
    from xauth_nb.signin.sign_in import SignIn

__all__ = ["Course"]


class Course:
    """The state of one card, and the ways from it to others.

    Parameters
    ----------
    sign_in : SignIn
    draw : Callable
        Called when the state has changed, with its words, the next step in words, and whether it is an error.

    Attributes
    ----------
    state : str
        A row of :data:`~xauth_nb.notebook.states.STATES`.
    on_login : list of Callable
        Called with each session.
    """

    def __init__(self, sign_in: SignIn, draw: Callable[[str, str, bool], None]) -> None:
        self.state = "asking"
        self.on_login: list[Callable[[XSession], None]] = []
        self._presses = {
            "sign_in": self._press_sign_in,
            "go_on": self._press_go_on,
            "again": self.restart,
            "other_keys": self._ask_keys,
            "cancel": self._press_cancel,
            "sign_out": self.logout,
            "other_account": self._press_other_account,
        }
        self._sign_in = sign_in
        self._draw = draw
        self._before: XSession | None = None  # who was signed in when another account was asked for
        self._key: Secret | None = None
        self._secret: Secret | None = None
        self._told = ("", "", False)  # the words of the state: what happened, what next, and whether it is an error
        self._draws = 0
        # Handlers run on the main thread, on a subshell's thread, or on that of the callback listener.
        self._lock = threading.RLock()

    @property
    def status(self) -> str:
        """What the table of states says of :attr:`state`."""
        return STATES[self.state].status

    @property
    def received(self) -> tuple[bool, bool]:
        """Whether the API key and its secret have arrived, while one is missing."""
        return self._key is not None, self._secret is not None

    def start(self) -> None:
        """Take the first step: greet who is signed in, ask for keys, or make a link."""
        if self._sign_in.session:
            self._welcome(self._sign_in.session)
        elif self._sign_in.client is None:
            self._ask_keys()
        else:
            self.begin(self._sign_in.note)

    def submit(self, answer: str) -> XSession | None:
        """Exchange an answer; ``None`` where somebody was signed in already. Raises what the card shows as well."""
        __tracebackhide__ = True
        with self._lock:
            if self._sign_in.session:
                return None
            self._show("checking", "Asking X …")
            try:
                session = self._sign_in.finish(answer)
            except XAuthError as error:
                self._complain(error)
                raise
            except BaseException:
                self._say_interrupted()
                raise
            finally:
                del answer
            self._welcome(session)
        for callback in self.on_login:
            callback(session)
        return session

    def begin(self, note: str = "", *, must_raise: bool = False) -> None:
        """Make a new link; what goes wrong is shown, and raised if it must be."""
        with self._lock:
            self._show("asking", "Asking X for a link …")
            try:
                self._sign_in.begin(in_this_cell(lambda query: self._take_redirect(Secret(query))))
            except XAuthError as error:
                self._complain(error)
                if must_raise:
                    raise
            except BaseException:
                self._say_interrupted()
                raise
            else:
                self._show("link ready", " ".join(filter(None, (note, self._sign_in.why_by_pin))))

    def use_keys(self, client: ClientCredentials) -> None:
        """Go on with these keys of an app."""
        with self._lock:
            self._sign_in.client = client

    def restart(self) -> None:
        """Give up the link and make a new one; a session that was given stays as it is."""
        with self._lock:
            self._sign_in.session = None
            if self._sign_in.client is None:
                self._ask_keys()
            else:
                self.begin()

    def logout(self) -> None:
        """Sign out, and say so."""
        with self._lock:
            if self._sign_in.session:
                self._sign_in.session.logout()

    def close(self) -> None:
        """Give up, unless somebody has signed in."""
        if not self._sign_in.session and self.status != "closed":
            self._sign_in.close()
            self._show("closed", "This card was closed.")

    def press(self, button: str) -> None:
        """Do what a button does, unless it was told late: when the card did not offer it any more.

        Parameters
        ----------
        button : str
            Its name in the table of states.
        """
        with self._heard(), self._lock:
            state = STATES[self.state]
            if button in (state.filled, *state.others):
                self._presses[button]()
            elif button in ("again", "cancel") and state.status == "signed in":
                self._undo("Start again was pressed" if button == "again" else "Cancel was pressed")

    def answer(self, answer: Secret) -> None:
        """Take a PIN from the box."""
        with self._heard():
            if self._sign_in.authorize_url is None:
                return  # late: it was answered or cancelled meanwhile, and the card has said so
            try:
                with contextlib.suppress(XAuthError):  # the card says it
                    self.submit(answer.plain())
            except Exception as error:  # noqa: BLE001 - of an on_login function; the frames above hold the box's message
                show_error(error)

    def _take_redirect(self, query: Secret) -> None:
        """Take the redirect that the callback listener caught, on its thread."""
        if self._sign_in.authorize_url is None:
            return
        try:
            self.submit(query.plain())
        except AuthorizationDeniedError as error:
            self.begin(f"{error.message} Nothing was allowed. To sign in after all, open this new link.")
        except XAuthError:
            pass  # the card says it
        except Exception as error:  # noqa: BLE001 - of an on_login function
            show_error(error)

    def _press_sign_in(self) -> None:
        # Leaving the box to press the button has submitted its text already. What that said must stay.
        if self.status == "link ready" and not self._is_complaint:
            what = "the PIN" if self._sign_in.is_by_pin else "the address of the page that you land on"
            next_step = f"Open the page, press Authorize app, and paste {what}."
            self._show("answer refused", "The box is empty.", next_step, is_error=True)

    def take_keys(self, key: Secret, secret: Secret) -> None:
        """Take what a box of the keys has: the API key or its secret; the other one is empty."""
        with self._heard(), self._lock:
            if self.status != "needs keys":
                return  # late: both were there already
            self._key, self._secret = key or self._key, secret or self._secret
            if not (self._key and self._secret):
                self._show("needs secret" if self._key else "needs keys")
                return
            try:
                client = ClientCredentials(self._key.plain(), self._secret.plain())
            except XAuthError as error:
                self._forget_keys()
                self._show("needs keys", error.message, error.remedy, is_error=True)
                return
            self._sign_in.client = client
            self.begin()

    def _press_go_on(self) -> None:
        if self.status == "needs keys" and not self._is_complaint:
            missing = "API Key Secret" if self._key else "API Key"
            next_step = "Paste it into its box, then press Enter."
            self._show(self.state, f"The {missing} is missing.", next_step, is_error=True)

    def _press_cancel(self) -> None:
        self._sign_in.stop()
        if not self._go_back(""):
            self._sign_in.close()
            self._show("cancelled", "The sign-in was cancelled.")

    def _undo(self, why: str) -> None:
        """Take back a sign-in that was quicker than the button: a box without our script sends what is in it first."""
        session, before = self._sign_in.session, self._before
        if session is None or not session.is_signed_in:
            return
        is_revoked = session.logout()
        then = "The token was revoked at X and forgotten." if is_revoked else NOT_REVOKED
        text = f"{why} after the PIN had been sent, so the sign-in as @{session.screen_name} was taken back. {then}"
        self._before = before
        if not self._go_back(text):
            self._show("signed out", text, is_error=not is_revoked)

    def _go_back(self, text: str) -> bool:
        """Show again who was signed in when another account was asked for, if that session still is."""
        before, self._before = self._before, None
        if before is None or not before.is_signed_in:
            return False
        self._sign_in.session = before
        self._show("signed in", text)
        return True

    def _press_other_account(self) -> None:
        if self._sign_in.expect:
            text = f"Only @{self._sign_in.expect} may sign in here."
            self._show("signed in", text, "For another account, call login() without expect= and without a name.")
            return
        self._before = before = self._sign_in.session
        self._sign_in.session = None
        who = f"@{before.screen_name}" if before and before.screen_name else "the account of before"
        page = "the practice page, choose" if self._sign_in.endpoints.is_practice else "X's page, switch to"
        self.begin(f"On {page} the other account first. Until then {who} stays signed in.")

    def _ask_keys(self) -> None:
        with self._lock:
            self._sign_in.stop()
            self._sign_in.warm()
            self._forget_keys()
            self._show("needs keys", self._sign_in.note if self.state == "asking" else "")

    def _forget_keys(self) -> None:
        self._key = self._secret = None

    def _welcome(self, session: XSession) -> None:
        session.on_logout(lambda is_revoked: self._say_goodbye(session, is_revoked))
        note, before = self._sign_in.note, self._before
        if before and before.is_signed_in and before.screen_name != session.screen_name:
            note = f"What was made before still acts as @{before.screen_name}. Run those cells again. {note}".strip()
        self._show("signed in", note)

    def _say_goodbye(self, session: XSession, is_revoked: bool) -> None:
        if self._sign_in.session is not session:
            return  # it was that of an account before
        self._before = None
        text = "Signed out. The token was revoked and forgotten." if is_revoked else NOT_REVOKED
        self._show("signed out", text, is_error=not is_revoked)

    def _complain(self, error: XAuthError) -> None:
        state = after(error, has_link=self._sign_in.authorize_url is not None)
        self._show(state, error.message, error.remedy, is_error=True)

    def _say_interrupted(self) -> None:
        self._show(
            "answer refused" if self._sign_in.authorize_url else "failed", "That was interrupted.", is_error=True
        )

    def _show(self, state: str, text: str = "", next_step: str = "", *, is_error: bool = False) -> None:
        with self._lock:
            if STATES[state].body != "keys":
                self._forget_keys()
            self.state, self._told = state, (text, next_step, is_error)
            self._draw_told()

    @property
    def _is_complaint(self) -> bool:
        return self._told[2]

    def _draw_told(self) -> None:
        with self._lock:
            self._draws += 1
            self._draw(*self._told)

    @contextlib.contextmanager
    def _heard(self) -> Iterator[None]:
        """Draw once more what nothing has changed: a page takes the kernel for silent until something is drawn."""
        before = self._draws
        try:
            yield
        finally:
            if self._draws == before:
                self._draw_told()
