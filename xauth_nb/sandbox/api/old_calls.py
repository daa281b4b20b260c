"""The calls of v1.1 that X still knows and no longer gives to self-serve apps: each is refused by name (E22).

Source: X's docs of v1.1, "API reference index". What is not here does not exist, and is a 404 with code 34.
"""

from __future__ import annotations

import re

__all__ = ["known_as"]

_READ = """
account/settings application/rate_limit_status blocks/ids blocks/list direct_messages/events/list
direct_messages/events/show favorites/list followers/ids followers/list friends/ids friends/list friendships/incoming
friendships/lookup friendships/no_retweets/ids friendships/outgoing friendships/show geo/reverse_geocode geo/search
help/configuration help/languages lists/list lists/members lists/members/show lists/memberships lists/ownerships
lists/show lists/statuses lists/subscribers lists/subscribers/show lists/subscriptions mutes/users/ids mutes/users/list
saved_searches/list search/tweets statuses/home_timeline statuses/lookup statuses/mentions_timeline statuses/oembed
statuses/retweeters/ids statuses/retweets_of_me statuses/show statuses/user_timeline trends/available trends/closest
trends/place users/lookup users/profile_banner users/search users/show users/suggestions
"""
_WRITE = """
account/remove_profile_banner account/settings account/update_profile account/update_profile_banner
account/update_profile_image blocks/create blocks/destroy direct_messages/events/destroy direct_messages/events/new
favorites/create favorites/destroy friendships/create friendships/destroy friendships/update lists/create lists/destroy
lists/members/create lists/members/create_all lists/members/destroy lists/members/destroy_all lists/subscribers/create
lists/subscribers/destroy lists/update media/metadata/create media/upload mutes/users/create mutes/users/destroy
saved_searches/create statuses/update statuses/update_with_media users/report_spam
"""
_WITH_ID = {
    "GET": ("statuses/show", "statuses/retweets", "saved_searches/show", "geo/id"),
    "POST": ("statuses/destroy", "statuses/retweet", "statuses/unretweet", "saved_searches/destroy"),
}
_KNOWN = {"GET": frozenset(_READ.split()), "POST": frozenset(_WRITE.split())}
_PATH = re.compile(r"/1\.1/(?P<name>[a-z_/]+?)(?P<id>/[0-9]+)?\.json")


def known_as(method: str, path: str) -> str | None:
    """Say as what X knows a call, with ``:id`` for an id; ``None`` for one that never was.

    Parameters
    ----------
    method, path : str
    """
    found = _PATH.fullmatch(path)
    if found is None:
        return None
    known = _WITH_ID if found["id"] else _KNOWN
    return (
        f"/1.1/{found['name']}{'/:id' if found['id'] else ''}.json" if found["name"] in known.get(method, ()) else None
    )
