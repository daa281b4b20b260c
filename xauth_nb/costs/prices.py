"""X's price list, and what one call will and did cost by it. All of it is an estimate: only X knows the bill.

Facts: X's docs, "Pricing". Reads are billed for each record that comes, the same record once a UTC day; one's own cost
less; what fails costs nothing. Signing in, uploads and ``/2/users/me`` are not on the list.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import msgspec

from xauth_nb.tweets.text import find_urls

if TYPE_CHECKING:
    from collections.abc import Iterator

    from requests import PreparedRequest

__all__ = ["PRICES", "PRICES_DATE", "Charge", "estimate", "price_of_post", "records_in"]

PRICES = {
    "post": 0.015,
    "post with a URL": 0.20,
    "reply": 0.01,
    "delete": 0.01,
    "alternative text": 0.005,
    "tweet read": 0.005,
    "user read": 0.01,
    "own record read": 0.001,
}
"""US dollars by kind of charge."""
PRICES_DATE = "August 2026"

# What comes back, and from whose point of view "own" is known before it does.
_READS = (
    (re.compile(r"/2/users/(?P<owner>\d+)/tweets"), "tweet read"),
    (re.compile(r"/2/users/\d+/(mentions|timelines/reverse_chronological|liked_tweets|bookmarks)"), "tweet read"),
    (re.compile(r"/2/tweets(/\d+|/search/recent|/\d+/quote_tweets)?"), "tweet read"),
    (re.compile(r"/2/lists/\d+/tweets"), "tweet read"),
    (re.compile(r"/2/users/reposts_of_me"), "tweet read"),
    (re.compile(r"/2/users/(?P<owner>\d+)"), "user read"),
    (re.compile(r"/2/users(/by(/username/\w+)?|/search)?"), "user read"),
    (re.compile(r"/2/users/\d+/(followers|following|blocking|muting)"), "user read"),
    (re.compile(r"/2/tweets/\d+/(liking_users|retweeted_by)"), "user read"),
    (re.compile(r"/2/lists/\d+/(members|followers)"), "user read"),
)
_DELETE = re.compile(r"/2/tweets/\d+")
PAGE = 100
"""Records on a page where the call does not say: X's largest, so that an estimate is never too low."""


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
    count: int

    @property
    def dollars(self) -> float:
        """US dollars."""
        return PRICES[self.kind] * self.count


def price_of_post(text: str, *, reply: bool = False) -> float:
    """Say what a post costs, in US dollars.

    Parameters
    ----------
    text : str
    reply : bool
        Whether it answers a tweet whose author has summoned the account.

    Examples
    --------
    >>> price_of_post("The data is out"), price_of_post("See example.org")
    (0.015, 0.2)
    """
    return PRICES["post with a URL" if find_urls(text) else "reply" if reply else "post"]


def estimate(request: PreparedRequest, *, owner: str | None) -> Charge | None:
    """Say what a call can cost at the most, before it is sent.

    Parameters
    ----------
    request : requests.PreparedRequest
        For our own server.
    owner : str, optional
        The id of the account that asks, whose own records cost less.

    Returns
    -------
    Charge or None
        ``None`` for a call that is not billed.
    """
    address = urlsplit(request.url or "")
    path = str(address.path)
    if request.method == "GET":
        return _read(path, str(address.query), owner)
    if request.method == "DELETE":
        return Charge("delete", 1) if _DELETE.fullmatch(path) else None
    if request.method == "POST" and path == "/2/tweets":
        return Charge(_kind_of_post(request.body), 1)
    if request.method == "POST" and path == "/2/media/metadata":
        return Charge("alternative text", 1)
    return None


def _read(path: str, query: str, owner: str | None) -> Charge | None:
    for pattern, kind in _READS:
        if found := pattern.fullmatch(path):
            is_own = owner is not None and found.groupdict().get("owner") == owner
            return Charge("own record read" if is_own else kind, _most(path, query))
    return None


def _most(path: str, query: str) -> int:
    asked = dict(pair.split("=", 1) for pair in query.split("&") if "=" in pair)
    if listed := asked.get("ids") or asked.get("usernames"):
        return unquote(listed).count(",") + 1
    if re.fullmatch(r"/2/(tweets|users)/\d+|/2/users/by/username/\w+", path):
        return 1
    size = asked.get("max_results", "")
    return int(size) if size.isascii() and size.isdigit() else PAGE


class _Post(msgspec.Struct):
    text: str = ""
    reply: Any = None


def _kind_of_post(body: Any) -> str:
    try:
        post = msgspec.json.decode(body or b"{}", type=_Post)
    except (msgspec.MsgspecError, TypeError, ValueError):
        return "post with a URL"  # nothing that X would take; if it did, it would be the dearest at most
    return next(kind for kind, price in PRICES.items() if price == price_of_post(post.text, reply=bool(post.reply)))


class _Record(msgspec.Struct):
    id: str = ""
    author_id: str | None = None
    deleted: bool | None = None


class _Answer(msgspec.Struct):
    data: list[_Record] | _Record | None = None


_decode = msgspec.json.Decoder(_Answer).decode


def records_in(body: bytes) -> Iterator[tuple[str, str | None]]:
    """List the records of an answer, of which each is billed: its id, and whose it is where it says so.

    Parameters
    ----------
    body : bytes
        Whatever came. What is no answer of the API has no records.
    """
    try:
        data = _decode(body).data
    except (msgspec.MsgspecError, ValueError):
        return
    for record in data if isinstance(data, list) else [data] if data else []:
        if record.deleted is not False:
            yield record.id, record.author_id
