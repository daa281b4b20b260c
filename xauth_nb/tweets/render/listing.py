"""Many tweets as one list of cards, as a thread, or as a table, with what they are and where they came from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xauth_nb.errors import UsageError
from xauth_nb.tweets.analysis.threads import Step, steps_of
from xauth_nb.tweets.render import parts, plain, words
from xauth_nb.tweets.render.cards import tweet_body
from xauth_nb.tweets.render.display import Display
from xauth_nb.tweets.render.safe import clip, escape, link
from xauth_nb.tweets.render.texts import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xauth_nb.tweets.joined import JoinedTweet
    from xauth_nb.tweets.page import Page

__all__ = ["footer", "show"]

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
    if table:
        rows = _table(first)
    else:
        rows = "".join(
            _row(step, media, tail=step.goes_on and at < len(steps) - 1, first=at == 0 or thread)
            for at, step in enumerate(steps)
        )
    card = parts.CARD.replace("max-width:600px", "max-width:960px") if table else parts.CARD
    html = f'<div style="{card}">{rows}{footer(plain.summary(tweets, len(first)), alone=not rows)}</div>'
    return Display(html, plain.tweets_text(tweets, steps, table=table))


def _row(step: Step, media: bool, *, tail: bool, first: bool) -> str:
    border = "" if first else f";border-top:1px solid {parts.HAIRLINE}"
    body = tweet_body(step.tweet, media=media, limit=600, lines=15, tail=tail)
    inwards = f";margin-left:{min(step.indent, _DEEPEST) * _INDENT}px" if step.indent else ""
    return f'<div style="padding:{"12px 16px 4px" if tail else "12px 16px"}{border}{inwards}">{body}</div>'


def footer(text: str, *, alone: bool) -> str:
    """Return the last line of a list, parted from what is above unless it stands alone."""
    border = "" if alone else f"border-top:1px solid {parts.HAIRLINE};"
    return (
        f'<div style="padding:9px 16px;{border}font-size:12px;overflow-wrap:break-word">'
        f'<span style="{parts.MUTED}">{escape(text)}</span></div>'
    )


def _table(tweets: Iterable[JoinedTweet]) -> str:
    cell = "padding:5px 8px;vertical-align:top;border:0;background:none"
    columns = (("Date", "left"), ("Author", "left"), ("Text", "left"), ("Reposts", "right"), ("Likes", "right"))
    head = "".join(
        f'<th scope="col" style="{cell};text-align:{side};font-weight:600">'
        f'<span style="{parts.MUTED}">{name}</span></th>'
        for name, side in columns
    )
    rows = "".join(_table_row(tweet, cell) for tweet in tweets)
    return (
        '<div style="overflow-x:auto"><table style="border-collapse:collapse;border:0;width:100%;margin:4px 0;'
        f'table-layout:auto;font-size:13px"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
    )


def _table_row(tweet: JoinedTweet, cell: str) -> str:
    text, cut = clip(plain_text(tweet, short=True).replace("\n", " "), 120, 1)
    counts = tweet.public_metrics
    numbers = (counts.retweet_count, counts.like_count) if counts else (None, None)
    author = tweet.author.username if tweet.author else tweet.username
    line = f"{cell};border-top:1px solid {parts.HAIRLINE};text-align:left"
    date = escape(words.moment(tweet.created_at).removesuffix(" UTC") or tweet.id)
    return (
        f'<tr style="background:none"><td style="{line};white-space:nowrap">{link(tweet.url, date)}</td>'
        f'<td style="{line}"><bdi>{escape("@" + author if author else tweet.author_id or "")}</bdi></td>'
        f'<td dir="auto" style="{line};overflow-wrap:break-word">{escape(text)}{"…" if cut else ""}</td>'
        + "".join(f'<td style="{line};text-align:right">{"" if n is None else words.compact(n)}</td>' for n in numbers)
        + "</tr>"
    )
