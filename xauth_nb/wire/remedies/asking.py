"""Refusals that lie in who asks: the bill, the limits, the app, the token, the account that signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xauth_nb.errors import (
    ApiError,
    CreditsError,
    ForbiddenError,
    RateLimitedError,
    UnauthorizedError,
    UsageCapError,
)
from xauth_nb.wire.remedies.row import CONSOLE, Remedy, about, status

if TYPE_CHECKING:
    from collections.abc import Callable

    from xauth_nb.wire.problems import Problem

__all__ = ["BILL", "READ_ONLY", "WHO", "is_write_of_a_reader"]

_SIGN_IN_AGAIN = (
    f"In {CONSOLE} → your app → User authentication settings choose Read and write first; then sign out and sign in "
    "again, because a token keeps the permission that it was made with."
)
READ_ONLY = Remedy(
    about(
        *(220, 261),
        says=("read-only", "cannot perform write actions", "do not allow access to this resource"),
        kinds=("oauth1-permissions",),
    ),
    ForbiddenError,
    "The token may only read, so X refuses to write with it.",
    _SIGN_IN_AGAIN,
)
"""Also what the hint ``x-access-level: read`` is explained by."""

BILL = (
    Remedy(
        lambda problem: problem.title == "SpendCapReached",
        CreditsError,
        "The billing cycle's spend cap is reached, so X blocks this call.",
        f"Raise the spending limit in {CONSOLE} → Billing, or wait until {{reset_date}}. Retrying does not help.",
    ),
    Remedy(
        lambda problem: problem.status == 402 or problem.kind in ("credits", "credits-depleted"),
        CreditsError,
        "The account that is billed has no credits left (signing in works at zero credit, posting and reading do not).",
        f"Buy credits in {CONSOLE} → Billing. Retrying does not help.",
    ),
    Remedy(
        lambda problem: (
            problem.status == 429 and (problem.kind == "usage-capped" or problem.title == "UsageCapExceeded")
        ),
        UsageCapError,
        "A usage cap is exhausted.",
        f"Waiting a quarter of an hour does not help; see the cap and its reset in {CONSOLE} → Usage.",
    ),
    Remedy(
        lambda problem: problem.status == 429 and not problem.is_of_x,
        RateLimitedError,
        "Too much was asked in a short time (status 429): a rate limit of X, or of something on the way to it, is "
        "exhausted. It opens again {reset}.",
        "Wait some minutes and run the cell again; x.patience is how many seconds a call may wait by itself.",
    ),
    Remedy(
        status(429),
        RateLimitedError,
        "The rate limit of this call is exhausted ({window}); it opens again {reset}.",
        "Wait until then and run the cell again; x.patience is how many seconds a call may wait by itself.",
    ),
)


def is_write_of_a_reader(problem: Problem) -> bool:
    """Say whether a write is refused, and the header of the same answer says that the token may only read.

    The header decides nothing by itself: X's own playground sends one that is written into its code.
    """
    return problem.status == 403 and problem.access == "read" and problem.method not in ("", "GET", "HEAD")


def _reason(name: str, *, others_answer: bool | None = None) -> Callable[[Problem], bool]:
    return lambda problem: problem.fields.get("reason") == name and others_answer in (None, problem.others_answer)


WHO = (
    Remedy(
        _reason("client-not-enrolled", others_answer=True),
        ForbiddenError,
        "X says that the app is not enrolled for {call}. Other calls of API v2 have answered it in this session, so it "
        "is in a package, and this call is not part of it.",
        f"See in {CONSOLE} → Apps what the app's package holds, and in docs.x.com whether the call needs another one.",
    ),
    Remedy(
        _reason("client-not-enrolled"),
        ForbiddenError,
        "X says that the app is not in a package that holds {call}.",
        f"In {CONSOLE} → Apps move the app to Pay-per-use and to Production. If other calls of API v2 answer, it is "
        "there already, and this one needs another package.",
    ),
    Remedy(
        _reason("user-not-enrolled"),
        ForbiddenError,
        "This call is billed to the account that signed in, and that account is not enrolled.",
        "Sign in to console.x.com as that account, enroll it in Pay-per-use and buy credits.",
    ),
    READ_ONLY,
    Remedy(
        about(kinds=("unsupported-authentication",)),
        ForbiddenError,
        "X does not offer {call} to OAuth 1.0a.",
        "It names the kinds that it takes. Full-archive search, counts and streams need an OAuth 2.0 app token; use "
        "another call.",
    ),
    Remedy(
        about(64, says=("your account is suspended", "user used for authentication is"), kinds=("user-suspended",)),
        ForbiddenError,
        "The account that signed in is suspended.",
        "Sign in at x.com as that account: there X says why, and how to appeal.",
    ),
    Remedy(
        about(*(326, 231), says=("temporarily locked", "unlock your account", "must verify login")),
        ForbiddenError,
        "X has locked the account for the time being.",
        "Sign in at x.com as that account and follow what it asks for there; then run the cell again.",
    ),
    Remedy(
        about(416, says=("suspended application",)),
        UnauthorizedError,
        "The app is suspended or invalid.",
        f"Look at the app in {CONSOLE} and at the developer account's e-mail; appeal at help.x.com/forms/platform.",
    ),
    Remedy(
        lambda problem: (
            about(453, says=("you currently have access to a subset",))(problem) and not problem.path.startswith("/2/")
        ),
        ForbiddenError,
        "This v1.1 call is not open to self-serve apps any more.",
        "{instead}",
    ),
    Remedy(
        about(453, says=("access tier", "different access level", "you currently have access to a subset")),
        ForbiddenError,
        "The app's package does not include {call}.",
        "Self-serve packages have had no likes, follows and quotes since April 2026 (X's changelog): do those on "
        f"x.com. For any other call see in {CONSOLE} → Apps which package the app is in.",
    ),
    Remedy(
        about(251, says=("has been retired",)),
        ForbiddenError,
        "X has retired this call.",
        "{instead}",
    ),
    Remedy(
        about(215, says=("bad authentication data",)),
        UnauthorizedError,
        "X found no signature in the request: probably a proxy on the way removed the Authorization header, or a hook "
        "or header of the session changed it.",
        "Try another network, or ask who runs the proxy; and leave the header Authorization to the session.",
    ),
    Remedy(
        about(135, says=("timestamp out of bounds",)),
        UnauthorizedError,
        "X says that this machine's clock is wrong.",
        "Let the machine set its clock by itself (NTP), then try again.",
    ),
    Remedy(
        about(89, says=("expired token",)),
        UnauthorizedError,
        "The access token is invalid: it was revoked, or made with keys that were regenerated since.",
        "Sign in again with login().",
    ),
    Remedy(
        about(99, says=("unable to verify your credentials",)),
        UnauthorizedError,
        "X does not know these app keys.",
        f"Compare the API Key and Secret with {CONSOLE} → Keys and tokens.",
    ),
    Remedy(
        lambda problem: problem.status == 401 and not problem.is_of_x and not problem.path.startswith("/oauth/"),
        UnauthorizedError,
        "{who} does not let this request in (status 401). X says so of a revoked token, of wrong keys and of a "
        "suspended app.",
        f"Sign in again with login(); if that fails, compare the API Key and Secret with {CONSOLE} → Keys and tokens, "
        "and try another network.",
    ),
    Remedy(
        status(401),
        UnauthorizedError,
        "X does not accept this signature. It says the same for a revoked token, wrong keys and a suspended app.",
        f"Sign in again with login(); if that fails, compare the API Key and Secret with {CONSOLE} → Keys and tokens.",
    ),
    Remedy(
        about(87, says=("client is not permitted",)),
        ForbiddenError,
        "The app may not make this call.",
        f"See what the app's package offers in {CONSOLE} → Apps.",
    ),
    Remedy(
        about(says=("not permitted to access this feature",)),
        ForbiddenError,
        "X does not let this account use something that {call} asks for. It says so of the account, and not of "
        "the app.",
        "Do the same on x.com as this account, where X tells what is limited. What only Premium has (long texts and "
        "videos, among others) needs Premium for this account.",
    ),
    Remedy(
        about(kinds=("streaming-connection", "operational-disconnect"), says=("connectionexception",)),
        ApiError,
        "X does not open another stream, or has ended this one.",
        "Close the streams that are open, wait a moment, then open one.",
    ),
)
