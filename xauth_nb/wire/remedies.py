"""What X's refusals mean and what to do about them: one table, read from top to bottom.

Facts: X's docs, "Response codes and errors", "Rate limits", "Pricing" and the changelog of 2026; bodies as seen on the
wire. The words in braces are filled in from the answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xauth_nb.errors import (
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

if TYPE_CHECKING:
    from collections.abc import Callable

    from xauth_nb.wire.problems import Problem

__all__ = ["Remedy", "remedy_for"]

_OTHERS_STATUSES = {*range(500), 511} - {407, 429}
_CONSOLE = "X's console (console.x.com)"


@dataclass(frozen=True)
class Remedy:
    """One row of the table.

    Attributes
    ----------
    fits : Callable
        Which problems the row speaks for.
    error : type of ApiError
    message, remedy : str
        May name ``{status}``, ``{detail}``, ``{page}``, ``{pause}``, ``{window}``, ``{reset}`` and ``{reset_date}``.
    """

    fits: Callable[[Problem], bool]
    error: type[ApiError]
    message: str
    remedy: str


def _kind(name: str) -> Callable[[Problem], bool]:
    return lambda problem: problem.kind == name


def _code(*codes: int) -> Callable[[Problem], bool]:
    return lambda problem: problem.code in codes


def _status(status: int) -> Callable[[Problem], bool]:
    return lambda problem: problem.status == status


def _says(status: int, words: str) -> Callable[[Problem], bool]:
    return lambda problem: problem.status == status and words in problem.detail.lower()


def _reason(name: str) -> Callable[[Problem], bool]:
    return lambda problem: problem.fields.get("reason") == name


_TABLE = (
    # Somebody else.
    Remedy(
        lambda problem: problem.is_page and problem.status in _OTHERS_STATUSES,
        ServerError,
        "Somebody between here and X answered with a web page{page} (status {status}): a proxy, a firewall or the "
        "sign-in page of the network. X's API never does.",
        "Open x.com in a browser on the same network and do what the page says, or ask whoever runs the network to let "
        "api.x.com through.",
    ),
    Remedy(
        lambda problem: problem.is_page and problem.status >= 500,
        ServerError,
        "A web page{page} came with status {status}: X's outermost server, or a proxy on the way to it, has a fault.",
        "Reading: try again in a moment. Posting: first look whether the tweet is there, x.timeline(limit=5).",
    ),
    Remedy(
        _status(407),
        ApiError,
        "The proxy on the way to X asks for a user name and a password, or does not accept those that it got.",
        "Write them into the proxy's address, http://name:password@host:port, with @ : / and % in them as %XX.",
    ),
    # The bill.
    Remedy(
        lambda problem: problem.title == "SpendCapReached",
        CreditsError,
        "The billing cycle's spend cap is reached, so X blocks this call.",
        f"Raise the spending limit in {_CONSOLE} → Billing, or wait until {{reset_date}}. Retrying does not help.",
    ),
    Remedy(
        lambda problem: problem.status == 402 or problem.kind == "credits",
        CreditsError,
        "The account that is billed has no credits left (signing in works at zero credit, posting and reading do not).",
        f"Buy credits in {_CONSOLE} → Billing. Retrying does not help.",
    ),
    Remedy(
        lambda problem: (
            problem.status == 429 and (problem.kind == "usage-capped" or problem.title == "UsageCapExceeded")
        ),
        UsageCapError,
        "A usage cap is exhausted: {detail}.",
        f"Waiting a quarter of an hour does not help; see the cap and its reset in {_CONSOLE} → Usage.",
    ),
    Remedy(
        _status(429),
        RateLimitedError,
        "The rate limit of this call is exhausted ({window}); it opens again {reset}.",
        "Wait until then and run the cell again; x.patience is how many seconds a call may wait by itself.",
    ),
    # Who is asking.
    Remedy(
        _reason("client-not-enrolled"),
        ForbiddenError,
        "The app is not in a package, so API v2 refuses it.",
        f"In {_CONSOLE} → Apps move the app to Pay-per-use and to Production.",
    ),
    Remedy(
        _reason("user-not-enrolled"),
        ForbiddenError,
        "This call is billed to the account that signed in, and that account is not enrolled.",
        "Sign in to console.x.com as that account, enroll it in Pay-per-use and buy credits.",
    ),
    Remedy(
        lambda problem: (
            problem.kind == "oauth1-permissions" or problem.code in (220, 261) or "read-only" in problem.detail.lower()
        ),
        ForbiddenError,
        "The token may only read, so X refuses to write with it.",
        f"In {_CONSOLE} → your app → User authentication settings choose Read and write first; then sign out and sign "
        "in again, because a token keeps the permission that it was made with.",
    ),
    Remedy(
        _kind("unsupported-authentication"),
        ForbiddenError,
        "X does not offer this call to OAuth 1.0a: {detail}",
        "Full-archive search, counts and streams need an OAuth 2.0 app token; use another call.",
    ),
    Remedy(
        lambda problem: problem.kind == "user-suspended" or problem.code in (64, 326),
        ForbiddenError,
        "The account that signed in is suspended or locked.",
        "Sign in at x.com as that account and follow what it says there.",
    ),
    Remedy(
        _code(416),
        UnauthorizedError,
        "The app is suspended or invalid.",
        f"Look at the app in {_CONSOLE} and at the developer account's e-mail; appeal at help.x.com/forms/platform.",
    ),
    Remedy(
        _code(453),
        ForbiddenError,
        "This v1.1 call is not open to self-serve apps any more.",
        "Use the v2 call: x.post_tweet(…) instead of x.update_status(…).",
    ),
    Remedy(
        _code(89),
        UnauthorizedError,
        "The access token is invalid: it was revoked, or made with keys that were regenerated since.",
        "Sign in again with login().",
    ),
    Remedy(
        _status(401),
        UnauthorizedError,
        "X does not accept this signature. It says the same for a revoked token, wrong keys and a suspended app.",
        f"Sign in again with login(); if that fails, compare the API Key and Secret with {_CONSOLE} → Keys and tokens.",
    ),
    # What was asked.
    Remedy(
        lambda problem: (
            problem.code == 187 or (problem.status == 403 and "duplicate content" in problem.detail.lower())
        ),
        DuplicateTweetError,
        "X refuses a text that this account posted a short while ago.",
        "If an earlier attempt timed out, it probably went through: look at x.timeline(limit=5). "
        "Otherwise change the text.",
    ),
    Remedy(
        _says(403, "reply to this conversation is not allowed"),
        ForbiddenError,
        "X lets self-serve apps reply only where the author has mentioned or otherwise engaged this account "
        "(since February 2026).",
        "Reply on x.com instead, or quote the tweet's address in a tweet of your own (a tweet with a URL costs $0.20).",
    ),
    Remedy(
        lambda problem: problem.code == 385 or "attempted to reply to a" in problem.detail.lower(),
        NotFoundError,
        "The tweet that is to be answered is deleted, or this account may not see it.",
        "Look at it with x.get_tweet(id), or post without reply_to=.",
    ),
    Remedy(
        _says(403, "access tier"),
        ForbiddenError,
        "The app's package does not include this call. Self-serve packages have had no likes, follows and quotes since "
        "April 2026.",
        "Do it on x.com.",
    ),
    Remedy(
        lambda problem: problem.status == 403 and "quoting this post is not allowed" in problem.detail.lower(),
        ForbiddenError,
        "X does not let self-serve apps quote this tweet (since April 2026).",
        "Put its address into the text instead (a tweet with a URL costs $0.20).",
    ),
    Remedy(
        lambda problem: problem.code == 186 or "text is too long" in problem.detail.lower(),
        ApiError,
        "The text is too long for this account: 280 weighted characters without Premium, where a URL counts 23 and "
        "an emoji or a CJK character counts 2.",
        "Shorten it, or split it into several tweets.",
    ),
    Remedy(
        _says(400, "media ids are invalid"),
        ApiError,
        "X does not know these media: ids expire, and belong to the account that uploaded them.",
        "Upload the files again with the same account.",
    ),
    Remedy(_code(185), ForbiddenError, "The account's daily limit of tweets is reached.", "Wait until tomorrow."),
    Remedy(
        _code(139, 327),
        ForbiddenError,
        "This account has done that already: the tweet is liked or reposted.",
        "Nothing is left to do.",
    ),
    Remedy(
        _code(433),
        ForbiddenError,
        "The author lets only some people reply to this tweet.",
        "Put the tweet's address into a tweet of your own instead (a tweet with a URL costs $0.20).",
    ),
    Remedy(
        _code(323, 324, 325),
        ApiError,
        "X cannot use these media: {detail}",
        "Upload them again with the same account: up to 4 photos, or 1 GIF, or 1 video.",
    ),
    Remedy(
        _code(386), ForbiddenError, "A tweet has room for one kind of attachment.", "Leave out media, poll or quote."
    ),
    Remedy(_code(407), ApiError, "X refuses a link in the text: {detail}", "Correct the link or leave it out."),
    Remedy(
        _code(87),
        ForbiddenError,
        "The app may not make this call: {detail}",
        f"See what the app's package offers in {_CONSOLE} → Apps.",
    ),
    Remedy(
        _code(99),
        UnauthorizedError,
        "X does not know these app keys.",
        f"Compare the API Key and Secret with {_CONSOLE} → Keys and tokens.",
    ),
    Remedy(
        _code(63, 179),
        ForbiddenError,
        "The other account is suspended, or protected and not followed by this one.",
        "Nothing can be done from here; on x.com you may ask to follow a protected account.",
    ),
    Remedy(
        _code(226),
        ForbiddenError,
        "X thinks that this request looks automated and protects its users from it.",
        "Wait a while, and vary the text.",
    ),
    Remedy(
        lambda problem: problem.code in (34, 144) or problem.kind == "resource-not-found" or problem.status == 404,
        NotFoundError,
        "X does not find it: {detail}",
        "Check the id or name; it may be deleted, protected or suspended.",
    ),
    Remedy(
        _status(400),
        ApiError,
        "X does not understand the request: {detail}",
        "Correct what it names, then try again.",
    ),
    Remedy(
        lambda problem: problem.status >= 500,
        ServerError,
        "X has a fault of its own (status {status}).",
        "{pause}Reading: try again in a moment. Posting: first look whether the tweet is there, x.timeline(limit=5).",
    ),
    Remedy(
        lambda problem: 300 <= problem.status < 400,
        ServerError,
        "X answered with a redirect (status {status}), and a signed call follows none, because its signature covers "
        "one address. Probably a proxy or a sign-in page of the network answered instead.",
        "Open x.com in a browser on the same network, then try again.",
    ),
    Remedy(
        _status(403), ForbiddenError, "X refuses this call: {detail}", f"Look at the app and its package in {_CONSOLE}."
    ),
)
_OTHERWISE = Remedy(
    _status(0), ApiError, "X refuses this call (status {status}): {detail}", "Look it up in X's documentation."
)


def remedy_for(problem: Problem) -> Remedy:
    """Find the row that speaks for a problem.

    Parameters
    ----------
    problem : Problem

    Returns
    -------
    Remedy
        A general one where no row fits.
    """
    return next((row for row in _TABLE if row.fits(problem)), _OTHERWISE)
