"""Lists of accounts: those one owns, follows and is in; their tweets and members; making and changing one's own."""

from __future__ import annotations

from dataclasses import replace
from heapq import merge
from itertools import islice
from typing import TYPE_CHECKING, Any

from xauth_nb.sandbox.api.circles import people_page
from xauth_nb.sandbox.api.paging import page
from xauth_nb.sandbox.api.timelines import MOST_OF_A_LIST, listing
from xauth_nb.sandbox.api.users import target
from xauth_nb.sandbox.api.view import View
from xauth_nb.sandbox.clock import iso
from xauth_nb.sandbox.problems import Refused
from xauth_nb.sandbox.world import TweetList
from xauth_nb.sandbox.world.records import snowflake

if TYPE_CHECKING:
    from collections.abc import Callable

    from xauth_nb.sandbox.api.call import Answer, Call

__all__ = ["add", "by_id", "create", "delete", "follow", "followed", "followers", "leave", "members", "of", "owned",
           "pin", "pinned", "remove", "tweets", "unpin", "update"]  # fmt: skip

_BODY = frozenset({"name", "description", "private"})
_LONGEST = {"name": 25, "description": 100}


def owned(call: Call) -> Answer:
    """Answer ``GET /2/users/:id/owned_lists``."""
    person = target(call)
    return _many(call, lambda one: one.owner == person.id)


def of(call: Call) -> Answer:
    """Answer ``GET /2/users/:id/list_memberships``."""
    person = target(call)
    return _many(call, lambda one: person.id in one.members)


def followed(call: Call) -> Answer:
    """Answer ``GET /2/users/:id/followed_lists``."""
    person = target(call)
    return _many(call, lambda one: person.id in one.followers)


def by_id(call: Call) -> Answer:
    """Answer ``GET /2/lists/:id``."""
    view, found = View(call), _found(call)
    return 200, view.envelope(_shown(call, view, found))


def tweets(call: Call) -> Answer:
    """Answer ``GET /2/lists/:id/tweets``: 800 at most."""
    found, world = _found(call), call.state.world
    size = call.number("max_results", 1, 100, 100)
    view = View(call)
    timelines = [world.ids(one, MOST_OF_A_LIST) for one in found.members if view.can_see(one)]
    return listing(call, view, list(islice(merge(*timelines, reverse=True), MOST_OF_A_LIST)), size)


def members(call: Call) -> Answer:
    """Answer ``GET /2/lists/:id/members``."""
    return people_page(call, list(reversed(_found(call).members)), 100)


def followers(call: Call) -> Answer:
    """Answer ``GET /2/lists/:id/followers``."""
    return people_page(call, list(reversed(_found(call).followers)), 100)


def create(call: Call) -> Answer:
    """Answer ``POST /2/lists``: with 200, and with 201 since API 2.166."""
    fields = _fields(call)
    if "name" not in fields:
        raise call.wrong("$.name", "is missing but it is required", fields)
    ms = call.state.clock.tick()
    made = TweetList(snowflake(ms, 0), call.viewer.id, "", "", False, ms)
    made = replace(made, **fields)
    call.state.world.lists.put(made)
    return 201 if call.state.settings.dialect == "post" else 200, {"data": {"id": str(made.id), "name": made.name}}


def update(call: Call) -> Answer:
    """Answer ``PUT /2/lists/:id``."""
    found = _own(call)
    call.state.world.lists.put(replace(found, **_fields(call)))
    return 200, {"data": {"updated": True}}


def delete(call: Call) -> Answer:
    """Answer ``DELETE /2/lists/:id``."""
    call.state.world.lists.remove(_own(call).id)
    return 200, {"data": {"deleted": True}}


def add(call: Call) -> Answer:
    """Answer ``POST /2/lists/:id/members``."""
    found = _own(call)
    person = call.person_in(call.json_body({"user_id"}), "user_id")
    call.state.world.lists.enrol(found.id, person.id, True)
    return 200, {"data": {"is_member": True}}


def remove(call: Call) -> Answer:
    """Answer ``DELETE /2/lists/:id/members/:user_id``."""
    call.state.world.lists.enrol(_own(call).id, call.path_id("user_id"), False)
    return 200, {"data": {"is_member": False}}


