"""Write one tweet of the many: what they say in their own scripts, and what they pass on of the circle's tweets.

What spreads is what was counted as spread already.
"""

from __future__ import annotations

from functools import partial
from random import Random
from typing import TYPE_CHECKING

from xauth_nb.sandbox.world.far_voices import FAR_VOICES
from xauth_nb.sandbox.world.records import Metrics, Outline, Tweet, snowflake
from xauth_nb.sandbox.world.replies import REPLIES
from xauth_nb.sandbox.world.slots import fill, pick, shorten
from xauth_nb.sandbox.world.writing import (
    SOURCES,
    attach,
    attach_media,
    make_metrics,
    make_pictures,
    make_poll,
    repeat,
    vary,
)

if TYPE_CHECKING:
    from xauth_nb.sandbox.world.records import Person
    from xauth_nb.sandbox.world.seeded import Seeded

__all__ = ["SPAN", "outline_of", "pass_on"]

SPAN = 4 * 86_400_000  # what is older is passed on by nobody
_LOOKS = 6  # of so many tweets that somebody sees, the one that spreads most is passed on
_LEAST = 12  # and only if it spreads at all
_QUOTING = ("es", "fr", "ja", "hi", "ta", "th", "ko", "ar", "fa", "zh", "ru", "pt")


def pass_on(circle: Seeded, many: Seeded, index: int) -> Tweet:
    """Write the tweet at an index of the many.

    Parameters
    ----------
    circle, many : Seeded
        Whose tweets are passed on, and whose these are.
    index : int
        Among the many's.
    """
    draw = _draw(many, index)
    (kind, other_id, metrics), source = _outline(circle, many, index, draw)
    author, tweet_id, ms = many.author_at(index), many.id_at(index), many.ms_at(index)
    voice = FAR_VOICES.get(author.username)
    made = partial(Tweet, tweet_id, author.id, ms, metrics=metrics, source=source)
    lang = voice.lang if voice else pick(_QUOTING, draw)
    seen = circle.index_of(other_id) if other_id else None
    if seen is None:
        return _own(many, index, made, author, metrics, draw)
    other, writer = circle.at(seen), circle.author_at(seen)
    if kind == "retweet":
        return repeat(other, writer, tweet_id, made)
    words = vary(many, index, fill(pick(REPLIES[lang], draw), draw), lang, always=True)
    if kind == "reply":
        text, links = shorten(f"@{writer.username} {words}", tweet_id)
        return made(text, lang, other.conversation, links, replied_to=other.id, replied_to_user=other.author)
    text, links = shorten(words, tweet_id)
    text, links = attach(text, links, f"https://x.com/{writer.username}/status/{other.id}", tweet_id)
    return made(text, lang, tweet_id, links, quoted=other.id)


def outline_of(circle: Seeded, many: Seeded, index: int) -> Outline:
    """Say what the tweet at an index of the many will be, without writing it."""
    return _outline(circle, many, index, _draw(many, index))[0]


def _draw(many: Seeded, index: int) -> Random:
    return Random((many.number(index) + 1) * 64 + 33)


def _outline(circle: Seeded, many: Seeded, index: int, draw: Random) -> tuple[Outline, str]:
    """Draw a tweet's outline, and where it was sent from."""
    author, ms = many.author_at(index), many.ms_at(index)
    roll = draw.random()
    kind = _kind_of(roll)
    if author.username in FAR_VOICES:
        kind = "retweet" if roll < 0.15 else "quote" if roll < 0.25 else "own"
    metrics = make_metrics(author, "plain" if kind == "own" else kind, ms, draw)
    source = pick(SOURCES, draw)
    other = 0 if kind == "own" else _seen(circle, ms, draw)
    return Outline(kind if other else "own", other, metrics), source


def _kind_of(roll: float) -> str:
    return "retweet" if roll < 0.8 else "quote" if roll < 0.92 else "reply"


def _seen(circle: Seeded, ms: int, draw: Random) -> int:
    """Choose what to pass on: of some tweets of the last days the one that spreads most; its id, or 0."""
    newest, oldest = circle.first_below(snowflake(ms, 0)), circle.first_below(snowflake(ms - SPAN, 0))
    best, most = 0, -1
    for _ in range(_LOOKS):
        index = newest + int(draw.random() * draw.random() * (oldest - newest))
        if index >= oldest or circle.author_at(index).protected:
            continue
        kind, _other, metrics = circle.outline(index)
        if kind != "retweet" and metrics.retweets > most:
            best, most = circle.id_at(index), metrics.retweets
    return best if most >= _LEAST else 0


def _own(many: Seeded, index: int, made: partial[Tweet], author: Person, metrics: Metrics, draw: Random) -> Tweet:
    tweet_id = many.id_at(index)
    voice = FAR_VOICES.get(author.username)
    if voice is None:  # who only passes things on, and saw nothing
        lang = pick(_QUOTING, draw)
        return made(vary(many, index, fill(pick(REPLIES[lang], draw), draw), lang, always=True), lang, tweet_id)
    roll = draw.random()
    if voice.asks and roll < 0.05:
        question, *options = pick(voice.asks, draw)
        poll = make_poll(tweet_id, options, many.ms_at(index), metrics, draw)
        return made(vary(many, index, question, voice.lang), voice.lang, tweet_id, poll=poll)
    shows = roll < 0.2
    words = fill(pick(voice.shows if shows else voice.says, draw), draw)
    text, links = shorten(vary(many, index, words, voice.lang), tweet_id)
    if not shows:
        return made(text, voice.lang, tweet_id, links)
    media = make_pictures(tweet_id, text, metrics, draw)
    text, links = attach_media(text, links, author.username, tweet_id, media[0])
    return made(text, voice.lang, tweet_id, links, media=media)
