"""The replies that a seeded tweet counts: made when somebody reads its conversation, and the same every time.

They lie beside the seeded tweets, and come into searches for their conversation alone: a world of a million tweets has
some hundred thousand of them that nobody ever asks for.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from xauth_nb.sandbox.world.records import Metrics, Tweet, snowflake
from xauth_nb.sandbox.world.replies import ASIDES, REPLIES
from xauth_nb.sandbox.world.slots import fill, pick, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xauth_nb.sandbox.world.records import Person
    from xauth_nb.sandbox.world.seeded import Seeded

__all__ = ["replies_to"]

LONGEST = 48 * 3_600_000
DEEPER = 3  # of so many direct replies one is answered itself
_SOURCES = ("X for iPhone", "X for Android", "X Web App")


def replies_to(seeded: Seeded, index: int, there: int) -> list[Tweet]:
    """Make the replies that a tweet counts and that are not among the seeded ones, and some answers to them.

    Parameters
    ----------
    seeded : Seeded
    index : int
        The tweet's.
    there : int
        How many of the replies that it counts stand among the seeded tweets.

    Returns
    -------
    list of Tweet
        Oldest first.
    """
    tweet = seeded.at(index)
    direct = tweet.metrics.replies - there
    if direct <= 0 or tweet.retweeted:
        return []
    draw = Random(tweet.id)
    people = [one for one in seeded.people if not one.suspended and not one.protected and one.id != tweet.author]
    author = next(one for one in seeded.people if one.id == tweet.author)
    total = direct + direct // DEEPER
    parents = [-1 if place < direct else int(draw.random() * direct) for place in range(total)]
    answered = _counted(parents)
    made: list[Tweet] = []
    writers: list[Person] = []
    for place, (parent, ms) in enumerate(zip(parents, _moments(seeded, tweet, parents, draw), strict=True)):
        whose = author if parent < 0 else writers[parent]
        writer = author if parent >= 0 and draw.random() < 0.3 and whose is not author else pick(people, draw)
        lang = tweet.lang if tweet.lang in REPLIES else "en"
        low = int(draw.random() * 4_194_304)
        text, links = shorten(f"@{whose.username} {_words(lang, draw)}", tweet.id + place)
        likes = int(draw.random() * draw.random() * 12)
        before = tweet if parent < 0 else made[parent]
        made.append(
            Tweet(
                snowflake(ms, low), writer.id, ms, text, lang, tweet.conversation, links,
                replied_to=before.id, replied_to_user=before.author,
                metrics=Metrics(0, answered[place], likes, 0, 0, 10 + likes * 40 + int(draw.random() * 60)),
                source=pick(_SOURCES, draw),
            )
        )  # fmt: skip
        writers.append(writer)
    return sorted(made, key=lambda one: one.id)


def _moments(seeded: Seeded, tweet: Tweet, parents: Sequence[int], draw: Random) -> Iterator[int]:
    """Spread replies over two days, most of them soon: none before what it answers, and none in the future."""
    span = min(LONGEST, max(30_000, (seeded.anchor if tweet.ms < seeded.anchor else tweet.ms + LONGEST) - tweet.ms))
    taken: list[int] = []
    for parent in parents:
        since = 0 if parent < 0 else taken[parent]
        taken.append(since + 1 + int((span - since - 1) * draw.random() ** 3))
        yield tweet.ms + taken[-1]


def _words(lang: str, draw: Random) -> str:
    words = fill(pick(REPLIES[lang], draw), draw)
    if draw.random() < 0.75:
        words = f"{words} {fill(pick(ASIDES[lang], draw), draw)}"
    return words


def _counted(parents: Sequence[int]) -> list[int]:
    counts = [0] * len(parents)
    for parent in parents:
        if parent >= 0:
            counts[parent] += 1
    return counts
