"""Who follows, mutes and blocks whom, who liked or reposted a tweet, and looking for people by a word."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xauth_nb.sandbox.api.paging import page
from xauth_nb.sandbox.api.users import target
from xauth_nb.sandbox.api.view import View

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xauth_nb.sandbox.api.call import Answer, Call

__all__ = ["blocking", "find", "follow", "followers", "following", "likers", "mute", "muting", "people_page",
           "reposters", "unfollow", "unmute"]  # fmt: skip

_QUERY = re.compile(r"[A-Za-z0-9_' ]{1,50}")


def people_page(call: Call, ids: Sequence[int], most: int) -> Answer:
    """Answer with one page of people.

    Parameters
    ----------
    call : Call
    ids : sequence of int
        All there are.
    most : int
        How many fit on a page at most.
    """
    size = call.number("max_results", 1, most, 100)
    view = View(call)
    shown, meta = page(call, ids, size, bounds=False)
    people = [person for one in shown if (person := call.state.world.person(one))]
    return 200, view.envelope([view.user(person) for person in people], meta=meta)


def followers(call: Call) -> Answer:
    """Answer ``GET /2/users/:id/followers``."""
    return people_page(call, call.state.world.followers(target(call).id), 1000)


def following(call: Call) -> Answer:
    """Answer ``GET /2/users/:id/following``."""
    return people_page(call, list(reversed(call.state.world.following(target(call).id))), 1000)


def likers(call: Call) -> Answer:
    """Answer ``GET /2/tweets/:id/liking_users``."""
    return people_page(call, call.state.world.likers(call.path_tweet("id").id), 100)


def reposters(call: Call) -> Answer:
    """Answer ``GET /2/tweets/:id/retweeted_by``: those of the last seven days."""
    tweet = call.path_tweet("id")
    ids = [other.author for other in call.state.world.recent() if other.retweeted == tweet.id]
    return people_page(call, list(dict.fromkeys(ids)), 100)


def find(call: Call) -> Answer:
    """Answer ``GET /2/users/search``: the word stands in the name, the handle or the description."""
    query = call.args.get("query", "")
    if not _QUERY.fullmatch(query):
        raise call.invalid(
            f"The `query` query parameter value [{query}] does not match ^[A-Za-z0-9_' ]{{1,50}}$", "query", query
        )
    word = query.strip().lower()
    people = [person for person in call.state.world.people if not call.state.is_suspended(person)]
    ids = [one.id for one in people if word in f"{one.username}\n{one.name}\n{one.bio}".lower()]
    return people_page(call, ids, 1000)


def muting(call: Call) -> Answer:
    """Answer ``GET /2/users/:id/muting``: one's own."""
    call.require_self()
    return people_page(call, list(reversed(call.state.world.muted(call.viewer.id))), 1000)


def blocking(call: Call) -> Answer:
    """Answer ``GET /2/users/:id/blocking``: one's own. Nobody here is fond of suspended accounts."""
    call.require_self()
    return people_page(call, [person.id for person in call.state.world.people if person.suspended], 1000)


# Acts


def follow(call: Call) -> Answer:
    """Answer ``POST /2/users/:id/following``: a protected account has to agree first, and never does here."""
    call.check_tier()
    call.require_self()
    person = call.person_in(call.json_body({"target_user_id"}), "target_user_id")
    if person.id == call.viewer.id:
        raise call.wrong("$.target_user_id", "you cannot follow yourself", str(person.id))
    world, me = call.state.world, call.viewer.id
    pending = call.state.is_protected(person) and person.id not in world.following(me)
    if not pending:
        world.follow(me, person.id, True)
    return 200, {"data": {"following": not pending, "pending_follow": pending}}


def unfollow(call: Call) -> Answer:
    """Answer ``DELETE /2/users/:source_user_id/following/:target_user_id``."""
    call.check_tier()
    call.require_self("source_user_id")
    call.state.world.follow(call.viewer.id, call.path_id("target_user_id"), False)
    return 200, {"data": {"following": False}}


def mute(call: Call) -> Answer:
    """Answer ``POST /2/users/:id/muting``."""
    call.require_self()
    person = call.person_in(call.json_body({"target_user_id"}), "target_user_id")
    call.state.world.mute(call.viewer.id, person.id, True)
    return 200, {"data": {"muting": True}}


def unmute(call: Call) -> Answer:
    """Answer ``DELETE /2/users/:source_user_id/muting/:target_user_id``."""
    call.require_self("source_user_id")
    call.state.world.mute(call.viewer.id, call.path_id("target_user_id"), False)
    return 200, {"data": {"muting": False}}
