"""Write one seeded tweet: what kind it is, its words, pictures, poll and metrics. The same index, the same tweet."""

from __future__ import annotations

from functools import partial
from random import Random
from typing import TYPE_CHECKING

from xauth_nb.sandbox.world.records import Link, Media, Metrics, Outline, Poll, Tweet
from xauth_nb.sandbox.world.replies import ASIDES, REPLIES
from xauth_nb.sandbox.world.slots import fill, pick, short_for, shorten
from xauth_nb.sandbox.world.voices import CROWD_VOICE, VOICES

if TYPE_CHECKING:
    from xauth_nb.sandbox.world.records import Person
    from xauth_nb.sandbox.world.seeded import Seeded
    from xauth_nb.sandbox.world.voices import Voice

__all__ = [
    "NEAREST",
    "SOURCES",
    "attach",
    "attach_media",
    "kind_at",
    "make_metrics",
    "make_pictures",
    "make_poll",
    "outline",
    "repeat",
    "retweeting",
    "truncate",
    "vary",
    "write",
]

_KINDS = (
    *("plain",) * 38,
    *("reply",) * 26,
    *("retweet",) * 11,
    *("picture",) * 10,
    *("quote",) * 6,
    *("thread",) * 4,
    *("poll",) * 3,
    *("long",) * 2,
)
_REACH = {"reply": 12, "retweet": 0, "picture": 160, "poll": 130, "long": 120, "quote": 90, "thread": 70, "plain": 100}
_HOURS = (40, 30, 25, 25, 30, 45, 65, 85, 100, 105, 100, 100, 105, 100, 100, 100, 105, 115, 125, 135, 140, 130, 95, 60)
_SIZES = ((1200, 675), (1600, 900), (1080, 1080), (900, 1200))
SOURCES = ("X Web App", "X for iPhone", "X for Android", "X Web App", "notebook")
_WORN = (
    "A ring, a field and a module walk into a bar. It commutes.",
    "If p < 0.05 & nobody wrote down the question first, it is not a finding, it is a souvenir.",
    "Symmetry found. Conservation law pending.",
    "Any fool can transmit. Listening takes a budget.",
    "“Without loss of generality” is the most generous phrase in mathematics.",
    "Note to self: <br> is not a delimiter. #cleaning",
    "Shift change. The Sun takes over. 🌅",
    "A good figure shows the units. A great figure makes you feel them.",
    "Error messages are user interface. Say what happened, why, and what to do next.",
    "Morphogenesis on my breakfast: a study in spots",
    "The moth in question",
    "Residuals of the week: this one has a face",
    "Beautiful.",
    "Plot first, model later.",
    "Reading about error-correcting codes",
)
"""What is said so often that the older ones need a word more: the usual world would have it 25 times."""
_LONG_AGO = 3700
NEAREST = 40  # a seeded tweet refers to none that is further back
_POLL_MINUTES = (1440, 1440, 4320, 10080, 60)


def _draw(seeded: Seeded, index: int, what: int) -> Random:
    return Random((seeded.number(index) + 1) * 64 + what)


def kind_at(seeded: Seeded, index: int) -> str:
    """Say what kind of tweet stands at an index."""
    voice = _voice(seeded.author_at(index))
    kind = _KINDS[int(_draw(seeded, index, 0).random() * len(_KINDS))]
    has = {"picture": voice.shows, "poll": voice.asks, "long": voice.explains, "thread": voice.explains}
    if seeded.author_at(index).username in ("stationbot", "quiet_kim") and kind != "picture":
        return "plain"
    return kind if has.get(kind, True) else "plain"


def outline(seeded: Seeded, index: int) -> Outline:
    """Say what the tweet at an index will be, for a fraction of what writing it takes."""
    return _outline(seeded, index, _draw(seeded, index, 1))


def _outline(seeded: Seeded, index: int, draw: Random) -> Outline:
    kind = kind_at(seeded, index)
    other = _look_back(seeded, index, kind, draw) if kind in ("reply", "retweet", "quote", "thread") else 0
    if kind in ("reply", "retweet", "quote") and not other:
        kind = "plain"
    return Outline(kind, other, make_metrics(seeded.author_at(index), kind, seeded.ms_at(index), draw))


