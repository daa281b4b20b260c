"""What is left of API v1.1: who am I, sign out, and the refusal that all its other calls are answered with (E22)."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

from xauth_nb.sandbox.api.entities import as_sent
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
    me, standing = call.viewer, call.state.world.standing(call.viewer)
    shown: dict[str, Any] = {
        "id": me.id,
        "id_str": str(me.id),
        "name": me.name,
        "screen_name": me.username,
        "location": me.location,
        "description": me.bio,
        "url": me.url or None,
        "protected": call.state.is_protected(me),
        "followers_count": standing.followers,
        "friends_count": standing.following,
        "listed_count": standing.listed,
        "created_at": _date(me.created),
        "favourites_count": standing.liked,
        "verified": me.verified,
        "statuses_count": tweet_count(call, me),
        "lang": None,
        "default_profile": not me.bio,
        "default_profile_image": False,
        "profile_image_url_https": f"https://pbs.sandbox.example/profile_images/{me.username}.png",
        "suspended": False,
        "needs_phone_verification": False,
    }
    latest = next(iter(call.state.world.ids(me.id, 1)), None)
    if call.args.get("skip_status", "").lower() not in ("true", "t", "1") and latest is not None:
        shown["status"] = _status(call, latest)
    if call.args.get("include_email", "").lower() in ("true", "t", "1"):
        shown["email"] = f"{me.username}@sandbox.example"
    return 200, shown


def _status(call: Call, tweet_id: int) -> dict[str, Any]:
    """Show a person's newest tweet as v1.1 does."""
    world = call.state.world
    tweet = world.tweet(tweet_id)
    if tweet is None:
        return {}
    metrics, answered = world.metrics(tweet), world.person(tweet.replied_to_user)
    return {
        "created_at": _date(tweet.ms),
        "id": tweet.id,
        "id_str": str(tweet.id),
        "text": as_sent(tweet.text),
        "truncated": bool(tweet.note),
        "entities": {"hashtags": [], "symbols": [], "user_mentions": [], "urls": []},
        "source": f'<a href="https://x.com" rel="nofollow">{tweet.source}</a>',
        "in_reply_to_status_id": tweet.replied_to or None,
        "in_reply_to_status_id_str": str(tweet.replied_to) if tweet.replied_to else None,
        "in_reply_to_user_id": tweet.replied_to_user or None,
        "in_reply_to_user_id_str": str(tweet.replied_to_user) if tweet.replied_to_user else None,
        "in_reply_to_screen_name": answered.username if answered else None,
        "geo": None,
        "coordinates": None,
        "place": None,
        "contributors": None,
        "is_quote_status": bool(tweet.quoted),
        "retweet_count": metrics.retweets,
        "favorite_count": metrics.likes,
        "favorited": tweet.id in world.likes(call.viewer.id),
        "retweeted": False,
        "lang": tweet.lang,
    }


def _date(ms: int) -> str:
    return f"{datetime.fromtimestamp(ms // 1000, tz=timezone.utc):%a %b %d %H:%M:%S +0000 %Y}"


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
    if call.token.access == "read" and call.request.method == "POST":
        path = call.request.path.replace("/", "\\/")
        raise Refused(401, f'{{"request":"{path}","error":"Read-only application cannot POST."}}')
    raise Refused(403, {"errors": [{"message": _SUBSET, "code": 453}]})
