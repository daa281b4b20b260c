"""Timelines: what a person wrote, what mentions them, what they see at home. X's volume limits hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xauth_nb.sandbox.api.call import Answer, Call
from xauth_nb.sandbox.api.paging import page, since_until
from xauth_nb.sandbox.api.users import target
from xauth_nb.sandbox.api.view import View

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xauth_nb.sandbox.world import Tweet

__all__ = ["home", "liked", "listing", "mentions", "user_tweets"]

MOST, MOST_WITHOUT_REPLIES, MOST_MENTIONS, MOST_OF_A_LIST = 3200, 800, 800, 800


def user_tweets(call: Call) -> Answer:
    """Answer ``GET /2/users/:id/tweets``: 3,200 at most, 800 of them when replies are left out."""
    person = target(call)
    size = call.number("max_results", 5, 100, 10)
    left_out = call.choices("exclude", "replies", "retweets")
    view = View(call)
    if not view.can_see(person.id):
        return 200, {"errors": [_closed(call)]}
    world = call.state.world
    ids = _between(call, world.ids(person.id, MOST_WITHOUT_REPLIES if "replies" in left_out else MOST))
    if left_out:
        ids = [one for one in ids if (tweet := world.tweet(one)) and not _is_any(tweet, left_out)]
    return listing(call, view, ids, size)


def mentions(call: Call) -> Answer:
    """Answer ``GET /2/users/:id/mentions``: 800 at most."""
    person = target(call)
    size = call.number("max_results", 5, 100, 10)
    view, world = View(call), call.state.world
    found = (tweet for one in world.mentioning(person) if (tweet := world.tweet(one)))
    ids = [tweet.id for tweet in found if view.can_see(tweet.author)][:MOST_MENTIONS]
    return listing(call, view, _between(call, ids), size)


def home(call: Call) -> Answer:
    """Answer ``GET /2/users/:id/timelines/reverse_chronological``: one's own, 3,200 tweets or seven days at most."""
    call.require_self()
    size = call.number("max_results", 1, 100, 100)
    left_out = call.choices("exclude", "replies", "retweets")
    world = call.state.world
    followed = {*world.following(call.viewer.id), call.viewer.id} - world.muted(call.viewer.id).keys()
    view = View(call)
    recent = (tweet for tweet in world.recent() if tweet.author in followed and view.can_see(tweet.author))
    ids = [tweet.id for tweet in recent if not _is_any(tweet, left_out)][:MOST]
    return listing(call, view, _between(call, ids), size)


def liked(call: Call) -> Answer:
    """Answer ``GET /2/users/:id/liked_tweets``."""
    person = target(call)
    size = call.number("max_results", 5, 100, 100)
    view = View(call)
    if not view.can_see(person.id):
        return 200, {"errors": [_closed(call)]}
    return listing(call, view, call.state.world.likes(person.id), size)


def listing(call: Call, view: View, ids: list[int], size: int, **more: Any) -> Answer:
    """Answer with one page of tweets.

    Parameters
    ----------
    call : Call
    view : View
    ids : list of int
        All there are.
    size : int
        How many fit on a page.
    **more
        For :func:`page`.
    """
    shown, meta = page(call, ids, size, **more)
    tweets = [tweet for one in shown if (tweet := call.state.world.tweet(one)) and view.can_see(tweet.author)]
    return 200, view.envelope([view.tweet(tweet) for tweet in tweets], meta=meta)


def _between(call: Call, ids: Iterable[int]) -> list[int]:
    lowest, highest = since_until(call)
    return [one for one in ids if lowest < one < highest]


def _is_any(tweet: Tweet, kinds: list[str]) -> bool:
    return ("replies" in kinds and tweet.is_reply) or ("retweets" in kinds and tweet.is_retweet)


def _closed(call: Call) -> dict[str, Any]:
    value = call.path["id"]
    return {
        **call.missing("user", "id", value),
        "title": "Authorization Error",
        "detail": f"Sorry, you are not authorized to see the user with id: [{value}].",
        "type": f"https://{call.host}/2/problems/not-authorized-for-resource",
    }
