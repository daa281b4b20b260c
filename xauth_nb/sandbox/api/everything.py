"""Full-archive search, and counts of tweets: for the app's own token alone.

Sources: X's docs, "Search", "Post counts": a page of counts covers 31 days; without a beginning 30 days are searched.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from xauth_nb.sandbox.api.engagement import search_all as refused
from xauth_nb.sandbox.api.paging import since_until
from xauth_nb.sandbox.api.query import QueryError, parse
from xauth_nb.sandbox.api.search import LONGEST, check_age
from xauth_nb.sandbox.api.timelines import listing
from xauth_nb.sandbox.api.view import View
from xauth_nb.sandbox.clock import iso
from xauth_nb.sandbox.world.growing import WEEK
from xauth_nb.sandbox.world.records import EPOCH, snowflake

if TYPE_CHECKING:
    from collections.abc import Callable

    from xauth_nb.sandbox.api.call import Answer, Call
    from xauth_nb.sandbox.world import Tweet

__all__ = ["counts_all", "counts_recent", "search_all"]

_LENGTHS = {"minute": 60_000, "hour": 3_600_000, "day": 86_400_000}
_DAY = _LENGTHS["day"]
_PAGE = 31 * _DAY
_USUAL = 30 * _DAY


def search_all(call: Call) -> Answer:
    """Answer ``GET /2/tweets/search/all``.

    Raises
    ------
    Refused
        E16 for a user's token; E34.
    """
    if call.token.token:
        return refused(call)
    matches = _query(call)
    size = call.number("max_results", 10, 500, 10)
    call.choices("sort_order", "recency", "relevancy")
    lowest, highest = _bounds(call)
    view = View(call)
    ids = [tweet.id for tweet in _between(call, lowest, highest) if view.can_see(tweet.author) and matches(tweet)]
    return listing(call, view, ids, size, back=False)


def counts_recent(call: Call) -> Answer:
    """Answer ``GET /2/tweets/counts/recent``: the last seven days."""
    return _counts(call, WEEK, recent=True)


def counts_all(call: Call) -> Answer:
    """Answer ``GET /2/tweets/counts/all``."""
    return _counts(call, _USUAL, recent=False)


def _counts(call: Call, usual: int, *, recent: bool) -> Answer:
    if call.token.token:
        return refused(call)
    matches = _query(call)
    length = _LENGTHS[(call.choices("granularity", *_LENGTHS) or ["hour"])[0]]
    if recent:
        check_age(call)
    now = call.state.clock.world_now()
    lowest, highest = since_until(call)
    start = _moment(lowest) if lowest > 0 else now - usual
    end = min(_moment(highest), now) if highest < 1 << 62 else now
    token = call.args.get("next_token") or call.args.get("pagination_token")
    if token:
        end = _read(call, token, start, end)
    first = max(start, end - _PAGE)
    view = View(call)
    found = [
        _moment(tweet.id)
        for tweet in _between(call, max(lowest, snowflake(first, 0) - 1), min(highest, snowflake(end, 0)))
        if view.can_see(tweet.author) and matches(tweet)
    ]
    counts = Counter(ms // length for ms in found)
    data, at = [], first
    while at < end:
        edge = min((at // length + 1) * length, end)
        data.append({"start": iso(at), "end": iso(edge), "tweet_count": counts[at // length]})
        at = edge
    meta: dict[str, Any] = {"total_tweet_count": len(found)}
    if first > start:
        meta["next_token"] = _token(first)
    return 200, {"data": data, "meta": meta}


def _query(call: Call) -> Callable[[Tweet], bool]:
    query = call.args.get("query", "")
    if not query.strip():
        raise call.invalid("The `query` query parameter can not be empty", "query", query)
    if len(query) > LONGEST:
        raise call.invalid(
            f"The `query` query parameter value length [{len(query)}] is not between 1 and {LONGEST}", "query", query
        )
    try:
        return parse(query, call.state.world)
    except QueryError as error:
        raise call.invalid(f"There were errors processing your request: {error}", "query", query) from None


def _bounds(call: Call) -> tuple[int, int]:
    lowest, highest = since_until(call)
    usual = snowflake(call.state.clock.world_now() - _USUAL, 0)
    return lowest if lowest > 0 else usual, highest


def _between(call: Call, lowest: int, highest: int) -> list[Tweet]:
    world = call.state.world
    found = (world.tweet(one) for one in world.ids() if lowest < one < highest)
    return [tweet for tweet in found if tweet is not None]


def _moment(tweet_id: int) -> int:
    return (tweet_id >> 22) + EPOCH


def _token(ms: int) -> str:
    return f"1jzu{ms:x}"


def _read(call: Call, token: str, start: int, end: int) -> int:
    try:
        ms = int(token.removeprefix("1jzu"), 16)
    except ValueError:
        ms = -1
    if not token.startswith("1jzu") or not start < ms < end:
        raise call.invalid(f"The `next_token` query parameter value [{token[:100]}] is not valid", "next_token", token)
    return ms
