"""Likes, reposts, quotes, bookmarks and hidden replies: what was done with which tweet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xauth_nb.sandbox.api.timelines import listing
from xauth_nb.sandbox.api.view import View
from xauth_nb.sandbox.world import Tweet
from xauth_nb.sandbox.world.writing import retweeting

if TYPE_CHECKING:
    from collections.abc import Callable

    from xauth_nb.sandbox.api.call import Answer, Call

__all__ = ["bookmarks", "hide", "like", "other_auth", "quotes", "repost", "reposts", "reposts_of_me", "search_all",
           "unlike", "unrepost"]  # fmt: skip


# Lists of tweets; X looks back seven days for the first three


def quotes(call: Call) -> Answer:
    """Answer ``GET /2/tweets/:id/quote_tweets``."""
    tweet = call.path_tweet("id")
    size = call.number("max_results", 10, 100, 10)
    call.choices("exclude", "replies", "retweets")  # a quote is neither, so nothing is left to exclude
    ids = [other.id for other in call.state.world.recent() if other.quoted == tweet.id]
    return listing(call, View(call), ids, size)


def reposts(call: Call) -> Answer:
    """Answer ``GET /2/tweets/:id/retweets``."""
    tweet = call.path_tweet("id")
    size = call.number("max_results", 1, 100, 100)
    ids = [other.id for other in call.state.world.recent() if other.retweeted == tweet.id]
    return listing(call, View(call), ids, size)


def reposts_of_me(call: Call) -> Answer:
    """Answer ``GET /2/users/reposts_of_me``: the tweets by which others repeat one's own."""
    size = call.number("max_results", 1, 100, 100)
    world = call.state.world
    reposted = ((other, world.tweet(other.retweeted)) for other in world.recent() if other.retweeted)
    ids = [other.id for other, mine in reposted if mine and mine.author == call.viewer.id]
    return listing(call, View(call), ids, size)


def bookmarks(call: Call) -> Answer:
    """Answer ``GET /2/users/:id/bookmarks``."""
    call.require_self()
    size = call.number("max_results", 1, 100, 100)
    return listing(call, View(call), call.state.world.bookmarks(call.viewer.id), size)


# Acts


def like(call: Call) -> Answer:
    """Answer ``POST /2/users/:id/likes``."""
    call.check_tier()
    call.state.world.like(call.viewer.id, _named(call).id, True)
    return 200, {"data": {"liked": True}}


def unlike(call: Call) -> Answer:
    """Answer ``DELETE /2/users/:id/likes/:tweet_id``."""
    call.check_tier()
    call.require_self()
    call.state.world.like(call.viewer.id, call.path_tweet("tweet_id").id, False)
    return 200, {"data": {"liked": False}}


def repost(call: Call) -> Answer:
    """Answer ``POST /2/users/:id/retweets``: twice is once."""
    tweet = _named(call)
    with call.state.posting:
        mine = _reposted(call, call.state.world.tweet(tweet.retweeted) or tweet)
    return 200, {"data": {"rest_id": str(mine.id), "id": str(mine.id), "retweeted": True}}


def _reposted(call: Call, original: Tweet) -> Tweet:
    mine = _my_repost(call, original.id)
    if mine is None:
        author = call.state.world.person(original.author)
        text = retweeting(author.username if author else "", original.text)

        def make(tweet_id: int, ms: int) -> Tweet:
            return Tweet(
                tweet_id,
                call.viewer.id,
                ms,
                text,
                original.lang,
                tweet_id,
                tuple(link for link in original.links if link.short in text),
                retweeted=original.id,
                source="sandbox app",
            )

        mine = call.state.world.add(make)
    return mine


def unrepost(call: Call) -> Answer:
    """Answer ``DELETE /2/users/:id/retweets/:source_tweet_id``."""
    call.require_self()
    mine = _my_repost(call, call.path_tweet("source_tweet_id").id)
    if mine:
        call.state.world.delete(mine.id)
    return 200, {"data": {"retweeted": False}}


def hide(call: Call) -> Answer:
    """Answer ``PUT /2/tweets/:tweet_id/hidden``: a reply in a conversation that one began."""
    tweet = call.path_tweet("tweet_id")
    body = call.json_body({"hidden"})
    if not isinstance(body.get("hidden"), bool):
        raise call.wrong("$.hidden", "must be a boolean", body.get("hidden"))
    begun = call.state.world.tweet(tweet.conversation)
    if not tweet.is_reply or begun is None or begun.author != call.viewer.id:
        raise call.forbidden("You are only allowed to hide replies to a conversation that you began.")
    call.state.world.hide(tweet.id, body["hidden"])
    return 200, {"data": {"hidden": body["hidden"]}}


def _refusing(supported: str) -> Callable[[Call], Answer]:
    """Make what answers calls that do not take OAuth 1.0a, with the wording that was seen for them (E16)."""

    def refuse(call: Call) -> Answer:
        detail = (
            "Authenticating with OAuth 1.0a User Context is forbidden for this endpoint.  "
            f"Supported authentication types are [{supported}]."
        )
        raise call.problem(403, "unsupported-authentication", "Unsupported Authentication", detail)

    return refuse


other_auth = _refusing("OAuth 2.0 User Context")
search_all = _refusing("OAuth 2.0 Application-Only, OAuth 2.0 User Context")


def _my_repost(call: Call, tweet_id: int) -> Tweet | None:
    return next((one for one in call.state.world.posted(call.viewer.id) if one.retweeted == tweet_id), None)


def _named(call: Call) -> Tweet:
    """Find the tweet that the body names."""
    call.require_self()
    body = call.json_body({"tweet_id"})
    found = call.state.world.tweet(call.body_id(body, "tweet_id"))
    if found is None:
        raise call.wrong("$.tweet_id", "names a Tweet that does not exist", body["tweet_id"])
    return found
