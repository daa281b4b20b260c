"""Show a person as a user object of API v2."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xauth_nb.sandbox.clock import iso
from xauth_nb.sandbox.world.slots import display_of, short_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from xauth_nb.sandbox.api.call import Call
    from xauth_nb.sandbox.world import Person

__all__ = ["tweet_count", "user_object"]


def tweet_count(call: Call, person: Person) -> int:
    """Count a person's tweets: those before the world begins, and those in it."""
    return person.earlier_tweets + call.state.world.count(person.id)


def user_object(call: Call, person: Person, wants: set[str]) -> dict[str, Any]:
    """Show a person.

    Parameters
    ----------
    call : Call
    person : Person
    wants : set of str
        ``user.fields``, in the words of API 2.159.
    """
    state, world = call.state, call.state.world
    shown: dict[str, Any] = {"id": str(person.id), "name": person.name, "username": person.username}
    short = short_for(person.url, person.id) if person.url else ""
    made: dict[str, Callable[[], Any]] = {
        "created_at": lambda: iso(person.created),
        "description": lambda: person.bio,
        "location": lambda: person.location or None,
        "url": lambda: short,
        "entities": lambda: _entities(person, short),
        "verified": lambda: person.verified or state.is_premium(person),
        "verified_type": lambda: "blue" if person.verified or state.is_premium(person) else "none",
        "protected": lambda: state.is_protected(person),
        "profile_image_url": lambda: f"{call.origin}/profile_images/{person.username}.png",
        "public_metrics": lambda: _metrics(call, person),
        "pinned_tweet_id": lambda: _pinned(call, person),
        "most_recent_tweet_id": lambda: next((str(one) for one in world.ids(person.id, 1)), None),
        "subscription_type": lambda: (
            ("Premium" if state.is_premium(person) else "None") if person.id == call.viewer.id else None
        ),
        "connection_status": lambda: _connections(call, person),
        "receives_your_dm": lambda: person.id != call.viewer.id and not state.is_protected(person),
    }
    for name, make in made.items():
        if name in wants and (value := make()) is not None:
            shown[name] = value
    return shown


def _metrics(call: Call, person: Person) -> dict[str, int]:
    standing = call.state.world.standing(person)
    return {
        "followers_count": standing.followers,
        "following_count": standing.following,
        "tweet_count": tweet_count(call, person),
        "listed_count": standing.listed,
        "like_count": standing.liked,
        "media_count": person.earlier_tweets // 9,
    }


def _entities(person: Person, short: str) -> dict[str, Any] | None:
    if not short:
        return None
    url = {
        "start": 0,
        "end": len(short),
        "url": short,
        "expanded_url": person.url,
        "display_url": display_of(person.url),
    }
    return {"url": {"urls": [url]}}


def _pinned(call: Call, person: Person) -> str | None:
    """Give the tweet at the top of a profile: the one that travelled farthest of the last fifty."""
    world = call.state.world
    latest = [tweet for one in world.ids(person.id, 50) if (tweet := world.tweet(one)) and not tweet.retweeted]
    best = max(latest, key=lambda tweet: (tweet.metrics.likes, tweet.id), default=None)
    return str(best.id) if best and person.share and best.metrics.likes else None


def _connections(call: Call, person: Person) -> list[str]:
    world, me = call.state.world, call.viewer.id
    follows = {"following": person.id in world.following(me), "followed_by": me in world.following(person.id)}
    return [name for name, true in follows.items() if true]
