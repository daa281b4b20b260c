"""Turn a list of ids into pages with X's tokens. A token of another query is refused, and none is a secret."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xauth_nb.sandbox.api.call import Call

__all__ = ["TOKENS", "begun_at", "page", "since_until"]

TOKENS = frozenset({"max_results", "pagination_token"})
RANGE = frozenset({"since_id", "until_id", "start_time", "end_time"})
_MINUS, _PLUS = b"-", b"+"


def page(
    call: Call, ids: Sequence[int], size: int, *, back: bool = True, bounds: bool = True
) -> tuple[list[int], dict[str, Any]]:
    """Cut the page that a call asks for, and make its ``meta``.

    Parameters
    ----------
    call : Call
    ids : sequence of int
        All there is, in order.
    size : int
        How many fit on a page.
    back : bool
        Whether there is a ``previous_token`` too.
    bounds : bool
        Whether the ids are those of tweets, so that ``newest_id`` and ``oldest_id`` are told.

    Raises
    ------
    Refused
        E34, for a token that is none or belongs to another query.
    """
    begun, start = begun_at(call), 0
    if begun:
        way, key = begun
        place = _place(ids, key)
        start = place + 1 if way == _MINUS else max(0, place - size)
        if way == _MINUS and (place >= len(ids) or ids[place] != key):
            start = place  # the last one of the page before has been deleted meanwhile
    shown = list(ids[start : start + size])
    meta: dict[str, Any] = {"result_count": len(shown)}
    if shown and bounds:
        meta |= {"newest_id": str(max(shown)), "oldest_id": str(min(shown))}
    if start + size < len(ids):
        meta["next_token"] = _token(call, _MINUS, shown[-1])
    if back and start and shown:
        meta["previous_token"] = _token(call, _PLUS, shown[0])
    return shown, meta


def begun_at(call: Call) -> tuple[bytes, int] | None:
    """Read which way a call goes on and from which id, if it is not the first one of its list.

    Raises
    ------
    Refused
        E34, for a token that is none or belongs to another query.
    """
    name = "next_token" if call.args.get("next_token") else "pagination_token"
    token = call.args.get(name)
    return _read(call, name, token) if token else None


def since_until(call: Call) -> tuple[int, int]:
    """Read the four bounds of a timeline, as ids: above the first, below the second.

    Raises
    ------
    Refused
        E34.
    """
    since, until = call.id_arg("since_id"), call.id_arg("until_id")
    start, end = call.time_arg("start_time"), call.time_arg("end_time")
    if start is not None and end is not None and start >= end:
        raise call.invalid(
            "Invalid 'start_time'. 'start_time' must be before 'end_time'", "start_time", call.args["start_time"]
        )
    lowest = max(since or 0, (start or 0) - 1)
    highest = min(1 << 63 if until is None else until, 1 << 63 if end is None else end)
    return lowest, highest


def _place(ids: Sequence[int], key: int) -> int:
    """Find an id; if it has gone, the first older one, for lists in the order of ids."""
    try:
        return ids.index(key)
    except ValueError:
        return next((place for place, one in enumerate(ids) if one < key), len(ids))


def _scope(call: Call) -> bytes:
    """Sum up what makes two queries the same for X: all but the page, its size and the fields."""
    kept = sorted((name, value) for name, value in call.args.items() if name in RANGE | {"exclude", "query"})
    whole = repr((call.operation.name, sorted(call.path.items()), kept))
    return hashlib.blake2s(whole.encode("utf-8", "surrogatepass"), digest_size=4).digest()


def _token(call: Call, way: bytes, key: int) -> str:
    return base64.b32hexencode(way + key.to_bytes(8, "big") + _scope(call)).decode().rstrip("=").lower()


def _read(call: Call, name: str, token: str) -> tuple[bytes, int]:
    try:
        raw = base64.b32hexdecode(token.upper() + "=" * (-len(token) % 8))
    except ValueError:
        raw = b""
    if len(raw) != 13 or raw[9:] != _scope(call) or raw[:1] not in (_MINUS, _PLUS):
        raise call.invalid(f"The `{name}` query parameter value [{token[:100]}] is not valid", name, token[:100])
    return raw[:1], int.from_bytes(raw[1:9], "big")
