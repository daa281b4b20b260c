"""What is asked for with each tweet: every field, because fields cost nothing, and few expansions, because they may.

X bills each resource that an answer brings: $0.005 a tweet, $0.010 a user, $0.001 what is one's own; photos, polls and
places have no price (X's docs, "Pricing", 2026). Whether that holds for what an expansion brings along is not written
anywhere, so the cautious reading counts: a tweet's author comes along, and once a day is billed once; the tweets that
it retweets, quotes or answers, each with an author of its own, come only when they are asked for.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from xauth_nb.errors import UsageError
from xauth_nb.tweets import EXPANSIONS, READ_PARAMETERS, USER_PARAMETERS
from xauth_nb.tweets.fields import ALL_FIELDS

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Fields", "tweet_fields", "tweet_parameters", "user_fields", "user_parameters"]

Fields = str | Iterable[str]
"""One name, or several."""

_PLAIN = {
    **READ_PARAMETERS,
    "expansions": ",".join(name for name in EXPANSIONS.split(",") if not name.startswith("referenced_tweets")),
}
_WORDS = {
    "private_metrics": (
        "non_public_metrics",
        "organic_metrics",
        "media.non_public_metrics",
        "media.organic_metrics",
    )
}
"""What only the author of a tweet may see, in one word."""


def tweet_fields(fields: Fields) -> tuple[str, ...]:
    """Check what somebody asks for with tweets.

    Parameters
    ----------
    fields : str or iterable of str
        Fields of tweets as X names them; with ``user.``, ``media.``, ``poll.`` or ``place.`` before it a field of
        those; or ``private_metrics``.

    Raises
    ------
    UsageError
        If X has no such field: it would leave it out without a word.
    """
    found = [one for name in _each(fields) for one in _WORDS.get(name, (name.removeprefix("tweet."),))]
    for name in found:
        kind, _, field = name.rpartition(".")
        if field not in ALL_FIELDS.get(kind or "tweet", ()):
            raise _unknown(name, "tweet")
    return tuple(dict.fromkeys(found))


def user_fields(fields: Fields) -> tuple[str, ...]:
    """Check what somebody asks for with accounts: fields of users as X names them."""
    found = [name.removeprefix("user.") for name in _each(fields)]
    for name in found:
        if name not in ALL_FIELDS["user"]:
            raise _unknown(name, "user")
    return tuple(dict.fromkeys(found))


def tweet_parameters(*, referenced: bool, fields: Fields = ()) -> Mapping[str, str]:
    """Choose fields and expansions.

    Parameters
    ----------
    referenced : bool
        Whether the tweets that these retweet, quote or answer come along.
    fields : str or iterable of str, optional
        What is asked for besides; as :func:`tweet_fields` takes it.
    """
    parameters = dict(READ_PARAMETERS if referenced else _PLAIN)
    for name in tweet_fields(fields):
        kind, _, field = name.rpartition(".")
        _add(parameters, f"{kind or 'tweet'}.fields", field)
    return parameters


def user_parameters(fields: Fields = ()) -> Mapping[str, str]:
    """Choose the fields of accounts; ``fields`` as :func:`user_fields` takes it."""
    parameters = dict(USER_PARAMETERS)
    for name in user_fields(fields):
        _add(parameters, "user.fields", name)
    return parameters


def _add(parameters: dict[str, str], kind: str, field: str) -> None:
    names = parameters[kind].split(",")
    if field not in names:
        parameters[kind] = ",".join([*names, field])


def _each(fields: Fields) -> list[str]:
    given = [fields] if isinstance(fields, str) else list(fields)
    names = [part.strip() for one in given if isinstance(one, str) for part in one.split(",")]
    if any(not isinstance(one, str) for one in given):
        raise UsageError(f"fields={fields!r} are no names.", remedy='Pass names: fields=("context_annotations",).')
    return [name for name in names if name]


def _unknown(name: str, kind: str) -> UsageError:
    known = ", ".join((*ALL_FIELDS[kind], *(_WORDS if kind == "tweet" else ())))
    more = ", or one of user, media, poll or place with its kind before it: user.location" if kind == "tweet" else ""
    return UsageError(f"X has no field {name!r} of a {kind}.", remedy=f"Choose from {known}{more}.")
