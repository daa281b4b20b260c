"""X's price list, and what one call can cost by it at the most. All of it is an estimate: only X knows the bill.

Facts: X's docs, "Pricing". Reads are billed for each record that comes, the same record once a UTC day; what fails
costs nothing. Where X does not say how it counts, the dearer reading holds: a reply costs as a post, because only X
knows whether it was summoned; a quote as a link, because X adds one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote, urlsplit

import msgspec

from xauth_nb.costs.operations import FREE, OPERATIONS, OWN, find
from xauth_nb.tweets.text import find_urls

if TYPE_CHECKING:
    from requests import PreparedRequest

__all__ = ["PRICES", "PRICES_DATE", "Charge", "asked_by_id", "estimate", "price_of_call", "price_of_post"]

PRICES = {
    "post": 0.015,
    "post with a URL": 0.20,
    "summoned reply": 0.01,  # never estimated: see above
    "delete": 0.01,  # X: Interaction: Delete
    "alternative text": 0.005,  # X: Media Metadata
    "interaction": 0.015,  # X: User Interaction: Create
    "message": 0.015,  # X: DM Interaction: Create
    "content change": 0.005,  # X: Content: Manage
    "list made": 0.01,
    "list change": 0.005,
    "bookmark": 0.005,
    "privacy change": 0.01,  # X does not say which call that is
    "unmute": 0.005,
    "recent count": 0.005,
    "full count": 0.01,
    "other call": 0.015,  # what the list does not name
    "tweet read": 0.005,
    "user read": 0.01,
    "follower read": 0.01,
    "message read": 0.01,
    "list read": 0.005,
    "space read": 0.005,
    "community read": 0.005,
    "note read": 0.005,
    "media read": 0.005,
    "analytics read": 0.005,
    "trend read": 0.01,
    "other read": 0.01,  # what the list does not name
    "own record read": 0.001,
}
"""US dollars by kind of charge. Reads cost it for each record, all else for each call."""
PRICES_DATE = "August 2026"
PAGE = 100
"""Records on a page where the call does not say: X's largest, so that an estimate is never too low."""
_LISTED = ("ids", "usernames", "media_keys", "creator_ids")
_MANY = frozenset(
    {
        "GET /2/trends/by/woeid/{woeid}",
        "GET /2/users/{id}/bookmarks/folders/{folder_id}",
        "GET /2/chat/conversations/{id}",
    }
)
"""Lists, though their paths end as those of a single record do."""


@dataclass(frozen=True)
class Charge:
    """What a call costs.

    Attributes
    ----------
    kind : str
        A key of ``PRICES``.
    count : int
        How many, at the most.
    """

    kind: str
    count: int = 1

    @property
    def dollars(self) -> float:
        """US dollars."""
        return round(PRICES[self.kind] * self.count, 6)

    @property
    def is_read(self) -> bool:
        """Whether it is billed for each record that comes, and not for the call."""
        return self.kind.endswith(" read")


def price_of_post(text: str, *, quote: bool = False) -> float:
    """Say what a post costs, in US dollars; a reply costs the same.

    Parameters
    ----------
    text : str
    quote : bool
        Whether it quotes a tweet.

    Examples
    --------
    >>> price_of_post("The data is out"), price_of_post("See example.org")
    (0.015, 0.2)
    """
    return PRICES[_kind_of_post(text, has_link=quote)]


def estimate(request: PreparedRequest, *, owner: str | None) -> Charge | None:
    """Say what a request can cost at the most, before it is sent.

    Parameters
    ----------
    request : requests.PreparedRequest
        For our own server.
    owner, returns
        As in :func:`price_of_call`.
    """
    address = urlsplit(request.url or "")
    asked = dict(pair.split("=", 1) for pair in str(address.query).split("&") if "=" in pair)
    return price_of_call(request.method or "GET", str(address.path), asked, body=request.body, owner=owner)


def asked_by_id(request: PreparedRequest) -> list[str]:
    """Say which records a look-up asks for by their ids; none for a list, whose records are not known before.

    Parameters
    ----------
    request : requests.PreparedRequest
    """
    if "ids=" not in (request.url or ""):
        return []
    asked = parse_qs(str(urlsplit(request.url or "").query))
    return [id for value in asked.get("ids", []) for id in value.split(",")]


def price_of_call(
    method: str, path: str, asked: dict[str, str], *, body: Any = None, owner: str | None = None
) -> Charge | None:
    """Say what a call can cost at the most.

    Parameters
    ----------
    method, path : str
        As in ``GET`` and ``/2/users/12/tweets``.
    asked : dict of str to str
        The parameters of its query.
    body : bytes or str, optional
    owner : str, optional
        The id of the account that asks, whose own records cost less.

    Returns
    -------
    Charge or None
        ``None`` for a call that is not billed.
    """
    path = "/" + "/".join(part for part in unquote(path).split("/") if part)
    if not path.startswith("/2/"):
        return None  # signing in and out, and v1.1, which has no row on the list and answers no self-serve app
    if method in ("HEAD", "OPTIONS"):
        return None  # no record comes with them
    found = find(method, path)
    if found is None:
        return Charge("other read", _most("", asked)) if method == "GET" else Charge("other call")
    name, varied = found
    if name in FREE:
        return None
    kind = OPERATIONS[name]
    if kind == "post":
        return Charge(_kind_of_body(body))
    if not kind.endswith(" read"):
        return Charge(kind)
    return Charge("own record read" if name in OWN and varied[0] == owner else kind, _most(name, asked))


def _most(name: str, asked: dict[str, str]) -> int:
    """Say how many records a page can have."""
    for listed in _LISTED:
        if asked.get(listed):
            return unquote(asked[listed]).count(",") + 1
    if name.endswith("}") and name not in _MANY:
        return 1
    size = asked.get("max_results", "")
    return int(size) if size.isascii() and size.isdigit() and len(size) < 7 else PAGE


class _Post(msgspec.Struct):
    text: str = ""
    quote_tweet_id: Any = None
    card_uri: Any = None
    direct_message_deep_link: Any = None


def _kind_of_body(body: Any) -> str:
    try:
        post = msgspec.json.decode(body or b"{}", type=_Post)
    except (msgspec.MsgspecError, TypeError, ValueError):
        return "post with a URL"  # nothing that X would take; if it did, it would be the dearest at most
    return _kind_of_post(
        post.text, has_link=bool(post.quote_tweet_id or post.card_uri or post.direct_message_deep_link)
    )


def _kind_of_post(text: str, *, has_link: bool) -> str:
    return "post with a URL" if has_link or find_urls(text) else "post"
