"""People beyond the circle that may sign in: some who write in other scripts, and many who mostly pass things on."""

from __future__ import annotations

from xauth_nb.sandbox.world.people import since
from xauth_nb.sandbox.world.records import Person, snowflake

__all__ = ["FAR", "MANY"]

# id, handle, name; bio; place, site, since, followers, following, listed, liked, earlier tweets, share, hours from UTC
FAR = (
    Person(1011402877, "asima_c", "असीमा चंद्र", "मौसम, आँकड़े और चाय ☕ खुला डेटा सबका।",
        "पुणे", "https://mausam.example.org", since(2013, 2, 5), 21900, 320, 210, 4012, 1800, 8, 5, can_sign_in=False),
    Person(1034417725, "ramani_t", "ரமணி", "கடல், கணக்கு, காபி. தரவைத் தேடுகிறேன்.",
        "சென்னை", "", since(2013, 3, 11), 8700, 240, 77, 2310, 900, 7, 5, can_sign_in=False),
    Person(1090021764, "rapee_s", "ระพี สาคร", "ดาวเทียม ฝน และกราฟเส้น 🌧️",
        "กรุงเทพฯ", "", since(2013, 4, 13), 15400, 510, 130, 7120, 1500, 7, 7, can_sign_in=False),
    Person(1150733018, "yeongsil_j", "장영실", "물시계와 데이터. 하늘을 재는 사람 ⏳",
        "서울", "https://sky.example.kr", since(2013, 5, 2), 33100, 410, 280, 9120, 2100, 8, 9, can_sign_in=False),
    Person(1201466390, "maryam_a", "مريم الأسطرلابي", "أقيس السماء ثم أكتب عنها. بيانات مفتوحة للجميع.",
        "القاهرة", "", since(2013, 6, 20), 19800, 350, 166, 6400, 1300, 8, 2, can_sign_in=False),
    Person(1266810542, "parvaneh_r", "پروانه رستمی", "ریاضی، نقشه و کمی شعر. داده را اول نگاه کن.",
        "تهران", "", since(2013, 7, 8), 12600, 290, 102, 5210, 1100, 7, 3, can_sign_in=False),
    Person(1330904417, "xu_yue", "徐岳", "觀星、算術、茶。資料不會自己說話。",
        "台北", "", since(2013, 8, 30), 9900, 210, 90, 3300, 800, 6, 8, can_sign_in=False),
    Person(1404418823, "sofya_k", "Софья К.", "Уравнения, погода, чай. Сначала график, потом модель.",
        "Тбилиси", "", since(2013, 10, 1), 14300, 380, 140, 4800, 1250, 7, 4, can_sign_in=False),
    Person(1466092210, "cesar_l", "César L.", "Chuva, raios e dados abertos. Contar também é ciência ☔",
        "Curitiba", "", since(2013, 11, 11), 7600, 470, 64, 6900, 1000, 6, -3, can_sign_in=False),
)  # fmt: skip

_FIRST = (
    "amara", "bilal", "camila", "dao", "emre", "farah", "gita", "hugo", "isha", "joon", "kavya", "leila",
    "minh", "nok", "oscar", "paola", "qadir", "rei", "somchai", "tariq", "uma", "vera", "wen", "yusuf",
)  # fmt: skip
_LAST = ("reads", "_rt", "_notes", "77", "_daily", "walks")
_BIOS = ("I pass on what I like", "", "readers read", "retweets are bookmarks", "maps, music, maths")


def _passers_on() -> tuple[Person, ...]:
    """Make those who mostly repeat what others wrote."""
    people = []
    for number in range(len(_FIRST) * len(_LAST)):
        first, last = _FIRST[number % len(_FIRST)], _LAST[number // len(_FIRST)]
        born = since(2016 + number % 7, 1 + number % 12, 1 + number % 28)
        words = f"{first}{last}", first.title(), _BIOS[number % len(_BIOS)], "", ""
        counts = (20 + number * 41 % 700, 90 + number * 59 % 900, number % 5, number * 83 % 4000, number * 13 % 700)
        people.append(
            Person(snowflake(born, 7 + number * 8209), *words, born, *counts, 1, number % 24 - 11, can_sign_in=False)
        )
    return tuple(people)


MANY = (*FAR, *_passers_on())
