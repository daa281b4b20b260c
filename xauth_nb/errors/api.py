"""What X answers when the answer is no."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xauth_nb.errors.root import XAuthError

if TYPE_CHECKING:
    from datetime import datetime

    from requests import Response

__all__ = [
    "ApiError",
    "CreditsError",
    "DuplicateTweetError",
    "ForbiddenError",
    "NotFoundError",
    "RateLimitedError",
    "ServerError",
    "UnauthorizedError",
    "UsageCapError",
]


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

    Examples
    --------
    >>> try:
    ...     x.get_tweet("1")
    ... except ApiError as error:
    ...     print(error.status, error.title)
    200 Not Found Error
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
    """401: X does not accept this signature. Not for permissions, which are 403.

    Examples
    --------
    >>> sb.fail(next=1, status=401)
    >>> x.me()
    Traceback (most recent call last):
    xauth_nb.errors.api.UnauthorizedError: ...
    """


class ForbiddenError(ApiError):
    """403: X knows who is asking and says no. Not for a duplicate text, which has its own class.

    Examples
    --------
    >>> sb.fail(next=1, status=403)
    >>> x.me()
    Traceback (most recent call last):
    xauth_nb.errors.api.ForbiddenError: ...
    """


class NotFoundError(ApiError):
    """The tweet or user does not exist, or this account may not see it. Not for an unknown path of the API.

    Examples
    --------
    >>> x.get_user("@nobody_at_all")
    Traceback (most recent call last):
    xauth_nb.errors.api.NotFoundError: ...
    """


class DuplicateTweetError(ForbiddenError):
    """The same text was posted a short while ago. Not when the ledger already knows the tweet: then it is returned.

    Examples
    --------
    >>> for _ in range(2):
    ...     x.post_tweet("Twice", once=False)
    Traceback (most recent call last):
    xauth_nb.errors.api.DuplicateTweetError: ...
    """


class RateLimitedError(ApiError):
    """429: a window is exhausted and opens again by itself. Not for monthly caps or credit.

    Attributes
    ----------
    reset_at : datetime.datetime or None
        When the exhausted window opens again, aware UTC; ``None`` where X did not say.

    Examples
    --------
    >>> x.patience = 0
    >>> sb.fail(next=1, status=429)
    >>> x.me()
    Traceback (most recent call last):
    xauth_nb.errors.api.RateLimitedError: ...
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
    """429 with a usage cap: waiting a quarter of an hour will not help. Not for a rate-limit window.

    Examples
    --------
    >>> issubclass(UsageCapError, RateLimitedError)
    False
    """


class CreditsError(ApiError):
    """402, or the spend cap: the account that is billed has nothing left to spend. Not for our own budget.

    Examples
    --------
    >>> sb.fail(next=1, status=402)
    >>> x.post_tweet("Is anything left?")
    Traceback (most recent call last):
    xauth_nb.errors.api.CreditsError: ...
    """


class ServerError(ApiError):
    """5xx, or an answer that is not what the API promises. Not when no answer came at all.

    Examples
    --------
    >>> sb.fail(next=1, status=500)
    >>> x.me()
    Traceback (most recent call last):
    xauth_nb.errors.api.ServerError: X has a fault of its own (status 500)...
    """
