"""Who may edit which tweet: Premium accounts their own, within an hour, five times, and no replies, reposts or polls.

Sources: ``edit_options`` of X's OpenAPI file 2.159; X's changelog of 2025-10-03 for Premium and the hour; X's help page
"Edit posts" for the rest. What X says when it refuses is not recorded: these words are the sandbox's own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xauth_nb.sandbox.world.records import EPOCH

if TYPE_CHECKING:
    from xauth_nb.sandbox.api.call import Call
    from xauth_nb.sandbox.world import Tweet

__all__ = ["EDIT_MINUTES", "MOST_EDITS", "first_made", "may_be_edited", "version_before"]

EDIT_MINUTES = 60
MOST_EDITS = 5


def first_made(tweet: Tweet) -> int:
    """Say when the first version of a tweet was made, in Unix milliseconds."""
    return (tweet.history[0] >> 22) + EPOCH if tweet.history else tweet.ms


def may_be_edited(tweet: Tweet) -> bool:
    """Say whether a tweet is of a kind that X edits."""
    return not (tweet.retweeted or tweet.replied_to or tweet.poll) and len(tweet.history) < MOST_EDITS


def version_before(call: Call, options: dict[str, Any]) -> Tweet:
    """Find the version that a post takes the place of.

    Parameters
    ----------
    call : Call
    options : dict
        The member ``edit_options``.

    Raises
    ------
    Refused
        If there is none, or it may not be edited by this account, or not any more.
    """
    given = options.get("previous_post_id")
    if given is None:
        raise call.wrong("$.edit_options.previous_post_id", "is missing but it is required", options)
    tweet = call.state.world.tweet(call.id_of(given, "$.edit_options.previous_post_id"))
    if tweet is None:
        raise call.wrong("$.edit_options.previous_post_id", "names a Tweet that does not exist", given)
    tweet = call.state.world.newest(tweet)
    if tweet.author != call.viewer.id:
        raise call.forbidden("You are not authorized to edit this Tweet.")
    if not call.state.is_premium(call.viewer):
        raise call.forbidden("Editing a Tweet needs X Premium.")
    if not may_be_edited(tweet) or call.state.clock.world_now() > first_made(tweet) + EDIT_MINUTES * 60_000:
        raise call.forbidden("This Tweet can no longer be edited.")
    return tweet
