"""What is left of API v1.1: who am I, sign out, and the refusal that ``statuses/update`` answers with (E22)."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import TYPE_CHECKING

from xauth_nb.sandbox.api.people import tweet_count
from xauth_nb.sandbox.problems import Refused

if TYPE_CHECKING:
    from xauth_nb.sandbox.api.call import Answer, Call

__all__ = ["gone", "invalidate_token", "verify_credentials"]

_SUBSET = (
    "You currently have access to a subset of X API V2 endpoints and limited v1.1 endpoints (e.g. media post, oauth) "
    "only. If you need access to this endpoint, you may need a different access level. You can learn more here: "
    "https://developer.x.com/en/portal/product"
)


def verify_credentials(call: Call) -> Answer:
    """Answer ``GET /1.1/account/verify_credentials.json``."""
    me = call.viewer
    created = datetime.fromtimestamp(me.created // 1000, tz=timezone.utc)
    return 200, {
        "id": me.id,
        "id_str": str(me.id),
        "name": me.name,
        "screen_name": me.username,
        "location": me.location,
        "description": me.bio,
        "url": me.url or None,
        "protected": call.state.is_protected(me),
        "followers_count": me.followers,
        "friends_count": me.following,
        "listed_count": me.listed,
        "created_at": f"{created:%a %b %d %H:%M:%S +0000 %Y}",
        "favourites_count": me.liked,
        "verified": me.verified,
        "statuses_count": tweet_count(call, me),
        "lang": None,
        "default_profile": not me.bio,
        "default_profile_image": False,
        "profile_image_url_https": f"https://pbs.sandbox.example/profile_images/{me.username}.png",
        "suspended": False,
        "needs_phone_verification": False,
    }


def invalidate_token(call: Call) -> Answer:
    """Answer ``POST /1.1/oauth/invalidate_token``: the token that signs is the one that dies."""
    call.state.tokens.revoke(call.token.token)
    return 200, {"access_token": call.token.token}


def gone(call: Call) -> Answer:
    """Answer a v1.1 call that is in nobody's access any more.

    Raises
    ------
    Refused
        E13 for a token that only reads, else E22.
    """
    if call.token.access == "read":
        path = call.request.path.replace("/", "\\/")
        raise Refused(401, f'{{"request":"{path}","error":"Read-only application cannot POST."}}')
    raise Refused(403, {"errors": [{"message": _SUBSET, "code": 453}]})
