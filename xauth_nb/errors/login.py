"""What can go wrong in a sign-in. No message ever holds a secret, a PIN, or the body of a token answer."""

from __future__ import annotations

from xauth_nb.errors.root import XAuthError

__all__ = [
    "AuthorizationDeniedError",
    "CallbackMismatchError",
    "LoginError",
    "LoginRequired",
    "LoginTimeoutError",
    "LoginUnavailableError",
    "RequestTokenDeniedError",
    "VerifierRejectedError",
    "WrongAccountError",
]


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

    Examples
    --------
    >>> from xauth_nb import login
    >>> try:
    ...     login(expect="@grace")
    ... except LoginError as error:
    ...     print(type(error).__name__)
    WrongAccountError
    """

    def __init__(self, message: str, *, remedy: str = "", status: int | None = None, code: int | None = None) -> None:
        super().__init__(message, remedy=remedy)
        self.status = status
        self.code = code


class LoginRequired(LoginError):  # noqa: N818 - it asks for something rather than reports a failure, and users know the name
    """Somebody has to sign in first, and nobody could be waited for.

    Raised in an unattended run, and by a card whose sign-in is not finished. Not when a sign-in was tried and failed.

    Examples
    --------
    >>> x.logout()
    True
    >>> x.me()
    Traceback (most recent call last):
    xauth_nb.errors.login.LoginRequired: This session was signed out...
    """


class LoginUnavailableError(LoginError):
    """Sign-in could not even be tried here: no way to ask, or nothing to ask with.

    Not when X was asked and refused.

    Examples
    --------
    >>> from xauth_nb.oauth.exchange import Exchange
    >>> sb.fail(next=1, status=503)
    >>> Exchange(client, endpoints=endpoints).begin()
    Traceback (most recent call last):
    xauth_nb.errors.login.LoginUnavailableError: ...
    """


class RequestTokenDeniedError(LoginError):
    """X refused to start a sign-in (RFC 5849 section 2.1): wrong keys, callback, clock or a suspended app.

    Not for anything that happens after the link was made.

    Attributes
    ----------
    is_of_keys : bool
        Whether X does not know these keys, so that only others would do.

    Examples
    --------
    >>> from xauth_nb import ClientCredentials
    >>> from xauth_nb.oauth.exchange import Exchange
    >>> Exchange(ClientCredentials("wrong", "keys"), endpoints=endpoints).begin()
    Traceback (most recent call last):
    xauth_nb.errors.login.RequestTokenDeniedError: ...
    """

    def __init__(
        self,
        message: str,
        *,
        remedy: str = "",
        status: int | None = None,
        code: int | None = None,
        is_of_keys: bool = False,
    ) -> None:
        super().__init__(message, remedy=remedy, status=status, code=code)
        self.is_of_keys = is_of_keys


class AuthorizationDeniedError(LoginError):
    """The person pressed Cancel on X's page. Not when a link merely expired.

    Examples
    --------
    >>> from xauth_nb.oauth.exchange import Exchange
    >>> exchange = Exchange(client, endpoints=endpoints)
    >>> request_token = exchange.begin().partition("=")[2]
    >>> exchange.finish(f"http://127.0.0.1:8976/callback?denied={request_token}")
    Traceback (most recent call last):
    xauth_nb.errors.login.AuthorizationDeniedError: Cancel was pressed...
    """


class CallbackMismatchError(LoginError):
    """The answer carries the request token of another sign-in, so it was not used.

    Not for a PIN, which names no request token.

    Examples
    --------
    >>> from xauth_nb.oauth.exchange import Exchange
    >>> exchange = Exchange(client, endpoints=endpoints)
    >>> link = exchange.begin()
    >>> exchange.finish("http://127.0.0.1:8976/callback?oauth_token=another&oauth_verifier=abc")
    Traceback (most recent call last):
    xauth_nb.errors.login.CallbackMismatchError: This answer belongs to another sign-in...
    """


class VerifierRejectedError(LoginError):
    """X refused the PIN or the link behind it (RFC 5849 section 2.3). A new link is needed.

    Not for an answer that cannot be a PIN at all: that is a :class:`UsageError`, and the link still stands.

    Attributes
    ----------
    is_link_gone : bool
        Whether the link itself is used or too old, so that no PIN of it would do.

    Examples
    --------
    >>> from xauth_nb.oauth.exchange import Exchange
    >>> exchange = Exchange(client, endpoints=endpoints)
    >>> link = exchange.begin()
    >>> exchange.finish("0000000")
    Traceback (most recent call last):
    xauth_nb.errors.login.VerifierRejectedError: ...
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
    """The account that signed in is not the one that was expected. Not when no account was expected.

    Examples
    --------
    >>> from xauth_nb import login
    >>> login(expect="@grace")
    Traceback (most recent call last):
    xauth_nb.errors.login.WrongAccountError: ...
    """


class LoginTimeoutError(LoginError, TimeoutError):
    """Nobody finished the sign-in within the time allowed. Not for a slow server: that is :class:`TransportError`.

    Examples
    --------
    It is a :class:`TimeoutError` too:

    >>> issubclass(LoginTimeoutError, TimeoutError)
    True
    """
