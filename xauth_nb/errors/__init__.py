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

from xauth_nb.errors.api import (
    ApiError,
    CreditsError,
    DuplicateTweetError,
    ForbiddenError,
    NotFoundError,
    RateLimitedError,
    ServerError,
    UnauthorizedError,
    UsageCapError,
)
from xauth_nb.errors.login import (
    AuthorizationDeniedError,
    CallbackMismatchError,
    LoginError,
    LoginRequired,
    LoginTimeoutError,
    LoginUnavailableError,
    RequestTokenDeniedError,
    VerifierRejectedError,
    WrongAccountError,
)
from xauth_nb.errors.root import (
    BudgetExceededError,
    MissingDependencyError,
    StoreError,
    TransportError,
    UsageError,
    XAuthError,
)

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
