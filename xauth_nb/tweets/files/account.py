"""The archive that X gives of an account: which of its files hold tweets, and whose they are.

Each file assigns a JSON array to a name: ``window.YTD.tweets.part0 = [ {"tweet": {…}} ]``.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["ACCOUNT", "ASSIGNMENT", "owner_in", "tweet_files"]

ASSIGNMENT = re.compile(rb"\s*(?:window\.)?YTD\.[\w.]+\s*=\s*")
ACCOUNT = "account.js"
_TWEETS = re.compile(r"(?:^|/)tweets?(?:-part(\d+))?\.js$")  # "tweet.js" until 2022; the parts of large ones


def tweet_files(names: Iterable[str]) -> list[str]:
    """Choose those that hold tweets, in order; not the deleted ones."""
    found = [(int(match[1] or 0), name) for name in names if (match := _TWEETS.search(name))]
    return [name for _, name in sorted(found)]


def owner_in(content: bytes) -> dict[str, Any] | None:
    """Read from ``account.js`` whose archive it is, in the form of API v2."""
    try:
        (first, *_) = json.loads(ASSIGNMENT.sub(b"", content, count=1))
        account = first["account"]
        made = {"id": account["accountId"], "username": account["username"], "name": account["accountDisplayName"]}
    except (ValueError, TypeError, KeyError):
        return None
    if isinstance(created_at := account.get("createdAt"), str):
        made["created_at"] = created_at
    return made
