"""Why no sign-in could be used: said in one place, so that a card, an unattended run and the command line agree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xauth_nb.errors import LoginRequired
from xauth_nb.oauth.names import plain_name
from xauth_nb.wire.faults import CLOCK_TOLERANCE, clock_offset
from xauth_nb.wire.problems import read_problem

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from xauth_nb.endpoints import Endpoints
    from xauth_nb.errors import StoreError, UnauthorizedError
    from xauth_nb.oauth.store import Profile

__all__ = [
    "NOBODY_HERE",
    "NOBODY_YET",
    "Reason",
    "explain_given_token",
    "no_such_profile",
    "not_accepted",
    "nothing_of_this_app",
    "of_store",
    "was_damaged",
]

_FOUR = "X_API_KEY, X_API_SECRET, X_ACCESS_TOKEN and X_ACCESS_TOKEN_SECRET in the environment of this run"
_WHERE_A_PERSON_IS = (
    "where a person is (login() in JupyterLab, or the command xauth-nb login) as the same user: the sign-in that is "
    "kept there is found here."
)
_TWO_WAYS = f"Either set {_FOUR}, or sign in once {_WHERE_A_PERSON_IS}"
_BY_ENVIRONMENT = f"Or set {_FOUR}: then nothing is read from the store."
_APP_TROUBLE = (99, 416)
_MOST_NAMES = 8


@dataclass(frozen=True)
class Reason:
    """Why there is no session.

    Attributes
    ----------
    message : str
    remedy : str
        What would let the sign-in that is kept be used after all; empty where nothing would.
    ways : str
        What helps where nobody is there; empty where the remedy is all that helps.
    """

    message: str
    remedy: str = ""
    ways: str = _TWO_WAYS

    def __str__(self) -> str:
        return f"{self.message}\n→ {self.remedy}" if self.remedy else self.message

    def unattended(self, why: str, then: str = "") -> LoginRequired:
        """Make the error for a place in which nobody can be asked.

        Parameters
        ----------
        why : str
            What is known of the place, such as that it is a program without a terminal.
        then : str
            What a person could do who is there after all.
        """
        if self == NOBODY_YET:
            return LoginRequired(f"{self.message[:-1]}, and {why}", remedy=" ".join(filter(None, (then, self.ways))))
        return LoginRequired(
            f"{self.message} A new sign-in needs a person, and {why}",
            remedy=" ".join(filter(None, (self.remedy, then, self.ways))),
        )

    def at_a_prompt(self, profile: str | None = None) -> LoginRequired:
        """Make the error for a command that asks nobody, and beside which somebody sits who can sign in.

        Parameters
        ----------
        profile : str, optional
            The account that was asked for.
        """
        named = f" --profile @{plain_name(profile)}" if profile else ""
        again = f"Run: xauth-nb login{named}" if "xauth-nb login" in self.ways else ""
        return LoginRequired(self.message, remedy=" ".join(filter(None, (self.remedy, again))))


NOBODY_YET = Reason("Nobody has signed in yet.")
NOBODY_HERE = Reason("Nobody is signed in here.")


def of_store(error: StoreError) -> Reason:
    """Say that the store cannot be used."""
    return Reason(error.message, error.remedy, _BY_ENVIRONMENT)


def was_damaged(path: Path, aside: Sequence[str]) -> Reason:
    """Say that the store was set aside, in this run or an earlier one, and that nobody has signed in since."""
    return Reason(
        f"The token store {path} was damaged. What was in it is kept beside it as {aside[-1]}, and no sign-in has been "
        "kept since.",
    )


def no_such_profile(profile: str, here: Sequence[Profile], kept: Sequence[Profile], endpoints: Endpoints) -> Reason:
    """Say why a sign-in that was asked for by its name was not found.

    Parameters
    ----------
    profile : str
    here, kept : sequence of Profile
        All that are kept for this server, and for any.
    endpoints : Endpoints
        The server.
    """
    name = plain_name(profile)
    ways = f"Either leave the profile out and set {_FOUR}, or sign in once as @{name} {_WHERE_A_PERSON_IS}"
    if any(plain_name(one.name) == name for one in here):
        return Reason(
            f"The sign-in of @{name} that is kept here belongs to another app than the API key that is given.",
            "To use it leave client= out, and unset X_API_KEY and X_API_SECRET (CONSUMER_KEY and CONSUMER_SECRET).",
            ways,
        )
    elsewhere = next((one.endpoint for one in kept if plain_name(one.name) == name), None)
    if elsewhere and not here:
        return Reason(
            f"No sign-in of @{name} is kept here for {endpoints.host}; the one that is kept is for "
            f"{elsewhere.partition('://')[2]}.",
            "XAUTH_NB_ENDPOINT says which server is meant.",
            ways,
        )
    others = ""
    if here:
        names = _listed(here)
        others = f"; only {names} is" if " and " not in names else f"; those that are kept are {names}"
    return Reason(
        f"No sign-in of @{name} is kept here{others}.", "Check how the name is written." if here else "", ways
    )


def nothing_of_this_app(here: Sequence[Profile]) -> Reason:
    """Say that sign-ins are kept, and none of them for the API key that is given."""
    return Reason(
        f"Sign-ins are kept here ({_listed(here)}), but for another app than the API key that is given.",
        "To use one leave client= out, and unset X_API_KEY and X_API_SECRET (CONSUMER_KEY and CONSUMER_SECRET).",
    )


def not_accepted(error: UnauthorizedError, name: str) -> Reason:
    """Say that X refuses a token that is kept, and whether a new one would help."""
    offset = clock_offset(error.response) if error.response is not None else None
    if error.code in _APP_TROUBLE or (offset is not None and abs(offset) > CLOCK_TOLERANCE):
        return Reason(f"X does not accept the sign-in of {name} that is kept here. {error.message}", error.remedy, "")
    if error.response is not None and not read_problem(error.response).is_of_x:
        return Reason(f"The sign-in of {name} that is kept here was not let in. {error.message}", error.remedy, "")
    return Reason(f"The sign-in of {name} that is kept here does not work any more. {error.message}")


def explain_given_token(error: UnauthorizedError) -> None:
    """Say in a refusal that the token is the one of the environment, where a new sign-in changes nothing."""
    error.message = f"The access token in X_ACCESS_TOKEN was not accepted. {error.message}"
    if "The API key" in error.message or error.message.endswith("one and the same value."):
        error.remedy = (
            "Compare X_API_KEY and X_API_SECRET first with X's console → your app → Keys and tokens → Consumer Keys. "
            "If they are right, set X_ACCESS_TOKEN and X_ACCESS_TOKEN_SECRET anew, for the same app."
        )
    elif "login()" in error.remedy:
        error.remedy = (
            "Set X_ACCESS_TOKEN and X_ACCESS_TOKEN_SECRET anew, from X's console → your app → Keys and tokens, for the "
            "same app as X_API_KEY; or unset both and sign in by login()."
        )


def _listed(profiles: Sequence[Profile]) -> str:
    names = list(dict.fromkeys(one.name for one in profiles))
    shown = names if len(names) <= _MOST_NAMES else [*names[: _MOST_NAMES - 1], f"{len(names) - _MOST_NAMES + 1} more"]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
