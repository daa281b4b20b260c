"""The people of the sandbox. They are invented; their first names greet some whom computing and the sky owe much."""

from __future__ import annotations

from datetime import datetime, timezone

from xauth_nb.sandbox.world.records import Person, snowflake

__all__ = ["CAST", "CROWD", "PEOPLE", "since"]


def since(year: int, month: int, day: int, hour: int = 9) -> int:
    """Give a moment, in Unix milliseconds."""
    return round(datetime(year, month, day, hour, 30, tzinfo=timezone.utc).timestamp() * 1000)


# id, handle, name; bio; place, site, since, followers, following, listed, liked, earlier tweets, share, hours from UTC
CAST = (
    Person(48812573, "ada", "Ada Fields",
        "Data scientist. I count things, then I doubt the count. Notebooks, open data, slow coffee. She/her",
        "Lisbon", "https://ada.example.org", since(2009, 6, 19), 4812, 611, 143, 12950, 2210, 20, 1),
    Person(61290417, "grace", "Grace Linden",
        "Compilers by day, sailing by weekend. If it is worth doing twice, it is worth a script. Finder of moths.",
        "Newport, RI", "https://grace.example.net", since(2009, 7, 30), 28410, 402, 960, 8034, 4120, 12, -4,
        verified=True, premium=True),
    Person(90331845, "alan", "Alan Towers",
        "Maths, running, codes that do not break. Opinions are halting.",
        "Manchester", "", since(2009, 11, 15), 15377, 280, 411, 3051, 1890, 10, 1),
    Person(133870092, "katherine", "Katherine Moss",
        "Orbital mechanics. I check the computer’s numbers 🛰️ Teaching astronomy with real data.",
        "Hampton, VA", "https://orbits.example.org", since(2010, 4, 14), 52019, 733, 1204, 20417, 3340, 12, -4,
        verified=True),
    Person(211904538, "hedy", "Hedy Kiesler",
        "Radio, spectrum, signals. Frequency hopping enthusiast 📡 Sometimes films.",
        "Vienna", "https://signals.example.com", since(2010, 11, 9), 9120, 519, 233, 6120, 900, 8, 2),
    Person(298117640, "emmy", "Emmy Nord",
        "Symmetry is a kind of laziness & I mean that as praise. Algebra, hiking, bad puns.",
        "Göttingen", "", since(2011, 5, 14), 3304, 190, 88, 2044, 410, 6, 2),
    Person(377250916, "rosa", "Rosa Valdés",
        "Oceanógrafa. Boyas, corrientes y mucho café ☕🌊 Datos abiertos siempre.",
        "Cádiz", "https://boyas.example.org", since(2011, 9, 23), 7650, 845, 170, 15230, 2605, 8, 2),
    Person(455019283, "yuki", "田辺ゆき / Yuki Tanabe",
        "気象データと雲の写真。Clouds, satellites, ramen 🍜",
        "東京", "", since(2012, 1, 4, 3), 19844, 1020, 350, 30110, 5120, 8, 9, premium=True),
    Person(530774198, "luc", "Luc Moreau",
        "Cartographe. Je dessine des cartes et je compte les trains 🚆",
        "Lyon", "https://cartes.example.fr", since(2012, 3, 20), 2115, 366, 61, 4409, 730, 6, 2),
    Person(618830257, "mae", "Mae Orbit",
        "Night-shift telescope operator. The sky is a time series ✨ dark skies or bust",
        "La Serena, Chile", "", since(2012, 6, 25, 22), 11042, 477, 285, 9915, 1504, 8, -4),
    Person(701145862, "omar", "Omar Haddad",
        "Statistician in public health. Confidence intervals for everybody. Also football ⚽",
        "Amman", "https://intervals.example.org", since(2012, 7, 31), 6480, 588, 120, 5150, 1120, 7, 3),
    Person(884402719, "stationbot", "Weather Station 7 🤖",
        "Automated readings from a rooftop in Lisbon, four times a day. Run by @ada",
        "38.71 N, 9.14 W", "https://station.example.org", since(2012, 10, 16), 1503, 3, 44, 0, 9410, 10, 0),
    Person(903315507, "quiet_kim", "Kim",
        "protected, mostly lurking",
        "", "", since(2012, 10, 26), 41, 120, 0, 803, 60, 1, 9, protected=True),
)  # fmt: skip
_GONE = Person(915570344, "gone_gary", "Gary", "",
    "", "", since(2012, 10, 30), 12, 4001, 0, 0, 900, 0, 0, suspended=True, can_sign_in=False)  # fmt: skip

_FIRST = (
    "nina", "tom", "priya", "jonas", "lea", "marco", "ines", "kofi", "sara", "piotr", "wanjiru", "dev",
    "mina", "olga", "bruno", "chloe", "hassan", "aiko", "liam", "zoe", "ravi", "elif", "noah", "carla",
)  # fmt: skip
_LAST = ("data", "maps", "_stats", "py", "42", "_sky", "runs", "_lab")
_BIOS = (
    "learning python, one traceback at a time",
    "student of statistics",
    "maps & bikes",
    "",
    "amateur radio, amateur baker",
    "I read the appendix",
    "cloud spotter ☁️",
    "R and Python, no wars please",
    "teacher",
    "lurker with a telescope",
)


def _crowd() -> tuple[Person, ...]:
    """Make the many who mostly read: they reply, follow and like."""
    people = []
    for number in range(48):
        first, last = _FIRST[number % len(_FIRST)], _LAST[(number * 5 + number // 24) % len(_LAST)]
        born = since(2013 + number % 9, 1 + number % 12, 1 + number % 28)
        bio = _BIOS[number * 7 % len(_BIOS)]
        counts = (30 + number * 37 % 900, 80 + number * 53 % 700, number % 7, number * 91 % 3000, number * 17 % 900)
        user_id = snowflake(born, number * 4099) if born > since(2015, 11, 1) else 1000000000 + born % 2_000_000_000
        words = f"{first}{last}", first.title(), bio, "", ""
        people.append(Person(user_id, *words, born, *counts, 1, number % 24 - 11, can_sign_in=False))
    return tuple(people)


CROWD = _crowd()
PEOPLE = (*CAST, *CROWD, _GONE)
