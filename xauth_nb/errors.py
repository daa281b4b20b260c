"""Everything that can go wrong, in one tree; nothing here talks to anybody.

::

    XAuthError
    ├── UsageError (ValueError)            the call itself cannot be right
    ├── LoginError                         there is no session
    │   ├── LoginRequired                  nobody is here to sign in, or nobody has yet
    │   ├── LoginUnavailableError          sign-in could not even be tried
    │   ├── RequestTokenDeniedError        X refused step 1: keys, callback, clock
    │   ├── AuthorizationDeniedError       the person pressed Cancel
    │   ├── CallbackMismatchError          the answer belongs to another sign-in
    │   ├── VerifierRejectedError          X refused step 3: the PIN or the link
    │   ├── WrongAccountError              somebody else signed in
    │   └── LoginTimeoutError (TimeoutError)
    ├── ApiError                           X answered, and the answer is no
    │   ├── UnauthorizedError              401
    │   ├── ForbiddenError                 403
    │   ├── NotFoundError                  404, or a 200 without data
    │   ├── DuplicateTweetError            403 for a text that stands already
    │   ├── RateLimitedError               429, a window that opens again
    │   ├── UsageCapError                  429, a cap that does not
    │   ├── CreditsError                   402, or the spend cap
    │   └── ServerError                    5xx, or an answer that cannot be read
    ├── TransportError                     X did not answer
    ├── BudgetExceededError                the next call would cost more than allowed
    ├── StoreError                         the token store, the ledger or an archive cannot be used as it is
    └── MissingDependencyError (ImportError)

Every message says what happened and why it probably did; :attr:`XAuthError.remedy` says what to do next, and is part
of ``str(error)``. No message ever contains a secret, a PIN, or the body of a token answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from requests import Response

__all__ = [
    "ApiError",
    "AuthorizationDeniedError",
    "BudgetExceededError",
    "CallbackMismatchError",
    "CreditsError",
    "DuplicateTweetError",
    "ForbiddenError",
    "LoginError",
    "LoginRequired",
    "LoginTimeoutError",
    "LoginUnavailableError",
    "MissingDependencyError",
    "NotFoundError",
    "RateLimitedError",
    "RequestTokenDeniedError",
    "ServerError",
    "StoreError",
    "TransportError",
    "UnauthorizedError",
    "UsageCapError",
    "UsageError",
    "VerifierRejectedError",
    "WrongAccountError",
    "XAuthError",
]


class XAuthError(Exception):
    """The root: catch it to catch everything that this package raises on purpose.

    Parameters
    ----------
    message : str
        What happened, and why it probably did, in whole sentences.
    remedy : str, optional
        What to do next, in whole sentences.

    Attributes
    ----------
    message, remedy : str
        The two parts; ``str(error)`` is both.
    partial : Tweets or Users or None
        What had come before a reading call failed: it is kept, because it may have been paid for.
    """

    partial: Sequence[Any] | None = None

    def __init__(self, message: str, *, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message}\n→ {self.remedy}" if self.remedy else self.message

    def _render_traceback_(self) -> list[str]:
        """Show a short block in a notebook instead of forty lines of stack (IPython looks for this name).

        It also keeps ``%xmode Verbose`` from printing the local variables of a frame that holds a PIN.
        """
        return f"\x1b[1;31m{type(self).__name__}\x1b[0m: {self}".splitlines()


class UsageError(XAuthError, ValueError):
    """The call cannot be right, whatever X would say.

    Raised before anything is sent. Not for values that only X can judge, such as a wrong PIN.
    """


class LoginError(XAuthError):
    """There is no session, and the subclass says why.

    Parameters
    ----------
    message, remedy : str
        As in :class:`XAuthError`.
    status : int, optional
        The HTTP status of X's answer, where there was one.
    code : int, optional
        X's own error number, such as 32 or 415, where the answer carried one.
    """

    def __init__(self, message: str, *, remedy: str = "", status: int | None = None, code: int | None = None) -> None:
        super().__init__(message, remedy=remedy)
        self.status = status
        self.code = code


class LoginRequired(LoginError):  # noqa: N818 - it asks for something rather than reports a failure, and users know the name
    """Somebody has to sign in first, and nobody could be waited for.

    Raised in an unattended run, and by a card whose sign-in is not finished. Not when a sign-in was tried and failed.
    """


class LoginUnavailableError(LoginError):
    """Sign-in could not even be tried here: no way to ask, or nothing to ask with.

    Not when X was asked and refused.
    """


class RequestTokenDeniedError(LoginError):
    """X refused to start a sign-in (RFC 5849 section 2.1): wrong keys, callback, clock or a suspended app.

    Not for anything that happens after the link was made.
    """


class AuthorizationDeniedError(LoginError):
    """The person pressed Cancel on X's page. Not when a link merely expired."""