def follow(call: Call) -> Answer:
    """Answer ``POST /2/users/:id/followed_lists``."""
    call.require_self()
    body = call.json_body({"list_id"})
    found = _seen(call, call.body_id(body, "list_id"))
    if found is None:
        raise call.wrong("$.list_id", "names a List that does not exist", body["list_id"])
    call.state.world.lists.follow(found.id, call.viewer.id, True)
    return 200, {"data": {"following": True}}


def pinned(call: Call) -> Answer:
    """Answer ``GET /2/users/:id/pinned_lists``: one's own, without pages."""
    call.require_self()
    view = View(call)
    found = [one for key in call.state.world.pinned(call.viewer.id) if (one := _seen(call, key))]
    return 200, view.envelope([_shown(call, view, one) for one in found], meta={"result_count": len(found)})


def pin(call: Call) -> Answer:
    """Answer ``POST /2/users/:id/pinned_lists``."""
    call.require_self()
    body = call.json_body({"list_id"})
    found = _seen(call, call.body_id(body, "list_id"))
    if found is None:
        raise call.wrong("$.list_id", "names a List that does not exist", body["list_id"])
    call.state.world.pin(call.viewer.id, found.id, True)
    return 200, {"data": {"pinned": True}}


def unpin(call: Call) -> Answer:
    """Answer ``DELETE /2/users/:id/pinned_lists/:list_id``."""
    call.require_self()
    call.state.world.pin(call.viewer.id, call.path_id("list_id"), False)
    return 200, {"data": {"pinned": False}}


def leave(call: Call) -> Answer:
    """Answer ``DELETE /2/users/:id/followed_lists/:list_id``."""
    call.require_self()
    found = _seen(call, call.path_id("list_id"))
    if found:
        call.state.world.lists.follow(found.id, call.viewer.id, False)
    return 200, {"data": {"following": False}}


def _many(call: Call, which: Callable[[TweetList], bool]) -> Answer:
    size = call.number("max_results", 1, 100, 100)
    view = View(call)
    found = {one.id: one for one in call.state.world.lists.seen_by(call.viewer.id, which)}
    shown, meta = page(call, list(found), size, bounds=False)
    return 200, view.envelope([_shown(call, view, found[one]) for one in shown], meta=meta)


def _shown(call: Call, view: View, found: TweetList) -> dict[str, Any]:
    if "owner_id" in view.expansions:
        view.include_user(found.owner)
    made = {
        "created_at": iso(found.created),
        "description": found.description,
        "follower_count": len(found.followers),
        "member_count": len(found.members),
        "owner_id": str(found.owner),
        "private": found.private,
    }
    wants = {*call.listed("list.fields"), *view.expansions}
    return {"id": str(found.id), "name": found.name, **{name: value for name, value in made.items() if name in wants}}


def _seen(call: Call, list_id: int) -> TweetList | None:
    return next(iter(call.state.world.lists.seen_by(call.viewer.id, lambda one: one.id == list_id)), None)


def _found(call: Call) -> TweetList:
    found = _seen(call, call.path_id())
    if found is None:
        raise Refused(200, {"errors": [call.missing("list", "id", call.path["id"])]})
    return found


def _own(call: Call) -> TweetList:
    found = _found(call)
    if found.owner != call.viewer.id:
        raise call.forbidden("You are not allowed to change a List that is not yours.")
    return found


def _fields(call: Call) -> dict[str, Any]:
    body = call.json_body(_BODY)
    for name, longest in _LONGEST.items():
        value = body.get(name, "x")
        if not isinstance(value, str) or len(value) > longest or (name == "name" and not value.strip()):
            raise call.wrong(f"$.{name}", f"must be a string of at most {longest} characters", value)
        if any("\ud800" <= letter <= "\udfff" for letter in value):
            raise call.wrong(f"$.{name}", "contains invalid characters", "")
    if not isinstance(body.get("private", False), bool):
        raise call.wrong("$.private", "must be a boolean", body["private"])
    return body
