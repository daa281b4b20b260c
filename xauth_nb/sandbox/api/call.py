"""One call of the API: its arguments, read and checked as X does. Wrong ones raise :class:`problems.Refused` (E34)."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from xauth_nb.sandbox import problems
from xauth_nb.sandbox.world.records import snowflake

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from flask import Request

    from xauth_nb.sandbox.state import State
    from xauth_nb.sandbox.tokens import AccessToken
    from xauth_nb.sandbox.world import Person, Tweet

__all__ = ["FIELDS", "LIST_FIELDS", "USER_FIELDS", "Answer", "Call", "Operation"]

Answer = tuple[int, dict[str, Any]]

USER_FIELDS = frozenset({"user.fields", "tweet.fields", "post.fields", "expansions"})
LIST_FIELDS = frozenset({"list.fields", "user.fields", "expansions"})
FIELDS = USER_FIELDS | {"media.fields", "poll.fields", "place.fields"}
NEW_EXPANSIONS = frozenset({"referenced_posts", "edit_history_post_ids", "pinned_post_id", "most_recent_post_id"})
_BODY_CAP = 1 << 20
_NINETEEN = 19
_RFC3339 = re.compile(
    r"(?P<time>[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.[0-9]{1,9})?"
    r"(?P<offset>[Zz]|[+-][0-9]{2}:[0-9]{2})"
)
_ID = re.compile(r"[0-9]{1,19}")


@dataclass(frozen=True)
class Operation:
    """One operation of the API.

    Parameters
    ----------
    method, path : str
        With ``:id`` where the path varies.
    handle : callable
    params : frozenset of str
        The query parameters that it knows.
    writes : bool
        Needs a token that may write (E12).
    free : bool
        Answers without credit too (E17), as ``/2/users/me`` does.
    """

    method: str
    path: str
    handle: Callable[[Call], Answer]
    params: frozenset[str] = frozenset()
    writes: bool = False
    free: bool = False

    @property
    def name(self) -> str:
        """Method and path, as rate limits name it."""
        return f"{self.method} {self.path}"


@dataclass
class Call:
    """A call whose caller is known."""

    state: State
    operation: Operation
    token: AccessToken
    viewer: Person
    path: Mapping[str, str]
    request: Request
    args: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.args = {name: value for name, value in self.request.args.items() if not name.startswith("oauth_")}
        if not self.operation.path.startswith("/2/"):
            return
        for name, value in self.args.items():
            if name not in self.operation.params:
                known = ",".join(sorted(self.operation.params))
                raise self.invalid(f"The query parameter [{name}] is not one of [{known}]", name, value)

    @property
    def host(self) -> str:
        """The host that problem types name."""
        return self.state.settings.host

    @property
    def origin(self) -> str:
        """Where pictures are: this server, by the name that the caller has for it."""
        return self.request.host_url.rstrip("/")

    @property
    def speaks_post(self) -> bool:
        """Whether the answer uses the words of API 2.167: those that the request is written in.

        X gives the old words to ``tweet.fields`` and the new ones to ``post.fields`` (measured in August 2026). A
        request with neither is answered in the words of the setting.
        """
        if "tweet.fields" in self.args:
            return False
        asks_in_new = "post.fields" in self.args or bool(NEW_EXPANSIONS & set(self.listed("expansions")))
        return asks_in_new or self.state.settings.dialect == "post"

    def invalid(self, message: str, name: str, *values: str) -> problems.Refused:
        """Make the refusal for one parameter."""
        return problems.invalid(self.host, (message, {name: list(values)}))

    def problem(self, status: int, kind: str, title: str, detail: str, **more: Any) -> problems.Refused:
        """Make a problem with this sandbox's host."""
        return problems.problem(status, kind, title, detail, self.host, **more)

    def forbidden(self, detail: str) -> problems.Refused:
        """Make a plain 403."""
        return self.problem(403, "", "Forbidden", detail)

    def missing(self, kind: str, parameter: str, value: str) -> dict[str, Any]:
        """Make the ``errors`` entry for something that is not there (E36)."""
        return problems.not_found(kind, parameter, value, self.host)

    # Reading arguments

    def listed(self, name: str) -> list[str]:
        """Read a comma-separated argument."""
        return [part.strip() for part in self.args.get(name, "").split(",") if part.strip()]

    def number(self, name: str, low: int, high: int, usual: int) -> int:
        """Read a number between two bounds."""
        value = self.args.get(name)
        if value is None:
            return usual
        if value.isascii() and value.isdigit() and len(value) < _NINETEEN and low <= int(value) <= high:
            return int(value)
        raise self.invalid(f"The `{name}` query parameter value [{value}] is not between {low} and {high}", name, value)

    def choices(self, name: str, *allowed: str) -> list[str]:
        """Read a list of known words."""
        chosen = self.listed(name)
        for value in chosen:
            if value not in allowed:
                raise self.invalid(
                    f"The `{name}` query parameter value [{value}] is not one of [{','.join(allowed)}]", name, value
                )
        return chosen

    def id_in(self, value: str, name: str) -> int:
        """Read an id: up to 19 digits, and one that fits."""
        if value.isascii() and value.isdigit() and 1 <= len(value) <= _NINETEEN and int(value) < 1 << 63:
            return int(value)
        raise self.invalid(f"The `{name}` query parameter value [{value}] is not valid", name, value)

    def path_id(self, name: str = "id") -> int:
        """Read an id of the path."""
        return self.id_in(self.path[name], name)

    def id_arg(self, name: str) -> int | None:
        """Read an id of the query."""
        return self.id_in(self.args[name], name) if name in self.args else None

    def time_arg(self, name: str) -> int | None:
        """Read a time of the query, as the lowest id of its moment."""
        value = self.args.get(name)
        if value is None:
            return None
        try:
            found = _RFC3339.fullmatch(value)  # twarc writes +00:00, others Z
            offset = "+0000" if found is None or found["offset"] in "Zz" else found["offset"].replace(":", "")
            read = datetime.strptime(f"{found['time'] if found else ''}{offset}", "%Y-%m-%dT%H:%M:%S%z")
            return snowflake(round(read.timestamp() * 1000), 0)
        except ValueError:
            raise self.invalid(
                f"The `{name}` query parameter value [{value}] is not a valid RFC3339 timestamp", name, value
            ) from None

    # Reading bodies

    def json_body(self, allowed: frozenset[str] | set[str], cap: int = _BODY_CAP) -> dict[str, Any]:
        """Read a JSON object whose members are all known (E35)."""
        content = self.request.get_data(cache=True, parse_form_data=False)
        if len(content) > cap:
            raise self.problem(413, "", "Payload Too Large", "Payload Too Large")
        if self.request.mimetype != "application/json":
            raise self.invalid("Request content-type must be application/json", "content-type", self.request.mimetype)
        try:
            body = json.loads(content)
        except (ValueError, RecursionError):
            raise self.invalid("The request body is not valid JSON", "body", "") from None
        if not isinstance(body, dict):
            raise self.invalid("$: must be an object", "$", _shown(body))
        self.only(body, allowed, "$")
        return body

    def only(self, part: dict[str, Any], allowed: frozenset[str] | set[str], where: str) -> None:
        """Refuse unknown members of an object (E35)."""
        for name in part:
            if name not in allowed:
                raise self.invalid(
                    f"{where}.{name}: is not defined in the schema and the schema does not allow additional properties",
                    f"{where}.{name}",
                    _shown(part[name]),
                )

    def wrong(self, where: str, message: str, value: object) -> problems.Refused:
        """Make the refusal for one part of the body (E35)."""
        return self.invalid(f"{where}: {message}", where, _shown(value))

    def body_id(self, body: dict[str, Any], name: str) -> int:
        """Read an id of the body (E35)."""
        value = body.get(name)
        if value is None:
            raise self.wrong(f"$.{name}", "is missing but it is required", body)
        return self.id_of(value, f"$.{name}")

    def id_of(self, value: object, where: str) -> int:
        """Read an id from a part of the body (E35); numbers are refused, because JSON numbers lose digits."""
        if not isinstance(value, str) or not _ID.fullmatch(value):
            raise self.wrong(where, "does not match ^[0-9]{1,19}$", value)
        return int(value)

    # What arguments name

    def person_in(self, body: dict[str, Any], name: str) -> Person:
        """Find the person that the body names (E35)."""
        person = self.state.world.person(self.body_id(body, name))
        if person is None:
            raise self.wrong(f"$.{name}", "names a User that does not exist", body[name])
        return person

    def path_tweet(self, name: str) -> Tweet:
        """Find the tweet that the path names; one that is not there is a 200 without data (E36)."""
        found = self.state.world.tweet(self.path_id(name))
        if found is None:
            raise problems.Refused(200, {"errors": [self.missing("tweet", name, self.path[name])]})
        return found

    # Who may

    def require_self(self, name: str = "id") -> None:
        """Refuse to act in the name of somebody else."""
        if self.path_id(name) != self.viewer.id:
            raise self.invalid(
                f"The `{name}` query parameter value [{self.path[name]}] must be the same as the authenticating user "
                f"[{self.viewer.id}]",
                name,
                self.path[name],
            )

    def check_tier(self) -> None:
        """Refuse what X took out of the self-serve tiers in April 2026."""
        if self.state.settings.is_self_serve:
            raise self.forbidden("This endpoint is not available in your current access tier.")


def _shown(value: object) -> str:
    """Write a value as JSON, shortly; lone surrogates would not survive as UTF-8."""
    return json.dumps(value, ensure_ascii=True, default=str)[:200]
