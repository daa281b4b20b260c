"""Places and annotations as API objects.

Sources: X's OpenAPI file 2.159, schemas ``Place``, ``Geo`` and ``ContextAnnotation``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xauth_nb.sandbox.world.places import topics_of

if TYPE_CHECKING:
    from xauth_nb.sandbox.world import Tweet
    from xauth_nb.sandbox.world.places import Place, Spot

__all__ = ["geo_object", "place_object", "topics_shown"]


def geo_object(spot: Spot | None) -> dict[str, Any] | None:
    """Show where a tweet was written: its place, and the point where it is told."""
    if spot is None:
        return None
    point = {"coordinates": {"type": "Point", "coordinates": list(spot.point)}} if spot.point else {}
    return {"place_id": spot.place.id, **point}


def place_object(place: Place) -> dict[str, Any]:
    """Show a place with all its fields."""
    return {
        "id": place.id,
        "name": place.name,
        "full_name": place.full_name,
        "country": place.country,
        "country_code": place.country_code,
        "place_type": "city",
        "geo": {"type": "Feature", "bbox": list(place.bbox), "properties": {}},
    }


def topics_shown(tweet: Tweet) -> list[dict[str, Any]]:
    """Show what a tweet is about."""
    return [
        {
            "domain": {"id": topic.domain_id, "name": topic.domain},
            "entity": {"id": topic.entity_id, "name": topic.entity},
        }
        for topic in topics_of(tweet)
    ]
