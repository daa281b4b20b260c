"""Look tweets up, post them, delete them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xauth_nb.sandbox.api.call import Answer, Call
from xauth_nb.sandbox.api.entities import as_sent
from xauth_nb.sandbox.api.posting import compose, row_of
from xauth_nb.sandbox.api.users import asked
from xauth_nb.sandbox.api.view import View

if TYPE_CHECKING:
    pass

__all__ = ["by_id", "by_ids", "create", "delete"]


def by_id(call: Call) -> Answer:
    """Answer ``GET /2/tweets/:id``."""
    tweet = call.state.world.tweet(call.path_id())
    view = View(call)
    if tweet is None:
        return 200, {"errors": [call.missing("tweet", "id", call.path["id"])]}
    if not view.can_see(tweet.author):
        return 200, {"errors": [_hidden(call, "id", call.path["id"])]}
    return 200, view.envelope(view.tweet(tweet))


def by_ids(call: Call) -> Answer:
    """Answer ``GET /2/tweets?ids=``."""
    view, shown = View(call), []
    for value in asked(call, "ids"):
        tweet = call.state.world.tweet(call.id_in(value, "ids"))
        if tweet is None:
            view.errors.append(call.missing("tweet", "ids", value))
        elif not view.can_see(tweet.author):
            view.errors.append(_hidden(call, "ids", value))
        else:
            shown.append(view.tweet(tweet))
    return 200, view.envelope(shown)


def create(call: Call) -> Answer:
    """Answer ``POST /2/tweets``."""
    with call.state.posting:  # of two posts that are the same, one comes first
        tweet = call.state.world.add(compose(call))
    call.state.billing.charge(row_of(call, tweet))
    shown = {"edit_history_tweet_ids": View(call).history(tweet), "id": str(tweet.id), "text": as_sent(tweet.text)}
    return 201, {"data": shown}


def delete(call: Call) -> Answer:
    """Answer ``DELETE /2/tweets/:id``: one's own only, and once."""
    tweet = call.state.world.tweet(call.path_id())
    if tweet is None:
        return 200, {"errors": [call.missing("tweet", "id", call.path["id"])]}
    if tweet.author != call.viewer.id:
        raise call.forbidden("You are not authorized to delete this Tweet.")
    call.state.world.delete(tweet.id)
    return 200, {"data": {"deleted": True}}


def _hidden(call: Call, parameter: str, value: str) -> dict[str, object]:
    return {
        **call.missing("tweet", parameter, value),
        "title": "Authorization Error",
        "detail": f"Sorry, you are not authorized to see the Tweet with {parameter}: [{value}].",
        "type": f"https://{call.host}/2/problems/not-authorized-for-resource",
    }
