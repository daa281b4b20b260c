"""Fill the slots of phrases, and make the links in them short. The same draw gives the same words everywhere."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, TypeVar

from xauth_nb.sandbox.world.records import Link

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

__all__ = ["display_of", "fill", "pick", "short_for", "shorten"]

T = TypeVar("T")

_CITIES = (
    *("Lisbon", "Porto", "Manchester", "Newport", "Wien", "Cádiz", "Kyoto", "Sapporo", "Lyon", "La Serena", "Amman"),
    *("Oslo", "Nairobi", "Montréal", "Pune", "Wellington"),
)
_SEASONS = ("spring", "summer", "autumn", "winter")
_DOCS = {
    "https://docs.python.org/3/library/statistics.html": "statistics: mathematical statistics functions",
    "https://pandas.pydata.org/docs/user_guide/timeseries.html": "Time series / date functionality",
    "https://matplotlib.org/stable/gallery/index.html": "Matplotlib examples",
    "https://jupyter.org/": "Project Jupyter",
    "https://scikit-learn.org/stable/common_pitfalls.html": "Common pitfalls and recommended practices",
    "https://numpy.org/doc/stable/user/basics.broadcasting.html": "Broadcasting",
}
_DATA = {
    "https://data.example.org/harbour/air-quality?year=2026&format=csv": "Harbour air quality, hourly",
    "https://data.example.org/bridge/bicycles": "Bicycles on the bridge",
    "https://sky.example.org/light-curves/latest": "Light curves, latest",
    "https://station.example.org/7/readings": "Station 7: readings",
    "https://boyas.example.org/series/corrientes": "Corrientes: series",
}
_SITES = {
    "https://cartes.example.fr/reseau/mardi": "Le réseau, un mardi",
    "https://releases.example.net/notes/latest": "Release notes",
    "https://cartes.example.fr/boyas": "Boyas, le long de la côte",
}
_TITLES = {**_DOCS, **_DATA, **_SITES}
_SLOT = re.compile(r"\{(\w+)\}")
_URL = re.compile(r"https?://[^\s]+")


def pick(choices: Sequence[T], draw: Random) -> T:
    """Choose one; only ``random()`` is called, whose numbers Python promises to keep."""
    return choices[int(draw.random() * len(choices))]


def fill(phrase: str, draw: Random) -> str:
    """Fill the slots of a phrase. ``{same}`` is the number before it once more."""
    words: list[str] = []

    def word(slot: re.Match[str]) -> str:
        words.append(words[-1] if slot[1] == "same" else _word(slot[1], draw))
        return words[-1]

    return _SLOT.sub(word, phrase)


def _word(slot: str, draw: Random) -> str:
    if slot == "n":
        return str(2 + int(draw.random() * draw.random() * 90))
    if slot == "d":
        return str(1 + int(draw.random() * 8))
    if slot == "h":
        return str(6 + int(draw.random() * 16))
    if slot == "min":
        return f"{int(draw.random() * 60):02}"
    if slot == "hpa":
        return str(985 + int(draw.random() * 50))
    if slot == "knots":
        return str(4 + int(draw.random() * draw.random() * 30))
    if slot == "humidity":
        return str(38 + int(draw.random() * 58))
    if slot == "m":
        return str(60 + int(draw.random() * 400))
    if slot == "t":
        return f"{4 + int(draw.random() * 27)}.{int(draw.random() * 10)}"
    if slot == "big":
        return f"{11 + int(draw.random() * 900)},{int(draw.random() * 1000):03}"
    choices = {"city": _CITIES, "season": _SEASONS, "doc": tuple(_DOCS), "data": tuple(_DATA), "site": tuple(_SITES)}
    return pick(choices[slot], draw)


def short_for(url: str, owner: int) -> str:
    """Make the t.co address that stands for a URL in one tweet."""
    digest = hashlib.blake2s(f"{owner} {url}".encode(), digest_size=8).hexdigest()
    alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    number, letters = int(digest, 16), ""
    for _ in range(10):
        number, place = divmod(number, 62)
        letters += alphabet[place]
    return f"https://t.co/{letters}"


def display_of(url: str) -> str:
    """Write a URL as X shows it: no scheme, no ``www.``, cut at 26 characters."""
    shown = url.partition("://")[2].removeprefix("www.").rstrip("/")
    return shown if len(shown) <= 26 else shown[:26] + "…"


def shorten(text: str, owner: int) -> tuple[str, tuple[Link, ...]]:
    """Replace the URLs of a seeded text.

    Parameters
    ----------
    text : str
    owner : int
        The tweet.
    """
    links: list[Link] = []

    def replace(found: re.Match[str]) -> str:
        url = found[0]
        links.append(Link(short_for(url, owner), url, display_of(url), _TITLES.get(url, "")))
        return links[-1].short

    return _URL.sub(replace, text), tuple(links)
