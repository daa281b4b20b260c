"""Many tweets as one list of cards, as a thread, or as a table, with what they are and where they came from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xauth_nb.errors import UsageError
from xauth_nb.style.dates import moment_cell
from xauth_nb.style.frame import footer, frame
from xauth_nb.style.palette import HAIRLINE
from xauth_nb.style.table import Column
from xauth_nb.style.table import table as draw_table
from xauth_nb.tweets.analysis.threads import Step, steps_of
from xauth_nb.tweets.render import plain, words
from xauth_nb.tweets.render.cards import tweet_body
from xauth_nb.tweets.render.display import Display
from xauth_nb.tweets.render.safe import clip, escape, link
from xauth_nb.tweets.render.texts import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xauth_nb.tweets.joined import JoinedTweet
    from xauth_nb.tweets.page import Page

__all__ = ["show"]

_INDENT, _DEEPEST = 26, 8
"""Pixels of a step inwards, and how many steps are made: beyond, a line would have no room for words."""


def show(tweets: Page[JoinedTweet], *, limit: int, media: bool, table: bool, thread: bool) -> Display:
    """Render the first tweets and count the rest; see :meth:`xauth_nb.tweets.Tweets.show`.

    Parameters
    ----------
    tweets : Tweets
    limit : int
    media, table, thread : bool

    Raises
    ------
    UsageError
        If the choice cannot be shown.
    """
    if limit < 1:
        raise UsageError(f"A list of {limit} tweets shows nothing.", remedy="Pass limit=10, or another number above 0.")
    if table and thread:
        raise UsageError("A thread cannot be shown as a table.", remedy="Pass either table=True or thread=True.")
    steps = steps_of(tweets) if thread else [Step(tweet, 0, False) for tweet in tweets]
    steps, first = steps[:limit], [step.tweet for step in steps[:limit]]
    summary = plain.summary(tweets, len(first))
    if table:
        html = _table(first, summary)
    else:
        rows = "".join(
            _row(step, media, tail=step.goes_on and at < len(steps) - 1, first=at == 0 or thread)
            for at, step in enumerate(steps)
        )
        html = frame(rows + footer(summary, alone=not rows))
    return Display(html, plain.tweets_text(tweets, steps, table=table))


def _row(step: Step, media: bool, *, tail: bool, first: bool) -> str:
    border = "" if first else f";border-top:1px solid {HAIRLINE}"
    body = tweet_body(step.tweet, media=media, limit=600, lines=15, tail=tail)
    inwards = f";margin-left:{min(step.indent, _DEEPEST) * _INDENT}px" if step.indent else ""
    return f'<div style="padding:{"12px 16px 4px" if tail else "12px 16px"}{border}{inwards}">{body}</div>'


_COLUMNS = (
    Column("Date (UTC)", "date"),
    Column("Author"),
    Column("Text", "prose"),
    Column("Reposts", "number"),
    Column("Likes", "number"),
)


def _table(tweets: Iterable[JoinedTweet], summary: str) -> str:
    return draw_table(_COLUMNS, map(_cells, tweets), notes=[summary])


def _cells(tweet: JoinedTweet) -> list[str]:
    text, cut = clip(plain_text(tweet, short=True).replace("\n", " "), 120, 1)
    counts = tweet.public_metrics
    numbers = (counts.retweet_count, counts.like_count) if counts else (None, None)
    author = tweet.author.username if tweet.author else tweet.username
    date = moment_cell(tweet.created_at) if tweet.created_at else escape(tweet.id)
    return [
        link(tweet.url, date),
        f"<bdi>{escape('@' + author if author else tweet.author_id or '')}</bdi>",
        escape(text) + ("…" if cut else ""),
        *("" if number is None else words.compact(number) for number in numbers),
    ]
