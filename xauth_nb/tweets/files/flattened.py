"""Tweets that twarc has flattened: what came along stands inside the tweet. Here it is taken out again.

The shape is that of ``twarc.expansions.flatten``: ``author``, ``in_reply_to_user``, ``attachments.media`` and ``poll``,
``geo`` with its place, mentions with their users, and references with the tweets that they name.
"""

from __future__ import annotations

from typing import Any

__all__ = ["answer_of"]

Raw = dict[str, Any]
_USER = {"name", "created_at", "description", "public_metrics", "verified", "profile_image_url", "protected"}


def answer_of(flat: Raw) -> Raw:
    """Turn a tweet into X's answer to its look-up.

    Parameters
    ----------
    flat : dict
        Flattened, or without anything that came along.
    """
    includes: dict[str, dict[str, Raw]] = {"users": {}, "tweets": {}, "media": {}, "polls": {}, "places": {}}

    def keep(kind: str, one: Any, key: str = "id") -> None:
        if isinstance(one, dict) and isinstance(one.get(key), str):
            includes[kind].setdefault(one[key], one)

    def tweet(one: Raw) -> Raw:
        plain = {name: value for name, value in one.items() if name not in ("author", "in_reply_to_user", "__twarc")}
        keep("users", one.get("author"))
        keep("users", one.get("in_reply_to_user"))
        if isinstance(attached := one.get("attachments"), dict):
            for medium in _list(attached.get("media")):
                keep("media", medium, "media_key")
            keep("polls", attached.get("poll"))
            plain["attachments"] = {name: value for name, value in attached.items() if name not in ("media", "poll")}
        if isinstance(geo := one.get("geo"), dict) and "place_id" in geo and len(geo.keys() - {"coordinates"}) > 1:
            place = {name: value for name, value in geo.items() if name not in ("place_id", "coordinates")}
            keep("places", {**place, "id": geo["place_id"]})
            plain["geo"] = {name: value for name, value in geo.items() if name in ("place_id", "coordinates")}
        for mention in _list(_dict(one.get("entities")).get("mentions")):
            if isinstance(mention, dict) and _USER & mention.keys():
                keep("users", {name: value for name, value in mention.items() if name not in ("start", "end")})
        if isinstance(references := one.get("referenced_tweets"), list):
            plain["referenced_tweets"] = [reference(each) for each in references]
        return plain

    def reference(each: Any) -> Any:
        if not isinstance(each, dict):
            return each
        if "text" in each:
            made = tweet({name: value for name, value in each.items() if name != "type"})
            keep("tweets", made)
        return {name: each[name] for name in ("type", "id") if name in each}

    data = tweet(flat)
    return {"data": data, "includes": {name: [*found.values()] for name, found in includes.items() if found}}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _dict(value: Any) -> Raw:
    return value if isinstance(value, dict) else {}
