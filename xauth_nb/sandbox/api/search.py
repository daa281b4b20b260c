"""Recent search: the last seven days, newest or most liked first."""

from __future__ import annotations

import re
from heapq import merge
from itertools import islice
from typing import TYPE_CHECKING

from xauth_nb.sandbox.api.paging import begun_at, since_until
from xauth_nb.sandbox.api.query import QueryError, parse
from xauth_nb.sandbox.api.timelines import listing
from xauth_nb.sandbox.api.view import View
from xauth_nb.sandbox.clock import iso
from xauth_nb.sandbox.world.growing import WEEK
from xauth_nb.sandbox.world.records import snowflake

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xauth_nb.sandbox.api.call import Answer, Call
    from xauth_nb.sandbox.world import Tweet

__all__ = ["LONGEST", "check_age", "recent"]

LONGEST = 512
_CONVERSATION = re.compile(r'\b(conversation_id|in_reply_to_tweet_id):"?([0-9]{1,19})\b')


def recent(call: Call) -> Answer:
    """Answer ``GET /2/tweets/search/recent``.

    Raises
    ------
    Refused
        E34, for a query or a time that cannot be.
    """
    query = call.args.get("query", "")
    if not query.strip():
        raise call.invalid("The `query` query parameter can not be empty", "query", query)
    if len(query) > LONGEST:
        raise call.invalid(
            f"The `query` query parameter value length [{len(query)}] is not between 1 and {LONGEST}", "query", query
        )
    try:
        matches = parse(query, call.state.world)
    except QueryError as error:
        raise call.invalid(f"There were errors processing your request: {error}", "query", query) from None
    size = call.number("max_results", 10, 100, 10)
    order = call.choices("sort_order", "recency", "relevancy")
    check_age(call)
    lowest, highest = since_until(call)
    view, begun = View(call), begun_at(call)
    by_likes = order == ["relevancy"]
    newest = begun[1] if begun and not by_likes else None
    found = (
        tweet
        for tweet in _said(call, query, newest)
        if lowest < tweet.id < highest and view.can_see(tweet.author) and matches(tweet)
    )
    if by_likes:
        ranked = sorted(found, key=lambda tweet: (tweet.metrics.likes, tweet.id), reverse=True)
        return listing(call, view, [tweet.id for tweet in ranked], size, back=False)
    # The last one of the page before, this page, and whether there is another: a week may hold twenty thousand.
    return listing(call, view, [tweet.id for tweet in islice(found, size + 2)], size, back=False)


def _said(call: Call, query: str, newest: int | None) -> Iterator[Tweet]:
    """Walk through the tweets of the last seven days, and through the conversations that a query names."""
    world = call.state.world
    replies: dict[int, Tweet] = {}
    for name, value in _CONVERSATION.findall(query):
        members = [int(value)]
        if name == "conversation_id":
            members += [tweet.id for tweet in world.recent() if tweet.conversation == int(value)]
        for member in members:
            replies |= {one.id: one for one in world.conversation(member)}
    oldest = snowflake(call.state.clock.world_now() - WEEK, 0)
    theirs = sorted((one for one in replies.values() if one.id >= oldest), key=lambda one: one.id, reverse=True)
    theirs = [one for one in theirs if newest is None or one.id <= newest]
    return merge(world.recent(newest), theirs, key=lambda one: one.id, reverse=True)


def check_age(call: Call) -> None:
    """Refuse what lies before the seven days.

    Raises
    ------
    Refused
        E34.
    """
    oldest = call.state.clock.world_now() - WEEK
    start = call.time_arg("start_time")
    if start is not None and start < snowflake(oldest, 0):
        raise call.invalid(
            f"Invalid 'start_time':'{call.args['start_time']}'. 'start_time' must be on or after {iso(oldest)}",
            "start_time",
            call.args["start_time"],
        )
    since = call.id_arg("since_id")
    if since is not None and since < snowflake(oldest, 0):
        raise call.invalid(
            f"'since_id' must be a tweet id created after [{iso(oldest)}]. Please use a 'since_id' that is larger than "
            f"{snowflake(oldest, 0)}",
            "since_id",
            call.args["since_id"],
        )
