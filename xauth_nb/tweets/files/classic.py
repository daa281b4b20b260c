"""Tweets of API v1.1, as X's answers of API v2 have them: of its REST calls, its stream, and X's account archive.

Names and shapes are those of X's docs, "Tweet object" and "Extended entities" of v1.1; the archive writes numbers as
text. What is odd is passed on as it is: whoever reads the result names it.
"""

from __future__ import annotations

import html
import re
from datetime import datetime
from typing import Any

__all__ = ["answer_of", "is_classic"]

_KINDS = {"photo": "3", "video": "7", "animated_gif": "16"}
"""The first part of a media key, as API v2 writes it."""
_TAG = re.compile(r"<[^>]*>")
_TIME = "%a %b %d %H:%M:%S %z %Y"
Raw = dict[str, Any]


def is_classic(value: Raw) -> bool:
    """Say whether this is a tweet of v1.1."""
    return (
        ("id_str" in value or "id" in value)
        and bool({"full_text", "text"} & value.keys())
        and bool({"id_str", "favorite_count", "user", "retweeted_status"} & value.keys())
    )


def answer_of(status: Raw, owner: Raw | None = None) -> Raw:
    """Turn a tweet into an answer of v2.

    Parameters
    ----------
    status : dict
    owner : dict, optional
        Whose tweet it is, in the form of v2, where the tweet itself does not say so: X's account archive.
    """
    users: dict[str, Raw] = {}
    tweets: dict[str, Raw] = {}
    media: dict[str, Raw] = {}
    places: dict[str, Raw] = {}

    def tweet(one: Raw, owner: Raw | None) -> Raw:
        whole = {**one, **_dict(one.get("extended_tweet"))}  # the stream's own place for long texts
        for inner in (_dict(one.get("retweeted_status")), _dict(one.get("quoted_status"))):
            if inner:
                made = tweet(inner, None)
                tweets[made["id"]] = made
        author = _user(_dict(one.get("user"))) if one.get("user") else owner
        if author and author.get("id"):
            users.setdefault(author["id"], author)
        attached = [_medium(each) for each in _media_of(whole)]
        media.update({each["media_key"]: each for each in attached})
        place = _place(_dict(one.get("place")))
        if place:
            places[place["id"]] = place
        return _tweet(one, whole, author, [each["media_key"] for each in attached], place)

    data = tweet(status, owner)
    tweets.pop(data["id"], None)
    includes = {"users": users, "tweets": tweets, "media": media, "places": places}
    return {"data": data, "includes": {name: [*found.values()] for name, found in includes.items() if found}}


def _tweet(one: Raw, whole: Raw, author: Raw | None, keys: list[str], place: Raw | None) -> Raw:
    id, references = _id(one, "id"), _references(one)
    made = {
        "id": id or "",
        "text": whole.get("full_text", whole.get("text", "")),
        "created_at": _time(one.get("created_at")),
        "author_id": author.get("id") if author else None,
        # The first tweet of a conversation gives it its id; of an answer v1.1 does not tell which that is.
        "conversation_id": None if _id(one, "in_reply_to_status_id") else id,
        "in_reply_to_user_id": _id(one, "in_reply_to_user_id"),
        "lang": one.get("lang"),
        "public_metrics": {
            "retweet_count": _number(one.get("retweet_count")),
            "reply_count": _number(one.get("reply_count")),
            "like_count": _number(one.get("favorite_count")),
            "quote_count": _number(one.get("quote_count")),
        },
        "entities": _entities(_dict(whole.get("entities")), whole),
        "referenced_tweets": references or None,
        "attachments": {"media_keys": keys} if keys else None,
        "possibly_sensitive": one.get("possibly_sensitive"),
        "geo": _geo(one, place),
        "display_text_range": _numbers(whole.get("display_text_range")),
        "withheld": {"country_codes": one["withheld_in_countries"]} if one.get("withheld_in_countries") else None,
        "source": html.unescape(_TAG.sub("", one["source"])) if isinstance(one.get("source"), str) else None,
    }
    return {name: value for name, value in made.items() if value is not None}


def _references(one: Raw) -> list[Raw]:
    found = {
        "retweeted": _id(_dict(one.get("retweeted_status")), "id"),
        # A retweet of a quote carries the original's quote, which in v2 is the original's alone.
        "quoted": None if one.get("retweeted_status") else _id(one, "quoted_status_id"),
        "replied_to": _id(one, "in_reply_to_status_id"),
    }
    return [{"type": kind, "id": id} for kind, id in found.items() if id]


