"""Direct messages: those of the last thirty days, of one conversation, one by its id; sending and deleting them.

Source: X's OpenAPI files 2.159 and 2.167; X's docs, "Direct Messages": a token must have been given with *Read and
write and Direct message*.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xauth_nb.sandbox import problems
from xauth_nb.sandbox.api.paging import TOKENS, page
from xauth_nb.sandbox.api.view import View
from xauth_nb.sandbox.clock import iso
from xauth_nb.sandbox.world.messages import Message

if TYPE_CHECKING:
    from xauth_nb.sandbox.api.call import Answer, Call
    from xauth_nb.sandbox.world.messages import Messages

__all__ = ["EVENT", "EVENTS", "by_id", "delete", "events", "events_of", "events_with", "open_group", "send", "send_to"]

_FIELDS = {"dm_event.fields", "expansions", "user.fields", "tweet.fields", "post.fields", "media.fields"}
EVENT = frozenset(_FIELDS)
EVENTS = frozenset(_FIELDS | {"event_types"}) | TOKENS
_KINDS = ("MessageCreate", "ParticipantsJoin", "ParticipantsLeave")
_MONTH = 30 * 86_400_000
_LONGEST = 10_000
_USUAL = ("id", "text", "event_type")


def events(call: Call) -> Answer:
    """Answer ``GET /2/dm_events``: of all conversations."""
    return _listed(call, None)


def events_with(call: Call) -> Answer:
    """Answer ``GET /2/dm_conversations/with/:participant_id/dm_events``."""
    return _listed(call, _messages(call).between(call.viewer.id, call.path_id("participant_id")))


def events_of(call: Call) -> Answer:
    """Answer ``GET /2/dm_conversations/:id/dm_events``."""
    return _listed(call, _conversation(call, "id"))


def by_id(call: Call) -> Answer:
    """Answer ``GET /2/dm_events/:event_id``."""
    _check_level(call)
    view = View(call)
    return 200, view.envelope(_shown(call, view, _found(call)))


def send_to(call: Call) -> Answer:
    """Answer ``POST /2/dm_conversations/with/:participant_id/messages``."""
    _check_level(call)
    other = call.state.world.person(call.path_id("participant_id"))
    if other is None or other.id == call.viewer.id:
        raise call.forbidden("You cannot send messages to this user.")
    return _sent(call, _messages(call).between(call.viewer.id, other.id), call.json_body({"text", "attachments"}))


def send(call: Call) -> Answer:
    """Answer ``POST /2/dm_conversations/:dm_conversation_id/messages``."""
    return _sent(call, _conversation(call, "dm_conversation_id"), call.json_body({"text", "attachments"}))


def open_group(call: Call) -> Answer:
    """Answer ``POST /2/dm_conversations``."""
    _check_level(call)
    body = call.json_body({"conversation_type", "participant_ids", "message"})
    for name in ("conversation_type", "participant_ids", "message"):
        if name not in body:
            raise call.wrong(f"$.{name}", "is missing but it is required", body)
    if body["conversation_type"] != "Group":
        raise call.wrong("$.conversation_type", "must be one of Group", body["conversation_type"])
    given = body["participant_ids"]
    if not isinstance(given, list) or not 2 <= len(given) <= 49:
        raise call.wrong("$.participant_ids", "must have between 2 and 49 items", given)
    people = [call.person_in({"participant_ids": one}, "participant_ids").id for one in given]
    if not isinstance(body["message"], dict):
        raise call.wrong("$.message", "must be an object", body["message"])
    call.only(body["message"], {"text", "attachments"}, "$.message")
    text, media = _text(call, body["message"]), _media(call, body["message"])
    name = _messages(call).open([call.viewer.id, *people], call.state.clock.tick())
    return _made(call, name, text, media)


def delete(call: Call) -> Answer:
    """Answer ``DELETE /2/dm_events/:event_id``: one's own."""
    _check_level(call)
    found = _found(call)
    if found.sender != call.viewer.id:
        raise call.forbidden("You can only delete your own messages.")
    _messages(call).remove(found.id)
    return 200, {"data": {"deleted": True}}


def _listed(call: Call, conversation: str | None) -> Answer:
    _check_level(call)
    kinds = call.choices("event_types", *_KINDS)
    size = call.number("max_results", 1, 100, 100)
    oldest = call.state.clock.world_now() - _MONTH
    found = _messages(call).seen_by(call.viewer.id, conversation)
    ids = [one.id for one in found if one.ms >= oldest and (not kinds or "MessageCreate" in kinds)]
    shown, meta = page(call, ids, size, bounds=False)
    view, by = View(call), {one.id: one for one in found}
    return 200, view.envelope([_shown(call, view, by[one]) for one in shown], meta=meta)


def _shown(call: Call, view: View, message: Message) -> dict[str, Any]:
    fields = {*_USUAL, *call.listed("dm_event.fields")}
    for name, people in (("sender_id", [message.sender]), ("participant_ids", message.readers)):
        if name in view.expansions:
            for person in people:
                view.include_user(person)
    whole = {
        "id": str(message.id),
        "event_type": "MessageCreate",
        "text": message.text,
        "sender_id": str(message.sender),
        "created_at": iso(message.ms),
        "dm_conversation_id": message.conversation,
        "attachments": {"media_keys": list(message.media)} if message.media else None,
    }
    return {name: value for name, value in whole.items() if name in fields and value is not None}


def _sent(call: Call, conversation: str, body: dict[str, Any]) -> Answer:
    return _made(call, conversation, _text(call, body), _media(call, body))


def _made(call: Call, conversation: str, text: str, media: tuple[str, ...]) -> Answer:
    ms = call.state.clock.tick()
    made = _messages(call).send(call.viewer.id, conversation, text, media, ms)
    return 201, {"data": {"dm_conversation_id": made.conversation, "dm_event_id": str(made.id)}}


def _text(call: Call, body: dict[str, Any]) -> str:
    text = body.get("text", "" if body.get("attachments") else None)
    if text is None:
        raise call.wrong("$.text", "is missing but it is required", body)
    if not isinstance(text, str) or len(text) > _LONGEST or (not text.strip() and not body.get("attachments")):
        raise call.wrong("$.text", f"must be a string with a length between 1 and {_LONGEST}", text)
    return text


def _media(call: Call, body: dict[str, Any]) -> tuple[str, ...]:
    given = body.get("attachments", [])
    if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
        raise call.wrong("$.attachments", "must be an array of objects", given)
    keys = []
    for one in given:
        found = call.state.uploads.of(call.viewer.id, call.body_id(one, "media_id"))
        if found is None or not found.is_ready:
            raise call.invalid("Your media IDs are invalid.", "attachments.media_id", str(one.get("media_id")))
        keys.append(found.key)
    return tuple(keys)


def _conversation(call: Call, name: str) -> str:
    _check_level(call)
    found = call.path[name]
    people = _messages(call).people_of(found)
    if call.viewer.id not in people or None in map(call.state.world.person, people):
        raise call.forbidden("You are not a participant in this conversation.")
    return found


def _found(call: Call) -> Message:
    found = _messages(call).find(call.path_id("event_id"), call.viewer.id)
    if found is None:
        raise problems.Refused(200, {"errors": [call.missing("dm_event", "event_id", call.path["event_id"])]})
    return found


def _messages(call: Call) -> Messages:
    return call.state.world.messages


def _check_level(call: Call) -> None:
    if "directmessages" not in call.token.access:
        raise problems.read_only(call.host)
