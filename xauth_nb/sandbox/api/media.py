"""Media upload: in one call, or initialize, append, finalize and status; and the alternative text.

Source: X's docs, "Media", and the OpenAPI file 2.159.
"""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Any

from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.sansio.multipart import Data, Epilogue, Field, File, MultipartDecoder, NeedData

from xauth_nb.sandbox.uploads import CATEGORIES, EXPIRES, Upload

if TYPE_CHECKING:
    from xauth_nb.sandbox.api.call import Answer, Call

__all__ = ["append", "finalize", "initialize", "metadata", "status", "upload"]

JSON_CAP = 24 << 20
ONE_SHOT = frozenset({"media", "media_category", "media_type", "shared", "additional_owners"})
BEGIN = frozenset({"media_type", "total_bytes", "media_category", "shared", "additional_owners"})
LARGEST = 17_179_869_184
LAST_SEGMENT = 999
LONGEST_ALT = 1000
_UNPLAYABLE = {"code": 1, "name": "InvalidMedia", "message": "Unsupported video format"}


def upload(call: Call) -> Answer:
    """Answer ``POST /2/media/upload``: a picture in one call."""
    fields, content = _parts(call, ONE_SHOT)
    if content is None:
        raise call.wrong("$.media", "is missing but it is required", None)
    made = _begin(call, fields, len(content), one_shot=True)
    made.segments[0] = content
    call.state.uploads.finish(made)
    return 200, {"data": _shown(made)}


def initialize(call: Call) -> Answer:
    """Answer ``POST /2/media/upload/initialize``."""
    fields = call.json_body(BEGIN)
    total = fields.get("total_bytes")
    if isinstance(total, bool) or not isinstance(total, int) or not 0 < total <= LARGEST:
        raise call.wrong("$.total_bytes", f"is not between 1 and {LARGEST}", total)
    made = _begin(call, fields, total)
    return 200, {"data": {"id": str(made.id), "media_key": made.key, "expires_after_secs": EXPIRES}}


def append(call: Call) -> Answer:
    """Answer ``POST /2/media/upload/:id/append``."""
    found = _own(call, call.path["id"])
    fields, content = _parts(call, frozenset({"media", "segment_index"}))
    number = str(fields.get("segment_index", ""))
    if content is None:
        raise call.wrong("$.media", "is missing but it is required", None)
    if not (number.isascii() and number.isdigit() and int(number) <= LAST_SEGMENT):
        raise call.wrong("$.segment_index", f"is not between 0 and {LAST_SEGMENT}", number)
    others = found.size - len(found.segments.get(int(number), b""))  # a part sent again takes the place of the first
    if found.is_final or others + len(content) > found.total:
        raise call.invalid("Segments do not add up to provided total file size.", "media", found.category)
    found.segments[int(number)] = content
    return 200, {"data": {"expires_at": int(found.born) + EXPIRES}}


def finalize(call: Call) -> Answer:
    """Answer ``POST /2/media/upload/:id/finalize``."""
    found = _own(call, call.path["id"])
    if found.size != found.total or sorted(found.segments) != list(range(len(found.segments))):
        raise call.invalid("Segments do not add up to provided total file size.", "id", call.path["id"])
    if not found.is_final:
        call.state.uploads.finish(found)
    return 200, {"data": _shown(found)}


def status(call: Call) -> Answer:
    """Answer ``GET /2/media/upload?command=STATUS&media_id=``: each look brings the processing on."""
    call.choices("command", "STATUS")
    found = _own(call, call.args.get("media_id", ""))
    if not found.is_final:
        raise call.invalid("The upload is not finalized.", "media_id", call.args["media_id"])
    found.checks_left = max(0, found.checks_left - 1)
    return 200, {"data": _shown(found)}


def metadata(call: Call) -> Answer:
    """Answer ``POST /2/media/metadata``: the alternative text."""
    body = call.json_body({"id", "metadata"})
    found = _own(call, body.get("id"))
    given = body.get("metadata")
    alt = given.get("alt_text") if isinstance(given, dict) else None
    text = alt.get("text") if isinstance(alt, dict) else None
    if not isinstance(text, str) or not 1 <= len(text) <= LONGEST_ALT:
        raise call.wrong("$.metadata.alt_text.text", f"must have between 1 and {LONGEST_ALT} characters", text)
    found.alt_text = text
    return 200, {"data": {"id": str(found.id), "associated_metadata": {"alt_text": {"text": text}}}}


def _parts(call: Call, allowed: frozenset[str]) -> tuple[dict[str, Any], bytes | None]:
    """Read fields and file of a JSON or multipart body."""
    if call.request.mimetype == "multipart/form-data":
        parts = _multipart(call)
        call.only(parts, allowed, "$")
        content = parts.pop("media", None)
        return {name: part.decode("utf-8", "replace") for name, part in parts.items()}, content
    fields = call.json_body(allowed, cap=JSON_CAP)
    encoded = fields.get("media")
    if not isinstance(encoded, str):
        return fields, None
    try:
        return fields, base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        raise call.wrong("$.media", "is not valid base64", "") from None


def _multipart(call: Call) -> dict[str, bytes]:
    """Read the parts of a form as bytes. Some clients send the file as a part without a name of a file."""
    boundary = call.request.mimetype_params.get("boundary", "").encode()
    decoder, parts, name = MultipartDecoder(boundary), dict[str, bytes](), ""
    try:
        decoder.receive_data(call.request.get_data(cache=True, parse_form_data=False))
        decoder.receive_data(None)
        while not isinstance(event := decoder.next_event(), Epilogue | NeedData):
            if isinstance(event, Field | File):
                name = event.name
                parts[name] = b""
            elif isinstance(event, Data):
                parts[name] += event.data
    except (ValueError, RequestEntityTooLarge):
        raise call.invalid("The request body is not valid multipart/form-data", "body", "") from None
    return parts


def _begin(call: Call, fields: dict[str, Any], total: int, *, one_shot: bool = False) -> Upload:
    category = fields.get("media_category")
    if not isinstance(category, str) or category not in CATEGORIES:
        message = "is missing but it is required" if category is None else f"must be one of {', '.join(CATEGORIES)}"
        raise call.wrong("$.media_category", message, category)
    if one_shot and category.endswith("video"):
        raise call.wrong("$.media_category", "videos are uploaded in chunks", category)
    if not 0 < total <= CATEGORIES[category][2]:
        raise call.invalid("File size exceeds the limit of its media category.", "total_bytes", str(total))
    return call.state.uploads.begin(call.viewer.id, category, str(fields.get("media_type", "")), total)


def _own(call: Call, value: object) -> Upload:
    text = value if isinstance(value, str) else ""
    found = call.state.uploads.of(call.viewer.id, call.id_in(text, "media_id"))
    if found is None:
        raise call.invalid("Your media IDs are invalid.", "media_id", text)
    return found


def _shown(upload: Upload) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "id": str(upload.id),
        "media_key": upload.key,
        "size": upload.size,
        "expires_after_secs": EXPIRES,
    }
    if CATEGORIES[upload.category][0] in ("video", "animated_gif"):
        if upload.checks_left:
            progress = 100 // (upload.checks_left + 1)
            shown["processing_info"] = {"state": "in_progress", "check_after_secs": 1, "progress_percent": progress}
        elif upload.is_playable:
            shown["processing_info"] = {"state": "succeeded", "progress_percent": 100}
        else:
            shown["processing_info"] = {"state": "failed", "error": _UNPLAYABLE}
    return shown
