"""The object that users hold: the signed session with all that it can do, bound to one account."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

from xauth_nb.errors import ApiError, TransportError
from xauth_nb.handoff import HandOff
from xauth_nb.posting import Posting
from xauth_nb.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Callable

    from requests.adapters import HTTPAdapter

    from xauth_nb.credentials import ClientCredentials, TokenCredentials
    from xauth_nb.endpoints import Endpoints

__all__ = ["NOT_REVOKED", "XSession"]

NOT_REVOKED = (
    "The token was forgotten here, but X did not confirm that it is revoked. "
    "Revoke it at x.com → Settings → Security and account access → Connected apps."
)


class XSession(Reading, Posting, HandOff):
    """An authenticated session: a :class:`requests.Session` that signs, with verbs for tweets.

    :func:`xauth_nb.login` makes it. ``get``, ``post`` and the rest work as in ``requests`` and return the ``Response``
    whatever its status; the named methods return tweets and users, and raise.

    Parameters
    ----------
    client : ClientCredentials
    token : TokenCredentials
    endpoints : Endpoints
    adapter : requests.adapters.HTTPAdapter, optional
        A connection pool to share.

    Attributes
    ----------
    user : User or None
        The account, once :meth:`me` has asked for it; :func:`~xauth_nb.login` does.
    access : str or None
        ``read``, ``read-write`` …, as X last said; ``None`` where it did not.

    costs : Costs
        What was spent, by X's price list; :attr:`budget` limits it.
    limits : Limits
        What X last said of its rate limits; :attr:`patience` is how long a call may wait for one.

    Examples
    --------
    >>> x.get("/2/users/me").json()["data"]["username"]
    'ada'
    """

    def __init__(
        self,
        client: ClientCredentials,
        token: TokenCredentials,
        *,
        endpoints: Endpoints,
        adapter: HTTPAdapter | None = None,
    ) -> None:
        super().__init__(client, token, endpoints=endpoints, adapter=adapter)
        self._named = token.screen_name
        self._farewells: list[Callable[[bool], None]] = []

    @property
    def screen_name(self) -> str | None:
        """The account's name without "@", as far as X has told it."""
        return self.user.username if self.user else self._named

    @property
    def is_signed_in(self) -> bool:
        """Whether the session can still sign; ``False`` after :meth:`logout`."""
        return self.auth.credentials is not None

    def logout(self) -> bool:
        """Sign out: revoke the token at X, forget it here, and refuse to sign from then on.

        Where X does not answer, the token is forgotten here all the same, and a warning says where to revoke it.
        Calling it again does nothing.

        Returns
        -------
        bool
            Whether X confirmed that the token is revoked.

        Examples
        --------
        >>> x.logout(), x.is_signed_in
        (True, False)
        """
        return self._sign_out(stacklevel=3)

    def _sign_out(self, stacklevel: int) -> bool:
        """Do it; a warning points at the line of the user that many frames up, where a notebook shows it each time."""
        if not self.is_signed_in:
            return True
        is_revoked = False
        try:
            self.call("POST", self.endpoints.invalidate_token_url)
            is_revoked = True
        except (ApiError, TransportError) as error:
            warnings.warn(f"{NOT_REVOKED} ({error.message})", stacklevel=stacklevel)
        finally:
            self.auth.forget()
            self.close()
            for farewell in self._farewells:
                farewell(is_revoked)
        return is_revoked

    def on_logout(self, callback: Callable[[bool], None]) -> None:
        """Call a function when the session signs out.

        Parameters
        ----------
        callback : Callable
            Takes whether X confirmed that the token is revoked.

        Examples
        --------
        >>> x.on_logout(lambda is_revoked: print("revoked:", is_revoked))
        >>> x.logout()
        revoked: True
        True
        """
        self._farewells.append(callback)

    def __repr__(self) -> str:
        who = f"@{self.screen_name}" if self.screen_name else "an account"
        state = (self.access or "access not told") if self.is_signed_in else "signed out"
        return f"<XSession {who} ({state})>"