class CallbackMismatchError(LoginError):
    """The answer carries the request token of another sign-in, so it was not used.

    Not for a PIN, which names no request token.
    """


class VerifierRejectedError(LoginError):
    """X refused the PIN or the link behind it (RFC 5849 section 2.3). A new link is needed.

    Not for an answer that cannot be a PIN at all: that is a :class:`UsageError`, and the link still stands.

    Attributes
    ----------
    is_link_gone : bool
        Whether the link itself is used or too old, so that no PIN of it would do.
    """

    def __init__(
        self,
        message: str,
        *,
        remedy: str = "",
        status: int | None = None,
        code: int | None = None,
        is_link_gone: bool = False,
    ) -> None:
        super().__init__(message, remedy=remedy, status=status, code=code)
        self.is_link_gone = is_link_gone


class WrongAccountError(LoginError):
    """The account that signed in is not the one that was expected. Not when no account was expected."""


class LoginTimeoutError(LoginError, TimeoutError):
    """Nobody finished the sign-in within the time allowed. Not for a slow server: that is :class:`TransportError`."""


class ApiError(XAuthError):
    """X answered a signed call, and the answer is no.

    Parameters
    ----------
    message, remedy : str
        As in :class:`XAuthError`.
    status : int
        The HTTP status.
    code : int, optional
        X's v1.1 error number, where the answer carried one.
    title, detail : str
        What X's problem object says (API v2, "Response codes and errors").
    response : requests.Response, optional
        The answer itself, for programs.
    """

    def __init__(
        self,
        message: str,
        *,
        remedy: str = "",
        status: int,
        code: int | None = None,
        title: str = "",
        detail: str = "",
        response: Response | None = None,
    ) -> None:
        super().__init__(message, remedy=remedy)
        self.status = status
        self.code = code
        self.title = title
        self.detail = detail
        self.response = response


class UnauthorizedError(ApiError):
    """401: X does not accept this signature. Not for permissions, which are 403."""


class ForbiddenError(ApiError):
    """403: X knows who is asking and says no. Not for a duplicate text, which has its own class."""


class NotFoundError(ApiError):
    """The tweet or user does not exist, or this account may not see it. Not for an unknown path of the API."""


class DuplicateTweetError(ForbiddenError):
    """The same text was posted a short while ago. Not when the ledger already knows the tweet: then it is returned."""


class RateLimitedError(ApiError):
    """429: a window is exhausted and opens again by itself. Not for monthly caps or credit.

    Attributes
    ----------
    reset_at : datetime.datetime or None
        When the exhausted window opens again, aware UTC; ``None`` where X did not say.
    """

    def __init__(
        self,
        message: str,
        *,
        remedy: str = "",
        status: int = 429,
        code: int | None = None,
        title: str = "",
        detail: str = "",
        response: Response | None = None,
        reset_at: datetime | None = None,
    ) -> None:
        super().__init__(
            message, remedy=remedy, status=status, code=code, title=title, detail=detail, response=response
        )
        self.reset_at = reset_at


class UsageCapError(ApiError):
    """429 with a usage cap: waiting a quarter of an hour will not help. Not for a rate-limit window."""


class CreditsError(ApiError):
    """402, or the spend cap: the account that is billed has nothing left to spend. Not for our own budget."""


class ServerError(ApiError):
    """5xx, or an answer that is not what the API promises. Not when no answer came at all."""


class TransportError(XAuthError):
    """No whole answer came: no connection, a time-out, or an answer that broke off.

    Whether X acted on the request is then unknown. Not for any answer with a status.
    """


class BudgetExceededError(XAuthError):
    """The next call would cost more than the budget has left, so it was not made. Not for X's own limits."""


class StoreError(XAuthError):
    """The token store, the ledger or an archive cannot be used as it is. Not for a profile that does not exist."""


class MissingDependencyError(XAuthError, ImportError):
    """An optional package is needed for this call, and the message says the exact command. Not for broken installs."""