def write(seeded: Seeded, index: int) -> Tweet:
    """Write the tweet at an index.

    Parameters
    ----------
    seeded : Seeded
        The world around it: replies, quotes and retweets look back into it.
    index : int
    """
    draw = _draw(seeded, index, 1)
    kind, other_id, metrics = _outline(seeded, index, draw)
    author, voice = seeded.author_at(index), _voice(seeded.author_at(index))
    tweet_id, ms = seeded.id_at(index), seeded.ms_at(index)
    before = seeded.index_of(other_id) if other_id else None
    other = None if before is None else seeded.at(before)
    tweet = partial(Tweet, tweet_id, author.id, ms, metrics=metrics, source=pick(SOURCES, draw))
    whose = None if before is None else seeded.author_at(before)
    name = whose.username if whose else ""
    if kind == "retweet" and other and whose:
        return repeat(other, whose, tweet_id, tweet)
    if kind == "reply" and other:
        lang = other.lang if other.lang in REPLIES else "en"
        words = vary(seeded, index, fill(pick(REPLIES[lang], draw), draw), lang)
        text, links = shorten(f"@{name} {words}", tweet_id)
        return tweet(text, lang, other.conversation, links, replied_to=other.id, replied_to_user=other.author)
    if kind == "quote" and other:
        text, links = shorten(vary(seeded, index, fill(pick(REPLIES["en"], draw), draw), "en"), tweet_id)
        text, links = attach(text, links, f"https://x.com/{name}/status/{other.id}", tweet_id)
        return tweet(text, "en", tweet_id, links, quoted=other.id)
    if kind == "thread":
        threaded = partial(tweet, source="X Web App")
        if other is None:
            return threaded(vary(seeded, index, f"{voice.explains[0]} 🧵", voice.lang), voice.lang, tweet_id)
        text = vary(seeded, index, pick(voice.explains[1:] or voice.explains, draw), voice.lang)
        return threaded(text, voice.lang, other.conversation, replied_to=other.id, replied_to_user=author.id)
    if kind == "long":
        whole, links = shorten(vary(seeded, index, " ".join(voice.explains), voice.lang, before=True), tweet_id)
        text, shown = attach(truncate(whole, 240), (), f"https://x.com/i/web/status/{tweet_id}", tweet_id)
        return tweet(text, voice.lang, tweet_id, (*links, *shown), note=whole)
    if kind == "picture":
        words = vary(seeded, index, fill(pick(voice.shows, draw), draw), voice.lang)
        text, links = shorten(words, tweet_id)
        media = make_pictures(tweet_id, text, metrics, draw)
        text, links = attach_media(text, links, author.username, tweet_id, media[0])
        return tweet(text, voice.lang, tweet_id, links, media=media)
    if kind == "poll":
        question, *options = pick(voice.asks, draw)
        return tweet(
            vary(seeded, index, question, voice.lang),
            voice.lang,
            tweet_id,
            poll=make_poll(tweet_id, options, ms, metrics, draw),
        )
    words = vary(seeded, index, fill(pick(voice.says, draw), draw), voice.lang)
    text, links = shorten(words, tweet_id)
    lang = voice.lang if not text.isascii() or voice.lang == "en" else "en"
    return tweet(text, lang, tweet_id, links)


def repeat(other: Tweet, writer: Person, tweet_id: int, make: partial[Tweet]) -> Tweet:
    """Pass a tweet on unchanged: its text is cut. It has no metrics of its own: X shows the original's retweets."""
    text = retweeting(writer.username, other.text)
    links = tuple(link for link in other.links if link.short in text)
    return make(text, other.lang, tweet_id, links, retweeted=other.id, metrics=Metrics())


def retweeting(username: str, text: str) -> str:
    """Write a retweet's text as X does: cut to 140 characters, the last of which is "…", with no space before it."""
    whole = f"RT @{username}: {text}"
    return whole if len(whole) <= 140 else whole[:139].rstrip() + "…"


def vary(seeded: Seeded, index: int, text: str, lang: str, *, always: bool = False, before: bool = False) -> str:
    """Add some words to a text that would stand too often in the world without them.

    Parameters
    ----------
    seeded : Seeded
    index : int
        The tweet's.
    text, lang : str
    always : bool, optional
        Of this kind each text is one of a few.
    before : bool, optional
        Put them before the text, which is cut at its end.
    """
    many = seeded.number(index) >= seeded.usual
    draw = _draw(seeded, index, 2)  # of its own: what it adds changes nothing else in the tweet
    worn = seeded.number(index) >= _LONG_AGO and text.startswith(_WORN)
    if not (many or always or (worn and draw.random() < 0.9)):
        return text
    asides = ASIDES.get(lang, ASIDES["en"])
    added = " ".join(fill(pick(asides, draw), draw) for _ in range(2 if many else 1))
    if before:
        return f"{added} {text}"
    return f"{text}{'.' if text[-1].isalnum() and '://' not in text[-80:] else ''} {added}"


