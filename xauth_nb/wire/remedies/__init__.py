"""What X's refusals mean and what to do about them: one table, read from top to bottom.

A refusal is known by what X says, its sentence before its number, because most refusals of API v2 carry no number. One
that is not known is called so: X's own sentence stands behind every message, and nothing is guessed.
Facts: X's docs, "Response codes and errors", "Rate limits", "Pricing" and the changelog of 2026; bodies as seen on the
wire.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xauth_nb.errors import ApiError, ForbiddenError, NotFoundError
from xauth_nb.wire.remedies.asking import BILL, READ_ONLY, WHO, is_write_of_a_reader
from xauth_nb.wire.remedies.network import BETWEEN, FAULTS, again
from xauth_nb.wire.remedies.replaced import instead_of
from xauth_nb.wire.remedies.row import Remedy, about, status
from xauth_nb.wire.remedies.writing import WRITING

if TYPE_CHECKING:
    from xauth_nb.wire.problems import Problem

__all__ = ["READ_ONLY", "Remedy", "again", "instead_of", "remedy_for"]

_says_no_call = about(34, says=("that page does not exist",))
_LOOK_AT_NAMES = "Check the id or name, and the path if you wrote it; it may be deleted, protected or suspended."
_ASKED_FOR = (
    Remedy(
        about(63, says=("user has been suspended",)),
        ForbiddenError,
        "The other account is suspended, so X shows nothing of it.",
        "Nothing can be done from here. Where many accounts are read, go on with the next one.",
    ),
    Remedy(
        about(179, says=("not authorized to see", "not authorized to view")),
        ForbiddenError,
        "X does not show this to the account that signed in: the other one is protected and not followed by it, or has "
        "blocked it.",
        "On x.com you may ask to follow a protected account; without that nothing can be done from here.",
    ),
    Remedy(
        about(*(421, 422), says=("no longer available",)),
        NotFoundError,
        "The tweet is not available any more.",
        "It was deleted, or X has taken it down. Nothing can be done from here.",
    ),
    Remedy(
        about(*(17, 50, 144, 108), says=("not found error",), kinds=("resource-not-found",)),
        NotFoundError,
        "X does not find what {call} names.",
        _LOOK_AT_NAMES,
    ),
    Remedy(
        lambda problem: _says_no_call(problem) or (problem.status == 404 and not problem.names_something),
        NotFoundError,
        "{host} does not find any call {call} (status {status}).",
        "Check the path, if you wrote it, and the address of X, if it was set by hand (endpoints= or "
        "XAUTH_NB_ENDPOINT): https://api.x.com. A proxy that answers for X may say the same.",
    ),
    Remedy(
        status(404),
        NotFoundError,
        "{who} does not find what {call} names.",
        _LOOK_AT_NAMES,
    ),
    Remedy(
        about(kinds=("not-authorized-for-resource", "not-authorized-for-field")),
        ForbiddenError,
        "X does not let this account have what {call} names.",
        "Ask for something else, or look at x.com as this account whether it is shown there.",
    ),
    Remedy(
        lambda problem: problem.status == 400 and problem.has_reason,
        ApiError,
        "X does not understand the request.",
        "Correct what X names, then try again.",
    ),
    Remedy(
        status(400),
        ApiError,
        "{who} does not understand the request (status 400), and does not say why.",
        "Compare the call with docs.x.com, and try it in another network: a proxy may have changed it on the way.",
    ),
    Remedy(
        status(410),
        NotFoundError,
        "{who} says that {call} is gone for good (status 410).",
        "See docs.x.com for what has taken its place.",
    ),
    Remedy(
        status(451),
        ForbiddenError,
        "{who} does not give what {call} asks for, for legal reasons (status 451).",
        "Nothing can be done from here; it may be withheld in some countries only.",
    ),
    Remedy(
        status(422),
        ApiError,
        "{who} can read the request, but not do what it says (status 422).",
        "Correct the value that is named. Sending the same again does not help.",
    ),
)
_LAST = (
    Remedy(
        is_write_of_a_reader,
        ForbiddenError,
        "X refuses {call}. The answer's header x-access-level says that the token may only read, which may be the "
        "reason.",
        READ_ONLY.remedy,
    ),
    Remedy(
        lambda problem: problem.status == 403 and not problem.has_reason,
        ForbiddenError,
        "{who} refuses {call} and gives no reason.",
        "Try the same on x.com as this account. If it works there, ask X, with the time and the call: "
        "devcommunity.x.com.",
    ),
    Remedy(
        status(403),
        ForbiddenError,
        "{who} refuses {call}, for a reason that xauth_nb does not know.",
        "Go by the sentence that came; X's documentation and devcommunity.x.com may explain it.",
    ),
)
_OTHERWISE = Remedy(
    status(),
    ApiError,
    "{who} refuses {call} (status {status}), for a reason that xauth_nb does not know.",
    "Go by what the answer says, if it says something; X's documentation and devcommunity.x.com may explain it.",
)
_TABLE = (*BETWEEN, *BILL, *WRITING, *WHO, *_ASKED_FOR, *FAULTS, *_LAST)


def remedy_for(problem: Problem) -> Remedy:
    """Find the row that speaks for a problem.

    Parameters
    ----------
    problem : Problem

    Returns
    -------
    Remedy
        One that says so where the refusal is not known.
    """
    return next((row for row in _TABLE if row.fits(problem)), _OTHERWISE)
