"""What code does with a card, whatever the card is drawn with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xauth_nb.errors import LoginRequired
from xauth_nb.notebook.states import OVER, TODO

if TYPE_CHECKING:
    from collections.abc import Callable

    from xauth_nb.credentials import ClientCredentials
    from xauth_nb.notebook.course import Course
    from xauth_nb.session import XSession
    from xauth_nb.signin.sign_in import SignIn

__all__ = ["Controls"]


class Controls:
    """The part of a card that is not drawn. The card that derives from it sets both attributes, and draws.

    Attributes
    ----------
    _sign_in : SignIn
    _course : Course
    """

    _sign_in: SignIn
    _course: Course

    @property
    def status(self) -> str:
        """Where the sign-in stands, as the class says."""
        return self._course.status

    @property
    def sign_in(self) -> SignIn:
        """What it draws."""
        return self._sign_in

    @property
    def is_signed_in(self) -> bool:
        """Whether :attr:`session` gives a session. It may change its mind: by *Sign out*, or another account."""
        session = self._sign_in.session
        return session is not None and session.is_signed_in

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