def truncate(text: str, length: int) -> str:
    """Cut a text between words, as X does. Letters beyond Latin and its neighbours count twice."""
    weight = 0
    for place, letter in enumerate(text):
        weight += 1 if letter < "\u1100" else 2
        if weight > length:
            cut = text[: max(0, place - 1)]
            return (cut.rpartition(" ")[0] or cut) + "…"
    return text


def attach(
    text: str, links: tuple[Link, ...], url: str, tweet_id: int, *, display: str = "", key: str = ""
) -> tuple[str, tuple[Link, ...]]:
    """Append the short link that X adds for a quoted tweet, for the rest of a long post, or for a picture.

    Parameters
    ----------
    text : str
    links : tuple of Link
    url : str
        What the link leads to.
    tweet_id : int
    display, key : str, optional
        For a picture: how it is shown, and its media key.
    """
    short = short_for(url, tweet_id)
    shown = display or (url.partition("://")[2][:26] + "…")
    return f"{text} {short}".strip(), (*links, Link(short, url, shown, media_key=key))


def attach_media(
    text: str, links: tuple[Link, ...], username: str, tweet_id: int, media: Media
) -> tuple[str, tuple[Link, ...]]:
    """Append the short link that X adds for the first picture of somebody's tweet."""
    url = f"https://x.com/{username}/status/{tweet_id}/{media.kind}/1"
    return attach(text, links, url, tweet_id, display=f"pic.x.com/{short_for(url, 0)[-10:]}", key=media.key)


def _voice(author: Person) -> Voice:
    return VOICES.get(author.username, CROWD_VOICE)


def _look_back(seeded: Seeded, index: int, kind: str, draw: Random) -> int:
    """Find an earlier tweet to answer, quote, repeat or continue; its id, or 0."""
    author = seeded.author_at(index)
    for _ in range(6):
        back = index + 1 + int(draw.random() * draw.random() * NEAREST)
        if back >= len(seeded):
            return 0
        theirs = seeded.author_at(back)
        own = theirs.id == author.id
        if own != (kind == "thread") or theirs.protected or theirs.username == "stationbot":
            continue
        found = kind_at(seeded, back)
        if found != "retweet" and not (found == "reply" and kind in ("retweet", "quote")):
            return seeded.id_at(back)
    return 0


def make_pictures(tweet_id: int, caption: str, metrics: Metrics, draw: Random) -> tuple[Media, ...]:
    """Draw what pictures a tweet has, described by its words."""
    roll = draw.random()
    kind = "video" if roll < 0.08 else "animated_gif" if roll < 0.14 else "photo"
    count = 1 + int(draw.random() * draw.random() * 4) if kind == "photo" else 1
    prefix = {"photo": 3, "video": 7, "animated_gif": 16}[kind]
    made = []
    for number in range(count):
        width, height = pick(_SIZES, draw)
        described = f"{caption.split(' https://')[0]} ({number + 1} of {count})" if draw.random() < 0.7 else ""
        long = 4000 + int(draw.random() * 90_000) if kind == "video" else 0
        views = metrics.impressions // 3 if kind == "video" else 0
        key = f"{prefix}_{tweet_id - (number + 1) * 4096}"
        made.append(Media(key, kind, width, height, described, long, views))
    return tuple(made)


def make_poll(tweet_id: int, options: list[str], ms: int, metrics: Metrics, draw: Random) -> Poll:
    """Draw how people voted."""
    minutes = pick(_POLL_MINUTES, draw)
    votes = 5 + metrics.impressions // 25
    parts = [0.2 + draw.random() for _ in options]
    counted = tuple((option, int(votes * part / sum(parts))) for option, part in zip(options, parts, strict=True))
    return Poll(str(tweet_id - 2048), counted, minutes, ms + minutes * 60_000)


def make_metrics(author: Person, kind: str, ms: int, draw: Random) -> Metrics:
    """Draw metrics with a long tail: few tweets travel far, and more do in the evening."""
    hour = (ms // 3_600_000 + author.zone) % 24
    luck = draw.random()
    reach = author.followers * (0.1 + 0.35 * luck / (1.015 - luck)) * _REACH[kind] * _HOURS[hour] / 10_000
    impressions = int(reach) + int(draw.random() * 40)
    likes = int(impressions * (0.008 + 0.03 * draw.random()))
    retweets = int(likes * (0.04 + 0.2 * draw.random()))
    return Metrics(
        retweets,
        int(likes * (0.02 + 0.12 * draw.random())),
        likes,
        int(retweets * 0.25 * draw.random()),
        int(likes * 0.25 * draw.random()),
        impressions,
    )
