"""Read an answer member by member, where the decoder refused it as a whole. One odd member costs that member only.

It knows no record by name: what a member may be is read from the records' own types.
"""

from __future__ import annotations

import functools
import json
import math
import re
import types
from datetime import datetime, timezone
from typing import Any, NamedTuple, TypeVar, Union, get_args, get_origin

import msgspec

from xauth_nb.tweets.records import Problem

__all__ = ["ODD", "decode_carefully", "hides_a_page", "once", "read_leniently"]

A = TypeVar("A")

ODD = "xauth_nb:odd-member"
"""The ``type`` of a problem that was found here, and not told by X."""

_LOST: Any = object()
_LONG = 1000
"""Digits; Python reads numbers of 4,300 at the most, and the decoder of fewer."""
_NUMBER = re.compile(r"\[\d+\]")


class _Member(NamedTuple):
    """A member of a record: its names here and on the wire, what it may be, and whether it has to be there."""

    name: str
    key: str
    kind: Any
    is_required: bool


def decode_carefully(body: bytes, kind: type[A]) -> tuple[A | None, tuple[Problem, ...]]:
    """Read what can be read.

    Parameters
    ----------
    body : bytes
        JSON.
    kind : type
        A record, such as ``Answer[…]``.

    Returns
    -------
    tuple
        The record, or ``None`` if the JSON is no object; and what was left out, each path and kind once.

    Raises
    ------
    ValueError, RecursionError
        If it is not JSON.
    """
    odd = _Odd()
    try:
        whole = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        whole = read_leniently(body)
    clean = _checked(whole, kind, "", odd)
    if clean is _LOST:
        return None, ()
    return msgspec.json.decode(msgspec.json.encode(clean), type=kind), odd.problems()


def read_leniently(body: bytes) -> Any:
    """Read JSON that the decoder refuses as a whole, for what one value of it is.

    Bytes that are not UTF-8 and halves of surrogate pairs become U+FFFD: X passes on what people typed. What is written
    as a number and is none (``NaN``), or none that a machine holds, becomes a float that is not finite.

    Parameters
    ----------
    body : bytes

    Raises
    ------
    ValueError, RecursionError
        If it is no JSON at all.
    """
    whole = json.loads(body.decode("utf-8-sig", "replace"), parse_int=_whole_number)
    text = json.dumps(whole, ensure_ascii=False)
    return json.loads(text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"))


def _whole_number(digits: str) -> int | float:
    return int(digits) if len(digits) < _LONG else math.inf


def once(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Name each kind of odd member once, also if it came on many pages. What X told stays as it is."""
    found: dict[object, Problem] = {}
    for problem in problems:
        found.setdefault((problem.parameter, str(problem.value)) if problem.type == ODD else id(problem), problem)
    return tuple(found.values())


def hides_a_page(problems: tuple[Problem, ...]) -> bool:
    """Say whether it could not be read if, and where, another page follows."""
    return any(one.type == ODD and one.parameter in ("meta", "meta.next_token") for one in problems)


class _Odd:
    """What was left out. A path with its numbers taken out tells one kind from the next."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], tuple[str, str]] = {}

    def note(self, path: str, what: str, outcome: str) -> Any:
        shape = _NUMBER.sub("[]", path)
        self._found.setdefault((shape, what), (path, outcome))
        return _LOST

    def problems(self) -> tuple[Problem, ...]:
        return tuple(
            Problem(
                title="Unreadable member",
                type=ODD,
                detail=f"{path}: {what}. {outcome}, as wherever else it came so.",
                parameter=shape,
                value=what,
            )
            for (shape, what), (path, outcome) in self._found.items()
        )


def _checked(value: Any, kind: Any, path: str, odd: _Odd, *, of_many: bool = False) -> Any:
    kind, is_optional = _without_none(kind)
    if value is None and is_optional:
        return None
    outcome = "It is left out" if of_many else "The member is left empty"
    if isinstance(value, float) and not math.isfinite(value):
        return odd.note(path, "Got what is no number, or none that can be held", outcome)
    if (origin := get_origin(kind) or kind) is tuple:
        if not isinstance(value, list):
            return odd.note(path, f"Expected `array`, got `{_name(value)}`", outcome)
        return _elements(value, get_args(kind)[0], path, odd, outcome)
    if isinstance(origin, type) and issubclass(origin, msgspec.Struct):
        if not isinstance(value, dict):
            return odd.note(path, f"Expected `object`, got `{_name(value)}`", outcome)
        return _record(value, kind, path, odd)
    if (fault := _fault(value, kind)) is not None:
        return odd.note(path, fault, outcome)
    return value


def _record(value: dict[str, Any], kind: Any, path: str, odd: _Odd) -> Any:
    clean = {}
    for name, key, its_kind, is_required in _members(kind):
        inner = f"{path}.{name}" if path else name
        if key in value:
            found = _checked(value[key], its_kind, inner, odd)
        elif is_required:
            found = odd.note(inner, "Expected, and missing", "The member is left empty")
        else:
            continue
        if found is not _LOST:
            clean[key] = found
        elif is_required and not _without_none(its_kind)[1]:
            return _LOST  # without it this is no record
        elif is_required:
            clean[key] = None
    return clean


def _elements(values: list[Any], kind: Any, path: str, odd: _Odd, outcome: str) -> Any:
    inner, _ = _without_none(kind)
    if inner in (int, float):  # of two coordinates or of a range, one alone would say something else
        faults = [fault for value in values if (fault := _fault(value, kind)) is not None]
        return odd.note(path, faults[0], outcome) if faults else values
    found = (_checked(value, kind, f"{path}[{at}]", odd, of_many=True) for at, value in enumerate(values))
    return [value for value in found if value is not _LOST]


def _fault(value: Any, kind: Any) -> str | None:
    """Ask the decoder itself, so that both are of one mind."""
    try:
        found = _decoder(kind).decode(msgspec.json.encode(value))
        if isinstance(found, datetime):
            found.astimezone(timezone.utc)
    except OverflowError:
        return "Expected a time of the calendar"
    except (ValueError, TypeError) as error:  # TypeError: what no JSON is for, such as the join of a page
        return str(error).partition(" - at ")[0] if isinstance(error, ValueError) else "Not a member of X's"
    return None


@functools.cache
def _decoder(kind: Any) -> Any:
    return msgspec.json.Decoder(kind)


@functools.cache
def _members(kind: Any) -> tuple[_Member, ...]:
    fields = msgspec.structs.fields(kind)
    return tuple(_Member(each.name, each.encode_name, each.type, each.required) for each in fields)


def _without_none(kind: Any) -> tuple[Any, bool]:
    if get_origin(kind) in (Union, types.UnionType):
        inner = [one for one in get_args(kind) if one is not types.NoneType]
        return (inner[0] if len(inner) == 1 else kind), len(inner) < len(get_args(kind))
    return kind, False


def _name(value: Any) -> str:
    names = {dict: "object", list: "array", str: "str", bool: "bool", int: "int", float: "float"}
    return names.get(type(value), "null")
