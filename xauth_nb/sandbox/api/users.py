"""Look people up: ``/2/users/me``, by id, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xauth_nb.sandbox.api.call import Answer, Call
from xauth_nb.sandbox.api.view import View
from xauth_nb.sandbox.problems import Refused

if TYPE_CHECKING:
    from xauth_nb.sandbox.world import Person

__all__ = ["asked", "by_id", "by_ids", "by_name", "by_names", "me", "target"]

_NAME_LENGTH = 15
_MOST = 100


def me(call: Call) -> Answer:
    """Answer ``GET /2/users/me``."""
    view = View(call)
    return 200, view.envelope(view.user(call.viewer))


def by_id(call: Call) -> Answer:
    """Answer ``GET /2/users/:id``."""
    return _one(call, call.state.world.person(call.path_id()), "id", call.path["id"])


def by_name(call: Call) -> Answer:
    """Answer ``GET /2/users/by/username/:username``."""
    name = _checked(call, "username", call.path["username"])
    return _one(call, call.state.world.named(name), "username", name)


def by_ids(call: Call) -> Answer:
    """Answer ``GET /2/users?ids=``."""
    found = [(value, call.state.world.person(call.id_in(value, "ids"))) for value in asked(call, "ids")]
    return _many(call, found, "ids")


def by_names(call: Call) -> Answer:
    """Answer ``GET /2/users/by?usernames=``."""
    names = [_checked(call, "usernames", value) for value in asked(call, "usernames")]
    return _many(call, [(value, call.state.world.named(value)) for value in names], "usernames")


def target(call: Call) -> Person:
    """Find the person of the path, whose list is asked for.

    Raises
    ------
    Refused
        E36, which is a 200 without data.
    """
    person = call.state.world.person(call.path_id())
    if person is None:
        raise _nobody(call, "user", "id", call.path["id"])
    if call.state.is_suspended(person):
        raise Refused(200, {"errors": [_suspended(call, "id", call.path["id"])]})
    return person


def _nobody(call: Call, kind: str, parameter: str, value: str) -> Refused:
    return Refused(200, {"errors": [call.missing(kind, parameter, value)]})


def asked(call: Call, name: str) -> list[str]:
    """Read a list of one to a hundred values, each once.

    Raises
    ------
    Refused
        E34.
    """
    values = call.listed(name)
    if not values:
        raise call.invalid(f"The `{name}` query parameter can not be empty", name, call.args.get(name, ""))
    if len(values) > _MOST:
        raise call.invalid(
            f"The number of values in the `{name}` query parameter list [{len(values)}] is not between 1 and {_MOST}",
            name,
            call.args[name],
        )
    return list(dict.fromkeys(values))


def _checked(call: Call, parameter: str, name: str) -> str:
    if 1 <= len(name) <= _NAME_LENGTH and name.isascii() and name.replace("_", "a").isalnum():
        return name
    raise call.invalid(
        f"The `{parameter}` query parameter value [{name}] does not match ^[A-Za-z0-9_]{{1,15}}$", parameter, name
    )


def _suspended(call: Call, parameter: str, value: str) -> dict[str, Any]:
    entry = call.missing("user", parameter, value)
    return entry | {"title": "Forbidden", "detail": f"User has been suspended: [{value}]."}


def _one(call: Call, person: Person | None, parameter: str, value: str) -> Answer:
    if person is None:
        return 200, {"errors": [call.missing("user", parameter, value)]}
    if call.state.is_suspended(person):
        return 200, {"errors": [_suspended(call, parameter, value)]}
    view = View(call)
    return 200, view.envelope(view.user(person))


def _many(call: Call, found: list[tuple[str, Person | None]], parameter: str) -> Answer:
    view, shown = View(call), []
    for value, person in found:
        if person is None:
            view.errors.append(call.missing("user", parameter, value))
        elif call.state.is_suspended(person):
            view.errors.append(_suspended(call, parameter, value))
        else:
            shown.append(view.user(person))
    return 200, view.envelope(shown)
