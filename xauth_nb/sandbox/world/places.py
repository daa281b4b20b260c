"""Where a seeded tweet was written, and what it is about: drawn from its id and read from its words, never kept.

The shapes are those of X's docs, "Geo" and "Tweet annotations"; the ids are invented, the outlines rough.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from xauth_nb.sandbox.world.records import Person, Tweet

__all__ = ["Place", "Spot", "Topic", "spot_of", "topics_of"]

_ONE_IN, _EXACT_IN = 8, 3  # so many tell their place, and of these so many the very spot


class Place(NamedTuple):
    """A town, with its outline in degrees: west, south, east, north."""

    id: str
    name: str
    full_name: str
    country: str
    country_code: str
    bbox: tuple[float, float, float, float]


class Spot(NamedTuple):
    """Where a tweet was written; longitude and latitude are told of few."""

    place: Place
    point: tuple[float, float] | None


class Topic(NamedTuple):
    """What X would say that a tweet is about."""

    domain_id: str
    domain: str
    entity_id: str
    entity: str


def _towns() -> tuple[Place, ...]:
    rows = (
        ("Lisbon", "Portugal", "PT", -9.14, 38.72), ("Newport", "United States", "US", -71.31, 41.49),
        ("Manchester", "United Kingdom", "GB", -2.24, 53.48), ("Hampton", "United States", "US", -76.35, 37.03),
        ("Vienna", "Austria", "AT", 16.37, 48.21), ("Göttingen", "Germany", "DE", 9.93, 51.54),
        ("Cádiz", "Spain", "ES", -6.29, 36.53), ("東京", "日本", "JP", 139.69, 35.69),
        ("Lyon", "France", "FR", 4.84, 45.76), ("La Serena", "Chile", "CL", -71.25, -29.9),
        ("Amman", "Jordan", "JO", 35.93, 31.95), ("पुणे", "भारत", "IN", 73.86, 18.52),
        ("சென்னை", "இந்தியா", "IN", 80.27, 13.08), ("กรุงเทพฯ", "ประเทศไทย", "TH", 100.5, 13.76),
        ("서울", "대한민국", "KR", 126.98, 37.57), ("القاهرة", "مصر", "EG", 31.24, 30.04),
        ("تهران", "ایران", "IR", 51.39, 35.69), ("台北", "台灣", "TW", 121.56, 25.04),
        ("Тбилиси", "Грузия", "GE", 44.83, 41.72), ("Curitiba", "Brasil", "BR", -49.27, -25.43),
        ("Nairobi", "Kenya", "KE", 36.82, -1.29), ("Wellington", "New Zealand", "NZ", 174.78, -41.29),
    )  # fmt: skip
    return tuple(
        Place(
            f"{0x7A0C5B1E00 + number * 0x1F3D7:016x}",
            name,
            f"{name}, {country}",
            country,
            code,
            (round(east - 0.12, 2), round(north - 0.09, 2), round(east + 0.12, 2), round(north + 0.09, 2)),
        )
        for number, (name, country, code, east, north) in enumerate(rows)
    )


_TOWNS = _towns()
_TOPICS = (
    (r"python|pandas|notebook|compiler|build cache|kernel|#100daysofcode", "66", "Interests", "71001", "Programming"),
    (
        r"data|médian|median|regression|डेटा|데이터|بيانات|داده|資料|данные|dados|ข้อมูล",
        "66",
        "Interests",
        "71002",
        "Data",
    ),
    (r"rain|weather|cloud|°c|मौसम|날씨|طقس|هوا|天氣|погода|chuva|ฝน|雲", "155", "Topics", "71003", "Weather"),
    (r"orbit|moon|telescope|milky way|launch|iss\b|light curve|🛰|🌌", "66", "Interests", "71004", "Astronomy"),
    (r"goo+al|football", "11", "Sport", "71005", "Football"),
    (r"train|gare|carte", "66", "Interests", "71006", "Maps and trains"),
)
# Scripts without blanks have no edges of words: only no letter of ours may stand before.
_FINDING = tuple((re.compile(rf"(?<![a-z])(?:{words})"), Topic(*rest)) for words, *rest in _TOPICS)


def spot_of(tweet: Tweet, author: Person) -> Spot | None:
    """Say where a seeded tweet was written, if it tells: in the author's town, or on a journey.

    Parameters
    ----------
    tweet : Tweet
    author : Person
    """
    draw = tweet.id >> 5
    if tweet.retweeted or draw % _ONE_IN:
        return None
    home = next((town for town in _TOWNS if author.location.startswith(town.name)), None)
    number = draw // _ONE_IN
    town = home if home and number % 4 else _TOWNS[number % len(_TOWNS)]
    if number % _EXACT_IN:
        return Spot(town, None)
    west, south, east, north = town.bbox
    right, up = number % 97 / 97, number % 89 / 89
    return Spot(town, (round(west + (east - west) * right, 5), round(south + (north - south) * up, 5)))


def topics_of(tweet: Tweet) -> list[Topic]:
    """Say what a tweet is about, by its words."""
    text = (tweet.note or tweet.text).lower()
    return [topic for words, topic in _FINDING if words.search(text)]