def _entities(found: Raw, whole: Raw) -> Raw | None:
    links = [_link(each) for each in _dicts(found.get("urls"))]
    for each in _dicts(found.get("media")):
        links.append({**_link(each), "media_key": _key(each)})
    made = {
        "urls": links,
        "hashtags": [{"tag": each.get("text"), **_span(each)} for each in _dicts(found.get("hashtags"))],
        "cashtags": [{"tag": each.get("text"), **_span(each)} for each in _dicts(found.get("symbols"))],
        "mentions": [
            {"username": each.get("screen_name", ""), "id": _id(each, "id"), **_span(each)}
            for each in _dicts(found.get("user_mentions"))
        ],
    }
    return {name: values for name, values in made.items() if values} or None


def _link(each: Raw) -> Raw:
    return {**{name: each.get(name) for name in ("url", "expanded_url", "display_url")}, **_span(each)}


def _span(each: Raw) -> Raw:
    ends = _numbers(each.get("indices"))
    return {"start": ends[0], "end": ends[1]} if isinstance(ends, list) and len(ends) == 2 else {}


def _media_of(whole: Raw) -> list[Raw]:
    # Only the extended entities have all pictures, and say of a video that it is one.
    return _dicts(_dict(whole.get("extended_entities")).get("media")) or _dicts(
        _dict(whole.get("entities")).get("media")
    )


def _key(each: Raw) -> str:
    return f"{_KINDS.get(str(each.get('type')), '3')}_{_id(each, 'id')}"


def _medium(each: Raw) -> Raw:
    picture, kind = each.get("media_url_https", each.get("media_url")), each.get("type")
    video, size = _dict(each.get("video_info")), _dict(_dict(each.get("sizes")).get("large"))
    made = {
        "media_key": _key(each),
        "type": kind,
        "url": picture if kind == "photo" else None,
        "preview_image_url": None if kind == "photo" else picture,
        "alt_text": each.get("ext_alt_text"),
        "width": _number(size.get("w")),
        "height": _number(size.get("h")),
        "duration_ms": _number(video.get("duration_millis")),
        "variants": [
            {"url": v.get("url"), "content_type": v.get("content_type"), "bit_rate": _number(v.get("bitrate"))}
            for v in _dicts(video.get("variants"))
        ]
        or None,
    }
    return {name: value for name, value in made.items() if value is not None}


def _user(one: Raw) -> Raw:
    link = _dicts(_dict(_dict(one.get("entities")).get("url")).get("urls"))
    made = {
        "id": _id(one, "id"),
        "username": one.get("screen_name"),
        "created_at": _time(one.get("created_at")),
        **{name: one.get(name) for name in ("name", "description", "location", "url", "verified", "protected")},
        "entities": {"url": {"urls": [_link(each) for each in link]}} if link else None,
        "public_metrics": {
            "followers_count": _number(one.get("followers_count")),
            "following_count": _number(one.get("friends_count")),
            "tweet_count": _number(one.get("statuses_count")),
            "listed_count": _number(one.get("listed_count")),
            "like_count": _number(one.get("favourites_count")),
        },
        "profile_image_url": one.get("profile_image_url_https"),
        "profile_banner_url": one.get("profile_banner_url"),
    }
    return {name: value for name, value in made.items() if value is not None}


def _place(one: Raw) -> Raw | None:
    if not isinstance(one.get("id"), str):
        return None
    names = ("id", "full_name", "name", "country", "country_code", "place_type")
    corners = _dict(one.get("bounding_box")).get("coordinates")
    try:
        xs, ys = zip(*((float(x), float(y)) for x, y in corners[0]), strict=True)  # type: ignore[index]
        box = {"geo": {"type": "Feature", "bbox": [min(xs), min(ys), max(xs), max(ys)], "properties": {}}}
    except (TypeError, ValueError, IndexError, KeyError):
        box = {}
    return {**{name: one[name] for name in names if one.get(name) is not None}, **box}


def _geo(one: Raw, place: Raw | None) -> Raw | None:
    point = _dict(one.get("coordinates")).get("coordinates")
    if isinstance(point, list):
        point = [float(x) if isinstance(x, str) and x.replace(".", "").lstrip("-").isdigit() else x for x in point]
    made = {
        "place_id": place["id"] if place else None,
        "coordinates": {"type": "Point", "coordinates": point} if point else None,
    }
    return {name: value for name, value in made.items() if value} or None


def _id(one: Raw, name: str) -> str | None:
    value = one.get(f"{name}_str") or one.get(name)
    return str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else None


def _time(value: Any) -> Any:
    try:
        return datetime.strptime(value, _TIME).isoformat()
    except (TypeError, ValueError):
        return value


def _number(value: Any) -> Any:
    return int(value) if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 20 else value


def _numbers(values: Any) -> Any:
    return [_number(value) for value in values] if isinstance(values, list) else values


def _dict(value: Any) -> Raw:
    return value if isinstance(value, dict) else {}


def _dicts(value: Any) -> list[Raw]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
