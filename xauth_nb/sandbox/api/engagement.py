"""Likes, reposts, quotes, followers and bookmarks: who did what with which tweet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xauth_nb.sandbox.api.paging import page
from xauth_nb.sandbox.api.timelines import listing
from xauth_nb.sandbox.api.users import charge_users, target
from xauth_nb.sandbox.api.view import View
from xauth_nb.sandbox.problems import Refused
from xauth_nb.sandbox.world import Metrics, Tweet
from xauth_nb.sandbox.world.writing import truncate

if TYPE_CHECKING:
    from xauth_nb.sandbox.api.call import Answer, Call

__all__ = [
    "bookmarks",
    "follow",
    "followers",
    "following",
    "like",
    "likers",
    "other_auth",
    "quotes",
    "repost",
    "reposters",
    "search_all",
    "unfollow",
    "unlike",
    "unrepost",
]  # fmt: skip


# Lists of people


def followers(call: Call) -> Answer:
    """Answer ``GET /2/users/:id/followers``."""
    person = target(call)
    return _people(call, call.state.world.followers(person.id), 1000)


def following(call: Call) -> Answer:
    """Answer ``GET /2/users/:id/following``."""
    person = target(call)
    return _people(call, list(reversed(call.state.world.following(person.id))), 1000)


def likers(call: Call) -> Answer:
    """Answer ``GET /2/tweets/:id/liking_users``."""
    return _people(call, call.state.world.likers(_tweet(call, "id").id), 100)


def reposters(call: Call) -> Answer:
    """Answer ``GET /2/tweets/:id/retweeted_by``: those of the last seven days."""
    tweet = _tweet(call, "id")
    ids = [other.author for other in call.state.world.recent() if other.retweeted == tweet.id]
    return _people(call, list(dict.fromkeys(ids)), 100)


def _people(call: Call, ids: list[int], most: int) -> Answer:
    size = call.number("max_results", 1, most, 100)
    view = View(call)
    shown, meta = page(call, ids, size, bounds=False)
    people = [person for one in shown if (person := call.state.world.person(one))]
    charge_users(call, people)
    return 200, view.envelope([view.user(person) for person in people], meta=meta)


# Lists of tweets


def quotes(call: Call) -> Answer:
    """Answer ``GET /2/tweets/:id/quote_tweets``: those of the last seven days."""
    tweet = _tweet(call, "id")
    size = call.number("max_results", 10, 100, 10)
    call.choices("exclude", "replies", "retweets")  # a quote is neither, so nothing is left to exclude
    ids = [other.id for other in call.state.world.recent() if other.quoted == tweet.id]
    return listing(call, View(call), ids, size)


def bookmarks(call: Call) -> Answer:
    """Answer ``GET /2/users/:id/bookmarks``."""
    call.require_self()
    size = call.number("max_results", 1, 100, 100)
    return listing(call, View(call), call.state.world.bookmarks(call.viewer.id), size)


# Acts


def like(call: Call) -> Answer:
    """Answer ``POST /2/users/:id/likes``."""
    _check_tier(call)
    call.state.world.like(call.viewer.id, _named(call).id, True)
    return 200, {"data": {"liked": True}}


def unlike(call: Call) -> Answer:
    """Answer ``DELETE /2/users/:id/likes/:tweet_id``."""
    _check_tier(call)
    call.require_self()
    call.state.world.like(call.viewer.id, _tweet(call, "tweet_id").id, False)
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
        text = truncate(f"RT @{author.username if author else ''}: {original.text}", 140)

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
                metrics=Metrics(retweets=original.metrics.retweets),
                source="sandbox app",
            )

        mine = call.state.world.add(make)
    return mine


def unrepost(call: Call) -> Answer:
    """Answer ``DELETE /2/users/:id/retweets/:source_tweet_id``."""
    call.require_self()
    mine = _my_repost(call, _tweet(call, "source_tweet_id").id)
    if mine:
        call.state.world.delete(mine.id)
    return 200, {"data": {"retweeted": False}}


def follow(call: Call) -> Answer:
    """Answer ``POST /2/users/:id/following``."""
    _check_tier(call)
    call.require_self()
    body = call.json_body({"target_user_id"})
    wanted = body.get("target_user_id")
    person = call.state.world.person(int(wanted)) if isinstance(wanted, str) and wanted.isdecimal() else None
    if person is None:
        raise call.wrong("$.target_user_id", "names no user", wanted)
    if person.id == call.viewer.id:
        raise call.wrong("$.target_user_id", "you cannot follow yourself", wanted)
    call.state.world.follow(call.viewer.id, person.id, True)
    return 200, {"data": {"following": True, "pending_follow": False}}


def unfollow(call: Call) -> Answer:
    """Answer ``DELETE /2/users/:id/following/:target_user_id``."""
    _check_tier(call)
    call.require_self()
    call.state.world.follow(call.viewer.id, call.path_id("target_user_id"), False)
    return 200, {"data": {"following": False}}


def other_auth(call: Call) -> Answer:
    """Answer calls that want OAuth 2 from a user.

    Raises
    ------
    Refused
        E16.
    """
    raise _wrong_auth(call, "OAuth 2.0 User Context")


def search_all(call: Call) -> Answer:
    """Answer calls that do not take OAuth 1.0a, with the wording that was seen for them.

    Raises
    ------
    Refused
        E16.
    """
    raise _wrong_auth(call, "OAuth 2.0 Application-Only, OAuth 2.0 User Context")


def _wrong_auth(call: Call, supported: str) -> Refused:
    detail = (
        "Authenticating with OAuth 1.0a User Context is forbidden for this endpoint.  "
        f"Supported authentication types are [{supported}]."
    )
    return call.problem(403, "unsupported-authentication", "Unsupported Authentication", detail)


def _my_repost(call: Call, tweet_id: int) -> Tweet | None:
    return next((one for one in call.state.world.posted(call.viewer.id) if one.retweeted == tweet_id), None)


def _tweet(call: Call, name: str) -> Tweet:
    found = call.state.world.tweet(call.path_id(name))
    if found is None:
        raise Refused(200, {"errors": [call.missing("tweet", name, call.path[name])]})
    return found


def _named(call: Call) -> Tweet:
    """Find the tweet that the body names."""
    call.require_self()
    body = call.json_body({"tweet_id"})
    value = body.get("tweet_id")
    if value is None:
        raise call.wrong("$.tweet_id", "is missing but it is required", body)
    if not isinstance(value, str) or not value.isdecimal():
        raise call.wrong("$.tweet_id", "does not match ^[0-9]{1,19}$", value)
    found = call.state.world.tweet(call.id_in(value, "tweet_id"))
    if found is None:
        raise call.wrong("$.tweet_id", "names a Tweet that does not exist", value)
    return found


def _check_tier(call: Call) -> None:
    """Refuse what X took out of the self-serve tiers in April 2026."""
    if call.state.settings.is_self_serve:
        raise call.forbidden("This endpoint is not available in your current access tier.")
