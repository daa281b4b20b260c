"""A row of one's own tables as X's answer to the look-up of its tweet: its columns come out of it as they were."""

from __future__ import annotations

from typing import Any

from xauth_nb.tweets.data import unescaped
from xauth_nb.tweets.files.asked import author_members, members

__all__ = ["answer_of"]

Raw = dict[str, Any]
_METRICS = ("retweet_count", "reply_count", "like_count", "quote_count", "bookmark_count", "impression_count")
_AS_SENT = (
    "author_id",
    "conversation_id",
    "in_reply_to_user_id",
    "lang",
    "possibly_sensitive",
    "reply_settings",
    "source",
)
_REFERENCES = {
    "replied_to": ("is_reply", "in_reply_to_id"),
    "quoted": ("is_quote", "quoted_id"),
    "retweeted": ("is_retweet", "retweeted_id"),
}
_BOX = ("place_west", "place_south", "place_east", "place_north")


def answer_of(row: Raw, fields: tuple[str, ...] = ()) -> Raw:
    """Build the answer.

    Parameters
    ----------
    row : dict
        Values of :data:`xauth_nb.tweets.files.asked.KNOWN` by name; what is missing is ``None``.
    fields : tuple of str, optional
        What was asked for with ``fields=``.
    """
    get = row.get
    includes: dict[str, list[Raw]] = {
        "users": _users(row),
        "media": _media(row),
        "polls": _polls(row),
        "places": _places(row),
    }
    text, full_text = get("text") or "", get("full_text") or ""
    data = {
        **members(row),
        "id": get("id") or "",
        "text": text or _escaped(full_text),
        "created_at": _time(get("created_at")),
        **{name: get(name) for name in _AS_SENT},
        "username": get("author_username"),
        "public_metrics": {name: get(name) for name in _METRICS}
        if any(get(name) is not None for name in _METRICS)
        else None,
        "entities": _entities(row),
        "referenced_tweets": [
            {"type": kind, "id": get(id)} for kind, (flag, id) in _REFERENCES.items() if get(flag) or get(id)
        ]
        or None,
        # What a long tweet or a retweet has beyond its text as sent.
        "note_tweet": {"text": _escaped(full_text)} if full_text and full_text != unescaped(text) else None,
        "attachments": {
            "media_keys": [each["media_key"] for each in includes["media"]],
            "poll_ids": [each["id"] for each in includes["polls"]],
        }
        if includes["media"] or includes["polls"]
        else None,
        "geo": _geo(row),
        "edit_history_tweet_ids": get("edit_history_tweet_ids") or None,
        "withheld": {"country_codes": get("withheld_in")} if get("withheld_in") else None,
    }
    origin = {"query": get("query"), "when": _time(get("collected_at")), "fields": fields or None}
    answer: Raw = {"data": {name: value for name, value in data.items() if value is not None}, "includes": includes}
    return {**answer, "__xauth_nb": origin} if any(origin.values()) else answer


def _users(row: Raw) -> list[Raw]:
    told = ("author_name", "author_verified", "author_followers_count", "author_tweet_count")
    asked = author_members(row)
    if not row.get("author_id") or (not asked and all(row.get(name) is None for name in told)):
        return []
    if "description" in asked:
        asked["description"] = _escaped(asked["description"])
    counts = {"followers_count": row.get("author_followers_count"), "tweet_count": row.get("author_tweet_count")}
    counts |= asked.pop("public_metrics", {})
    return [
        {
            **asked,
            "id": row["author_id"],
            "username": row.get("author_username") or "",
            "name": row.get("author_name") or "",
            "verified": row.get("author_verified"),
            "public_metrics": counts if any(value is not None for value in counts.values()) else None,
        }
    ]


def _entities(row: Raw) -> Raw | None:
    links: list[Raw] = [{"expanded_url": url} for url in row.get("urls") or ()]
    if row.get("quoted_username") and row.get("quoted_id"):
        links.append({"expanded_url": f"https://x.com/{row['quoted_username']}/status/{row['quoted_id']}"})
    made = {
        "hashtags": [{"tag": tag} for tag in row.get("hashtags") or ()],
        "cashtags": [{"tag": tag} for tag in row.get("cashtags") or ()],
        "mentions": [{"username": name} for name in row.get("mentions") or ()],
        "urls": links,
    }
    return {name: values for name, values in made.items() if values} or None


def _media(row: Raw) -> list[Raw]:
    columns = [row.get(f"media_{name}") or () for name in ("types", "urls", "preview_urls", "alt_texts")]
    count = max(map(len, columns))
    padded = ([*values, *[None] * (count - len(values))] for values in columns)
    return [
        {"media_key": f"{row.get('id')}_{at}", "type": kind, "url": url, "preview_image_url": picture, "alt_text": alt}
        for at, (kind, url, picture, alt) in enumerate(zip(*padded, strict=True), 1)
    ]


def _polls(row: Raw) -> list[Raw]:
    if row.get("poll_votes") is None and not row.get("poll_options"):
        return []
    options = [{"label": label} for label in row.get("poll_options") or ()]
    return [{"id": str(row.get("id")), "options": options, "xauth_nb:votes": row.get("poll_votes")}]


def _places(row: Raw) -> list[Raw]:
    name = row.get("place_full_name") or row.get("place")
    box = [row.get(edge) for edge in _BOX]
    if not row.get("place_id") or not (name or row.get("country") or None not in box):
        return []
    place = {"id": row["place_id"], "full_name": name, "country": row.get("country")}
    return [{**place, "geo": {"bbox": box}} if None not in box else place]


def _geo(row: Raw) -> Raw | None:
    made: Raw = {"place_id": row["place_id"]} if row.get("place_id") else {}
    if row.get("lat") is not None and row.get("lon") is not None:
        made["coordinates"] = {"type": "Point", "coordinates": [row["lon"], row["lat"]]}
    return made or None


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _time(moment: Any) -> Any:
    return moment.isoformat() if moment is not None else None
